"""Sending the mails of a released mailing, one transaction a letter.

Whatever was sent before a crash is not sent again, so the same call goes on where it stopped. Only
a crash between the server's yes and our commit sends a mail twice, and then with the same
Message-ID. A mail that the server refuses for good has failed and keeps its words; other trouble
leaves it waiting for the next attempt of the job.
"""

from __future__ import annotations

import smtplib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Count

from members.enums import Channel, LetterState, MailingState
from members.errors import LettersStillWaiting
from members.models import Letter, Mailing
from records.domain import documents
from records.errors import DocumentMissing
from records.fields import Translated
from records.models import Document

# Servers close a connection that takes too many mails; a new one costs little.
_PER_CONNECTION = 50
_BETWEEN = "\n\n" + "—" * 12 + "\n\n"


class _Refused(Exception):
    """The mail cannot be sent as it is, however often it is tried."""


class _Held(Exception):
    """The mail may be taken later."""


def send_letters(*, mailing_id: str, at: datetime) -> None:
    """Send each mail that waits. Raises LettersStillWaiting where some have to be tried again."""
    mailing = Mailing.objects.get(pk=mailing_id)
    if mailing.state != MailingState.RELEASED:
        return
    waiting = mailing.letters.filter(channel=Channel.MAIL, state=LetterState.WAITING)
    post = _Post()
    held = 0
    words = ""
    try:
        for letter in list(waiting.select_related("attachment").order_by("pk")):
            try:
                _send(letter, post, at)
            except _Refused as refused:
                _note(letter, LetterState.FAILED, str(refused))
            except _Held as trouble:
                held, words = held + 1, str(trouble)
                _note(letter, LetterState.WAITING, words)
    finally:
        post.close()
    if held:
        raise LettersStillWaiting(count=held, words=words)


def _send(letter: Letter, post: _Post, at: datetime) -> None:
    with transaction.atomic():
        changed = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING).update(
            state=LetterState.SENT, sent_at=at, detail=""
        )
        if changed:
            post.send(letter)


def _note(letter: Letter, state: LetterState, words: str) -> None:
    Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING).update(
        state=state, detail=words[:2000]
    )


class _Post:
    """A connection to the mail server, opened again now and then, and the attachments read."""

    def __init__(self) -> None:
        self.connection = get_connection()
        self.taken = 0
        self.down = ""
        self.attachments: dict[UUID, bytes] = {}

    def send(self, letter: Letter) -> None:
        """Raises _Refused, _Held."""
        if self.down:
            # Two thousand mails would each wait for the same server to time out.
            raise _Held(self.down)
        message = self._message(letter)
        try:
            if self.taken % _PER_CONNECTION == 0:
                self.close()
            self.connection.open()
            message.send()
            self.taken += 1
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise _verdict(code, words) from error
        except smtplib.SMTPDataError as error:
            raise _verdict(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise _Refused(str(error)) from error
        except OSError as error:  # what smtplib and sockets raise
            self.down = str(error) or type(error).__name__
            raise _Held(self.down) from error

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(
            subject=joined(letter.subject, " / "),
            body=joined(letter.body, _BETWEEN),
            to=[letter.address],
            headers={"Message-ID": message_id(letter)},
            connection=self.connection,
        )
        if letter.attachment is not None:
            paper = letter.attachment
            message.attach(paper.name, self._read(paper), paper.media_type)
        try:
            message.message()
        except (ValueError, UnicodeError) as error:
            raise _Refused(str(error)) from error
        return message

    def _read(self, paper: Document) -> bytes:
        if paper.pk not in self.attachments:
            try:
                self.attachments[paper.pk] = documents.read(paper)
            except DocumentMissing as error:
                raise _Refused(str(error)) from error
        return self.attachments[paper.pk]

    def close(self) -> None:
        self.connection.close()


def _verdict(code: int, words: bytes | str) -> Exception:
    """A reply of 5xx is for good, one of 4xx for now (RFC 5321, 4.2.1)."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    said = f"{code} {text}"
    return _Refused(said) if code >= 500 else _Held(said)


def joined(text: Translated, between: str) -> str:
    """All languages of a text, each once."""
    return between.join(dict.fromkeys(part for part in text.values() if part))


def message_id(letter: Letter) -> str:
    """By this a report of non-delivery names the letter."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<letter.{letter.pk}@{host}>"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many letters of a mailing are where."""

    mails: int
    papers: int
    without_address: int
    waiting: int
    sent: int
    failed: int
    bounced: int
    papers_waiting: int

    @property
    def total(self) -> int:
        return self.mails + self.papers + self.without_address


def progress_of(mailing: Mailing) -> Progress:
    """The figures of one mailing, in one query."""
    rows = (
        mailing.letters.order_by()
        .values_list("channel", "state", "address")
        .annotate(number=Count("pk"))
    )
    return _progress([(channel, state, bool(address), n) for channel, state, address, n in rows])


def _progress(rows: list[tuple[str, str, bool, int]]) -> Progress:
    by_channel: Counter[str] = Counter()
    by_state: Counter[tuple[str, str]] = Counter()
    missing = 0
    for channel, state, has_address, number in rows:
        if not has_address:
            missing += number
            continue
        by_channel[channel] += number
        by_state[channel, state] += number
    both = {
        state: by_state[Channel.MAIL, state] + by_state[Channel.LETTER, state]
        for state in LetterState
    }
    return Progress(
        mails=by_channel[Channel.MAIL],
        papers=by_channel[Channel.LETTER],
        without_address=missing,
        waiting=by_state[Channel.MAIL, LetterState.WAITING],
        sent=both[LetterState.SENT],
        failed=both[LetterState.FAILED],
        bounced=both[LetterState.BOUNCED],
        papers_waiting=by_state[Channel.LETTER, LetterState.WAITING],
    )
