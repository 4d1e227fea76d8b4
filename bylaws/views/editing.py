"""The article editor: one provision at a time, with its redline beside it while it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from bylaws.domain import stored
from bylaws.domain.amendments import amending, editing, sketching
from bylaws.domain.telling import language
from bylaws.domain.text.compare import units
from bylaws.domain.text.provisions import Provision, places
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import BylawsError, ChangeUnfounded, EditedMeanwhile
from bylaws.forms import InsertForm, SubstituteForm
from bylaws.models import Amendment
from bylaws.permissions import is_secretariat, require
from bylaws.views.amendments import page_of
from bylaws.views.answer import actor, answer, identity, whole

MOST = 20_000
"""Characters of one provision that a preview is made of."""


@dataclass(frozen=True, slots=True)
class Line:
    """A provision of the amended text in the list to choose from; ``tone`` and ``fate`` say what
    the amendment does to it."""

    id: UUID
    kind: ProvisionKind
    mark: str
    text: str
    fate: str
    tone: str


def _amendment(pk: UUID) -> Amendment:
    rows = Amendment.objects.select_related("regulation", "base")
    return get_object_or_404(rows.prefetch_related("base__provisions", "changes"), pk=pk)


def _language_of(amendment: Amendment) -> str:
    return "zh-Hans" if amendment.base.numbering == Scheme.ZH else amendment.base.numbering


@require(is_secretariat)
@require_safe
def text_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The amended text as a list: whatever is to change is chosen here."""
    amendment = _amendment(pk)
    context = {
        "amendment": amendment,
        "may_edit": amendment.state in amending.EDITABLE,
        "lines": _lines(amendment),
        "insert": InsertForm(auto_id="new_%s"),
        "substitute": SubstituteForm(),
        "text_language": _language_of(amendment),
    }
    return render(request, "bylaws/amendment_text.html", context)


def _lines(amendment: Amendment) -> list[Line]:
    applied = amending.preview(amendment)
    old = {p.identity: p.text for p in stored.provisions_of(amendment.base)}
    scheme = Scheme(amendment.base.numbering)
    moved = {UUID(i) for row in amendment.changes.all() if row.act == "move" for i in _ids(row)}
    conforming = {one.id for one in applied.conforming}
    lines = []
    for provision, place in zip(
        applied.provisions, places(applied.provisions, scheme), strict=True
    ):
        fate, tone = _fate(provision, old, conforming, moved)
        kept = provision.kind, place.mark, provision.text
        lines.append(Line(provision.identity, *kept, fate, tone))
    return lines


def _ids(row: Any) -> list[str]:
    ids: list[str] = row.payload["ids"]
    return ids


def _fate(
    provision: Provision, old: dict[UUID, str], conforming: set[UUID], moved: set[UUID]
) -> tuple[str, str]:
    identity = provision.identity
    if identity not in old:
        return _("added"), "ok"
    if provision.is_repealed:
        return _("repealed"), "bad"
    if identity in conforming:
        return _("conforming"), "later"
    if provision.text != old[identity]:
        return _("amended"), "wait"
    return (_("moved"), "later") if identity in moved else ("", "")


@require(is_secretariat)
def provision_edit(request: HttpRequest, pk: UUID, provision: UUID) -> HttpResponse:
    """One provision: its text, its redline, what it names."""
    amendment = _amendment(pk)
    if request.method != "POST" or "show" in request.POST:
        typed = request.POST.get("text", "")[:MOST] if request.method == "POST" else None
        return _editor(request, amendment, provision, typed)
    text = request.POST.get("text", "")
    try:
        editing.replace_provision(
            amendment=amendment,
            provision=provision,
            text=text,
            revision=whole(request.POST.get("revision", "")),
            by=actor(request),
            at=timezone.now(),
        )
    except EditedMeanwhile as meanwhile:
        messages.error(request, meanwhile.render(language()))
        return _editor(request, amendment, provision, text, theirs=meanwhile.theirs)
    except BylawsError as refusal:
        messages.error(request, refusal.render(language()))
        return _editor(request, amendment, provision, text)
    messages.success(request, _("Kept."))
    if "next" in request.POST:
        return HttpResponseRedirect(_following(amendment.pk, provision))
    return HttpResponseRedirect(page_of(amendment))


def _following(pk: UUID, provision: UUID) -> str:
    """The next article in the list; the list itself behind the last one."""
    amendment = _amendment(pk)
    provisions = amending.preview(amendment).provisions
    place = next((i for i, p in enumerate(provisions) if p.id == provision), len(provisions))
    for unit in units(provisions, Scheme(amendment.base.numbering)):
        if unit.first > place and unit.kind is ProvisionKind.ARTICLE:
            return reverse("bylaws:provision", args=[pk, provisions[unit.first].identity])
    return reverse("bylaws:amendment_text", args=[pk])


