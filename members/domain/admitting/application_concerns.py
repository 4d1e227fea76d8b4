"""What the register itself knows that speaks against an applicant, or is to be weighed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.domain.admitting.concerns import Concern
from members.domain.days import local_day
from members.enums import ApplicationEvent, StandingStatus
from members.models import Application, Standing


def earlier_membership(application: Application) -> Iterator[Concern]:
    """How an earlier membership ended: who decided it, when, why and by which rule."""
    if application.firm_id is None or application.decision_id is not None:
        return
    last = (
        Standing.objects.filter(
            membership__firm=application.firm_id, superseded_at__isnull=True, until_on__isnull=True
        )
        .select_related("decision", "membership__firm")
        .order_by("from_on")
        .last()
    )
    if last is None or last.status == StandingStatus.ACTIVE:
        return
    status, day = StandingStatus(last.status), date_format(last.from_on)
    expelled = status == StandingStatus.EXPELLED
    decided = last.decision
    by = f"{decided.body_name}, {date_format(decided.decided_on)}" if decided else ""
    yield Concern(
        title=_("%(status)s on %(day)s") % {"status": status.label, "day": day},
        detail=" · ".join(part for part in (str(last.reason), by) if part),
        citation=last.source,
        url=reverse("members:firm", args=[application.firm_id]),
        tone="bad" if expelled else "wait",
    )


def objections(application: Application) -> Iterator[Concern]:
    """Each objection that came in, in the words it was put down with."""
    for step in application.steps.filter(event=ApplicationEvent.OBJECTION):
        day = date_format(local_day(step.at))
        yield Concern(title=_("Objection of %(day)s") % {"day": day}, detail=step.note)


PROVIDERS = [earlier_membership, objections]
