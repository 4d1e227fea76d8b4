"""Lay out a ballot box: its roll, its keys, its questions and candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from elections.domain.alphabet import refuse_unfit_alphabet
from elections.domain.credentials import submit_credentials
from elections.domain.readiness import refresh_readiness
from elections.domain.spare_lists import take_spare_list
from elections.domain.states import lock_election, require_state, stream_of
from elections.domain.write_ins import lay_out_eligible
from elections.enums import (
    BEFORE_OPENING,
    ELECTRONIC,
    LISTS,
    Channel,
    ContestKind,
    WriteIns,
    WriteInsFrom,
)
from elections.errors import ContestInvalid, RepetitionStands, SlipsInHallOnly
from elections.fields import new_election_code
from elections.models import Candidate, Ceremony, Contest, Election, Roll
from members.models import Firm, Person, User
from records.domain import log
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class CandidateSpec:
    """Who stands; ``note`` tells unit and post on the ballot, in two languages."""

    name: Translated
    person: Person | None = None
    firm: Firm | None = None
    note: Translated = field(default_factory=Translated)


@dataclass(frozen=True, slots=True)
class ContestSpec:
    """A question of the box. ``candidates`` stand in the order of the ballot; a motion has none.

    ``preliminary``: it finds ``seats`` nominees and gives nobody an office. ``blank_vote``: one can
    vote for none at all by a mark of its own. ``write_ins``: whether others can be chosen, and
    ``write_ins_from`` who they are.
    ``follows`` and ``reason``: of a further round, whose seats it fills and why.
    """

    kind: str
    title: Translated
    text: Translated = field(default_factory=Translated)
    seats: int = 1
    office: str = ""
    candidates: Sequence[CandidateSpec] = ()
    preliminary: bool = False
    blank_vote: bool = False
    write_ins: str = WriteIns.NONE
    write_ins_from: str = WriteInsFrom.ROLL
    follows: Contest | None = None
    reason: str = ""


@transaction.atomic
def create_election(
    *,
    title: Translated | dict[str, str],
    slug: str,
    roll: Roll | None,
    ceremony: Ceremony | None,
    contests: Sequence[ContestSpec],
    channel: str,
    in_hall: bool,
    by: User | None,
    at: datetime,
    least_a_side: int | None = None,
    alphabet: Mapping[str, Any] | None = None,
) -> Election:
    """A box in preparation; one on paper is ready at once. Raises :class:`ContestInvalid`,
    :class:`SlipsInHallOnly` where those outside the hall would vote by slip, and
    :class:`BlankLineNotFor` where its ``alphabet``, the marks of its papers, does not fit.

    ``least_a_side``: the fewest people on either side of a box that takes votes both ways, as the
    rules of the day say; nothing for another.
    Without a ``roll`` it waits for those who are elected earlier on the same day.
    """
    if not contests:
        raise ContestInvalid(_("A ballot box needs at least one question."))
    for spec in contests:
        _check(spec)
    by_slip = ceremony is not None and ceremony.is_by_slip and channel in ELECTRONIC
    if by_slip and not in_hall:
        raise SlipsInHallOnly
    spare = take_spare_list(ceremony, roll) if channel in ELECTRONIC else None
    election = Election.objects.create(
        code=spare.code if spare is not None else new_election_code(),
        title=Translated(title),
        slug=slug,
        roll=roll,
        ceremony=ceremony,
        channel=Channel(channel),
        in_hall=in_hall,
        least_a_side=least_a_side if channel == Channel.MIXED else None,
        alphabet=dict(alphabet or {}),
    )
    for position, spec in enumerate(contests, start=1):
        _create_contest(election, position, spec)
    lay_out_eligible(election)
    if election.is_on_paper:
        refuse_unfit_alphabet(election)
    log.record(
        stream=stream_of(election),
        event="election_prepared",
        payload={
            "election": election.pk,
            "title": dict(election.title),
            "roll": roll.digest if roll else "",
            "channel": election.channel,
            "contests": [{"kind": s.kind, "candidates": len(s.candidates)} for s in contests],
        },
        by=by,
        at=at,
    )
    if spare is not None:
        return submit_credentials(election=election, publics=spare.publics, by=by, at=at)
    return refresh_readiness(election=election, by=by, at=at)


def _check(spec: ContestSpec) -> None:
    kind, standing = ContestKind(spec.kind), len(spec.candidates)
    if kind == ContestKind.MOTION and standing:
        raise ContestInvalid(_("A motion has no candidates: ask for the election of each instead."))
    if kind == ContestKind.SINGLE and (standing != 1 or spec.seats != 1):
        raise ContestInvalid(_("This question is for one candidate and one seat; use a slate."))
    if kind in LISTS and (not standing or not 1 <= spec.seats <= standing):
        raise ContestInvalid(
            _("A slate needs candidates, and at least as many of them as there are seats.")
        )
    _check_write_ins(kind, WriteIns(spec.write_ins))
    if spec.preliminary and kind not in LISTS:
        raise ContestInvalid(
            _("A preliminary ballot finds nominees among several persons: use a list.")
        )
    persons = [candidate.person for candidate in spec.candidates if candidate.person]
    if len(set(persons)) != len(persons):
        raise ContestInvalid(_("Somebody stands twice in the same question."))


def _check_write_ins(kind: ContestKind, write_ins: WriteIns) -> None:
    if write_ins != WriteIns.NONE and kind not in LISTS:
        raise ContestInvalid(
            _("Somebody else can be chosen on a list alone: use a slate, of one candidate too.")
        )
    if write_ins == WriteIns.COVERED and kind != ContestKind.SLATE:
        raise ContestInvalid(
            _("Nobody is voted against here, so that nothing can cover who is written in.")
        )


def _create_contest(election: Election, position: int, spec: ContestSpec) -> None:
    contest = Contest.objects.create(
        election=election,
        position=position,
        kind=ContestKind(spec.kind),
        title=Translated(spec.title),
        text=Translated(spec.text),
        seats=spec.seats,
        office=spec.office,
        preliminary=spec.preliminary,
        blank_vote=spec.blank_vote,
        write_ins=WriteIns(spec.write_ins),
        write_ins_from=WriteInsFrom(spec.write_ins_from),
        follows=spec.follows,
        reason=spec.reason,
    )
    candidates = spec.candidates or [CandidateSpec(name=Translated(spec.title))]
    Candidate.objects.bulk_create(
        Candidate(
            contest=contest,
            position=number,
            person=candidate.person,
            firm=candidate.firm,
            name=Translated(candidate.name),
            note=Translated(candidate.note),
        )
        for number, candidate in enumerate(candidates, start=1)
    )


@transaction.atomic
def attach_roll(*, election: Election, roll: Roll, by: User | None, at: datetime) -> Election:
    """Lay the roll under a box that was prepared before its voters were elected.

    Codes sent for another roll fall away: they are not one for each vote of this one.
    """
    row = lock_election(election)
    if row.roll_id == roll.pk:
        return row
    require_state(row, *BEFORE_OPENING)
    row.roll = roll
    row.save(update_fields=["roll"])
    row.credentials.all().delete()
    lay_out_eligible(row)
    payload = {"roll": roll.digest}
    log.record(stream=stream_of(row), event="roll_attached", payload=payload, by=by, at=at)
    return refresh_readiness(election=row, by=by, at=at)


def can_be_discarded(election: Election) -> bool:
    """Whether it was never opened, and does not have an annulled box's place in the record."""
    return election.state in BEFORE_OPENING and election.repeats_id is None


@transaction.atomic
def discard_election(*, election: Election, by: User | None, at: datetime) -> None:
    """Do away with a box that was prepared and never opened: nothing was voted in it. The log keeps
    what it was. Raises :class:`WrongState` for one that was opened, :class:`RepetitionStands` for
    one that repeats an annulled box, whose place it has in the record."""
    row = lock_election(election)
    require_state(row, *BEFORE_OPENING)
    if row.repeats_id is not None:
        raise RepetitionStands
    asked = [
        {"title": dict(contest.title), "candidates": [dict(one.name) for one in contest.standing]}
        for contest in row.contests.prefetch_related("candidates")
    ]
    payload = {"title": dict(row.title), "channel": row.channel, "contests": asked}
    log.record(stream=stream_of(row), event="election_discarded", payload=payload, by=by, at=at)
    row.delete()
