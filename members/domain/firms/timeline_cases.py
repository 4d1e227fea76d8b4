"""Of a firm's life: applications and proceedings, papers, letters, requests, duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from members.domain import days
from members.domain.firms.timeline import Event, joined
from members.enums import ApplicationEvent, LetterState, ProceedingEvent, RequestState
from members.models import (
    ApplicationStep,
    ChangeRequest,
    Firm,
    FirmDocument,
    Letter,
    Merge,
    ProceedingStep,
)

STEP_TONES = {
    ApplicationEvent.ADMITTED: "ok",
    ApplicationEvent.REJECTED: "bad",
    ApplicationEvent.OBJECTION: "wait",
    ProceedingEvent.DECIDED: "bad",
}
REQUEST_TONES = {RequestState.APPROVED: "ok", RequestState.REFUSED: "bad"}
LETTER_TONES = {LetterState.FAILED: "bad", LetterState.BOUNCED: "bad"}


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def applications(firm: Firm) -> Iterator[Event]:
    zone = days.zone()
    steps = ApplicationStep.objects.filter(application__firm=firm)
    for step in steps.select_related("application", "decision").order_by("at", "pk"):
        title = _("Application %(number)s: %(step)s") % {
            "number": step.application.number,
            "step": step.get_event_display(),
        }
        detail = joined(step.note, step.decision)
        tone = STEP_TONES.get(ApplicationEvent(step.event), "")
        yield Event(_day(step.at, zone), "application", title, detail, tone=tone)


def proceedings(firm: Firm) -> Iterator[Event]:
    zone = days.zone()
    steps = ProceedingStep.objects.filter(proceeding__membership__firm=firm)
    for step in steps.select_related("proceeding__decision").order_by("at", "pk"):
        case = step.proceeding
        title = _("Proceeding (%(kind)s): %(step)s") % {
            "kind": case.get_kind_display(),
            "step": step.get_event_display(),
        }
        decision = case.decision if step.event == ProceedingEvent.DECIDED else None
        detail = joined(step.note, case.citation, decision)
        tone = STEP_TONES.get(ProceedingEvent(step.event), "")
        yield Event(_day(step.at, zone), "proceeding", title, detail, tone=tone)


def papers(firm: Firm) -> Iterator[Event]:
    zone = days.zone()
    for paper in FirmDocument.objects.filter(firm=firm).order_by("added_at"):
        title = f"{paper.get_kind_display()}: {paper.title}"
        yield Event(_day(paper.added_at, zone), "paper", title)


def letters(firm: Firm) -> Iterator[Event]:
    """Those that left, or tried to; a draft is nothing that happened."""
    zone = days.zone()
    sent = Letter.objects.filter(firm=firm, sent_at__isnull=False).select_related("mailing")
    for letter in sent.order_by("sent_at"):
        assert letter.sent_at is not None  # as filtered
        detail = joined(letter.get_channel_display(), letter.get_state_display(), letter.detail)
        tone = LETTER_TONES.get(LetterState(letter.state), "")
        title = _("Letter: %(subject)s") % {"subject": letter.subject}
        url = reverse("members:letter", args=[letter.pk])
        yield Event(_day(letter.sent_at, zone), "letter", title, detail, url, tone)


def requests(firm: Firm) -> Iterator[Event]:
    zone = days.zone()
    for request in ChangeRequest.objects.filter(firm=firm).order_by("requested_at"):
        asked = _("The firm asked for a change of its data")
        yield Event(_day(request.requested_at, zone), "request", asked, request.note)
        if request.decided_at is not None:
            state = RequestState(request.state)
            title = _("Request for a change: %(state)s") % {"state": state.label}
            tone = REQUEST_TONES.get(state, "later")
            yield Event(_day(request.decided_at, zone), "request", title, request.answer, tone=tone)


def merges(firm: Firm) -> Iterator[Event]:
    """Told on both sides: of the entry that goes on and of the one that was dropped."""
    zone = days.zone()
    found = Merge.objects.filter(Q(kept=firm) | Q(dropped=firm), distinct=False)
    for merge in found.select_related("kept", "dropped__membership").order_by("merged_at"):
        names = {"dropped": merge.dropped.membership.number, "kept": merge.kept}
        title = _("Entry %(dropped)s goes on as %(kept)s") % names
        yield Event(_day(merge.merged_at, zone), "merge", title, merge.reason)
        if merge.undone_at is not None:
            undone = _("Entry %(dropped)s is one of its own again") % names
            yield Event(_day(merge.undone_at, zone), "merge", undone, tone="later")


PROVIDERS = (applications, proceedings, papers, letters, requests, merges)
