"""The papers of an invoice: the notice of dues 缴费通知 and the credit note, one page each.

What stands on them is read for many at once, in a fixed number of queries.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import segno
from segno import helpers

from bylaws.models import Association
from dues.domain.papers.amount_words import amount_in_words
from dues.models import BankAccount, Charge, CreditNote, DuesSchedule, Invoice
from members.domain.days import zone
from members.models import Firm
from records.domain.pdf import make_pdf, rendered
from records.fields import Translated

TEMPLATE = "print/invoice.html"
NOTE_TEMPLATE = "print/credit_note.html"
LANGUAGES = ("zh", "en")
EPC_TEXT = 70
"""So many characters of a payee's name a GiroCode takes (EPC069-12)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One charge as the paper tells it; ``until`` is its last day."""

    from_on: date
    until_on: date
    tier: Translated
    basis: str
    whole: Decimal
    share: dict[str, Any]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice, all of it in words and figures, in one language."""

    invoice: Invoice
    firm: Translated
    member: str
    address: list[str]
    lines: list[Line]
    schedules: list[DuesSchedule]
    words: str
    account: BankAccount | None
    qr: str
    plan: list[tuple[date, Decimal]] = field(default_factory=list)


def main_language() -> str:
    """In which the papers of the association go out."""
    association = Association.objects.first()
    kept = [key for key in (association.languages if association else []) if key in LANGUAGES]
    return kept[0] if kept else LANGUAGES[0]


def account_for_invoices(currency: str) -> BankAccount | None:
    """The account that invoices of a currency name."""
    return BankAccount.objects.filter(for_invoices=True, currency=currency).first()


def papers_of(invoices: Sequence[Invoice], *, language: str) -> list[Paper]:
    """What the papers of ``invoices`` say, in their order."""
    pks = [invoice.pk for invoice in invoices]
    charges: dict[uuid.UUID, list[Charge]] = defaultdict(list)
    rows = Charge.objects.filter(invoice__in=pks).select_related("schedule", "tier__member_class")
    for charge in rows.order_by("from_on"):
        charges[charge.invoice_id].append(charge)
    firms = Firm.objects.select_related("membership").in_bulk({row.firm_id for row in invoices})
    accounts = {
        currency: account_for_invoices(currency) for currency in {row.currency for row in invoices}
    }
    return [
        _paper(row, firms[row.firm_id], charges[row.pk], accounts[row.currency], language)
        for row in invoices
    ]


def _paper(
    invoice: Invoice,
    firm: Firm,
    charges: Iterable[Charge],
    account: BankAccount | None,
    language: str,
) -> Paper:
    charges = list(charges)
    schedules = {charge.schedule_id: charge.schedule for charge in charges}
    return Paper(
        invoice=invoice,
        firm=firm.name,
        member=firm.membership.number,
        address=(firm.postal_address or firm.address).splitlines(),
        lines=[
            Line(
                from_on=charge.from_on,
                until_on=charge.until_on,
                tier=charge.tier.name,
                basis=charge.tier.basis,
                whole=charge.tier.amount,
                share=charge.share,
                amount=charge.amount,
            )
            for charge in charges
        ],
        schedules=list(schedules.values()),
        words=amount_in_words(invoice.amount, invoice.currency) if language == "zh" else "",
        account=account,
        qr=_qr(invoice, account, language),
    )


def _qr(invoice: Invoice, account: BankAccount | None, language: str) -> str:
    """What a telephone reads: a GiroCode for euro, otherwise the same facts as a text."""
    if account is None:
        return ""
    number = "".join(account.number.split())
    if invoice.currency == "EUR" and account.bank_code:
        made = helpers.make_epc_qr(
            name=account.name.text(language)[:EPC_TEXT],
            iban=number,
            bic=account.bank_code,
            amount=invoice.amount,
            reference=invoice.reference,
        )
    else:
        made = segno.make(_payment_text(invoice, account, number, language), error="m", micro=False)
    return _drawn(made)


def _payment_text(invoice: Invoice, account: BankAccount, number: str, language: str) -> str:
    rows = [
        account.name.text(language),
        account.bank.text(language),
        number,
        f"{invoice.currency} {invoice.amount:.2f}",
        invoice.reference,
    ]
    return "\n".join(row for row in rows if row)


def _drawn(code: Any) -> str:
    """A QR as an address that holds its picture: set ten times as fast as a drawing of lines."""
    return str(code.png_data_uri(scale=4, border=0, dark="#1d2126"))


def _around() -> dict[str, Any]:
    return {"association": Association.objects.first()}


def invoice_context(invoices: Sequence[Invoice], *, language: str) -> dict[str, Any]:
    """What the template of the invoices takes."""
    return {**_around(), "papers": papers_of(invoices, language=language)}


def printed_text(invoices: Sequence[Invoice]) -> str:
    """The source of the papers of ``invoices`` in the main language: which signs they need."""
    language = main_language()
    return rendered(TEMPLATE, invoice_context(invoices, language=language), language, zone())


def invoice_pdf(invoice: Invoice, *, language: str) -> bytes:
    """The notice of dues in ``language`` (zh, en)."""
    return make_pdf(
        template=TEMPLATE,
        context=invoice_context([invoice], language=language),
        language=language,
        zone=zone(),
        dated=invoice.recorded_at,
    )


def credit_note_pdf(note: CreditNote, *, language: str) -> bytes:
    """The credit note in ``language`` (zh, en)."""
    firm = Firm.objects.select_related("membership").get(pk=note.invoice.firm_id)
    context = {
        **_around(),
        "note": note,
        "firm": firm,
        "address": (firm.postal_address or firm.address).splitlines(),
        "words": amount_in_words(note.amount, note.invoice.currency) if language == "zh" else "",
    }
    return make_pdf(
        template=NOTE_TEMPLATE,
        context=context,
        language=language,
        zone=zone(),
        dated=note.recorded_at,
    )
