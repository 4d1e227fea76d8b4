"""What the addresses of a meeting's aftermath lead to."""

from __future__ import annotations

from datetime import datetime

from assemblies.enums import PaperState, ProgressState
from assemblies.models import Assembly, FilingPaper, ProgressNote, Resolution
from records.domain import documents


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
    here: dict[str, object] = {"pk": assembly.pk}
    return {
        "filed paper": here | {"row": filed.pk},
        "paper of a pack": here | {"pack": "before", "paper": "reports"},
        "pack": here | {"pack": "before", "language": "en"},
        "unmade pack": here | {"pack": "before"},
        "one resolution": {"resolution": resolution.pk},
        "progress note": {"note": note.pk},
    }
