"""The annex of a work report, drafted from the record of a period: members, dues, resolutions,
goals. Every figure is counted when the paper is made; nothing in it is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from assemblies.domain.days import zone
from assemblies.domain.writing.word.writing import write_word
from assemblies.enums import ProgressState
from assemblies.errors.carrying import PeriodReversed
from assemblies.models import Goal, Resolution
from bylaws.enums import Outcome
from bylaws.models import Association
from dues.domain.reports.collection import Line, collection_on
from members.domain.standing import StandingOn, standings_on
from members.enums import StandingStatus
from members.models import MemberClass
from records.domain.pdf import make_pdf
from records.fields import Translated

TEMPLATE = "print/work_annex.html"


@dataclass(frozen=True, slots=True)
class ClassLine:
    """Active members of one class on the day before the period and on its last day; ``joined`` are
    active on the last day and were not before, ``left`` the other way about, by the class of the
    day on which they were active."""

    name: Translated
    before: int
    joined: int
    left: int
    changed: int
    after: int


@dataclass(frozen=True, slots=True)
class Annex:
    """``changed`` of a line is what came from other classes less what went to them, so that
    before + joined - left + changed = after."""

    from_on: date
    until_on: date
    classes: list[ClassLine]
    total: ClassLine
    dues: list[Line]
    currency: str
    resolutions: list[Resolution]
    counts: dict[str, int]
    goals: list[Goal]
    goal_counts: dict[str, int]


def annex_of(from_on: date, until_on: date) -> Annex:
    """The figures from ``from_on`` to ``until_on``, both included; what was carried out is as it
    stands now. Raises PeriodReversed."""
    if until_on < from_on:
        raise PeriodReversed
    classes = _classes(
        _active(standings_on(from_on - timedelta(days=1))), _active(standings_on(until_on))
    )
    resolutions = _resolutions(from_on, until_on)
    goals = list(Goal.objects.select_related("owner", "term__body").order_by("term", "position"))
    goals = [goal for goal in goals if _overlaps(goal, from_on, until_on)]
    years = collection_on(until_on).years()
    return Annex(
        from_on=from_on,
        until_on=until_on,
        classes=classes,
        total=_total(classes),
        dues=[line for year, _rows, line in years if from_on.year <= year <= until_on.year],
        currency=Association.objects.get().currency,
        resolutions=resolutions,
        counts=_counts(resolutions),
        goals=goals,
        goal_counts=_counts(goals),
    )


def _active(rows: Mapping[UUID, StandingOn]) -> dict[UUID, int | None]:
    """The class of each active member; None where none is on record."""
    return {
        key: row.member_class.pk if row.member_class else None
        for key, row in rows.items()
        if row.status == StandingStatus.ACTIVE
    }


def _classes(before: dict[UUID, int | None], after: dict[UUID, int | None]) -> list[ClassLine]:
    was, now = Counter(before.values()), Counter(after.values())
    joined = Counter(after[key] for key in after.keys() - before.keys())
    left = Counter(before[key] for key in before.keys() - after.keys())
    names: dict[int | None, Translated] = {row.pk: row.name for row in MemberClass.objects.all()}
    names[None] = Translated(zh="未定类别", en="no class on record")
    return [
        ClassLine(
            name=name,
            before=was[key],
            joined=joined[key],
            left=left[key],
            changed=now[key] - was[key] - joined[key] + left[key],
            after=now[key],
        )
        for key, name in names.items()
        if was[key] or now[key]
    ]


def _total(rows: list[ClassLine]) -> ClassLine:
    return ClassLine(
        name=Translated(zh="合计", en="Total"),
        before=sum(row.before for row in rows),
        joined=sum(row.joined for row in rows),
        left=sum(row.left for row in rows),
        changed=sum(row.changed for row in rows),
        after=sum(row.after for row in rows),
    )


def _resolutions(from_on: date, until_on: date) -> list[Resolution]:
    """Passed and standing, resolved on a day of the period at the association's seat."""
    begin = datetime.combine(from_on, time(), zone()).astimezone(UTC)
    end = datetime.combine(until_on + timedelta(days=1), time(), zone()).astimezone(UTC)
    rows = Resolution.objects.filter(
        resolved_at__gte=begin,
        resolved_at__lt=end,
        annulled_at__isnull=True,
        outcome=Outcome.PASSED,
    )
    return list(rows.select_related("motion__item", "owner").order_by("year", "number"))


def _overlaps(goal: Goal, from_on: date, until_on: date) -> bool:
    term = goal.term
    return term.from_on <= until_on and (term.until_on is None or term.until_on >= from_on)


def _counts(rows: list[Resolution] | list[Goal]) -> dict[str, int]:
    found = Counter(row.progress for row in rows)
    return {state.value: found[state] for state in ProgressState}


def annex_pdf(*, from_on: date, until_on: date, language: str) -> bytes:
    """The annex on paper. Raises PeriodReversed, FontsMissing."""
    return make_pdf(
        template=TEMPLATE,
        context=_context(from_on, until_on),
        language=language,
        zone=zone(),
        dated=datetime.combine(until_on, time(), UTC),
    )


def annex_word(*, from_on: date, until_on: date, language: str) -> bytes:
    """The same as a Word file, for who writes the report around it. Raises PeriodReversed."""
    return write_word(
        template=TEMPLATE,
        context=_context(from_on, until_on),
        language=language,
        zone=zone(),
        on=until_on,
    )


def _context(from_on: date, until_on: date) -> dict[str, Any]:
    return {
        "annex": annex_of(from_on, until_on),
        "association": Association.objects.get().name,
    }
