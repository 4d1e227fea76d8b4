"""Secret votes on paper with real boxes: opened, counted twice, published, resolved, annulled."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from assemblies.domain.presence import check_in
from assemblies.domain.sitting import ballot, resolve, session
from assemblies.domain.sitting.follow_up import convene_follow_up
from assemblies.domain.sitting.judgement import judge_motion
from assemblies.enums import ItemState, Method, Phase
from assemblies.errors import (
    AlreadyResolved,
    BoxMissing,
    BoxReplaced,
    CandidatesMissing,
    CeremonyMissing,
    HandsForeseen,
    NoHolders,
    NoQuorum,
    NotConvenedFromHere,
    ResultNotPublished,
    RuleRefused,
    SeatsStillOpen,
)
from assemblies.models import Assembly, Motion
from bylaws.enums import Matter
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import Channel, ContestKind, ElectionState
from elections.models import Count, RollEntry
from members.domain import mandates
from members.enums import BodyKind, Office
from members.models import Mandate, Term
from records.models import Decision
from tests.factories.assemblies import (
    DAY,
    RECORD_ON,
    add_motion,
    both,
    clear_for_office,
    count_on_paper,
    entries_of,
    make_assembly,
    make_body,
    make_tellers,
    minute,
    open_paper_box,
    opened,
    published_on_paper,
)

pytestmark = pytest.mark.django_db


def meeting_with(matter: Matter, **people: int) -> tuple[Assembly, Motion]:
    assembly = make_assembly()
    motion = add_motion(assembly, matter, Method.SECRET)
    make_tellers(assembly)
    opened(assembly, **people)
    return assembly, motion


def slate(entries: list[RollEntry], seats: int, office: str = "council_member") -> ContestSpec:
    return ContestSpec(
        kind=ContestKind.SLATE,
        title=both("理事", "Council members"),
        seats=seats,
        office=office,
        candidates=[
            CandidateSpec(name=entry.person.name, person=entry.person, firm=entry.firm)
            for entry in entries
            if entry.person
        ],
    )


def test_dues_pass_by_secret_ballot_with_their_figures() -> None:
    _assembly, motion = meeting_with(Matter.DUES_STANDARD)
    published_on_paper(motion, [[(4, 1, 1)]], returned=7, invalid=1)
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    assert resolution.sentence.en == "present 7, at least 1/2 required: 4; for 4: adopted"
    assert {key: value for key, value in resolution.figures.items() if isinstance(value, int)} == {
        "entitled": 9,
        "present": 7,
        "issued": 7,
        "returned": 7,
        "valid": 6,
        "invalid": 1,
        "for": 4,
        "against": 1,
        "abstain": 1,
    }


def test_unreturned_and_invalid_ballots_work_against_a_motion() -> None:
    """The base is those present: three of seven for it, none against, is no half."""
    _assembly, motion = meeting_with(Matter.DUES_STANDARD)
    published_on_paper(motion, [[(3, 0, 0)]], returned=5, invalid=2)
    assert resolve.resolve_motion(motion=motion, by=None, at=minute(7)).outcome == "failed"


def test_nothing_is_resolved_before_the_result_is_published() -> None:
    assembly, motion = meeting_with(Matter.DUES_STANDARD)
    election = open_paper_box(motion)
    with pytest.raises(ResultNotPublished):
        resolve.resolve_motion(motion=motion, by=None, at=minute(3))
    count_on_paper(election, [[(4, 2, 1)]], returned=7)
    with pytest.raises(ResultNotPublished):
        resolve.resolve_motion(motion=motion, by=None, at=minute(6))
    assert not Decision.objects.exists()
    assembly.refresh_from_db()
    assert assembly.items.get().state == ItemState.CURRENT


def test_count_that_does_not_reconcile_is_not_resolved_on() -> None:
    _assembly, motion = meeting_with(Matter.DUES_STANDARD)
    published_on_paper(motion, [[(4, 2, 1)]], returned=7)
    Count.objects.filter(accepted=True).update(valid=6)
    message = r"valid plus invalid ballots \(6 \+ 0 = 6\) must equal ballots returned \(7\)"
    with override("en"), pytest.raises(RuleRefused, match=message):
        resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    assert not motion.resolutions.exists()


def test_box_opens_for_those_in_the_hall_and_not_without_quorum() -> None:
    assembly, motion = meeting_with(Matter.DUES_STANDARD)
    ballot.prepare_box(motion=motion, channel=Channel.PAPER, by=None, at=minute(1))
    session.set_current(item=motion.item, by=None, at=minute(1))
    inside = entries_of(assembly)[:7]
    for entry in inside[:2]:
        check_in.check_out(assembly=assembly, entry=entry, by=None, at=minute(2))
    with pytest.raises(NoQuorum):
        ballot.open_ballot(motion=motion, by=None, at=minute(3))
    check_in.check_in(assembly=assembly, entry=inside[0], by=None, at=minute(4))
    election = ballot.open_ballot(motion=motion, by=None, at=minute(5))
    assert election.present_at_opening == 6
    admitted = set(election.participations.values_list("entry", flat=True))
    assert admitted == {entry.pk for entry in [inside[0], *inside[2:]]}


def test_whoever_leaves_may_not_vote_until_back() -> None:
    assembly, motion = meeting_with(Matter.DUES_STANDARD)
    election = open_paper_box(motion)
    entry = entries_of(assembly)[0]
    check_in.check_out(assembly=assembly, entry=entry, by=None, at=minute(3))
    assert not election.participations.get(entry=entry).admitted
    check_in.check_in(assembly=assembly, entry=entry, by=None, at=minute(4))
    assert election.participations.get(entry=entry).admitted


def test_meeting_counts_while_a_closed_box_waits() -> None:
    assembly, motion = meeting_with(Matter.DUES_STANDARD)
    open_paper_box(motion)
    ballot.close_ballot(motion=motion, by=None, at=minute(4))
    assembly.refresh_from_db()
    assert assembly.phase == Phase.COUNT
    motion.refresh_from_db()
    count_on_paper(motion.election, [[(4, 2, 1)]], returned=7)
    ballot.publish_ballot(motion=motion, by=None, at=minute(6))
    assembly.refresh_from_db()
    assert assembly.phase == Phase.LIVE


def test_acts_on_a_box_repeated_change_nothing() -> None:
    _assembly, motion = meeting_with(Matter.DUES_STANDARD)
    election = open_paper_box(motion)
    assert ballot.prepare_box(motion=motion, by=None, at=minute(3)) == election
    assert ballot.open_ballot(motion=motion, by=None, at=minute(3)).opened_at == minute(2)
    closed = ballot.close_ballot(motion=motion, by=None, at=minute(4))
    again = ballot.close_ballot(motion=motion, by=None, at=minute(5))
    assert (closed.closed_at, again.closed_at) == (minute(4), minute(4))
    count_on_paper(election, [[(4, 2, 1)]], returned=7)
    ballot.publish_ballot(motion=motion, by=None, at=minute(6))
    assert ballot.publish_ballot(motion=motion, by=None, at=minute(9)).published_at == minute(6)


def test_annulled_round_stays_and_its_repetition_takes_its_place() -> None:
    _assembly, motion = meeting_with(Matter.DUES_STANDARD)
    first = open_paper_box(motion)

    def annul(box: object) -> object:
        return ballot.annul_ballot(
            motion=motion,
            box=box,  # type: ignore[arg-type] -- an election
            reason="One ballot more was returned than issued",
            names="Chief scrutineer, chair",
            channel=Channel.PAPER,
            by=None,
            at=minute(5),
        )

    second = annul(first)
    assert annul(first) == second
    first.refresh_from_db()
    motion.refresh_from_db()
    assert first.state == ElectionState.ANNULLED
    assert (motion.election, motion.election.repeats, motion.election.round) == (second, first, 2)
    third = annul(second)
    assert third != second
    with pytest.raises(BoxReplaced):
        annul(first)
    motion.refresh_from_db()
    published_on_paper(motion, [[(5, 1, 1)]], returned=7)
    assert resolve.resolve_motion(motion=motion, by=None, at=minute(9)).outcome == "passed"
    with pytest.raises(AlreadyResolved):
        annul(third)


def test_boxes_are_refused_where_something_is_missing() -> None:
    assembly = make_assembly()
    hands = add_motion(assembly)
    dues = add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    council = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    opened(assembly)
    with pytest.raises(HandsForeseen):
        ballot.prepare_box(motion=hands, by=None, at=minute(1))
    with pytest.raises(CeremonyMissing):
        ballot.prepare_box(motion=dues, by=None, at=minute(1))
    with pytest.raises(CandidatesMissing):
        ballot.prepare_box(motion=council, channel=Channel.PAPER, by=None, at=minute(1))
    with pytest.raises(BoxMissing):
        ballot.open_ballot(motion=dues, by=None, at=minute(1))


def test_council_is_elected_highest_first_and_gets_its_mandates() -> None:
    assembly, motion = meeting_with(Matter.ELECT_COUNCIL)
    make_body(BodyKind.COUNCIL)
    standing = entries_of(assembly)[:4]
    votes = [(7, 0, 0), (5, 2, 0), (6, 1, 0), (3, 4, 0)]
    published_on_paper(motion, [votes], returned=7, contests=[slate(standing, seats=3)])
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    contest = resolution.figures["contests"][0]
    assert [row["outcome"] for row in contest["candidates"]] == [
        "elected",
        "elected",
        "elected",
        "not_reached",
    ]
    assert (contest["required"], contest["unfilled"]) == (4, 0)
    held = mandates.holders_on(body_kind=BodyKind.COUNCIL, office="council_member", day=DAY)
    assert [mandate.person_id for mandate in held] == [
        standing[place].person_id for place in (0, 2, 1)
    ]
    assert {mandate.decision for mandate in held} == {resolution.decision}
    term = Term.objects.get(body__kind=BodyKind.COUNCIL)
    assert (term.number, term.from_on) == (4, DAY)
    resolve.resolve_motion(motion=motion, by=None, at=minute(8))
    assert Mandate.objects.count() == 3


def test_seats_of_the_former_council_end_with_the_election() -> None:
    assembly, motion = meeting_with(Matter.ELECT_COUNCIL)
    body = make_body(BodyKind.COUNCIL)
    former = Term.objects.create(body=body, number=3, from_on=RECORD_ON)
    standing = entries_of(assembly)
    decision = Decision.objects.create(
        kind="election", title=both("选举", "Election"), decided_on=RECORD_ON, recorded_at=minute(0)
    )
    mandates.create_mandates(
        term=former,
        office=Office.COUNCIL_MEMBER,
        holders=[(standing[8].person, standing[8].firm)],
        from_on=RECORD_ON,
        decision=decision,
        by=None,
        at=minute(0),
    )
    published_on_paper(
        motion, [[(7, 0, 0), (7, 0, 0)]], returned=7, contests=[slate(standing[:2], seats=2)]
    )
    resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    held = mandates.holders_on(body_kind=BodyKind.COUNCIL, office="council_member", day=DAY)
    assert {mandate.term.number for mandate in held} == {4}
    former.refresh_from_db()
    assert former.until_on == DAY


def test_tie_at_the_last_seat_elects_none_of_the_tied() -> None:
    assembly, motion = meeting_with(Matter.ELECT_COUNCIL)
    make_body(BodyKind.COUNCIL)
    votes = [(6, 1, 0), (4, 3, 0), (4, 3, 0)]
    standing = entries_of(assembly)[:3]
    published_on_paper(motion, [votes], returned=7, contests=[slate(standing, seats=2)])
    contest = judge_motion(motion).figures["contests"][0]
    assert [row["outcome"] for row in contest["candidates"]] == ["elected", "tied", "tied"]
    assert (contest["tied_seats"], Mandate.objects.count()) == (1, 0)
    with pytest.raises(SeatsStillOpen):
        resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    assert not motion.resolutions.exists()


def test_new_council_meets_at_once_and_elects_its_president() -> None:
    assembly, motion = meeting_with(Matter.ELECT_COUNCIL)
    body = make_body(BodyKind.COUNCIL)
    standing = entries_of(assembly)
    with pytest.raises(NoHolders):
        convene_follow_up(parent=assembly, body=body, by=None, at=minute(1))
    with pytest.raises(NotConvenedFromHere):
        convene_follow_up(parent=assembly, body=assembly.body, by=None, at=minute(1))
    # The last two on the slate are not in the hall.
    published_on_paper(
        motion,
        [[(7, 0, 0)] * 9],
        returned=7,
        contests=[slate(standing, seats=9)],
    )
    resolve.resolve_motion(motion=motion, by=None, at=minute(7))

    meeting = convene_follow_up(
        parent=assembly,
        body=body,
        contests=[slate(standing[:1], seats=1, office="president")],
        channel=Channel.PAPER,
        by=None,
        at=minute(8),
    )
    assert convene_follow_up(parent=assembly, body=body, by=None, at=minute(9)) == meeting
    assert (meeting.parent, meeting.phase) == (assembly, Phase.CHECK_IN)
    assert meeting.roll is not None
    assert meeting.roll.entries.filter(entitled=True).count() == 9
    assert check_in.present_entries(meeting).count() == 7

    session.open_meeting(assembly=meeting, by=None, at=minute(9))
    officers = Motion.objects.get(item__assembly=meeting)
    assert standing[0].person is not None  # the firms of the factories are represented
    clear_for_office(assembly, standing[0].person)
    published_on_paper(officers, [[(6, 1, 0)]], returned=7)
    resolution = resolve.resolve_motion(motion=officers, by=None, at=minute(12))
    assert (resolution.outcome, resolution.label) == ("passed", "2026-2")
    [president] = mandates.holders_on(body_kind=BodyKind.COUNCIL, office="president", day=DAY)
    assert president.person == standing[0].person
    assert len(mandates.holders_on(body_kind="council", office="council_member", day=DAY)) == 9
