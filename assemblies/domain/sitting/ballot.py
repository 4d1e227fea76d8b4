"""The ballot box of a motion: prepared, opened with those present, closed, published, annulled.

The box itself is the business of ``elections``; here stand the meeting's conditions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from assemblies.domain.days import local_day
from assemblies.domain.locking import (
    IN_SESSION,
    lock_motion,
    require_phase,
    require_sitting,
    stream_of,
)
from assemblies.domain.nominating.confirming import refuse_unconfirmed
from assemblies.domain.nominating.entering import refuse_unfit, refuse_unfit_box
from assemblies.domain.planning.amendment_votes import require_votable
from assemblies.domain.planning.ballot_marks import marks_of
from assemblies.domain.planning.ballot_method import least_a_side, refuse_against_rules
from assemblies.domain.planning.compatibility import refuse_incompatible
from assemblies.domain.planning.order import refuse_election_out_of_order
from assemblies.domain.presence.clearance import refuse_uncleared
from assemblies.domain.presence.quorum import require_quorum, state_quorum
from assemblies.domain.presence.remote import (
    is_in_hall_only,
    place_box,
    refuse_without_ballot,
)
from assemblies.domain.presence.tellers import refuse_candidates_as_tellers
from assemblies.domain.presence.votes import votes_now
from assemblies.domain.sitting import phases
from assemblies.enums import Function, ItemKind, ItemState, Method, Phase
from assemblies.errors import (
    AlreadyResolved,
    BoxMissing,
    BoxNotOpened,
    BoxReplaced,
    CandidatesMissing,
    CeremonyMissing,
    HandsForeseen,
    ItemNotNow,
    RollMissing,
    ScheduleUnlawful,
)
from assemblies.models import Assembly, Motion
from dues.domain.schedules import check_schedule
from elections.domain import annulment, closing, opening, paper, prepare, publishing
from elections.enums import ELECTRONIC, Channel, ContestKind, ElectionState
from elections.models import Election
from members.models import Person, User
from records.domain import log

BEFORE_MINUTES = (Phase.PREPARE, Phase.CONVENE, Phase.CHECK_IN, *IN_SESSION)


@transaction.atomic
def prepare_box(
    *,
    motion: Motion,
    by: User | None,
    at: datetime,
    channel: str = Channel.ONLINE,
    contests: Sequence[prepare.ContestSpec] = (),
) -> Election:
    """Give a secret vote its box; a motion that has one keeps it.

    A motion asks its own text; an election needs its ``contests``. The box of a first meeting may
    wait for its roll until that is convened. Raises CandidatesMissing,
    RollMissing, CeremonyMissing (electronic boxes), HandsForeseen, TellerStands, KeyHolderStands,
    OfficesIncompatible, UnitsIncompatible, CandidateUnconfirmed, CandidateUnfit, NomineeUnfit,
    TooFewCandidates, MethodAgainstBylaws.
    """
    motion = lock_motion(motion)
    item = motion.item
    if motion.election is not None:
        return motion.election
    require_phase(item.assembly, *BEFORE_MINUTES)
    if motion.method != Method.SECRET:
        raise HandsForeseen(item=str(item.title))
    if item.assembly.roll is None and item.assembly.parent_id is None:
        raise RollMissing
    if channel in ELECTRONIC and item.assembly.ceremony is None:
        raise CeremonyMissing
    candidates = [c.person for contest in contests for c in contest.candidates if c.person]
    refuse_candidates_as_tellers(item.assembly, candidates=candidates)
    refuse_incompatible(item.assembly, contests)
    refuse_against_rules(item.assembly, contests)
    refuse_unconfirmed(item, contests)
    refuse_unfit(item, contests, today=local_day(at))
    motion.election = prepare.create_election(
        title=item.title,
        slug=_slug(motion),
        roll=item.assembly.roll,
        ceremony=item.assembly.ceremony,
        contests=contests or _own_contest(motion),
        channel=channel,
        in_hall=_is_by_slip(item.assembly, channel) or is_in_hall_only(item),
        least_a_side=least_a_side(item.assembly, channel),
        alphabet=marks_of(item.assembly),
        by=by,
        at=at,
    )
    motion.save(update_fields=["election"])
    _log(motion, "box_prepared", by, at)
    return motion.election


def _is_by_slip(assembly: Assembly, channel: str) -> bool:
    """Slips are drawn in the hall: whoever may vote from elsewhere otherwise cannot by them."""
    ceremony = assembly.ceremony
    return channel in ELECTRONIC and ceremony is not None and ceremony.is_by_slip


def _own_contest(motion: Motion) -> list[prepare.ContestSpec]:
    if motion.item.kind == ItemKind.ELECTION:
        raise CandidatesMissing(item=str(motion.item.title))
    return [prepare.ContestSpec(kind=ContestKind.MOTION, title=motion.item.title, text=motion.text)]


def _slug(motion: Motion) -> str:
    """The archive's name: the matter, with its place where two items share one."""
    item = motion.item
    slug = item.matter.replace("_", "-")
    same = item.assembly.items.filter(matter=item.matter).count()
    return f"{slug}-{item.position}" if same > 1 else slug


