"""Schedules, runs and payments for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bylaws.models import Association
from dues.domain import books, drafting, paying, running, schedules
from dues.domain.paying import Received
from dues.enums import AccountRole, TierBasis
from dues.models import Account, BankAccount, DuesRun, DuesSchedule, Invoice, Payment
from members.models import MemberClass
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision
from tests.factories.members import make_class

AT = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
YEAR = date(2027, 1, 1)
ISSUED = date(2027, 1, 4)


def make_association() -> Association:
    found, _created = Association.objects.get_or_create(
        defaults={"name": Translated(zh="晋东市汽车流通与维修协会", en="Jindong Association")}
    )
    return found


def make_decision(
    *, on: date = date(2026, 12, 18), reference: str = "2026-7", body: str = "理事会"
) -> Decision:
    return Decision.objects.create(
        kind=DecisionKind.ADOPTION,
        title=Translated(zh="决定", en="Decision"),
        decided_on=on,
        body_name=Translated(zh=body, en="Council"),
        reference=reference,
        recorded_at=AT,
    )


def make_schedule(
    amounts: dict[str, int | str] | None = None,
    *,
    effective_on: date = YEAR,
    adopted: bool = True,
    offices: dict[str, int] | None = None,
    **terms: Any,
) -> DuesSchedule:
    """A schedule with an amount for each class (by key), adopted and in use."""
    make_association()
    books.open_books(by=None, at=AT)
    tiers = [
        drafting.TierTerms(amount=Decimal(amount), member_class=_class(key))
        for key, amount in (amounts or {"ordinary": 1000}).items()
    ]
    tiers += [
        drafting.TierTerms(amount=Decimal(amount), basis=TierBasis.OFFICE, key=key)
        for key, amount in (offices or {}).items()
    ]
    schedule = drafting.draft_schedule(
        terms=drafting.Terms(
            title=Translated(zh="会费标准", en="Dues standard"), effective_on=effective_on, **terms
        ),
        tiers=tiers,
        by=None,
        at=AT,
    )
    if adopted:
        schedules.adopt_schedule(schedule=schedule, decision=make_decision(), by=None, at=AT)
        schedule.refresh_from_db()
    return schedule


def _class(key: str) -> MemberClass:
    ranks = {"president": 1, "vice_president": 2, "council": 3, "ordinary": 4}
    return make_class(key, rank=ranks[key], zh=key)


def run_dues(*, day: date = YEAR, issued_on: date = ISSUED, at: datetime = AT) -> DuesRun | None:
    plan = running.plan_for(day=day, issued_on=issued_on)
    return running.write_run(plan=plan, by=None, at=at)


def make_bank_account(number: str = "4301 2207 1920 0088") -> BankAccount:
    ledger = Account.objects.filter(role=AccountRole.BANK).first()
    found, _created = BankAccount.objects.get_or_create(
        number=number,
        defaults={
            "name": Translated(zh="晋东市汽车流通与维修协会", en="Jindong Association"),
            "bank": Translated(zh="晋东市商业银行望岳支行", en="Bank of Jindong, Wangyue"),
            "currency": "CNY",
            "ledger": ledger,
        },
    )
    return found


def make_payment(
    amount: int | str, *, paid_on: date = date(2027, 2, 1), payer: str = "", text: str = ""
) -> Payment:
    return paying.record_payment(
        received=Received(
            paid_on=paid_on, amount=Decimal(amount), currency="CNY", payer=payer, text=text
        ),
        account=make_bank_account(),
        by=None,
        at=AT,
    )


def pay(invoice: Invoice, amount: int | str | None = None, *, on: date | None = None) -> Payment:
    """A payment of the invoice's firm, set against it."""
    payment = make_payment(amount or invoice.amount, paid_on=on or date(2027, 2, 1))
    paying.assign_payment(payment=payment, firm=invoice.firm, by=None, at=AT)
    return payment
