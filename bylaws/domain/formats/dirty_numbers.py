"""Whether the numbers that a source bore follow each other, and what they become."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bylaws.domain.formats.dirty_findings import Finding, found
from bylaws.domain.text.numbering import SCHEMES, Number
from bylaws.domain.text.provisions import RANK, Place, Provision, places
from bylaws.enums import ProvisionKind, Scheme

KIND = ProvisionKind
UNNUMBERED = (KIND.PREAMBLE, KIND.PARAGRAPH)
START = 20
"""So many signs of a text without number are quoted."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """A provision as read, with the line, the mark and the number that the source gave it."""

    provision: Provision
    row: int
    written: str = ""
    number: Number | None = None


def check_numbers(
    sourced: Sequence[Sourced], scheme: Scheme, *, renumber: bool
) -> Iterator[Finding]:
    """Every number that does not follow the one before it, or with `renumber` every number that
    another one replaces."""
    at = places([row.provision for row in sourced], scheme)
    if renumber:
        yield from _replaced(sourced, at)
        return
    following = _Following(scheme)
    for row, place in zip(sourced, at, strict=True):
        finding = following.take(row, place)
        if finding:
            yield finding


def _replaced(sourced: Sequence[Sourced], at: Sequence[Place]) -> Iterator[Finding]:
    for row, place in zip(sourced, at, strict=True):
        if place.kind in UNNUMBERED:
            continue
        if row.number is None:
            yield found(row.row, "numbered", mark=place.mark)
        elif row.number != number_of(place):
            yield found(row.row, "renumbered", written=row.written, mark=place.mark)


def number_of(place: Place) -> Number:
    """The number that the place gives."""
    sub = place.sub if place.kind is KIND.ARTICLE else 0
    return Number(getattr(place, place.kind.value), sub)


class _Following:
    """Compares each number with the one before of its level. After a gap the source's own
    numbers go on, so that one gap is one finding; after a number out of order either the one
    before it goes on, or it does."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.last: dict[ProvisionKind, tuple[Number, str]] = {}
        self.overtaken: dict[ProvisionKind, Number] = {}
        self.lost: dict[ProvisionKind, int] = {}

    def take(self, row: Sourced, place: Place) -> Finding | None:
        kind = place.kind
        self._reset_below(kind)
        if kind in UNNUMBERED:
            return None
        if row.number is None:
            self.lost[kind] = self.lost.get(kind, 0) + 1
            start = row.provision.text[:START]
            return found(row.row, "unnumbered", mark=place.mark, start=start)
        before, written = self.last.get(kind, (Number(0), ""))
        lost = self.lost.pop(kind, 0)
        self.last[kind] = (row.number, row.written)
        earlier = self.overtaken.pop(kind, before)
        if _follows(row.number, before, lost) or _follows(row.number, earlier, lost):
            return None
        if row.number < before:
            self.overtaken[kind] = before
        return self._told(row, row.number, before, written)

    def _reset_below(self, kind: ProvisionKind) -> None:
        """Articles are counted through the whole text, everything else within what holds it."""
        for other in ProvisionKind:
            if RANK[other] > RANK[kind] and other is not KIND.ARTICLE:
                self.last.pop(other, None)
                self.lost.pop(other, None)
                self.overtaken.pop(other, None)

    def _told(self, row: Sourced, number: Number, before: Number, written: str) -> Finding:
        if number == before:
            return found(row.row, "doubled", written=row.written)
        if number < before:
            return found(row.row, "out_of_order", written=row.written, before=written)
        if written:
            return found(row.row, "missing", written=row.written, before=written)
        first = SCHEMES[self.scheme].mark(row.provision.kind, Number(1))
        return found(row.row, "missing_first", written=row.written, mark=first)


def _follows(number: Number, before: Number, lost: int) -> bool:
    """`lost`: provisions without number between the two, each of which may have had one."""
    if number.sub:
        return number.main == before.main and number.sub == before.sub + 1
    return before.main < number.main <= before.main + 1 + lost