@transaction.atomic
def open_ballot(
    *, motion: Motion, by: User | None, at: datetime, issued: int | None = None
) -> Election:
    """State the quorum again and open the box for those who may vote on the item: present
    themselves, or by proxy, when the holder of the authority votes for them.

    ``issued``: ballots handed out, on paper only; one for each vote when not given. A box that is
    open stays as it is. Raises NoQuorum, ItemNotNow, BoxMissing, ScheduleUnlawful, TellerStands,
    ElectionTooEarly, SideTooSmall, ClearanceMissing, CandidateUnfit, NomineeUnfit,
    AmendmentChanged, UnitsUndecided, RemoteWithoutBallot, and what the box itself still lacks
    (``elections``).
    """
    motion = lock_motion(motion)
    election = _box(motion)
    if election.state == ElectionState.OPEN:
        return election
    item = motion.item
    require_sitting(item.assembly)
    require_unresolved(motion)
    if item.state != ItemState.CURRENT:
        raise ItemNotNow(item=str(item.title))
    _check_schedule(motion)
    refuse_candidates_as_tellers(item.assembly)
    refuse_election_out_of_order(item)
    refuse_uncleared(motion)
    refuse_unfit_box(item, election, today=local_day(at))
    require_votable(motion)
    require_quorum(state_quorum(assembly=item.assembly, item=item, by=by, at=at))
    place_box(motion)
    votes = votes_now(item.assembly, item)
    refuse_without_ballot(item.assembly, election, [entry.pk for entry in votes.voting])
    if election.channel == Channel.PAPER:
        handed = votes.total if issued is None else issued
        election = paper.open_paper(
            election=election,
            present=votes.voting,
            holders=votes.holders,
            issued=handed,
            tellers=tellers_of(item.assembly),
            by=by,
            at=at,
        )
    else:
        election = opening.open_election(
            election=election,
            present=votes.voting,
            holders=votes.holders,
            tellers=tellers_of(item.assembly) if election.is_on_paper else (),
            by=by,
            at=at,
        )
    _log(motion, "box_opened", by, at)
    phases.follow_boxes(item.assembly, by=by, at=at)
    return election


@transaction.atomic
def close_ballot(*, motion: Motion, by: User | None, at: datetime) -> Election:
    """Close the box: no ballot enters any more. A box that is closed stays so."""
    motion = lock_motion(motion)
    election = _box(motion)
    if election.state in (
        ElectionState.CLOSED,
        ElectionState.COUNTED,
        ElectionState.PUBLISHED,
    ):
        return election
    election = closing.close_election(election=election, by=by, at=at)
    _log(motion, "box_closed", by, at)
    phases.follow_boxes(motion.item.assembly, by=by, at=at)
    return election


