"""Admission, standings and classes over time, and the log of each."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from members.domain import register, standing
from members.domain.register import FirmFacts
from members.enums import StandingStatus
from members.errors import (
    LaterFactExists,
    NoStandingThen,
    NumberTaken,
    ReasonMissing,
    RegistrationCodeInvalid,
    RegistrationCodeTaken,
)
from members.models import ClassPeriod, Firm, Mandate, Representative, Standing
from records.domain import log
from records.fields import Translated
from records.models import LogEntry
from tests.factories.members import (
    AT,
    JOINED,
    make_class,
    make_code,
    make_membership,
    make_person,
    make_representative,
    make_secretary,
    make_term,
)

pytestmark = pytest.mark.django_db
WHY = Translated(zh="逾期整改", en="Correction overdue")


def suspend(membership, day=date(2026, 4, 17), **other):
    facts = {"reason": WHY, "source": "理事会决议2026-4", "by": None, "at": AT, **other}
    return register.change_standing(
        membership=membership, status=StandingStatus.SUSPENDED, from_on=day, **facts
    )


def history(membership):
    rows = Standing.objects.filter(membership=membership, superseded_at__isnull=True)
    return list(rows.order_by("from_on").values_list("status", "from_on", "until_on"))


def test_admit_firm_is_active_from_the_day_it_joined():
    membership = make_membership()
    on_day = standing.standing_on(membership, JOINED)
    assert (on_day.status, on_day.since, on_day.member_class) == (
        StandingStatus.ACTIVE,
        JOINED,
        make_class(),
    )
    before = standing.standing_on(membership, JOINED - timedelta(days=1))
    assert (before.status, before.member_class, before.is_active) == ("", None, False)


def test_admit_firm_twice_changes_nothing():
    first = make_membership(code=make_code(1), number="JD0001")
    again = make_membership(code=make_code(1), number="JD0001")
    assert (again, Firm.objects.count()) == (first, 1)
    assert list(LogEntry.objects.values_list("event", flat=True)) == ["firm_admitted"]


@pytest.mark.parametrize(
    ("code", "number", "refusal"),
    [
        (make_code(1), "JD0002", RegistrationCodeTaken),
        (make_code(2), "JD0001", NumberTaken),
        ("91350100M000100Y44", "JD0003", RegistrationCodeInvalid),
    ],
)
def test_admit_firm_refuses_what_is_taken_or_wrong(code, number, refusal):
    make_membership(code=make_code(1), number="JD0001")
    with pytest.raises(refusal):
        make_membership(code=code, number=number)
    assert Firm.objects.count() == 1


def test_edit_firm_logs_what_changed():
    firm = make_membership(zh="甲厂", en="Works A").firm
    secretary = make_secretary()
    facts = FirmFacts(
        name=Translated(zh="乙厂", en="Works B"),
        registration_code=firm.registration_code,
        trade=firm.trade,
    )
    register.edit_firm(firm=firm, facts_of_firm=facts, by=secretary, at=AT)
    register.edit_firm(firm=firm, facts_of_firm=facts, by=secretary, at=AT)
    entry = LogEntry.objects.get(event="firm_edited")
    assert entry.actor == str(secretary.pk)
    assert entry.payload == {
        "firm": str(firm.pk),
        "before": {"name": {"zh": "甲厂", "en": "Works A"}},
        "after": {"name": {"zh": "乙厂", "en": "Works B"}},
    }


def test_change_standing_ends_the_one_before():
    membership = make_membership()
    suspend(membership)
    suspend(membership)
    assert history(membership) == [
        ("active", JOINED, date(2026, 4, 17)),
        ("suspended", date(2026, 4, 17), None),
    ]
    assert LogEntry.objects.filter(event="standing_changed").count() == 1
    assert log.verify(stream="register") == 2


def test_change_standing_on_the_same_day_corrects_and_keeps_the_old_row():
    membership = make_membership()
    suspend(membership)
    other = Translated(zh="欠费", en="Arrears")
    suspend(membership, reason=other)
    assert history(membership)[-1] == ("suspended", date(2026, 4, 17), None)
    assert standing.standing_on(membership, date(2026, 5, 1)).reason == other
    assert Standing.objects.filter(membership=membership, reason=WHY).count() == 1


def test_change_standing_before_a_later_one_is_refused():
    membership = make_membership()
    suspend(membership)
    with pytest.raises(LaterFactExists):
        suspend(membership, day=date(2026, 3, 1))
    assert len(history(membership)) == 2


def test_change_standing_before_joining_is_refused():
    with pytest.raises(NoStandingThen):
        suspend(make_membership(), day=JOINED - timedelta(days=1))


@pytest.mark.parametrize("lacking", [{"reason": Translated()}, {"source": " "}])
def test_change_standing_wants_reason_and_source(lacking):
    with pytest.raises(ReasonMissing):
        suspend(make_membership(), **lacking)


def test_change_class_from_a_day_on():
    membership = make_membership()
    council = make_class("council", rank=3)
    for _twice in range(2):
        register.change_class(
            membership=membership,
            member_class=council,
            from_on=date(2026, 1, 1),
            reason="",
            source="2026-1",
            by=None,
            at=AT,
        )
    rows = ClassPeriod.objects.filter(membership=membership, superseded_at__isnull=True)
    assert list(rows.order_by("from_on").values_list("member_class__key", "until_on")) == [
        ("ordinary", date(2026, 1, 1)),
        ("council", None),
    ]


@pytest.mark.parametrize("firms", [1, 3])
def test_standings_on_takes_four_queries(firms, django_assert_num_queries):
    members = [make_membership() for _each in range(firms)]
    suspend(members[0])
    with django_assert_num_queries(4):
        found = standing.standings_on(date(2026, 12, 18))
        labels = [(row.status, row.member_class.key) for row in found.values()]
    assert sorted(labels) == sorted(
        [("suspended", "ordinary"), *[("active", "ordinary")] * (firms - 1)]
    )


def overlapping_standing():
    return Standing(membership=make_membership(), status="lost", from_on=date(2026, 1, 1))


def overlapping_class():
    return ClassPeriod(
        membership=make_membership(), member_class=make_class(), from_on=date(2026, 1, 1)
    )


def overlapping_representative():
    firm = make_representative().firm
    return Representative(firm=firm, person=make_person(), votes=True, from_on=date(2026, 1, 1))


def overlapping_mandate():
    facts = {"term": make_term(), "person": make_person(), "office": "council_member"}
    Mandate.objects.create(**facts, from_on=JOINED, recorded_at=AT)
    return Mandate(**facts, from_on=date(2026, 1, 1))


@pytest.mark.parametrize(
    "overlapping",
    [overlapping_standing, overlapping_class, overlapping_representative, overlapping_mandate],
)
def test_database_refuses_facts_that_overlap(overlapping):
    fact = overlapping()
    fact.recorded_at = AT
    with pytest.raises(IntegrityError), transaction.atomic():
        fact.save()
    fact.superseded_at = AT
    fact.save()
