"""Two versions of a text side by side, article by article and whatever their numbers.

An article continues the one that it equals, else the one that it resembles most, else the one that
stood between the same neighbours. What is left over was added or repealed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from bylaws.domain.provisions import Place, Provision, places
from bylaws.enums import ChangeKind, ProvisionKind

ALIKE = 60
"""Percent of common characters from which two articles are one; a choice of presentation."""
HEADINGS = frozenset({ProvisionKind.PREAMBLE, ProvisionKind.CHAPTER, ProvisionKind.SECTION})


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """Numbers as printed (第二十五条; a heading 第四章第二节), texts with paragraphs and
    items, one a line. Empty where the version lacks it. `is_moved` also of an amended one."""

    kind: ChangeKind
    old_number: str
    new_number: str
    old_text: str
    new_text: str
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    """An article with its paragraphs and items, or one heading; `first` indexes the provisions."""

    first: int
    size: int
    kind: ProvisionKind
    number: str
    text: str


Pairs = dict[int, int]
"""From the index in the old version to the index in the new."""


def compare(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[ArticleChange, ...]:
    """Every change, in the order of the new text; a repealed article where it stood.

    Articles of which only the number changed are RENUMBERED; `visible` leaves them out.
    """
    before, after = _units(old), _units(new)
    pairs = _align(before, after)
    return tuple(_changes(before, after, pairs))


def visible(changes: Sequence[ArticleChange]) -> tuple[ArticleChange, ...]:
    """What the table of changed articles shows."""
    return tuple(change for change in changes if change.kind is not ChangeKind.RENUMBERED)


def matching(old: Sequence[Provision], new: Sequence[Provision]) -> dict[int, int]:
    """From the index of a new provision to the index of the old one whose identity it keeps.

    Provisions that have no counterpart are absent.
    """
    before, after = _units(old), _units(new)
    kept: dict[int, int] = {}
    for mine, theirs in _align(before, after).items():
        source, target = before[mine], after[theirs]
        inner = _align_within(
            old[source.first : source.first + source.size],
            new[target.first : target.first + target.size],
        )
        for here, there in inner.items():
            kept[target.first + there] = source.first + here
    return kept


def _units(provisions: Sequence[Provision]) -> list[_Unit]:
    units: list[_Unit] = []
    located = list(zip(provisions, places(provisions), strict=True))
    starts = [i for i, (p, _) in enumerate(located) if _begins(p)]
    for first, end in pairwise([*starts, len(located)]):
        place = located[first][1]
        text = "\n".join(_line(p, at) for p, at in located[first:end])
        units.append(_Unit(first, end - first, place.kind, place.reference, text))
    return units


def _begins(provision: Provision) -> bool:
    return provision.kind in HEADINGS or provision.kind is ProvisionKind.ARTICLE


def _line(provision: Provision, place: Place) -> str:
    mark = place.mark if provision.kind is ProvisionKind.ITEM else ""
    return f"{mark}{provision.text}"


def _align(old: Sequence[_Unit], new: Sequence[_Unit]) -> Pairs:
    pairs = _equal(old, new)
    _add_alike(old, new, pairs)
    _add_between(old, new, pairs)
    return pairs


def _equal(old: Sequence[_Unit], new: Sequence[_Unit]) -> Pairs:
    """Equal texts; of several equal ones the first with the first."""
    waiting: dict[tuple[ProvisionKind, str], list[int]] = {}
    for index, unit in enumerate(new):
        waiting.setdefault((unit.kind, unit.text), []).append(index)
    pairs: Pairs = {}
    for index, unit in enumerate(old):
        if same := waiting.get((unit.kind, unit.text)):
            pairs[index] = same.pop(0)
    return pairs


def _add_alike(old: Sequence[_Unit], new: Sequence[_Unit], pairs: Pairs) -> None:
    taken = set(pairs.values())
    scored = sorted(
        (-_likeness(old[mine].text, new[theirs].text), abs(mine - theirs), mine, theirs)
        for mine in range(len(old))
        for theirs in range(len(new))
        if mine not in pairs and theirs not in taken and old[mine].kind is new[theirs].kind
    )
    for score, _, mine, theirs in scored:
        if -score >= ALIKE and mine not in pairs and theirs not in taken:
            pairs[mine] = theirs
            taken.add(theirs)


def _likeness(mine: str, theirs: str) -> int:
    """Percent of common characters, in order."""
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    return 200 * common // max(1, len(mine) + len(theirs))


def _add_between(old: Sequence[_Unit], new: Sequence[_Unit], pairs: Pairs) -> None:
    """One left over on each side between the same neighbours: the text was replaced as a whole."""
    ends = {-1: -1, len(old): len(new)} | pairs
    taken = set(pairs.values())
    for mine in range(len(old)):
        theirs = ends.get(mine - 1, len(new)) + 1
        if (
            mine not in pairs
            and theirs < len(new)
            and theirs not in taken
            and ends.get(mine + 1) == theirs + 1
            and old[mine].kind is new[theirs].kind
        ):
            pairs[mine] = theirs
            taken.add(theirs)


def _in_order(pairs: Pairs) -> set[int]:
    """The old indexes of a longest run that keeps its order; the others were moved."""
    runs: list[list[int]] = [[]]
    for mine, theirs in sorted(pairs.items()):
        longest = max((r for r in runs if not r or pairs[r[-1]] < theirs), key=len)
        runs.append([*longest, mine])
    steady = max(runs, key=len)
    return set(steady)


def _changes(
    before: Sequence[_Unit], after: Sequence[_Unit], pairs: Pairs
) -> Iterator[ArticleChange]:
    steady = _in_order(pairs)
    origin = {theirs: mine for mine, theirs in pairs.items()}
    gone = [mine for mine in range(len(before)) if mine not in pairs]
    for theirs, unit in enumerate(after):
        mine = origin.get(theirs)
        if mine is None:
            yield ArticleChange(ChangeKind.ADDED, "", unit.number, "", unit.text)
            continue
        while mine in steady and gone and gone[0] < mine:
            yield _repealed(before[gone.pop(0)])
        if change := _changed(before[mine], unit, is_moved=mine not in steady):
            yield change
    for left in gone:
        yield _repealed(before[left])


def _repealed(unit: _Unit) -> ArticleChange:
    return ArticleChange(ChangeKind.REPEALED, unit.number, "", unit.text, "")


def _changed(old: _Unit, new: _Unit, *, is_moved: bool) -> ArticleChange | None:
    if old.text != new.text:
        kind = ChangeKind.AMENDED
    elif is_moved:
        kind = ChangeKind.MOVED
    elif old.number != new.number:
        kind = ChangeKind.RENUMBERED
    else:
        return None
    return ArticleChange(kind, old.number, new.number, old.text, new.text, is_moved)


def _align_within(old: Sequence[Provision], new: Sequence[Provision]) -> Pairs:
    """Inside one article: its own text, then equal paragraphs and items, then those in between."""
    pairs: Pairs = {0: 0}
    matcher = SequenceMatcher(None, old[1:], new[1:], autojunk=False)
    for tag, start, end, there, until in matcher.get_opcodes():
        if tag in {"equal", "replace"}:
            for mine, theirs in zip(range(start, end), range(there, until), strict=False):
                if old[1 + mine].kind is new[1 + theirs].kind:
                    pairs[1 + mine] = 1 + theirs
    return pairs
