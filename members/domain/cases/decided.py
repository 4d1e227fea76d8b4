"""Decisions on members that were taken where no meeting is kept here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from members.domain.firms.firm_papers import store_paper
from members.domain.uploads import Upload
from members.models import Body
from records.fields import Translated
from records.models import Decision


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, when, by which body, under which number, with which paper."""

    title: Translated
    body: Body
    decided_on: date
    reference: str
    evidence: Upload | None = None


def record_decided(decided: Decided, *, kind: str, at: datetime) -> Decision:
    """Put it on record; the same body, day, number and title are one decision.

    Raises PaperTooLarge, PaperTypeRefused.
    """
    paper = decided.evidence
    document = store_paper(content=paper.content, name=paper.name, at=at) if paper else None
    same = {
        "kind": kind,
        "title": decided.title,
        "decided_on": decided.decided_on,
        "body_name": decided.body.name,
        "reference": decided.reference,
    }
    known = Decision.objects.filter(**same).first()
    if known is not None and (document is None or known.evidence == document):
        return known
    return Decision.objects.create(**same, evidence=document, recorded_at=at)
