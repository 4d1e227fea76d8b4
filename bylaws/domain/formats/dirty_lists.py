"""Which level a mark of a list belongs to, judged by the marks before it."""

from dataclasses import dataclass
from typing import NamedTuple

from bylaws.domain.formats.dirty_marks import Mark, Style
from bylaws.enums import ProvisionKind

KIND = ProvisionKind


class Level(NamedTuple):
    """`kind` is None for a third level, which no provision can hold."""

    kind: ProvisionKind | None
    number: int
    is_mixed: bool = False


@dataclass
class Lists:
    """The open list of a paragraph: the style and last number of its items and subitems."""

    item: tuple[Style, int] | None = None
    subitem: tuple[Style, int] | None = None

    def place(self, mark: Mark) -> Level:
        """Where the mark stands; the list then goes on from there."""
        level = self._chosen(mark)
        style = next(style for style, value in mark.readings if value == level.number)
        if level.kind is KIND.ITEM:
            self.item = (self.item[0] if self.item and level.is_mixed else style, level.number)
            self.subitem = None
        elif level.kind is KIND.SUBITEM:
            self.subitem = (style, level.number)
        return level

    def _chosen(self, mark: Mark) -> Level:
        """The first that fits: the next item or subitem of its style, a new list of subitems, an
        item or subitem of its style that is out of order, the next one in another style."""
        if not self.item:
            return Level(KIND.ITEM, self._first(mark))
        for step in (self._next, self._opened, self._same_style, self._next_mixed):
            if level := step(mark):
                return level
        value = mark.readings[0][1]
        return Level(None, value) if value == 1 else Level(KIND.ITEM, value, is_mixed=True)

    @staticmethod
    def _first(mark: Mark) -> int:
        values = [value for _, value in mark.readings]
        return 1 if 1 in values else values[0]

    def _next(self, mark: Mark) -> Level | None:
        for kind, last in ((KIND.SUBITEM, self.subitem), (KIND.ITEM, self.item)):
            if last and (last[0], last[1] + 1) in mark.readings:
                return Level(kind, last[1] + 1)
        return None

    def _opened(self, mark: Mark) -> Level | None:
        """A list within the item: another style than the items', from 1."""
        ones = [style for style, value in mark.readings if value == 1]
        is_new = self.item and ones and self.item[0] not in ones and not self.subitem
        return Level(KIND.SUBITEM, 1) if is_new else None

    def _same_style(self, mark: Mark) -> Level | None:
        for kind, last in ((KIND.SUBITEM, self.subitem), (KIND.ITEM, self.item)):
            for style, value in mark.readings:
                if last and style is last[0]:
                    return Level(kind, value)
        return None

    def _next_mixed(self, mark: Mark) -> Level | None:
        for kind, last in ((KIND.ITEM, self.item), (KIND.SUBITEM, self.subitem)):
            if last and any(value == last[1] + 1 for _, value in mark.readings):
                return Level(kind, last[1] + 1, is_mixed=True)
        return None
