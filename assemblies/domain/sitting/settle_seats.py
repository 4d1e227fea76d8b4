"""Decide on seats that a ballot left open: another ballot, seniority, a lot, or a vacancy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from assemblies.domain.governing import cited
from assemblies.domain.locking import lock_motion, require_sitting, stream_of
from assemblies.domain.planning.ballot_marks import marks_of
from assemblies.domain.planning.ballot_method import least_a_side
from assemblies.domain.planning.compatibility import refuse_incompatible
from assemblies.domain.presence.tellers import refuse_candidates_as_tellers
from assemblies.domain.sitting import phases
from assemblies.domain.sitting.ballot import require_unresolved
from assemblies.domain.sitting.lots import commit_lot
from assemblies.domain.sitting.seats_left import (
    OpenSeats,
    by_seniority,
    equal_at_the_edge,
    open_seats,
)
from assemblies.enums import SeatDecisionWay
from assemblies.errors import (
    BoxMissing,
    BoxReplaced,
    CeremonyMissing,
    MeetingMustDecide,
    NumberMissing,
    ResultNotPublished,
    SeniorityEqual,
    SeniorityUnknown,
    WayNotOffered,
)
from assemblies.models import Motion, SeatDecision
from bylaws.enums import SeatWay
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.domain.rounds import follow_election
from elections.enums import ELECTRONIC, MARKS_FOR_ALONE, ContestKind, ElectionState
from elections.models import Candidate, Contest, Election
from members.models import User
from records.domain import log
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """What is to follow for the seats of one question. ``decided``: the meeting's own words, where
    no text prescribes it; ``number``: how many stand in another ballot, where no text says so."""

    contest: UUID
    way: str
    decided: str = ""
    number: int | None = None


@transaction.atomic
def settle_seats(
    *,
    motion: Motion,
    box: Election,
    choices: Sequence[SeatChoice],
    channel: str,
    by: User | None,
    at: datetime,
) -> list[SeatDecision]:
    """Do what was chosen for each question. All that are to be voted on again go into one box
    through ``channel``, which becomes the motion's; a lot is committed and drawn later.

    ``box`` is the one that whoever presses had before them: once the next round is prepared,
    pressing again changes nothing. Raises BoxReplaced, ResultNotPublished, AlreadyResolved,
    WayNotOffered, MeetingMustDecide, NumberMissing, SeniorityUnknown, SeniorityEqual, and what a
    box refuses (CeremonyMissing, TellerStands …).
    """
    motion = lock_motion(motion)
    election = _published(motion, box)
    if election is None:
        return []
    require_sitting(motion.item.assembly)
    require_unresolved(motion)
    found = {one.judged.contest.pk: one for one in open_seats(motion)}
    made, ballots = [], []
    for choice in choices:
        open_ = found.get(choice.contest)
        if open_ is None and _is_settled(choice):
            continue
        decision = _decide(motion, open_, choice, by, at)
        made.append(decision)
        if SeatWay(choice.way).is_ballot:
            assert open_ is not None  # _decide refuses what is not open
            ballots.append((open_, decision, choice))
    if ballots:
        specs = [_spec(*each) for each in ballots]
        _prepare(motion, election, specs, channel, by, at)
    return made


def _published(motion: Motion, box: Election) -> Election | None:
    """The box that stands; None where the next round of ``box`` is prepared already."""
    election = motion.election
    if election is None:
        raise BoxMissing(item=str(motion.item.title))
    if election.pk != box.pk:
        if election.follows_id == box.pk:
            return None
        raise BoxReplaced
    if election.state != ElectionState.PUBLISHED:
        raise ResultNotPublished(item=str(motion.item.title))
    return election


def _is_settled(choice: SeatChoice) -> bool:
    return SeatDecision.objects.filter(contest=choice.contest, way=choice.way).exists()


def _decide(
    motion: Motion, open_: OpenSeats | None, choice: SeatChoice, by: User | None, at: datetime
) -> SeatDecision:
    allowed = open_.way(choice.way) if open_ else None
    if open_ is None or allowed is None:
        raise WayNotOffered(
            way=SeatDecisionWay(choice.way).label,
            contest=str(open_.judged.contest.title) if open_ else str(motion.item.title),
        )
    if allowed.by_meeting and not choice.decided.strip():
        raise MeetingMustDecide(way=SeatDecisionWay(choice.way).label)
    decision = SeatDecision(
        motion=motion,
        contest=open_.judged.contest,
        way=allowed.way.value,
        seats=open_.seats,
        citation=cited(allowed.citations),
        decided=choice.decided.strip() if allowed.by_meeting or choice.number is not None else "",
        decided_at=at,
    )
    if allowed.way is SeatWay.LOT:
        commit_lot(decision, open_, at)
    elif allowed.way.is_seniority:
        _rank(decision, open_, allowed.way)
    elif allowed.way.is_ballot:
        decision.seats = min(open_.seats, len(_stand_again(open_, choice)))
    decision.save()
    _log(decision, by, at)
    return decision


def _rank(decision: SeatDecision, open_: OpenSeats, way: SeatWay) -> None:
    """By the register. Of age the order is kept and not the days, which concern nobody else."""
    seniors = by_seniority(open_, way)
    if missing := [str(one.candidate) for one in seniors if one.on is None]:
        raise SeniorityUnknown(missing=", ".join(missing))
    if equal := equal_at_the_edge(seniors, open_.seats):
        raise SeniorityEqual(names=", ".join(str(one.candidate) for one in equal))
    shown = way is SeatWay.LONGEST_MEMBERSHIP
    decision.tied = [
        {
            "candidate": str(one.candidate.pk),
            "name": dict(one.candidate.name),
            "on": str(one.on) if shown else "",
        }
        for one in seniors
    ]
    decision.chosen = [row["candidate"] for row in decision.tied[: open_.seats]]


def _stand_again(open_: OpenSeats, choice: SeatChoice) -> list[Candidate]:
    """In the order of the ballot. Equal votes at the cut all stand. Raises NumberMissing."""
    if choice.way == SeatWay.RUN_OFF:
        chosen = list(open_.tied)
    else:
        number = choice.number if open_.put_up is None else open_.put_up
        if number is None or not number >= 1:
            raise NumberMissing(standing=len(open_.standing))
        counted = open_.judged.counted
        votes = [counted.line_of(candidate).votes_for for candidate in open_.standing]
        least = votes[min(number, len(votes)) - 1]
        chosen = [
            candidate for candidate, had in zip(open_.standing, votes, strict=True) if had >= least
        ]
    return sorted(chosen, key=lambda candidate: candidate.position)


def _spec(open_: OpenSeats, decision: SeatDecision, choice: SeatChoice) -> ContestSpec:
    contest, standing = open_.judged.contest, _stand_again(open_, choice)
    return ContestSpec(
        kind=_kind(contest, seats=decision.seats, standing=len(standing)),
        title=contest.title,
        text=contest.text,
        seats=decision.seats,
        office=contest.office,
        candidates=[
            CandidateSpec(
                name=candidate.name,
                person=candidate.person,
                firm=candidate.firm,
                note=candidate.note,
            )
            for candidate in standing
        ],
        blank_vote=contest.blank_vote,
        follows=contest,
        reason=decision.way,
    )


def _kind(contest: Contest, *, seats: int, standing: int) -> str:
    """As the question was put before; one candidate for one seat is voted for or against."""
    if contest.kind in MARKS_FOR_ALONE:
        return contest.kind
    return ContestKind.SINGLE if seats == standing == 1 else ContestKind.SLATE


def _prepare(
    motion: Motion,
    election: Election,
    specs: Sequence[ContestSpec],
    channel: str,
    by: User | None,
    at: datetime,
) -> None:
    assembly = motion.item.assembly
    if channel in ELECTRONIC and assembly.ceremony is None:
        raise CeremonyMissing
    people = [one.person for spec in specs for one in spec.candidates if one.person]
    refuse_candidates_as_tellers(assembly, candidates=people)
    refuse_incompatible(assembly, specs)
    motion.election = follow_election(
        election=election,
        contests=specs,
        channel=channel,
        least_a_side=least_a_side(assembly, channel),
        alphabet=marks_of(assembly),
        by=by,
        at=at,
    )
    motion.save(update_fields=["election"])
    payload = {
        "motion": str(motion.pk),
        "election": str(motion.election.pk),
        "follows": str(election.pk),
    }
    log.record(stream=stream_of(assembly), event="round_prepared", payload=payload, by=by, at=at)
    phases.follow_boxes(assembly, by=by, at=at)


def _log(decision: SeatDecision, by: User | None, at: datetime) -> None:
    payload = {
        "contest": str(decision.contest_id),
        "way": decision.way,
        "seats": decision.seats,
        "citation": dict(Translated(decision.citation)),
        "decided": decision.decided,
        "tied": decision.tied,
        "chosen": decision.chosen,
        "seed_begins": decision.seed_begins,
    }
    event = "lot_committed" if decision.way == SeatWay.LOT else "seats_settled"
    stream = stream_of(decision.motion.item.assembly)
    log.record(stream=stream, event=event, payload=payload, by=by, at=at)
