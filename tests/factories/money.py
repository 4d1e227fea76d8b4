"""Statements of the association's account and what they pay, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from dues.domain.matching.known import read_known
from dues.domain.matching.scoring import Line as Paid
from dues.domain.matching.scoring import Proposal, propose
from dues.domain.receiving.importing import Imported, import_statement
from dues.domain.receiving.receipting import Issued, record_receipt
from dues.models import Invoice, Payment, Receipt, StatementLine
from members.models import Membership
from records.domain import documents
from tests.factories.dues import make_bank_account, make_schedule, pay, run_dues
from tests.factories.members import make_membership
from tests.factories.statements import ACCOUNT, Line, camt053

AT = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
PAID = date(2027, 2, 10)
YUEFENG = "晋东市岳峰汽车集团有限公司"
TONGDA = "晋东市通达汽车维修有限公司"


def make_line(amount: int | str, *, payer: str = "", account: str = "", text: str = "") -> Line:
    return Line(PAID, Decimal(amount), payer, account, text)


def read_lines(*lines: Line, name: str = "february.xml", **options: Any) -> Imported:
    """A statement of the association's account with those movements, read in."""
    return import_statement(
        content=camt053(lines),
        name=name,
        account=make_bank_account(ACCOUNT),
        by=None,
        at=AT,
        **options,
    )


def bill(*names: str, **amounts: int) -> list[Invoice]:
    """Firms with these names, billed for 2027 at 1000 each; their invoices in the same order."""
    make_schedule(amounts or {"ordinary": 1000})
    members = [
        make_membership(zh=name, en=f"Firm {place} of Jindong", number=f"JD{place:04d}")
        for place, name in enumerate(names, 1)
    ]
    run_dues()
    return [invoice_of(member) for member in members]


def invoice_of(membership: Membership) -> Invoice:
    return Invoice.objects.get(firm=membership.firm_id)


def proposals_of(amount: int | str, **said: str) -> list[Proposal]:
    """What a payment of that amount would be proposed for today."""
    line = Paid(
        Decimal(amount),
        "CNY",
        said.get("payer", ""),
        said.get("account", ""),
        said.get("text", ""),
    )
    return propose(line, read_known(AT.date()))


def codes(proposal: Proposal) -> list[str]:
    return [code for code, _context in proposal.reasons]


def payment_of(line: Line) -> Payment:
    return Payment.objects.get(line=row_of(line))


def row_of(line: Line) -> StatementLine:
    return StatementLine.objects.get(amount=line.amount, payer=line.payer, text=line.text)


def make_receipt(invoice: Invoice, amount: int, *, at: datetime = AT) -> Receipt:
    """So much of the invoice is paid, and its receipt with a file on record."""
    payment = pay(invoice, amount)
    paper = documents.store(content=b"%PDF-1 r", name="r.pdf", media_type="application/pdf", at=at)
    return record_receipt(
        payment=payment,
        amount=Decimal(amount),
        issued=Issued(number="0000001", record_code="14010127", issued_on=payment.paid_on),
        document=paper,
        by=None,
        at=at,
    )
