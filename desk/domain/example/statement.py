"""The bank's statement of the meeting's month, as files for a person to read in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

from lxml import etree

from desk.domain.example.data import read_json
from desk.domain.example.money import payer_account
from dues.domain.balances import balance_of, invoice_balances
from dues.enums import AccountRole
from dues.models import BankAccount, Invoice
from members.models import Firm

HEADINGS = (
    "交易日期",
    "本方账号",
    "收入金额",
    "支出金额",
    "账户余额",
    "对方户名",
    "对方账号",
    "摘要",
    "交易流水号",
)
"""As layout A of docs/reference/bank-statements.md has them."""
ZERO = Decimal(0)
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of the statement; what went out is negative. ``number`` is the bank's own."""

    on: date
    amount: Decimal
    payer: str
    payer_account: str
    text: str
    number: str


def write_statements(*, account: BankAccount, day: date, folder: Path) -> list[Path]:
    """The movements of the month until ``day``, in two formats of which a person reads in one."""
    told = read_json("money.json")["statement"]
    movements = movements_of(told["lines"], day)
    opening = balance_of(AccountRole.BANK)
    folder.mkdir(parents=True, exist_ok=True)
    table, camt = folder / told["table"], folder / told["camt"]
    table.write_bytes(as_table(movements, account.number, opening))
    camt.write_bytes(as_camt(movements, account, opening))
    return [table, camt]


def movements_of(lines: Sequence[dict[str, Any]], day: date) -> list[Movement]:
    """The lines told, with amounts and references of what the firms owe now.

    A firm that owes nothing pays nothing; a line of a later day is booked on ``day``.
    """
    left = invoice_balances()
    movements: list[Movement] = []
    for row in lines:
        firm = _firm_of(row)
        owed = _owed_of(firm, left)[: row["invoices"]] if firm else []
        if firm and not owed:
            continue
        on = day.replace(day=min(row["day"], day.day))
        movements.append(_movement(row, firm, owed, left, on=on, place=len(movements) + 1))
    return movements


def _firm_of(row: dict[str, Any]) -> Firm | None:
    number = row.get("member_number")
    return Firm.objects.get(membership__number=number) if number else None


def _owed_of(firm: Firm, left: dict[UUID, Decimal]) -> list[Invoice]:
    rows = firm.invoices.order_by("due_on", "number")
    return [invoice for invoice in rows if left.get(invoice.pk, ZERO) > 0]


def _movement(
    row: dict[str, Any],
    firm: Firm | None,
    owed: Sequence[Invoice],
    left: dict[UUID, Decimal],
    *,
    on: date,
    place: int,
) -> Movement:
    amount, text = Decimal(row.get("amount", 0)), row["text"]
    if owed:
        amount = sum((left[each.pk] for each in owed), Decimal(row.get("more", 0)))
        text = text.format(reference=owed[0].reference, year=owed[0].issued_on.year)
    return Movement(
        on=on,
        amount=amount,
        payer=row.get("payer") or (firm.name.zh if firm else ""),
        payer_account=row.get("payer_account") or payer_account(row["member_number"]),
        text=text,
        number=f"{on:%Y%m%d}{place:06d}",
    )


def as_table(movements: Sequence[Movement], account: str, opening: Decimal) -> bytes:
    """As a bank's page exports it: GB18030, money in and money out in two columns."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    balance = opening
    for row in movements:
        balance += row.amount
        writer.writerow(
            [
                row.on.isoformat(),
                account,
                f"{row.amount:.2f}" if row.amount > 0 else "",
                f"{-row.amount:.2f}" if row.amount < 0 else "",
                f"{balance:.2f}",
                row.payer,
                row.payer_account,
                row.text,
                row.number,
            ]
        )
    return written.getvalue().encode("gb18030")


def as_camt(movements: Sequence[Movement], account: BankAccount, opening: Decimal) -> bytes:
    """The same as camt.053 of ISO 20022."""
    root = etree.Element(f"{{{NAMESPACE}}}Document", nsmap={None: NAMESPACE})
    inside = _add(root, "BkToCstmrStmt")
    _add(inside, "GrpHdr/MsgId", movements[0].number if movements else "0")
    statement = _add(inside, "Stmt")
    _add(statement, "Id", movements[0].number if movements else "0")
    told = _add(statement, "Acct")
    _add(told, "Id/Othr/Id", account.number)
    _add(told, "Ccy", account.currency)
    closing = sum((row.amount for row in movements), opening)
    for code, balance in (("OPBD", opening), ("CLBD", closing)):
        held = _add(statement, "Bal")
        _add(held, "Tp/CdOrPrtry/Cd", code)
        _amount(held, balance, account.currency)
    for row in movements:
        _entry(statement, row, account.currency)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _entry(statement: Any, row: Movement, currency: str) -> None:
    entry = _add(statement, "Ntry")
    _amount(entry, row.amount, currency)
    _add(entry, "Sts/Cd", "BOOK")
    _add(entry, "BookgDt/Dt", row.on.isoformat())
    _add(entry, "AcctSvcrRef", row.number)
    details = _add(entry, "NtryDtls/TxDtls")
    side = "Cdtr" if row.amount < 0 else "Dbtr"
    parties = _add(details, "RltdPties")
    _add(parties, f"{side}/Pty/Nm", row.payer)
    _add(parties, f"{side}Acct/Id/Othr/Id", row.payer_account)
    _add(details, "RmtInf/Ustrd", row.text)


def _amount(parent: Any, amount: Decimal, currency: str) -> None:
    _add(parent, "Amt", f"{abs(amount):.2f}").set("Ccy", currency)
    _add(parent, "CdtDbtInd", "DBIT" if amount < 0 else "CRDT")


def _add(parent: Any, path: str, text: str = "") -> Any:
    """A new element under new elements, such as ``Sts/Cd``."""
    for name in path.split("/"):
        parent = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text:
        parent.text = text
    return parent
