"""Writing letters, looking at each of them, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.domain.firms.firm_papers import store_paper
from members.domain.letters import delivery_reports, letter_returns, mailing_list, mailing_selection
from members.domain.letters import mailings as acts
from members.domain.letters.letter_fields import STANDARD
from members.domain.letters.mailing_selection import Selection
from members.domain.letters.recipients import usual_reach
from members.enums import Channel, LetterPurpose, LetterState, MailingState
from members.forms.letters import (
    EditMailingForm,
    MailingForm,
    ReportsForm,
    ReturnForm,
    TemplateChoiceForm,
    TextForm,
)
from members.models import Firm, Letter, LetterTemplate, Mailing
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import actor, posted
from members.views.letter_choice import Choice, choice_of, fields_of, preview
from members.views.mailings import tell
from records.errors import ActRefused
from records.fields import data_languages

SHOWN_FIRMS = 20
RETURNS_SHOWN = 50


@require(is_secretariat)
@require_POST
def mailing_choose(request: HttpRequest) -> HttpResponse:
    """From the list of firms: those ticked there, or all that it found, are written to."""
    query = request.POST.get("query", "")
    if not request.POST.get("all"):
        ticked = request.POST.getlist("firm")
        if not ticked:
            messages.error(request, _("Choose at least one firm."))
            return redirect(f"{reverse('members:firms')}?{query}")
        query = urlencode([("firm", key) for key in ticked])
    # Without any condition the list shows all firms, and a new letter takes the active ones.
    return redirect(f"{reverse('members:mailing_new')}?{query or 'status='}")


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def mailing_new(request: HttpRequest) -> HttpResponse:
    """The address chooses firms and template; the form holds the text."""
    choice = choice_of(request.GET)
    choosing = TemplateChoiceForm(request.GET)
    template = choosing.cleaned_data["template"] if choosing.is_valid() else None
    form = MailingForm(posted(request), request.FILES or None, initial=_initial(template))
    shown = None
    if form.is_bound and "show" in request.POST:
        shown = preview(TextForm(request.POST), usual=_first(choice.selection))
    elif form.is_bound and form.is_valid():
        try:
            mailing = _draft(request, form, choice)
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The letters are written. Look at them, then release them.")
            )
            return redirect("members:mailing", pk=mailing.pk)
    context = {
        "form": form,
        "choice": choice,
        "choosing": choosing,
        "firms": choice.selection.firms(SHOWN_FIRMS),
        "more": max(0, len(choice.selection.keys) - SHOWN_FIRMS),
        "fields": fields_of(STANDARD, LetterPurpose.GENERAL),
        "preview": shown or preview(TextForm(typed(form)), usual=_first(choice.selection)),
    }
    status = 400 if form.is_bound and form.errors and shown is None else 200
    return render(request, "members/mailing_new.html", context, status=status)


def _initial(template: LetterTemplate | None) -> dict[str, Any]:
    purpose = template.purpose if template else LetterPurpose.GENERAL
    initial: dict[str, Any] = {"purpose": purpose, "languages": data_languages()}
    if template is not None:
        initial |= {"title": template.title, "subject": template.subject, "body": template.body}
    return initial | dict(zip(("first", "second", "third"), usual_reach(purpose), strict=False))


def _first(selection: Selection) -> Firm | None:
    return next(iter(selection.firms(1)), None)


def typed(form: TextForm) -> dict[str, Any]:
    """What a form shows, as a browser would send it."""
    data: dict[str, Any] = {
        "purpose": form["purpose"].value() or "",
        "shown_for": form["shown_for"].value() or "",
        "mailing": form["mailing"].value() or "",
        "by_hand": form["by_hand"].value() or "",
    }
    for name in ("subject", "body"):
        value = form[name].value() or {}
        for index, key in enumerate(data_languages()):
            text = value[index] if isinstance(value, list) else value.get(key, "")
            data[f"{name}_{key}"] = text
    return data


def _draft(request: HttpRequest, form: MailingForm, choice: Choice) -> Mailing:
    data, who = form.cleaned_data, actor(request)
    numbers = data["numbers"].strip()
    selection = mailing_selection.by_numbers(numbers) if numbers else choice.selection
    subject, body = form.texts()
    paper = None
    if file := data["attachment"]:
        paper = store_paper(content=file.read(), name=file.name, at=who["at"])
    return acts.draft_mailing(
        title=data["title"],
        purpose=LetterPurpose(data["purpose"]),
        subject=subject,
        body=body,
        firms=selection.firms(),
        selection=selection.told,
        attachments=dict.fromkeys(selection.keys, paper) if paper else None,
        languages=data["languages"],
        reach=form.reach(),
        **who,
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def mailing_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    mailing = get_object_or_404(Mailing, pk=pk)
    if mailing.state != MailingState.DRAFT:
        return redirect("members:mailing", pk=pk)
    form = EditMailingForm(posted(request), initial=_as_written(mailing))
    shown = None
    if form.is_bound and "show" in request.POST:
        shown = preview(TextForm(request.POST))
    elif form.is_bound and form.is_valid():
        subject, body = form.texts()
        try:
            acts.edit_mailing(
                mailing=mailing,
                title=form.cleaned_data["title"],
                subject=subject,
                body=body,
                languages=form.cleaned_data["languages"],
                reach=form.reach(),
                **actor(request),
            )
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The letters are written anew."))
            return redirect("members:mailing", pk=pk)
    context = {
        "form": form,
        "mailing": mailing,
        "fields": fields_of(_known(mailing), mailing.purpose),
        "preview": shown or preview(TextForm(typed(form))),
    }
    status = 400 if form.is_bound and form.errors and shown is None else 200
    return render(request, "members/mailing_edit.html", context, status=status)


def _known(mailing: Mailing) -> list[str]:
    letter = mailing.letters.first()
    return [*STANDARD, *(letter.fields if letter else {})]


def _as_written(mailing: Mailing) -> dict[str, Any]:
    reach = mailing.reach or usual_reach(mailing.purpose)
    return {
        "title": mailing.title,
        "purpose": mailing.purpose,
        "subject": mailing.subject,
        "body": mailing.body,
        "languages": mailing.languages,
        "way": "mail" if mailing.reach else "paper",
        "mailing": mailing.pk,
        **dict(zip(("first", "second", "third"), reach, strict=False)),
    }


@require(is_secretariat)
@require_POST
def letter_preview(request: HttpRequest) -> HttpResponse:
    """The text as typed so far, as one firm would get it."""
    context = {"preview": preview(TextForm(request.POST))}
    return render(request, "members/_letter_preview.html", context)


@require(can_read_register)
@require_GET
def letter_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    letter = get_object_or_404(
        Letter.objects.select_related("mailing", "firm__membership", "person", "attachment"), pk=pk
    )
    keys = list(mailing_list.letters_of(letter.mailing).values_list("pk", flat=True))
    place = keys.index(letter.pk)
    returned = letter.channel == Channel.MAIL and letter.state in (
        LetterState.FAILED,
        LetterState.BOUNCED,
    )
    on_paper = letter.mailing.letters.filter(firm=letter.firm_id, channel=Channel.LETTER).first()
    context = {
        "letter": letter,
        "mailing": letter.mailing,
        "place": place + 1,
        "total": len(keys),
        "previous": keys[place - 1] if place else None,
        "next": keys[place + 1] if place + 1 < len(keys) else None,
        "paper": on_paper if returned else None,
        "may_go_on_paper": returned and on_paper is None,
        "return_form": ReturnForm(),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "members/letter_detail.html", context)


def _drop(letter: Letter, request: HttpRequest) -> str:
    acts.drop_letter(letter=letter, **actor(request))
    return _("%(firm)s is taken out.") % {"firm": letter.firm}


def _post(letter: Letter, request: HttpRequest) -> str:
    letter_returns.post_letter(letter=letter, **actor(request))
    return _("The letter is noted as posted.")


def _return(letter: Letter, request: HttpRequest) -> str:
    form = ReturnForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    letter_returns.mark_returned(letter=letter, words=words, **actor(request))
    return _("It is noted that the letter came back.")


def _paper(letter: Letter, request: HttpRequest) -> str:
    letter_returns.write_on_paper(letter=letter, **actor(request))
    return _("The letter is written on paper.")


ACTS: dict[str, Callable[[Letter, HttpRequest], str]] = {
    "drop": _drop,
    "post": _post,
    "return": _return,
    "paper": _paper,
}


@require(is_secretariat)
@require_POST
def letter_act(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    letter = get_object_or_404(Letter.objects.select_related("mailing", "firm"), pk=pk)
    if act not in ACTS:
        raise Http404
    tell(request, lambda: ACTS[act](letter, request))
    if act == "drop":
        return redirect("members:mailing", pk=letter.mailing_id)
    return redirect("members:letter", pk=pk)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def letter_reports(request: HttpRequest) -> HttpResponse:
    """Reports of non-delivery are read from saved mails; each of them is answered for."""
    form = ReportsForm(posted(request), request.FILES or None)
    outcomes: list[delivery_reports.Outcome] | None = None
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            outcomes = delivery_reports.take_reports(
                content=file.read(), name=file.name, **actor(request)
            )
        except ActRefused as refused:
            form.add_error("file", str(refused))
    returned = Letter.objects.filter(state__in=[LetterState.BOUNCED, LetterState.FAILED])
    context = {
        "form": form,
        "outcomes": outcomes,
        "returned": returned.select_related("firm__membership", "mailing").order_by(
            "-mailing__created_at", "firm__membership__number"
        )[:RETURNS_SHOWN],
    }
    status = 400 if form.errors else 200
    return render(request, "members/letter_reports.html", context, status=status)
