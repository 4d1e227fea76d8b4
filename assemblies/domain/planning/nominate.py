"""Who stands, in the order of the ballot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from icu import Collator, Locale

from assemblies.models import Nomination
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.domain.write_ins import note_of
from elections.enums import ContestKind
from elections.models import RollEntry
from members.enums import Office
from records.fields import Translated

STROKE_ORDER = "zh@collation=stroke"
Row = TypeVar("Row")


def by_surname_strokes(entries: Iterable[RollEntry]) -> list[RollEntry]:
    """Entries by the strokes of their persons' Chinese names, as ballots list candidates
    (按姓氏笔画排列)."""
    named = [entry for entry in entries if entry.person is not None]
    return in_stroke_order(named, _chinese)


def by_strokes(nominations: Sequence[Nomination]) -> list[Nomination]:
    """Nominations in the same order."""
    return in_stroke_order(nominations, lambda row: row.person.name.zh)


def in_stroke_order(rows: Iterable[Row], name_of: Callable[[Row], str]) -> list[Row]:
    """Anything that bears a Chinese name, by its strokes; equal ones as they were given."""
    collator = Collator.createInstance(Locale(STROKE_ORDER))
    return sorted(rows, key=lambda row: collator.getSortKey(name_of(row)))


def _chinese(entry: RollEntry) -> str:
    return entry.person.name.zh if entry.person else ""


def contest_for(
    *, office: str, seats: int, entries: Sequence[RollEntry], title: Translated | None = None
) -> ContestSpec:
    """The question that elects ``seats`` of ``entries`` to an office: one candidate for one seat is
    voted for or against, anything else is a slate."""
    candidates = [_candidate(entry) for entry in by_surname_strokes(entries)]
    return contest_of(office=office, seats=seats, candidates=candidates, title=title)


def contest_of(
    *,
    office: str,
    seats: int,
    candidates: Sequence[CandidateSpec],
    title: Translated | None = None,
) -> ContestSpec:
    """The same of candidates in the order of the ballot."""
    single = seats == 1 and len(candidates) == 1
    return ContestSpec(
        kind=ContestKind.SINGLE if single else ContestKind.SLATE,
        title=title or OFFICE_TITLES[Office(office)],
        seats=seats,
        office=office,
        candidates=candidates,
    )


def _candidate(entry: RollEntry) -> CandidateSpec:
    note = note_of(entry.firm, entry.post)
    assert entry.person is not None  # sorted out by by_surname_strokes
    return CandidateSpec(name=entry.person.name, person=entry.person, firm=entry.firm, note=note)


# Data on the ballot and in the record, so both languages are kept.
OFFICE_TITLES = {
    Office.COUNCIL_MEMBER: Translated(zh="理事", en="Council members"),
    Office.SUPERVISOR: Translated(zh="监事", en="Supervisors"),
    Office.PRESIDENT: Translated(zh="会长", en="President"),
    Office.VICE_PRESIDENT: Translated(zh="副会长", en="Vice-presidents"),
    Office.SECRETARY_GENERAL: Translated(zh="秘书长", en="Secretary-general"),
    Office.CHIEF_SUPERVISOR: Translated(zh="监事长", en="Chief supervisor"),
    Office.STANDING_MEMBER: Translated(zh="常务理事", en="Standing council members"),
    Office.DELEGATE: Translated(zh="会员代表", en="Delegates"),
}
