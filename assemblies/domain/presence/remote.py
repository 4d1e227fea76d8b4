"""Taking part without coming: where the rules allow it, and as the notice said.

Whoever takes part remotely is noted like somebody in the hall, and only then counts towards the
quorum, votes, and stands in the minutes (for Germany BGB, § 32 (2); in China only where the bylaws
or at a re-election the registration authority allow it, CN-A11).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from assemblies.domain.governing import cited, rule_for_item, rule_for_meeting
from assemblies.domain.locking import IN_SESSION, lock_assembly, require_phase, stream_of
from assemblies.enums import Phase
from assemblies.errors.remote import (
    RemoteBySlip,
    RemoteNotAllowed,
    RemoteNotForeseen,
    RemoteNotInNotice,
    RemoteOnPaper,
    RemoteWithoutBallot,
)
from assemblies.models import AgendaItem, Assembly, Motion
from bylaws.domain.rules import Rule
from elections.domain.eligibility import is_by_slip
from elections.domain.sides import on_paper
from elections.enums import BEFORE_OPENING
from elections.models import Election, RollEntry
from members.models import User
from records.domain import log
from records.fields import Translated

UNTIL_CLOSED = (Phase.PREPARE, Phase.CONVENE, Phase.CHECK_IN, *IN_SESSION)


def require_allowed(assembly: Assembly) -> Rule:
    """The rule of the meeting's day. Raises RemoteNotAllowed with its citation."""
    rule = rule_for_meeting(assembly)
    if not rule.remote_allowed:
        raise RemoteNotAllowed(citation=str(cited(rule.citations["remote"])))
    return rule


@transaction.atomic
def set_remote_access(
    *, assembly: Assembly, access: Translated | dict[str, str], by: User | None, at: datetime
) -> Assembly:
    """Say how to take part remotely; nothing, where everybody has to come.

    What the notice told may be put in other words afterwards, since a link can change. What it did
    not tell is not added, and what it told is not taken from those who rely on it. Raises
    RemoteNotAllowed, RemoteNotInNotice, RemoteBySlip, PhaseForbids once the meeting is closed.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *UNTIL_CLOSED)
    wanted = Translated({language: text for language, text in access.items() if text})
    if wanted == assembly.remote_access:
        return assembly
    if wanted:
        require_allowed(assembly)
        _refuse_slips(assembly)
    if assembly.notices.exists() and assembly.is_hybrid != bool(wanted):
        raise RemoteNotInNotice
    assembly.remote_access = wanted
    assembly.save(update_fields=["remote_access"])
    for motion in Motion.objects.filter(
        item__assembly=assembly, election__state__in=BEFORE_OPENING
    ).select_related("item", "election"):
        motion.item.assembly = assembly
        place_box(motion)
    payload = {"access": dict(wanted)}
    log.record(stream=stream_of(assembly), event="remote_access_set", payload=payload, by=by, at=at)
    return assembly


def is_in_hall_only(item: AgendaItem) -> bool:
    """Whether who takes part remotely has no vote on the item: nobody does at the meeting, or the
    rule on its matter wants everybody in the hall."""
    return not item.assembly.is_hybrid or not rule_for_item(item).remote_allowed


def place_box(motion: Motion) -> None:
    """Keep on a box that is not opened where its voters have to be; slips are drawn in the hall."""
    box = motion.election
    if box is None:
        return
    in_hall = is_by_slip(box) or is_in_hall_only(motion.item)
    if box.in_hall != in_hall:
        box.in_hall = in_hall
        box.save(update_fields=["in_hall"])


def refuse_without_ballot(assembly: Assembly, election: Election, voting: Iterable[UUID]) -> None:
    """Raises RemoteWithoutBallot where somebody who may vote in a box takes part remotely and the
    box takes votes in the hall alone."""
    keys = set(voting)
    if election.is_electronic and not is_by_slip(election):
        # Beside devices it is those on paper alone who could not vote.
        keys &= on_paper(assembly.ceremony) if assembly.ceremony is not None else set()
    stays = assembly.attendances.filter(remote=True, out_at__isnull=True, entry__in=keys)
    if without := [str(s.entry) for s in stays.select_related("entry__firm", "entry__person")]:
        raise RemoteWithoutBallot(voters=", ".join(without))


def refuse_remote(assembly: Assembly, entries: Collection[RollEntry]) -> None:
    """Raises what keeps votes of a meeting, all those that somebody casts, from being noted as cast
    by who takes part remotely."""
    if not assembly.is_hybrid:
        raise RemoteNotForeseen
    require_allowed(assembly)
    _refuse_slips(assembly)
    chosen = on_paper(assembly.ceremony) if assembly.ceremony is not None else set()
    if papers := [str(entry) for entry in entries if entry.pk in chosen]:
        raise RemoteOnPaper(voter=", ".join(papers))


def _refuse_slips(assembly: Assembly) -> None:
    if assembly.ceremony is not None and assembly.ceremony.is_by_slip:
        raise RemoteBySlip
