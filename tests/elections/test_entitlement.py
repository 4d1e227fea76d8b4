"""Arrears take a vote only where the bylaws say so, and only by a decision."""

from __future__ import annotations

from datetime import date

import pytest

from bylaws.domain.parameters import BylawsParameter
from dues.domain import paying
from dues.domain.collecting import arrears_measures
from dues.models import Invoice
from elections.domain.entitlement import entitlements_on
from tests.factories.dues import AT, make_decision, make_payment, make_schedule, run_dues
from tests.factories.members import make_membership, make_representative, suspend
from tests.factories.texts import put_bylaws_in_force

pytestmark = pytest.mark.django_db
RULE = "membership.arrears_suspend_vote"
DAY = date(2027, 5, 3)


def told(day: date = DAY) -> list[tuple[str, bool, str, str]]:
    return [
        (row.membership.number, row.entitled, row.reason.en, row.citation.en)
        for row in entitlements_on(day)
    ]


def behind(number: str = "A1"):
    make_schedule()
    member = make_membership(number=number)
    make_representative(firm=member.firm)
    run_dues()
    return member


def take_vote(member, *, from_on: date = date(2027, 5, 1)) -> None:
    arrears_measures.suspend_vote(
        membership=member,
        from_on=from_on,
        decision=make_decision(on=date(2027, 4, 28), reference="2027-9"),
        by=None,
        at=AT,
    )


def test_arrears_alone_take_no_vote():
    behind()

    assert told() == [("A1", True, "", "")]


def test_decision_takes_no_vote_where_the_bylaws_do_not_say_so():
    take_vote(behind())

    assert told() == [("A1", True, "", "")]


def test_rule_without_a_decision_takes_no_vote():
    behind()
    put_bylaws_in_force(BylawsParameter(key=RULE, value=True, article_ref="第一条"))

    assert told() == [("A1", True, "", "")]


def test_rule_and_decision_take_the_vote_from_its_day_with_both_named():
    member = behind()
    put_bylaws_in_force(BylawsParameter(key=RULE, value=True, article_ref="第一条"))
    take_vote(member)

    assert told(date(2027, 4, 30)) == [("A1", True, "", "")]
    [(_number, entitled, reason, citation)] = told()
    assert (entitled, reason) == (
        False,
        "Dues of CNY 1,000.00 unpaid since 2027-04-01; the vote is suspended",
    )
    assert "art. 1" in citation.lower()
    assert citation.endswith("; decision of the Council of 2027-04-28 2027-9")


def test_vote_comes_back_when_the_dues_are_paid():
    member = behind()
    put_bylaws_in_force(BylawsParameter(key=RULE, value=True, article_ref="第一条"))
    take_vote(member)
    payment = make_payment(Invoice.objects.get().amount, paid_on=date(2027, 5, 2))
    paying.assign_payment(payment=payment, firm=member.firm, by=None, at=AT)

    assert told(date(2027, 5, 1))[0][1] is False
    assert told() == [("A1", True, "", "")]


def test_standing_is_said_before_arrears_and_a_missing_representative_last():
    make_schedule()
    suspend(make_membership(number="A1"))
    make_membership(number="A2")

    assert [(number, reason) for number, _e, reason, _c in told()] == [
        ("A1", "Membership suspended (since 2021-01-01): Dues"),
        ("A2", "No voting representative named on the record date"),
    ]


def test_queries_do_not_grow_with_the_register(django_assert_max_num_queries):
    make_schedule()
    for _n in range(5):
        make_representative()

    with django_assert_max_num_queries(14):
        assert len(entitlements_on(DAY)) == 5
