"""Mailings: the list, one of them, its release, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members import exports
from members.domain.letters import letter_papers, letter_returns, mailing_list, mailings
from members.domain.letters.letter_delivery import progress_of
from members.enums import MailingState
from members.models import Mailing
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import actor, run
from members.views.firms import file_response
from members.views.letter_choice import selection_in_words
from records.errors import ActRefused
from records.fields import data_languages

LETTERS_PER_PAGE = 50
STATE_TONES = {MailingState.DRAFT: "wait", MailingState.RELEASED: "ok"}


@require(can_read_register)
@require_GET
def mailing_index(request: HttpRequest) -> HttpResponse:
    rows = mailing_list.with_figures(Mailing.objects.order_by("-created_at"))
    page = Paginator(rows, LETTERS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_write": is_secretariat(request.user)}
    return render(request, "members/mailing_list.html", context)


@require(can_read_register)
@require_GET
def mailing_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    mailing = get_object_or_404(Mailing.objects.select_related("released_by__person"), pk=pk)
    shown = request.GET.get("show", "")
    letters = mailing_list.letters_of(mailing, shown)
    progress = progress_of(mailing)
    context = {
        "mailing": mailing,
        "tone": STATE_TONES.get(MailingState(mailing.state), "later"),
        "progress": progress,
        "shown": shown,
        "page": Paginator(letters, LETTERS_PER_PAGE).get_page(request.GET.get("page")),
        "parts": letter_papers.parts_of(progress.papers),
        "selection": selection_in_words(mailing.selection),
        "stuck": _stuck(mailing) if progress.waiting else "",
        "may_write": is_secretariat(request.user),
    }
    return render(request, "members/mailing_detail.html", context)


def _stuck(mailing: Mailing) -> str:
    """What the server said to a mail that waits to be tried again."""
    waiting = mailing_list.letters_of(mailing, "waiting").exclude(detail="")
    return waiting.values_list("detail", flat=True).first() or ""


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def mailing_release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last look: how many, by which way, and a letter as it will be read."""
    mailing = get_object_or_404(Mailing, pk=pk)
    if request.method == "POST":
        run(
            request,
            lambda: mailings.release_mailing(mailing=mailing, **actor(request)),
            done=_(
                "The mailing is released. Mails go out now; letters on paper are to be printed."
            ),
        )
        return redirect("members:mailing", pk=pk)
    if mailing.state != MailingState.DRAFT:
        return redirect("members:mailing", pk=pk)
    context = {
        "mailing": mailing,
        "progress": progress_of(mailing),
        "letter": mailing_list.letters_of(mailing).first(),
    }
    return render(request, "members/mailing_release.html", context)


def tell(request: HttpRequest, act: Callable[[], str]) -> None:
    """Do an act and say what it says of itself; its refusal becomes a message too."""
    try:
        messages.success(request, act())
    except ActRefused as refused:
        messages.error(request, str(refused))


def _refresh(mailing: Mailing, **who: Any) -> str:
    mailings.read_addresses_again(mailing=mailing, **who)
    return _("The letters are written anew with what is on record now.")


def _drop_faults(mailing: Mailing, **who: Any) -> str:
    number = mailings.drop_letters_without_address(mailing=mailing, **who)
    return ngettext("%(number)s firm is taken out.", "%(number)s firms are taken out.", number) % {
        "number": number
    }


def _discard(mailing: Mailing, **who: Any) -> str:
    mailings.discard_mailing(mailing=mailing, **who)
    return _("The mailing is discarded; nothing of it was sent.")


def _send_again(mailing: Mailing, **who: Any) -> str:
    mailings.send_failed_again(mailing=mailing, **who)
    return _("The mails that were not sent are tried again.")


def _post_all(mailing: Mailing, **who: Any) -> str:
    number = letter_returns.post_letters(mailing=mailing, **who)
    return ngettext(
        "%(number)s letter is noted as posted.", "%(number)s letters are noted as posted.", number
    ) % {"number": number}


def _write_on_paper(mailing: Mailing, **who: Any) -> str:
    written, missing = letter_returns.write_all_on_paper(mailing=mailing, **who)
    said = ngettext(
        "%(number)s paper letter is written.", "%(number)s paper letters are written.", written
    ) % {"number": written}
    if missing:
        said += " " + _("Firms without a postal address: %(number)s.") % {"number": missing}
    return said


ACTS: dict[str, Callable[..., str]] = {
    "refresh": _refresh,
    "drop-faults": _drop_faults,
    "discard": _discard,
    "send-again": _send_again,
    "post": _post_all,
    "paper": _write_on_paper,
}


@require(is_secretariat)
@require_POST
def mailing_act(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    mailing = get_object_or_404(Mailing, pk=pk)
    if act not in ACTS:
        raise Http404
    tell(request, lambda: ACTS[act](mailing, **actor(request)))
    return redirect("members:mailing", pk=pk)


@require(can_read_register)
@require_GET
def mailing_export(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    if kind not in exports.MEDIA_TYPES:
        raise Http404
    mailing = get_object_or_404(Mailing, pk=pk)
    rows = mailing_list.letter_rows(mailing)
    content = exports.write(headings=mailing_list.HEADINGS, rows=rows, kind=kind)
    return file_response(content, kind=kind, name=f"letters-{mailing.created_at:%Y-%m-%d}")


@require(can_read_register)
@require_GET
def mailing_papers(request: HttpRequest, pk: UUID, language: str, part: int) -> HttpResponse:
    """Some of the paper letters, each on pages of its own."""
    mailing = get_object_or_404(Mailing, pk=pk)
    parts = letter_papers.parts_of(len(letter_papers.papers_of(mailing)))
    if language not in data_languages() or not any(one.number == part for one in parts):
        raise Http404
    content = letter_papers.letters_pdf(mailing=mailing, language=language, part=part)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"letters-{mailing.created_at:%Y-%m-%d}-{language}-{part}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
