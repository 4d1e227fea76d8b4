"""What nominations ask of a person who logs in: to answer, to nominate, to object in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.nominating.consenting import asked_of
from assemblies.domain.nominating.proposing import firms_of
from assemblies.enums import Consent, NominationOutcome
from assemblies.models import CandidateNotice, Nomination, NominationCall
from desk.domain.home import Duty
from members.models import Person


def duties(*, person: Person, day: date) -> list[Duty]:
    """First what waits for the person's own answer, then what is open to every member."""
    own = list(_own(person))
    return [*own, *_open(day)] if own or firms_of(person.pk, day) else []


def _own(person: Person) -> Iterator[Duty]:
    rows = Nomination.objects.filter(
        person=person,
        withdrawn_at__isnull=True,
        outcome=NominationOutcome.OPEN,
        call__confirmed_at__isnull=True,
        call__item__assembly__closed_at__isnull=True,
    ).exclude(consent=Consent.DECLINED)
    waiting = rows.filter(Q(consent=Consent.ASKED) | Q(declared_on__isnull=True))
    for row in waiting.select_related("call__item").order_by("nominated_at"):
        asked = row.consent == Consent.ASKED
        if not asked and not asked_of(row.office):
            continue
        yield Duty(
            title=_("You are nominated: say whether you stand")
            if asked
            else _("Your declaration as a nominee is missing"),
            detail=f"{row.call.item.title} · {row.get_office_display()}",
            url=reverse("assemblies:own_nominations", args=[row.call_id]),
        )


def _open(day: date) -> Iterator[Duty]:
    calls = NominationCall.objects.filter(
        confirmed_at__isnull=True, item__assembly__closed_at__isnull=True
    ).select_related("item")
    for call in calls.filter(until_on__gte=day).order_by("until_on", "item__position"):
        yield _duty(call, _("Nominations until %(day)s") % {"day": date_format(call.until_on)})
    notices = CandidateNotice.objects.filter(until_on__gte=day, call__in=calls)
    for notice in notices.select_related("call__item").order_by("until_on"):
        title = _("Candidates announced: objections until %(day)s")
        yield _duty(notice.call, title % {"day": date_format(notice.until_on)})


def _duty(call: NominationCall, title: str) -> Duty:
    url = reverse("assemblies:own_nominations", args=[call.pk])
    return Duty(title=title, detail=str(call.item.title), url=url)
