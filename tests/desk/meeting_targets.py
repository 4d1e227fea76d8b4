"""What the addresses of meetings lead to, beyond the meeting itself."""

from __future__ import annotations

from datetime import datetime

from assemblies.domain.presence import pulse
from assemblies.models import Assembly


def meeting_targets(assembly: Assembly, at: datetime) -> dict[str, dict[str, object]]:
    return {"pulse": {"pk": assembly.pk, "name": pulse.name_of_counts(assembly)}}
