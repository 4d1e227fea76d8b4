"""A call for nominations under an item of the example, and somebody nominated."""

from __future__ import annotations

from datetime import datetime

from assemblies.domain.days import local_day
from assemblies.enums import ItemKind, Method
from assemblies.models import (
    AgendaItem,
    Assembly,
    CandidateNotice,
    Motion,
    Nomination,
    NominationCall,
    NominationObjection,
)
from bylaws.enums import Matter
from members.enums import Office
from records.domain import documents
from tests.factories.members import make_person


def nomination_targets(assembly: Assembly, at: datetime) -> dict[str, dict[str, object]]:
    item = AgendaItem.objects.create(
        assembly=assembly,
        position=98,
        title=assembly.title,
        kind=ItemKind.ELECTION,
        matter=Matter.ELECT_COUNCIL,
    )
    Motion.objects.create(item=item, text=assembly.title, method=Method.SECRET)
    call = NominationCall.objects.create(
        item=item, until_on=local_day(at), supporters=10, self_allowed=True, opened_at=at
    )
    paper = documents.store(
        content=b"%PDF-1.7 consent", name="c.pdf", media_type="application/pdf", at=at
    )
    nomination = Nomination.objects.create(
        call=call,
        office=Office.COUNCIL_MEMBER,
        person=make_person(),
        way="council",
        nominated_at=at,
        consent_paper=paper,
    )
    objection = NominationObjection.objects.create(
        nomination=nomination, raised_by="A", text="B", raised_at=at
    )
    CandidateNotice.objects.create(
        call=call,
        from_on=local_day(at),
        until_on=local_day(at),
        days_required=7,
        objections_to=assembly.title,
        paper_zh=paper,
        paper_en=paper,
        published_at=at,
    )
    row: dict[str, object] = {"nomination": nomination.pk}
    return {
        "nominated item": {"item": item.pk},
        "nomination": row,
        "nomination act": row | {"act": "strike"},
        "nomination objection": row | {"objection": objection.pk},
        "nomination scan": {"document": paper.pk},
    }


def own_nomination_targets() -> dict[str, dict[str, object]]:
    """The same as members have it; without anything sent, an act says what is missing."""
    call = NominationCall.objects.get()
    notice = call.notices.get()
    return {
        "call": {"call": call.pk},
        "candidate notice": {"call": call.pk, "notice": notice.pk, "language": "en"},
        "own nomination act": {"call": call.pk, "act": "nominate"},
    }
