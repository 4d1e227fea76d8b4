"""What a telephone reads to pay: a GiroCode for euro, otherwise the same facts as a text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe
from segno import helpers

from dues.models import BankAccount

EPC_TEXT = 70
"""So many characters of a payee's name a GiroCode takes (EPC069-12)."""


def payment_code(
    *,
    amount: Decimal,
    currency: str,
    references: Sequence[str],
    account: BankAccount,
    language: str,
) -> SafeString:
    """A QR as a drawing without size of its own; a GiroCode takes one reference, the first."""
    code = _code(amount, currency, references, account, language)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, dark="#1d2126")
    return mark_safe(drawn.getvalue().decode())


def _code(
    amount: Decimal, currency: str, references: Sequence[str], account: BankAccount, language: str
) -> Any:
    number = "".join(account.number.split())
    if currency == "EUR" and account.bank_code:
        return helpers.make_epc_qr(
            name=account.name.text(language)[:EPC_TEXT],
            iban=number,
            bic=account.bank_code,
            amount=amount,
            reference=references[0],
        )
    rows = [
        account.name.text(language),
        account.bank.text(language),
        number,
        f"{currency} {amount:.2f}",
        *references,
    ]
    return segno.make("\n".join(row for row in rows if row), error="m", micro=False)
