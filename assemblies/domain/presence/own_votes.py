"""A member's votes on the current item: whether they can be cast now, and always why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from assemblies.domain.governing import cited, rule_for_item
from assemblies.domain.planning.agenda import standing_resolution
from assemblies.enums import Method, Phase, ProxyState
from assemblies.models import (
    AgendaItem,
    Assembly,
    Attendance,
    Motion,
    Proxy,
    Recusal,
)
from elections.domain.eligibility import is_by_slip
from elections.enums import BEFORE_OPENING, Channel, ElectionState
from elections.errors import VoteBySlip, VotesOnPaper
from elections.models import Election, Participation, RollEntry
from members.models import Person

COUNTING = (ElectionState.CLOSED, ElectionState.COUNTED)


@dataclass(frozen=True, slots=True)
class OwnVote:
    """One vote of a person, or that ``proxy`` lets them cast for another.

    ``can_vote``: in the booth, now; else ``reason`` says why not, ``citation`` by which rule.
    ``is_here``: noted as present themselves, so that their code is no longer needed at the desk;
    ``is_remote``: without being in the hall.
    """

    entry: RollEntry
    proxy: Proxy | None
    can_vote: bool
    has_voted: bool
    is_here: bool
    is_remote: bool = False
    reason: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is on record of the entries concerned, asked once for all."""

    stays: dict[UUID, Attendance]
    given: dict[UUID, Proxy]
    recused: dict[UUID, Recusal]
    taking_part: dict[UUID, Participation]


def own_votes(assembly: Assembly, person: Person, item: AgendaItem | None) -> tuple[OwnVote, ...]:
    """The person's own votes first, then those of whom they represent; ``item`` is the current
    one. A fixed number of queries."""
    entries = RollEntry.objects.select_related("firm", "person")
    mine = list(entries.filter(roll=assembly.roll_id, person=person).order_by("position"))
    lodged = Proxy.objects.filter(assembly=assembly, state=ProxyState.LODGED)
    held = list(
        lodged.filter(holder=person)
        .select_related("principal__firm", "principal__person", "holder")
        .order_by("principal__position")
    )
    concerned = [*mine, *(proxy.principal for proxy in held)]
    facts = _facts(assembly, concerned, item)
    box = _box_of(item)
    votes = [_judge(assembly, entry, None, item, box, facts) for entry in mine]
    votes += [_judge(assembly, proxy.principal, proxy, item, box, facts) for proxy in held]
    return tuple(votes)


def _facts(assembly: Assembly, entries: list[RollEntry], item: AgendaItem | None) -> _Facts:
    stays = Attendance.objects.filter(assembly=assembly, entry__in=entries, out_at__isnull=True)
    given = Proxy.objects.filter(
        assembly=assembly, principal__in=entries, state=ProxyState.LODGED
    ).select_related("holder")
    recused = Recusal.objects.filter(item=item, entry__in=entries, withdrawn_at__isnull=True)
    box = _box_of(item)
    parts = Participation.objects.filter(election=box, entry__in=entries) if box else ()
    return _Facts(
        stays={stay.entry_id: stay for stay in stays},
        given={proxy.principal_id: proxy for proxy in given},
        recused={row.entry_id: row for row in recused} if item else {},
        taking_part={part.entry_id: part for part in parts},
    )


def _box_of(item: AgendaItem | None) -> Election | None:
    motion: Motion | None = getattr(item, "motion", None)
    return motion.election if motion is not None else None


def _judge(
    assembly: Assembly,
    entry: RollEntry,
    proxy: Proxy | None,
    item: AgendaItem | None,
    box: Election | None,
    facts: _Facts,
) -> OwnVote:
    part = facts.taking_part.get(entry.pk)
    has_voted = part is not None and part.cast
    stay = facts.stays.get(entry.pk)
    themselves = stay is not None and stay.proxy_id is None
    reason, citation = _first(
        (
            lambda: _of_entry(entry),
            lambda: _of_presence(assembly, entry, proxy, facts),
            lambda: _of_place(item, facts.stays.get(entry.pk)),
            lambda: _of_recusal(facts.recused.get(entry.pk)),
            lambda: _of_item(item),
            lambda: _of_box(box, part),
        )
    )
    return OwnVote(
        entry=entry,
        proxy=proxy,
        can_vote=not reason,
        has_voted=has_voted,
        is_here=themselves,
        is_remote=stay is not None and themselves and stay.remote,
        reason=reason,
        citation=citation,
    )


