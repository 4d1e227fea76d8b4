"""Shows of hands: counted by the tellers, entered once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.governing import cited, rule_for_item
from assemblies.domain.locking import lock_motion, require_sitting, stream_of
from assemblies.domain.planning.amendment_votes import require_votable
from assemblies.domain.presence.quorum import require_quorum, state_quorum
from assemblies.domain.presence.votes import votes_at
from assemblies.enums import ItemState, Method
from assemblies.errors import (
    AlreadyResolved,
    ConsentsNotForeseen,
    CountedByTwo,
    CountsExceedPresent,
    CountsIncomplete,
    HandsNotForeseen,
    ItemNotNow,
    RollCallNotForeseen,
    SecretBallotRequired,
    told_by_the_rules,
)
from assemblies.models import Motion, QuorumCheck
from bylaws.domain.figures import Figures
from bylaws.domain.written_consents import check_written_consents
from bylaws.enums import RequiredMethod
from elections.domain.weights import entitled_votes, votes_of
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
    """Enter the count, of votes. Present are the votes that were stated for this vote, by proxy or
    not, less those recused; where nothing was stated, or another vote came between, the quorum is
    stated now.

    The three must make up everyone present, since whoever does not raise a hand abstains and the
    Chinese thresholds are taken of those present. Until the resolution a count may be entered
    again; the log keeps the former. ``written_consents``: of absent members, where the rule counts
    them (BGB, § 33). Raises NoQuorum, CountsExceedPresent, CountsIncomplete, SecretBallotRequired,
    HandsNotForeseen, ItemNotNow, AlreadyResolved, AmendmentChanged, UnitsUndecided,
    ConsentsNotForeseen, and RuleRefused for more consents than absent members.
    """
    motion = lock_motion(motion)
    if motion.item.assembly.two_counts:
        raise CountedByTwo
    figures = (votes_for, votes_against, abstentions)
    check = checked(motion, figures, written_consents, by=by, at=at)
    return put_down(motion, check, figures, written_consents, by=by, at=at)


def checked(
    motion: Motion,
    figures: tuple[int, int, int],
    written_consents: int,
    *,
    by: User | None,
    at: datetime,
) -> QuorumCheck:
    """The statement that a count of a locked motion is taken on; raises what is wrong with it."""
    check_state(motion, Method.SHOW_OF_HANDS)
    check = require_quorum(stated_or_now(motion, by, at))
    _check_counts(figures, check.votes)
    _check_consents(motion, written_consents, check)
    return check


def put_down(
    motion: Motion,
    check: QuorumCheck,
    figures: tuple[int, int, int],
    written_consents: int = 0,
    *,
    by: User | None,
    at: datetime,
    event: str = "hands_counted",
) -> Motion:
    """Write a checked count of a locked motion; the same figures again change nothing."""
    if _entered(motion) == (check.votes, *figures, written_consents):
        return motion
    motion.present, motion.written_consents = check.votes, written_consents
    motion.votes_for, motion.votes_against, motion.abstentions = figures
    motion.save(update_fields=ENTERED)
    payload = {
        "motion": str(motion.pk),
        "present": check.votes,
        "for": figures[0],
        "against": figures[1],
        "abstain": figures[2],
        **({"written_consents": written_consents} if written_consents else {}),
    }
    log.record(stream=stream_of(motion.item.assembly), event=event, payload=payload, by=by, at=at)
    return motion


ENTERED = ["present", "votes_for", "votes_against", "abstentions", "written_consents"]


def _entered(motion: Motion) -> tuple[int | None, ...]:
    return tuple(getattr(motion, name) for name in ENTERED)


def check_state(motion: Motion, method: Method) -> None:
    """Raises what keeps a locked motion from being voted on by ``method`` now."""
    item = motion.item
    standing = motion.resolutions.filter(annulled_at__isnull=True).first()
    if standing is not None:
        raise AlreadyResolved(item=str(item.title), number=standing.label)
    require_sitting(item.assembly)
    if motion.method != method:
        refused = HandsNotForeseen if method == Method.SHOW_OF_HANDS else RollCallNotForeseen
        raise refused(item=str(item.title))
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
    assembly = motion.item.assembly
    present = votes_of(votes_at(assembly, check.at, motion.item).present)
    with told_by_the_rules():
        figures = Figures(entitled=entitled_votes(assembly.roll), present=present)
        check_written_consents(figures, consents)


def stated_for(motion: Motion) -> QuorumCheck | None:
    """The quorum as stated for this vote; None where it is to be stated first. A statement that
    another vote's followed was made before the item was put off: it tells of another hour."""
    checks = motion.item.assembly.quorum_checks.order_by("pk")
    stated = checks.filter(item=motion.item).last()
    if motion.present is not None:
        return stated
    return stated if stated == checks.last() else None


def stated_or_now(motion: Motion, by: User | None, at: datetime) -> QuorumCheck:
    item = motion.item
    return stated_for(motion) or state_quorum(assembly=item.assembly, item=item, by=by, at=at)


def _check_counts(figures: tuple[int, int, int], present: int) -> None:
    counted = sum(figures)
    if min(figures) < 0 or counted > present:
        raise CountsExceedPresent(counted=counted, present=present)
    if counted != present:
        raise CountsIncomplete(counted=counted, present=present)
