"""What a person who logs in finds: what is due, what to vote on, and why not when not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.carrying import progress
from assemblies.enums import Function, Phase, ProxyState
from assemblies.models import Appointment, Assembly, Attendance
from desk.domain import own_firm
from desk.domain.own_firm import OwnFirm
from dues.domain import schedules
from elections.domain import paper
from elections.domain.eligibility import is_by_slip, obstacle_of
from elections.domain.sides import boxes_for_tellers
from elections.enums import BEFORE_OPENING, Channel, ElectionState
from elections.errors import VoteBySlip, VotesOnPaper
from elections.models import Ceremony, Election, Participation, RollEntry, Trustee
from members.domain import standing
from members.models import Firm, Person, Representative


@dataclass(slots=True)
class FirmCard:
    """A firm that the person acts for, on the day."""

    firm: Firm
    post: str
    votes: bool
    standing: Any
    due: Decimal | None
    currency: str
    own: OwnFirm


@dataclass(slots=True)
class BallotCard:
    """A ballot box of a meeting, and whether the person may use it now."""

    election: Election
    can_vote: bool
    has_voted: bool
    reason: str


@dataclass(slots=True)
class MeetingCard:
    """A meeting whose roll lists the person, in or out; ``by_proxy``: for whom they hold a written
    authority."""

    assembly: Assembly
    entry: RollEntry
    present: bool
    by_proxy: bool = False
    ballots: list[BallotCard] = field(default_factory=list)


def firm_cards(*, person: Person, day: date) -> list[FirmCard]:
    """The firms that ``person`` represents on ``day``, with what they owe and should do next."""
    schedule = schedules.schedule_on(day)
    representations = Representative.objects.filter(
        Representative.holds_on(day), person=person, firm__merged_into__isnull=True
    ).select_related("firm__membership")
    cards = []
    for representation in representations:
        membership = getattr(representation.firm, "membership", None)
        on_day = standing.standing_on(membership, day) if membership else None
        member_class = on_day and on_day.member_class
        due = schedules.amount_for(member_class=member_class, day=day) if member_class else None
        cards.append(
            FirmCard(
                firm=representation.firm,
                post=str(representation.post),
                votes=representation.votes,
                standing=on_day,
                due=due,
                currency=schedule.currency if schedule else "",
                own=own_firm.own_firm(firm=representation.firm, person=person, day=day),
            )
        )
    return cards


def meeting_cards(*, person: Person) -> list[MeetingCard]:
    """Meetings convened and not yet closed whose roll names ``person``, or somebody whose lodged
    authority they hold; earliest first."""
    live = [Phase.CONVENE, Phase.CHECK_IN, Phase.LIVE, Phase.COUNT]
    entries = (
        RollEntry.objects.filter(
            Q(person=person)
            | Q(proxies_given__holder=person, proxies_given__state=ProxyState.LODGED),
            roll__assemblies__phase__in=live,
        )
        .select_related("roll", "firm", "person")
        .distinct()
    )
    cards = []
    for entry in entries:
        for assembly in entry.roll.assemblies.filter(phase__in=live):
            by_proxy = entry.person_id != person.pk
            present = Attendance.objects.filter(
                assembly=assembly, entry=entry, out_at__isnull=True, proxy__isnull=not by_proxy
            ).exists()
            card = MeetingCard(assembly=assembly, entry=entry, present=present, by_proxy=by_proxy)
            card.ballots = [_ballot_card(box, card) for box in _boxes(assembly)]
            cards.append(card)
    return sorted(cards, key=lambda card: (card.assembly.starts_at, str(card.assembly)))


def _boxes(assembly: Assembly) -> list[Election]:
    return list(
        Election.objects.filter(motion__item__assembly=assembly)
        .select_related("ceremony")
        .order_by("motion__item__position")
    )


def _ballot_card(election: Election, card: MeetingCard) -> BallotCard:
    participation = Participation.objects.filter(election=election, entry=card.entry).first()
    has_voted = bool(participation and participation.cast)
    reason = _why_not(election, card, participation)
    return BallotCard(election=election, can_vote=not reason, has_voted=has_voted, reason=reason)


def _why_not(election: Election, card: MeetingCard, participation: Participation | None) -> str:
    if not card.entry.entitled:
        return str(card.entry.reason)
    if election.channel == Channel.PAPER:
        return _("This vote is on paper: your ballot is handed out in the hall.")
    if election.state in BEFORE_OPENING:
        return _("This vote has not been opened yet.")
    if election.state != ElectionState.OPEN:
        return _("This vote is closed.")
    if participation is not None and participation.on_paper:
        return str(VotesOnPaper())
    if is_by_slip(election):
        return str(VoteBySlip())
    if participation is not None and participation.holder_id and not card.by_proxy:
        return str(obstacle_of(participation, card.entry))
    if participation is None:
        return _("You were not checked in when this vote was opened. Speak to the check-in desk.")
    if not participation.admitted:
        return _("You were checked out of the hall. Check in again at the desk.")
    return ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that a meeting asks of the person besides voting."""

    title: str
    detail: str
    url: str


def duties(*, person: Person) -> list[Duty]:
    """Keys to hold, codes to make, ballots to count, meetings to chair, what to carry out."""
    return [
        *_keys(person),
        *_codes(person),
        *_counts(person),
        *_functions(person),
        *_carried(person),
    ]


def _keys(person: Person) -> list[Duty]:
    held = Trustee.objects.filter(person=person).select_related("ceremony")
    return [
        Duty(
            title=_("Your trustee key"),
            detail=f"{trustee.ceremony.title} · {trustee.get_state_display()}",
            url=reverse("elections:keys", args=[trustee.ceremony_id]),
        )
        for trustee in held
    ]


def _codes(person: Person) -> list[Duty]:
    return [
        Duty(
            title=_("Voting codes"),
            detail=str(ceremony.title),
            url=reverse("elections:codes", args=[ceremony.pk]),
        )
        for ceremony in Ceremony.objects.filter(authority=person)
    ]


def _counts(person: Person) -> list[Duty]:
    boxes = boxes_for_tellers().select_related("ceremony")
    return [
        Duty(
            title=_("Ballots to count"),
            detail=str(box.title),
            url=reverse("elections:count", args=[box.pk]),
        )
        for box in boxes
        if person in paper.tellers_of(box)
    ]


def _functions(person: Person) -> list[Duty]:
    active = Appointment.objects.filter(person=person).exclude(
        Q(assembly__phase=Phase.FILE) | Q(function=Function.CREDENTIAL_AUTHORITY)
    )
    return [
        Duty(
            title=appointment.get_function_display(),
            detail=str(appointment.assembly),
            url=reverse("assemblies:assembly", args=[appointment.assembly_id]),
        )
        for appointment in active.select_related("assembly")
    ]


def _carried(person: Person) -> list[Duty]:
    """Resolutions and goals that the person sees to."""
    return [
        Duty(
            title=_("To be carried out by %(day)s") % {"day": date_format(row.due_on)}
            if row.due_on
            else _("To be carried out"),
            detail=progress.title_of(row),
            url=progress.address_of(row),
        )
        for row in progress.owned_by(person)
    ]