@transaction.atomic
def publish_ballot(*, motion: Motion, by: User | None, at: datetime) -> Election:
    """Publish the counted result. A result that is published stays so."""
    motion = lock_motion(motion)
    election = _box(motion)
    if election.state == ElectionState.PUBLISHED:
        return election
    election = publishing.publish_result(election=election, by=by, at=at)
    _log(motion, "box_published", by, at)
    phases.follow_boxes(motion.item.assembly, by=by, at=at)
    return election


@transaction.atomic
def annul_ballot(
    *,
    motion: Motion,
    reason: str,
    names: str,
    channel: str,
    by: User | None,
    at: datetime,
    box: Election | None = None,
) -> Election:
    """Annul the box with reason and the names of those who decided it; the repetition takes its
    place, through ``channel``. Both rounds stay in the record.

    ``box``: the box that whoever presses had before them. Pressed again it gives the repetition
    that is there; a box that was replaced otherwise is BoxReplaced. Raises AlreadyResolved once
    the result was resolved on, and BoxNotOpened of one that waits for its roll.
    """
    motion = lock_motion(motion)
    election = _box(motion)
    if box is not None and box.pk != election.pk:
        if election.repeats_id == box.pk:
            return election
        raise BoxReplaced
    require_phase(motion.item.assembly, *BEFORE_MINUTES)
    require_unresolved(motion)
    if election.roll_id is None:
        raise BoxNotOpened(item=str(motion.item.title))
    election = annulment.mark_annulled(election=election, reason=reason, names=names, by=by, at=at)
    motion.election = annulment.repeat_election(
        election=election,
        channel=channel,
        least_a_side=least_a_side(motion.item.assembly, channel),
        alphabet=marks_of(motion.item.assembly),
        by=by,
        at=at,
    )
    motion.save(update_fields=["election"])
    _log(motion, "box_annulled", by, at, annulled=str(election.pk), reason=reason, names=names)
    phases.follow_boxes(motion.item.assembly, by=by, at=at)
    publishing.destroy_server_key(election, by=by, at=at)
    return motion.election


def tellers_of(assembly: Assembly) -> list[Person]:
    """Who counts paper ballots: the counters, with the scrutineers where there are not two.
    A follow-up meeting without its own has those of the meeting it follows."""
    appointed = assembly.appointments.select_related("person")
    counters = [a.person for a in appointed.filter(function=Function.COUNTER)]
    if len(counters) < 2:
        others = (Function.SCRUTINEER, Function.CHIEF_SCRUTINEER)
        counters += [a.person for a in appointed.filter(function__in=others)]
    if not counters and assembly.parent is not None:
        return tellers_of(assembly.parent)
    return list(dict.fromkeys(counters))


def _box(motion: Motion) -> Election:
    if motion.method != Method.SECRET:
        raise HandsForeseen(item=str(motion.item.title))
    if motion.election is None:
        raise BoxMissing(item=str(motion.item.title))
    return motion.election


def require_unresolved(motion: Motion) -> None:
    """Raises AlreadyResolved."""
    standing = motion.resolutions.filter(annulled_at__isnull=True).first()
    if standing is not None:
        raise AlreadyResolved(item=str(motion.item.title), number=standing.label)


def _check_schedule(motion: Motion) -> None:
    """A dues standard that the law forbids is not put to the vote: adopting it would fail."""
    if motion.schedule is None:
        return
    blocking = [str(f.text) for f in check_schedule(motion.schedule) if f.blocks]
    if blocking:
        raise ScheduleUnlawful(findings="; ".join(blocking))


def _log(motion: Motion, event: str, by: User | None, at: datetime, **more: str) -> None:
    payload = {"motion": str(motion.pk), "election": str(motion.election_id), **more}
    log.record(stream=stream_of(motion.item.assembly), event=event, payload=payload, by=by, at=at)
