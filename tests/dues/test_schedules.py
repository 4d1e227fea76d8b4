"""Dues standards: drafts checked, adopted by a decision, found by date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bylaws.models import Association
from dues.domain import schedules
from dues.domain.schedule_dates import Finding
from dues.errors import ScheduleAlreadyAdopted, ScheduleNotLawful, ScheduleOverlaps
from dues.models import DuesSchedule, Tier
from members.models import MemberClass
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision

AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)
CLASSES = ["president", "vice_president", "council", "ordinary", "friend"]

pytestmark = pytest.mark.django_db


def make_classes(number: int) -> list[MemberClass]:
    Association.objects.get_or_create(defaults={"name": Translated(en="Association")})
    return [
        MemberClass.objects.get_or_create(
            key=key, defaults={"name": Translated(zh=key, en=key), "rank": rank}
        )[0]
        for rank, key in enumerate(CLASSES[:number], start=1)
    ]


def make_schedule(amounts: list[int], *, effective_on: date = date(2027, 1, 1)) -> DuesSchedule:
    schedule = DuesSchedule.objects.create(
        title=Translated(en="Dues"), effective_on=effective_on, currency="CNY", recorded_at=AT
    )
    for member_class, amount in zip(make_classes(len(amounts)), amounts, strict=True):
        Tier.objects.create(schedule=schedule, member_class=member_class, amount=Decimal(amount))
    return schedule


def make_decision() -> Decision:
    return Decision.objects.create(
        kind=DecisionKind.ADOPTION,
        title=Translated(en="Dues"),
        decided_on=date(2026, 12, 18),
        body_name=Translated(en="General assembly"),
        recorded_at=AT,
    )


def adopt(schedule: DuesSchedule, decision: Decision) -> None:
    schedules.adopt_schedule(schedule=schedule, decision=decision, by=None, at=AT)


def blocking(schedule: DuesSchedule) -> list[Finding]:
    return [finding for finding in schedules.check_schedule(schedule) if finding.blocks]


def test_draft_is_told_that_it_needs_a_secret_ballot():
    (finding,) = schedules.check_schedule(make_schedule([4, 3, 2, 1]))

    assert (finding.code, finding.blocks) == ("secret_ballot", False)


def test_schedule_that_would_hold_beside_another_is_refused():
    adopt(make_schedule([4, 3, 2, 1]), make_decision())

    for day in (date(2027, 1, 1), date(2026, 6, 1)):
        with pytest.raises(ScheduleOverlaps):
            adopt(make_schedule([4, 3, 2, 1], effective_on=day), make_decision())


def test_gap_after_a_schedule_that_ends_is_named_and_nothing_holds_in_it():
    first = make_schedule([4, 3, 2, 1], effective_on=date(2026, 1, 1))
    adopt(first, make_decision())
    DuesSchedule.objects.filter(pk=first.pk).update(until_on=date(2027, 1, 1))

    codes = [
        f.code
        for f in schedules.check_schedule(
            make_schedule([4, 3, 2, 1], effective_on=date(2027, 7, 1))
        )
    ]

    assert codes == ["gap", "secret_ballot"]
    assert schedules.schedule_on(date(2027, 3, 1)) is None


def test_four_definite_tiers_are_lawful():
    assert blocking(make_schedule([30000, 10000, 3000, 1000])) == []


def test_fifth_tier_is_named_with_its_source():
    (finding,) = blocking(make_schedule([30000, 10000, 3000, 1000, 500]))

    assert finding.code == "too_many_tiers"
    assert finding.text.en.startswith("5 tiers with 5 amounts; at most 4 (")


def test_class_without_amount_is_named():
    schedule = make_schedule([30000, 10000])
    make_classes(3)

    (finding,) = blocking(schedule)

    assert finding.code == "class_without_amount"
    assert finding.text.en.startswith("council: no definite amount (")


def test_unlawful_schedule_is_not_adopted():
    schedule = make_schedule([5, 4, 3, 2, 1])

    with pytest.raises(ScheduleNotLawful, match=r"5 tiers|共5档"):
        adopt(schedule, make_decision())

    schedule.refresh_from_db()
    assert (schedule.state, schedule.decision) == ("draft", None)


def test_new_schedule_ends_the_old_and_leaves_the_past_as_it_was():
    old = make_schedule([8000, 8000, 2000, 800], effective_on=date(2017, 1, 1))
    adopt(old, make_decision())
    adopt(make_schedule([30000, 10000, 3000, 1000]), make_decision())
    council = MemberClass.objects.get(key="council")

    amounts = [
        schedules.amount_for(member_class=council, day=day)
        for day in (date(2016, 12, 31), date(2017, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    ]

    assert amounts == [None, Decimal(2000), Decimal(2000), Decimal(3000)]


def test_draft_is_in_use_on_no_day():
    make_schedule([30000, 10000, 3000, 1000])

    assert schedules.schedule_on(date(2030, 1, 1)) is None


def test_adopting_again_changes_nothing_and_by_another_decision_is_refused():
    schedule, decision = make_schedule([4, 3, 2, 1]), make_decision()
    adopt(schedule, decision)
    adopt(schedule, decision)

    with pytest.raises(ScheduleAlreadyAdopted):
        adopt(schedule, make_decision())
