"""The published texts for everyone, without a log-in: in force today or on any earlier day, what
changed when, and each article with its history.

No cookie is read or set here but the one that remembers a language, so that a cache may keep the
pages; a reader's copy is asked for again by its mark, which changes with whatever the page shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template import Engine
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from bylaws.domain import annotating, article_histories, publishing
from bylaws.domain.article_histories import Texts
from bylaws.domain.effective import in_force_among
from bylaws.domain.papers.papers_of import text_language
from bylaws.domain.redlines import redline_between
from bylaws.domain.text import redline
from bylaws.models import Association, Regulation, Version
from bylaws.views import asked
from bylaws.views.downloads import offers_of_version
from records.domain.pdf import LANGUAGES

SECONDS = 60
"""How long a cache may show a page without asking again."""
TEMPLATES = (
    "bylaws/public_base.html",
    "bylaws/public_list.html",
    "bylaws/public_text.html",
    "bylaws/public_changes.html",
    "bylaws/public_provision.html",
    "bylaws/_text.html",
)
Page = Callable[..., HttpResponseBase]


def _in_asked_language(view: Page) -> Page:
    """In the language of ``?lang=``, which a link can carry where a cookie cannot."""

    @wraps(view)
    def shown(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        language = LANGUAGES[asked.language(request)]
        with translation.override(language):
            response = view(request, **kwargs)
        response["Content-Language"] = language
        return response

    return require_safe(shown)


def _kept(request: HttpRequest, mark: str, make: Callable[[], HttpResponse]) -> HttpResponseBase:
    """The page with its mark, or that the reader's copy still holds."""
    told = [mark, _templates(), translation.get_language(), str(timezone.localdate())]
    told += [f"{one.name} {one.short_name}" for one in Association.objects.all()]
    etag = f'W/"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or make()
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=SECONDS)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@cache
def _templates() -> str:
    """What the pages are made with, so that a new release is a new page."""
    sources = [str(Engine.get_default().get_template(name).source) for name in TEMPLATES]
    return hashlib.sha256("\n".join(sources).encode()).hexdigest()


def _regulation(pk: UUID) -> tuple[Regulation, list[Version]]:
    """A published text and its adopted versions; 404 for any other, as if there were none."""
    found = publishing.published(pk)
    if not found:
        raise Http404
    return found[0].regulation, found[0].versions


def _address(version: Version) -> str:
    regulation = version.regulation
    return reverse("bylaws:public_text", args=[regulation.pk]) if regulation.is_public else ""


@_in_asked_language
def public_list(request: HttpRequest) -> HttpResponseBase:
    day = asked.day(request)
    texts = publishing.published()
    mark = "".join(publishing.mark_of(text.regulation, text.versions) for text in texts)
    rows = [(text.regulation, in_force_among(text.versions, day), text.versions) for text in texts]
    context = {"rows": rows, "day": day}
    return _kept(
        request, f"{mark}{day}", lambda: render(request, "bylaws/public_list.html", context)
    )


@_in_asked_language
def public_text(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    regulation, versions = _regulation(pk)
    day = asked.day(request)
    shown = publishing.beside(in_force_among(versions, day), day)
    mark = publishing.mark_of(regulation, versions, day, *shown)
    return _kept(
        request,
        mark,
        lambda: render(
            request, "bylaws/public_text.html", _text_context(request, regulation, versions, day)
        ),
    )


def _text_context(
    request: HttpRequest, regulation: Regulation, versions: Sequence[Version], day: date
) -> dict[str, object]:
    version = in_force_among(versions, day)
    context: dict[str, object] = {
        "regulation": regulation,
        "version": version,
        "day": day,
        "is_today": day == timezone.localdate(),
        "asked_day": "" if day == timezone.localdate() else day.isoformat(),
        "entries": publishing.timeline(versions, timezone.localdate()),
        "awaited": publishing.awaited(versions, day),
    }
    if version is None:
        return context
    until = list(versions[: versions.index(version) + 1])
    changes, gone = article_histories.changes_by_article(Texts(until))
    articles = annotating.articles(version, on=day, address=_address, changes=changes)
    return context | {
        "articles": articles,
        "contents": annotating.contents(articles),
        "gone": gone,
        "offers": offers_of_version(version, asked.language(request), is_public=True),
        "text_language": text_language(version.numbering),
        "permalink": reverse("bylaws:public_text", args=[regulation.pk]) + "p/",
    }


@_in_asked_language
def public_changes(request: HttpRequest, pk: UUID, version: UUID) -> HttpResponseBase:
    """What a version changed against the one adopted before it."""
    regulation, versions = _regulation(pk)
    entries = publishing.timeline(versions, timezone.localdate())
    entry = next((each for each in entries if each.version.pk == version), None)
    previous = entry.previous if entry else None
    if entry is None or previous is None:
        raise Http404
    mark = publishing.mark_of(regulation, versions, version)

    def make() -> HttpResponse:
        blocks = redline_between(previous, entry.version)
        context = {
            "regulation": regulation,
            "entry": entry,
            "blocks": blocks,
            "tally": redline.tally(blocks),
            "text_language": text_language(entry.version.numbering),
        }
        return render(request, "bylaws/public_changes.html", context)

    return _kept(request, mark, make)


@_in_asked_language
def public_provision(request: HttpRequest, pk: UUID, provision: UUID) -> HttpResponseBase:
    """An article today and each of its earlier wordings; of a repealed one since when it is."""
    regulation, versions = _regulation(pk)
    current = in_force_among(versions, timezone.localdate())
    history = article_histories.history_of(Texts(versions), provision, today=current)
    if history is None:
        raise Http404
    mark = publishing.mark_of(regulation, versions, provision)
    governing = versions[: versions.index(current) + 1] if current else []
    context = {
        "regulation": regulation,
        "provision": provision,
        "history": history,
        "governing": governing,
        "now": next((s.version for s in history.stages if s.version in governing), None),
        "text_language": text_language(versions[-1].numbering),
    }
    return _kept(request, mark, lambda: render(request, "bylaws/public_provision.html", context))
