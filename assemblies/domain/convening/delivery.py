"""Delivering a notice, and what became of it for each voter."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.enums import DeliveryChannel, DeliveryState
from assemblies.models import Delivery, Notice
from members.models import User
from records.domain import log


def deliver_notice(*, notice_id: str, at: datetime) -> None:
    """Send each mail that still waits. Whatever was sent before a crash is not sent again, so the
    same call goes on where it stopped; a mail that fails keeps waiting with the server's words."""
    notice = Notice.objects.select_related("assembly").get(pk=notice_id)
    waiting = notice.deliveries.filter(
        channel=DeliveryChannel.MAIL, state=DeliveryState.WAITING
    ).order_by("pk")
    connection = get_connection()
    failed: OSError | None = None
    for delivery in waiting:
        message = EmailMessage(
            subject=_joined(notice.subject, " / "),
            body=_joined(notice.text, "\n\n" + "—" * 12 + "\n\n"),
            to=[delivery.address],
            connection=connection,
        )
        try:
            with transaction.atomic():
                _send(delivery, message, at)
        except OSError as error:  # what smtplib and sockets raise
            failed = error
            Delivery.objects.filter(pk=delivery.pk).update(detail=str(error))
    if failed is not None:
        raise failed


def _send(delivery: Delivery, message: EmailMessage, at: datetime) -> None:
    changed = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING).update(
        state=DeliveryState.SENT, sent_at=at, detail=""
    )
    if changed:
        message.send()


def _joined(text: dict[str, str], between: str) -> str:
    """All languages of a text, each once."""
    return between.join(dict.fromkeys(part for part in text.values() if part))


@transaction.atomic
def mark_delivery(
    *, delivery: Delivery, state: DeliveryState, detail: str, by: User | None, at: datetime
) -> Delivery:
    """Note that a letter was posted, or that something came back undelivered."""
    assembly = lock_assembly(delivery.notice.assembly_id)
    row = Delivery.objects.get(pk=delivery.pk)
    if (row.state, row.detail) == (state, detail):
        return row
    row.state, row.detail = state, detail
    if state == DeliveryState.SENT and row.sent_at is None:
        row.sent_at = at
    row.save(update_fields=["state", "detail", "sent_at"])
    payload = {"delivery": row.pk, "state": state, "detail": detail}
    log.record(stream=stream_of(assembly), event="delivery_noted", payload=payload, by=by, at=at)
    return row


@transaction.atomic
def post_letters(*, notice: Notice, by: User | None, at: datetime) -> int:
    """Note that all letters still waiting were posted; how many."""
    assembly = lock_assembly(notice.assembly_id)
    posted = notice.deliveries.filter(
        channel=DeliveryChannel.LETTER, state=DeliveryState.WAITING
    ).update(state=DeliveryState.SENT, sent_at=at)
    if posted:
        payload = {"notice": notice.pk, "letters": posted}
        stream = stream_of(assembly)
        log.record(stream=stream, event="letters_posted", payload=payload, by=by, at=at)
    return posted
