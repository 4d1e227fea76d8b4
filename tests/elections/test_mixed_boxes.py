"""One box, some voting by device and some on paper: never both ways, and no side too small."""

from __future__ import annotations

import pytest

from elections.crypto import audit
from elections.crypto.archive import read
from elections.domain import opening, paper, publishing, sides, slip_box
from elections.domain.annulment import annul_election, repeat_election
from elections.domain.eligibility import obstacle_to_vote
from elections.domain.results import contest_figures
from elections.enums import Channel, ElectionState
from elections.errors import (
    CountRefused,
    NotEntitled,
    PaperChosen,
    PapersExceedPresent,
    PaperStillOut,
    SideTooSmall,
    SlipBoxOpen,
    SlipStillOut,
    SmallElectorate,
    VotedElectronically,
    VotesOnPaper,
    WrongState,
)
from elections.models import Election
from records.domain import documents, log
from tests.factories.elections import (
    AT,
    make_open_box,
    make_person,
    make_ready_box,
    make_roll,
    motion,
    slate,
)
from tests.factories.mixed import (
    count_papers,
    enter_papers,
    make_mixed_box,
    make_published_mixed_box,
    open_mixed,
    to_device,
    to_paper,
)
from tests.factories.slips import make_slip_box

pytestmark = pytest.mark.django_db


def test_both_sides_make_one_result_and_each_is_shown() -> None:
    box = make_published_mixed_box(motion())

    figures = contest_figures(box.election.contests.get())

    assert box.election.state == ElectionState.PUBLISHED
    shown = [(p.channel, p.issued, p.returned, p.lines[0].votes_for) for p in figures.channels]
    assert shown == [(Channel.ONLINE, 5, 5, 5), (Channel.PAPER, 5, 5, 4)]
    assert (figures.issued, figures.valid, figures.lines[0].votes_for) == (10, 10, 9)
    assert log.verify(stream=f"election:{box.election.code}") > 0


def test_electronic_part_is_an_archive_like_any_other() -> None:
    box = make_published_mixed_box(slate())
    assert box.election.archive
    assert box.election.supplements

    report = audit.audit(
        read(documents.read(box.election.archive), documents.read(box.election.supplements)), 1
    )

    assert report.voters == 5
    assert report.result is not None
    assert report.result[0][0] == 5


@pytest.mark.parametrize("last", ["device", "paper"])
def test_result_waits_for_both_sides(last: str) -> None:
    box = make_mixed_box()
    tellers = open_mixed(box)
    for entry in box.entries[:5]:
        box.cast(entry, [[0, 1]])
    box.close()
    count = [lambda: count_papers(box.election, tellers, (5, [(2, 3, 0)])), box.decrypt]
    first, second = count if last == "device" else reversed(count)

    first()

    assert box.refresh().state == ElectionState.CLOSED
    with pytest.raises(WrongState):
        publishing.publish_result(election=box.election, by=None, at=AT)
    second()
    assert box.refresh().state == ElectionState.COUNTED
    [line] = contest_figures(box.election.contests.get()).lines
    assert (line.votes_for, line.votes_against) == (2, 8)


def test_who_votes_on_paper_cannot_vote_by_device() -> None:
    box = make_mixed_box()
    open_mixed(box)

    with pytest.raises(VotesOnPaper):
        box.cast(box.entries[-1], [[1, 0]])

    assert isinstance(obstacle_to_vote(box.election, box.entries[-1]), VotesOnPaper)
    assert obstacle_to_vote(box.election, box.entries[0]) is None
    assert box.election.ballots.count() == 0


def test_who_voted_by_device_gets_no_paper() -> None:
    box = make_mixed_box(voters=12)
    open_mixed(box)
    box.cast(box.entries[0], [[1, 0]])

    with pytest.raises(VotedElectronically):
        to_paper(box, box.entries[:2])

    assert box.refresh().papers_issued == 5
    assert not box.election.participations.filter(entry=box.entries[1], on_paper=True).exists()
    assert box.cast(box.entries[1], [[1, 0]])


