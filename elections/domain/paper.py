"""Ballots on paper: opened for those present, counted twice apart, accepted when both agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from bylaws.domain import reconcile
from bylaws.errors import CountDoesNotReconcile
from elections.domain.comparison import differences, standing_counts
from elections.domain.opening import admit_all, entitled_of, name_tellers
from elections.domain.results import LineFigures
from elections.domain.secrecy import NO_HOLDERS, consent_wanted
from elections.domain.sides import is_counted_whole, paper_places
from elections.domain.states import lock_election, move, require_state, stream_of
from elections.domain.weights import votes_of
from elections.domain.write_ins import written_in
from elections.enums import LISTS, Channel, ElectionState, VoidReason, WriteIns
from elections.errors import (
    BlankDoesNotFit,
    ChannelMismatch,
    CountIncomplete,
    CountRefused,
    NotATeller,
    PapersExceedPresent,
    PapersNotCounted,
    VoidReasonsMissing,
    WriteInsNotCovered,
)
from elections.models import Contest, Count, CountLine, Election, RollEntry
from members.models import Person, User
from records.domain import log

NOBODY: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """Papers returned, of these the valid and the invalid ones, and of the valid the blank ones.
    ``reasons``: how many are invalid for which of :class:`elections.enums.VoidReason`."""

    returned: int
    valid: int
    invalid: int
    blank: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def open_paper(
    *,
    election: Election,
    present: Sequence[RollEntry],
    issued: int,
    by: User | None,
    at: datetime,
    tellers: Sequence[Person] = (),
    holders: Mapping[UUID, Person] = NO_HOLDERS,
) -> Election:
    """Open a box on paper: ``issued`` papers were handed to those ``present``, one for each of
    their votes, or to whoever holds their authority (``holders``, by the key of the entry).

    ``tellers`` count it; without any, the scrutineers who hold the keys of the day do. Opening an
    open box again changes nothing. Raises :class:`PapersExceedPresent`, :class:`PapersNotCounted`,
    and :class:`WeightsTell` where the sums would tell how a few with many votes voted.
    """
    row = lock_election(election)
    if row.channel != Channel.PAPER:
        raise ChannelMismatch(channel=row.get_channel_display())
    if row.state == ElectionState.OPEN:
        return row
    entries = entitled_of(row, present)
    votes = votes_of(entries)
    _check_issued(issued, votes)
    if wanted := consent_wanted(row, entries):
        raise wanted
    move(row, ElectionState.OPEN)
    row.opened_at, row.present_at_opening, row.papers_issued = at, votes, issued
    row.save()
    admit_all(row, entries, holders)
    name_tellers(row, tellers)
    log.record(
        stream=stream_of(row),
        event="paper_ballot_opened",
        payload={
            "present": votes,
            "issued": issued,
            "tellers": [person.pk for person in tellers_of(row)],
        },
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def correct_issued(*, election: Election, issued: int, by: User | None, at: datetime) -> Election:
    """Correct how many papers were handed out, before the first count is in."""
    row = lock_election(election)
    _require_paper(row)
    require_state(row, ElectionState.OPEN, ElectionState.CLOSED)
    _check_issued(issued, paper_places(row))
    if Count.objects.filter(contest__election=row).exists():
        require_state(row, ElectionState.OPEN)
    row.papers_issued = issued
    row.save(update_fields=["papers_issued"])
    log.record(
        stream=stream_of(row), event="issued_corrected", payload={"issued": issued}, by=by, at=at
    )
    return row


def _require_paper(row: Election) -> None:
    if not row.is_on_paper:
        raise ChannelMismatch(channel=row.get_channel_display())


def _check_issued(issued: int, present: int) -> None:
    if issued < 0:
        raise PapersNotCounted
    if issued > present:
        raise PapersExceedPresent(issued=issued, present=present)


def tellers_of(election: Election) -> list[Person]:
    """Who counts this box: the tellers named, or else the scrutineers of the day."""
    named = [teller.person for teller in election.tellers.select_related("person")]
    if named or election.ceremony is None:
        return named
    return [trustee.person for trustee in election.ceremony.trustees.select_related("person")]


@transaction.atomic
def enter_count(
    *,
    contest: Contest,
    teller: Person,
    figures: PaperFigures,
    lines: Sequence[LineFigures],
    by: User | None,
    at: datetime,
    written: Mapping[int, int] = NOBODY,
) -> Count:
    """Enter one teller's own count of a closed box; a new one takes the place of their former.

    ``lines`` name everybody who stands once; ``written`` are the votes for whoever was written in,
    by the place of their name among the answers (``EligiblePerson.position``). As soon as two
    tellers' counts are equal, one of them is accepted; with the last contest of the box it is
    counted. Raises :class:`CountRefused` naming every equality that fails, :class:`NotATeller`,
    :class:`BlankDoesNotFit`, :class:`WriteInsNotCovered`, :class:`VoidReasonsMissing`.
    """
    row = lock_election(contest.election)
    _require_paper(row)
    require_state(row, ElectionState.CLOSED)
    if teller not in tellers_of(row):
        raise NotATeller(person=teller)
    if accepted := standing_counts(contest).filter(accepted=True).first():
        return accepted
    lines = [*lines, *_written(contest, figures, written)]
    _reconcile(row, contest, figures, lines)
    contest.counts.filter(teller=teller, superseded_at__isnull=True).update(superseded_at=at)
    count = _write(row, contest, teller, figures, lines, at)
    log.record(
        stream=stream_of(row),
        event="paper_count_entered",
        payload={"contest": contest.pk, "count": count.pk, "teller": teller.pk},
        by=by,
        at=at,
    )
    _accept_if_equal(row, count, at)
    return count


def _reconcile(
    row: Election, contest: Contest, figures: PaperFigures, lines: Sequence[LineFigures]
) -> None:
    """The equalities of CN-E2 and CN-E12, a list's marks capped at what one ballot may have; blank
    ballots, and write-ins where marks against have to cover them."""
    listed = contest.kind in LISTS
    standing = [line for line in lines if not line.candidate.is_write_in]
    expected = {candidate.pk for candidate in contest.standing}
    if len(standing) != len(expected) or {line.candidate.pk for line in standing} != expected:
        raise CountIncomplete
    if sum(figures.reasons.values()) != figures.invalid:
        given = sum(figures.reasons.values())
        raise VoidReasonsMissing(invalid=figures.invalid, given=given)
    _check_blank(contest, figures, lines)
    _check_covered(contest, lines)
    try:
        reconcile.check_count(
            present=paper_places(row),
            issued=row.papers_issued or 0,
            returned=figures.returned,
            valid=figures.valid,
            invalid=figures.invalid,
            lines=[_as_line(line, listed) for line in lines],
            seats=contest.most_marks if listed else None,
        )
    except CountDoesNotReconcile as error:
        language = (get_language() or "zh").split("-")[0]
        raise CountRefused(error.render("en" if language == "en" else "zh")) from error


def _written(
    contest: Contest, figures: PaperFigures, written: Mapping[int, int]
) -> list[LineFigures]:
    """Whoever was written in got votes for and nothing else: who did not write them abstained."""
    votes = {place: number for place, number in written.items() if number}
    found = written_in(contest, votes)
    if set(found) != set(votes):
        raise CountIncomplete
    return [
        LineFigures(found[place], number, 0, figures.valid - number)
        for place, number in sorted(votes.items())
    ]


def _check_blank(contest: Contest, figures: PaperFigures, lines: Sequence[LineFigures]) -> None:
    """Whoever votes blank abstains on every line."""
    fewest = min(line.abstentions for line in lines)
    if (figures.blank and not contest.blank_vote) or figures.blank > fewest:
        raise BlankDoesNotFit(blank=figures.blank, abstentions=fewest)


def _check_covered(contest: Contest, lines: Sequence[LineFigures]) -> None:
    if contest.write_ins != WriteIns.COVERED:
        return
    written = sum(line.votes_for for line in lines if line.candidate.is_write_in)
    against = sum(line.votes_against for line in lines)
    if written > against:
        raise WriteInsNotCovered(written=written, against=against)


def _as_line(line: LineFigures, listed: bool) -> reconcile.CountLine:
    return reconcile.CountLine(
        zh=line.candidate.name.zh,
        en=line.candidate.name.en,
        for_=line.votes_for,
        against=line.votes_against,
        abstain=line.abstentions,
        partly_invalid=line.partly_invalid if listed else None,
    )


def _write(
    row: Election,
    contest: Contest,
    teller: Person,
    figures: PaperFigures,
    lines: Sequence[LineFigures],
    at: datetime,
) -> Count:
    count = Count.objects.create(
        contest=contest,
        channel=Channel.PAPER,
        teller=teller,
        issued=row.papers_issued or 0,
        returned=figures.returned,
        valid=figures.valid,
        invalid=figures.invalid,
        blank=figures.blank,
        void_reasons={
            reason.value: figures.reasons[reason]
            for reason in VoidReason
            if figures.reasons.get(reason)
        },
        recorded_at=at,
    )
    CountLine.objects.bulk_create(
        CountLine(
            count=count,
            candidate=line.candidate,
            votes_for=line.votes_for,
            votes_against=line.votes_against,
            abstentions=line.abstentions,
            partly_invalid=line.partly_invalid,
        )
        for line in lines
    )
    return count


def _accept_if_equal(row: Election, count: Count, at: datetime) -> None:
    others = standing_counts(count.contest).exclude(teller=count.teller)
    if not any(not differences(count, other) for other in others):
        return
    count.accepted = True
    count.save(update_fields=["accepted"])
    if not is_counted_whole(row):
        return
    accepted = Count.objects.filter(contest__election=row, accepted=True)
    move(row, ElectionState.COUNTED)
    row.save(update_fields=["state"])
    log.record(
        stream=stream_of(row),
        event="election_counted",
        payload={"counts": [str(pk) for pk in accepted.values_list("pk", flat=True)]},
        by=None,
        at=at,
    )
