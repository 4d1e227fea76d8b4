"""Boxes in which some vote electronically and some on paper: who votes which way.

The electronic part of such a box is public, so the papers' part is what is left of the result: a
side of one or two would have its votes told by subtraction. Hence a minimum on each side, which the
desk keeps by moving people before the opening. How somebody votes is chosen for the day, for all
its boxes; who votes on paper can no longer vote electronically, and the reverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from elections import errors
from elections.domain.key_rounds import stream_of
from elections.domain.readiness import refresh_all
from elections.domain.secrecy import people_of, told_of_weights
from elections.domain.slip_box import holders_of_slips
from elections.domain.states import lock_election
from elections.domain.weights import votes_at, votes_of
from elections.enums import Channel, ElectionState
from elections.models import Ceremony, Count, Election, PaperVoter, Participation, RollEntry
from members.models import User
from records.domain import log


def on_paper(ceremony: Ceremony) -> set[UUID]:
    """The keys of the entries that vote on paper this day."""
    return set(ceremony.paper_voters.values_list("entry_id", flat=True))


@transaction.atomic
def vote_on_paper(
    *, ceremony: Ceremony, entries: Sequence[RollEntry], by: User | None, at: datetime
) -> int:
    """Move entries of the roll to paper, in the boxes to come and in open ones in which they did
    not vote, where a paper is handed out for each of their votes. Returns how many were moved; one
    on paper already stays.

    All of them or none. Raises :class:`elections.errors.NotEntitled`,
    :class:`elections.errors.SlipStillOut`, :class:`elections.errors.SlipBoxOpen`,
    :class:`elections.errors.VotedElectronically`, :class:`elections.errors.SideTooSmall` where a
    side of an open box fell short, and :class:`elections.errors.WeightsTell` where its sums then
    told of somebody and the meeting was not asked.
    """
    row = _lock(ceremony)
    moving = _without(entries, on_paper(row))
    for entry in moving:
        if not entry.entitled:
            raise errors.NotEntitled(entry=entry)
    _refuse_where_slips_vote(row, moving)
    held = holders_of_slips(row)
    if still := [entry for entry in moving if entry.pk in held]:
        raise errors.SlipStillOut(voters=_named(still))
    PaperVoter.objects.bulk_create(PaperVoter(ceremony=row, entry=entry) for entry in moving)
    for box in open_mixed_boxes(row):
        _hand_out(lock_election(box), moving)
    _note(row, "moved_to_paper", moving, by, at)
    return len(moving)


@transaction.atomic
def vote_electronically(
    *, ceremony: Ceremony, entries: Sequence[RollEntry], by: User | None, at: datetime
) -> int:
    """Take votes back from paper, in the boxes to come; returns how many. All of them or none.

    Raises :class:`elections.errors.PaperStillOut` while an open box counts on a paper of theirs.
    """
    row = _lock(ceremony)
    moving = list(entries)
    places = Participation.objects.filter(
        election__in=open_mixed_boxes(row), entry__in=moving, on_paper=True
    )
    if out := [place.entry for place in places.select_related("entry__firm", "entry__person")]:
        raise errors.PaperStillOut(voters=_named(out))
    chosen = row.paper_voters.filter(entry__in=moving)
    moving = _only(moving, set(chosen.values_list("entry_id", flat=True)))
    chosen.delete()
    _note(row, "moved_to_electronic", moving, by, at)
    return len(moving)


def open_mixed_boxes(ceremony: Ceremony) -> QuerySet[Election]:
    return ceremony.elections.filter(channel=Channel.MIXED, state=ElectionState.OPEN).order_by("pk")


def sides_of(
    row: Election, entries: Sequence[RollEntry]
) -> tuple[list[RollEntry], list[RollEntry]]:
    """``entries`` that would vote electronically, and those on paper, in a box to be opened."""
    if row.channel != Channel.MIXED or row.ceremony is None:
        return list(entries), []
    chosen = on_paper(row.ceremony)
    return _without(entries, chosen), _only(entries, chosen)


def require_sides(row: Election, *, electronic: int, papers: int) -> None:
    """Both sides of a mixed box, of so many people each, hide their votes; nobody on paper is fine
    too: then it is an electronic one. Raises :class:`elections.errors.SideTooSmall`."""
    if row.channel != Channel.MIXED:
        return
    least = least_of(row)
    if electronic >= least and (papers >= least or not papers):
        return
    raise errors.SideTooSmall(electronic=electronic, papers=papers, least=least)


def least_of(row: Election) -> int:
    """The fewest people on either side of the box, as its rules said when it was prepared."""
    assert row.least_a_side is not None  # every box that takes votes both ways has it
    return row.least_a_side


def electronic_places(row: Election) -> QuerySet[Participation]:
    """The places of those who vote by device."""
    return row.participations.filter(on_paper=False)


def paper_places(row: Election) -> int:
    """How many votes of an opened box may be cast on paper."""
    if row.channel == Channel.MIXED:
        return votes_at(row.participations.filter(on_paper=True))
    return row.present_at_opening or 0


def counts_papers(row: Election) -> bool:
    """Whether the result waits for tellers: of a mixed box only where a paper was handed out."""
    return row.is_on_paper and (not row.is_electronic or bool(row.papers_issued))


def boxes_for_tellers() -> QuerySet[Election]:
    """Open and closed boxes whose papers tellers count."""
    counted = Q(channel=Channel.PAPER) | Q(channel=Channel.MIXED, papers_issued__gt=0)
    return Election.objects.filter(counted, state__in=[ElectionState.OPEN, ElectionState.CLOSED])


def papers_are_counted(row: Election) -> bool:
    """Whether two tellers agree on every question of the box, or no paper was handed out."""
    if not counts_papers(row):
        return True
    accepted = Count.objects.filter(
        contest__election=row, channel=Channel.PAPER, accepted=True, superseded_at__isnull=True
    )
    return accepted.values("contest").distinct().count() == row.contests.count()


def is_counted_whole(row: Election) -> bool:
    """Whether nothing of the box is yet to be counted, by device or on paper."""
    return papers_are_counted(row) and (not row.is_electronic or bool(row.result_raw))


def _refuse_where_slips_vote(row: Ceremony, moving: Sequence[RollEntry]) -> None:
    """Whoever has a place in an open box by slip may have voted in it: it is not known."""
    if not row.is_by_slip:
        return
    for box in open_mixed_boxes(row):
        here = set(electronic_places(box).values_list("entry_id", flat=True))
        if concerned := _only(moving, here):
            raise errors.SlipBoxOpen(voters=_named(concerned), box=str(box.title))


def _hand_out(row: Election, moving: Sequence[RollEntry]) -> None:
    """Their places in an open box become places on paper, one more paper handed out for each."""
    places = row.participations.select_for_update(of=("self",)).filter(entry__in=moving)
    rows = list(places.select_related("entry__firm", "entry__person").filter(on_paper=False))
    if cast := [place.entry for place in rows if place.cast]:
        raise errors.VotedElectronically(voters=_named(cast), box=str(row.title))
    if not rows:
        return
    for place in rows:
        place.on_paper = True
        place.save(update_fields=["on_paper"])
    _require_hidden(row)
    row.papers_issued = (row.papers_issued or 0) + votes_of(place.entry for place in rows)
    row.save(update_fields=["papers_issued"])


def _require_hidden(row: Election) -> None:
    """What an opening asks of both sides, of an open box as it now is."""
    both = list(row.participations.select_related("entry", "holder"))
    holders = {place.entry_id: place.holder for place in both if place.holder is not None}
    electronic, papers = (
        [place.entry for place in both if place.on_paper is on_paper] for on_paper in (False, True)
    )
    require_sides(row, electronic=people_of(electronic, holders), papers=people_of(papers, holders))
    if row.small_electorate_consent:
        return
    if unequal := told_of_weights(electronic, papers):
        raise unequal


def _lock(ceremony: Ceremony) -> Ceremony:
    return Ceremony.objects.select_for_update().get(pk=ceremony.pk)


def _without(entries: Iterable[RollEntry], keys: set[UUID]) -> list[RollEntry]:
    return [entry for entry in entries if entry.pk not in keys]


def _only(entries: Iterable[RollEntry], keys: set[UUID]) -> list[RollEntry]:
    return [entry for entry in entries if entry.pk in keys]


def _named(entries: Iterable[RollEntry]) -> str:
    return ", ".join(str(entry) for entry in entries)


def _note(
    row: Ceremony, event: str, moved: Sequence[RollEntry], by: User | None, at: datetime
) -> None:
    if not moved:
        return
    payload = {"entries": sorted(str(entry.pk) for entry in moved)}
    log.record(stream=stream_of(row), event=event, payload=payload, by=by, at=at)
    refresh_all(ceremony=row, by=by, at=at)
