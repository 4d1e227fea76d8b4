"""Mailings and their letters as lists: with their figures, and as a file."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from members.enums import Channel, LetterState, MailingState
from members.models import Letter, Mailing

_HAS_ADDRESS = ~Q(address="")

# What a figure above the letters counts, by the key with which a page asks for them.
SHOWN = {
    "mail": Q(channel=Channel.MAIL) & _HAS_ADDRESS,
    "paper": Q(channel=Channel.LETTER) & _HAS_ADDRESS,
    "fault": Q(address=""),
    "waiting": Q(channel=Channel.MAIL, state=LetterState.WAITING) & _HAS_ADDRESS,
    "unposted": Q(channel=Channel.LETTER, state=LetterState.WAITING) & _HAS_ADDRESS,
    "sent": Q(state=LetterState.SENT),
    "failed": Q(state=LetterState.FAILED),
    "bounced": Q(state=LetterState.BOUNCED),
}

HEADINGS = [
    "member_number",
    "firm_zh",
    "firm_en",
    "addressee",
    "channel",
    "address",
    "state",
    "sent_at",
    "detail",
]


def with_figures(mailings: QuerySet[Mailing]) -> QuerySet[Mailing]:
    """With ``number_of_letters``, ``number_of_papers``, ``number_of_faults`` and
    ``number_of_troubles`` (failed or come back)."""
    trouble = [LetterState.FAILED, LetterState.BOUNCED]
    return mailings.annotate(
        number_of_letters=Count("letters"),
        number_of_papers=Count("letters", filter=Q(letters__channel=Channel.LETTER)),
        number_of_faults=Count("letters", filter=Q(letters__address="")),
        number_of_troubles=Count("letters", filter=Q(letters__state__in=trouble)),
    )


def drafts() -> QuerySet[Mailing]:
    """What waits for a person to release it, oldest first, with figures."""
    waiting = Mailing.objects.filter(state=MailingState.DRAFT)
    return with_figures(waiting).order_by("created_at")


def letters_of(mailing: Mailing, shown: str = "") -> QuerySet[Letter]:
    """The letters by member number, all or those that a figure counts."""
    letters = mailing.letters.filter(SHOWN[shown]) if shown in SHOWN else mailing.letters.all()
    return letters.select_related("firm__membership", "person", "attachment").order_by(
        "firm__membership__number", "firm__registration_code", "channel"
    )


def letter_rows(mailing: Mailing) -> list[list[str]]:
    """One row a letter in the columns of ``HEADINGS``."""
    return [_row(letter) for letter in letters_of(mailing)]


def _row(letter: Letter) -> list[str]:
    membership = getattr(letter.firm, "membership", None)
    return [
        membership.number if membership else "",
        letter.firm.name.get("zh", ""),
        letter.firm.name.get("en", ""),
        letter.addressee,
        letter.channel,
        letter.address,
        letter.state,
        letter.sent_at.isoformat(timespec="seconds") if letter.sent_at else "",
        letter.detail,
    ]
