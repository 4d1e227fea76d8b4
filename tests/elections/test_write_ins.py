"""Write-ins, blank votes, approval and plurality, from the box laid out to its figures."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from elections.crypto import archive, ballot, credentials
from elections.crypto.audit import audit
from elections.crypto.declarations import Declarations
from elections.crypto.election import parse
from elections.domain import annulment, paper, publishing, results
from elections.domain.casting import cast_ballot
from elections.domain.comparison import count_status
from elections.domain.paper import PaperFigures
from elections.domain.prepare import ContestSpec, attach_roll
from elections.domain.results import LineFigures
from elections.enums import Channel, ContestKind, ElectionState, WriteIns, WriteInsFrom
from elections.errors import (
    BlankDoesNotFit,
    ContestInvalid,
    CountIncomplete,
    CountRefused,
    ProofRefused,
    SupplementMissing,
    WriteInsNotCovered,
)
from elections.models import Candidate, Contest, Count, Election
from members.models import Person
from records.domain import documents
from tests.elections.test_paper import close, open_box
from tests.factories.elections import (
    AT,
    Box,
    both,
    make_election,
    make_member,
    make_open_box,
    make_person,
    make_ready_box,
    make_roll,
    motion,
    single,
    slate,
)

pytestmark = pytest.mark.django_db


def covered_slate(**more: Any) -> ContestSpec:
    return replace(slate(), write_ins=WriteIns.COVERED, blank_vote=True, **more)


def marks_alone(kind: str, **more: Any) -> ContestSpec:
    return replace(slate(), kind=kind, **more)


def figures(election: Election) -> list[tuple[str, int, int, int]]:
    return [
        (str(line.candidate.name.en), line.votes_for, line.votes_against, line.abstentions)
        for contest in election.contests.all()
        for line in results.contest_figures(contest).lines
    ]


def questions(box: Box) -> list[tuple[int, int, bool]]:
    """Answers, most marks and blank vote of each question."""
    asked = parse(box.election.raw).questions
    return [(len(one.answers), one.maximum, one.blank) for one in asked]


def answers(voters: int, *marked: int, blank: bool = False) -> list[int]:
    """Marks for of a slate of three with everybody on the roll behind it, answers from 0."""
    return [int(blank), *(int(place in marked) for place in range(3 + voters))]


def test_everybody_with_a_vote_is_an_answer_behind_those_who_stand() -> None:
    roll = make_roll(4)
    stands = roll.entries.get(position=2).person
    spec = covered_slate()
    own = [replace(spec.candidates[0], person=stands), *spec.candidates[1:]]
    box = make_open_box(replace(spec, candidates=own), on_roll=roll)
    contest = box.election.contests.get()
    assert [one.position for one in contest.eligible.all()] == [4, 5, 6]
    assert stands not in [one.person for one in contest.eligible.all()]
    assert questions(box) == [(6, 2, True), (3, 3, False)]
    description = parse(box.election.raw)
    first = contest.eligible.first()
    assert description.questions[0].answers[3].startswith(f"4. {first.name.zh} / {first.name.en}")
    assert "Manager" in description.questions[0].answers[3]
    assert description.demands.lines() == [
        "#exclusive 0 1",
        "#covered 0 3 1",
        "#blank 0 1",
        "#bound",
    ]


def test_written_in_and_blank_votes_from_the_box_to_the_archive(tmp_path) -> None:
    box = make_open_box(covered_slate(), voters=5)
    one, two, three, four, five = box.entries
    box.cast(one, [answers(5, 0, 5), [0, 1, 0]])
    box.cast(two, [answers(5, 0, 5), [0, 0, 1]])
    box.cast(three, [answers(5, 6, 7), [1, 1, 0]])
    box.cast(four, [answers(5, blank=True), [0, 0, 0]])
    box.cast(five, [answers(5), [0, 0, 0]])
    box.close()
    box.decrypt()
    publishing.publish_result(election=box.election, by=None, at=AT)

    row = box.refresh()
    contest = row.contests.get()
    third, fourth, fifth = (one.name.en for one in contest.eligible.all()[2:])
    counted = results.contest_figures(contest)
    assert (counted.returned, counted.valid, counted.blank) == (5, 5, 1)
    assert figures(row) == [
        ("A", 2, 1, 2),
        ("B", 0, 2, 3),
        ("C", 0, 1, 4),
        (third, 2, 0, 3),
        (fourth, 1, 0, 4),
        (fifth, 1, 0, 4),
    ]
    written = contest.candidates.filter(is_write_in=True)
    assert [w.person for w in written] == [one.person for one in contest.eligible.all()[2:]]
    assert [w.position for w in written] == [6, 7, 8]
    found = archive.read(documents.read(row.archive), documents.read(row.supplements))
    assert audit(found).result == [[1, 2, 0, 0, 0, 0, 2, 1, 1], [1, 2, 1]]
    assert json.loads(row.result_raw)["result"] == audit(found).result


@pytest.mark.parametrize(
    "marks",
    [[answers(3, 3, 4), [1, 0, 0]], [answers(3, blank=True), [1, 0, 0]]],
    ids=["more written in than against", "blank and against"],
)
def test_box_refuses_what_no_page_would_make(marks: list[list[int]]) -> None:
    box = make_open_box(covered_slate(), voters=3)
    entry = box.entries[0]
    with pytest.raises(ValueError, match="none of the claims"):
        box.cast(entry, marks)
    # A device that leaves the proof away, or sends another ballot's.
    description = parse(box.election.raw)
    secret, _public = credentials.derive(box.codes[entry.pk], box.election.code)
    raw, _none = ballot.make_ballot(replace(description, demands=Declarations()), secret, marks)
    with pytest.raises(SupplementMissing):
        cast_ballot(election=box.election, entry=entry, raw=raw, supplement=None)
    _other, foreign = box.make_ballot(entry, [answers(3), [0, 0, 0]])
    with pytest.raises(ProofRefused):
        cast_ballot(election=box.election, entry=entry, raw=raw, supplement=foreign)
    assert not box.refresh().ballots.exists()


def test_free_write_ins_need_no_marks_against() -> None:
    box = make_open_box(replace(slate(), write_ins=WriteIns.FREE), voters=3)
    assert parse(box.election.raw).demands.lines() == ["#exclusive 0 1", "#bound"]
    box.cast(box.entries[0], [[0, 0, 0, 1, 1, 0], [0, 0, 0]])
    box.close()
    assert [line[1:] for line in figures(box.decrypt())] == [
        *[(0, 0, 1)] * 3,
        *[(1, 0, 0)] * 2,
    ]


def test_who_can_be_written_in_may_be_every_representative() -> None:
    firm = make_member().firm
    second = make_person("Second")
    firm.representatives.create(
        person=second, from_on=AT.date(), recorded_at=AT, post=both("Clerk"), votes=False
    )
    make_member(status=None)
    box = make_ready_box(covered_slate(write_ins_from=WriteInsFrom.MEMBERS), voters=2)
    eligible = [str(one.person.name.en) for one in box.election.contests.get().eligible.all()]
    assert len(eligible) == 2
    assert eligible[1] == "Second"


def test_box_that_waits_for_its_roll_lays_them_out_with_it() -> None:
    election = make_election(covered_slate())
    contest = election.contests.get()
    Election.objects.update(roll=None)
    later = make_roll(6)
    attach_roll(election=Election.objects.get(), roll=later, by=None, at=AT)
    assert contest.eligible.count() == 6
    assert set(contest.eligible.values_list("person", flat=True)) == set(
        later.entries.values_list("person", flat=True)
    )


def test_repetition_asks_the_same_way_and_forgets_who_was_written_in() -> None:
    box = make_open_box(covered_slate(), voters=3)
    box.cast(box.entries[0], [answers(3, 3), [1, 0, 0]])
    box.close()
    box.decrypt()
    annulment.annul_election(election=box.election, reason="R", names="N", by=None, at=AT)
    again = annulment.repeat_election(election=box.refresh(), channel=Channel.PAPER, by=None, at=AT)
    contest = again.contests.get()
    assert [str(one) for one in contest.candidates.all()] == [
        str(one) for one in box.election.contests.get().standing
    ]
    assert (contest.write_ins, contest.blank_vote) == (WriteIns.COVERED, True)
    assert contest.eligible.count() == 3


@pytest.mark.parametrize(("kind", "most"), [(ContestKind.APPROVAL, 3), (ContestKind.PLURALITY, 2)])
def test_approval_and_plurality_ask_for_marks_for_alone(kind: str, most: int) -> None:
    box = make_open_box(motion("M"), marks_alone(kind, blank_vote=True), voters=4)
    assert questions(box) == [(2, 1, False), (3, most, True)]
    assert not parse(box.election.raw).demands
    full = [0, *([1] * most), *([0] * (3 - most))]
    one, two, three, four = box.entries
    box.cast(one, [[1, 0], full])
    box.cast(two, [[0, 0], [0, 1, 0, 0]])
    box.cast(three, [[0, 0], [1, 0, 0, 0]])
    box.cast(four, [[0, 0], [0, 0, 0, 0]])
    too_many = [0, *([1] * 3)] if most == 2 else [1, 1, 0, 0]
    with pytest.raises(ValueError, match="marks"):
        box.cast(four, [[0, 0], too_many])
    box.close()
    row = box.decrypt()
    assert figures(row)[1:] == [
        ("A", 2, 0, 2),
        ("B", 1, 0, 3),
        ("C", 1 if most == 3 else 0, 0, 3 if most == 3 else 4),
    ]
    assert results.contest_figures(row.contests.get(position=2)).blank == 1


def test_motion_may_be_voted_blank() -> None:
    box = make_open_box(replace(motion(), blank_vote=True), voters=3)
    for entry, marks in zip(box.entries, ([1, 0, 0], [0, 1, 0], [0, 0, 0]), strict=True):
        box.cast(entry, [marks])
    box.close()
    row = box.decrypt()
    assert [line[1:] for line in figures(row)] == [(1, 0, 2)]
    assert results.contest_figures(row.contests.get()).blank == 1


@pytest.mark.parametrize(
    "spec",
    [
        ContestSpec(ContestKind.MOTION, both("M"), write_ins=WriteIns.FREE),
        ContestSpec(ContestKind.APPROVAL, both("Nobody stands")),
        ContestSpec(ContestKind.PLURALITY, both("More seats than names"), seats=2),
        ContestSpec(ContestKind.MOTION, both("M"), preliminary=True),
    ],
    ids=["written in on a motion", "empty", "seats", "preliminary motion"],
)
def test_questions_that_cannot_be_asked_are_refused(spec: ContestSpec) -> None:
    with pytest.raises(ContestInvalid):
        make_election(spec)


def test_write_ins_of_a_vote_without_against_cannot_be_covered() -> None:
    for kind in (ContestKind.APPROVAL, ContestKind.PLURALITY):
        with pytest.raises(ContestInvalid):
            make_election(marks_alone(kind, write_ins=WriteIns.COVERED))
    with pytest.raises(ContestInvalid):
        make_election(replace(single(), write_ins=WriteIns.FREE))


def enter(
    contest: Contest,
    teller: Person,
    counted: PaperFigures,
    rows: list[tuple[int, ...]],
    written: dict[int, int],
) -> Count:
    lines = [
        LineFigures(*pair) for pair in zip(contest.standing, *zip(*rows, strict=True), strict=True)
    ]
    return paper.enter_count(
        contest=contest,
        teller=teller,
        figures=counted,
        lines=lines,
        written=written,
        by=None,
        at=AT,
    )


ROWS = [(4, 0, 1), (1, 3, 1), (0, 1, 4)]


def test_tellers_enter_who_was_written_in_and_must_agree() -> None:
    election, (one, two) = open_box(covered_slate())
    contest = close(election)
    counted = PaperFigures(5, 5, 0, blank=1)
    enter(contest, one, counted, ROWS, {4: 2, 6: 1})
    enter(contest, two, counted, ROWS, {4: 2, 7: 1})
    with translation.override("en"):
        found = count_status(contest, two).differences
    names = {place: str(contest.eligible.get(position=place)) for place in (6, 7)}
    assert [(d.mine, d.other) for d in found] == [((0,), (1,)), ((1,), (0,))]
    assert sorted(names) == [6, 7]
    assert Election.objects.get().state == ElectionState.CLOSED
    accepted = enter(contest, two, counted, ROWS, {6: 1, 4: 2, 5: 0})
    assert accepted.accepted
    row = Election.objects.get()
    assert row.state == ElectionState.COUNTED
    assert [line[1:] for line in figures(row)] == [*ROWS, (2, 0, 3), (1, 0, 4)]
    assert results.contest_figures(contest).blank == 1
    # Whom the other teller wrote by mistake is in no result.
    assert Candidate.objects.filter(is_write_in=True).count() == 3


def test_blank_ballots_must_agree_too() -> None:
    election, (one, two) = open_box(covered_slate())
    contest = close(election)
    enter(contest, one, PaperFigures(5, 5, 0, blank=1), ROWS, {})
    enter(contest, two, PaperFigures(5, 5, 0, blank=0), ROWS, {})
    with translation.override("en"):
        [difference] = count_status(contest, two).differences
    assert (difference.name, difference.mine, difference.other) == ("blank ballots", (0,), (1,))


@pytest.mark.parametrize(
    ("blank", "rows", "written", "error"),
    [
        (2, ROWS, {}, BlankDoesNotFit),
        (0, ROWS, {4: 5}, WriteInsNotCovered),
        (0, ROWS, {99: 1}, CountIncomplete),
        (0, ROWS, {4: 4, 5: 0}, None),
        (0, [(5, 0, 0), (4, 1, 0), (0, 4, 1)], {4: 2}, CountRefused),
        (1, ROWS, {4: 3, 5: 1}, None),
    ],
    ids=["blank", "covered", "nobody", "at the brim", "seats", "blank at the brim"],
)
def test_what_no_papers_can_add_up_to_is_refused(
    blank: int, rows: Any, written: dict[int, int], error: type[Exception] | None
) -> None:
    election, (one, _two) = open_box(covered_slate())
    contest = close(election)
    counted = PaperFigures(5, 5, 0, blank=blank)
    if error is None:
        assert not enter(contest, one, counted, rows, written).accepted
        return
    with pytest.raises(error):
        enter(contest, one, counted, rows, written)
    assert not Count.objects.exists()


def test_blank_ballots_of_a_question_that_has_none_are_refused() -> None:
    election, (one, _two) = open_box(slate())
    contest = close(election)
    with pytest.raises(BlankDoesNotFit):
        enter(contest, one, PaperFigures(5, 5, 0, blank=1), ROWS, {})


def test_approval_and_plurality_are_counted_on_paper() -> None:
    for kind, refused in ((ContestKind.PLURALITY, True), (ContestKind.APPROVAL, False)):
        election, (one, _two) = open_box(marks_alone(kind))
        contest = close(election)
        rows = [(5, 0, 0), (4, 0, 1), (2, 0, 3)]
        if refused:
            with pytest.raises(CountRefused, match=r"must not exceed|不多于"):
                enter(contest, one, PaperFigures(5, 5, 0), rows, {})
        else:
            assert enter(contest, one, PaperFigures(5, 5, 0), rows, {})
