"""The standing of a firm: what it is, what can be done now, and a page for each of these acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from members.domain import rules
from members.domain.cases import leaving, standing_acts, taking_back
from members.domain.cases.proceedings import OPEN, OUTCOMES
from members.domain.cases.standing_acts import TRANSITIONS, Entry
from members.domain.standing import StandingOn, standing_on
from members.enums import ProceedingKind, StandingStatus
from members.forms import standing as asked
from members.models import Firm, Membership, Standing
from members.permissions import is_secretariat, require
from members.tables import STATUS_TONES
from members.views.acting import Question, actor, answer_form, posted
from members.views.firm_parts import firm_of

Data = dict[str, Any]
Status = StandingStatus
CURRENT = frozenset({Status.ACTIVE, Status.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Act:
    """One way to change the standing: ``after`` says in which standings it is offered, ``ends``
    that the membership ends by it."""

    label: Any
    hint: Any
    submit: Any
    done: Any
    form: type[forms.Form]
    do: Callable[[Membership, Data, Data], object]
    after: frozenset[StandingStatus]
    ends: bool = False


def _resign(membership: Membership, data: Data, who: Data) -> object:
    letter = asked.upload_of(data["letter"])
    given = asked.taken(data, "received_on", "effective_on", "source")
    return standing_acts.resign(membership=membership, letter=letter, **given, **who)


def _suspend(membership: Membership, data: Data, who: Data) -> object:
    return standing_acts.suspend(membership=membership, **data, **who)


def _lift(membership: Membership, data: Data, who: Data) -> object:
    return standing_acts.lift_suspension(membership=membership, **data, **who)


def _lose(membership: Membership, data: Data, who: Data) -> object:
    return standing_acts.lose_membership(membership=membership, **data, **who)


ACTS: dict[str, Act] = {
    "resign": Act(
        label=gettext_lazy("The firm resigned"),
        hint=gettext_lazy("By its letter. Membership, seats and certificates end on the day."),
        submit=gettext_lazy("Enter the resignation"),
        done=gettext_lazy("The resignation is on record. A letter to the firm waits."),
        form=asked.ResignForm,
        do=_resign,
        after=CURRENT,
        ends=True,
    ),
    "suspend": Act(
        label=gettext_lazy("Suspend the membership"),
        hint=gettext_lazy("Decided already. The firm keeps its seats and does not vote."),
        submit=gettext_lazy("Suspend it"),
        done=gettext_lazy("The membership is suspended."),
        form=asked.SuspendForm,
        do=_suspend,
        after=frozenset({Status.ACTIVE}),
    ),
    "lift": Act(
        label=gettext_lazy("Lift the suspension"),
        hint=gettext_lazy("The firm votes again from the day on."),
        submit=gettext_lazy("Lift it"),
        done=gettext_lazy("The suspension is lifted."),
        form=asked.SuspendForm,
        do=_lift,
        after=frozenset({Status.SUSPENDED}),
    ),
    "lose": Act(
        label=gettext_lazy("The membership was lost"),
        hint=gettext_lazy("By itself, as the bylaws say: name the rule and what shows it."),
        submit=gettext_lazy("Enter the loss"),
        done=gettext_lazy("The loss is on record. A letter to the firm waits."),
        form=asked.LoseForm,
        do=_lose,
        after=CURRENT,
        ends=True,
    ),
}


@require(is_secretariat)
@require_safe
def firm_standing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What can be done now, and what would end with the membership."""
    firm = firm_of(pk)
    membership, day = firm.membership, timezone.localdate()
    today = standing_on(membership, day)
    rows = membership.standings.filter(superseded_at__isnull=True).order_by("-from_on")
    latest = rows.first()
    coming = latest if latest is not None and latest.from_on > day else None
    context = {
        "firm": firm,
        "today": today,
        "tone": STATUS_TONES.get(Status(today.status), "later") if today.status else "",
        "coming": coming,
        "acts": [
            (name, act)
            for name, act in ACTS.items()
            if today.status in act.after and coming is None
        ],
        "kinds": _cases(membership, today, coming),
        "open": membership.proceedings.filter(state__in=OPEN),
        "left": today.status in leaving.LEFT,
        "expelled": today.status == Status.EXPELLED,
        "standings": rows,
        "latest": latest,
        "first": latest is not None and latest.from_on == membership.joined_on,
        "ending": leaving.what_ends(firm, day) if today.status in CURRENT else None,
    }
    return render(request, "members/firm_standing.html", context)


