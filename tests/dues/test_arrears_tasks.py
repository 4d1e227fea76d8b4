"""What unpaid dues lead to, and only where the bylaws say so."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from dues.domain.collecting import aged_arrears, arrears_measures, arrears_tasks
from dues.domain.collecting.arrears_effects import effects_on
from dues.domain.collecting.arrears_rules import rules_on
from dues.domain.dues_concerns import unpaid_dues
from dues.models import Invoice
from members.domain.cases import proceedings
from members.enums import ApplicationState, ProceedingKind, StandingStatus
from members.models import Application
from records.fields import Translated
from tests.factories.applications import bring_to
from tests.factories.dues import make_decision, pay
from tests.factories.members import suspend
from tests.factories.reminders import DUE, at, make_debtors, make_levels, release, remind
from tests.factories.standing import state_rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


EXIT, VOTE = "membership.arrears_exit_years", "membership.arrears_suspend_vote"


def after(days: int) -> date:
    return DUE + timedelta(days=days)


def titles(day: date) -> list[str]:
    return [task.title for task in arrears_tasks.tasks_on(day)]


def test_arrears_end_a_membership_only_after_the_years_that_the_bylaws_state():
    [member] = make_debtors("A1")
    state_rules({EXIT: 2})
    anniversary = date(2029, 3, 31)

    assert effects_on(anniversary).firms_of("exits") == []
    assert effects_on(anniversary + timedelta(days=1)).firms_of("exits") == [member.firm_id]


def test_years_are_reckoned_from_the_day_itself():
    make_debtors("A1")
    state_rules({EXIT: 1})
    rules = rules_on(DUE)

    assert rules.exit_day(date(2028, 2, 29)) == date(2029, 2, 28)
    state = rules_on(DUE).exit_years
    assert state is not None
    assert state.value == 1


def test_where_the_bylaws_say_nothing_arrears_end_nothing_and_that_is_told():
    make_debtors("A1")

    assert effects_on(after(4000)).exits == []
    assert titles(after(1)) == []
    rules = rules_on(after(1))
    assert (rules.exit_years, rules.takes_vote) == (None, False)
    assert "bylaws of single associations" in rules.silence.en


def test_nobody_in_arrears_leaves_nothing_to_do():
    [member] = make_debtors("A1")
    pay(Invoice.objects.get(firm=member.firm))

    assert titles(after(1)) == []


def test_task_cites_the_article_and_leads_to_its_firms():
    make_debtors("A1", "A2")
    state_rules({EXIT: 2})
    task = arrears_tasks.tasks_on(date(2029, 4, 1))[0]

    assert task.title == "2 firms in arrears for longer than the bylaws allow: open the cases"
    assert task.citation.startswith("Bylaws")
    assert (task.url, task.since, task.tone) == ("/dues/arrears/?show=exits", DUE, "bad")


def test_open_case_takes_the_firm_out_of_those_to_open():
    first, second = make_debtors("A1", "A2")
    state_rules({EXIT: 2})
    day = date(2029, 4, 2)
    proceedings.open_proceeding(
        membership=first,
        kind=ProceedingKind.LAPSE,
        ground=Translated(zh="欠费", en="Arrears"),
        citation=Translated(zh="章程", en="Bylaws"),
        by=None,
        at=at(day),
    )
    effects = effects_on(day)

    assert effects.firms_of("exits") == [second.firm_id]
    assert effects.firms_of("cases") == [first.firm_id]


def test_vote_may_be_suspended_where_the_bylaws_say_so_and_is_given_back_once_paid():
    first, second = make_debtors("A1", "A2")
    state_rules({VOTE: True})
    day = after(10)
    assert set(effects_on(day).firms_of("may_suspend")) == {first.firm_id, second.firm_id}

    arrears_measures.suspend_vote(
        membership=first, from_on=day, decision=make_decision(on=day), by=None, at=at(day)
    )
    assert effects_on(day).firms_of("may_suspend") == [second.firm_id]
    assert effects_on(day).give_back == []

    pay(Invoice.objects.get(firm=first.firm), on=after(11))
    assert effects_on(after(12)).firms_of("give_back") == [first.firm_id]
    assert titles(after(12)) == [
        "1 firm has paid and is still without its vote: give it back",
        "The council may suspend the vote of 1 firm in arrears",
    ]


def test_firm_that_left_still_owes_and_is_listed():
    [member] = make_debtors("A1")
    leave(member, after(5))

    assert effects_on(after(6)).left == [(member.firm_id, Decimal("1000"))]
    assert "1 firm left with open dues, which are still owed" in titles(after(6))


def leave(member, day: date) -> None:
    from members.domain.register import change_standing

    change_standing(
        membership=member,
        status=StandingStatus.RESIGNED,
        from_on=day,
        reason=Translated(zh="退会", en="Resigned"),
        source="Letter",
        by=None,
        at=at(day),
    )


def test_suspended_member_is_still_one_whose_membership_can_end():
    [member] = make_debtors("A1")
    state_rules({EXIT: 1})
    suspend(member, from_on=after(5))

    assert effects_on(after(400)).firms_of("exits") == [member.firm_id]


def test_reminders_wait_with_their_level_until_they_are_drafted_and_released():
    make_debtors("A1")
    make_levels(14, by_phone=1)

    assert titles(after(14))[0] == "1 firm is due for: After 14 days"
    [mailing] = remind(after(14), released=False)
    assert titles(after(14))[0] == "Reminders are drafted: look at them and release them"
    release(mailing, after(14))
    assert titles(after(14))[0] == "1 firm is to be called"


def test_payment_after_the_draft_is_told():
    [member] = make_debtors("A1")
    make_levels(14)
    remind(after(14), released=False)
    pay(Invoice.objects.get(firm=member.firm), on=after(15))

    told = "1 firm with a drafted reminder has paid since: take it out"
    assert told in titles(after(15))


def test_arrears_are_aged_and_sum_up():
    first, second = make_debtors("A1", "A2")
    pay(Invoice.objects.get(firm=second.firm), 250)
    table = aged_arrears.table_on(after(91), sort="number")

    zero = Decimal(0)
    assert [(row.number, row.days, row.amount) for row in table.rows] == [
        ("A1", 91, Decimal(1000)),
        ("A2", 91, Decimal(750)),
    ]
    assert table.parts == [zero, zero, Decimal(1750), zero, zero]
    assert table.amount == Decimal(1750)
    only = aged_arrears.table_on(after(91), only=[first.firm_id])
    assert [row.number for row in only.rows] == ["A1"]


@pytest.mark.parametrize(
    ("since", "column"),
    [
        (date(2027, 6, 1), 0),
        (date(2027, 5, 2), 0),
        (date(2027, 5, 1), 1),
        (date(2027, 3, 3), 1),
        (date(2027, 3, 2), 2),
        (date(2026, 6, 1), 2),
        (date(2026, 5, 31), 3),
        (date(2025, 6, 1), 3),
        (date(2025, 5, 31), 4),
    ],
)
def test_age_of_a_claim_falls_into_one_column(since, column):
    assert aged_arrears.age_of(since, date(2027, 6, 1)) == column


def test_unpaid_dues_are_a_concern_when_a_former_member_applies():
    [member] = make_debtors("A1")
    application = bring_to(ApplicationState.SUBMITTED)
    Application.objects.filter(pk=application.pk).update(firm=member.firm)
    application.refresh_from_db()

    [concern] = unpaid_dues(application)
    assert concern.title == "Owes dues of CNY 1,000.00 from its earlier membership"
    assert concern.tone == "bad"


def test_new_firm_raises_no_concern():
    make_debtors("A1")

    assert list(unpaid_dues(bring_to(ApplicationState.SUBMITTED))) == []
