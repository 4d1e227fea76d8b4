"""Of a firm's life: meetings it was invited to, was excused from, and attended."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from assemblies.domain import days
from assemblies.enums import DeliveryState
from assemblies.models import Attendance, Delivery, Excuse
from members.domain.firms.timeline import Event, joined
from members.models import Firm

DELIVERY_TONES = {DeliveryState.WAITING: "wait", DeliveryState.BOUNCED: "bad"}


def _address(assembly_id: object) -> str:
    return reverse("assemblies:assembly", args=[assembly_id])


def notices(firm: Firm) -> Iterator[Event]:
    found = Delivery.objects.filter(entry__firm=firm).select_related("notice__assembly")
    for delivery in found.order_by("notice__sent_at", "pk"):
        notice = delivery.notice
        title = _("Notice of %(meeting)s") % {"meeting": notice.assembly}
        detail = joined(
            delivery.get_channel_display(), delivery.get_state_display(), delivery.detail
        )
        tone = DELIVERY_TONES.get(DeliveryState(delivery.state), "")
        yield Event(
            notice.sent_on, "meeting", title, detail, _address(notice.assembly_id), tone=tone
        )


def attendances(firm: Firm) -> Iterator[Event]:
    """Once a meeting, however often somebody went in and out."""
    zone = days.zone()
    stays = Attendance.objects.filter(entry__firm=firm).select_related("assembly", "entry__person")
    seen = set()
    for stay in stays.order_by("in_at", "pk"):
        if (stay.assembly_id, stay.entry_id) in seen:
            continue
        seen.add((stay.assembly_id, stay.entry_id))
        title = _("Present at %(meeting)s") % {"meeting": stay.assembly}
        day = stay.in_at.astimezone(zone).date()
        url = _address(stay.assembly_id)
        yield Event(day, "meeting", title, joined(stay.entry.person), url, tone="ok")


def excuses(firm: Firm) -> Iterator[Event]:
    zone = days.zone()
    found = Excuse.objects.filter(entry__firm=firm).select_related("assembly")
    for excuse in found.order_by("assembly__starts_at", "pk"):
        title = _("Excused from %(meeting)s") % {"meeting": excuse.assembly}
        day = excuse.assembly.starts_at.astimezone(zone).date()
        yield Event(day, "meeting", title, excuse.reason, _address(excuse.assembly_id))


PROVIDERS = (notices, attendances, excuses)
