"""Cases against members: the list, one of them with its steps, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from members.domain import rules
from members.domain.cases import leaving, proceedings
from members.enums import (
    LetterPurpose,
    MailingState,
    ProceedingEvent,
    ProceedingKind,
    ProceedingState,
)
from members.forms import standing as asked
from members.models import Firm, Mailing, Proceeding, ProceedingStep
from members.permissions import can_read_register, is_secretariat, require
from members.tables import PROCEEDING_TONES, ProceedingTable
from members.views.acting import Question, actor, answer_form, posted
from members.views.firm_parts import firm_of
from records.domain import documents

Data = dict[str, Any]
Event, State = ProceedingEvent, ProceedingState
PER_PAGE = 30


@require(can_read_register)
@require_safe
def proceeding_list(request: HttpRequest) -> HttpResponse:
    table = ProceedingTable(Proceeding.objects.select_related("membership__firm"))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"table": table, "may_write": is_secretariat(request.user)}
    return render(request, "members/proceeding_list.html", context)


@require(can_read_register)
@require_safe
def proceeding_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    proceeding = get_object_or_404(
        Proceeding.objects.select_related("membership__firm", "decision"), pk=pk
    )
    day, firm = timezone.localdate(), proceeding.membership.firm
    writes = is_secretariat(request.user)
    events = proceedings.possible_events(proceeding) if writes else []
    context = {
        "proceeding": proceeding,
        "firm": firm,
        "tone": PROCEEDING_TONES[State(proceeding.state)],
        "phases": _phases(proceeding),
        "steps": proceeding.steps.select_related("by__person", "document"),
        "acts": [_Offer(NAMES[event], ACTS[NAMES[event]]) for event in events],
        "may_write": writes,
        "answer_over": proceeding.state == State.CHARGED
        and proceeding.respond_by is not None
        and proceeding.respond_by < day,
        "drafts": _drafts(firm) if writes else [],
        "has_left": proceeding.state in proceedings.OPEN and proceedings.has_left(proceeding, day),
        "ending": _ending(proceeding, firm),
    }
    return render(request, "members/proceeding_detail.html", context)


def _drafts(firm: Firm) -> QuerySet[Mailing]:
    """Letters to this firm alone about its standing that wait for somebody to release them."""
    return Mailing.objects.filter(
        state=MailingState.DRAFT, purpose=LetterPurpose.STANDING, selection__firm=str(firm.pk)
    )


def _ending(proceeding: Proceeding, firm: Firm) -> leaving.Ending | None:
    """What the decision would end; a suspension ends nothing."""
    if proceeding.state not in proceedings.OPEN or proceeding.kind == ProceedingKind.SUSPENSION:
        return None
    return leaving.what_ends(firm, timezone.localdate())


@dataclass(frozen=True, slots=True)
class Phase:
    label: str
    state: str


ORDER = (State.OPENED, State.CHARGED, State.HEARD, State.DECIDED)


def _phases(proceeding: Proceeding) -> list[Phase]:
    """The stations of a case; one that was dismissed went no further than it had come."""
    labels = [
        pgettext("proceeding", "opened"),
        pgettext("proceeding", "charged"),
        pgettext("proceeding", "heard"),
        pgettext("proceeding", "decided"),
    ]
    gone = {
        {Event.HEARING_DECLINED: Event.HEARD}.get(Event(step.event), Event(step.event))
        for step in proceeding.steps.all()
    }
    found = []
    for state, label in zip(ORDER, labels, strict=True):
        done = state.value in {event.value for event in gone}
        is_now = proceeding.state in proceedings.OPEN and state == _next(proceeding.state)
        found.append(Phase(label, "done" if done else "now" if is_now else "later"))
    return found


def _next(state: str) -> str:
    return ORDER[min(ORDER.index(State(state)) + 1, len(ORDER) - 1)]


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def proceeding_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = firm_of(pk)
    question = Question(
        heading=_("Open a proceeding"),
        submit=_("Open it"),
        back=reverse("members:firm_standing", args=[firm.pk]),
        back_label=_("Standing of %(firm)s") % {"firm": firm},
        explanation=_("Nothing changes for the firm before a body has decided."),
    )

    def act(data: Data) -> str:
        opened = proceedings.open_proceeding(membership=firm.membership, **data, **actor(request))
        return reverse("members:proceeding", args=[opened.pk])

    kind = request.GET.get("kind", "")
    wanted = kind if kind in ProceedingKind.values else ProceedingKind.EXPULSION
    citation = rules.article_on(wanted, timezone.localdate())
    form = asked.ProceedingForm(posted(request), initial={"kind": wanted, "citation": citation})
    done = _("The proceeding is open.")
    return answer_form(request, form=form, question=question, act=act, done=done)


@dataclass(frozen=True, slots=True)
class Act:
    label: Any
    done: Any
    form: type[forms.Form]
    do: Callable[[Proceeding, forms.Form, Data], object]
    hint: Any = ""


def _charge(proceeding: Proceeding, form: forms.Form, who: Data) -> object:
    return proceedings.charge(proceeding=proceeding, **form.cleaned_data, **who)


def _hear(proceeding: Proceeding, form: forms.Form, who: Data) -> object:
    given = asked.taken(form.cleaned_data, "on", "statement")
    paper = asked.upload_of(form.cleaned_data["paper"])
    return proceedings.hear(proceeding=proceeding, paper=paper, **given, **who)


def _decline(proceeding: Proceeding, form: forms.Form, who: Data) -> object:
    return proceedings.decline_hearing(proceeding=proceeding, **who)


def _decide(proceeding: Proceeding, form: forms.Form, who: Data) -> object:
    assert isinstance(form, asked.DecideForm)
    effective_on = form.cleaned_data["effective_on"]
    return proceedings.decide_elsewhere(
        proceeding=proceeding, decided=form.decided(), effective_on=effective_on, **who
    )


def _dismiss(proceeding: Proceeding, form: forms.Form, who: Data) -> object:
    return proceedings.dismiss(proceeding=proceeding, **form.cleaned_data, **who)


NAMES = {
    Event.CHARGED: "charge",
    Event.HEARD: "hear",
    Event.HEARING_DECLINED: "decline",
    Event.DECIDED: "decide",
    Event.DISMISSED: "dismiss",
}
ACTS: dict[str, Act] = {
    "charge": Act(
        label=gettext_lazy("Send the charge"),
        done=gettext_lazy("The charge is drafted. Release the letter from the mailings."),
        form=asked.ChargeForm,
        do=_charge,
        hint=gettext_lazy("A letter with the charge and the time to answer is drafted."),
    ),
    "hear": Act(
        label=gettext_lazy("The firm was heard"),
        done=gettext_lazy("The hearing is on record."),
        form=asked.HearForm,
        do=_hear,
        hint=gettext_lazy("What it said, or the paper it sent."),
    ),
    "decline": Act(
        label=gettext_lazy("It did not answer"),
        done=gettext_lazy("It is noted that the firm did not answer."),
        form=asked.DeclineForm,
        do=_decline,
        hint=gettext_lazy("Only after the last day for an answer."),
    ),
    "decide": Act(
        label=gettext_lazy("Enter the decision"),
        done=gettext_lazy("The decision is on record and took effect."),
        form=asked.DecideForm,
        do=_decide,
        hint=gettext_lazy(
            "Where it was taken elsewhere. A meeting that is kept here decides on its own agenda."
        ),
    ),
    "dismiss": Act(
        label=gettext_lazy("Dismiss the case"),
        done=gettext_lazy("The case is dismissed."),
        form=asked.DismissForm,
        do=_dismiss,
        hint=gettext_lazy("Nothing changes for the firm."),
    ),
}


@dataclass(frozen=True, slots=True)
class _Offer:
    name: str
    act: Act


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def proceeding_act(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    proceeding = get_object_or_404(Proceeding.objects.select_related("membership__firm"), pk=pk)
    wanted, day = _wanted(act), timezone.localdate()
    question = Question(
        heading=str(wanted.label),
        submit=str(wanted.label),
        back=reverse("members:proceeding", args=[pk]),
        back_label=str(proceeding),
        explanation=str(wanted.hint),
    )
    due = proceedings.answer_time(day) if act == "charge" else None
    initial = {"respond_by": due.earliest if due else None, "on": day, "decided_on": day}
    form = wanted.form(posted(request), request.FILES or None, initial=initial)

    def do(_data: Data) -> str:
        wanted.do(proceeding, form, actor(request))
        return question.back

    return answer_form(
        request,
        form=form,
        question=question,
        act=do,
        done=str(wanted.done),
        template="members/proceeding_act.html",
        further={"proceeding": proceeding, "due": due},
    )


@require(can_read_register)
@require_safe
def proceeding_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """What the firm handed in."""
    step = get_object_or_404(
        ProceedingStep.objects.select_related("document"), pk=pk, document__isnull=False
    )
    assert step.document is not None  # filtered above
    response = HttpResponse(documents.read(step.document), content_type=step.document.media_type)
    name = content_disposition_header(as_attachment=True, filename=step.document.name)
    response["Content-Disposition"] = name or "attachment"
    return response


def _wanted(act: str) -> Act:
    if act not in ACTS:
        raise Http404
    return ACTS[act]
