"""A box from its keys to the published result, with real cryptography."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from elections.crypto import archive, trustees
from elections.domain import board, publishing, results, server_key
from elections.domain.annulment import annul_election
from elections.domain.closing import close_election
from elections.domain.opening import open_election
from elections.enums import ElectionState
from elections.errors import (
    NobodyPresent,
    NotEntitled,
    NotReady,
    PartialRefused,
    ServerKeyMissing,
    SmallElectorate,
)
from elections.models import Binding, Election
from records.domain import documents, log
from tests.factories.elections import (
    AT,
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


def test_archive_keeps_the_result_back_until_it_is_published() -> None:
    box = make_open_box(voters=2)
    for entry in box.entries:
        box.cast(entry, FOR)
    box.close()
    counted = box.decrypt()

    found = archive.read(board.archive_bytes(counted))
    assert ([owner for owner, _share in found.partial_decryptions], found.result) == ([2, 3], None)
    publishing.publish_result(election=counted, by=None, at=AT)
    found = archive.read(board.archive_bytes(box.refresh()))
    assert [owner for owner, _share in found.partial_decryptions] == [2, 3, 1]
    assert found.result == box.election.result_raw


def test_archive_of_a_box_annulled_before_its_result_was_published_tells_none() -> None:
    box = make_open_box(voters=2)
    box.cast(box.entries[0], FOR)
    box.close()
    box.decrypt()
    annul_election(election=box.election, reason="Doubts", names="Li", by=None, at=AT)

    found = archive.read(board.archive_bytes(box.refresh()))

    assert ([owner for owner, _share in found.partial_decryptions], found.result) == ([2, 3], None)


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
    assert log.verify(stream=f"election:{box.election.code}") == 7


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
