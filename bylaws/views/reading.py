"""The texts by date, what changed between them, and the rules that govern on a day."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bylaws.domain import annotating, redlines, rule_table, versions
from bylaws.domain.effective import in_force_among
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.papers.papers_of import text_language
from bylaws.domain.text import redline
from bylaws.models import Regulation, Version
from bylaws.permissions import is_secretariat
from bylaws.views import asked
from bylaws.views.consents import consents_of
from bylaws.views.downloads import offers_of_version


@login_required
@require_safe
def regulation_list(request: HttpRequest) -> HttpResponse:
    day = asked.day(request)
    rows = [
        (regulation, in_force_among(regulation.versions.all(), day))
        for regulation in Regulation.objects.prefetch_related("versions")
    ]
    return render(request, "bylaws/regulation_list.html", {"rows": rows, "day": day})


@login_required
@require_safe
def regulation_detail(request: HttpRequest, pk: str) -> HttpResponse:
    regulation = get_object_or_404(Regulation, pk=pk)
    day = asked.day(request)
    kept = list(regulation.versions.select_related("adoption", "approval", "base"))
    current = in_force_among(kept, day)
    rows = [(version, versions.status_beside(version, current, day)) for version in kept]
    context = {
        "regulation": regulation,
        "rows": rows,
        "day": day,
        "is_published": regulation.is_public and any(version.adoption for version in kept),
    }
    return render(request, "bylaws/regulation_detail.html", context)


@login_required
@require_safe
def version_detail(request: HttpRequest, pk: str) -> HttpResponse:
    version = get_object_or_404(
        Version.objects.select_related("regulation", "base", "adoption", "approval"), pk=pk
    )
    day = timezone.localdate()
    articles = annotating.articles(version, on=day, address=_address)
    context = {
        "version": version,
        "status": versions.status_on(version=version, day=day),
        "awaits_approval": _awaits_approval(request, version),
        "offers": offers_of_version(version, asked.language(request)),
        **_told(version, articles),
    }
    return render(request, "bylaws/version_detail.html", context)


def _address(version: Version) -> str:
    return reverse("bylaws:version", args=[version.pk])


def _told(version: Version, articles: tuple[annotating.Article, ...]) -> dict[str, object]:
    return {
        "articles": articles,
        "contents": annotating.contents(articles),
        "stating": [article for article in articles if article.rules],
        "text_language": text_language(version.numbering),
    }


def _awaits_approval(request: HttpRequest, version: Version) -> bool:
    """Whether to lead the secretariat to the page where the approval is recorded."""
    if not (versions.awaits_approval(version) and request.user.is_authenticated):
        return False
    return is_secretariat(request.user)


@login_required
@require_safe
def version_changes(request: HttpRequest, pk: str) -> HttpResponse:
    version = get_object_or_404(
        Version.objects.select_related("regulation", "base", "adoption"), pk=pk
    )
    shown = request.GET.get("view")
    view = shown if shown in {"side", "table"} else "inline"
    context: dict[str, object] = {
        "version": version,
        "view": view,
        "text_language": text_language(version.numbering),
        "offers": offers_of_version(version, asked.language(request)),
    }
    if version.base and view == "table":
        context["changes"] = versions.changes_between(version.base, version)
    elif version.base:
        blocks = redlines.redline_between(version.base, version)
        context |= {"blocks": blocks, "tally": redline.tally(blocks)}
    return render(request, "bylaws/version_changes.html", context)


@login_required
@require_safe
def rulebook(request: HttpRequest) -> HttpResponse:
    day = asked.day(request)
    book = rulebook_on(day)
    rows = rule_table.rows(book)
    context = {"rows": rows, "day": day, "book": book} | consents_of(request, book)
    return render(request, "bylaws/rulebook.html", context)
