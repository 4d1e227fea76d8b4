"""Whatever is paid, drafted, discarded and reminded in whatever order, no claim skips a level and
none is sent twice."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dues.domain import agreeing
from dues.domain.balances import invoice_balances
from dues.domain.collecting import reminding
from dues.models import Invoice, Reminder
from members.domain.letters.mailings import discard_mailing
from members.enums import MailingState
from members.models import Mailing
from tests.factories.dues import pay
from tests.factories.reminders import DUE, at, make_debtors, make_levels, release, remind

DAYS = (10, 25, 50)
ACTS = st.sampled_from(["remind", "release", "discard", "pay", "part", "agree", "settled"])
STEPS = st.lists(st.tuples(ACTS, st.integers(0, 12), st.integers(0, 2)), max_size=20)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_no_level_is_skipped_or_sent_twice(steps):
    with transaction.atomic():
        members = make_debtors("A1", "A2", "A3")
        make_levels(*DAYS)
        day = DUE
        for act, nights, which in steps:
            day += timedelta(days=nights)
            do(act, day, members[which])
            remind(day, released=False) if act == "remind" else None
        check_levels()
        transaction.set_rollback(True)


def do(act: str, day: date, member) -> None:
    drafts = Mailing.objects.filter(state=MailingState.DRAFT).order_by("created_at")
    invoice = Invoice.objects.get(firm=member.firm)
    left = invoice_balances(invoice=invoice).get(invoice.pk, Decimal(0))
    if act == "release":
        for mailing in drafts:
            release(mailing, day)
    elif act == "discard":
        for mailing in drafts[:1]:
            discard_mailing(mailing=mailing, by=None, at=at(day))
    elif act == "pay" and left > 0:
        pay(invoice, left, on=day)
    elif act == "part" and left > 100:
        pay(invoice, 100, on=day)
    elif act == "agree" and left > 0:
        agreeing.agree_instalments(
            invoice=invoice, parts=[(day + timedelta(days=20), left)], by=None, at=at(day)
        )
    elif act == "settled":
        reminding.take_out_settled(by=None, at=at(day))


def check_levels() -> None:
    """Of each claim the released reminders make 1, 2, 3 in the order of their days, as far as they
    go, each not before its days have passed."""
    reached: dict[tuple[str, str], list[tuple[int, date]]] = defaultdict(list)
    rows = Reminder.objects.filter(letter__mailing__state=MailingState.RELEASED)
    for row in rows.order_by("reminded_on"):
        for claim in row.claims:
            if claim["step"] and not claim["again"]:
                key = (claim["invoice"], claim["since"])
                reached[key].append((claim["step"], row.reminded_on))
    for (_invoice, since), steps in reached.items():
        assert [step for step, _day in steps] == list(range(1, len(steps) + 1))
        days = [day for _step, day in steps]
        assert sorted(set(days)) == days
        for step, day in steps:
            assert day >= date.fromisoformat(since) + timedelta(days=DAYS[step - 1])
