"""Word's automatic numbering made literal, as a reader sees it on the page.

A paragraph names a list (w:num) and a level, itself or through its style; the list names its
pattern (w:abstractNum), whose levels say how their numbers look: 第%1条 in Chinese counting.
Numbers are counted through the pattern, so that two lists of one pattern go on counting, unless
the list starts over (ECMA-376 part 1, 17.9).
"""

import re
from dataclasses import dataclass, field

from bylaws.domain.formats.docx_numerals import numeral
from bylaws.domain.formats.docx_package import Element, is_on, value, w

MOST_STEPS = 20
"""How far styles and lists may point at each other: a file can make them go round."""
LONGEST_MARK = 255
"""Characters, as in Word: a mark is repeated for each paragraph."""
OPEN_END = re.compile(r"[\w§]$")
"""A mark that would run into the text: 第一条, Article 1, but not （一） or 1."""


@dataclass(frozen=True, slots=True)
class Level:
    """`text` with %1 for the number of the highest level; `restart` as w:lvlRestart."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    is_legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    levels: dict[int, Level]
    linked_style: str | None = None
    """A numbering style in which the levels are found instead."""


@dataclass(frozen=True, slots=True)
class NumberedList:
    pattern: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Style:
    based_on: str | None
    list_id: str | None
    level: int | None


class Numbering:
    """Counts through one document: `mark` is to be asked for every paragraph once, in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._patterns: dict[str, Pattern] = {}
        self._lists: dict[str, NumberedList] = {}
        self._styles: dict[str, Style] = {}
        self._default_style: str | None = None
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def mark(self, paragraph: Element) -> str:
        """The number that Word prints before the paragraph, with what parts it from the text;
        empty where it prints none, or a bullet."""
        placed = self._placed(paragraph.find(w("pPr")))
        if placed is None:
            return ""
        list_id, index = placed
        pattern = self._pattern_of(list_id)
        if pattern is None:
            return ""
        levels = {**self._patterns[pattern].levels, **self._lists[list_id].levels}
        if index not in levels:
            return ""
        self._count(list_id, pattern, index, levels)
        return _printed(index, levels, self._counts[pattern])

    def _count(self, list_id: str, pattern: str, index: int, levels: dict[int, Level]) -> None:
        counts = self._counts.setdefault(pattern, {})
        starts = self._lists[list_id].starts
        first = starts.get(index, levels[index].start)
        if index in starts and (list_id, index) not in self._started:
            counts[index] = first
        else:
            counts[index] = counts.get(index, first - 1) + 1
        self._started.add((list_id, index))
        for deeper in [deeper for deeper in counts if deeper > index]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or index < restart:
                del counts[deeper]

    def _placed(self, properties: Element | None) -> tuple[str, int] | None:
        """List and level of a paragraph: its own, else its style's."""
        own = None if properties is None else properties.find(w("numPr"))
        list_id, level = value(own, "numId"), value(own, "ilvl")
        if list_id is None:
            placed = self._placed_by_style(value(properties, "pStyle") or self._default_style)
            if placed is None:
                return None
            list_id, by_style = placed
            index = by_style if level is None else _int(level)
        else:
            index = _int(level)
        return None if list_id == "0" or list_id not in self._lists else (list_id, index)

    def _placed_by_style(self, style_id: str | None) -> tuple[str, int] | None:
        """A style is tied to its level by the level, which names it; w:ilvl only helps out."""
        chain: list[str] = []
        level: int | None = None
        while style_id in self._styles and len(chain) < MOST_STEPS:
            style = self._styles[style_id]
            chain.append(style_id)
            level = style.level if level is None else level
            if style.list_id is not None:
                tied = self._tied_level(style.list_id, chain)
                return style.list_id, tied if tied is not None else level or 0
            style_id = style.based_on
        return None

    def _tied_level(self, list_id: str, chain: list[str]) -> int | None:
        pattern = self._pattern_of(list_id) if list_id in self._lists else None
        levels = self._patterns[pattern].levels if pattern else {}
        for style_id in chain:
            for index, level in levels.items():
                if level.style == style_id:
                    return index
        return None

    def _pattern_of(self, list_id: str) -> str | None:
        """The pattern that holds the levels, through numbering styles."""
        for _ in range(MOST_STEPS):
            numbered = self._lists.get(list_id)
            pattern = None if numbered is None else self._patterns.get(numbered.pattern)
            if numbered is None or pattern is None:
                return None
            style = self._styles.get(pattern.linked_style or "")
            if pattern.levels or style is None or style.list_id is None:
                return numbered.pattern
            list_id = style.list_id
        return None

    def _read_lists(self, root: Element) -> None:
        for element in root.findall(w("abstractNum")):
            self._patterns[element.get(w("abstractNumId"), "")] = Pattern(
                {_int(lvl.get(w("ilvl"))): _level(lvl) for lvl in element.findall(w("lvl"))},
                value(element, "numStyleLink"),
            )
        for element in root.findall(w("num")):
            numbered = NumberedList(value(element, "abstractNumId") or "")
            for override in element.findall(w("lvlOverride")):
                index = _int(override.get(w("ilvl")))
                if (start := value(override, "startOverride")) is not None:
                    numbered.starts[index] = _int(start)
                if (level := override.find(w("lvl"))) is not None:
                    numbered.levels[index] = _level(level)
            self._lists[element.get(w("numId"), "")] = numbered

    def _read_styles(self, root: Element) -> None:
        for element in root.findall(w("style")):
            style_id = element.get(w("styleId"), "")
            properties = element.find(w("pPr"))
            own = None if properties is None else properties.find(w("numPr"))
            level = value(own, "ilvl")
            self._styles[style_id] = Style(
                value(element, "basedOn"),
                value(own, "numId"),
                None if level is None else _int(level),
            )
            is_default = element.get(w("default")) in {"1", "true", "on"}
            if is_default and element.get(w("type")) == "paragraph":
                self._default_style = style_id


def _level(element: Element) -> Level:
    restart = value(element, "lvlRestart")
    # Formats younger than the standard stand beside one that every program knows.
    fallback = element.find(".//{*}Fallback")
    number_format = value(element, "numFmt") or value(fallback, "numFmt") or "decimal"
    return Level(
        start=_int(value(element, "start") or "0"),
        number_format=number_format,
        # A bullet is no number: what is listed by it has no place to be quoted by.
        text="" if number_format == "bullet" else (value(element, "lvlText") or "")[:LONGEST_MARK],
        suffix=value(element, "suff") or "tab",
        is_legal=is_on(element, "isLgl"),
        restart=None if restart is None else _int(restart),
        style=value(element, "pStyle"),
    )


def _printed(index: int, levels: dict[int, Level], counts: dict[int, int]) -> str:
    level = levels[index]

    def number(found: re.Match[str]) -> str:
        above = int(found[1]) - 1
        shown = levels.get(above, Level())
        number_format = "decimal" if level.is_legal else shown.number_format
        return numeral(counts.get(above, shown.start), number_format)

    mark = re.sub(r"%([1-9])", number, level.text).strip()
    if not mark:
        return ""
    # Even where nothing parts number and text on the page: here it is known where one ends.
    return f"{mark} " if level.suffix != "nothing" or OPEN_END.search(mark) else mark


def _int(text: str | None) -> int:
    """A number of the file; 0 for what is none."""
    return int(text) if text and re.fullmatch("[0-9]{1,5}", text) else 0
