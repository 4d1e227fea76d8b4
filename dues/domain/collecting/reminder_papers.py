"""The statement that goes with a reminder 催缴通知: what is open, and how to pay it.

It is made from what the reminder kept of the claims, so that it says the same whenever it is made.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import segno
from segno import helpers

from bylaws.models import Association
from dues.domain.papers.amount_words import amount_in_words
from dues.domain.papers.invoice_papers import EPC_TEXT, account_for_invoices
from dues.models import BankAccount, Invoice, Reminder, ReminderLevel
from members.domain.days import zone
from members.domain.letters.recipients import postal_address
from members.models import Firm
from records.domain.pdf import make_pdf
from records.fields import Translated

TEMPLATE = "print/reminder.html"


@dataclass(frozen=True, slots=True)
class Line:
    """A claim as the statement tells it; ``level`` is None for what is not due yet."""

    number: str
    reference: str
    since: date
    billed: Decimal
    amount: Decimal
    days: int
    level: ReminderLevel | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A statement, all of it in figures, in one language."""

    reminder: Reminder
    firm: Translated
    member: str
    address: list[str]
    lines: list[Line]
    currency: str
    words: str
    account: BankAccount | None
    references: list[str]
    qr: str

    @property
    def later(self) -> Decimal:
        """What is open and not due yet."""
        return sum((line.amount for line in self.lines if line.level is None), Decimal(0))


def papers_of(reminders: Sequence[Reminder], *, language: str) -> list[Paper]:
    """What the statements of ``reminders`` say, in their order."""
    keys = {uuid.UUID(claim["invoice"]) for row in reminders for claim in row.claims}
    invoices = {str(pk): row for pk, row in Invoice.objects.in_bulk(keys).items()}
    firms = Firm.objects.select_related("membership").in_bulk({row.firm_id for row in reminders})
    accounts = {
        currency: account_for_invoices(currency)
        for currency in {row.currency for row in invoices.values()}
    }
    levels = list(ReminderLevel.objects.order_by("effective_on"))
    return [
        _paper(row, firms[row.firm_id], invoices, accounts, _held(levels, row), language)
        for row in reminders
    ]


def _held(levels: Sequence[ReminderLevel], row: Reminder) -> dict[int, ReminderLevel]:
    """The levels of the day of the reminder."""
    return {level.position: level for level in levels if level.effective_on <= row.reminded_on}


def _paper(
    row: Reminder,
    firm: Firm,
    invoices: Mapping[str, Invoice],
    accounts: Mapping[str, BankAccount | None],
    levels: Mapping[int, ReminderLevel],
    language: str,
) -> Paper:
    currency = invoices[row.claims[0]["invoice"]].currency
    lines = [_line(claim, invoices[claim["invoice"]], levels, row) for claim in row.claims]
    references = list(dict.fromkeys(line.reference for line in lines if line.level is not None))
    account = accounts[currency]
    return Paper(
        reminder=row,
        firm=firm.name,
        member=firm.membership.number,
        address=postal_address(firm).splitlines(),
        lines=lines,
        currency=currency,
        words=amount_in_words(row.total, currency) if language == "zh" else "",
        account=account,
        references=references,
        qr=_qr(row.total, currency, references, account, language),
    )


def _line(
    claim: Mapping[str, Any], invoice: Invoice, levels: Mapping[int, ReminderLevel], row: Reminder
) -> Line:
    since = date.fromisoformat(claim["since"])
    return Line(
        number=claim["number"],
        reference=invoice.reference,
        since=since,
        billed=invoice.amount,
        amount=Decimal(claim["amount"]),
        days=(row.reminded_on - since).days,
        level=levels.get(claim["step"]) or (row.level if claim["step"] else None),
    )


def _qr(
    amount: Decimal,
    currency: str,
    references: Sequence[str],
    account: BankAccount | None,
    language: str,
) -> str:
    """What a telephone reads, as on an invoice; a GiroCode takes one reference, the oldest."""
    if account is None or not references:
        return ""
    number = "".join(account.number.split())
    if currency == "EUR" and account.bank_code:
        made = helpers.make_epc_qr(
            name=account.name.text(language)[:EPC_TEXT],
            iban=number,
            bic=account.bank_code,
            amount=amount,
            reference=references[0],
        )
    else:
        rows = [
            account.name.text(language),
            account.bank.text(language),
            number,
            f"{currency} {amount:.2f}",
            *references,
        ]
        made = segno.make("\n".join(row for row in rows if row), error="m", micro=False)
    return str(made.png_data_uri(scale=4, border=0, dark="#1d2126"))


def statement_context(reminders: Sequence[Reminder], *, language: str) -> dict[str, Any]:
    """What the template of the statements takes."""
    papers = papers_of(reminders, language=language)
    return {"association": Association.objects.first(), "papers": papers}


def statement_pdf(reminder: Reminder, *, language: str) -> bytes:
    """The statement of ``reminder`` in ``language`` (zh, en)."""
    return make_pdf(
        template=TEMPLATE,
        context=statement_context([reminder], language=language),
        language=language,
        zone=zone(),
        dated=reminder.recorded_at,
    )
