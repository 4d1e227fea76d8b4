"""The figures of a ballot as its verdict takes them: the accepted counts, and the quorum as it was
stated for it."""

from __future__ import annotations

from django.db.models import Q

from assemblies.errors import ResultNotPublished
from assemblies.models import Motion
from bylaws.domain.figures import Figures
from bylaws.domain.reconcile import CountLine, check_count
from elections.domain.results import ContestFigures, contest_figures
from elections.domain.weights import entitled_votes
from elections.enums import LISTS
from elections.models import Contest, Election


def counted_figures(contest: Contest, election: Election) -> ContestFigures:
    """The accepted figures, checked once more: nothing is resolved on a count that does not
    reconcile."""
    counted = contest_figures(contest)
    if not counted.is_counted:
        raise ResultNotPublished(item=str(election.title))
    listed = contest.kind in LISTS
    check_count(
        present=election.present_at_opening or 0,
        issued=counted.issued,
        returned=counted.returned,
        valid=counted.valid,
        invalid=counted.invalid,
        lines=[
            CountLine(
                zh=line.candidate.name.zh,
                en=line.candidate.name.en,
                for_=line.votes_for,
                against=line.votes_against,
                abstain=line.abstentions,
                partly_invalid=line.partly_invalid if listed else None,
            )
            for line in counted.lines
        ],
        seats=contest.most_marks if listed else None,
    )
    return counted


def entitled_of(motion: Motion) -> int | None:
    """The votes on the roll."""
    roll = motion.item.assembly.roll
    return entitled_votes(roll) if roll is not None else None


def stated_for_quorum(motion: Motion, election: Election | None = None) -> dict[str, int]:
    """Who counted towards the quorum of this vote, and of how many, as it was stated: a box's at
    its opening."""
    stated = motion.item.assembly.quorum_checks.filter(item=motion.item)
    if election is not None:
        stated = stated.filter(at__lte=election.opened_at)
    check = stated.order_by("pk").last()
    if check is None:
        return {}
    return {"for_quorum": check.present, "entitled_for_quorum": check.entitled}


def took_part_remotely(motion: Motion, election: Election | None = None) -> bool:
    """Whether anybody had a vote who was not in the hall: when the quorum was stated for the vote,
    or at some time while the box was open."""
    assembly = motion.item.assembly
    stays = assembly.attendances.filter(remote=True)
    if election is None:
        stated = assembly.quorum_checks.filter(item=motion.item).order_by("pk").last()
        if stated is None or stated.shut_out_votes:
            return False
        still_there = Q(out_at__isnull=True) | Q(out_at__gt=stated.at)
        return stays.filter(still_there, in_at__lte=stated.at).exists()
    if election.in_hall or election.opened_at is None or election.closed_at is None:
        return False
    voters = election.participations.filter(on_paper=False).values("entry")
    stays = stays.filter(entry__in=voters)
    still_there = Q(out_at__isnull=True) | Q(out_at__gt=election.opened_at)
    return stays.filter(still_there, in_at__lte=election.closed_at).exists()


def ballot_figures(
    motion: Motion,
    election: Election,
    counted: ContestFigures,
    *,
    for_: int | None = None,
    against: int | None = None,
    abstain: int | None = None,
) -> Figures:
    return Figures(
        entitled=entitled_of(motion),
        present=election.present_at_opening,
        **stated_for_quorum(motion, election),
        issued=counted.issued,
        returned=counted.returned,
        valid=counted.valid,
        invalid=counted.invalid,
        for_=for_,
        against=against,
        abstain=abstain,
    )
