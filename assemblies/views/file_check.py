"""Check a file: minutes or a package that somebody was given, with the checks of the commands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assemblies.domain.signing.authority import current_authority
from assemblies.domain.signing.file_check import MAX_MB, check_one_at_a_time
from assemblies.forms import FileCheckForm
from assemblies.permissions import can_check_files
from assemblies.views.answer import actor
from members.permissions import require
from records.errors import ActRefused


@require(can_check_files)
@require_http_methods(["GET", "HEAD", "POST"])
def file_check(request: HttpRequest) -> HttpResponse:
    """The answer to the form is the list itself: nothing is kept that an address could name."""
    form = FileCheckForm(request.POST or None, request.FILES or None)
    authority = current_authority()
    context: dict[str, object] = {"form": form, "authority": authority, "mb": MAX_MB}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            checks = check_one_at_a_time(file.read(), who=str(actor(request).pk))
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        else:
            broken = sum(not check.holds for check in checks)
            context |= {"checks": checks, "broken": broken, "name": file.name}
    return render(request, "assemblies/file_check.html", context)
