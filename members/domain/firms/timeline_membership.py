"""Of a firm's life: its standing, class and certificates, and who acted for it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from members.domain.firms.timeline import Event, joined
from members.enums import StandingStatus
from members.models import Certificate, ClassPeriod, Firm, Mandate, Representative, Standing

TONES = {
    StandingStatus.ACTIVE: "ok",
    StandingStatus.SUSPENDED: "wait",
    StandingStatus.LOST: "bad",
    StandingStatus.EXPELLED: "bad",
}


def standings(firm: Firm) -> Iterator[Event]:
    """Each standing on the day it began; one that merely ran out says so on the day it ended."""
    facts = list(
        Standing.objects.filter(membership__firm=firm, superseded_at__isnull=True)
        .select_related("decision")
        .order_by("from_on")
    )
    begun = {fact.from_on for fact in facts}
    for fact in facts:
        status = StandingStatus(fact.status)
        detail = joined(fact.reason, fact.source, fact.decision)
        yield Event(fact.from_on, "standing", str(status.label), detail, tone=TONES.get(status, ""))
        if fact.until_on is not None and fact.until_on not in begun:
            ended = _("%(standing)s: ended") % {"standing": status.label}
            yield Event(fact.until_on, "standing", ended, tone="later")


def classes(firm: Firm) -> Iterator[Event]:
    facts = ClassPeriod.objects.filter(membership__firm=firm, superseded_at__isnull=True)
    for fact in facts.select_related("member_class").order_by("from_on"):
        yield Event(fact.from_on, "class", str(fact.member_class), joined(fact.reason, fact.source))


def certificates(firm: Firm) -> Iterator[Event]:
    for row in Certificate.objects.filter(membership__firm=firm).order_by("issued_at"):
        name = {"number": row.number}
        yield Event(row.issued_on, "certificate", _("Certificate %(number)s issued") % name)
        if row.revoked_on is not None:
            yield Event(
                row.revoked_on,
                "certificate",
                _("Certificate %(number)s revoked") % name,
                row.revoked_because,
                tone="bad",
            )


def representatives(firm: Firm) -> Iterator[Event]:
    facts = Representative.objects.filter(firm=firm, superseded_at__isnull=True)
    for fact in facts.select_related("person").order_by("from_on"):
        who = {"person": fact.person}
        url = reverse("members:person", args=[fact.person_id])
        begins = (
            _("%(person)s votes for the firm") if fact.votes else _("%(person)s acts for the firm")
        )
        # The end's reason and source stand on the row that ends, in place of the beginning's.
        reason = "" if fact.until_on else joined(fact.reason, fact.source)
        yield Event(fact.from_on, "person", begins % who, joined(fact.post, reason), url)
        if fact.until_on is not None:
            ends = _("%(person)s no longer acts for the firm") % who
            detail = joined(fact.reason, fact.source)
            yield Event(fact.until_on, "person", ends, detail, url, tone="later")


def mandates(firm: Firm) -> Iterator[Event]:
    facts = Mandate.objects.filter(firm=firm, superseded_at__isnull=True)
    for fact in facts.select_related("person", "term__body", "decision").order_by("from_on"):
        seat = {"person": fact.person, "office": fact.get_office_display()}
        where = _("%(body)s, term %(number)s") % {
            "body": fact.term.body,
            "number": fact.term.number,
        }
        url = reverse("members:person", args=[fact.person_id])
        title = pgettext("a seat begins", "%(person)s: %(office)s") % seat
        yield Event(fact.from_on, "seat", title, joined(where, fact.decision), url)
        if fact.until_on is not None:
            ended = _("%(person)s: no longer %(office)s") % seat
            detail = joined(where, fact.reason, fact.source)
            yield Event(fact.until_on, "seat", ended, detail, url, tone="later")


PROVIDERS = (standings, classes, certificates, representatives, mandates)
