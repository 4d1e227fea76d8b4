"""Papers of a box: the ballots themselves, and the form on which a teller counts.

A ballot bears no number and nothing that tells one from another: every copy is the same page.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bylaws.models import Association
from elections.domain.paper import tellers_of
from elections.enums import ContestKind
from elections.errors import CopiesInvalid
from elections.models import Election
from records.domain.pdf import make_pdf

MOST_COPIES = 3000
"""More than any hall holds; a slip of the hand would else keep the server busy for an hour."""
MANY = 20
"""From this many candidates on the lines are set closer, so that the ballot stays one page."""


def ballot_papers(*, election: Election, copies: int, language: str) -> bytes:
    """Exactly ``copies`` ballots with every question of the box. Raises CopiesInvalid."""
    if not 1 <= copies <= MOST_COPIES:
        raise CopiesInvalid(most=MOST_COPIES)
    return _print("print/ballot_paper.html", election, language, copies)


def specimen_ballot(*, election: Election, language: str) -> bytes:
    """One ballot across which it says that it is a specimen (样票), to show it beforehand."""
    return _print("print/ballot_paper.html", election, language, 1, is_specimen=True)


def count_form(*, election: Election, language: str) -> bytes:
    """The sheet on which one teller tallies, alone."""
    return _print("print/count_form.html", election, language, 1)


def _print(
    template: str, election: Election, language: str, copies: int, *, is_specimen: bool = False
) -> bytes:
    association = Association.objects.get()
    contests = list(election.contests.prefetch_related("candidates").order_by("position"))
    context: dict[str, Any] = {
        "association": association.name,
        "election": election,
        "is_specimen": is_specimen,
        "contests": contests,
        "close": max((len(contest.standing) for contest in contests), default=0) >= MANY,
        "has_slate": any(contest.kind == ContestKind.SLATE for contest in contests),
        # Named as the box opens; on a form printed before, the teller signs on an empty line.
        "tellers": tellers_of(election) if election.opened_at else [],
    }
    return make_pdf(
        template=template,
        context=context,
        language=language,
        zone=ZoneInfo(association.time_zone),
        copies=copies,
    )
