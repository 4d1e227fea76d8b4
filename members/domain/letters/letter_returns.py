"""What became of letters after they left: posted, come back, written again on paper."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from members.domain.letters.recipients import postal_address
from members.domain.register import STREAM
from members.enums import Channel, LetterState, MailingState
from members.errors import AddressMissing, LetterNotThere, MailingIsDraft
from members.models import Letter, Mailing, User
from records.domain import log


def _lock_released(mailing: Mailing) -> Mailing:
    locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if locked.state != MailingState.RELEASED:
        raise MailingIsDraft
    return locked


def _refuse(letter: Letter) -> LetterNotThere:
    return LetterNotThere(state=letter.get_state_display())


@transaction.atomic
def post_letter(*, letter: Letter, by: User | None, at: datetime) -> Letter:
    """Note that a paper letter was posted; posted already changes nothing.

    Raises MailingIsDraft, LetterNotThere.
    """
    mailing = _lock_released(letter.mailing)
    letter = mailing.letters.get(pk=letter.pk)
    if letter.channel != Channel.LETTER or letter.state not in (
        LetterState.WAITING,
        LetterState.SENT,
    ):
        raise _refuse(letter)
    if letter.state == LetterState.WAITING:
        letter.state, letter.sent_at = LetterState.SENT, at
        letter.save(update_fields=["state", "sent_at"])
        payload = {"mailing": mailing.pk, "firm": letter.firm_id}
        log.record(stream=STREAM, event="letter_posted", payload=payload, by=by, at=at)
    return letter


@transaction.atomic
def post_letters(*, mailing: Mailing, by: User | None, at: datetime) -> int:
    """Note that all paper letters still waiting were posted; how many. Raises MailingIsDraft."""
    mailing = _lock_released(mailing)
    posted = mailing.letters.filter(channel=Channel.LETTER, state=LetterState.WAITING).update(
        state=LetterState.SENT, sent_at=at
    )
    if posted:
        payload = {"mailing": mailing.pk, "letters": posted}
        log.record(stream=STREAM, event="mailing_posted", payload=payload, by=by, at=at)
    return posted


@transaction.atomic
def mark_returned(*, letter: Letter, words: str, by: User | None, at: datetime) -> Letter:
    """Note that a mail or a paper letter came back, with what was said; back already changes
    nothing. Raises MailingIsDraft, LetterNotThere."""
    mailing = _lock_released(letter.mailing)
    letter = mailing.letters.get(pk=letter.pk)
    if letter.state == LetterState.BOUNCED:
        return letter
    if letter.state != LetterState.SENT:
        raise _refuse(letter)
    letter.state, letter.detail = LetterState.BOUNCED, words.strip()[:2000]
    letter.save(update_fields=["state", "detail"])
    payload = {"mailing": mailing.pk, "firm": letter.firm_id, "letter": letter.pk}
    log.record(stream=STREAM, event="letter_came_back", payload=payload, by=by, at=at)
    return letter


@transaction.atomic
def write_on_paper(*, letter: Letter, by: User | None, at: datetime) -> Letter:
    """The same letter on paper, in place of a mail that failed or came back; written already
    changes nothing. Raises MailingIsDraft, LetterNotThere, AddressMissing."""
    mailing = _lock_released(letter.mailing)
    letter = mailing.letters.select_related("firm").get(pk=letter.pk)
    if letter.channel != Channel.MAIL or letter.state not in (
        LetterState.FAILED,
        LetterState.BOUNCED,
    ):
        raise _refuse(letter)
    known = mailing.letters.filter(firm=letter.firm_id, channel=Channel.LETTER).first()
    if known is not None:
        return known
    address = postal_address(letter.firm)
    if not address:
        raise AddressMissing(firm=str(letter.firm))
    paper = mailing.letters.create(
        firm=letter.firm,
        person=letter.person,
        addressee=letter.addressee,
        channel=Channel.LETTER,
        address=address,
        subject=letter.subject,
        body=letter.body,
        fields=letter.fields,
        attachment=letter.attachment,
    )
    payload = {"mailing": mailing.pk, "firm": letter.firm_id, "letter": letter.pk}
    log.record(stream=STREAM, event="letter_written_on_paper", payload=payload, by=by, at=at)
    return paper


@transaction.atomic
def write_all_on_paper(*, mailing: Mailing, by: User | None, at: datetime) -> tuple[int, int]:
    """Paper letters for all mails that failed or came back: how many were written, and how many
    firms have no postal address. Raises MailingIsDraft."""
    mailing = _lock_released(mailing)
    on_paper = set(mailing.letters.filter(channel=Channel.LETTER).values_list("firm_id", flat=True))
    written = missing = 0
    for letter in mailing.letters.filter(
        channel=Channel.MAIL, state__in=[LetterState.FAILED, LetterState.BOUNCED]
    ).exclude(firm__in=on_paper):
        try:
            write_on_paper(letter=letter, by=by, at=at)
        except AddressMissing:
            missing += 1
        else:
            written += 1
    return written, missing
