"""What addresses of statements, payments and receipts lead to."""

from __future__ import annotations

from datetime import datetime

from dues.domain.receiving import importing
from dues.models import Invoice
from records.domain import documents
from tests.factories.dues import make_bank_account
from tests.factories.money import make_line, make_receipt
from tests.factories.statements import ACCOUNT, camt053


def money_targets(invoice: Invoice, at: datetime) -> dict[str, dict[str, object]]:
    """A statement with a payment that waits and a fee, a table whose headings nobody knows, and a
    receipt for a part of the invoice."""
    content = camt053([make_line(300, payer="甲"), make_line(-25, payer="乙")])
    done = importing.import_statement(
        content=content, name="bank.xml", account=make_bank_account(ACCOUNT), by=None, at=at
    )
    came_in, went_out = done.statement.lines.order_by("-amount")
    table = documents.store(
        content="日期,钱\n2027-01-05,12".encode(), name="t.csv", media_type="text/csv", at=at
    )
    return {
        "statement": {"pk": done.statement.pk},
        "bank file": {"pk": table.pk},
        "movement": {"pk": went_out.pk},
        "movement act": {"pk": went_out.pk, "act": "refund"},
        "payment": {"pk": came_in.payment.pk},
        "receipts paper": {"language": "en"},
        "receipt": {"pk": make_receipt(invoice, 1, at=at).pk},
    }
