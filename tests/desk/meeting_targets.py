"""What the addresses of meetings lead to, beyond the meeting itself."""

from __future__ import annotations

from datetime import datetime

from assemblies.domain.presence import pulse
from assemblies.models import AgendaItem, Assembly
from elections.models import RollEntry


def meeting_targets(assembly: Assembly, at: datetime) -> dict[str, dict[str, object]]:
    here: dict[str, object] = {"pk": assembly.pk}
    item = AgendaItem.objects.get(assembly=assembly, matter="elect_council")
    entry = RollEntry.objects.filter(roll=assembly.roll, entitled=True).order_by("pk")[0]
    return {
        "pulse": here | {"name": pulse.name_of_counts(assembly)},
        "part": here | {"part": "now"},
        "operator's step": here | {"step": "quorum"},
        "meeting form": here | {"kind": "hands", "language": "en"},
        "called entry": here | {"item": item.pk, "entry": entry.pk},
    }