def test_paper_can_be_taken_while_the_box_is_open() -> None:
    box = make_mixed_box(voters=12)
    tellers = open_mixed(box)

    moved = [to_paper(box, box.entries[:1]) for _twice in "12"]

    assert moved == [1, 0]
    assert box.refresh().papers_issued == 6
    with pytest.raises(VotesOnPaper):
        box.cast(box.entries[0], [[1, 0]])
    for entry in box.entries[1:7]:
        box.cast(entry, [[1, 0]])
    box.close()
    box.decrypt()
    count_papers(box.election, tellers, (6, [(6, 0, 0)]))
    assert box.refresh().state == ElectionState.COUNTED
    figures = contest_figures(box.election.contests.get())
    assert [part.issued for part in figures.channels] == [6, 6]


@pytest.mark.parametrize("papers", [1, 4, 6, 9, 10])
def test_side_of_fewer_than_five_keeps_the_box_shut(papers: int) -> None:
    box = make_mixed_box(papers=papers)

    with pytest.raises(SideTooSmall):
        open_mixed(box)

    assert box.refresh().state == ElectionState.READY
    assert box.election.participations.count() == 0


def test_side_of_five_votes_in_one_hand_keeps_the_box_shut() -> None:
    """Whoever holds the authorities of the others casts all votes of a side: its sum is theirs."""
    box = make_mixed_box(papers=5)
    holder = box.entries[-1].person
    holders = {entry.pk: holder for entry in box.entries[-5:-1]}
    with pytest.raises(SideTooSmall, match=r"5人.*1人"):
        opening.open_election(
            election=box.election,
            present=box.entries,
            holders=holders,
            tellers=[make_person("Teller 1"), make_person("Teller 2")],
            by=None,
            at=AT,
        )


def test_small_electorate_is_asked_of_by_its_people() -> None:
    box = make_ready_box(voters=12)
    Election.objects.filter(pk=box.election.pk).update(small_electorate_consent="")
    box.refresh()
    holder = box.entries[0].person
    holders = {entry.pk: holder for entry in box.entries[1:4]}
    with pytest.raises(SmallElectorate, match="9"):
        opening.open_election(
            election=box.election, present=box.entries, holders=holders, by=None, at=AT
        )
    opening.open_election(election=box.election, present=box.entries, by=None, at=AT)


def test_people_moved_to_one_side_let_it_open() -> None:
    box = make_mixed_box(papers=4)
    to_device(box, box.entries[-4:])

    open_mixed(box)

    assert (box.election.state, box.election.papers_issued) == (ElectionState.OPEN, 0)
    for entry in box.entries:
        box.cast(entry, [[1, 0]])
    box.close()
    assert box.decrypt().state == ElectionState.COUNTED


def test_bylaws_may_ask_for_more_on_each_side() -> None:
    box = make_mixed_box()
    Election.objects.filter(pk=box.election.pk).update(least_a_side=6)

    with pytest.raises(SideTooSmall):
        open_mixed(box)

    Election.objects.filter(pk=box.election.pk).update(least_a_side=5)
    open_mixed(box)
    assert box.election.state == ElectionState.OPEN


def test_open_box_keeps_five_on_the_electronic_side() -> None:
    box = make_mixed_box()
    open_mixed(box)

    with pytest.raises(SideTooSmall):
        to_paper(box, box.entries[:1])

    assert not box.election.participations.filter(entry=box.entries[0], on_paper=True).exists()
    assert box.entries[0].pk not in sides.on_paper(box.election.ceremony)


def test_paper_that_is_out_cannot_be_undone_before_the_closing() -> None:
    box = make_mixed_box()
    open_mixed(box)

    with pytest.raises(PaperStillOut):
        to_device(box, box.entries[-1:])

    for entry in box.entries[:5]:
        box.cast(entry, [[1, 0]])
    box.close()
    assert to_device(box, box.entries[-1:]) == 1


