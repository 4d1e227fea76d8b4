"""Votes by written authority in an electronic box: who casts them, and what stands."""

from __future__ import annotations

import pytest

from elections.domain import admission, casting
from elections.domain.eligibility import obstacle_to_vote
from elections.domain.opening import open_election
from elections.errors import AuthorityEnded, VoteCastByHolder, VotedForByHolder, VoterNotAdmitted
from elections.models import RollEntry
from elections.permissions import elector_entries
from members.models import Person
from tests.factories.elections import AT, Box, make_ready_box, make_user

pytestmark = pytest.mark.django_db
FOR = [[1, 0]]


def box_with_holder() -> tuple[Box, RollEntry, RollEntry, Person]:
    """Open for three; the first votes for the third by written authority."""
    box = make_ready_box()
    own, _other, principal = box.entries
    assert own.person is not None
    open_election(
        election=box.election,
        present=box.entries,
        holders={principal.pk: own.person},
        by=None,
        at=AT,
    )
    box.refresh()
    return box, own, principal, own.person


def cast(box: Box, entry: RollEntry, voter: Person | None = None) -> None:
    raw, supplement = box.make_ballot(entry, FOR)
    casting.cast_ballot(
        election=box.election, entry=entry, raw=raw, supplement=supplement, voter=voter
    )


def test_holder_casts_own_and_proxied_vote_each_with_its_code() -> None:
    box, own, principal, holder = box_with_holder()
    assert elector_entries(make_user(holder), box.election) == [own, principal]
    cast(box, own, holder)
    cast(box, principal, holder)
    assert box.election.participations.filter(cast=True).count() == 2


def test_who_is_represented_does_not_vote_and_is_told_by_whom() -> None:
    box, _own, principal, holder = box_with_holder()
    with pytest.raises(VotedForByHolder) as refused:
        cast(box, principal, principal.person)
    assert str(holder) in str(refused.value)


def test_nobody_else_votes_for_an_entry() -> None:
    box, _own, principal, _holder = box_with_holder()
    stranger = box.entries[1].person
    with pytest.raises(AuthorityEnded):
        cast(box, principal, stranger)


def test_principal_who_comes_before_it_was_cast_votes_and_the_holder_does_not() -> None:
    box, _own, principal, holder = box_with_holder()
    assert admission.end_authority(roll_entry=principal) == []
    with pytest.raises(VoterNotAdmitted):
        cast(box, principal)
    assert admission.restore_admission(roll_entry=principal) == []
    with pytest.raises(AuthorityEnded):
        cast(box, principal, holder)
    cast(box, principal)


def test_what_the_holder_cast_stands_when_the_principal_comes() -> None:
    box, _own, principal, holder = box_with_holder()
    cast(box, principal, holder)
    assert admission.end_authority(roll_entry=principal) == [box.election]
    admission.restore_admission(roll_entry=principal)
    assert isinstance(obstacle_to_vote(box.election, principal), VoteCastByHolder)
    with pytest.raises(VoterNotAdmitted):
        cast(box, principal, holder)
    assert box.election.ballots.count() == 1


def test_holder_who_left_votes_again_when_back() -> None:
    box, _own, principal, holder = box_with_holder()
    admission.withdraw_admission(roll_entry=principal)
    with pytest.raises(VoterNotAdmitted):
        cast(box, principal, holder)
    admission.restore_admission(roll_entry=principal, holder=holder)
    cast(box, principal, holder)
