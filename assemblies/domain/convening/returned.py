"""Notices that mail servers report back: found by the key in their Message-ID, or by address."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from assemblies.domain.convening.delivery import come_back
from assemblies.enums import DeliveryChannel, DeliveryState
from assemblies.models import Delivery
from members.domain.letters.delivery_reports import Claim, Elsewhere, Report
from members.models import User


def claim(report: Report) -> Claim | None:
    """The delivery that a report means; without a key the latest mail to its address."""
    mails = Delivery.objects.select_related("notice__assembly", "entry").filter(
        channel=DeliveryChannel.MAIL, state__in=[DeliveryState.SENT, DeliveryState.BOUNCED]
    )
    if report.letter_key is not None:
        found = mails.filter(key=report.letter_key).first()
    elif report.recipient:
        found = mails.filter(address__iexact=report.recipient).order_by("-sent_at").first()
    else:
        found = None
    if found is None or found.sent_at is None:
        return None
    delivery, notice = found, found.notice

    def take(words: str, by: User | None, at: datetime) -> object:
        return come_back(delivery=delivery, words=words, by=by, at=at)

    return Claim(
        sent_at=found.sent_at,
        is_back=found.state == DeliveryState.BOUNCED,
        take=take,
        about=Elsewhere(
            title=f"{notice.subject} · {found.address}",
            url=reverse("assemblies:notice", args=[notice.assembly_id, notice.pk]),
        ),
    )
