"""What addresses of cases against members, and of seats that passed, can name."""

from __future__ import annotations

from datetime import datetime

from members.enums import ProceedingEvent
from members.models import Firm, Mandate, Succession
from records.domain import documents
from tests.factories.standing import make_proceeding


def case_targets(firm: Firm, at: datetime) -> dict[str, dict[str, object]]:
    """An open case in which the firm handed something in, and a seat that passed."""
    case = make_proceeding(firm.membership)
    paper = documents.store(
        content=b"%PDF-1.7 a", name="answer.pdf", media_type="application/pdf", at=at
    )
    step = case.steps.create(event=ProceedingEvent.HEARD, at=at, document=paper)
    former, successor = Mandate.objects.order_by("pk")[:2]
    passed = Succession.objects.create(former=former, successor=successor, passed_at=at)
    return {
        "standing": {"pk": firm.membership.standings.get(superseded_at=None).pk},
        "standing act": {"pk": firm.pk, "act": "resign"},
        "proceeding": {"pk": case.pk},
        "proceeding act": {"pk": case.pk, "act": "charge"},
        "proceeding paper": {"pk": step.pk},
        "succession": {"pk": passed.pk},
        "gap": {"gap": "address"},
    }
