"""The roll is called; each answer stands beside its name."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from assemblies.domain.presence import check_in, quorum
from assemblies.domain.sitting import resolve, roll_call, session
from assemblies.enums import Choice, Method
from assemblies.errors import (
    AlreadyResolved,
    HandsNotForeseen,
    NoQuorum,
    NotCalled,
    NotVotedYet,
    RollCallIncomplete,
    RollCallNotForeseen,
    SecretBallotRequired,
)
from assemblies.models import Motion, RollCallVote
from bylaws.enums import Matter
from records.models import LogEntry
from tests.factories.assemblies import (
    add_motion,
    entries_of,
    make_assembly,
    minute,
    opened,
    vote_by_hands,
)

pytestmark = pytest.mark.django_db


def called(matter: Matter = Matter.WORK_REPORT) -> Motion:
    """Seven of nine are present, and the roll is about to be called."""
    assembly = make_assembly()
    motion = add_motion(assembly, matter, Method.ROLL_CALL)
    opened(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    quorum.state_quorum(assembly=assembly, item=motion.item, by=None, at=minute(1))
    return Motion.objects.select_related("item__assembly__roll").get(pk=motion.pk)


def answer(motion: Motion, place: int, choice: str, number: int = 2) -> RollCallVote:
    entry = entries_of(motion.item.assembly)[place]
    return roll_call.record_answer(
        motion=motion, entry=entry, choice=choice, by=None, at=minute(number)
    )


def answer_all(motion: Motion, choices: str) -> None:
    """``+`` for, ``-`` against, ``o`` abstains, in the order of the roll."""
    told = {"+": Choice.FOR, "-": Choice.AGAINST, "o": Choice.ABSTAIN}
    for place, sign in enumerate(choices):
        answer(motion, place, told[sign])


def test_answers_are_summed_up_and_resolved() -> None:
    motion = called()
    answer_all(motion, "++++-o+")
    roll_call.end_roll_call(motion=motion, by=None, at=minute(3))
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(4))
    figures = resolution.figures
    assert (figures["for"], figures["against"], figures["abstain"]) == (5, 1, 1)
    assert (figures["present"], resolution.outcome) == (7, "passed")


def test_bylaws_by_roll_call_fail_one_vote_below_two_thirds() -> None:
    motion = called(Matter.BYLAWS)
    answer_all(motion, "++++---")
    roll_call.end_roll_call(motion=motion, by=None, at=minute(3))
    assert resolve.resolve_motion(motion=motion, by=None, at=minute(4)).outcome == "failed"


def test_list_shows_who_is_called_and_who_is_absent() -> None:
    motion = called()
    answer(motion, 1, Choice.AGAINST)
    seen = roll_call.roll_call_of(motion)
    assert [line.choice for line in seen.lines[:3]] == ["", "against", ""]
    assert [line.absent for line in seen.lines] == [False] * 7 + [True] * 2
    assert (seen.sums, seen.missing, seen.total) == ((0, 1, 0), 6, 7)


def test_roll_call_ends_when_everybody_present_has_answered() -> None:
    motion = called()
    answer_all(motion, "++++++")
    seventh = entries_of(motion.item.assembly)[6]
    with override("en"), pytest.raises(RollCallIncomplete, match=r"1 of those present") as refusal:
        roll_call.end_roll_call(motion=motion, by=None, at=minute(3))
    with override("en"):
        assert str(seventh) in str(refusal.value)
    with pytest.raises(NotVotedYet):
        resolve.resolve_motion(motion=motion, by=None, at=minute(4))


def test_who_is_absent_is_not_called() -> None:
    motion = called()
    with pytest.raises(NotCalled):
        answer(motion, 8, Choice.FOR)
    late = entries_of(motion.item.assembly)[8]
    check_in.check_in(assembly=motion.item.assembly, entry=late, by=None, at=minute(3))
    with pytest.raises(NotCalled):
        answer(motion, 8, Choice.FOR, 4)
    quorum.state_quorum(assembly=motion.item.assembly, item=motion.item, by=None, at=minute(5))
    answer(motion, 8, Choice.FOR, 6)


def test_answer_is_corrected_until_the_resolution_and_the_log_keeps_both() -> None:
    motion = called()
    answer_all(motion, "+++++++")
    roll_call.end_roll_call(motion=motion, by=None, at=minute(3))
    answer(motion, 0, Choice.AGAINST, 4)
    motion.refresh_from_db()
    assert (motion.votes_for, motion.votes_against) == (6, 1)
    entry = LogEntry.objects.filter(event="roll_call_answered").order_by("position").last()
    assert entry is not None
    assert (entry.payload["before"], entry.payload["choice"]) == ("for", "against")
    resolve.resolve_motion(motion=motion, by=None, at=minute(5))
    with pytest.raises(AlreadyResolved):
        answer(motion, 0, Choice.FOR, 6)


def test_same_answer_twice_is_one_answer() -> None:
    motion = called()
    answer(motion, 0, Choice.FOR)
    answer(motion, 0, Choice.FOR, 3)
    assert RollCallVote.objects.count() == 1
    assert LogEntry.objects.filter(event="roll_call_answered").count() == 1


def test_quorum_stated_anew_opens_the_sums_for_who_came_since() -> None:
    motion = called()
    assembly = motion.item.assembly
    answer_all(motion, "+++++++")
    roll_call.end_roll_call(motion=motion, by=None, at=minute(3))
    check_in.check_in(assembly=assembly, entry=entries_of(assembly)[7], by=None, at=minute(4))
    check_in.check_out(assembly=assembly, entry=entries_of(assembly)[0], by=None, at=minute(4))
    quorum.state_quorum(assembly=assembly, item=motion.item, by=None, at=minute(5))
    answer(motion, 7, Choice.AGAINST, 6)
    roll_call.end_roll_call(motion=motion, by=None, at=minute(7))
    motion.refresh_from_db()
    assert (motion.present, motion.votes_for, motion.votes_against) == (7, 6, 1)
    assert motion.roll_call.count() == 7


def test_roll_is_not_called_without_quorum() -> None:
    motion = called()
    assembly = motion.item.assembly
    for entry in entries_of(assembly)[:3]:
        check_in.check_out(assembly=assembly, entry=entry, by=None, at=minute(2))
    quorum.state_quorum(assembly=assembly, item=motion.item, by=None, at=minute(3))
    with pytest.raises(NoQuorum):
        answer(motion, 4, Choice.FOR, 4)


def test_roll_is_not_called_where_the_rule_wants_a_secret_ballot() -> None:
    motion = called(Matter.DUES_STANDARD)
    with pytest.raises(SecretBallotRequired):
        answer(motion, 0, Choice.FOR)


def test_hands_and_names_do_not_serve_for_each_other() -> None:
    motion = called()
    with pytest.raises(HandsNotForeseen):
        vote_by_hands(motion, (7, 0, 0))
    by_hands = make_assembly()
    other = add_motion(by_hands)
    opened(by_hands, members=0)
    with pytest.raises(RollCallNotForeseen):
        roll_call.end_roll_call(motion=other, by=None, at=minute(1))
