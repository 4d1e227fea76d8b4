"""Papers of a box: the ballots themselves, and the form on which a teller counts.

A ballot bears no number and nothing that tells one from another: every copy is the same page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf

from bylaws.models import Association
from elections.domain.alphabet import alphabet_of
from elections.domain.paper import tellers_of
from elections.enums import ContestKind, VoidReason, WriteIns
from elections.errors import CopiesInvalid
from elections.models import Contest, Election
from records.domain.pdf import make_pdf

BALLOT = "print/ballot_paper.html"
MOST_COPIES = 3000
"""More than any hall holds; a slip of the hand would else keep the server busy for an hour."""
MANY = 20
"""From this many candidates on the lines are set closer, so that the ballot stays one page."""
SEVERAL_PAGES = 45
"""From this many lines on no page holds them legibly, and nobody need try to set them on one."""
TALLIED_WRITE_INS = 12
"""Lines for names on a teller's form; who needs more takes a second form."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A question on paper. ``write_in_rows`` have room for two names each."""

    contest: Contest
    write_in_rows: range

    @property
    def lines(self) -> int:
        return len(self.contest.standing) + len(self.write_in_rows)


def ballot_papers(*, election: Election, copies: int, language: str) -> bytes:
    """Exactly ``copies`` ballots with every question of the box. Raises CopiesInvalid."""
    if not 1 <= copies <= MOST_COPIES:
        raise CopiesInvalid(most=MOST_COPIES)
    return _print(BALLOT, election, language, copies)


def specimen_ballot(*, election: Election, language: str) -> bytes:
    """One ballot across which it says that it is a specimen (样票), to show it beforehand."""
    return _print(BALLOT, election, language, 1, is_specimen=True)


def count_form(*, election: Election, language: str) -> bytes:
    """The sheet on which one teller tallies, alone."""
    return _print("print/count_form.html", election, language, 1)


def _print(
    template: str, election: Election, language: str, copies: int, *, is_specimen: bool = False
) -> bytes:
    association = Association.objects.get()
    contests = election.contests.prefetch_related("candidates", "eligible").order_by("position")
    printed = [Printed(contest, range((_room(contest) + 1) // 2)) for contest in contests]
    most = max((one.lines for one in printed), default=0)
    listed = [one.contest for one in printed if one.contest.is_list]
    context: dict[str, Any] = {
        "association": association.name,
        "election": election,
        "marks": alphabet_of(election),
        # Called as the paper is set, in its language.
        "told": lambda: alphabet_of(election).told_for(contest.kind for contest in contests),
        "is_specimen": is_specimen,
        "printed": printed,
        "close": MANY <= most < SEVERAL_PAGES,
        # Sheets of one ballot are told apart by their numbers.
        "several": most >= SEVERAL_PAGES,
        "has_against": any(one.contest.has_against for one in printed),
        "has_marks_alone": not all(one.contest.has_against for one in printed),
        "has_cap": any(contest.kind != ContestKind.APPROVAL for contest in listed),
        "has_write_ins": any(one.write_in_rows for one in printed),
        "has_covered": any(contest.write_ins_are_covered for contest in listed),
        "has_blank": any(one.contest.blank_vote for one in printed),
        "void_reasons": [reason.label for reason in VoidReason],
        "tallied_write_ins": range(TALLIED_WRITE_INS),
        # Named as the box opens; on a form printed before, the teller signs on an empty line.
        "tellers": tellers_of(election) if election.opened_at else [],
    }
    make = partial(
        make_pdf, template=template, language=language, zone=ZoneInfo(association.time_zone)
    )
    # How long names and units are is known only once they are set.
    if (
        template == BALLOT
        and not context["several"]
        and _number_of_pages(make(context=context)) > 1
    ):
        context |= {"close": False, "several": True}
    return make(context=context, copies=copies)


def _number_of_pages(paper: bytes) -> int:
    with pikepdf.open(BytesIO(paper)) as opened:
        return len(opened.pages)


def _room(contest: Contest) -> int:
    """Names that one ballot can write in: as many as seats, and where marks against have to cover
    them no more than candidates."""
    if contest.write_ins == WriteIns.NONE:
        return 0
    covering = len(contest.standing) if contest.write_ins_are_covered else contest.seats
    return min(contest.seats, covering)
