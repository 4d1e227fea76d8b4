"""Votes by name: the roll is called in its order, and each answer is written down.

Called is who had a vote when the quorum was stated for the item, in the hall or by proxy: the
figures are then of those present, as with a show of hands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import lock_motion, stream_of
from assemblies.domain.presence.quorum import require_quorum
from assemblies.domain.presence.votes import Votes, votes_at
from assemblies.domain.sitting.hands import (
    ENTERED,
    check_state,
    put_down,
    stated_for,
    stated_or_now,
)
from assemblies.enums import Choice, Method
from assemblies.errors import NotCalled, RollCallChanged, RollCallIncomplete
from assemblies.models import Motion, QuorumCheck, RollCallVote
from elections.models import RollEntry
from members.models import Person, User
from records.domain import log

NAMED = 5
"""How many of those who have not answered are named in a refusal."""


@dataclass(frozen=True, slots=True)
class Called:
    """A line of the list: ``holder`` answers for an entry that is represented. ``choice`` is empty
    until they answered; ``absent`` were not there when the quorum was stated, ``recused`` have no
    vote on the item: neither is called."""

    entry: RollEntry
    holder: Person | None
    choice: str
    absent: bool
    recused: bool

    @property
    def answer(self) -> str:
        return str(Choice(self.choice).label) if self.choice else ""

    @property
    def is_called(self) -> bool:
        return not (self.absent or self.recused)


@dataclass(frozen=True, slots=True)
class RollCall:
    """The whole list in the order of the roll; ``sums`` are for, against, abstain."""

    lines: tuple[Called, ...]
    sums: tuple[int, int, int]
    missing: int
    total: int


@transaction.atomic
def record_answer(
    *, motion: Motion, entry: RollEntry, choice: str, by: User | None, at: datetime
) -> RollCallVote:
    """Write down how ``entry`` answered; the same answer again changes nothing.

    Until the resolution an answer may be corrected: the log keeps the former, and sums that were
    written are written anew. Raises NotCalled, RollCallNotForeseen, ItemNotNow, NoQuorum,
    AlreadyResolved, SecretBallotRequired, MeetingAdjourned.
    """
    motion = lock_motion(motion)
    check_state(motion, Method.ROLL_CALL)
    check = require_quorum(stated_or_now(motion, by, at))
    voting = _votes(motion, check).voting
    if entry not in voting:
        raise NotCalled(voter=str(entry))
    before = motion.roll_call.filter(entry=entry).first()
    if before is not None and before.choice == choice:
        return before
    vote, _created = RollCallVote.objects.update_or_create(
        motion=motion,
        entry=entry,
        defaults={"choice": Choice(choice).value, "recorded_at": at},
    )
    payload = {
        "motion": str(motion.pk),
        "entry": str(entry.pk),
        "choice": vote.choice,
        "before": before.choice if before else None,
    }
    stream = stream_of(motion.item.assembly)
    log.record(stream=stream, event="roll_call_answered", payload=payload, by=by, at=at)
    if motion.present is not None:
        _correct_sums(motion, check, voting, by, at)
    return vote


@transaction.atomic
def end_roll_call(*, motion: Motion, by: User | None, at: datetime) -> Motion:
    """Sum up the answers once everyone called has answered. Answers of who had no vote any more
    when the quorum was stated anew fall away; the log keeps them.

    Raises RollCallIncomplete, naming who is missing, RollCallChanged, and what ``record_answer``
    refuses.
    """
    motion = lock_motion(motion)
    check_state(motion, Method.ROLL_CALL)
    check = require_quorum(stated_or_now(motion, by, at))
    voting = _votes(motion, check).voting
    missing = _unanswered(motion, voting)
    if missing:
        names = ", ".join(str(entry) for entry in missing[:NAMED])
        more = "…" if len(missing) > NAMED else ""
        raise RollCallIncomplete(missing=len(missing), names=f"{names}{more}")
    motion.roll_call.exclude(entry__in=voting).delete()
    return _sum_up(motion, check, by, at)


def roll_call_of(motion: Motion) -> RollCall:
    """The list as it stands; before the quorum is stated nobody is called."""
    assembly = motion.item.assembly
    check = stated_for(motion)
    votes = _votes(motion, check) if check is not None else None
    voting = {entry.pk for entry in votes.voting} if votes else set()
    recused = votes.recused if votes else frozenset()
    holders = votes.holders if votes else {}
    answers = dict(motion.roll_call.values_list("entry_id", "choice"))
    entries = (
        assembly.roll.entries.filter(entitled=True).select_related("firm", "person")
        if assembly.roll is not None
        else RollEntry.objects.none()
    )
    lines = tuple(
        Called(
            entry=entry,
            holder=holders.get(entry.pk),
            choice=answers.get(entry.pk, "") if entry.pk in voting else "",
            absent=entry.pk not in voting and entry.pk not in recused,
            recused=entry.pk in recused,
        )
        for entry in entries.order_by("position")
    )
    return RollCall(
        lines=lines,
        sums=_sums((line.choice, line.entry.weight) for line in lines),
        missing=sum(line.is_called and not line.choice for line in lines),
        total=sum(line.is_called for line in lines),
    )


def _votes(motion: Motion, check: QuorumCheck) -> Votes:
    return votes_at(motion.item.assembly, check.at, motion.item)


def _unanswered(motion: Motion, voting: Sequence[RollEntry]) -> list[RollEntry]:
    answered = set(motion.roll_call.values_list("entry_id", flat=True))
    return [entry for entry in voting if entry.pk not in answered]


def _correct_sums(
    motion: Motion, check: QuorumCheck, voting: Sequence[RollEntry], by: User | None, at: datetime
) -> None:
    """Where the quorum was stated anew since, others are called too: the sums are open again."""
    if motion.present == check.votes and not _unanswered(motion, voting):
        _sum_up(motion, check, by, at)
        return
    motion.present = motion.votes_for = motion.votes_against = motion.abstentions = None
    motion.save(update_fields=ENTERED)


def _sum_up(motion: Motion, check: QuorumCheck, by: User | None, at: datetime) -> Motion:
    called = _votes(motion, check).voting
    if len(called) != check.voters:
        raise RollCallChanged(called=len(called), present=check.voters)
    sums = _sums(motion.roll_call.values_list("choice", "entry__weight"))
    return put_down(motion, check, sums, by=by, at=at, event="roll_called")


def _sums(answers: Iterable[tuple[str, int]]) -> tuple[int, int, int]:
    """The votes behind the answers."""
    sums = Counter[str]()
    for choice, weight in answers:
        sums[choice] += weight
    voted, against, abstained = (sums[choice] for choice in Choice)
    return voted, against, abstained