def test_choice_holds_for_every_box_of_the_day() -> None:
    box = make_mixed_box()
    open_mixed(box)
    assert box.election.ceremony

    assert sides.on_paper(box.election.ceremony) == {entry.pk for entry in box.entries[-5:]}
    assert sides.sides_of(box.election, box.entries) == (box.entries[:5], box.entries[5:])


def test_box_that_is_not_mixed_has_one_side_whatever_was_chosen() -> None:
    box = make_open_box(voters=3)

    assert sides.sides_of(box.election, box.entries) == (box.entries, [])
    assert to_paper(box, box.entries[:1]) == 1
    assert box.cast(box.entries[0], [[1, 0]])


def test_only_entries_with_a_vote_are_moved() -> None:
    box = make_mixed_box()
    entry = make_roll(1).entries.get()
    entry.entitled = False
    entry.save()

    with pytest.raises(NotEntitled):
        to_paper(box, [entry])


def test_papers_are_counted_against_those_on_paper() -> None:
    box = make_mixed_box()
    [teller, _other] = open_mixed(box)

    with pytest.raises(PapersExceedPresent):
        paper.correct_issued(election=box.election, issued=6, by=None, at=AT)
    paper.correct_issued(election=box.election, issued=4, by=None, at=AT)
    box.close()

    with pytest.raises(CountRefused):
        enter_papers(box.election.contests.get(), teller, 5, [(5, 0, 0)])


def test_share_that_comes_after_the_result_changes_nothing() -> None:
    box = make_mixed_box()
    open_mixed(box)
    for entry in box.entries[:5]:
        box.cast(entry, [[1, 0]])
    box.close()
    box.decrypt()
    before = box.refresh().result_raw

    box.decrypt()

    assert (box.refresh().result_raw, box.election.state) == (before, ElectionState.CLOSED)


def test_slip_is_given_back_before_a_paper_is_taken() -> None:
    box = make_slip_box(voters=10, printed=10)
    Election.objects.filter(pk=box.election.pk).update(channel=Channel.MIXED, least_a_side=5)
    box.refresh()
    box.issue(box.entries[:6])

    with pytest.raises(SlipStillOut):
        to_paper(box, box.entries[5:])
    slip_box.return_slip(
        ceremony=box.ceremony, entry=box.entries[5], by=None, at=AT, exchanged=True
    )
    to_paper(box, box.entries[5:])

    with pytest.raises(PaperChosen):
        box.issue(box.entries[5:6])
    box.scan_out(*box.printed[5:])
    box.open(box.entries)
    places = box.election.participations
    assert (places.filter(on_paper=True).count(), places.count()) == (5, 10)
    assert (box.election.papers_issued, box.election.slips["issued"]) == (5, 5)
    box.cast_slip(box.printed[0], [[1, 0]])


def test_no_paper_while_a_slip_may_have_voted() -> None:
    box = make_slip_box(voters=11, printed=6)
    Election.objects.filter(pk=box.election.pk).update(channel=Channel.MIXED, least_a_side=5)
    box.refresh()
    box.issue(box.entries[:6])
    to_paper(box, box.entries[6:])
    box.open(box.entries)
    slip_box.return_slip(ceremony=box.ceremony, entry=box.entries[0], by=None, at=AT)

    with pytest.raises(SlipBoxOpen):
        to_paper(box, box.entries[:1])

    assert box.refresh().papers_issued == 5


def test_repetition_keeps_both_ways() -> None:
    box = make_mixed_box()
    Election.objects.filter(pk=box.election.pk).update(least_a_side=5)
    open_mixed(box)
    annul_election(election=box.election, reason="Power cut", names="Chair", by=None, at=AT)

    again = repeat_election(
        election=box.election, channel=Channel.MIXED, least_a_side=5, by=None, at=AT
    )

    assert (again.channel, again.least_a_side, again.tellers.count()) == (Channel.MIXED, 5, 2)


def test_small_electronic_side_is_asked_for_consent() -> None:
    box = make_mixed_box(voters=14)
    Election.objects.filter(pk=box.election.pk).update(small_electorate_consent="")

    with pytest.raises(SmallElectorate):
        opening.open_election(election=box.election, present=box.entries, by=None, at=AT)
