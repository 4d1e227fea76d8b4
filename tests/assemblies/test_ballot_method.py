"""How an election is asked: what the rules say, what they refuse, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.nominating.entering import told_before_vote
from assemblies.domain.planning.ballot_method import BallotMethod, asked_by, ballot_rules
from assemblies.domain.planning.nominate import contest_for
from assemblies.domain.sitting import ballot, resolve
from assemblies.domain.writing.minutes_facts import build_facts
from assemblies.domain.writing.papers import result_sheet
from assemblies.enums import Method
from assemblies.errors import MethodAgainstBylaws, TooFewCandidates, TooManyMarks
from assemblies.forms.ballot_method import BallotMethodForm
from assemblies.models import Assembly, Motion
from bylaws.domain.parameters import BylawsParameter
from bylaws.enums import Matter
from elections.domain.ballot_papers import ballot_papers
from elections.domain.prepare import ContestSpec
from elections.enums import Channel, ContestKind, WriteIns, WriteInsFrom
from elections.models import Election
from members.enums import Office
from members.models import Mandate
from tests.factories.assemblies import (
    add_motion,
    entries_of,
    make_assembly,
    make_secretary,
    make_tellers,
    minute,
    opened,
    published_on_paper,
)
from tests.factories.elections import make_election
from tests.factories.pdf import squeezed, text_of
from tests.factories.texts import put_bylaws_in_force

pytestmark = pytest.mark.django_db
COVERED = BallotMethod(write_ins=WriteIns.COVERED)


def meeting(matter: Matter = Matter.ELECT_COUNCIL) -> tuple[Assembly, Motion]:
    assembly = make_assembly()
    motion = add_motion(assembly, matter, Method.SECRET)
    make_tellers(assembly)
    opened(assembly)
    return assembly, motion


def spec(assembly: Assembly, standing: int, seats: int, **method: object) -> ContestSpec:
    entries = entries_of(assembly)[:standing]
    asked = contest_for(office="council_member", seats=seats, entries=entries)
    return asked_by(asked, BallotMethod(**method))  # type: ignore[arg-type]  # by name


def prepare(motion: Motion, *contests: ContestSpec) -> None:
    ballot.prepare_box(
        motion=motion, contests=contests, channel=Channel.PAPER, by=None, at=minute(1)
    )


def test_profile_of_china_lets_others_be_chosen_for_marks_against() -> None:
    """CN-E4 and CN-E5; of who they are and of blank votes no text says anything."""
    assembly, _motion = meeting()
    rules = ballot_rules(assembly)
    assert rules.expected == COVERED
    assert rules.write_ins is not None
    assert not rules.write_ins.binds
    assert "Electoral Law, art. 41" in str(rules.write_ins.citation.en)
    assert (rules.from_roll, rules.blank_vote) == (None, None)


def test_one_candidate_stays_a_vote_for_or_against_unless_others_can_be_chosen() -> None:
    assembly, _motion = meeting()
    assert spec(assembly, 1, 1).kind == ContestKind.SINGLE
    assert spec(assembly, 1, 1, write_ins=WriteIns.COVERED).kind == ContestKind.SLATE
    assert spec(assembly, 1, 1, kind=ContestKind.APPROVAL).kind == ContestKind.APPROVAL
    assert spec(assembly, 1, 1, preliminary=True).kind == ContestKind.SLATE


def test_approval_is_refused_where_more_marks_than_seats_void_a_ballot() -> None:
    """CN-E3, from which no text may depart: bylaws that count by approval get one mark a seat."""
    put_bylaws_in_force(BylawsParameter("election.counting", "approval", "第一条"))
    assembly, motion = meeting()
    assert ballot_rules(assembly).expected.kind == ContestKind.PLURALITY
    kinds = dict(BallotMethodForm(assembly=assembly).fields["kind"].choices)
    assert ContestKind.APPROVAL not in kinds
    with override("en"), pytest.raises(TooManyMarks) as told:
        prepare(motion, spec(assembly, 3, 1, kind=ContestKind.APPROVAL))
    assert "at most one mark a seat" in str(told.value)
    assert Motion.objects.get(pk=motion.pk).election is None


def test_most_votes_are_asked_for_by_marks_alone() -> None:
    assert ballot_rules(meeting()[0]).expected.kind == ContestKind.SLATE
    put_bylaws_in_force(BylawsParameter("election.counting", "plurality", "第一条"))
    assert ballot_rules(meeting()[0]).expected.kind == ContestKind.PLURALITY


@pytest.mark.parametrize("office", ["president", "secretary_general", "chief_supervisor"])
def test_more_than_one_seat_is_told_for_an_office_that_one_person_holds(office: str) -> None:
    """CN-B8 warns, and stops nobody; two questions of one box count together."""
    assembly, motion = meeting(Matter.ELECT_OFFICERS)
    one = replace(spec(assembly, 2, 1), office=office)
    prepare(motion, one, one)
    motion.refresh_from_db()
    with override("en"):
        (told, *_others) = told_before_vote(motion, today=date(2026, 12, 18))
        words = f"2 would be elected {Office(office).label}, an office that one holds"
        assert words in told.sentence
        assert "guide of a provincial registration authority" in str(told.citation)


def test_vice_presidents_may_be_several() -> None:
    assembly, motion = meeting(Matter.ELECT_OFFICERS)
    prepare(motion, replace(spec(assembly, 2, 2), office="vice_president"))
    motion.refresh_from_db()
    with override("en"):
        told = told_before_vote(motion, today=date(2026, 12, 18))
    assert [one.sentence for one in told if "would be elected" in one.sentence] == []


def test_equal_number_is_allowed_where_no_rule_wants_more() -> None:
    """CN-A12: contested elections are encouraged, most are not."""
    assembly, motion = meeting()
    prepare(motion, spec(assembly, 2, 2))
    assert Motion.objects.get(pk=motion.pk).election is not None


@pytest.mark.parametrize(("standing", "refused"), [(3, True), (4, False)])
def test_surplus_of_candidates_that_the_bylaws_want(standing: int, refused: bool) -> None:
    put_bylaws_in_force(BylawsParameter("election.min_extra", 2, "第一条"))
    assembly, motion = meeting()
    if not refused:
        prepare(motion, spec(assembly, standing, 2))
        return
    with override("en"), pytest.raises(TooFewCandidates) as told:
        prepare(motion, spec(assembly, standing, 2))
    assert "3 stand for 2 seats, and at least 4 have to" in str(told.value)
    assert "Bylaws" in str(told.value)
    # Whoever finds nominees first has more names than places anyway.
    prepare(motion, spec(assembly, standing, 2, preliminary=True))


@pytest.mark.parametrize(
    ("key", "value", "method"),
    [
        ("election.write_ins", False, {"write_ins": WriteIns.COVERED}),
        ("election.write_ins", True, {}),
        ("election.write_ins_covered", True, {"write_ins": WriteIns.FREE}),
        ("election.blank_vote", True, {}),
        ("election.blank_vote", False, {"blank_vote": True}),
        (
            "election.write_ins_from_roll",
            True,
            {"write_ins": WriteIns.COVERED, "write_ins_from": WriteInsFrom.MEMBERS},
        ),
    ],
)
def test_what_the_bylaws_say_holds(key: str, value: bool, method: dict[str, object]) -> None:
    put_bylaws_in_force(BylawsParameter(key, value, "第一条"))
    assembly, motion = meeting()
    with pytest.raises(MethodAgainstBylaws):
        prepare(motion, spec(assembly, 3, 2, **method))
    expected = ballot_rules(assembly).expected
    asked = contest_for(office="council_member", seats=2, entries=entries_of(assembly)[:3])
    prepare(motion, asked_by(asked, expected))


def test_secretariat_chooses_on_the_page_of_candidates(client: Client) -> None:
    assembly, motion = meeting()
    client.force_login(make_secretary())
    address = reverse("assemblies:candidates", args=[assembly.pk, motion.item_id])
    with override("en"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert 'value="covered" selected' in page
    assert "By the texts in force" in page
    entries = entries_of(assembly)[:3]
    client.post(
        address,
        {
            "council_member-office": "council_member",
            "council_member-seats": 1,
            "council_member-candidates": [entry.pk for entry in entries],
            "method-kind": "plurality",
            "method-write_ins": "free",
            "method-write_ins_from": "members",
            "method-blank_vote": "on",
            "method-preliminary": "on",
            "paper": "",
        },
    )
    contest = Motion.objects.get(pk=motion.pk).election.contests.get()
    assert (contest.kind, contest.write_ins, contest.write_ins_from) == (
        ContestKind.PLURALITY,
        WriteIns.FREE,
        WriteInsFrom.MEMBERS,
    )
    assert contest.blank_vote
    assert contest.preliminary


def test_somebody_written_in_is_elected_and_gets_the_mandate() -> None:
    assembly, motion = meeting()
    election = published_on_paper(
        motion,
        [[(6, 1, 0), (2, 5, 0)]],
        returned=7,
        contests=[spec(assembly, 2, 2, write_ins=WriteIns.COVERED, blank_vote=True)],
        written={4: 5},
    )
    [written] = election.contests.get().candidates.filter(is_write_in=True)
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    assert resolution.outcome == "passed"
    assert set(Mandate.objects.values_list("person", flat=True)) == {
        election.contests.get().standing[0].person_id,
        written.person_id,
    }
    told = build_facts(Assembly.objects.get(pk=assembly.pk))
    [facts] = told.meeting.items[-1].boxes[-1].contests
    assert [(one.position, one.is_write_in) for one in facts.candidates] == [
        (1, False),
        (2, False),
        (4, True),
    ]
    assert (facts.blank_vote, facts.blank) == (True, 0)
    sheet = text_of(result_sheet(election=Election.objects.get(pk=election.pk), language="en"))
    assert squeezed(f"{written.name.en}written in") in sheet
    assert squeezed("Blank, of the valid") in sheet


def test_preliminary_ballot_finds_nominees_and_gives_no_office() -> None:
    """The most votes decide: one of seven would be no majority."""
    assembly, motion = meeting()
    preliminary = spec(assembly, 4, 2, kind=ContestKind.PLURALITY, preliminary=True)
    election = published_on_paper(
        motion,
        [[(2, 0, 5), (1, 0, 6), (3, 0, 4), (0, 0, 7)]],
        returned=7,
        contests=[preliminary],
    )
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    assert resolution.outcome == "passed"
    assert resolution.sentence.en == "preliminary ballot for 2 nominees by the most votes; found 2"
    assert resolution.sentence.zh == "预选正式候选人2名，以得票多者为准；选出2名"
    [row] = resolution.figures["contests"]
    assert [one["outcome"] for one in row["candidates"]] == [
        "elected",
        "outvoted",
        "elected",
        "not_reached",
    ]
    assert not Mandate.objects.exists()
    sheet = text_of(result_sheet(election=Election.objects.get(pk=election.pk), language="en"))
    assert squeezed("Nominees: 2.") in sheet
    assert "nominated" in sheet


def test_tied_nominees_are_reported_and_none_of_them_chosen() -> None:
    assembly, motion = meeting()
    published_on_paper(
        motion,
        [[(2, 0, 5), (3, 0, 4), (2, 0, 5)]],
        returned=7,
        contests=[spec(assembly, 3, 2, kind=ContestKind.PLURALITY, preliminary=True)],
    )
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    assert resolution.sentence.en.endswith("found 1; tied 2 for 1, none of them nominated")
    assert resolution.sentence.zh.endswith("选出1名；末位票数相等2人，尚余1名未定")


def test_ballot_paper_has_room_and_words_for_all_of_it() -> None:
    assembly, _motion = meeting()
    asked = spec(assembly, 3, 3, write_ins=WriteIns.COVERED, blank_vote=True)
    alone = replace(spec(assembly, 2, 1, kind=ContestKind.APPROVAL), title=asked.title)
    box = make_election(asked, alone, channel=Channel.PAPER)
    english = text_of(ballot_papers(election=box, copies=1, language="en"))
    for words in (
        "Somebody else: name",
        "Blank vote",
        "Mark as many as you agree to.",
        "names beyond the votes against are not counted",
        "draw ○ behind each one that you choose",
    ):
        assert squeezed(words) in english, words
    chinese = text_of(ballot_papers(election=box, copies=1, language="zh"))
    for words in ("另选他人", "空白票"):
        assert words in chinese
