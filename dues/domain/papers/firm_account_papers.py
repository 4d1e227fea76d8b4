"""A firm's account as a paper and as a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bylaws.models import Association
from dues.domain.firm_account import Movement, movements_of
from members.domain.days import zone
from members.models import Firm
from records.domain.pdf import make_pdf


def currency() -> str:
    """The association's."""
    association = Association.objects.first()
    return association.currency if association else ""


def headings() -> list[str]:
    """Without a sign: a cell that begins with one could be taken for a formula."""
    return [
        _("Day"),
        _("What"),
        _("Invoice"),
        _("Text"),
        _("Owed"),
        _("Paid"),
        _("Open after it"),
        _("Paid ahead after it"),
    ]


def rows_of(movements: Iterable[Movement]) -> list[list[str]]:
    return [
        [
            row.entry.booked_on.isoformat(),
            row.entry.get_kind_display(),
            row.entry.invoice.number if row.entry.invoice else "",
            row.entry.text,
            *_sides(row.amount),
            *_sides(row.balance),
        ]
        for row in movements
    ]


def _sides(amount: Decimal) -> tuple[str, str]:
    """Above nothing in the first of two columns, below it in the second."""
    return (f"{amount:.2f}", "") if amount >= 0 else ("", f"{-amount:.2f}")


def account_pdf(firm: Firm, *, day: date, language: str) -> bytes:
    """The account until ``day`` in ``language`` (zh, en)."""
    context = {
        "association": Association.objects.first(),
        "firm": firm,
        "day": day,
        "currency": currency(),
        "movements": movements_of(firm),
    }
    return make_pdf(
        template="print/firm_account.html", context=context, language=language, zone=zone()
    )
