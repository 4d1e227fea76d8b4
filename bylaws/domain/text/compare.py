"""Two versions of a text side by side, article by article and whatever their numbers.

An article continues the one that it equals, else the one that it resembles most, else the one that
stood between the same neighbours. What is left over was added or repealed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from uuid import UUID

from bylaws.domain.text.numbering import REPEALED
from bylaws.domain.text.order import steady
from bylaws.domain.text.provisions import Place, Provision, places
from bylaws.enums import ChangeKind, ProvisionKind, Scheme

ALIKE = 60
"""Percent of common characters from which two articles are one; a choice of presentation."""
MANY = 2_500
"""Pairs of articles, fifty by fifty, beyond which only the likely ones are compared."""
LIKELY = 8
"""Old articles that then are compared with a new one."""
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
class Unit:
    """An article with its paragraphs and items, or one heading.

    `first` and `size` index the provisions; `text` has one of them a line, items with their mark.
    """

    first: int
    size: int
    kind: ProvisionKind
    number: str
    text: str
    id: UUID | None = None


Pairs = dict[int, int]
"""From the index in the old version to the index in the new."""


def compare(
    old: Sequence[Provision], new: Sequence[Provision], scheme: Scheme = Scheme.ZH
) -> tuple[ArticleChange, ...]:
    """Every change, in the order of the new text; a repealed article where it stood.

    Articles of which only the number changed are RENUMBERED; `visible` leaves them out.
    """
    before, after = units(old, scheme), units(new, scheme)
    return tuple(_changes(before, after, align(before, after)))


def visible(changes: Sequence[ArticleChange]) -> tuple[ArticleChange, ...]:
    """What the table of changed articles shows."""
    return tuple(change for change in changes if change.kind is not ChangeKind.RENUMBERED)


def matching(
    old: Sequence[Provision], new: Sequence[Provision], scheme: Scheme = Scheme.ZH
) -> dict[int, int]:
    """From the index of a new provision to the index of the old one whose identity it keeps.

    Provisions that have no counterpart are absent.
    """
    before, after = units(old, scheme), units(new, scheme)
    kept: dict[int, int] = {}
    for mine, theirs in align(before, after).items():
        source, target = before[mine], after[theirs]
        inner = align_within(
            old[source.first : source.first + source.size],
            new[target.first : target.first + target.size],
        )
        for here, there in inner.items():
            kept[target.first + there] = source.first + here
    return kept


def units(provisions: Sequence[Provision], scheme: Scheme = Scheme.ZH) -> list[Unit]:
    """The articles and headings of a text, in order."""
    found: list[Unit] = []
    located = list(zip(provisions, places(provisions, scheme), strict=True))
    starts = [i for i, (p, _) in enumerate(located) if _begins(p)]
    for first, end in pairwise([*starts, len(located)]):
        head, place = located[first]
        text = "\n".join(_line(p, at) for p, at in located[first:end])
        found.append(Unit(first, end - first, place.kind, place.reference, text, head.id))
    return found


def _begins(provision: Provision) -> bool:
    return provision.kind in HEADINGS or provision.kind is ProvisionKind.ARTICLE


def _line(provision: Provision, place: Place) -> str:
    if provision.is_repealed:
        return REPEALED[place.scheme]
    mark = "" if _begins(provision) else place.mark
    return f"{mark}{provision.text}"


def align(old: Sequence[Unit], new: Sequence[Unit]) -> Pairs:
    """Which unit continues which: by permanent identity where every one has it, else by text."""
    if by_identity := _same_ids([u.id for u in old], [u.id for u in new]):
        return by_identity
    pairs = _equal(old, new)
    _add_alike(old, new, pairs)
    _add_between(old, new, pairs)
    return pairs


def _same_ids(old: Sequence[UUID | None], new: Sequence[UUID | None]) -> Pairs:
    """Empty where some have no identity, or none is shared: then the texts themselves decide."""
    if not all((*old, *new)):
        return {}
    where = {identity: index for index, identity in enumerate(new)}
    return {mine: where[identity] for mine, identity in enumerate(old) if identity in where}


def _equal(old: Sequence[Unit], new: Sequence[Unit]) -> Pairs:
    """Equal texts; of several equal ones the first with the first."""
    waiting: dict[tuple[ProvisionKind, str], list[int]] = {}
    for index, unit in enumerate(new):
        waiting.setdefault((unit.kind, unit.text), []).append(index)
    pairs: Pairs = {}
    for index, unit in enumerate(old):
        if same := waiting.get((unit.kind, unit.text)):
            pairs[index] = same.pop(0)
    return pairs


def _add_alike(old: Sequence[Unit], new: Sequence[Unit], pairs: Pairs) -> None:
    taken = set(pairs.values())
    left = [index for index in range(len(old)) if index not in pairs]
    wanting = [theirs for theirs in range(len(new)) if theirs not in taken]
    texts = [unit.text for unit in old]
    likely = _Likely(texts, left, is_needed=len(left) * len(wanting) > MANY)
    scored = sorted(
        (-score, abs(mine - theirs), mine, theirs)
        for theirs in wanting
        for mine, score in _alike(
            texts,
            [i for i in likely.of(new[theirs].text) if old[i].kind is new[theirs].kind],
            new[theirs].text,
        )
    )
    for _, _, mine, theirs in scored:
        if mine not in pairs and theirs not in taken:
            pairs[mine] = theirs
            taken.add(theirs)


class _Likely:
    """Which old texts to compare with a new one, where comparing each with each takes too long:
    those that have most pairs of neighbouring characters in common with it."""

    def __init__(self, texts: Sequence[str], left: Sequence[int], *, is_needed: bool) -> None:
        self._left = left
        self._holding: dict[str, list[int]] | None = {} if is_needed else None
        if self._holding is not None:
            for index in left:
                for pair in _neighbours(texts[index]):
                    self._holding.setdefault(pair, []).append(index)

    def of(self, text: str) -> Sequence[int]:
        if self._holding is None:
            return self._left
        shared: Counter[int] = Counter()
        for pair in _neighbours(text):
            shared.update(self._holding.get(pair, ()))
        return [index for index, _ in shared.most_common(LIKELY)]


def _neighbours(text: str) -> set[str]:
    return {first + second for first, second in pairwise(text)}


def _alike(texts: Sequence[str], left: Sequence[int], text: str) -> Iterator[tuple[int, int]]:
    """Those of `left` whose text resembles the given one, each with the percent of its characters
    that are common to both, in order."""
    # The matcher keeps what it learns about its second text: one for all of the first ones. Its
    # ratios from above cost a fraction of the alignment and rule out nearly every pair.
    matcher = SequenceMatcher(None, "", text, autojunk=False)
    for index in left:
        matcher.set_seq1(texts[index])
        if any(100 * ratio() < ALIKE for ratio in (matcher.real_quick_ratio, matcher.quick_ratio)):
            continue
        common = sum(block.size for block in matcher.get_matching_blocks())
        likeness = 200 * common // max(1, len(texts[index]) + len(text))
        if likeness >= ALIKE:
            yield index, likeness


def _add_between(old: Sequence[Unit], new: Sequence[Unit], pairs: Pairs) -> None:
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


def in_order(pairs: Pairs) -> set[int]:
    """The old indexes of a longest run that keeps its order; the others were moved."""
    mine = sorted(pairs)
    return {mine[place] for place in steady([pairs[index] for index in mine])}


def _changes(
    before: Sequence[Unit], after: Sequence[Unit], pairs: Pairs
) -> Iterator[ArticleChange]:
    unmoved = in_order(pairs)
    origin = {theirs: mine for mine, theirs in pairs.items()}
    gone = [mine for mine in range(len(before)) if mine not in pairs]
    for theirs, unit in enumerate(after):
        mine = origin.get(theirs)
        if mine is None:
            yield ArticleChange(ChangeKind.ADDED, "", unit.number, "", unit.text)
            continue
        while mine in unmoved and gone and gone[0] < mine:
            yield _repealed(before[gone.pop(0)])
        if change := _changed(before[mine], unit, is_moved=mine not in unmoved):
            yield change
    for left in gone:
        yield _repealed(before[left])


def _repealed(unit: Unit) -> ArticleChange:
    return ArticleChange(ChangeKind.REPEALED, unit.number, "", unit.text, "")


def _changed(old: Unit, new: Unit, *, is_moved: bool) -> ArticleChange | None:
    if old.text != new.text:
        kind = ChangeKind.AMENDED
    elif is_moved:
        kind = ChangeKind.MOVED
    elif old.number != new.number:
        kind = ChangeKind.RENUMBERED
    else:
        return None
    return ArticleChange(kind, old.number, new.number, old.text, new.text, is_moved)


def align_within(old: Sequence[Provision], new: Sequence[Provision]) -> Pairs:
    """Inside one article: by identity where every provision has one; else its own text, then equal
    paragraphs and items, then those in between: the alike ones, else the first with the first."""
    if by_identity := _same_ids([p.id for p in old], [p.id for p in new]):
        return by_identity
    pairs: Pairs = {0: 0}
    matcher = SequenceMatcher(None, old[1:], new[1:], autojunk=False)
    for tag, start, end, there, until in matcher.get_opcodes():
        if tag == "equal":
            pairs |= zip(range(1 + start, 1 + end), range(1 + there, 1 + until), strict=True)
        elif tag == "replace":
            for mine, theirs in _replaced(old[1 + start : 1 + end], new[1 + there : 1 + until]):
                pairs[1 + start + mine] = 1 + there + theirs
    return pairs


def _replaced(old: Sequence[Provision], new: Sequence[Provision]) -> Iterator[tuple[int, int]]:
    """Pairs of one kind. An item put in among amended ones takes none of them for its own."""
    alike = _alike_in_order(old, new) if len(old) + len(new) > 2 else []
    for (mine, theirs), (end, until) in pairwise([(-1, -1), *alike, (len(old), len(new))]):
        if mine >= 0:
            yield mine, theirs
        for here, there in zip(range(mine + 1, end), range(theirs + 1, until), strict=False):
            if old[here].kind is new[there].kind:
                yield here, there


def _alike_in_order(old: Sequence[Provision], new: Sequence[Provision]) -> list[tuple[int, int]]:
    """Of all pairings that keep the order, the one that has most likeness."""
    best: list[tuple[int, list[tuple[int, int]]]] = [(0, [])] * (len(old) + 1)
    for theirs, provision in enumerate(new):
        same = [i for i, p in enumerate(old) if p.kind is provision.kind]
        scores = dict(_alike([p.text for p in old], same, provision.text))
        row = [best[0]]
        for mine in range(len(old)):
            choices = [best[mine + 1], row[mine]]
            if mine in scores:
                total, chain = best[mine]
                choices.append((total + scores[mine], [*chain, (mine, theirs)]))
            row.append(max(choices, key=lambda choice: choice[0]))
        best = row
    return best[-1][1]
