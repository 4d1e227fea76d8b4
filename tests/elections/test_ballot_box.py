"""A box from its keys to the published result, with real cryptography."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from elections.crypto import archive, trustees
from elections.domain import admission, board, casting, publishing, results, server_key
from elections.domain.closing import close_election
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
    NobodyPresent,
    NotEntitled,
    NotReady,
    PartialRefused,
    ProofRefused,
    ServerKeyMissing,
    SmallElectorate,
    SupplementMissing,
    VoterNotAdmitted,
    VoterNotEntitled,
    WrongElection,
)
from elections.models import Ballot, Binding, CiphertextSeen, Election
from records.domain import documents, log
from tests.factories.elections import (
    AT,
    Box,
    make_ceremony,
    make_election,
    make_key,
    make_open_box,
    make_ready_box,
    make_roll,
    motion,
    single,
    slate,
)

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAIN = [[1, 0]], [[0, 1]], [[0, 0]]


def figures(election: Election) -> list[tuple[str, int, int, int]]:
    return [
        (str(line.candidate.name.en), line.votes_for, line.votes_against, line.abstentions)
        for contest in election.contests.all()
        for line in results.contest_figures(contest).lines
    ]


def counts_of(box: Box) -> tuple[int, int, int, int]:
    """What a refusal must leave as it was."""
    row = box.refresh()
    return (
        row.ballots.count(),
        Binding.objects.filter(election=row).count(),
        CiphertextSeen.objects.filter(election=row).count(),
        row.participations.filter(cast=True).count(),
    )


def test_motion_from_keys_to_published_result() -> None:
    box = make_open_box(motion(), voters=5)
    for entry, choice in zip(box.entries, [FOR, FOR, FOR, AGAINST], strict=False):
        box.cast(entry, choice)

    box.close()
    assert box.decrypt().state == ElectionState.COUNTED
    publishing.publish_result(election=box.election, by=None, at=AT)

    row = box.refresh()
    contest = results.contest_figures(row.contests.get())
    assert (contest.issued, contest.returned, contest.valid, contest.invalid) == (5, 4, 4, 0)
    assert figures(row) == [("Adopt the dues", 3, 1, 0)]
    assert row.state == ElectionState.PUBLISHED
    assert row.head == archive.board_head(documents.read(row.archive))


def test_slate_and_single_in_one_box_give_each_candidate_their_sums() -> None:
    box = make_open_box(single("P"), slate(("A", "B", "C"), seats=2), voters=3)
    first, second, third = box.entries
    box.cast(first, [[1, 0], [1, 1, 0], [0, 0, 1]])
    box.cast(second, [[0, 1], [1, 0, 0], [0, 1, 1]])
    box.cast(third, [[0, 0], [0, 0, 0], [0, 0, 0]])
    box.close()

    assert figures(box.decrypt()) == [
        ("P", 1, 1, 1),
        ("A", 2, 0, 1),
        ("B", 1, 1, 1),
        ("C", 0, 2, 1),
    ]


def test_published_archive_passes_the_verifier(tmp_path: Path) -> None:
    box = make_open_box(slate(("A", "B", "C"), seats=2), voters=2)
    for entry in box.entries:
        box.cast(entry, [[1, 0, 1], [0, 1, 0]])
    box.close()
    box.decrypt()
    row = publishing.publish_result(election=box.election, by=None, at=AT)
    assert row.archive
    assert row.supplements
    (tmp_path / row.archive.name).write_bytes(documents.read(row.archive))
    (tmp_path / row.supplements.name).write_bytes(documents.read(row.supplements))

    done = subprocess.run(
        [sys.executable, "-m", "elections.crypto.verify", str(tmp_path / row.archive.name)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert row.fingerprint in done.stdout
    assert row.head in done.stdout


def test_last_ballot_of_a_voter_counts() -> None:
    box = make_open_box(voters=2)
    entry, other = box.entries
    box.cast(entry, FOR)
    box.cast(other, FOR)
    box.cast(entry, AGAINST)
    box.close()

    assert figures(box.decrypt()) == [("Adopt the dues", 1, 1, 0)]
    assert box.election.ballots.count() == 3


def test_head_follows_every_ballot_as_the_archive_tells_it() -> None:
    box = make_open_box(voters=2)
    heads = [box.election.head]
    for entry in box.entries:
        box.cast(entry, FOR)
        heads.append(box.refresh().head)
        assert heads[-1] == archive.board_head(board.archive_bytes(box.election))

    assert len(set(heads)) == 3
    box.close()
    assert box.election.head == archive.board_head(board.archive_bytes(box.election))
    box.decrypt()
    assert box.election.head == archive.board_head(board.archive_bytes(box.election))


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


def test_opening_tells_everything_that_is_missing_and_who_must_do_it() -> None:
    election = make_election(voters=3)
    assert election.ceremony
    first, _second = election.ceremony.trustees.all()
    make_key(first)

    with pytest.raises(NotReady) as refusal:
        open_election(election=election, present=[], by=None, at=AT)

    assert "Trustee 2" in str(refusal.value)
    assert "Authority" in str(refusal.value)
    assert "Trustee 1" not in str(refusal.value)


def test_opening_needs_somebody_entitled_and_consent_when_few() -> None:
    box = make_ready_box()
    stranger = make_roll(1).entries.get()

    with pytest.raises(NobodyPresent):
        open_election(election=box.election, present=[], by=None, at=AT)
    with pytest.raises(NotEntitled):
        open_election(election=box.election, present=[stranger], by=None, at=AT)
    Election.objects.update(small_electorate_consent="")
    with pytest.raises(SmallElectorate):
        open_election(election=box.election, present=box.entries, by=None, at=AT)

    assert box.refresh().state == ElectionState.READY


def test_opening_and_closing_twice_change_nothing() -> None:
    box = make_open_box()
    first = (box.election.raw, box.election.opened_at)
    open_election(election=box.election, present=box.entries, by=None, at=AT + timedelta(minutes=5))
    assert (box.refresh().raw, box.election.opened_at) == first

    box.close()
    closed_at = box.election.closed_at
    close_election(election=box.election, by=None, at=AT + timedelta(days=1))

    assert box.refresh().closed_at == closed_at
    assert log.verify(stream=f"election:{box.election.code}") == 6


def test_server_key_is_private_and_dies_with_the_result() -> None:
    box = make_open_box()
    path = server_key._path(box.election)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    box.cast(box.entries[0], FOR)
    box.close()
    assert Binding.objects.filter(election=box.election).count() == 0
    box.decrypt()
    assert path.exists()

    row = publishing.publish_result(election=box.election, by=None, at=AT)

    assert not path.exists()
    assert row.server_key_destroyed_at == AT
    events = list(
        log.Stream.objects.get(name=f"election:{row.code}").entries.values_list("event", flat=True)
    )
    assert events[-1] == "server_key_destroyed"
    with pytest.raises(ServerKeyMissing):
        server_key.read_key(row)


def test_counting_goes_on_once_a_lost_server_key_is_back() -> None:
    box = make_open_box()
    box.cast(box.entries[0], FOR)
    box.close()
    path = server_key._path(box.election)
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(ServerKeyMissing):
        box.decrypt()
    assert box.refresh().state == ElectionState.CLOSED

    path.write_bytes(kept)

    assert box.decrypt().state == ElectionState.COUNTED


def test_invalid_share_is_refused_and_a_second_one_ignored() -> None:
    from elections.domain.decryption import submit_partial

    box = make_open_box()
    box.cast(box.entries[0], FOR)
    box.close()
    assert box.election.ceremony
    first, second = box.election.ceremony.trustees.all()

    with pytest.raises(PartialRefused):
        submit_partial(
            trustee=first, election=box.election, raw=box.share_of(second), by=None, at=AT
        )
    for _time in range(2):
        submit_partial(
            trustee=first, election=box.election, raw=box.share_of(first), by=None, at=AT
        )

    assert list(box.election.partial_decryptions.values_list("owner", flat=True)) == [2]
    assert box.refresh().state == ElectionState.CLOSED


def test_trustees_stand_in_the_archive_with_the_server_first() -> None:
    box = make_open_box()
    found = archive.read(board.archive_bytes(box.election))
    parsed = trustees.parse_trustees(found.trustees, trustees.ED25519)

    assert parsed.names == {
        1: "server",
        2: "Trustee 1（中） Trustee 1",
        3: "Trustee 2（中） Trustee 2",
    }


def test_empty_box_counts_to_nothing() -> None:
    box = make_open_box()
    box.close()

    assert figures(box.decrypt()) == [("Adopt the dues", 0, 0, 0)]
