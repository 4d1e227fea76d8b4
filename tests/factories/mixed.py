"""Boxes in which some vote by device and some on paper, with what their people hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from elections.crypto.election import parse
from elections.domain import opening, paper, publishing, sides
from elections.domain.paper import PaperFigures
from elections.domain.results import LineFigures
from elections.enums import Channel
from elections.models import Contest, Election, RollEntry
from members.models import Person
from tests.factories.elections import AT, Box, make_person, make_ready_box

Row = tuple[int, int, int]
"""Votes for, against and abstentions of one line."""


def make_mixed_box(*contests: Any, voters: int = 10, papers: int = 5) -> Box:
    """Ready to open; the last ``papers`` of its roll vote on paper."""
    box = make_ready_box(*contests, voters=voters, channel=Channel.MIXED)
    to_paper(box, box.entries[voters - papers :])
    return box


def to_paper(box: Box, entries: Sequence[RollEntry]) -> int:
    assert box.election.ceremony
    return sides.vote_on_paper(ceremony=box.election.ceremony, entries=entries, by=None, at=AT)


def to_device(box: Box, entries: Sequence[RollEntry]) -> int:
    assert box.election.ceremony
    return sides.vote_electronically(
        ceremony=box.election.ceremony, entries=entries, by=None, at=AT
    )


def open_mixed(box: Box) -> list[Person]:
    """Open it for everyone on its roll; returns the tellers."""
    tellers = [make_person("Teller 1"), make_person("Teller 2")]
    opening.open_election(
        election=box.election, present=box.entries, tellers=tellers, by=None, at=AT
    )
    box.refresh()
    return tellers


def count_papers(
    election: Election, tellers: Sequence[Person], *counts: tuple[int, Sequence[Row]]
) -> None:
    """Both tellers enter the same of each question: how many papers, all valid, and its rows."""
    for contest, (number, rows) in zip(election.contests.all(), counts, strict=True):
        for teller in tellers:
            enter_papers(contest, teller, number, rows)


def enter_papers(contest: Contest, teller: Person, number: int, rows: Sequence[Row]) -> None:
    paper.enter_count(
        contest=contest,
        teller=teller,
        figures=PaperFigures(number, number, 0),
        lines=[
            LineFigures(candidate, *row)
            for candidate, row in zip(contest.standing, rows, strict=True)
        ],
        by=None,
        at=AT,
    )


def make_published_mixed_box(*contests: Any) -> Box:
    """Five vote by device, for what comes first in each question; of five papers four do."""
    box = make_mixed_box(*contests)
    tellers = open_mixed(box)
    questions = parse(box.election.raw).questions
    marks = [
        [int(index == 0 and number % 2 == 0) for index in range(question.length)]
        for number, question in enumerate(questions)
    ]
    for entry in box.entries[:5]:
        box.cast(entry, marks)
    box.close()
    box.decrypt()
    rows = [[(4, 0, 1), *[(0, 4, 1)] * (len(c.standing) - 1)] for c in box.election.contests.all()]
    count_papers(box.election, tellers, *[(5, row) for row in rows])
    publishing.publish_result(election=box.refresh(), by=None, at=AT)
    box.refresh()
    return box
