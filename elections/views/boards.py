"""The public board of a box, its archive, and the list of all boxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from elections.domain import board as boards
from elections.domain.closing import AFTER_CLOSING
from elections.domain.decryption import shares_needed
from elections.domain.eligibility import is_by_slip, obstacle_to_vote
from elections.domain.intake import waiting
from elections.domain.readiness import missing_before_opening
from elections.domain.results import contest_figures, verdicts_of
from elections.domain.sides import electronic_places
from elections.domain.slips import ballots_in
from elections.domain.weights import entitled_votes, votes_at, weights_listed
from elections.enums import ElectionState
from elections.models import Election
from elections.permissions import can_see_count, elector_entries, may_download, may_see_board
from elections.tables import ElectionTable
from members.permissions import can_read_register, require

ARCHIVE_TYPE = "application/octet-stream"
# Bytes of a download that are held in memory; more of them wait in a file.
IN_MEMORY = 4 << 20
PIECE = 1 << 16


@require(can_read_register)
@require_safe
def election_list(request: HttpRequest) -> HttpResponse:
    table = ElectionTable(Election.objects.select_related("ceremony").order_by("-pk"))
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    return render(request, "elections/election_list.html", {"table": table})


def _live_facts(election: Election) -> dict[str, object]:
    """What changes while the box is open. Trackers by their value: their order on the board would
    tell whoever watches the hall whose is whose."""
    by_slip, places = is_by_slip(election), electronic_places(election)
    votes = votes_at(places)
    return {
        "election": election,
        "by_slip": by_slip,
        "trackers": sorted(election.ballots.values_list("tracker", flat=True)),
        "voted": ballots_in(election)
        if by_slip
        else election.participations.filter(cast=True).count(),
        "participations": votes if by_slip else places.count(),
        "weighted": election.roll is not None and election.roll.is_weighted and not by_slip,
        "votes": votes,
        "papers": election.papers_issued if election.is_electronic else None,
        "unchecked": waiting(election).count(),
    }


@require(may_see_board)
@require_safe
def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    election = get_object_or_404(
        Election.objects.select_related("roll__body", "ceremony__authority", "repeats", "follows"),
        pk=pk,
    )
    entries = elector_entries(request.user, election)
    voter = getattr(request.user, "person", None)
    facts = _live_facts(election) | {
        "contests": election.contests.prefetch_related("candidates", "eligible"),
        "missing": missing_before_opening(election) if election.opened_at is None else [],
        "fingerprints": boards.fingerprints(election) if election.raw else None,
        "has_supplements": boards.has_supplements(election),
        "credentials": election.credentials.count(),
        "entitled": entitled_votes(election.roll),
        "kinds": sorted(Counter(weights_listed(election).values()).items()),
        "shares": (shares := _shares(election)),
        "undecided": election.state == ElectionState.CLOSED and _is_undecided(election, shares),
        "can_vote": any(obstacle_to_vote(election, entry, voter) is None for entry in entries),
        "sees_count": election.is_on_paper and can_see_count(request.user, election),
        "next_round": Election.objects.filter(follows=election).first(),
        "repetition": Election.objects.filter(repeats=election).first(),
        "closed": election.state in AFTER_CLOSING,
    }
    if election.state == ElectionState.PUBLISHED:
        facts["results"] = [contest_figures(contest) for contest in election.contests.all()]
        facts["verdicts"] = verdicts_of(election)
    return render(request, "elections/election_board.html", facts)


@require(may_see_board)
@require_safe
def live(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The part of the board that is fetched again while the box is open."""
    election = get_object_or_404(Election.objects.select_related("ceremony", "roll"), pk=pk)
    return render(request, "elections/_board_live.html", _live_facts(election))


def _is_undecided(election: Election, shares: list[tuple[str, bool, bool]]) -> bool:
    """Enough shares are in, and nothing decodes: one of them is wrong."""
    given = sum(1 for _name, is_in, _odd in shares if is_in)
    enough = election.ceremony is not None and 0 < shares_needed(election.ceremony) <= given
    return enough and not election.result_raw


def _shares(election: Election) -> list[tuple[str, bool, bool]]:
    """Each trustee, whether the share of the decryption is in, and whether it decoded to nothing;
    nobody's on paper."""
    if not election.is_electronic or election.state not in AFTER_CLOSING:
        return []
    if election.ceremony is None:
        return []
    given = dict(election.partial_decryptions.values_list("trustee_id", "is_odd"))
    trustees = election.ceremony.trustees.select_related("person")
    return [
        (str(trustee.person), trustee.pk in given, given.get(trustee.pk, False))
        for trustee in trustees
    ]


@require(may_download)
@require_safe
def archive(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    election = get_object_or_404(Election, pk=pk)
    name = f"{election.slug}.bel"
    if election.archive is not None:
        return _file(boards.archive_bytes(election), name)
    return StreamingHttpResponse(
        _pieces(election), content_type=ARCHIVE_TYPE, headers=_attached(name)
    )


def _pieces(election: Election) -> Iterator[bytes]:
    """A growing board, written aside first: read slowly from the database it would hold a
    connection for as long as somebody's network takes."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        boards.write_archive(election, file)
        file.seek(0)
        while part := file.read(PIECE):
            yield part


@require(may_download)
@require_safe
def supplements(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The companion file; its name must stay beside the archive's for the verifier to find it."""
    election = get_object_or_404(Election, pk=pk)
    if not boards.has_supplements(election):
        raise Http404
    return _file(boards.supplements_bytes(election), f"{election.slug}.supplements.jsons")


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=ARCHIVE_TYPE, headers=_attached(name))


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
