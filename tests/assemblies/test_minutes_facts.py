"""The facts of the minutes are the record's: every figure, and nothing but them."""

from __future__ import annotations

import pytest

from assemblies.domain.writing.minutes_facts import as_data, build_facts, digest_of, read_back
from assemblies.domain.writing.minutes_facts.box_shapes import EqualityFacts
from assemblies.domain.writing.minutes_facts.presence import percent
from assemblies.domain.writing.minutes_facts.shapes import (
    ArticleFacts,
    HandsFacts,
    MinutesFacts,
    TierFacts,
)
from assemblies.models import Assembly
from elections.models import CountLine
from records.fields import Translated
from tests.factories.assemblies import OPENED_AT, minute
from tests.factories.minutes import (
    NAMES,
    REASON,
    Meeting,
    make_closed_meeting,
    make_meeting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make_closed_meeting()


def facts_of(meeting: Meeting) -> MinutesFacts:
    return build_facts(Assembly.objects.get(pk=meeting.assembly.pk))


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (104, 109, "95.4"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 8, "12.5"),
        (5, 5, "100.0"),
        (0, 9, "0.0"),
        (0, 0, ""),
    ],
)
def test_percent_is_rounded_half_up_in_whole_numbers(part: int, whole: int, told: str) -> None:
    assert percent(part, whole) == told


def test_half_a_tenth_is_rounded_up() -> None:
    assert percent(1, 16) == "6.3"


def test_head_and_convocation(meeting: Meeting) -> None:
    facts = facts_of(meeting)
    assert facts.association.zh == "晋东市汽车流通与维修协会"
    assert (facts.meeting.opened_at, facts.meeting.closed_at) == (OPENED_AT, minute(70))
    told = facts.meeting.convocation
    assert told is not None
    assert (told.days_ahead, told.days_required) == (17, 15)
    assert [(one.channel, one.total, one.waiting) for one in told.channels] == [("mail", 9, 9)]
    assert [(one.function, [str(n.zh) for n in one.names]) for one in facts.meeting.officers] == [
        ("chair", ["武国栋"]),
        ("recorder", ["苗佳宁"]),
        ("chief_scrutineer", ["褚卫民"]),
        ("counter", ["牛甲", "马乙"]),
    ]


def test_attendance_adds_up(meeting: Meeting) -> None:
    told = facts_of(meeting).meeting.attendance
    assert (told.entitled, told.attended, told.excused, told.absent) == (9, 7, 1, 1)
    assert told.rate == "77.8"
    assert [row.state for row in told.rows] == ["attended"] * 7 + ["absent", "excused"]
    assert told.rows[8].excuse == "出差在外"
    assert told.rows[0].stays == [[OPENED_AT, None]]


def test_quorum_is_told_as_often_as_it_was_stated(meeting: Meeting) -> None:
    checks = facts_of(meeting).meeting.quorum
    assert [(c.item, c.entitled, c.present, c.required, c.met) for c in checks] == [
        (None, 9, 7, 6, True),
        (2, 9, 7, 6, True),
        (3, 9, 7, 6, True),
        (4, 9, 7, 6, True),
        (5, 9, 7, 6, True),
        (5, 9, 7, 6, True),
    ]


def test_a_show_of_hands_has_its_figures_threshold_and_number(meeting: Meeting) -> None:
    item = facts_of(meeting).meeting.items[1]
    assert item.hands == HandsFacts(present=7, votes_for=6, votes_against=0, abstentions=1)
    assert [(t.required, t.of, t.base) for t in item.thresholds] == [(4, 7, "present")]
    assert item.thresholds[0].formula.zh == "到会7家的二分之一以上即4票"
    assert (item.outcome, item.number) == ("passed", "会决〔2026〕1号")


def test_changed_articles_stand_side_by_side(meeting: Meeting) -> None:
    version = facts_of(meeting).meeting.items[2].version
    assert version is not None
    assert version.awaits_approval
    assert version.changes == [
        ArticleFacts(
            "amended",
            "第一条",
            "第一条",
            "会员按年缴纳会费。",
            "会员按年缴纳会费，于三月底前缴清。",
        ),
        ArticleFacts("added", "", "第三条", "", "财务情况每年向会员公开。"),
    ]


