"""Letters to many firms: drafted, looked at, released by a person, and sent by a job.

A draft sends nothing. What is released is what was looked at: addresses and texts are those of the
draft, even where the register changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from members.domain.days import local_day
from members.domain.letters.letter_writing import languages_of, write_letters
from members.domain.letters.recipients import usual_reach
from members.domain.register import STREAM
from members.enums import LetterPurpose, LetterState, MailingState
from members.errors import (
    LetterInUse,
    LettersWithoutAddress,
    MailingIsDiscarded,
    MailingIsReleased,
    MailingWithoutFirms,
)
from members.models import Firm, Letter, Mailing, User
from members.signals import mailing_released
from records.domain import jobs, log
from records.fields import Translated
from records.models import Document

JOB = "members.send_letters"
_AT_ONCE = 200


@transaction.atomic
def draft_mailing(
    *,
    title: str,
    purpose: LetterPurpose,
    subject: Translated,
    body: Translated,
    firms: Sequence[Firm],
    selection: Mapping[str, Any] | None = None,
    fields: Mapping[UUID, Mapping[str, Translated | str]] | None = None,
    attachments: Mapping[UUID, Document] | None = None,
    languages: Sequence[str] = (),
    reach: Sequence[str] | None = None,
    by: User | None,
    at: datetime,
) -> Mailing:
    """Write one letter for each firm; nothing is sent before :func:`release_mailing`.

    ``fields`` and ``attachments`` are per firm's key; ``languages`` are those of the letters
    (default: those that the text has); ``reach`` is the order in which mail addresses are looked
    for (default: by purpose; empty: all on paper). A firm without a mail address gets a paper
    letter, and one without any address a letter whose ``address`` is empty, which must be mended
    before the release. Raises LetterTextMissing, FieldUnknown, BraceUnpaired, MailingWithoutFirms.
    """
    keys = list(dict.fromkeys(firm.pk for firm in firms))
    if not keys:
        raise MailingWithoutFirms
    mailing = Mailing(
        title=title.strip(),
        purpose=purpose,
        subject=subject,
        body=body,
        selection=dict(selection or {}),
        languages=languages_of(subject=subject, body=body, wanted=languages),
        reach=usual_reach(purpose) if reach is None else list(reach),
        created_at=at,
    )
    given, attached = fields or {}, attachments or {}
    letters = [
        Letter(
            mailing=mailing,
            firm_id=key,
            fields=dict(given.get(key, {})),
            attachment=attached.get(key),
        )
        for key in keys
    ]
    write_letters(mailing=mailing, letters=letters, day=local_day(at))
    mailing.save(force_insert=True)
    Letter.objects.bulk_create(letters, batch_size=_AT_ONCE)
    payload = {"mailing": mailing.pk, "purpose": purpose, "letters": len(letters)}
    log.record(stream=STREAM, event="mailing_drafted", payload=payload, by=by, at=at)
    return mailing


def lock_draft(mailing: Mailing) -> Mailing:
    """The mailing, locked. Raises MailingIsReleased, MailingIsDiscarded."""
    locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if locked.state == MailingState.RELEASED:
        raise MailingIsReleased
    if locked.state == MailingState.DISCARDED:
        raise MailingIsDiscarded
    return locked


@transaction.atomic
def edit_mailing(
    *,
    mailing: Mailing,
    title: str,
    subject: Translated,
    body: Translated,
    languages: Sequence[str],
    reach: Sequence[str],
    by: User | None,
    at: datetime,
) -> Mailing:
    """Change a draft's text, languages or ways, and write its letters anew with the addresses of
    the day. Raises what :func:`draft_mailing` and :func:`lock_draft` raise."""
    mailing = lock_draft(mailing)
    wanted = {
        "title": title.strip(),
        "subject": subject,
        "body": body,
        "languages": languages_of(subject=subject, body=body, wanted=languages),
        "reach": list(reach),
    }
    changed = [name for name, value in wanted.items() if getattr(mailing, name) != value]
    for name in changed:
        setattr(mailing, name, wanted[name])
    rewritten = _write_anew(mailing, at)
    if changed:
        mailing.save(update_fields=changed)
    if changed or rewritten:
        payload = {"mailing": mailing.pk, "changed": changed, "letters": rewritten}
        log.record(stream=STREAM, event="mailing_edited", payload=payload, by=by, at=at)
    return mailing


def read_addresses_again(*, mailing: Mailing, by: User | None, at: datetime) -> Mailing:
    """Write a draft's letters anew from the register as it stands."""
    return edit_mailing(
        mailing=mailing,
        title=mailing.title,
        subject=mailing.subject,
        body=mailing.body,
        languages=mailing.languages,
        reach=mailing.reach,
        by=by,
        at=at,
    )


_WRITTEN = ["person", "addressee", "channel", "address", "subject", "body"]


