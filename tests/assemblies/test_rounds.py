"""Rounds of an election on paper: run-off, another ballot, lower bar, vacancy; each round
kept, and joined by the resolution."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from assemblies.domain.presence.tellers import refuse_candidates_as_tellers
from assemblies.domain.sitting import ballot, resolve
from assemblies.domain.sitting.seats_left import open_seats
from assemblies.domain.sitting.settle_seats import SeatChoice, settle_seats
from assemblies.errors import (
    BoxReplaced,
    MeetingMustDecide,
    NumberMissing,
    SeatsStillOpen,
    TellerStands,
    WayNotOffered,
)
from assemblies.models import SeatDecision
from bylaws.enums import Matter
from elections.domain.prepare import CandidateSpec
from elections.domain.results import verdicts_of
from elections.domain.rounds import rounds_of
from elections.enums import Channel, ContestKind, ElectionState
from elections.models import Election
from members.enums import Office
from members.models import Mandate, Person
from tests.factories.assemblies import both, clear_for_office, minute, published_on_paper
from tests.factories.rounds import METHOD, council, next_on_paper, settle, stated_by_the_bylaws
from tests.factories.written_in import meeting, question

pytestmark = pytest.mark.django_db


def test_run_off_among_the_tied_fills_the_last_seat() -> None:
    motion, standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    with override("en"), pytest.raises(SeatsStillOpen, match=r"still open \(1\)"):
        resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    first = motion.election
    assert first is not None
    (open_,) = open_seats(motion)
    assert [(one.way.value, one.by_meeting) for one in open_.ways] == [("run_off", False)]
    settle(motion, "run_off")
    second = motion.election
    assert second is not None
    assert (second.round, second.follows, second.slug) == (2, first, f"{first.slug}-round-2")
    contest = second.contests.get()
    assert (contest.reason, contest.seats, contest.follows) == ("run_off", 1, first.contests.get())
    assert [one.person for one in contest.candidates.all()] == [one.person for one in standing[1:]]
    next_on_paper(motion, [(2, 1, 4), (3, 0, 4)])
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    assert resolution.outcome == "passed"
    assert resolution.sentence.en == (
        "round 1: present 7, more than half required: 4; seats 2; elected 1; tied 2 for 1, none of "
        "them elected. round 2 (run-off among the tied): the most votes decide; seats 1; elected "
        "1; outvoted 1"
    )
    assert resolution.sentence.zh == (
        "第1轮：到会7家的过半数即4票；应选2人；当选1人；末位票数相等2人，尚余1个名额，均未当选。"
        "第2轮（就票数相等者再次投票）：以得票多者当选；应选1人；当选1人；得票较少1人"
    )
    assert "《选举法》第45条（类推）" in resolution.citation.zh
    assert set(Mandate.objects.values_list("person", flat=True)) == {
        standing[0].person.pk,  # type: ignore[union-attr]  # each has one
        standing[2].person.pk,  # type: ignore[union-attr]
    }
    rows = resolution.figures["contests"]
    assert [(row["round"], row["reason"], row["tied_seats"]) for row in rows] == [
        (1, "", 1),
        (2, "run_off", 0),
    ]
    assert [(one["way"], one["seats"]) for one in rows[0]["decisions"]] == [("run_off", 1)]


def test_resolution_says_which_question_a_further_round_was_on() -> None:
    """Of two questions each is settled by a round of its own, which has only the one."""
    (motion,), people = meeting(Matter.ELECT_OFFICERS)
    clear_for_office(motion.item.assembly, *people[:4])
    officers = {Office.PRESIDENT: people[:2], Office.VICE_PRESIDENT: people[2:4]}
    asked = [
        replace(
            question(office, standing[0]),
            title=both("选举", office.value),
            candidates=[_stands(one) for one in standing],
        )
        for office, standing in officers.items()
    ]
    votes = [[(3, 3, 1), (2, 4, 1)], [(3, 3, 1), (2, 4, 1)]]
    published_on_paper(motion, votes, returned=7, contests=asked)
    for at in (10, 14):
        settle(motion, "another_ballot", decided=METHOD, number=1)
        next_on_paper(motion, [(5, 2, 0)], at=at)

    sentence = resolve.resolve_motion(motion=motion, by=None, at=minute(20)).sentence.en

    assert "round 1: president: present 7" in sentence
    assert "round 1: vice_president: present 7" in sentence
    assert "round 2 (another ballot): president: present 7" in sentence
    assert "round 3 (another ballot): vice_president: present 7" in sentence


def _stands(person: Person) -> CandidateSpec:
    return CandidateSpec(name=person.name, person=person)


def test_each_round_keeps_its_box_and_its_verdict() -> None:
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    first = motion.election
    settle(motion, "run_off")
    second = next_on_paper(motion, [(2, 1, 4), (3, 0, 4)])
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    assert first is not None
    first.refresh_from_db()
    assert rounds_of(second) == [first, second]
    assert (first.state, second.state) == (ElectionState.PUBLISHED, ElectionState.PUBLISHED)
    assert [verdict.sentence for verdict in verdicts_of(first)] == [resolution.sentence]
    assert verdicts_of(second) == verdicts_of(first)
    assert first.contests.get().counts.filter(accepted=True).count() == 1


def test_settling_again_changes_nothing_and_another_box_is_refused() -> None:
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    first = motion.election
    assert first is not None
    choices = [SeatChoice(first.contests.get().pk, "run_off")]

    def press() -> list[SeatDecision]:
        return settle_seats(
            motion=motion, box=first, choices=choices, channel="paper", by=None, at=minute(8)
        )

    assert len(press()) == 1
    assert press() == []
    assert Election.objects.count() == 2
    motion.refresh_from_db()
    next_on_paper(motion, [(2, 2, 3), (2, 2, 3)])
    settle(motion, "run_off")
    assert motion.election is not None
    assert motion.election.round == 3
    with pytest.raises(BoxReplaced):
        press()


def test_tied_run_off_may_be_repeated_or_left_by_the_meeting() -> None:
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    settle(motion, "run_off")
    next_on_paper(motion, [(2, 2, 3), (2, 2, 3)])
    (open_,) = open_seats(motion)
    assert [(one.way.value, one.by_meeting) for one in open_.ways] == [
        ("run_off", False),
        ("vacant", True),
    ]
    with pytest.raises(MeetingMustDecide):
        settle(motion, "vacant")
    settle(motion, "vacant", decided=METHOD)
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    assert resolution.sentence.en.endswith("none of them elected; left vacant by decision 1")
    decision = resolution.figures["contests"][1]["decisions"][0]
    assert (decision["way"], decision["decided"]) == ("vacant", METHOD)
    assert Mandate.objects.count() == 1


def test_annulled_run_off_is_repeated_as_a_run_off() -> None:
    motion, standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    first = motion.election
    settle(motion, "run_off")
    second = motion.election
    assert second is not None
    ballot.open_ballot(motion=motion, by=None, at=minute(10))
    third = ballot.annul_ballot(
        motion=motion,
        box=second,
        reason="One paper more was returned than issued",
        names="Chief scrutineer",
        channel=Channel.PAPER,
        by=None,
        at=minute(11),
    )
    motion.refresh_from_db()
    contest = third.contests.get()
    assert (third.round, third.repeats, third.slug) == (3, second, f"{first.slug}-round-3")  # type: ignore[union-attr]  # it is there
    assert (contest.reason, contest.seats) == ("run_off", 1)
    next_on_paper(motion, [(1, 0, 6), (2, 0, 5)], at=12)
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    assert rounds_of(motion.election) == [first, second, third]
    assert [row["round"] for row in resolution.figures["contests"]] == [1, 3]
    assert standing[2].person in {mandate.person for mandate in Mandate.objects.all()}
    second.refresh_from_db()
    assert (second.state, second.annulled_by) == (ElectionState.ANNULLED, "Chief scrutineer")


def test_shortfall_is_for_the_meeting_where_no_text_chooses() -> None:
    """X7 with seven voters: two of three seats are filled."""
    motion, standing = council([(6, 1, 0), (5, 1, 1), (3, 3, 1), (2, 4, 1)], seats=3)
    (open_,) = open_seats(motion)
    assert [(one.way.value, one.by_meeting) for one in open_.ways] == [
        ("another_ballot", True),
        ("lower_bar", True),
        ("vacant", True),
    ]
    assert [one.name for one in open_.standing] == [one.name for one in standing[2:]]
    with pytest.raises(MeetingMustDecide):
        settle(motion, "another_ballot", number=2)
    with pytest.raises(NumberMissing):
        settle(motion, "another_ballot", decided=METHOD)
    with pytest.raises(WayNotOffered):
        settle(motion, "lot", decided=METHOD)
    assert not SeatDecision.objects.exists()
    settle(motion, "another_ballot", decided=METHOD, number=2)
    assert motion.election is not None
    assert motion.election.contests.get().candidates.count() == 2
    next_on_paper(motion, [(4, 3, 0), (3, 4, 0)])
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    assert resolution.sentence.en.endswith(
        "round 2 (another ballot): present 7, more than half required: 4; seats 1; elected 1; "
        "below the threshold 1"
    )
    assert Mandate.objects.count() == 3


def test_one_third_suffices_in_another_ballot_where_the_bylaws_say_so() -> None:
    """X7: the lower bar of one third, of the papers returned."""
    stated_by_the_bylaws(("election.shortfall", "lower_bar"), ("election.another_ballot_extra", 1))
    motion, standing = council([(6, 1, 0), (5, 1, 1), (3, 3, 1), (2, 4, 1), (1, 6, 0)], seats=3)
    (open_,) = open_seats(motion)
    assert [(one.way.value, one.by_meeting) for one in open_.ways] == [("lower_bar", False)]
    assert open_.put_up == 2
    settle(motion, "lower_bar")
    next_on_paper(motion, [(2, 4, 0), (1, 5, 0)], returned=6)
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    row = resolution.figures["contests"][1]
    assert (row["required"], row["present"]) == (2, 7)
    assert row["thresholds"][0]["formula"]["en"] == "ballots returned 6, at least 1/3 required: 2"
    assert [one["outcome"] for one in row["candidates"]] == ["elected", "not_reached"]
    assert standing[2].person in {mandate.person for mandate in Mandate.objects.all()}


def test_vacancy_that_the_bylaws_prescribe_needs_no_words() -> None:
    stated_by_the_bylaws(("election.shortfall", "vacant"))
    motion, _standing = council([(6, 1, 0), (3, 3, 1)], seats=2)
    (decision,) = settle(motion, "vacant")
    assert (decision.decided, decision.seats) == ("", 1)
    assert "第一条" in decision.citation.zh
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(9))
    assert resolution.sentence.zh.endswith("空缺1名；议定空缺1名")


def test_fewer_candidates_than_seats_leave_the_rest_to_the_meeting() -> None:
    stated_by_the_bylaws(
        ("election.shortfall", "another_ballot"), ("election.another_ballot_extra", 1)
    )
    motion, _standing = council([(6, 1, 0), (3, 3, 1), (2, 5, 0)], seats=3)
    settle(motion, "another_ballot")
    next_on_paper(motion, [(4, 3, 0), (1, 6, 0)])
    assert motion.election is not None
    assert motion.election.contests.get().seats == 2
    (open_,) = open_seats(motion)
    assert [one.way.value for one in open_.ways] == ["another_ballot", "vacant"]
    settle(motion, "vacant", decided=METHOD)
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    assert Mandate.objects.count() == 2
    assert resolution.outcome == "passed"


def test_nobody_elected_at_all_is_resolved_once_the_seats_are_left() -> None:
    motion, _standing = council([(3, 4, 0), (2, 5, 0)], seats=1)
    settle(motion, "vacant", decided=METHOD)
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(9))
    assert (resolution.outcome, Mandate.objects.count()) == ("failed", 0)


def test_more_passed_than_seats_leave_nothing_open() -> None:
    motion, _standing = council([(5, 2, 0), (5, 2, 0), (4, 3, 0)], seats=2)
    assert open_seats(motion) == []
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(9))
    rows = resolution.figures["contests"][0]["candidates"]
    assert [row["outcome"] for row in rows] == ["elected", "elected", "outvoted"]


def test_whoever_stood_in_an_earlier_round_counts_no_later_one() -> None:
    motion, standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    settle(motion, "run_off")
    elected = standing[0].person
    assert elected is not None
    with pytest.raises(TellerStands):
        refuse_candidates_as_tellers(motion.item.assembly, tellers=[elected])


def test_plurality_elects_by_the_most_votes_where_the_bylaws_say_so() -> None:
    stated_by_the_bylaws(("election.counting", "plurality"))
    motion, standing = council([(3, 4, 0), (2, 5, 0), (1, 6, 0)], seats=1)
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(9))
    assert resolution.sentence.en == "the most votes decide; seats 1; elected 1; outvoted 2"
    assert [mandate.person for mandate in Mandate.objects.all()] == [standing[0].person]


def test_preliminary_ballot_leaves_no_seats_open() -> None:
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    assert motion.election is not None
    motion.election.contests.update(preliminary=True)
    assert open_seats(motion) == []
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(9))
    assert resolution.figures["contests"][0]["tied_seats"] == 1
    assert Mandate.objects.count() == 0


def test_run_off_is_marked_as_the_ballot_before() -> None:
    """Marks for alone, with a blank vote, stay so; a slate of one for one seat is a single."""
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    assert motion.election is not None
    motion.election.contests.update(kind=ContestKind.PLURALITY, blank_vote=True)
    settle(motion, "run_off")
    assert motion.election is not None
    contest = motion.election.contests.get()
    assert (contest.kind, contest.blank_vote, contest.write_ins) == ("plurality", True, "none")


def test_one_candidate_left_for_one_seat_is_voted_for_or_against() -> None:
    motion, _standing = council([(6, 1, 0), (3, 3, 1)], seats=2)
    settle(motion, "another_ballot", decided=METHOD, number=1)
    assert motion.election is not None
    assert motion.election.contests.get().kind == ContestKind.SINGLE
