"""What the addresses of a meeting's aftermath lead to."""

from __future__ import annotations

from datetime import datetime

from assemblies.enums import PaperState, ProgressState, PublicationChannel
from assemblies.models import (
    Assembly,
    FilingPaper,
    Goal,
    ProgressNote,
    Publication,
    Resolution,
    TermPackage,
)
from desk.domain.example.accounts import VISITORS
from desk.domain.example.register import firm_of
from records.domain import documents
from records.fields import Translated


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
        "term": {"term": assembly.term_id},
        "package": {"package_pk": package.pk},
        "goal": {"goal": goal.pk},
        "unasked annex": {"language": "en"},
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
