"""Archives, byte for byte."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.crypto import archive, encoding, tar
from elections.crypto.errors import ArchiveUnreadable, CheckFailed, CryptoError
from tests.elections.crypto.scenario import TIMESTAMP, members_of
from tests.elections.crypto.scenario import motion as make_motion

VECTORS = sorted((Path(__file__).resolve().parents[2] / "vectors").glob("*/*/*.bel"))
MOTION = make_motion()
WHOLE = MOTION.archive()


def rebuilt(found: archive.Archive) -> bytes:
    writer = archive.Writer(found.timestamp)
    writer.setup(found.election, found.trustees, found.credentials)
    for raw in found.ballots:
        writer.ballot(raw)
    writer.end_ballots()
    assert found.encrypted_tally is not None
    writer.encrypted_tally(found.encrypted_tally, found.num_tallied, found.total_weight)
    for owner, raw in found.partial_decryptions:
        writer.partial_decryption(owner, raw)
    assert found.result is not None
    writer.result(found.result)
    assert (writer.head, writer.height) == (found.head, found.height)
    return writer.getvalue()


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.parent.name)
def test_vectors_are_rebuilt_byte_for_byte(path: Path) -> None:
    assert rebuilt(archive.read(path)) == path.read_bytes()


def test_archive_gives_back_what_was_stored() -> None:
    found = archive.read(WHOLE)
    assert rebuilt(found) == WHOLE == MOTION.archive()
    assert found == archive.Archive(
        timestamp=TIMESTAMP,
        election=MOTION.election.raw,
        trustees=MOTION.trustees,
        credentials=MOTION.credentials,
        head=archive.board_head(WHOLE),
        height=10,
        heads=found.heads,
        ballots=MOTION.ballots,
        closed=True,
        encrypted_tally=MOTION.encrypted_tally,
        num_tallied=3,
        total_weight=3,
        partial_decryptions=list(MOTION.decryptions),
        result=MOTION.result,
    )
    assert (len(found.heads), found.heads[-1]) == (found.height, found.head)


def test_archive_grows_at_its_end() -> None:
    stages = [
        MOTION.archive(ballots=MOTION.ballots[:n], **dict.fromkeys(LATER), **EMPTY)
        for n in range(5)
    ]
    stages.append(MOTION.archive(encrypted_tally=None, result=None, partial_decryptions=()))
    stages.append(MOTION.archive(result=None, partial_decryptions=()))
    stages.append(MOTION.archive(result=None))
    for earlier, later in zip(stages, [*stages[1:], WHOLE], strict=True):
        assert later.startswith(earlier)
        assert archive.read(earlier).height < archive.read(later).height


LATER = ("encrypted_tally", "result")
EMPTY = {"closed": False, "partial_decryptions": ()}


def test_head_is_the_hash_of_the_last_event() -> None:
    name, content = members_of(WHOLE)[-1]
    assert name == f"{archive.board_head(WHOLE)}.event.json"
    assert archive.board_head(archive.read(WHOLE)) == encoding.sha256_hex(content.decode())


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_no_byte_can_be_changed(position: int, change: int) -> None:
    data = bytearray(WHOLE)
    data[position] ^= change
    with pytest.raises(CryptoError):
        archive.read(bytes(data))


@given(st.integers(0, len(WHOLE) - 1))
@settings(max_examples=50, deadline=None)
def test_cut_archive_is_unreadable_or_ends_with_an_event(length: int) -> None:
    try:
        found = archive.read(WHOLE[:length])
    except (ArchiveUnreadable, CheckFailed):
        return
    assert length % 512 == 0
    assert found.height < 10


@given(st.binary(max_size=2000))
@settings(deadline=None)
def test_other_files_are_unreadable(data: bytes) -> None:
    with pytest.raises(ArchiveUnreadable):
        archive.read(data)


def packed(members: list[tuple[str, bytes]], timestamp: int = TIMESTAMP) -> bytes:
    return b"".join(tar.member(name, content, timestamp) for name, content in members)


MEMBERS = members_of(WHOLE)


@pytest.mark.parametrize(
    "members",
    [
        MEMBERS[:1] + MEMBERS[2:],  # a text is missing
        MEMBERS[:2] + MEMBERS[1:],  # a text twice
        [*MEMBERS, MEMBERS[1]],  # after the last event
        MEMBERS[:6] + MEMBERS[8:],  # a ballot is missing with its event
        MEMBERS[:6] + MEMBERS[8:10] + MEMBERS[6:8] + MEMBERS[10:],  # ballots change places
        MEMBERS[:5] + MEMBERS[6:],  # the first event is missing
        [*MEMBERS, MEMBERS[-1]],
        MEMBERS[:1],
        [*MEMBERS[:7], MEMBERS[8], MEMBERS[7], *MEMBERS[9:]],  # a text before an earlier event
        [*MEMBERS[:1], ("notes.txt", b"x"), *MEMBERS[1:]],
    ],
    ids=range(10),
)
def test_members_cannot_be_added_moved_or_left_out(members) -> None:
    with pytest.raises(CheckFailed) as raised:
        archive.read(packed(members))
    assert raised.value.check == "chain"


@pytest.mark.parametrize(
    "header",
    [
        b'{"version":2,"timestamp":"1700000000"}',
        b'{"version":1,"timestamp":1700000000}',
        b'{"version":1,"timestamp":"1700000001"}',
        b'{"version":1}',
        b"",
        b"\xff",
    ],
)
def test_archive_with_another_header_is_unreadable(header: bytes) -> None:
    with pytest.raises(ArchiveUnreadable):
        archive.read(packed([("BELENIOS", header), *MEMBERS[1:]]))


def test_members_of_different_times_are_unreadable() -> None:
    data = packed(MEMBERS[:3]) + packed(MEMBERS[3:], TIMESTAMP + 1)
    with pytest.raises(ArchiveUnreadable):
        archive.read(data)


@pytest.mark.parametrize(
    "event",
    [
        {"height": 1, "type": "EndBallots"},
        {"parent": "0" * 64, "height": 1, "type": "EndBallots"},
        {"parent": None, "height": 2, "type": "EndBallots"},
        {"parent": None, "height": True, "type": "EndBallots"},
        {"parent": None, "height": 1, "type": "EndBallots", "payload": "0" * 64},
        {"parent": None, "height": 1, "type": "Ballot", "payload": "0" * 64},
        {"parent": None, "height": 1, "type": "Ballot"},
        {"parent": None, "height": 1, "type": "Result", "payload": "0" * 64},
        {"parent": None, "height": 1, "type": "Shuffle", "payload": "0" * 64},
        {"parent": None, "height": 1, "type": ["Ballot"]},
        [],
    ],
    ids=str,
)
def test_event_that_does_not_continue_the_chain_is_refused(event) -> None:
    setup = MEMBERS[:6]
    if isinstance(event, dict) and event.get("parent", "") is None:
        event = {**event, "parent": setup[-1][0].split(".")[0]}
    raw = encoding.dump(event)
    with pytest.raises(CheckFailed) as raised:
        archive.read(packed([*setup, (f"{encoding.sha256_hex(raw)}.event.json", raw.encode())]))
    assert raised.value.check == "chain"


def test_supplements_are_found_beside_the_archive(slate, tmp_path: Path) -> None:
    path = tmp_path / "x.bel"
    path.write_bytes(slate.archive())
    assert archive.read(path).supplements is None
    beside = tmp_path / "x.supplements.jsons"
    beside.write_bytes(slate.supplements_file())
    assert archive.read(path).supplements == slate.supplements
    assert archive.read(slate.archive(), beside).supplements == slate.supplements
    assert archive.read(slate.archive(), beside.read_bytes()) == archive.read(path)
    beside.write_bytes(slate.supplements_file()[:-1])
    with pytest.raises(ArchiveUnreadable):
        archive.read(path)


def test_missing_file_is_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.bel", tmp_path, str(tmp_path / "nothing.bel")):
        with pytest.raises(ArchiveUnreadable):
            archive.read(path)
