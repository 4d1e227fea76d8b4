"""The association's money: what was billed, paid, spent and receipted before the meeting.

All but what these books began with is done by the acts that the secretariat uses, each on its own
day. What would lie in the month of the meeting or later is left out: that month is for whoever
walks the example.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from bylaws.models import Association
from desk.domain.example.data import both, read_json
from desk.domain.example.days import day_of_year, evening_of, morning_of
from desk.domain.example.register import firm_of
from dues.domain import accounts, books, closing, paying, posting, running
from dues.domain.collecting import reminder_levels
from dues.domain.receiving import receipting
from dues.domain.receiving.assigning import Assignment, assign_payments
from dues.domain.receiving.receipting import Issued
from dues.domain.references import draw_papers
from dues.enums import AccountRole, EntryKind, InvoiceKind
from dues.models import Account, BankAccount, Entry, Invoice, Payment
from members.models import Membership


@dataclass(frozen=True, slots=True)
class Purse:
    """What is told of the money, the day of the meeting, and the account of the association."""

    told: dict[str, Any]
    day: date
    account: BankAccount

    @property
    def ends_on(self) -> date:
        """The first day of the meeting's month: by then the example's books end."""
        return self.day.replace(day=1)


def load_money(*, day: date) -> BankAccount:
    """Books, runs, payments, expenses and receipts before ``day``; the association's account."""
    told = read_json("money.json")
    first = day_of_year(day, told["opening"], "on")
    books.open_books(by=None, at=morning_of(first))
    reminder_levels.add_standard_levels(by=None, at=morning_of(first))
    purse = Purse(told, day, _bank_account(told["bank_account"], first))
    _carry_over(purse, first)
    for row in told["runs"]:
        _bill(purse, row)
        _pay(purse, row)
    for row in told["expenses"]:
        _spend(purse, row)
    _receipt(purse)
    return purse.account


def _bank_account(told: dict[str, Any], first: date) -> BankAccount:
    facts = accounts.BankFacts(
        name=both(told["name"]),
        bank=both(told["bank"]),
        number=told["number"],
        bank_code=told["bank_code"],
        currency=Association.objects.get().currency,
        ledger=Account.objects.get(code=told["ledger"]),
    )
    return accounts.save_bank_account(facts=facts, by=None, at=morning_of(first))


def _carry_over(purse: Purse, first: date) -> None:
    """What lay in the bank, and what was still owed, when these books began."""
    told, at = purse.told["opening"], morning_of(first)
    in_bank = Entry(
        kind=EntryKind.OPENING,
        debit_id=purse.account.ledger_id,
        credit=books.account_for(AccountRole.OPENING),
        amount=Decimal(told["in_bank"]),
        booked_on=first,
        text=told["text"],
    )
    owed = [_owed_before(purse, row, first) for row in told["dues"]]
    carried = [
        closing.opening_entry(
            amount=invoice.amount,
            on=first,
            firm_id=invoice.firm_id,
            invoice_id=invoice.pk,
            text=told["text"],
        )
        for invoice in owed
    ]
    posting.post([in_bank, *carried], by=None, at=at)


def _owed_before(purse: Purse, row: dict[str, Any], first: date) -> Invoice:
    [(number, reference)] = draw_papers("invoice", year=first.year, count=1)
    return Invoice.objects.create(
        kind=InvoiceKind.OPENING,
        number=number,
        reference=reference,
        firm=firm_of(row["member_number"]),
        issued_on=first,
        due_on=day_of_year(purse.day, row, "due"),
        currency=purse.account.currency,
        amount=Decimal(row["amount"]),
        recorded_at=morning_of(first),
    )


def _bill(purse: Purse, row: dict[str, Any]) -> None:
    """A run of those who had joined by its day; later in a year it bills those who joined since."""
    issued_on = day_of_year(purse.day, row, "issued")
    if issued_on >= purse.day:
        return
    running.write_run(
        plan=running.plan_for(day=issued_on, issued_on=issued_on),
        only=Membership.objects.filter(joined_on__lte=issued_on),
        by=None,
        at=morning_of(issued_on),
    )


