"""A meeting by show of hands, end to end with real rows, at the figures of the worked example."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from assemblies.domain.presence import quorum
from assemblies.domain.sitting import hands, resolve, session
from assemblies.enums import ItemState, Method, Phase
from assemblies.errors import (
    AlreadyResolved,
    CountsExceedPresent,
    CountsIncomplete,
    HandsNotForeseen,
    ItemNeedsVote,
    ItemNotNow,
    ItemsUndecided,
    NoQuorum,
    NotVotedYet,
    SecretBallotRequired,
)
from assemblies.models import QuorumCheck, Resolution
from bylaws.enums import Matter
from records.domain import log
from tests.factories.assemblies import (
    add_motion,
    add_report,
    check_in,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    minute,
    opened,
    vote_by_hands,
)

pytestmark = pytest.mark.django_db


def test_assembly_of_126_with_109_present_adopts_bylaws_with_98() -> None:
    assembly = make_assembly()
    report = add_report(assembly)
    bylaws = add_motion(assembly, Matter.BYLAWS)
    opened(assembly, members=126, present=109)

    session.set_current(item=report, by=None, at=minute(1))
    session.settle_item(item=report, by=None, at=minute(1))
    resolution = vote_by_hands(bylaws, (98, 7, 4))
    session.close_meeting(assembly=assembly, by=None, at=minute(9))

    assert list(assembly.quorum_checks.values_list("entitled", "present", "required", "met")) == [
        (126, 109, 84, True),
        (126, 109, 84, True),
    ]
    assert resolution.sentence.en == "present 109, at least 2/3 required: 73; for 98: adopted"
    assert resolution.sentence.zh == "到会109家的三分之二以上即73票；赞成98票：通过"
    figures = resolution.figures
    assert (figures["entitled"], figures["present"]) == (126, 109)
    assert (figures["for"], figures["against"], figures["abstain"]) == (98, 7, 4)
    assert figures["issued"] is None
    assert [(t["required"], t["of"], t["base"]) for t in figures["thresholds"]] == [
        (73, 109, "present")
    ]
    assert (resolution.label, resolution.outcome) == ("2026-1", "passed")
    assert resolution.decision is not None
    assert resolution.decision.reference == "会决〔2026〕1号"
    assembly.refresh_from_db()
    assert (assembly.phase, assembly.closed_at) == (Phase.MINUTES, minute(9))
    log.verify(stream=f"assembly:{assembly.pk}")


def test_bylaws_fail_one_vote_below_two_thirds_of_present() -> None:
    assembly = make_assembly()
    bylaws = add_motion(assembly, Matter.BYLAWS)
    opened(assembly, members=9, present=9)
    resolution = vote_by_hands(bylaws, (5, 4, 0))
    assert (resolution.outcome, resolution.decision) == ("failed", None)
    assert resolution.sentence.en == "present 9, at least 2/3 required: 6; for 5: not adopted"


def test_resolving_twice_gives_the_same_resolution() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    first = vote_by_hands(motion, (7, 0, 0))
    again = resolve.resolve_motion(motion=motion, by=None, at=minute(8))
    assert again == first
    assert Resolution.objects.count() == 1


def test_resolution_numbers_run_without_gap_after_a_refusal() -> None:
    assembly = make_assembly()
    first, second, third = (add_motion(assembly) for _motion in range(3))
    opened(assembly)
    assert vote_by_hands(first, (7, 0, 0)).number == 1
    with pytest.raises(NotVotedYet):
        resolve.resolve_motion(motion=second, by=None, at=minute(4))
    assert vote_by_hands(third, (7, 0, 0)).number == 2
    assert vote_by_hands(second, (0, 7, 0)).number == 3


def test_meeting_does_not_open_without_quorum() -> None:
    assembly = make_assembly()
    add_motion(assembly)
    checked_in(convened(assembly, 9), 5)
    with override("en"), pytest.raises(NoQuorum, match=r"5 of 9 are present, 6 are needed"):
        session.open_meeting(assembly=assembly, by=None, at=minute(0))
    assembly.refresh_from_db()
    assert (assembly.phase, assembly.opened_at) == (Phase.CHECK_IN, None)
    assert not QuorumCheck.objects.exists()


@pytest.mark.parametrize(
    ("votes", "error"),
    [
        ((7, 1, 0), CountsExceedPresent),
        ((6, 0, 0), CountsIncomplete),
        ((8, -1, 0), CountsExceedPresent),
    ],
)
def test_count_that_is_not_everyone_present_is_refused(
    votes: tuple[int, int, int], error: type[Exception]
) -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    with pytest.raises(error):
        vote_by_hands(motion, votes)
    motion.refresh_from_db()
    assert (motion.present, motion.votes_for) == (None, None)


def test_present_of_a_count_is_what_was_stated_before_the_vote() -> None:
    """Somebody who comes between the statement and the entry does not change the vote."""
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    quorum.state_quorum(assembly=assembly, item=motion.item, by=None, at=minute(1))
    late = entries_of(assembly)[8]
    check_in.check_in(assembly=assembly, entry=late, by=None, at=minute(2))
    resolution = vote_by_hands(motion, (5, 1, 1))
    assert resolution.figures["present"] == 7


def test_statement_before_another_vote_does_not_serve_an_item_taken_up_again() -> None:
    assembly = make_assembly()
    postponed, other = add_motion(assembly), add_motion(assembly)
    opened(assembly, members=9, present=7)
    session.set_current(item=postponed.item, by=None, at=minute(1))
    quorum.state_quorum(assembly=assembly, item=postponed.item, by=None, at=minute(1))
    vote_by_hands(other, (7, 0, 0))
    for entry in entries_of(assembly)[:3]:
        check_in.check_out(assembly=assembly, entry=entry, by=None, at=minute(4))
    with pytest.raises(NoQuorum):
        vote_by_hands(postponed, (4, 0, 3))
    for entry in entries_of(assembly)[:2]:
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=minute(5))
    assert vote_by_hands(postponed, (4, 0, 2)).figures["present"] == 6


def test_count_may_be_corrected_until_it_is_resolved() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    for votes_for in (5, 6):
        hands.record_show_of_hands(
            motion=motion,
            votes_for=votes_for,
            votes_against=7 - votes_for,
            abstentions=0,
            by=None,
            at=minute(2),
        )
    assert vote_by_hands(motion, (6, 1, 0)).figures["for"] == 6
    with pytest.raises(AlreadyResolved):
        hands.record_show_of_hands(
            motion=motion, votes_for=7, votes_against=0, abstentions=0, by=None, at=minute(5)
        )


def test_dues_are_refused_by_show_of_hands() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.DUES_STANDARD, Method.SHOW_OF_HANDS)
    opened(assembly)
    with pytest.raises(SecretBallotRequired):
        vote_by_hands(motion, (7, 0, 0))


def test_hands_are_refused_where_a_box_is_foreseen() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, method=Method.SECRET)
    opened(assembly)
    with pytest.raises(HandsNotForeseen):
        vote_by_hands(motion, (7, 0, 0))


def test_hands_are_counted_for_the_current_item_alone() -> None:
    assembly = make_assembly()
    motion, other = add_motion(assembly), add_motion(assembly)
    opened(assembly)
    session.set_current(item=other.item, by=None, at=minute(1))
    with pytest.raises(ItemNotNow):
        hands.record_show_of_hands(
            motion=motion, votes_for=7, votes_against=0, abstentions=0, by=None, at=minute(2)
        )


def test_setting_an_item_now_settles_the_others() -> None:
    assembly = make_assembly()
    first, second = add_motion(assembly).item, add_motion(assembly).item
    opened(assembly)
    session.set_current(item=first, by=None, at=minute(1))
    session.set_current(item=second, by=None, at=minute(2))
    assert list(assembly.items.values_list("state", flat=True)) == [
        ItemState.PENDING,
        ItemState.CURRENT,
    ]
    vote_by_hands(second.motion, (7, 0, 0))
    session.set_current(item=first, by=None, at=minute(4))
    assert list(assembly.items.values_list("state", flat=True)) == [
        ItemState.CURRENT,
        ItemState.DONE,
    ]


def test_meeting_is_not_closed_with_undecided_items() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    with pytest.raises(ItemNeedsVote):
        session.settle_item(item=motion.item, by=None, at=minute(2))
    with pytest.raises(ItemsUndecided):
        session.close_meeting(assembly=assembly, by=None, at=minute(3))