def _write_anew(mailing: Mailing, at: datetime) -> int:
    letters = list(mailing.letters.order_by("pk"))
    before = [_content(letter) for letter in letters]
    write_letters(mailing=mailing, letters=letters, day=local_day(at))
    other = [row for row, was in zip(letters, before, strict=True) if _content(row) != was]
    Letter.objects.bulk_update(other, _WRITTEN, batch_size=_AT_ONCE)
    return len(other)


def _content(letter: Letter) -> tuple[Any, ...]:
    """What is written in a letter, and to whom; the texts copied, since they are replaced."""
    texts = (dict(letter.subject), dict(letter.body))
    return (letter.person_id, letter.addressee, letter.channel, letter.address, *texts)


@transaction.atomic
def drop_letter(*, letter: Letter, by: User | None, at: datetime) -> None:
    """Take one firm out of a draft; out already changes nothing.

    Raises LetterInUse where an act on record, such as a reminder, counts on the letter.
    """
    mailing = lock_draft(letter.mailing)
    _drop(mailing, mailing.letters.filter(pk=letter.pk), by=by, at=at)


@transaction.atomic
def drop_letters_without_address(*, mailing: Mailing, by: User | None, at: datetime) -> int:
    """Take all firms out of a draft that have no address; how many. Raises LetterInUse."""
    mailing = lock_draft(mailing)
    return _drop(mailing, mailing.letters.filter(address=""), by=by, at=at)


def _drop(mailing: Mailing, letters: QuerySet[Letter], *, by: User | None, at: datetime) -> int:
    firms = list(letters.values_list("firm_id", flat=True))
    if not firms:
        return 0
    try:
        letters.delete()
    except ProtectedError as error:
        raise LetterInUse(firm=str(Firm.objects.get(pk=firms[0]))) from error
    payload = {"mailing": mailing.pk, "firms": firms}
    log.record(stream=STREAM, event="letters_taken_out", payload=payload, by=by, at=at)
    return len(firms)


@transaction.atomic
def discard_mailing(*, mailing: Mailing, by: User | None, at: datetime) -> Mailing:
    """Give a draft up; the record stays. Discarded already changes nothing."""
    locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if locked.state == MailingState.DISCARDED:
        return locked
    mailing = lock_draft(mailing)
    mailing.state = MailingState.DISCARDED
    mailing.save(update_fields=["state"])
    payload = {"mailing": mailing.pk}
    log.record(stream=STREAM, event="mailing_discarded", payload=payload, by=by, at=at)
    return mailing


@transaction.atomic
def release_mailing(*, mailing: Mailing, by: User | None, at: datetime) -> Mailing:
    """Let a draft go: a job sends the mails, the paper letters wait to be printed and posted.

    Released already changes nothing. The log keeps a digest of all letters, so that it can be
    shown later what was sent. Raises MailingIsDiscarded, MailingWithoutFirms,
    LettersWithoutAddress.
    """
    locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if locked.state == MailingState.RELEASED:
        return locked
    mailing = lock_draft(mailing)
    letters = list(mailing.letters.order_by("pk"))
    if not letters:
        raise MailingWithoutFirms
    if missing := sum(1 for letter in letters if not letter.address):
        raise LettersWithoutAddress(count=missing)
    mailing.state, mailing.released_at, mailing.released_by = MailingState.RELEASED, at, by
    mailing.save(update_fields=["state", "released_at", "released_by"])
    payload = {"mailing": mailing.pk, "letters": len(letters), "digest": digest_of(letters)}
    log.record(stream=STREAM, event="mailing_released", payload=payload, by=by, at=at)
    _promise(mailing, key=f"{JOB}:{mailing.pk}", at=at)
    return mailing


def digest_of(letters: Sequence[Letter]) -> str:
    """SHA-256 over what each letter says and to whom, in the order of their keys."""
    rows = [
        [str(row.pk), str(row.firm_id), row.channel, row.address, row.subject, row.body]
        for row in sorted(letters, key=lambda row: str(row.pk))
    ]
    plain = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _promise(mailing: Mailing, *, key: str, at: datetime) -> None:
    job = jobs.request_job(task=JOB, key=key, arguments={"mailing_id": str(mailing.pk)}, at=at)
    mailing_released.send(sender=Mailing, mailing=mailing, job=job)


@transaction.atomic
def send_failed_again(*, mailing: Mailing, by: User | None, at: datetime) -> int:
    """Let the mails that could not be sent wait again, and ask for their sending; how many."""
    locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
    again = locked.letters.filter(state=LetterState.FAILED).update(
        state=LetterState.WAITING, detail=""
    )
    waiting = locked.letters.filter(state=LetterState.WAITING, channel="mail").exists()
    if locked.state == MailingState.RELEASED and waiting:
        payload = {"mailing": locked.pk, "letters": again}
        log.record(stream=STREAM, event="letters_sent_again", payload=payload, by=by, at=at)
        _promise(locked, key=f"{JOB}:{locked.pk}:{at.isoformat()}", at=at)
    return again