def _pay(purse: Purse, row: dict[str, Any]) -> None:
    """The payments of a run's invoices, entered and assigned month by month."""
    issued_on = day_of_year(purse.day, row, "issued")
    invoices = Invoice.objects.filter(issued_on=issued_on, kind=InvoiceKind.DUES)
    by_month: dict[tuple[int, int], list[tuple[Payment, Invoice]]] = defaultdict(list)
    for invoice in invoices.select_related("firm__membership").order_by("number"):
        for payment in _payment_of(purse, invoice, row["years_before"]):
            by_month[payment.paid_on.year, payment.paid_on.month].append((payment, invoice))
    for _month, pairs in sorted(by_month.items()):
        payments = [payment for payment, _invoice in pairs]
        at = evening_of(max(payment.paid_on for payment in payments))
        paying.record_payments(payments=payments, by=None, at=at)
        assignments = [
            Assignment(
                payment, invoice.firm_id, ((invoice.pk, min(payment.amount, invoice.amount)),)
            )
            for payment, invoice in pairs
        ]
        assign_payments(assignments=assignments, by=None, at=at)


def _payment_of(purse: Purse, invoice: Invoice, years_before: int) -> Iterator[Payment]:
    """What came for an invoice, where anything did by the end of the books."""
    told, member_number = purse.told, invoice.firm.membership.number
    manner = told["paying"]
    number = serial_of(member_number)
    after = manner["first_after_days"] + number * manner["step"] % manner["within_days"]
    paid_on = invoice.issued_on + timedelta(days=after)
    if years_before < told["unpaid_years"].get(member_number, 0) or paid_on >= purse.ends_on:
        return
    amount = invoice.amount
    if years_before == 0:
        amount = Decimal(told["paid_in_part"].get(member_number, amount))
        amount += Decimal(told["paid_ahead"].get(member_number, 0))
    yield Payment(
        account=purse.account,
        paid_on=paid_on,
        amount=amount,
        currency=invoice.currency,
        payer=invoice.firm.name.zh,
        payer_account=payer_account(member_number),
        text=manner["text"].format(year=invoice.issued_on.year, reference=invoice.reference),
    )


def serial_of(member_number: str) -> int:
    """The number in a member's number, from which the example draws what differs by firm."""
    return int(re.sub(r"\D", "", member_number))


def payer_account(member_number: str) -> str:
    return f"62284807{serial_of(member_number):08d}"


def _spend(purse: Purse, row: dict[str, Any]) -> None:
    on = day_of_year(purse.day, row, "on")
    if on >= purse.ends_on:
        return
    closing.book_expense(
        account=Account.objects.get(code=row["account"]),
        paid_from=purse.account.ledger,
        amount=Decimal(row["amount"]),
        on=on,
        text=row["text"],
        by=None,
        at=evening_of(on),
    )


def _receipt(purse: Purse) -> None:
    """The receipts of what was paid until a day; those of later payments wait to be issued."""
    told = purse.told["receipts"]
    until = min(day_of_year(purse.day, told, "paid_before"), purse.ends_on)
    payments = Payment.objects.filter(paid_on__lt=until).order_by("paid_on", "payer_account")
    settled = _settled(payments.values_list("pk", flat=True))
    for place, payment in enumerate(payments):
        receipting.record_receipt(
            payment=payment,
            amount=settled[payment.pk],
            issued=Issued(
                number=f"{told['first_number'] + place:010d}",
                record_code=told["record_code"],
                check_code=payment.text[-6:],
                issued_on=payment.paid_on,
            ),
            by=None,
            at=evening_of(payment.paid_on),
        )


def _settled(keys: Any) -> dict[UUID, Decimal]:
    rows = Entry.objects.filter(kind=EntryKind.ALLOCATION, payment__in=keys)
    found: dict[UUID, Decimal] = defaultdict(Decimal)
    for pk, amount in rows.values_list("payment_id", "amount"):
        if pk is not None:
            found[pk] += amount
    return found
