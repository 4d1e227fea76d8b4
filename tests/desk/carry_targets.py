"""What the addresses of a meeting's aftermath lead to."""

from __future__ import annotations

from datetime import datetime

from assemblies.domain.carrying.handover_paper import facts_of
from assemblies.enums import Function, HandoverKind, PaperState, ProgressState, PublicationChannel
from assemblies.models import (
    Assembly,
    Excerpt,
    FilingPaper,
    Goal,
    Handover,
    HandoverItem,
    HandoverPaper,
    Minutes,
    ProgressNote,
    Publication,
    Resolution,
    TermPackage,
)
from desk.domain.example.accounts import VISITORS
from desk.domain.example.register import firm_of
from members.models import Term
from records.domain import documents
from records.fields import Translated
from records.models import Document


def _handover(term: Term, paper: Document, at: datetime) -> dict[str, dict[str, object]]:
    """A concluded one with its papers: where it is open each is printed anew. A line of it."""
    row = Handover.objects.create(
        term=term, to_term=term, begun_at=at, closed_at=at, signed_copy=paper
    )
    HandoverPaper.objects.create(handover=row, language="en", document=paper)
    row.facts = facts_of(row)
    row.save(update_fields=["facts"])
    line = HandoverItem.objects.create(
        handover=row, position=1, kind=HandoverKind.SEAL, what=Translated(zh="印章", en="Seal")
    )
    return {
        "handover": {"handover": row.pk},
        "handover paper": {"handover": row.pk, "language": "en"},
        "handover act": {"handover": row.pk, "act": "propose"},
        "handover line": {"item": line.pk},
        "handover line act": {"item": line.pk, "act": "tick"},
    }


def _excerpt(assembly: Assembly, paper: Document, at: datetime) -> Excerpt:
    return Excerpt.objects.create(
        minutes=Minutes.objects.get(assembly=assembly),
        number=1,
        addressee="A bank",
        purpose="An account",
        certifier=assembly.appointments.get(function=Function.CHAIR).person,
        document=paper,
        made_at=at,
    )


def carry_targets(assembly: Assembly, at: datetime) -> dict[str, dict[str, object]]:
    resolution = Resolution.objects.filter(motion__item__assembly=assembly).order_by("number")[0]
    paper = documents.store(
        content=b"%PDF-1.7 done", name="done.pdf", media_type="application/pdf", at=at
    )
    note = ProgressNote.objects.create(
        resolution=resolution,
        progress=ProgressState.UNDER_WAY,
        text="Begun",
        document=paper,
        noted_at=at,
    )
    filed = FilingPaper.objects.create(
        assembly=assembly,
        key="before.letter",
        state=PaperState.READY,
        document=paper,
        changed_at=at,
    )
    publication = Publication.objects.create(
        assembly=assembly,
        resolution=resolution,
        channel=PublicationChannel.PORTAL,
        published_on=at.date(),
        document=paper,
        proof=paper,
        recorded_at=at,
    )
    here: dict[str, object] = {"pk": assembly.pk}
    goal = Goal.objects.create(
        term=assembly.term, position=1, title=Translated(zh="办好培训", en="Train the trade")
    )
    package = TermPackage.objects.create(
        term=assembly.term, document=paper, digest="0" * 64, made_at=at
    )
    return {
        **_handover(assembly.term, paper, at),
        "excerpt": here | {"excerpt": _excerpt(assembly, paper, at).pk},
        "term": {"term": assembly.term_id},
        "package": {"package_pk": package.pk},
        "goal": {"goal": goal.pk},
        "unasked annex": {"language": "en", "kind": "pdf"},
        "publication": here | {"publication": publication.pk},
        "own publication": {"pk": firm_of(VISITORS[0]).pk, "publication": publication.pk},
        "thing to publish": here | {"kind": "resolution", "thing": resolution.pk},
        "filed paper": here | {"row": filed.pk},
        "paper of a pack": here | {"pack": "before", "paper": "reports"},
        "pack": here | {"pack": "before", "language": "en"},
        "unmade pack": here | {"pack": "before"},
        "one resolution": {"resolution": resolution.pk},
        "progress note": {"note": note.pk},
    }
