"""Resolving a motion: judge it, number it, and let the resolution take effect, all at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from assemblies.domain.days import local_day, meeting_day
from assemblies.domain.locking import lock_motion, require_sitting, stream_of
from assemblies.domain.numbers import written_number
from assemblies.domain.planning.amendment_votes import conclude
from assemblies.domain.planning.cases import conclude_cases
from assemblies.domain.sitting.effects import take_effect
from assemblies.domain.sitting.judgement import Judgement, judge_motion
from assemblies.domain.sitting.phases import follow_boxes
from assemblies.domain.sitting.seats_left import require_seats_settled
from assemblies.domain.sitting.session import finish_item
from assemblies.domain.sitting.written_in import held_back_rows, with_held_back
from assemblies.enums import ItemState, Method
from assemblies.models import Motion, Resolution
from bylaws.enums import Matter, Outcome
from members.models import User
from records.domain import log, numbering
from records.enums import DecisionKind
from records.models import Decision


@transaction.atomic
def resolve_motion(*, motion: Motion, by: User | None, at: datetime) -> Resolution:
    """Judge the figures on record under the rule in force, and put the verdict on record.

    Passed: a decision is recorded and takes effect (a text is adopted, not in force before its
    approval; a dues standard is adopted; the elected get their mandates, but for those written in
    whom a rule on the office stops, and those who hold a seat that does not go with it, which the
    record names; firms are admitted or expelled). An
    amendment that was voted down is rejected, a case against a member dismissed. Resolving again
    gives the resolution that stands. Raises NotVotedYet, ResultNotPublished, SeatsStillOpen,
    AmendmentChanged, UnitsUndecided, and RuleRefused naming each equality that fails where a count
    does not reconcile, or why the text cannot be adopted; then nothing has changed.
    """
    motion = lock_motion(motion)
    standing = motion.resolutions.filter(annulled_at__isnull=True).first()
    if standing is not None:
        return standing
    require_sitting(motion.item.assembly)
    judgement = judge_motion(motion)
    require_seats_settled(motion)
    passed = judgement.outcome == Outcome.PASSED
    held_back = held_back_rows(motion, today=local_day(at)) if passed else []
    judgement = with_held_back(judgement, held_back)
    resolution = _put_on_record(motion, judgement, at)
    if passed:
        kept = {UUID(row["candidate"]) for row in held_back}
        take_effect(motion, resolution, judgement, held_back=kept, by=by, at=at)
    conclude(motion, judgement.outcome, resolution.decision, by=by, at=at)
    conclude_cases(motion, judgement.outcome, resolution.decision, by=by, at=at)
    if motion.item.state != ItemState.DONE:
        finish_item(motion.item, by=by, at=at)
    follow_boxes(motion.item.assembly, by=by, at=at)
    log.record(
        stream=stream_of(motion.item.assembly),
        event="motion_resolved",
        payload={
            "resolution": str(resolution.pk),
            "number": resolution.label,
            "outcome": resolution.outcome,
            "sentence": dict(resolution.sentence),
            "figures": resolution.figures,
        },
        by=by,
        at=at,
    )
    return resolution


def _put_on_record(motion: Motion, judgement: Judgement, at: datetime) -> Resolution:
    year = local_day(at).year
    number = numbering.draw_number(f"resolution:{year}")
    decision = None
    if judgement.outcome == Outcome.PASSED:
        decision = _decide(motion, year, number, at)
    return Resolution.objects.create(
        motion=motion,
        year=year,
        number=number,
        outcome=judgement.outcome,
        sentence=judgement.sentence,
        citation=judgement.citation,
        figures=judgement.figures,
        decision=decision,
        resolved_at=at,
    )


def _decide(motion: Motion, year: int, number: int, at: datetime) -> Decision:
    assembly = motion.item.assembly
    kind = DecisionKind.ADOPTION
    if Matter(motion.item.matter).is_election:
        kind = DecisionKind.ELECTION
    elif motion.applications.exists():
        kind = DecisionKind.ADMISSION
    secret = motion.method == Method.SECRET and motion.election is not None
    return Decision.objects.create(
        kind=kind,
        title=motion.item.title,
        decided_on=meeting_day(assembly),
        body_name=assembly.body.name,
        reference=written_number(
            "resolution", body_kind=assembly.body.kind, year=year, number=number
        ),
        evidence=motion.election.archive if secret and motion.election else None,
        recorded_at=at,
    )
