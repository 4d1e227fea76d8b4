"""Statements read in: each movement once, what came in booked, what is certain assigned.

All that came in becomes a payment at once, so that the bank's account in the books is what the bank
says; whose it is may stay open. A file that was read before, or overlaps with one, adds only what
is new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dues.domain import statements
from dues.domain.matching.known import Known, read_known
from dues.domain.matching.scoring import Line, Proposal, propose
from dues.domain.paying import record_payments
from dues.domain.receiving.assigning import Assignment, assign_payments
from dues.domain.receiving.payer_accounts import learn_accounts
from dues.domain.statements import BUILT_IN, Layout, ReadLine, ReadStatement
from dues.enums import LineState
from dues.errors import (
    StatementInOtherCurrency,
    StatementOfAnotherAccount,
    StatementReadOtherwise,
)
from dues.models import BankAccount, LineLayout, Payment, Statement, StatementLine
from members.domain.days import local_day
from members.models import User
from records.domain import documents, log
from records.models import Document

STREAM = "dues"
BATCH = 2_000
SHORTEST_TAIL = 6
"""Digits by which a number with a bank's code before it is known for the account's."""
MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".xml": "application/xml",
    ".csv": "text/csv",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """``statement`` is the row that was written, or of a file without anything new the one that
    holds its movements already. Of the ``new`` lines ``assigned`` were certain."""

    statement: Statement
    read: int
    new: int
    assigned: int = 0


def import_statement(
    *,
    content: bytes,
    name: str,
    account: BankAccount,
    layout: Layout | None = None,
    apply_certain: bool = True,
    by: User | None,
    at: datetime,
) -> Imported:
    """Read a statement's file of ``account`` and write what is new of it.

    ``layout`` says what the columns of a table mean; without it the profiles on record and the
    built-in ones are tried. ``apply_certain`` sets against their invoices the payments of which
    nothing is left to be judged. Raises a StatementRefused, StatementOfAnotherAccount,
    StatementInOtherCurrency, StatementReadOtherwise, BooksClosed.
    """
    layouts = [layout] if layout else [*kept_layouts(), *BUILT_IN]
    read = statements.read_statement(content=content, name=name, layouts=layouts)
    _check_account(read, account)
    marks = statements.fingerprints(account.number, read.lines)
    with transaction.atomic():
        # Two files at once would both find the same movements missing: the second waits here.
        account = BankAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
        there = _there(account, read.lines)
        pairs = zip(read.lines, marks, strict=True)
        new = [(line, mark) for line, mark in pairs if mark not in there]
        if not new:
            return Imported(_statement_of(account, marks[0]), len(read.lines), 0)
        _refuse_twins(account, read, [line for line, _mark in new])
        document = documents.store(content=content, name=name, media_type=_media_type(name), at=at)
        statement = _write_statement(account, document, name, read, len(new), at)
        assigned = _write_lines(statement, new, apply_certain=apply_certain, by=by, at=at)
        payload = {
            "statement": statement.pk,
            "account": account.pk,
            "document": document.digest,
            "read": len(read.lines),
            "new": len(new),
            "assigned": assigned,
        }
        log.record(stream=STREAM, event="statement_imported", payload=payload, by=by, at=at)
    return Imported(statement, len(read.lines), len(new), assigned)


def kept_layouts() -> list[Layout]:
    """The profiles that people have told."""
    return [
        Layout.from_columns(row.name, row.columns, row.date_format)
        for row in LineLayout.objects.all()
    ]


def _media_type(name: str) -> str:
    return MEDIA_TYPES.get(PurePath(name).suffix.lower(), "text/plain")


def _check_account(read: ReadStatement, account: BankAccount) -> None:
    if read.account and not is_same_account(read.account, account.number):
        raise StatementOfAnotherAccount(found=read.account, wanted=account.number)
    if read.currency and read.currency != account.currency:
        raise StatementInOtherCurrency(found=read.currency, wanted=account.currency)


def is_same_account(told: str, number: str) -> bool:
    """Whether a file's account is the one of that number: grouped, masked with stars, or with the
    bank's code before it (an IBAN ends in the number)."""
    found, wanted = (re.sub(r"[^0-9A-Z*]", "", text.upper()) for text in (told, number))
    if "*" in found:
        return bool(re.fullmatch(re.sub(r"\*+", "[0-9A-Z]+", found), wanted))
    shorter, longer = sorted((found, wanted), key=len)
    return shorter == longer or (len(shorter) >= SHORTEST_TAIL and longer.endswith(shorter))


