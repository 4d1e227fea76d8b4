"""The browser's archive reader, on the tool's archives, on ours and on changed ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from elections.crypto import archive, credentials, election, encoding, tar, trustees
from tests.elections.crypto.scenario import members_of

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
VALID = VECTORS / "valid" / "ed25519-threshold"
ARCHIVE = (VALID / "x7SUkFpyjRNdem.bel").read_bytes()
READ = """
async (text) => {
  const { readArchive } = await import("/elections/crypto/archive.js");
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const { election, credentials, ...texts } = readArchive(bytes);
  return { ...texts, election: election.raw, credentials: [...credentials] };
}
"""


def lines(name: str) -> list[str]:
    return (VALID / name).read_text(encoding="utf-8").splitlines()


def tool_key() -> dict[str, Any]:
    """The tool's private key of the first trustee as one of our key files."""
    private = json.loads((VALID / "E99C20AD.privkey").read_text(encoding="utf-8"))
    public = json.loads((VALID / "E99C20AD.pubkey").read_text(encoding="utf-8"))["public_key"]
    return {"public_key": public, "private_key": private}


def test_archive_of_the_tool_is_read(booth: Any) -> None:
    read = booth.evaluate(READ, ARCHIVE.decode("latin-1"))
    assert read["election"] == lines("election.json")[0]
    assert read["ballots"] == lines("ballots.jsons")
    assert sorted(weight for _, weight in read["credentials"]) == [1, 1, 1]
    assert [share["owner"] for share in read["partialDecryptions"]] == [1, 2, 3]
    assert read["tally"]["numTallied"] == 3
    assert read["head"] == archive.board_head(ARCHIVE)


def test_tool_s_key_decrypts_to_the_tool_s_factors(booth: Any, call: Callable[..., Any]) -> None:
    share = call("trustee", "decrypt", ARCHIVE, tool_key())
    published = booth.evaluate(READ, ARCHIVE.decode("latin-1"))["partialDecryptions"][0]
    factors = [
        json.loads(raw)["decryption_factors"]
        for raw in (share["partialDecryption"], published["raw"])
    ]
    assert factors[0] == factors[1]
    assert (share["owner"], share["tallyMatches"]) == (1, True)


def test_archive_of_ours_is_read_before_any_ballot(booth: Any) -> None:
    private, public = trustees.new_keypair()
    raw = election.make_election(
        uuid=election.new_uuid(),
        name="General assembly 会员大会",
        description="",
        questions=[election.Question("Adopt?", ("for", "against"), 0, 1)],
        public_key=public,
        credential_authority="A supervisor",
        administrator="The secretariat",
    )
    voters = [
        credentials.derive(credentials.new_code(), election.parse(raw).uuid)[1] for _ in range(2)
    ]
    data = archive.build(
        timestamp=1_700_000_000,
        election=raw,
        trustees=trustees.trustees_json([trustees.public_message(private)]),
        credentials=credentials.credentials_json(voters),
    )
    assert booth.evaluate(READ, data.decode("latin-1")) == {
        "election": raw,
        "trustees": [["Single", json.loads(archive.read(data).trustees)[0][1]]],
        "credentials": [[public, 1] for public in sorted(voters)],
        "ballots": [],
        "tally": None,
        "partialDecryptions": [],
        "result": None,
        "head": archive.board_head(data),
    }


MEMBERS, TIMESTAMP = members_of(ARCHIVE), next(tar.members(ARCHIVE))[3]


def packed(parts: list[tuple[str, bytes]]) -> bytes:
    return b"".join(tar.member(name, content, TIMESTAMP) for name, content in parts)


def without(*positions: int) -> bytes:
    return packed([part for at, part in enumerate(MEMBERS) if at not in positions])


def swapped(first: int, second: int) -> bytes:
    parts = list(MEMBERS)
    parts[first], parts[second] = parts[second], parts[first]
    return packed(parts)


def altered(position: int) -> bytes:
    """A digit of one member's content changed, its header left right."""
    parts = list(MEMBERS)
    name, content = parts[position]
    parts[position] = (name, content.replace(b"1", b"2", 1))
    return packed(parts)


def flipped(position: int) -> bytes:
    return ARCHIVE[:position] + bytes([ARCHIVE[position] ^ 1]) + ARCHIVE[position + 1 :]


def test_archive_taken_apart_and_packed_again_is_the_same() -> None:
    assert packed(MEMBERS) == ARCHIVE


# Members of the archive: 0 the header, 1 to 5 the set-up, then a ballot and its event thrice.
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (altered(6), "archive_tampered"),
        (altered(7), "archive_tampered"),
        (without(6), "archive_tampered"),
        (without(6, 7), "archive_tampered"),
        (without(5), "archive_tampered"),
        (without(len(MEMBERS) - 1), "archive_tampered"),
        (swapped(7, 9), "archive_tampered"),
        (packed([*MEMBERS, MEMBERS[6]]), "archive_tampered"),
        (packed([*MEMBERS[:8], *MEMBERS[6:]]), "archive_tampered"),
        (packed(MEMBERS[:5]), "archive_tampered"),
        (packed([*MEMBERS, ("note.txt", b"")]), "archive_tampered"),
        (without(0), "archive_unreadable"),
        (flipped(3), "archive_unreadable"),
        (ARCHIVE[:-1], "archive_unreadable"),
        (ARCHIVE + bytes(1024), "archive_unreadable"),
        (b"", "archive_unreadable"),
        (b"no archive", "archive_unreadable"),
    ],
    ids=[
        "ballot altered",
        "event altered",
        "ballot missing",
        "ballot and event missing",
        "set-up event missing",
        "result event missing",
        "events swapped",
        "ballot after the end",
        "ballot twice",
        "set-up alone",
        "foreign member",
        "header missing",
        "name damaged",
        "cut off",
        "end mark",
        "empty",
        "other file",
    ],
)
def test_changed_archive_is_refused(attempt: Callable[..., Any], data: bytes, code: str) -> None:
    assert attempt("archive", "readArchive", data) == {"refused": code}


@pytest.mark.parametrize("text", ["null", "[]", "5", '{"election":5}'])
def test_set_up_that_is_malformed_is_refused(attempt: Callable[..., Any], text: str) -> None:
    setup = encoding.sha256_hex(text)
    event = archive.make_event(None, 0, "Setup", setup)
    parts = [
        MEMBERS[0],
        (f"{setup}.data.json", text.encode()),
        (f"{event.hash}.event.json", event.raw.encode()),
    ]
    outcome = attempt("archive", "readArchive", packed(parts))
    assert outcome == {"refused": "archive_tampered"}


def test_ballot_with_a_broken_signature_is_refused(attempt: Callable[..., Any]) -> None:
    data = (VECTORS / "broken" / "invalid-ballot-ed25519" / "x7SUkFpyjRNdem.bel").read_bytes()
    assert attempt("trustee", "decrypt", data, tool_key()) == {"refused": "bad_ballot"}


def test_tally_that_drops_a_ballot_is_not_decrypted(call: Callable[..., Any]) -> None:
    folder = VECTORS / "broken" / "tally-drops-a-ballot-ed25519"
    share = call("trustee", "decrypt", (folder / "x7SUkFpyjRNdem.bel").read_bytes(), tool_key())
    assert (share["tallyMatches"], share["partialDecryption"]) == (False, None)