def _cases(
    membership: Membership, today: StandingOn, coming: Standing | None
) -> list[tuple[str, str]]:
    """The cases that may be opened now, with their names. What is on record for a later day is
    overtaken by an expulsion only."""
    opened = set(membership.proceedings.filter(state__in=OPEN).values_list("kind", flat=True))
    if not today.status:
        return []
    follows = TRANSITIONS[today.status]
    return [
        (kind.value, str(kind.label))
        for kind in ProceedingKind
        if kind not in opened
        and OUTCOMES[kind] in follows
        and today.status in CURRENT
        and (coming is None or kind == ProceedingKind.EXPULSION)
    ]


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def standing_act(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    """The form of one act, with what ends by it."""
    firm = firm_of(pk)
    wanted, day = _wanted(act), timezone.localdate()
    question = _question(firm, str(wanted.label), str(wanted.submit), str(wanted.hint))

    def do(data: Data) -> str:
        wanted.do(firm.membership, data, actor(request))
        return question.back

    form = wanted.form(posted(request), request.FILES or None, initial=_initial(act, firm))
    ending = leaving.what_ends(firm, day) if wanted.ends else None
    return answer_form(
        request,
        form=form,
        question=question,
        act=do,
        done=str(wanted.done),
        template="members/standing_act.html",
        further={"ending": ending, "exit": _exit_rule() if act == "resign" else None},
    )


def _initial(act: str, firm: Firm) -> Data:
    day = timezone.localdate()
    days = dict.fromkeys(("received_on", "effective_on", "from_on", "on", "decided_on"), day)
    if act == "lose":
        return days | {"citation": rules.article_on(ProceedingKind.LAPSE, day)}
    return days


def _exit_rule() -> rules.Ruling | None:
    """How long a notice of withdrawal may be at most: shown, and left to whoever enters it."""
    return rules.ruling_on("membership.exit_notice_max_years", timezone.localdate())


def _question(firm: Firm, heading: str, submit: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=submit,
        back=reverse("members:firm_standing", args=[firm.pk]),
        back_label=_("Standing of %(firm)s") % {"firm": firm},
        explanation=explanation,
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def standing_readmit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A firm that resigned or lost the membership; who was expelled returns by an application."""
    firm = firm_of(pk)
    if standing_on(firm.membership, timezone.localdate()).status == Status.EXPELLED:
        raise Http404
    question = _question(
        firm,
        _("Make the firm a member again"),
        _("Readmit it"),
        _("Under its old number, by a decision that was taken. Its former seats stay gone."),
    )
    form = asked.ReadmitForm(
        posted(request), request.FILES or None, initial=_initial("readmit", firm)
    )

    def do(data: Data) -> str:
        given = asked.taken(data, "on", "reason")
        standing_acts.readmit_elsewhere(
            membership=firm.membership, decided=form.decided(), **given, **actor(request)
        )
        return question.back

    return answer_form(
        request, form=form, question=question, act=do, done=_("The firm is a member again.")
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def standing_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Another entry in the place of the latest."""
    standing = _latest(pk)
    question = _question(
        standing.membership.firm,
        _("Correct the latest entry"),
        _("Correct it"),
        _("The wrong entry stays in the history. A roll that is frozen does not change."),
    )

    def do(data: Data) -> str:
        entry = Entry(Status(data["status"]), data["from_on"], data["reason"], data["source"])
        standing_acts.correct_latest(
            standing=standing, entry=entry, because=data["because"], **actor(request)
        )
        return question.back

    initial = {key: getattr(standing, key) for key in ("status", "from_on", "reason", "source")}
    form = asked.CorrectForm(posted(request), initial=initial)
    done = _("The entry is corrected.")
    return answer_form(request, form=form, question=question, act=do, done=done)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def standing_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the latest entry away, so that what held before goes on."""
    standing = _latest(pk)
    question = _question(
        standing.membership.firm,
        _("Take the latest entry back: %(status)s") % {"status": standing.get_status_display()},
        pgettext("entry", "Take it back"),
        _("What held before goes on, with the seats and representatives that ended by the entry."),
    )

    def do(data: Data) -> str:
        standing_acts.correct_latest(
            standing=standing, entry=None, because=data["because"], **actor(request)
        )
        return question.back

    form = asked.TakeBackForm(posted(request))
    done = _("The entry is taken back.")
    return answer_form(request, form=form, question=question, act=do, done=done)


def _latest(pk: int) -> Standing:
    """404 for an entry that something replaced or followed: there is nothing to correct in it."""
    standing = get_object_or_404(Standing.objects.select_related("membership__firm"), pk=pk)
    if not taking_back.is_latest(standing):
        raise Http404
    return standing


def _wanted(act: str) -> Act:
    if act not in ACTS:
        raise Http404
    return ACTS[act]