def test_dues_stand_beside_the_former_ones(meeting: Meeting) -> None:
    dues = facts_of(meeting).meeting.items[3].dues
    assert dues is not None
    assert dues.tiers == [TierFacts(Translated(zh="会员单位", en="ordinary unit"), "", "1200")]


def test_an_annulled_round_is_told_with_reason_and_names(meeting: Meeting) -> None:
    first, second = facts_of(meeting).meeting.items[4].boxes
    assert (first.state, first.round, first.annulment_reason, first.annulled_by) == (
        "annulled",
        1,
        REASON,
        NAMES,
    )
    assert (second.state, second.round) == ("published", 2)
    assert [one.zh for one in second.tellers] == ["牛甲", "马乙"]


def test_every_candidate_has_figures_rate_and_outcome(meeting: Meeting) -> None:
    contest = facts_of(meeting).meeting.items[4].boxes[1].contests[0]
    assert [
        (c.votes_for, c.votes_against, c.abstentions, c.rate, c.outcome) for c in contest.candidates
    ] == [
        (6, 1, 0, "85.7", "elected"),
        (5, 1, 1, "71.4", "elected"),
        (3, 3, 1, "42.9", "not_reached"),
    ]
    assert (contest.required, contest.seats, contest.unfilled) == (4, 2, 0)
    assert contest.elected == [c.name for c in contest.candidates[:2]]
    assert contest.equalities == [
        EqualityFacts("valid_and_invalid", "7 + 0 = 7", True),
        EqualityFacts("returned_at_most_issued", "7 ≤ 7", True),
        EqualityFacts("issued_at_most_present", "7 ≤ 7", True),
        EqualityFacts("lines_and_valid", "3 / 3", True),
        EqualityFacts("marks_at_most_seats", "14 ≤ 7 × 2 = 14", True),
    ]


def test_the_same_record_gives_the_same_digest(meeting: Meeting) -> None:
    assert digest_of(as_data(facts_of(meeting))) == digest_of(as_data(facts_of(meeting)))


def test_a_figure_changed_in_the_database_changes_the_facts_and_is_told(meeting: Meeting) -> None:
    before = facts_of(meeting)
    line = CountLine.objects.get(
        count__contest__election=meeting.council.election,
        count__accepted=True,
        candidate__position=3,
    )
    line.votes_for, line.votes_against = 2, 4
    line.save()
    after = facts_of(meeting)
    third = after.meeting.items[4].boxes[1].contests[0].candidates[2]
    assert (third.votes_for, third.votes_against, third.rate) == (2, 4, "28.6")
    assert digest_of(as_data(after)) != digest_of(as_data(before))
    assert (before.disputed_items, [i.position for i in after.disputed_items]) == ([], [5])


def test_a_hand_count_changed_in_the_database_is_told() -> None:
    meeting = make_closed_meeting()
    meeting.report.refresh_from_db()
    meeting.report.votes_for, meeting.report.abstentions = 5, 2
    meeting.report.save()
    facts = facts_of(meeting)
    assert [item.position for item in facts.disputed_items] == [2]


def test_what_is_not_settled_is_told() -> None:
    facts = facts_of(make_meeting())
    assert [item.position for item in facts.open_items] == [1, 2, 3, 4, 5]
    assert {item.outcome for item in facts.meeting.items} == {""}
    assert all(item.agrees for item in facts.meeting.items)


def test_facts_survive_being_written_and_read(meeting: Meeting) -> None:
    facts = facts_of(meeting)
    told = read_back(as_data(facts))
    assert told["meeting"]["title"] == facts.meeting.title
    assert told["meeting"]["opened_at"] == "2026-12-18T01:00:00Z"
    assert isinstance(told["meeting"]["items"][0]["note"], Translated)
