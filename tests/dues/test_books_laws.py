"""Whatever happens in whatever order, the books balance and the past does not move."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dues.domain import agreeing, crediting, paying, posting, running, schedules
from dues.domain.arrears import arrears_on
from dues.domain.balances import advances, balance_of, invoice_balances, trial_balance, unassigned
from dues.enums import AccountRole, ProRata
from dues.errors import AdvanceTooSmall, ChargeSticksOut, DuesError, NothingToTakeBack
from dues.models import Charge, Entry, Invoice, Payment
from members.domain.register import change_class, change_standing
from members.enums import StandingStatus
from members.models import Membership
from records.fields import Translated
from tests.factories.dues import make_decision, make_payment, make_schedule
from tests.factories.members import make_class, make_membership

CLASSES = ("ordinary", "council", "president")
BEGIN = date(2027, 1, 1)


class Association(RuleBasedStateMachine):
    """A secretariat's years: a day goes by with each act, and never back."""

    def __init__(self) -> None:
        super().__init__()
        # Each association begins with empty books: what the one before wrote is taken back.
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.day = BEGIN
        for rank, key in enumerate(CLASSES, start=1):
            make_class(key, rank=5 - rank)
        make_schedule({"ordinary": 1000, "council": 3000, "president": 30000})
        self.past: dict[date, dict[Any, Decimal]] = {}
        self.entries: dict[int, tuple[Any, ...]] = {}

    @property
    def at(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 1, tzinfo=UTC)

    def members(self) -> list[Membership]:
        return list(Membership.objects.order_by("number"))

    @rule(days=st.integers(1, 150))
    def time_goes_by(self, days: int) -> None:
        self.past[self.day] = invoice_balances(day=self.day)
        self.day += timedelta(days=days)

    @rule(key=st.sampled_from(CLASSES))
    def firm_joins(self, key: str) -> None:
        make_membership(member_class=make_class(key), joined_on=self.day)

    @precondition(lambda self: Membership.objects.exists())
    @rule(which=st.integers(0, 50), key=st.sampled_from(CLASSES))
    def firm_moves(self, which: int, key: str) -> None:
        member = self._member(which)
        change_class(
            membership=member,
            member_class=make_class(key),
            from_on=max(self.day, member.joined_on),
            reason="",
            source="2027-1",
            by=None,
            at=self.at,
        )

    @precondition(lambda self: Membership.objects.exists())
    @rule(which=st.integers(0, 50), status=st.sampled_from(["resigned", "suspended", "active"]))
    def standing_changes(self, which: int, status: str) -> None:
        member = self._member(which)
        change_standing(
            membership=member,
            status=StandingStatus(status),
            from_on=max(self.day, member.joined_on),
            reason=Translated(en="x"),
            source="y",
            by=None,
            at=self.at,
        )

    @rule(
        amount=st.integers(1, 5000), rule_=st.sampled_from(list(ProRata)), later=st.integers(0, 40)
    )
    def schedule_changes(self, amount: int, rule_: ProRata, later: int) -> None:
        amounts = {"ordinary": amount, "council": amount * 2, "president": amount * 3}
        day = self.day + timedelta(days=later)
        draft = make_schedule(amounts, effective_on=day, adopted=False, pro_rata=rule_)
        try:
            schedules.adopt_schedule(schedule=draft, decision=make_decision(), by=None, at=self.at)
        except DuesError:
            draft.delete()

    @rule()
    def dues_are_run(self) -> None:
        try:
            self._run()
        except ChargeSticksOut as refused:
            earlier = date.fromisoformat(refused.context["from_on"])
            self._run(earlier)
            return
        assert self._run() is None

    def _run(self, day: date | None = None) -> Any:
        plan = running.plan_for(day=day or self.day, issued_on=self.day)
        return running.write_run(plan=plan, by=None, at=self.at)

    @precondition(lambda self: Membership.objects.exists())
    @rule(which=st.integers(0, 50), amount=st.decimals("0.01", "4000", places=2))
    def firm_pays(self, which: int, amount: Decimal) -> None:
        payment = make_payment(str(amount), paid_on=self.day)
        firm = self._member(which).firm
        paying.assign_payment(payment=payment, firm=firm, by=None, at=self.at)

    @precondition(lambda self: Payment.objects.exists())
    @rule(which=st.integers(0, 50))
    def payment_is_released(self, which: int) -> None:
        payments = list(Payment.objects.order_by("paid_on", "pk"))
        with suppress(AdvanceTooSmall):
            paying.release_payment(
                payment=payments[which % len(payments)],
                on=self.day,
                reason="wrong firm",
                by=None,
                at=self.at,
            )

    @precondition(lambda self: Invoice.objects.exists())
    @rule(which=st.integers(0, 50), write_off=st.booleans())
    def invoice_is_given_up(self, which: int, write_off: bool) -> None:
        invoices = list(Invoice.objects.order_by("number"))
        invoice = invoices[which % len(invoices)]
        if write_off:
            agreeing.write_off(
                invoice=invoice, decision=make_decision(), on=self.day, by=None, at=self.at
            )
            return
        with suppress(NothingToTakeBack):
            crediting.credit_invoice(
                invoice=invoice, on=self.day, reason=Translated(en="x"), by=None, at=self.at
            )

    def _member(self, which: int) -> Membership:
        members = self.members()
        return members[which % len(members)]

    @invariant()
    def books_balance(self) -> None:
        assert sum(row.balance for row in trial_balance()) == 0

    @invariant()
    def parts_add_up_to_their_accounts(self) -> None:
        assert sum(invoice_balances().values()) == balance_of(AccountRole.RECEIVABLE)
        assert sum(advances().values()) == -balance_of(AccountRole.ADVANCE)
        assert sum(unassigned().values()) == -balance_of(AccountRole.UNASSIGNED)

    @invariant()
    def nobody_has_less_than_nothing(self) -> None:
        assert all(amount >= 0 for amount in advances().values())
        assert all(amount >= 0 for amount in unassigned().values())

    @invariant()
    def nobody_has_what_was_never_paid(self) -> None:
        came = sum(Payment.objects.values_list("amount", flat=True), Decimal(0))
        assert sum(advances().values()) + sum(unassigned().values()) <= came

    @invariant()
    def no_more_is_open_than_is_charged(self) -> None:
        owed: dict[Any, Decimal] = defaultdict(Decimal)
        standing = Charge.objects.filter(superseded_at__isnull=True)
        for invoice, amount in standing.values_list("invoice", "amount"):
            owed[invoice] += amount
        assert all(0 <= left <= owed[pk] for pk, left in invoice_balances().items())

    @invariant()
    def entries_stay_as_they_were(self) -> None:
        rows = {row[0]: row for row in Entry.objects.values_list("pk", *posting.FIELDS[1:])}
        assert all(rows[pk] == row for pk, row in self.entries.items())
        self.entries = rows

    @invariant()
    def the_past_does_not_move(self) -> None:
        for day, balances in self.past.items():
            assert invoice_balances(day=day) == balances

    @invariant()
    def no_day_is_charged_twice(self) -> None:
        standing = Charge.objects.filter(superseded_at__isnull=True)
        rows = sorted(standing.values_list("membership_id", "from_on", "until_on"))
        for one, other in pairwise(rows):
            assert one[0] != other[0] or one[2] <= other[1]

    @invariant()
    def arrears_are_of_open_invoices(self) -> None:
        left = invoice_balances()
        for arrears in arrears_on(self.day).values():
            for claim in arrears.claims:
                assert claim.amount == left[claim.invoice]
                assert claim.since < self.day

    def teardown(self) -> None:
        try:
            posting.verify_books()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


@pytest.mark.django_db
def test_books_balance_and_the_past_stays_whatever_happens() -> None:
    run_state_machine_as_test(
        Association,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