def _editor(
    request: HttpRequest,
    amendment: Amendment,
    provision: UUID,
    typed: str | None,
    *,
    theirs: str | None = None,
) -> HttpResponse:
    """The form with what was typed. Someone else's text of the meantime stands beside it, and the
    next save is made in its knowledge."""
    amendment = _amendment(amendment.pk)
    shown = None if typed is None else editing.one_line(typed)
    try:
        found = sketching.sketch(amendment, provision, shown)
    except ChangeUnfounded as gone:
        if typed is None:
            raise Http404 from gone
        messages.error(request, gone.render(language()))
        return _lost_place(request, amendment, typed)
    context = {
        "amendment": amendment,
        "sketch": found,
        "text": found.provision.text if typed is None else typed,
        "theirs": theirs,
        "insert": InsertForm(auto_id="new_%s"),
        "places": _places(amendment, found),
        "may_edit": amendment.state in amending.EDITABLE,
        "text_language": _language_of(amendment),
    }
    return render(request, "bylaws/provision_edit.html", context)


def _lost_place(request: HttpRequest, amendment: Amendment, typed: str) -> HttpResponse:
    """The provision went while it was written: the text is handed back to be put elsewhere."""
    context = {"amendment": amendment, "text": typed}
    return render(request, "bylaws/provision_gone.html", context, status=409)


def _places(amendment: Amendment, found: sketching.Sketch) -> list[tuple[str, str]]:
    """Where an article of the base may be moved: behind every other article or heading."""
    if found.is_new or found.provision.kind in editing.INNER:
        return []
    scheme = Scheme(amendment.base.numbering)
    provisions = amending.preview(amendment).provisions
    return [
        (str(unit.id), f"{unit.number} {unit.text[:20]}")
        for unit in units(provisions, scheme)
        if unit.id != found.provision.id and unit.number
    ]


@require(is_secretariat)
@require_POST
def provision_preview(request: HttpRequest, pk: UUID, provision: UUID) -> HttpResponse:
    """The redline of the article with what was typed so far; writes nothing."""
    amendment = _amendment(pk)
    text = editing.one_line(request.POST.get("text", "")[:MOST])
    try:
        found = sketching.sketch(amendment, provision, text)
    except BylawsError as refusal:
        context: dict[str, Any] = {"refusal": refusal.render(language())}
    else:
        context = {"sketch": found, "text_language": _language_of(amendment)}
    return render(request, "bylaws/_provision_preview.html", context)


@require(is_secretariat)
@require_POST
def provision_insert(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put something behind a provision (``after``; without it at the beginning)."""
    amendment = _amendment(pk)
    form = InsertForm(request.POST)
    after = identity(request.POST.get("after", ""))
    to = request.POST.get("to", "") == "page"
    if not form.is_valid():
        messages.error(request, _("Write the text that is to be put in."))
        return HttpResponseRedirect(reverse("bylaws:amendment_text", args=[pk]))
    try:
        new = editing.insert_provision(
            amendment=amendment,
            after=after,
            kind=ProvisionKind(form.cleaned_data["kind"]),
            text=form.cleaned_data["text"],
            revision=whole(request.POST.get("revision", "")),
            by=actor(request),
            at=timezone.now(),
        )
    except BylawsError as refusal:
        messages.error(request, refusal.render(language()))
        return _lost_place(request, amendment, form.cleaned_data["text"])
    messages.success(request, _("It is put in."))
    back = page_of(pk) if to else reverse("bylaws:provision", args=[pk, new])
    return HttpResponseRedirect(back)


@require(is_secretariat)
@require_POST
def provision_act(request: HttpRequest, pk: UUID, provision: UUID) -> HttpResponseRedirect:
    """Repeal a provision, or let it stand elsewhere."""
    amendment = _amendment(pk)
    revision = whole(request.POST.get("revision", ""))
    if "move" in request.POST:
        return answer(
            request,
            lambda: editing.move_provision(
                amendment=amendment,
                provision=provision,
                after=identity(request.POST.get("after", "")),
                revision=revision,
                by=actor(request),
                at=timezone.now(),
            ),
            done=_("It stands elsewhere now."),
            to=page_of(pk),
        )
    if "repeal" not in request.POST:
        return HttpResponseRedirect(reverse("bylaws:amendment_text", args=[pk]))
    return answer(
        request,
        lambda: editing.repeal_provision(
            amendment=amendment,
            provision=provision,
            revision=revision,
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("It is taken out."),
        to=page_of(pk),
    )


@require(is_secretariat)
@require_POST
def word_substitute(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """One word for another through the whole text."""
    amendment = _amendment(pk)
    form = SubstituteForm(request.POST)
    to = reverse("bylaws:amendment_text", args=[pk])
    if not form.is_valid():
        messages.error(request, _("Say which word is to be replaced."))
        return HttpResponseRedirect(to)
    try:
        count = editing.substitute(
            amendment=amendment,
            **form.cleaned_data,
            revision=whole(request.POST.get("revision", "")),
            by=actor(request),
            at=timezone.now(),
        )
    except BylawsError as refusal:
        messages.error(request, refusal.render(language()))
        return HttpResponseRedirect(to)
    told = ngettext(
        "Replaced in %(count)s provision.", "Replaced in %(count)s provisions.", count
    ) % {"count": count}
    messages.success(request, told)
    return HttpResponseRedirect(page_of(pk))
