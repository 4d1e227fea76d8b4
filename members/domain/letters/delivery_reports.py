"""Reports of non-delivery, as mail servers write them (RFC 3464), read from saved mails.

A report names the letter by the Message-ID of the mail that it brings back; where that is cut off,
the latest letter to the address is meant. Only ``Action: failed`` is for good: a delay is told and
changes nothing.

Other mails of the house come back to the same mailbox: whoever sends them adds to ``TAKERS``
and names its mails ``<kind.key@host>``, as letters are named ``<letter.key@host>``.
"""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from members.domain.letters.letter_returns import mark_returned
from members.enums import Channel, LetterState
from members.errors import NoReportInFile
from members.models import Letter, User

MOST_MAILS = 2000
_OURS = re.compile(
    rb"<([a-z]+)\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", re.IGNORECASE
)
# A line that begins a mail in an mbox, at the very start or behind an empty line (RFC 4155).
_MBOX = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]*\r?\n")


class Finding(TextChoices):
    """What a report meant for a letter."""

    RETURNED = "returned", _("came back; noted")
    KNOWN = "known", _("came back; noted before")
    DELAYED = "delayed", _("delayed; the server goes on trying")
    DELIVERED = "delivered", _("delivered")
    NOT_OURS = "not_ours", _("no letter of ours")
    NO_REPORT = "no_report", _("no report of a mail server; read it yourself")


@dataclass(frozen=True, slots=True)
class Report:
    """What one mail says of one recipient; ``action`` is empty where it is no report."""

    recipient: str
    action: str
    words: str
    subject: str
    letter_key: UUID | None
    kind: str = ""
    """What the mail that came back was: ``letter``, or what a taker calls its own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    report: Report
    finding: Finding
    letter: Letter | None
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a report meant that was no letter of the register: what it is called, and its page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail of a higher layer that a report means; ``take`` notes that it came back."""

    sent_at: datetime
    is_back: bool
    take: Callable[[str, User | None, datetime], object]
    about: Elsewhere


TAKERS: dict[str, Callable[[Report], Claim | None]] = {}
"""By the kind of mail: who finds the mail of a report, by its key or by its address."""


def take_reports(*, content: bytes, name: str, by: User | None, at: datetime) -> list[Outcome]:
    """Read a saved mail (.eml) or several (mbox), and note each letter that came back.

    The same file again changes nothing. Raises NoReportInFile.
    """
    reports = read_reports(content)
    if not reports:
        raise NoReportInFile(name=name)
    return [_take(report, by=by, at=at) for report in reports]


def _take(report: Report, *, by: User | None, at: datetime) -> Outcome:
    letter = _letter_of(report)
    claim = _claim_of(report)
    if claim is not None and letter is not None and (letter.sent_at or at) < claim.sent_at:
        letter = None
    about = claim.about if claim and letter is None else None
    if not report.action:
        return Outcome(report, Finding.NO_REPORT, letter, about)
    if letter is None and about is None:
        return Outcome(report, Finding.NOT_OURS, None)
    if report.action != "failed":
        delayed = report.action == "delayed"
        finding = Finding.DELAYED if delayed else Finding.DELIVERED
        return Outcome(report, finding, letter, about)
    if letter is None:
        assert claim is not None  # else nothing of ours was found
        if claim.is_back:
            return Outcome(report, Finding.KNOWN, None, about)
        claim.take(report.words, by, at)
        return Outcome(report, Finding.RETURNED, None, about)
    if letter.state == LetterState.BOUNCED:
        return Outcome(report, Finding.KNOWN, letter)
    letter = mark_returned(letter=letter, words=report.words, by=by, at=at)
    return Outcome(report, Finding.RETURNED, letter)


def _claim_of(report: Report) -> Claim | None:
    """Of what other mails claim, the latest: a report without a key names only an address."""
    claims = [
        claim
        for kind, taker in TAKERS.items()
        if report.kind in ("", kind) and (claim := taker(report)) is not None
    ]
    return max(claims, key=lambda claim: claim.sent_at, default=None)


def _letter_of(report: Report) -> Letter | None:
    mails = Letter.objects.select_related("mailing", "firm").filter(
        channel=Channel.MAIL, state__in=[LetterState.SENT, LetterState.BOUNCED]
    )
    if report.kind not in ("", "letter"):
        return None
    if report.letter_key is not None:
        return mails.filter(pk=report.letter_key).first()
    if not report.recipient:
        return None
    return mails.filter(address__iexact=report.recipient).order_by("-sent_at").first()


def read_reports(content: bytes) -> list[Report]:
    """Every report in a file of one mail or of many; a mail that is none gives an empty action."""
    found: list[Report] = []
    for number, raw in enumerate(_mails(content)):
        if number >= MOST_MAILS:
            break
        found += _reports_of(raw)
    return found


def _mails(content: bytes) -> Iterator[bytes]:
    starts = list(_MBOX.finditer(content))
    if not starts or starts[0].start() > 0:
        if _is_mail(content):
            yield content
        return
    ends = [*(start.start() for start in starts[1:]), len(content)]
    for start, end in zip(starts, ends, strict=True):
        yield content[start.end() : end]


def _is_mail(content: bytes) -> bool:
    """Any bytes parse as a mail; one of ours has at least a head with a sender or a date."""
    head = email.message_from_bytes(content[:65536])
    return any(head.get(name) for name in ("From", "Date", "Received", "Return-Path"))


def _reports_of(raw: bytes) -> list[Report]:
    mail = email.message_from_bytes(raw)
    subject = _plain(mail.get("Subject"))
    keys = {(kind.decode().lower(), UUID(key.decode())) for kind, key in _OURS.findall(raw)}
    keys = {(kind, key) for kind, key in keys if kind == "letter" or kind in TAKERS}
    kind, key = keys.pop() if len(keys) == 1 else ("", None)
    found = []
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        # The first block is of the whole mail, each other one of a recipient.
        blocks: Any = part.get_payload()
        found += [_report(block, subject, kind, key) for block in blocks[1:]]
    return found or [Report("", "", "", subject, key, kind)]


def _report(block: Message, subject: str, kind: str, key: UUID | None) -> Report:
    recipient = _typed(block.get("Original-Recipient") or block.get("Final-Recipient"))
    status, said = _plain(block.get("Status")), _typed(block.get("Diagnostic-Code"))
    return Report(
        recipient=recipient,
        action=_plain(block.get("Action")).lower(),
        words=" ".join(part for part in (status, said) if part)[:500],
        subject=subject,
        letter_key=key,
        kind=kind,
    )


def _typed(value: object) -> str:
    """``rfc822;a@b.example`` without its type."""
    return _plain(value).partition(";")[2].strip() or _plain(value)


def _plain(value: object) -> str:
    return " ".join(str(value or "").split())
