"""What the addresses of meetings lead to, beyond the meeting itself."""

from __future__ import annotations

from datetime import datetime

from assemblies.models import Assembly


def meeting_targets(assembly: Assembly, at: datetime) -> dict[str, dict[str, object]]:
    return {}