Told = tuple[str, str]
NOTHING: Told = ("", "")


def _first(checks: Iterable[Callable[[], Told]]) -> Told:
    return next((told for check in checks if (told := check())[0]), NOTHING)


def _of_entry(entry: RollEntry) -> Told:
    if entry.entitled:
        return NOTHING
    reason = _("Without a vote at this meeting: %(reason)s") % {"reason": entry.reason}
    return reason, str(entry.citation)


def _of_presence(assembly: Assembly, entry: RollEntry, proxy: Proxy | None, facts: _Facts) -> Told:
    if assembly.closed_at is not None:
        return _("The meeting is closed."), ""
    stay, given = facts.stays.get(entry.pk), facts.given.get(entry.pk)
    if proxy is None and given is not None and (stay is None or stay.proxy_id is not None):
        text = _(
            "%(holder)s votes for you by written authority. Come to the desk if you want to vote "
            "yourself: the authority then ends."
        )
        if assembly.is_hybrid:
            text = _(
                "%(holder)s votes for you by written authority. Come to the desk or take part "
                "remotely if you want to vote yourself: the authority then ends."
            )
        return text % {"holder": given.holder}, ""
    if stay is not None:
        return NOTHING
    if assembly.phase in (Phase.PREPARE, Phase.CONVENE):
        return _("The check-in desk is not open yet."), ""
    if proxy is not None:
        return _("This vote counts from when you are checked in yourself."), ""
    if assembly.is_hybrid:
        return _("You are not checked in. Show your code at the desk, or take part remotely."), ""
    return _("You are not checked in. Show your code at the desk."), ""


def _of_place(item: AgendaItem | None, stay: Attendance | None) -> Told:
    if item is None or stay is None or not stay.remote or not hasattr(item, "motion"):
        return NOTHING
    rule = rule_for_item(item)
    if rule.remote_allowed:
        return NOTHING
    reason = _("This is voted on in the hall: who takes part remotely has no vote on it.")
    return reason, str(cited(rule.citations["remote"]))


def _of_recusal(recusal: Recusal | None) -> Told:
    if recusal is None:
        return NOTHING
    reason = _("Without a vote on this item: %(reason)s") % {"reason": recusal.reason}
    return reason, str(recusal.citation)


def _of_item(item: AgendaItem | None) -> Told:
    """What about the item leaves nothing to be done on a phone."""
    if item is None:
        return _("No item is being dealt with at the moment."), ""
    motion: Motion | None = getattr(item, "motion", None)
    if motion is None:
        return _("This item is heard; nothing is voted on."), ""
    if standing_resolution(motion) is not None:
        return _("This item is decided."), ""
    if motion.method == Method.SHOW_OF_HANDS:
        return _("This is voted by show of hands."), ""
    if motion.method == Method.ROLL_CALL:
        return _("This is voted by roll call: answer when you are called."), ""
    return NOTHING


def _of_box(box: Election | None, part: Participation | None) -> Told:
    if box is None or box.state in BEFORE_OPENING:
        return _("The vote is not open yet."), ""
    if box.state in COUNTING:
        return _("Voting is closed. The result is not published yet."), ""
    if box.state != ElectionState.OPEN:
        return _("Voting is over."), ""
    if box.channel == Channel.PAPER:
        return _("This is voted on paper: the ballots are handed out in the hall."), ""
    if part is not None and part.on_paper:
        return str(VotesOnPaper()), ""
    if is_by_slip(box):
        return str(VoteBySlip()), ""
    if part is None:
        return _("The ballot was opened before you came in. You vote from the next one on."), ""
    if not part.admitted:
        return _("You had left the meeting when this ballot went on. Ask the desk."), ""
    return NOTHING
