"""Numbers and payment references of invoices."""

from __future__ import annotations

from stdnum.iso7064 import mod_97_10

from bylaws.models import Association
from records.domain.numbering import draw_numbers

PAPERS = {"invoice": "", "credit_note": "C"}
"""Kinds of numbered papers, and what their plain numbers begin with."""


def payment_reference(plain: str) -> str:
    """A creditor reference with check digits (ISO 11649): RF, two digits, then ``plain``.

    A payer who mistypes one character, or swaps two, gives a reference that no invoice has.
    """
    return f"RF{mod_97_10.calc_check_digits(plain + 'RF')}{plain}"


def draw_papers(kind: str, *, year: int, count: int) -> list[tuple[str, str]]:
    """The next ``count`` numbers of a kind of paper, each with the reference that belongs to it.

    Written as ``Association.number_formats`` says, such as 会费通知〔2027〕12号.
    """
    association = Association.objects.first()
    written = str((association.number_formats if association else {}).get(kind) or "")
    first = draw_numbers(f"{kind}:{year}", count)
    return [
        (
            written.format(year=year, number=number, n=number)
            if written
            else f"{PAPERS[kind]}{year}-{number:05d}",
            payment_reference(f"{year}{number:06d}"),
        )
        for number in range(first, first + count)
    ]
