"""What every page shows of the association."""

from __future__ import annotations

from django.http import HttpRequest

from bylaws.models import Association


def association(request: HttpRequest) -> dict[str, Association | None]:
    return {"association": Association.objects.first()}
