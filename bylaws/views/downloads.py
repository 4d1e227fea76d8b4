"""Papers and files of a text, to keep: one address for each paper and format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bylaws.domain.papers import issuing
from bylaws.domain.papers.issuing import FORMS, Issued
from bylaws.errors import BylawsError, Lang, PaperUnknown
from bylaws.models import Amendment, Version
from bylaws.permissions import can_read_amendment, can_read_version, require
from bylaws.views import asked
from bylaws.views.answer import language
from records.errors import ActRefused

FORM_NAMES = {
    "txt": "TXT",
    "md": "Markdown",
    "pdf": "PDF",
    "docx": "Word",
    "json": "JSON",
    "xml": "Akoma Ntoso",
}
AMENDMENT_PAPERS = ("comparison", "redline")


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper with its formats: their names and where they are."""

    name: str
    links: tuple[tuple[str, str], ...]


def offers_of_version(version: Version, lang: Lang, *, is_public: bool = False) -> list[Offer]:
    """What can be downloaded of a version, by everyone where ``is_public``."""
    papers = _papers(version, is_public=is_public)
    return _offers("bylaws:version_paper", version.pk, papers, lang)


def _papers(version: Version, *, is_public: bool) -> list[str]:
    found = issuing.papers_for_everyone if is_public else issuing.papers_of_version
    return found(version)


def offers_of_amendment(amendment: Amendment, lang: Lang) -> list[Offer]:
    """What can be downloaded of an amendment before its vote."""
    return _offers("bylaws:amendment_paper", amendment.pk, AMENDMENT_PAPERS, lang)


def _offers(name: str, pk: UUID, papers: list[str] | tuple[str, ...], lang: Lang) -> list[Offer]:
    names = {
        "text": _("Text"),
        "certified": _("Certified copy"),
        "comparison": _("Comparison table"),
        "redline": _("Redline"),
    }
    return [
        Offer(
            names[paper],
            tuple(
                (FORM_NAMES[form], f"{reverse(name, args=[pk, paper, form])}?lang={lang}")
                for form in FORMS[paper]
            ),
        )
        for paper in papers
    ]


@require(can_read_version)
@require_safe
def version_paper(request: HttpRequest, pk: UUID, paper: str, form: str) -> HttpResponse:
    found = Version.objects.select_related("regulation", "base", "adoption", "approval")
    version = get_object_or_404(found, pk=pk)
    if paper not in _papers(version, is_public=not request.user.is_authenticated):
        raise Http404
    lang = asked.language(request)
    return _answer(
        request,
        lambda: issuing.issue_version(version, paper=paper, form=form, lang=lang),
        page=reverse("bylaws:version", args=[pk]),
    )


@require(can_read_amendment)
@require_safe
def amendment_paper(request: HttpRequest, pk: UUID, paper: str, form: str) -> HttpResponse:
    amendment = get_object_or_404(Amendment.objects.select_related("regulation", "base"), pk=pk)
    lang = asked.language(request)
    return _answer(
        request,
        lambda: issuing.issue_amendment(amendment, paper=paper, form=form, lang=lang),
        page=reverse("bylaws:amendment", args=[pk]),
    )


def _answer(request: HttpRequest, issue: Callable[[], Issued], *, page: str) -> HttpResponse:
    """The file, with a name in ASCII for old programs and the readable one beside it (RFC 6266);
    where it cannot be made, ``page`` says why to whoever can mend it."""
    try:
        issued = issue()
    except PaperUnknown as unknown:
        raise Http404 from unknown
    except (BylawsError, ActRefused) as refusal:
        if not request.user.is_authenticated:
            raise Http404 from refusal
        told = refusal.render(language()) if isinstance(refusal, BylawsError) else str(refusal)
        messages.error(request, told)
        return redirect(page)
    response = HttpResponse(issued.content, content_type=issued.media_type)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{issued.ascii_name}\"; filename*=UTF-8''{quote(issued.name)}"
    )
    return response
