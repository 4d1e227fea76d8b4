"""Delivering a notice, and what became of it for each voter."""

from __future__ import annotations

import smtplib
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from assemblies.domain.convening.sending import postal_address
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.enums import DeliveryChannel, DeliveryState
from assemblies.models import Delivery, Notice
from members.models import User
from records.domain import documents, log

_FOR_GOOD = 500
"""A reply of 5xx is for good, one of 4xx for now (RFC 5321, 4.2.1)."""


def deliver_notice(*, notice_id: str, at: datetime) -> None:
    """Send each mail that still waits. Whatever was sent before a crash is not sent again, so the
    same call goes on where it stopped. What the server refuses for good came back, and gets a
    letter; any other trouble keeps a mail waiting with the server's words."""
    notice = Notice.objects.select_related("assembly").get(pk=notice_id)
    waiting = notice.deliveries.filter(
        channel=DeliveryChannel.MAIL, state=DeliveryState.WAITING
    ).order_by("pk")
    connection, files = get_connection(), files_of(notice)
    failed: OSError | None = None
    for delivery in waiting:
        message = EmailMessage(
            subject=_joined(notice.subject, " / "),
            body=_joined(notice.text, "\n\n" + "—" * 12 + "\n\n"),
            to=[delivery.address],
            headers={"Message-ID": message_id(delivery)},
            connection=connection,
        )
        for name, content, media_type in files:
            message.attach(name, content, media_type)
        try:
            with transaction.atomic():
                _send(delivery, message, at)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            said = f"{code} {words.decode('utf-8', 'replace')}"
            if code >= _FOR_GOOD:
                come_back(delivery=delivery, words=said, by=None, at=at)
            else:
                failed = error
                Delivery.objects.filter(pk=delivery.pk).update(detail=said)
        except OSError as error:  # what smtplib and sockets raise
            failed = error
            Delivery.objects.filter(pk=delivery.pk).update(detail=str(error))
    if failed is not None:
        raise failed


def files_of(notice: Notice) -> list[tuple[str, bytes, str]]:
    """Name, content and media type of what goes with a notice, in the order of its list."""
    rows = notice.attachments.select_related("document").order_by("position")
    return [
        (row.document.name, documents.read(row.document), row.document.media_type) for row in rows
    ]


def message_id(delivery: Delivery) -> str:
    """By this a report of non-delivery names the delivery."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<notice.{delivery.key}@{host}>"


def _send(delivery: Delivery, message: EmailMessage, at: datetime) -> None:
    changed = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING).update(
        state=DeliveryState.SENT, sent_at=at, detail=""
    )
    if changed:
        message.send()


@transaction.atomic
def come_back(*, delivery: Delivery, words: str, by: User | None, at: datetime) -> Delivery:
    """Note that a notice came back, with the server's or the post's words. A mail that did gets a
    letter, where a postal address is on record; back already changes nothing."""
    assembly = lock_assembly(delivery.notice.assembly_id)
    row = Delivery.objects.select_related("notice", "entry__firm").get(pk=delivery.pk)
    if row.state == DeliveryState.BOUNCED:
        return row
    row.state, row.detail, row.returned_at = DeliveryState.BOUNCED, words.strip()[:2000], at
    row.save(update_fields=["state", "detail", "returned_at"])
    letter = _write_letter(row) if row.channel == DeliveryChannel.MAIL else None
    payload = {"delivery": row.pk, "words": row.detail, "letter": letter.pk if letter else None}
    stream = stream_of(assembly)
    log.record(stream=stream, event="delivery_came_back", payload=payload, by=by, at=at)
    return row


def _write_letter(mail: Delivery) -> Delivery | None:
    address = postal_address(mail.entry)
    if not address:
        return None
    letter, _created = Delivery.objects.get_or_create(
        notice=mail.notice,
        entry=mail.entry,
        channel=DeliveryChannel.LETTER,
        defaults={"address": address},
    )
    return letter


def _joined(text: dict[str, str], between: str) -> str:
    """All languages of a text, each once."""
    return between.join(dict.fromkeys(part for part in text.values() if part))


@transaction.atomic
def mark_delivery(
    *, delivery: Delivery, state: DeliveryState, detail: str, by: User | None, at: datetime
) -> Delivery:
    """Note that a letter was posted, or that something came back undelivered."""
    if state == DeliveryState.BOUNCED:
        return come_back(delivery=delivery, words=detail, by=by, at=at)
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
