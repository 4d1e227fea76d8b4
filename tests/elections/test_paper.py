"""Ballots on paper: two counts apart, every equality, annulment and repetition."""

from __future__ import annotations

import pytest
from django.utils import translation

from elections.domain import annulment, paper, publishing, results
from elections.domain.comparison import count_status
from elections.domain.paper import PaperFigures
from elections.domain.results import LineFigures, contest_figures
from elections.enums import Channel, ElectionState, VoidReason
from elections.errors import (
    ChannelMismatch,
    CountIncomplete,
    CountRefused,
    NotAnnulled,
    NotATeller,
    PapersExceedPresent,
    PapersNotCounted,
    ReasonMissing,
    VoidReasonsMissing,
    WrongState,
)
from elections.models import Contest, Count, Election
from members.models import Person
from tests.factories.assemblies import void
from tests.factories.elections import (
    AT,
    make_election,
    make_open_box,
    make_person,
    motion,
    slate,
)

pytestmark = pytest.mark.django_db


def open_box(*contests: object, voters: int = 5, issued: int = 5) -> tuple[Election, list[Person]]:
    tellers = [make_person("Teller 1"), make_person("Teller 2")]
    election = make_election(*contests, voters=voters, channel=Channel.PAPER)
    assert election.roll
    present = list(election.roll.entries.all())
    paper.open_paper(
        election=election, present=present, issued=issued, tellers=tellers, by=None, at=AT
    )
    return election, tellers


def close(election: Election) -> Contest:
    from elections.domain.closing import close_election

    close_election(election=election, by=None, at=AT)
    return election.contests.first()


def enter(
    contest: Contest,
    teller: Person,
    figures: tuple[int, int, int],
    *rows: tuple[int, ...],
    reasons: dict[str, int] | None = None,
) -> Count:
    lines = [
        LineFigures(candidate, *row)
        for candidate, row in zip(contest.candidates.all(), rows, strict=False)
    ]
    return paper.enter_count(
        contest=contest,
        teller=teller,
        figures=PaperFigures(*figures, reasons=void(figures[2]) if reasons is None else reasons),
        lines=lines,
        by=None,
        at=AT,
    )


def test_invalid_papers_are_told_by_their_reason_and_both_tellers_agree_on_it() -> None:
    election, (one, two) = open_box()
    contest = close(election)
    for reasons in ({}, {VoidReason.FOREIGN: 2}):
        with pytest.raises(VoidReasonsMissing):
            enter(contest, one, (5, 4, 1), (3, 1, 0), reasons=reasons)
    enter(contest, one, (5, 4, 1), (3, 1, 0), reasons={VoidReason.TOO_MANY: 1})
    enter(contest, two, (5, 4, 1), (3, 1, 0), reasons={VoidReason.MARKED: 1})
    assert Election.objects.get().state == ElectionState.CLOSED
    assert [found.mine for found in count_status(contest, one).differences] == [(1,), (0,)]
    enter(contest, two, (5, 4, 1), (3, 1, 0), reasons={VoidReason.TOO_MANY: 1})
    assert Election.objects.get().state == ElectionState.COUNTED
    assert contest_figures(contest).void_told == [(str(VoidReason.TOO_MANY.label), 1)]


def test_two_equal_counts_stand() -> None:
    election, (one, two) = open_box()
    contest = close(election)
    enter(contest, one, (5, 4, 1), (3, 1, 0))
    assert Election.objects.get().state == ElectionState.CLOSED
    enter(contest, two, (5, 4, 1), (3, 1, 0))

    row = publishing.publish_result(election=election, by=None, at=AT)

    assert row.state == ElectionState.PUBLISHED
    assert row.archive is None
    figures = results.contest_figures(contest)
    assert (figures.issued, figures.returned, figures.valid, figures.invalid) == (5, 5, 4, 1)
    assert [(p.channel, p.valid) for p in figures.channels] == [(Channel.PAPER, 4)]
    assert figures.lines == (LineFigures(contest.candidates.get(), 3, 1, 0, 0),)


def test_different_counts_do_not_stand_and_say_where_they_differ() -> None:
    election, (one, two) = open_box(slate(("A", "B"), seats=1))
    contest = close(election)
    enter(contest, one, (5, 5, 0), (3, 1, 1), (2, 2, 1))
    alone = count_status(contest, two)
    assert (alone.mine, alone.others_in, alone.differences) == (None, 1, ())

    enter(contest, two, (5, 5, 0), (3, 2, 0), (2, 2, 1))

    with translation.override("en"):
        status = count_status(contest, two)
    assert [(d.name, d.mine, d.other) for d in status.differences] == [
        ("A", (3, 2, 0, 0), (3, 1, 1, 0))
    ]
    assert Election.objects.get().state == ElectionState.CLOSED
    enter(contest, one, (5, 5, 0), (3, 2, 0), (2, 2, 1))
    assert Election.objects.get().state == ElectionState.COUNTED
    assert Count.objects.filter(superseded_at__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("figures", "row", "told"),
    [
        ((6, 5, 1), (3, 1, 1), "ballots returned (6) must not exceed ballots issued (5)"),
        ((5, 4, 0), (3, 1, 0), "valid plus invalid ballots (4 + 0 = 4) must equal"),
        ((5, 5, 0), (3, 1, 0), "(3 + 1 + 0 = 4) must equal valid ballots (5)"),
    ],
)
def test_count_that_does_not_reconcile_is_refused(
    figures: tuple[int, int, int], row: tuple[int, ...], told: str
) -> None:
    election, (one, _two) = open_box()
    contest = close(election)

    with translation.override("en"), pytest.raises(CountRefused) as refusal:
        enter(contest, one, figures, row)

    assert told in str(refusal.value)
    assert Count.objects.count() == 0