def _there(account: BankAccount, lines: Sequence[ReadLine]) -> set[str]:
    """Fingerprints that the account has on the days of the lines."""
    days = [line.booked_on for line in lines]
    rows = StatementLine.objects.filter(account=account, booked_on__range=(min(days), max(days)))
    return set(rows.order_by().values_list("fingerprint", flat=True))


def _statement_of(account: BankAccount, fingerprint: str) -> Statement:
    line = StatementLine.objects.select_related("statement__document")
    return line.get(account=account, fingerprint=fingerprint).statement


def _refuse_twins(account: BankAccount, read: ReadStatement, new: Sequence[ReadLine]) -> None:
    """A day that was read from a file of another kind, whose texts differ, would count twice."""
    days = [line.booked_on for line in new]
    rows = StatementLine.objects.filter(account=account, booked_on__range=(min(days), max(days)))
    others = rows.exclude(statement__layout=_layout_of(read)).order_by()
    there = Counter(others.values_list("booked_on", "amount"))
    if not there:
        return
    twins = there & Counter((line.booked_on, line.amount) for line in new)
    if twins:
        last = others.aggregate(day=Max("booked_on"))["day"]
        name = others.select_related("statement")[0].statement.name
        raise StatementReadOtherwise(name=name, count=twins.total(), day=last.isoformat())


def _layout_of(read: ReadStatement) -> str:
    return read.layout[:40]


def _write_statement(
    account: BankAccount,
    document: Document,
    name: str,
    read: ReadStatement,
    new: int,
    at: datetime,
) -> Statement:
    return Statement.objects.create(
        account=account,
        document=document,
        name=name[:200],
        layout=_layout_of(read),
        from_on=read.from_on,
        until_on=read.until_on,
        opening=read.opening,
        closing=read.closing,
        lines_read=len(read.lines),
        lines_new=new,
        imported_at=at,
    )


def _write_lines(
    statement: Statement,
    new: Sequence[tuple[ReadLine, str]],
    *,
    apply_certain: bool,
    by: User | None,
    at: datetime,
) -> int:
    """Lines, payments for those that came in, and the certain assignments; how many those are."""
    known = read_known(local_day(at))
    account = statement.account
    lines, found = [], []
    for read, mark in new:
        proposals = _proposals(read, account, known) if read.amount > 0 else []
        certain = proposals[0] if proposals and proposals[0].certain and apply_certain else None
        if certain is not None:
            known.take(certain.parts)
        lines.append(_line(statement, read, mark, proposals, is_assigned=certain is not None))
        found.append(certain)
    StatementLine.objects.bulk_create(lines, batch_size=BATCH)
    payments = [
        payment_of(line, account, certain.firm if certain else None)
        for line, certain in zip(lines, found, strict=True)
        if line.amount > 0
    ]
    record_payments(payments=payments, by=by, at=at)
    by_line = {payment.line_id: payment for payment in payments}
    assignments = [
        Assignment(by_line[line.pk], certain.firm, certain.parts)
        for line, certain in zip(lines, found, strict=True)
        if certain is not None
    ]
    assign_payments(assignments=assignments, by=by, at=at)
    # An account is learnt where the payer has the firm's name: a reference may be paid by anybody.
    sure = [
        (by_line[line.pk], certain.firm)
        for line, certain in zip(lines, found, strict=True)
        if certain is not None and certain.names_payer
    ]
    learn_accounts(sure, at)
    return len(assignments)


def _proposals(read: ReadLine, account: BankAccount, known: Known) -> list[Proposal]:
    line = Line(read.amount, account.currency, read.payer, read.payer_account, read.text)
    return propose(line, known)


def _line(
    statement: Statement,
    read: ReadLine,
    mark: str,
    proposals: Sequence[Proposal],
    *,
    is_assigned: bool,
) -> StatementLine:
    return StatementLine(
        account_id=statement.account_id,
        statement=statement,
        position=read.position,
        fingerprint=mark,
        booked_on=read.booked_on,
        amount=read.amount,
        payer=read.payer,
        payer_account=read.payer_account,
        text=read.text,
        bank_reference=read.bank_reference,
        state=LineState.ASSIGNED if is_assigned else LineState.OPEN,
        proposals=[proposal.as_data() for proposal in proposals],
    )


def payment_of(line: StatementLine, account: BankAccount, firm: UUID | None) -> Payment:
    """The payment that a line which came in is, not saved."""
    return Payment(
        firm_id=firm,
        line=line,
        account=account,
        paid_on=line.booked_on,
        amount=line.amount,
        currency=account.currency,
        payer=line.payer,
        payer_account=line.payer_account,
        text=line.text,
    )
