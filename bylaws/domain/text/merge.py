"""Two amendments of one base: what they do to each other, and the text that holds both.

Texts are merged three ways, at the level of characters: an edit of one side stands beside an edit
of the other unless they touch. Touching edits are never merged by guessing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bylaws.domain.text import compare
from bylaws.domain.text.provisions import Provision, places
from bylaws.domain.text.redline import diff_runs
from bylaws.enums import Meeting, Op, ProvisionKind, Scheme

INSIDE = frozenset({ProvisionKind.PARAGRAPH, ProvisionKind.ITEM, ProvisionKind.SUBITEM})
"""What is added to an article; a whole new article stands beside it and meets nobody."""


@dataclass(frozen=True, slots=True)
class Edit:
    """`start`..`end` of the old text becomes `put`."""

    start: int
    end: int
    put: str

    def touches(self, other: "Edit") -> bool:
        """Whether the two concern the same characters, or adjoin so that their order matters."""
        return self.start <= other.end and other.start <= self.end


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """What makes the new text of the old one, in order."""
    found: list[Edit] = []
    start = at = 0
    put = ""
    for run in (*diff_runs(old, new), None):
        if run is None or run.op is Op.KEEP:
            if at > start or put:
                found.append(Edit(start, at, put))
            at += len(run.text) if run else 0
            start, put = at, ""
        elif run.op is Op.DELETE:
            at += len(run.text)
        else:
            put += run.text
    return tuple(found)


def merge(old: str, one: str, other: str) -> str | None:
    """The text with the edits of both; None where they collide.

    Laws: merge(o, a, o) == a; merge(o, a, a) == a; merge(o, a, b) == merge(o, b, a).
    """
    mine, theirs = edits(old, one), edits(old, other)
    if any(a.touches(b) for a in mine for b in theirs if a != b):
        return None
    written, at = "", 0
    for edit in sorted({*mine, *theirs}, key=lambda e: (e.start, e.end)):
        written += old[at : edit.start] + edit.put
        at = edit.end
    return written + old[at:]


@dataclass(frozen=True, slots=True)
class Encounter:
    """An article (or heading) of the base that two amendments change; `id` is its identity.

    The texts have one provision a line. `merged` is None where they collide.
    """

    id: UUID
    number: str
    meeting: Meeting
    old: str
    one: str
    other: str
    merged: str | None


def encounters(
    base: Sequence[Provision],
    one: Sequence[Provision],
    other: Sequence[Provision],
    scheme: Scheme = Scheme.ZH,
) -> tuple[Encounter, ...]:
    """Every article that both change; the amendments are independent in all others.

    `one` and `other`: the base as each amendment alone would leave it, all with identities.
    """
    mine, theirs = _Side(base, one), _Side(base, other)
    found: list[Encounter] = []
    located = places(base, scheme)
    for unit in compare.units(base, scheme):
        span = range(unit.first, unit.first + unit.size)
        touched = [i for i in span if mine.touches(i)], [i for i in span if theirs.touches(i)]
        if not all(touched):
            continue
        lines = [_merged_line(mine, theirs, i) for i in span]
        merged = None if None in lines else "\n".join(line for line in lines if line)
        found.append(
            Encounter(
                id=base[unit.first].identity,
                number=located[unit.first].reference,
                meeting=Meeting.COLLIDING if merged is None else Meeting.DISJOINT,
                old="\n".join(base[i].text for i in span),
                one="\n".join(filter(None, (mine.line(i) for i in span))),
                other="\n".join(filter(None, (theirs.line(i) for i in span))),
                merged=merged,
            )
        )
    return tuple(found)


class _Side:
    """What one amendment alone makes of each provision of the base."""

    def __init__(self, base: Sequence[Provision], amended: Sequence[Provision]) -> None:
        self.base = base
        self.now = {provision.id: provision for provision in amended}
        self.added: dict[UUID | None, list[str]] = {}
        known = {provision.id for provision in base}
        before: UUID | None = None
        for provision in amended:
            if provision.id in known:
                before = provision.id
            elif provision.kind in INSIDE:
                self.added.setdefault(before, []).append(provision.text)

    def touches(self, index: int) -> bool:
        return self.text(index) != self.base[index].text or bool(self.inserted(index))

    def text(self, index: int) -> str | None:
        now = self.now.get(self.base[index].id)
        return None if now is None or now.is_repealed else now.text

    def inserted(self, index: int) -> list[str]:
        return self.added.get(self.base[index].id, [])

    def line(self, index: int) -> str:
        return "\n".join(filter(None, [self.text(index), *self.inserted(index)]))


def _merged_line(mine: _Side, theirs: _Side, index: int) -> str | None:
    """The provision with the edits of both and what they add behind it; None: they collide,
    an empty text: it goes."""
    old, one, other = mine.base[index].text, mine.text(index), theirs.text(index)
    if one is None or other is None:
        if (one if other is None else other) not in (None, old):
            return None
        text: str | None = ""
    else:
        text = merge(old, one, other)
    if text is None:
        return None
    added = mine.inserted(index)
    added += [line for line in theirs.inserted(index) if line not in added]
    return "\n".join(filter(None, [text, *added]))
