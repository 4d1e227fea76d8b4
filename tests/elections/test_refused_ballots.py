"""Ballots that do not enter the box: each is refused with its reason and nothing changes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from elections.domain import admission, casting
from elections.domain.opening import open_election
from elections.enums import ElectionState
from elections.errors import (
    BallotCopied,
    BallotEarly,
    BallotLate,
    BallotMalformed,
    BallotRefused,
    BallotReplayed,
    CredentialUnknown,
    ForeignCode,
    ProofRefused,
    SupplementMissing,
    VoterNotAdmitted,
    VoterNotEntitled,
    WrongElection,
)
from elections.models import Ballot, Binding, CiphertextSeen, Election
from tests.factories.elections import (
    AT,
    Box,
    make_ceremony,
    make_open_box,
    make_ready_box,
    make_roll,
    slate,
)

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAIN = [[1, 0]], [[0, 1]], [[0, 0]]


def counts_of(box: Box) -> tuple[int, int, int, int]:
    """What a refusal must leave as it was."""
    row = box.refresh()
    return (
        row.ballots.count(),
        Binding.objects.filter(election=row).count(),
        CiphertextSeen.objects.filter(election=row).count(),
        row.participations.filter(cast=True).count(),
    )


def test_same_ballot_sent_again_changes_nothing() -> None:
    box = make_open_box()
    entry = box.entries[0]
    raw, _none = box.make_ballot(entry, FOR)
    first = casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=None)
    before = counts_of(box)

    again = casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=None)

    assert again.pk == first.pk
    assert counts_of(box) == before


def test_replayed_older_ballot_is_refused() -> None:
    box = make_open_box()
    entry = box.entries[0]
    raw, _none = box.make_ballot(entry, FOR)
    casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=None)
    box.cast(entry, AGAINST)
    before = counts_of(box)

    with pytest.raises(BallotReplayed):
        casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=None)

    assert counts_of(box) == before


def test_code_of_somebody_else_is_refused_both_ways() -> None:
    box = make_open_box()
    one, two, three = box.entries
    box.cast(one, FOR)
    stolen, _none = box.make_ballot(one, AGAINST)
    bought, _none = box.make_ballot(three, AGAINST)
    before = counts_of(box)

    with pytest.raises(ForeignCode):  # a code that another has voted with
        casting.cast_ballot(election=box.election, entry=two, raw=stolen, supplement=None)
    with pytest.raises(ForeignCode):  # a second code for one who has voted
        casting.cast_ballot(election=box.election, entry=one, raw=bought, supplement=None)

    assert counts_of(box) == before


def test_ballot_of_another_hand_is_not_taken_over_by_sending_it_again() -> None:
    box = make_open_box()
    one, two, _three = box.entries
    raw, _none = box.make_ballot(one, FOR)
    casting.cast_ballot(election=box.election, entry=one, raw=raw, supplement=None)

    with pytest.raises(ForeignCode):
        casting.cast_ballot(election=box.election, entry=two, raw=raw, supplement=None)


def test_ciphertext_seen_before_is_refused() -> None:
    box = make_open_box()
    entry = box.entries[0]
    raw, _none = box.make_ballot(entry, FOR)
    casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=None)
    # Only a broken device could sign the same ciphertexts twice: forget all but the ciphertexts.
    Ballot.objects.all().delete()
    before = counts_of(box)

    with pytest.raises(BallotCopied):
        casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=None)

    assert counts_of(box) == before


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda raw: "no ballot", BallotMalformed),
        (lambda raw: raw.replace(",", ", ", 1), BallotMalformed),
        (lambda raw: re.sub('"response":"[0-9]+"', '"response":"1"', raw, count=1), ProofRefused),
    ],
)
def test_broken_ballot_is_refused(
    change: Callable[[str], str], refusal: type[BallotRefused]
) -> None:
    box = make_open_box()
    entry = box.entries[0]
    raw, _none = box.make_ballot(entry, FOR)
    before = counts_of(box)

    with pytest.raises(refusal):
        casting.cast_ballot(election=box.election, entry=entry, raw=change(raw), supplement=None)

    assert counts_of(box) == before


def test_ballot_for_another_box_or_with_an_unknown_code_is_refused() -> None:
    box = make_open_box()
    other = make_open_box(on_roll=box.election.roll, held=make_ceremony())
    entry = box.entries[0]
    foreign, _none = other.make_ballot(entry, FOR)
    unknown = Box(box.election, box.keys, codes=other.codes)
    stranger, _none = unknown.make_ballot(entry, FOR)
    before = counts_of(box)

    with pytest.raises(WrongElection):
        casting.cast_ballot(election=box.election, entry=entry, raw=foreign, supplement=None)
    with pytest.raises(CredentialUnknown):
        casting.cast_ballot(election=box.election, entry=entry, raw=stranger, supplement=None)

    assert counts_of(box) == before


def test_slate_without_its_supplement_is_refused() -> None:
    box = make_open_box(slate())
    entry = box.entries[0]
    raw, supplement = box.make_ballot(entry, [[1, 0, 0], [0, 1, 0]])
    _other, foreign = box.make_ballot(entry, [[1, 0, 0], [0, 1, 0]])

    with pytest.raises(SupplementMissing):
        casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=None)
    with pytest.raises(ProofRefused):
        casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=foreign)
    assert counts_of(box)[0] == 0
    casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=supplement)
    assert counts_of(box)[0] == 1


def test_late_and_early_ballots_are_refused() -> None:
    box = make_open_box()
    entry, other, _third = box.entries
    raw, _none = box.make_ballot(entry, FOR)
    Election.objects.update(state=ElectionState.READY)
    with pytest.raises(BallotEarly):
        casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=None)
    Election.objects.update(state=ElectionState.OPEN)
    box.cast(other, FOR)
    box.close()
    before = counts_of(box)

    with pytest.raises(BallotLate):
        casting.cast_ballot(election=box.election, entry=entry, raw=raw, supplement=None)

    assert counts_of(box) == before


def test_only_those_present_vote_and_only_while_they_are_there() -> None:
    box = make_ready_box()
    here, leaving, absent = box.entries
    open_election(election=box.election, present=[here, leaving], by=None, at=AT)
    box.refresh()
    box.cast(here, FOR)
    admission.withdraw_admission(roll_entry=leaving)

    with pytest.raises(VoterNotAdmitted):
        box.cast(absent, FOR)
    with pytest.raises(VoterNotAdmitted):
        box.cast(leaving, FOR)
    admission.restore_admission(roll_entry=leaving)
    admission.restore_admission(roll_entry=absent)
    box.cast(leaving, FOR)
    with pytest.raises(VoterNotAdmitted):
        box.cast(absent, FOR)

    assert counts_of(box)[3] == 2


def test_entry_of_another_roll_has_no_vote() -> None:
    box = make_open_box()
    stranger = make_roll(1).entries.get()
    raw, _none = box.make_ballot(box.entries[0], FOR)

    with pytest.raises(VoterNotEntitled):
        casting.cast_ballot(election=box.election, entry=stranger, raw=raw, supplement=None)
