"""The texts by date, what changed between them, and the rules that govern on a day."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from bylaws.domain import in_force, redlines, rule_table, versions
from bylaws.domain.text import redline
from bylaws.enums import Scheme
from bylaws.models import Regulation, Version
from bylaws.permissions import is_secretariat


def _day(request: HttpRequest) -> date:
    return parse_date(request.GET.get("on", "")) or timezone.localdate()


@login_required
@require_safe
def regulation_list(request: HttpRequest) -> HttpResponse:
    day = _day(request)
    rows = [
        (regulation, versions.version_on(regulation=regulation, day=day))
        for regulation in Regulation.objects.prefetch_related("versions")
    ]
    return render(request, "bylaws/regulation_list.html", {"rows": rows, "day": day})


@login_required
@require_safe
def regulation_detail(request: HttpRequest, pk: str) -> HttpResponse:
    regulation = get_object_or_404(Regulation, pk=pk)
    day = _day(request)
    rows = [
        (version, versions.status_on(version=version, day=day))
        for version in regulation.versions.select_related("adoption", "approval", "base")
    ]
    context = {"regulation": regulation, "rows": rows, "day": day}
    return render(request, "bylaws/regulation_detail.html", context)


@login_required
@require_safe
def version_detail(request: HttpRequest, pk: str) -> HttpResponse:
    version = get_object_or_404(
        Version.objects.select_related("regulation", "base", "adoption", "approval"), pk=pk
    )
    context = {
        "version": version,
        "status": versions.status_on(version=version, day=timezone.localdate()),
        "provisions": versions.numbered_provisions(version),
        "parameters": in_force.parameters_of(version),
        "awaits_approval": _awaits_approval(request, version),
    }
    return render(request, "bylaws/version_detail.html", context)


def _awaits_approval(request: HttpRequest, version: Version) -> bool:
    """Whether to lead the secretariat to the page where the approval is recorded."""
    if not (versions.awaits_approval(version) and request.user.is_authenticated):
        return False
    return is_secretariat(request.user)


@login_required
@require_safe
def version_changes(request: HttpRequest, pk: str) -> HttpResponse:
    version = get_object_or_404(Version.objects.select_related("regulation", "base"), pk=pk)
    shown = request.GET.get("view")
    view = shown if shown in {"side", "table"} else "inline"
    language = "zh-Hans" if version.numbering == Scheme.ZH else version.numbering
    context: dict[str, object] = {"version": version, "view": view, "text_language": language}
    if version.base and view == "table":
        context["changes"] = versions.changes_between(version.base, version)
    elif version.base:
        blocks = redlines.redline_between(version.base, version)
        context |= {"blocks": blocks, "tally": redline.tally(blocks)}
    return render(request, "bylaws/version_changes.html", context)


@login_required
@require_safe
def rulebook(request: HttpRequest) -> HttpResponse:
    day = _day(request)
    book = in_force.rulebook_on(day)
    rows = rule_table.rows(book)
    return render(request, "bylaws/rulebook.html", {"rows": rows, "day": day, "book": book})