def test_more_marks_than_seats_allow_are_refused() -> None:
    election, (one, _two) = open_box(slate(("A", "B"), seats=1))
    contest = close(election)

    with translation.override("en"), pytest.raises(CountRefused) as refusal:
        enter(contest, one, (5, 5, 0), (3, 1, 1), (3, 1, 1))

    assert "(6) must not exceed valid ballots times seats (5 × 1 = 5)" in str(refusal.value)


def test_over_return_voids_the_ballot_and_it_is_repeated_on_paper() -> None:
    election, (one, two) = open_box()
    contest = close(election)
    with translation.override("en"), pytest.raises(CountRefused) as refusal:
        enter(contest, one, (6, 6, 0), (6, 0, 0))
    assert "This ballot is void as a whole and must be repeated." in str(refusal.value)

    annulment.annul_election(
        election=election, reason="6 returned, 5 issued", names="Chair, tellers", by=None, at=AT
    )
    again = annulment.repeat_election(election=election, channel=Channel.PAPER, by=None, at=AT)

    assert (again.state, again.round, again.repeats) == (ElectionState.READY, 2, election)
    assert [teller.person for teller in again.tellers.all()] == [one, two]
    assert Election.objects.count() == 2


def test_electronic_round_is_annulled_and_repeated_on_paper() -> None:
    box = make_open_box(motion(), slate(("A", "B"), seats=1))
    box.cast(box.entries[0], [[1, 0], [1, 0], [0, 1]])
    row = annulment.annul_election(
        election=box.election, reason="The network failed", names="Chair", by=None, at=AT
    )
    again = annulment.repeat_election(election=row, channel=Channel.PAPER, by=None, at=AT)
    same = annulment.repeat_election(election=row, channel=Channel.ONLINE, by=None, at=AT)

    assert again.pk == same.pk
    assert again.slug == f"{row.slug}-round-2"
    assert [
        (contest.kind, contest.seats, [str(c.name.en) for c in contest.candidates.all()])
        for contest in again.contests.all()
    ] == [("motion", 1, ["Adopt the dues"]), ("slate", 1, ["A", "B"])]
    row.refresh_from_db()
    assert row.ballots.count() == 1
    assert (row.annulment_reason, row.annulled_by) == ("The network failed", "Chair")
    assert row.server_key_destroyed_at == AT


def test_annulment_needs_reason_and_names_and_repetition_an_annulment() -> None:
    election, _tellers = open_box()

    with pytest.raises(ReasonMissing):
        annulment.annul_election(election=election, reason=" ", names="Chair", by=None, at=AT)
    with pytest.raises(ReasonMissing):
        annulment.annul_election(election=election, reason="Why", names="", by=None, at=AT)
    with pytest.raises(NotAnnulled):
        annulment.repeat_election(election=election, channel=Channel.PAPER, by=None, at=AT)


def test_count_is_for_tellers_of_a_closed_box_on_paper() -> None:
    election, (one, _two) = open_box()
    contest = election.contests.get()
    with pytest.raises(WrongState):
        enter(contest, one, (5, 5, 0), (3, 1, 1))
    close(election)
    with pytest.raises(NotATeller):
        enter(contest, make_person(), (5, 5, 0), (3, 1, 1))
    with pytest.raises(CountIncomplete):
        enter(contest, one, (5, 5, 0))
    online = make_open_box()
    with pytest.raises(ChannelMismatch):
        enter(online.election.contests.get(), one, (3, 3, 0), (3, 0, 0))


def test_papers_handed_out_do_not_exceed_those_present() -> None:
    with pytest.raises(PapersExceedPresent):
        open_box(voters=4, issued=5)
    election, (one, _two) = open_box(voters=5, issued=4)
    paper.correct_issued(election=election, issued=5, by=None, at=AT)
    contest = close(election)
    enter(contest, one, (5, 5, 0), (3, 1, 1))
    with pytest.raises(WrongState):
        paper.correct_issued(election=election, issued=4, by=None, at=AT)


def test_scrutineers_of_the_day_count_where_no_teller_is_named() -> None:
    election = make_election(channel=Channel.PAPER)
    assert election.ceremony
    assert paper.tellers_of(election) == [
        trustee.person for trustee in election.ceremony.trustees.all()
    ]


def test_papers_that_were_not_counted_are_refused() -> None:
    with pytest.raises(PapersNotCounted):
        open_box(issued=-1)
    assert Election.objects.get().state == ElectionState.READY
