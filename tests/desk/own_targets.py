"""What one firm's people find on its own pages, for the addresses that lead there."""

from __future__ import annotations

from datetime import datetime

from dues.enums import ReceiptState
from dues.models import Invoice, Payment
from members.models import Firm, Representative, User
from records.domain import documents
from records.models import Document
from tests.factories import firms
from tests.factories.mailings import make_mailing
from tests.factories.requests import make_appointment, make_request

Targets = dict[str, dict[str, object]]


def own_targets(firm: Firm, at: datetime) -> Targets:
    """What the firm's representative may open and nobody else; what it asks the office for."""
    acting = Representative.objects.filter(
        Representative.holds_on(at.date()), firm=firm, votes=True
    )
    user = User.objects.get(person=acting.get().person_id)
    paper = documents.store(
        content=b"%PDF-1.7 own", name="own.pdf", media_type="application/pdf", at=at
    )
    appointment = make_appointment(firm, by=user).pk
    here: dict[str, object] = {"pk": firm.pk}
    certificate = firm.membership.certificates.filter(document__isnull=False)[0]
    return {
        "request": {"pk": make_request(firm, by=user).pk},
        "appointment": {"pk": appointment},
        "own account": here | {"kind": "csv"},
        "own contact": here | {"contact": firms.make_contact(firm, name="Own contact").pk},
        "own appointment": here | {"wish": appointment},
        "own appointment letter": here | {"wish": appointment, "language": "en"},
        "own paper": here | {"paper": firms.make_paper(firm).pk},
        "own certificate": here | {"certificate": certificate.pk},
        **_money(firm, paper, at),
    }


def _money(firm: Firm, paper: Document, at: datetime) -> Targets:
    here: dict[str, object] = {"pk": firm.pk}
    day = at.date()
    facts = {"issued_on": day, "due_on": day, "currency": "CNY", "amount": 1}
    invoice = Invoice.objects.create(
        number="OWN-1", reference="RF00OWN1", firm=firm, document=paper, recorded_at=at, **facts
    )
    note = invoice.credit_notes.create(number="N1", issued_on=day, amount=1, recorded_at=at)
    payment = Payment.objects.create(
        paid_on=day, amount=1, currency="CNY", firm=firm, recorded_at=at
    )
    receipt = payment.receipts.create(
        firm=firm, amount=1, state=ReceiptState.ISSUED, number="1", document=paper, recorded_at=at
    )
    letter = make_mailing(firm, reach=[]).letters.get()
    letter.sent_at, letter.attachment = at, paper
    letter.save()
    return {
        "own invoice": here | {"invoice": invoice.pk, "language": "en"},
        "own credit note": here | {"note": note.pk, "language": "en"},
        "own receipt": here | {"receipt": receipt.pk},
        "own letter": here | {"letter": letter.pk},
    }
