"""Ballots on paper: opened for those present, counted twice apart, accepted when both agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from bylaws.domain import reconcile
from bylaws.errors import CountDoesNotReconcile
from elections.domain.comparison import differences, standing_counts
from elections.domain.opening import NO_HOLDERS, admit_all, entitled_of
from elections.domain.results import LineFigures
from elections.domain.states import lock_election, move, require_state, stream_of
from elections.enums import Channel, ContestKind, ElectionState
from elections.errors import (
    ChannelMismatch,
    CountIncomplete,
    CountRefused,
    NotATeller,
    PapersExceedPresent,
    PapersNotCounted,
)
from elections.models import Contest, Count, CountLine, Election, RollEntry, Teller
from members.models import Person, User
from records.domain import log


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """Papers returned, and of these the valid and the invalid ones."""

    returned: int
    valid: int
    invalid: int


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
    """Open a box on paper: ``issued`` papers were handed to those ``present``, or to whoever
    holds their authority (``holders``, by the key of the entry).

    ``tellers`` count it; without any, the scrutineers who hold the keys of the day do. Opening an
    open box again changes nothing. Raises :class:`PapersExceedPresent`, :class:`PapersNotCounted`.
    """
    row = lock_election(election)
    _require_paper(row)
    if row.state == ElectionState.OPEN:
        return row
    entries = entitled_of(row, present)
    _check_issued(issued, len(entries))
    move(row, ElectionState.OPEN)
    row.opened_at, row.present_at_opening, row.papers_issued = at, len(entries), issued
    row.save()
    admit_all(row, entries, holders)
    for person in tellers:
        Teller.objects.get_or_create(election=row, person=person)
    log.record(
        stream=stream_of(row),
        event="paper_ballot_opened",
        payload={
            "present": len(entries),
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
    _check_issued(issued, row.present_at_opening or 0)
    if Count.objects.filter(contest__election=row).exists():
        require_state(row, ElectionState.OPEN)
    row.papers_issued = issued
    row.save(update_fields=["papers_issued"])
    log.record(
        stream=stream_of(row), event="issued_corrected", payload={"issued": issued}, by=by, at=at
    )
    return row


def _require_paper(row: Election) -> None:
    if row.channel != Channel.PAPER:
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
) -> Count:
    """Enter one teller's own count of a closed box; a new one takes the place of their former.

    ``lines`` name every candidate of the contest once. As soon as two tellers' counts are equal,
    one of them is accepted; with the last contest of the box it is counted. Raises
    :class:`CountRefused` naming every equality that fails, :class:`NotATeller`.
    """
    row = lock_election(contest.election)
    _require_paper(row)
    require_state(row, ElectionState.CLOSED)
    if teller not in tellers_of(row):
        raise NotATeller(person=teller)
    if accepted := contest.counts.filter(accepted=True, superseded_at__isnull=True).first():
        return accepted
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
    """The equalities of CN-E2 and CN-E12; a slate's marks are capped at its seats."""
    slate = contest.kind == ContestKind.SLATE
    expected = set(contest.candidates.values_list("pk", flat=True))
    if len(lines) != len(expected) or {line.candidate.pk for line in lines} != expected:
        raise CountIncomplete
    try:
        reconcile.check_count(
            present=row.present_at_opening or 0,
            issued=row.papers_issued or 0,
            returned=figures.returned,
            valid=figures.valid,
            invalid=figures.invalid,
            lines=[_as_line(line, slate) for line in lines],
            seats=contest.most_marks if slate else None,
        )
    except CountDoesNotReconcile as error:
        language = (get_language() or "zh").split("-")[0]
        raise CountRefused(error.render("en" if language == "en" else "zh")) from error


def _as_line(line: LineFigures, slate: bool) -> reconcile.CountLine:
    return reconcile.CountLine(
        zh=line.candidate.name.zh,
        en=line.candidate.name.en,
        for_=line.votes_for,
        against=line.votes_against,
        abstain=line.abstentions,
        partly_invalid=line.partly_invalid if slate else None,
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
    accepted = Count.objects.filter(contest__election=row, accepted=True)
    if accepted.values("contest").distinct().count() < row.contests.count():
        return
    move(row, ElectionState.COUNTED)
    row.save(update_fields=["state"])
    log.record(
        stream=stream_of(row),
        event="election_counted",
        payload={"counts": [str(pk) for pk in accepted.values_list("pk", flat=True)]},
        by=None,
        at=at,
    )
