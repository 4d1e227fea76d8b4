"""What can be done with an application now, what each act still lacks, and where it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from members.domain.admitting import application_steps, public_notice
from members.domain.days import local_day
from members.domain.listing import Figure
from members.enums import (
    OPEN_APPLICATIONS,
    ApplicationAct,
    ApplicationEvent,
    ApplicationState,
)
from members.models import Application

State, Act, Happened = ApplicationState, ApplicationAct, ApplicationEvent


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the state allows. ``missing`` says what it waits for; then it is not offered as
    a button. ``hint`` is what to know before, with its rule."""

    act: ApplicationAct
    hint: str = ""
    citation: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the stations: ``state`` is done, now or later; ``fact`` the day or the next one."""

    label: str
    state: str
    fact: str = ""


# The act that leads on comes first in each state.
ORDER = (
    *(Act.CLOSE_NOTICE, Act.ADMIT, Act.OPEN_NOTICE, Act.FORGO_NOTICE, Act.ANNOUNCE),
    *(Act.ASK_PAPERS, Act.ADD_PAPER, Act.OBJECT, Act.WRITE, Act.REJECT, Act.WITHDRAW),
)


def offers_of(application: Application, day: date) -> list[Offer]:
    """What the state allows on ``day``, the step that leads on first."""
    possible = [act for act in ORDER if application_steps.is_possible(application, act)]
    found = [_offer(application, act, day) for act in possible]
    return [offer for offer in found if offer is not None]


def _offer(application: Application, act: ApplicationAct, day: date) -> Offer | None:
    rule = public_notice.notice_rule_on(day) if act in (Act.OPEN_NOTICE, Act.FORGO_NOTICE) else None
    if act == Act.OPEN_NOTICE:
        if rule is None:
            return Offer(act, hint=_("No text in force says for how long: you give the days."))
        asked = _("%(days)s days at least.") % {"days": rule.value}
        return Offer(act, hint=asked, citation=str(rule.citation))
    if act == Act.FORGO_NOTICE:
        return None if rule is not None and rule.value > 0 else Offer(act)
    if act == Act.CLOSE_NOTICE and not public_notice.is_over(application, day):
        until = application.notice_until
        told = date_format(until) if until else ""
        return Offer(act, missing=_("It runs until the end of %(day)s.") % {"day": told})
    if act == Act.ADMIT:
        return Offer(act, hint=_("Carried by a motion of a meeting, or entered with a decision."))
    if act == Act.ANNOUNCE and application.steps.filter(event=Happened.ANNOUNCED).exists():
        return None
    if act == Act.WRITE and not application.contact_email:
        return Offer(act, missing=_("No e-mail address was given."))
    return Offer(act)


def phases_of(application: Application) -> list[Phase]:
    """Submitted, public notice, decision, certificate, announcement: with the day of each."""
    happened = application.steps.values_list("event", "at")
    days = {event: date_format(local_day(at)) for event, at in happened}
    state = State(application.state)
    if state in (State.REJECTED, State.WITHDRAWN):
        return [
            Phase(_("Submitted"), "done", date_format(local_day(application.submitted_at))),
            Phase(str(state.label), "now", days.get(str(state), "")),
        ]
    until, certified = application.notice_until, _certified_on(application)
    facts = [
        (pgettext("application", "Papers"), _fact_of_papers(application)),
        (_("Public notice"), _("until %(day)s") % {"day": date_format(until)} if until else ""),
        (_("Decision"), days.get(Happened.ADMITTED, "")),
        (_("Certificate"), certified),
        (_("Announcement"), days.get(Happened.ANNOUNCED, "")),
    ]
    places = {State.SUBMITTED: 0, State.INCOMPLETE: 0, State.NOTICE: 1, State.READY: 2}
    now = places.get(state, 4 if certified else 3)
    return [
        Phase(label, _phase_state(place, now, is_done=place > 2 and bool(fact)), fact)
        for place, (label, fact) in enumerate(facts)
    ]


def _phase_state(place: int, now: int, *, is_done: bool) -> str:
    if is_done or place < now:
        return "done"
    return "now" if place == now else "later"


def _fact_of_papers(application: Application) -> str:
    if application.state == State.INCOMPLETE:
        return str(State.INCOMPLETE.label)
    return date_format(local_day(application.submitted_at))


def _certified_on(application: Application) -> str:
    if application.firm_id is None or application.state != State.ADMITTED:
        return ""
    standing = application.firm.membership.certificates.filter(revoked_on__isnull=True).first()  # type: ignore[union-attr]  # firm_id is set
    return date_format(standing.issued_on) if standing else ""


def figures() -> list[Figure]:
    """How many applications are in each state; those that are closed last."""
    counted = Counter(Application.objects.values_list("state", flat=True))
    return [
        Figure(_("applications"), counted.total(), ""),
        *(
            Figure(str(state.label), counted[state], f"state={state}")
            for state in ApplicationState
            if counted[state] or state in OPEN_APPLICATIONS
        ),
    ]
