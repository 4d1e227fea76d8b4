"""Mail is kept in an outbox that a page shows, until a mail server is set."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from records.models import OutgoingMail


class OutboxBackend(BaseEmailBackend):
    """E-mail backend that keeps each message as a row."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        OutgoingMail.objects.bulk_create(
            OutgoingMail(
                to=list(message.to),
                subject=str(message.subject),
                body=str(message.body),
                sender=message.from_email,
                created_at=now,
            )
            for message in email_messages
        )
        return len(email_messages)
