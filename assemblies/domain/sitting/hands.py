"""Shows of hands: counted by the tellers, entered once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.governing import cited, rule_for_item
from assemblies.domain.locking import IN_SESSION, lock_motion, require_phase, stream_of
from assemblies.domain.planning.amendment_votes import require_votable
from assemblies.domain.presence.quorum import require_quorum, state_quorum
from assemblies.enums import ItemState, Method
from assemblies.errors import (
    AlreadyResolved,
    ConsentsNotForeseen,
    CountsExceedPresent,
    CountsIncomplete,
    HandsNotForeseen,
    ItemNotNow,
    SecretBallotRequired,
    told_by_the_rules,
)
from assemblies.models import Motion, QuorumCheck
from bylaws.domain.figures import Figures
from bylaws.domain.written_consents import check_written_consents
from bylaws.enums import RequiredMethod
from members.models import User
from records.domain import log


@transaction.atomic
def record_show_of_hands(
    *,
    motion: Motion,
    votes_for: int,
    votes_against: int,
    abstentions: int,
    by: User | None,
    at: datetime,
    written_consents: int = 0,
) -> Motion:
    """Enter the count. Present is what was stated for this vote; where nothing was stated, or
    another vote came between, the quorum is stated now.

    The three must make up everyone present, since whoever does not raise a hand abstains and the
    Chinese thresholds are taken of those present. Until the resolution a count may be entered
    again; the log keeps the former. ``written_consents``: of absent members, where the rule counts
    them (BGB, § 33). Raises NoQuorum, CountsExceedPresent, CountsIncomplete, SecretBallotRequired,
    HandsNotForeseen, ItemNotNow, AlreadyResolved, AmendmentChanged, UnitsUndecided,
    ConsentsNotForeseen, and RuleRefused for more consents than absent members.
    """
    motion = lock_motion(motion)
    figures = (votes_for, votes_against, abstentions)
    _check_state(motion)
    check = require_quorum(_stated(motion, by, at))
    _check_counts(figures, check.present)
    _check_consents(motion, written_consents, check)
    if _entered(motion) == (check.present, *figures, written_consents):
        return motion
    motion.present, motion.written_consents = check.present, written_consents
    motion.votes_for, motion.votes_against, motion.abstentions = figures
    motion.save(update_fields=ENTERED)
    payload = {
        "motion": str(motion.pk),
        "present": check.present,
        "for": votes_for,
        "against": votes_against,
        "abstain": abstentions,
        **({"written_consents": written_consents} if written_consents else {}),
    }
    log.record(
        stream=stream_of(motion.item.assembly), event="hands_counted", payload=payload, by=by, at=at
    )
    return motion


ENTERED = ["present", "votes_for", "votes_against", "abstentions", "written_consents"]


def _entered(motion: Motion) -> tuple[int | None, ...]:
    return tuple(getattr(motion, name) for name in ENTERED)


def _check_state(motion: Motion) -> None:
    item = motion.item
    standing = motion.resolutions.filter(annulled_at__isnull=True).first()
    if standing is not None:
        raise AlreadyResolved(item=str(item.title), number=standing.label)
    require_phase(item.assembly, *IN_SESSION)
    if motion.method != Method.SHOW_OF_HANDS:
        raise HandsNotForeseen(item=str(item.title))
    if item.state != ItemState.CURRENT:
        raise ItemNotNow(item=str(item.title))
    rule = rule_for_item(item)
    if rule.method is RequiredMethod.SECRET:
        raise SecretBallotRequired(
            item=str(item.title), citation=str(cited(rule.citations["method"]))
        )
    require_votable(motion)


def _check_consents(motion: Motion, consents: int, check: QuorumCheck) -> None:
    if not consents:
        return
    if not rule_for_item(motion.item).written_consent:
        raise ConsentsNotForeseen(item=str(motion.item.title))
    with told_by_the_rules():
        figures = Figures(entitled=check.entitled, present=check.present)
        check_written_consents(figures, consents)


def stated_for(motion: Motion) -> QuorumCheck | None:
    """The quorum as stated for this vote; None where it is to be stated first. A statement that
    another vote's followed was made before the item was put off: it tells of another hour."""
    checks = motion.item.assembly.quorum_checks.order_by("pk")
    stated = checks.filter(item=motion.item).last()
    if motion.present is not None:
        return stated
    return stated if stated == checks.last() else None


def _stated(motion: Motion, by: User | None, at: datetime) -> QuorumCheck:
    item = motion.item
    return stated_for(motion) or state_quorum(assembly=item.assembly, item=item, by=by, at=at)


def _check_counts(figures: tuple[int, int, int], present: int) -> None:
    counted = sum(figures)
    if min(figures) < 0 or counted > present:
        raise CountsExceedPresent(counted=counted, present=present)
    if counted != present:
        raise CountsIncomplete(counted=counted, present=present)
