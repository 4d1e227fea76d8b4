"""The chair's script and the tellers' sheets, to print before and during a meeting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from assemblies.domain.writing import script
from assemblies.models import Assembly
from assemblies.permissions import may_count_hands
from members.permissions import require

FORMS: dict[str, tuple[Callable[..., bytes], Any]] = {
    "script": (script.chair_script, _("Chair's script")),
    "hands": (script.hands_sheet, _("Count sheet of one teller")),
    "issue": (script.issue_sheet, _("Ballots issued and returned")),
    "tally": (script.tally_sheet, _("Tally sheet")),
}
"""What makes each paper, and its name."""


@require(may_count_hands)
@require_safe
def meeting_form(request: HttpRequest, pk: UUID, kind: str, language: str) -> HttpResponse:
    assembly = get_object_or_404(Assembly.objects.select_related("body", "roll"), pk=pk)
    make, _name = FORMS[kind]
    content = make(assembly=assembly, language=language)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{kind}.{language}.pdf"'
    return response
