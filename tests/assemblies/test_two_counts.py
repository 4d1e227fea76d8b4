"""Two people count the hands, each on their own; only what both came to stands."""

from __future__ import annotations

import pytest

from assemblies.domain.presence import quorum
from assemblies.domain.sitting import hand_counts, hands, resolve, session
from assemblies.errors import (
    AlreadyResolved,
    CountedByOne,
    CountedByTwo,
    CountsExceedPresent,
    NotVotedYet,
)
from assemblies.models import HandsCount, Motion
from members.models import User
from tests.factories.assemblies import (
    add_motion,
    make_assembly,
    make_secretary,
    minute,
    opened,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def motion() -> Motion:
    """Seven are present; the vote is being taken."""
    assembly = make_assembly()
    assembly.two_counts = True
    assembly.save(update_fields=["two_counts"])
    motion = add_motion(assembly)
    opened(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    quorum.state_quorum(assembly=assembly, item=motion.item, by=None, at=minute(1))
    return motion


def enter(motion: Motion, by: User, votes: tuple[int, int, int], number: int = 2) -> HandsCount:
    count = hand_counts.enter_count(
        motion=motion,
        votes_for=votes[0],
        votes_against=votes[1],
        abstentions=votes[2],
        by=by,
        at=minute(number),
    )
    motion.refresh_from_db()
    return count


def test_count_stands_once_both_came_to_it(motion: Motion) -> None:
    one, two = make_secretary(), make_secretary()
    enter(motion, one, (5, 1, 1))
    assert motion.present is None
    with pytest.raises(NotVotedYet):
        resolve.resolve_motion(motion=motion, by=None, at=minute(3))
    enter(motion, two, (5, 1, 1), 3)
    assert (motion.present, motion.votes_for, motion.votes_against) == (7, 5, 1)
    assert resolve.resolve_motion(motion=motion, by=None, at=minute(4)).outcome == "passed"
    with pytest.raises(AlreadyResolved):
        enter(motion, two, (6, 0, 1), 5)


def test_each_sees_their_own_count_alone_until_both_agree(motion: Motion) -> None:
    one, two = make_secretary(), make_secretary()
    enter(motion, one, (5, 1, 1))
    seen = hand_counts.counts_seen(motion, two)
    assert (seen.mine, seen.others_in, seen.differences) == (None, 1, ())
    own = hand_counts.counts_seen(motion, one).mine
    assert own is not None
    assert own.votes_for == 5


def test_counts_that_differ_lapse_and_are_named(motion: Motion) -> None:
    one, two = make_secretary(), make_secretary()
    enter(motion, one, (5, 1, 1))
    enter(motion, two, (4, 2, 1), 3)
    assert motion.present is None
    seen = hand_counts.counts_seen(motion, one)
    assert seen.mine is None
    assert [difference.values for difference in seen.differences] == [(5, 4), (1, 2)]
    enter(motion, one, (4, 2, 1), 4)
    assert hand_counts.counts_seen(motion, two).differences == ()
    assert motion.present is None
    enter(motion, two, (4, 2, 1), 5)
    assert motion.votes_for == 4


def test_one_person_does_not_make_two_counts(motion: Motion) -> None:
    one = make_secretary()
    enter(motion, one, (5, 1, 1))
    enter(motion, one, (5, 1, 1), 3)
    enter(motion, one, (4, 2, 1), 4)
    enter(motion, one, (4, 2, 1), 5)
    assert motion.present is None
    assert motion.hands_counts.filter(superseded_at__isnull=True).count() == 1


def test_agreed_count_entered_otherwise_is_open_again(motion: Motion) -> None:
    one, two = make_secretary(), make_secretary()
    enter(motion, one, (5, 1, 1))
    enter(motion, two, (5, 1, 1), 3)
    enter(motion, two, (6, 0, 1), 4)
    assert motion.present is None
    with pytest.raises(NotVotedYet):
        resolve.resolve_motion(motion=motion, by=None, at=minute(5))
    assert [d.values for d in hand_counts.counts_seen(motion, one).differences] == [(5, 6), (1, 0)]


def test_count_greater_than_those_present_is_refused(motion: Motion) -> None:
    with pytest.raises(CountsExceedPresent):
        enter(motion, make_secretary(), (7, 1, 0))
    assert not HandsCount.objects.exists()


def test_single_count_is_refused_where_two_count(motion: Motion) -> None:
    with pytest.raises(CountedByTwo):
        hands.record_show_of_hands(
            motion=motion, votes_for=7, votes_against=0, abstentions=0, by=None, at=minute(2)
        )


def test_second_count_is_refused_where_one_counts() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    with pytest.raises(CountedByOne):
        enter(motion, make_secretary(), (7, 0, 0))
