"""Let the server make the voting codes and mail them: a choice for who has nobody to make them.

The server could then vote in a voter's name while it has the code, which the page, the board and
the minutes say. It keeps none: a code is made in memory, mailed from memory, on no queue and in no
outbox, and gone when the act is over. Who lost the mail gets a paper ballot, or all get new codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from elections import errors
from elections.crypto.credentials import derive, new_code
from elections.domain.credentials import submit_credentials
from elections.domain.key_rounds import stream_of
from elections.domain.spare_lists import keep_spare_lists
from elections.domain.states import lock_election
from elections.enums import BEFORE_OPENING, ELECTRONIC
from elections.models import Ceremony, Election, RollEntry
from members.models import Person, User
from records.domain import log
from records.mail import OutboxBackend

LANGUAGES = ("zh-hans", "en")
Vote = tuple[UUID | None, UUID | None]
"""A person and the firm that they vote for: one code serves that vote in each box of the day."""


@dataclass(frozen=True, slots=True)
class Mailed:
    """How many codes the mail server took, and to whom none could be sent."""

    sent: int
    failed: tuple[str, ...]


def mail_codes(
    *, ceremony: Ceremony, link: str, by: User | None, at: datetime, anew: bool = False
) -> Mailed:
    """Make a code for every vote in the boxes that have no public codes yet, publish their public
    halves, and mail each code with ``link``, the address of the voters' page.

    ``anew``: in every box that is not open; what was mailed before serves there no more. Raises
    CodesNotMailed, MailWouldBeKept, MailServerAway, VotersWithoutAddress, NothingToMail; then
    nothing has changed.
    """
    connection = _post()
    try:
        letters = _publish(ceremony, link, by, at, anew=anew)
        return _send(connection, letters, by=by, at=at, ceremony=ceremony)
    finally:
        connection.close()


def _post() -> BaseEmailBackend:
    """An open connection to a mail server, so that one that is away is noticed first."""
    connection = get_connection()
    if isinstance(connection, OutboxBackend):
        raise errors.MailWouldBeKept
    try:
        connection.open()
    except OSError as error:  # what smtplib and sockets raise
        raise errors.MailServerAway(reason=str(error) or type(error).__name__) from error
    return connection


@transaction.atomic
def _publish(
    ceremony: Ceremony, link: str, by: User | None, at: datetime, *, anew: bool
) -> list[tuple[str, EmailMessage]]:
    held = Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    if not held.server_makes_codes:
        raise errors.CodesNotMailed
    if anew:
        # Of every roll: no code that was mailed before serves in a box that is still to come.
        held.spare_lists.all().delete()
    boxes = [box for box in _boxes(held) if anew or not box.credentials.exists()]
    votes = _votes(boxes)
    if not votes:
        raise errors.NothingToMail
    lacking = [str(entry) for entry in votes.values() if not address_of(entry.person)]
    if lacking:
        raise errors.VotersWithoutAddress(names="; ".join(lacking))
    codes = {vote: new_code() for vote in votes}
    for box in boxes:
        publics = sorted(_public(entry, codes[_vote(entry)], box.code) for entry in _entitled(box))
        submit_credentials(election=box, publics=publics, by=by, at=at)
    entries = {box.roll_id: list(_entitled(box)) for box in boxes}
    keep_spare_lists(
        held,
        {box.roll_id: box.roll for box in boxes if box.roll is not None}.values(),
        lambda roll, code: sorted(
            _public(entry, codes[_vote(entry)], code) for entry in entries[roll.pk]
        ),
    )
    payload = {"votes": len(votes), "boxes": [box.code for box in boxes]}
    log.record(stream=stream_of(held), event="codes_made_by_server", payload=payload, by=by, at=at)
    titles = _titles(boxes)
    return [
        (str(entry), _letter(held, entry, titles[vote], f"{link}#{codes[vote]}", codes[vote]))
        for vote, entry in votes.items()
    ]


def _boxes(ceremony: Ceremony) -> list[Election]:
    """Boxes whose list of public codes may still change, each under its lock."""
    early = ceremony.elections.filter(
        channel__in=ELECTRONIC, state__in=BEFORE_OPENING, roll__isnull=False
    )
    return [lock_election(box) for box in early.order_by("pk")]


def _entitled(box: Election) -> Iterable[RollEntry]:
    assert box.roll is not None
    return box.roll.entries.filter(entitled=True).select_related("person__user", "firm")


def _public(entry: RollEntry, code: str, box: str) -> str:
    public = derive(code, box)[1]
    return public if entry.weight == 1 else f"{public},{entry.weight}"


def _vote(entry: RollEntry) -> Vote:
    return entry.person_id, entry.firm_id


def _votes(boxes: Iterable[Election]) -> Mapping[Vote, RollEntry]:
    return {_vote(entry): entry for box in boxes for entry in _entitled(box)}


def address_of(person: Person | None) -> str:
    """The person's own, or that of their log-in."""
    if person is None:
        return ""
    user = getattr(person, "user", None)
    return person.email or (user.email if user is not None else "")


def _titles(boxes: Iterable[Election]) -> dict[Vote, list[str]]:
    """In which boxes each vote is cast."""
    found: dict[Vote, list[str]] = {}
    for box in boxes:
        for entry in _entitled(box):
            found.setdefault(_vote(entry), []).append(str(box.title))
    return found


def _letter(
    ceremony: Ceremony, entry: RollEntry, boxes: Iterable[str], link: str, code: str
) -> EmailMessage:
    """In both languages, since the roll does not know which one its reader has. What stands behind
    the # of ``link`` stays in the voter's browser."""
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            parts.append(
                _(
                    "This is your voting code, for %(vote)s, in the secret ballots of %(meeting)s "
                    "(%(boxes)s), further rounds included:\n\n%(code)s\n\nOpen %(link)s and log "
                    "in; the code is filled in. It signs your ballots on your own device. Do not "
                    "pass this mail on, and delete it after the meeting."
                )
                % {
                    "meeting": ceremony.title,
                    "vote": entry,
                    "boxes": "; ".join(boxes),
                    "code": code,
                    "link": link,
                }
            )
    with translation.override(LANGUAGES[0]):
        subject = _("Your voting code")
    with translation.override(LANGUAGES[1]):
        subject = f"{subject} / {_('Your voting code')}"
    return EmailMessage(
        subject=subject, body="\n\n———\n\n".join(parts), to=[address_of(entry.person)]
    )


def _send(
    connection: BaseEmailBackend,
    letters: list[tuple[str, EmailMessage]],
    *,
    by: User | None,
    at: datetime,
    ceremony: Ceremony,
) -> Mailed:
    """After the commit: a code that is mailed is one that the boxes know."""
    failed = []
    for name, letter in letters:
        letter.connection = connection
        try:
            letter.send()
        except (OSError, ValueError, UnicodeError):
            failed.append(name)
    sent = len(letters) - len(failed)
    payload = {"sent": sent, "failed": len(failed)}
    log.record(stream=stream_of(ceremony), event="codes_mailed", payload=payload, by=by, at=at)
    return Mailed(sent, tuple(failed))
