"""Trustees' keys made in the browser, and what the browser does with them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from elections.crypto import (
    archive,
    ballot,
    credentials,
    election,
    encoding,
    errors,
    group,
    proofs,
    tally,
    trustees,
)

MOTION = election.Question("Adopt the report?", ("for", "against"), 0, 1)
CHAIR = election.Question("Who presides?", ("A", "B", "C"), 0, 2)
TIMESTAMP = 1_700_000_000


@dataclass
class Vote:
    """An election of two browser-made trustees, with ballots made in Python."""

    messages: list[Any]
    codes: list[str] = field(default_factory=lambda: [credentials.new_code() for _ in range(3)])
    weights: list[int] = field(default_factory=lambda: [1, 1, 1])
    uuid: str = field(default_factory=election.new_uuid)
    ballots: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.raw = election.make_election(
            uuid=self.uuid,
            name="General assembly",
            description="Two questions",
            questions=(MOTION, CHAIR),
            public_key=trustees.combine_single(self.messages),
            credential_authority="A supervisor",
            administrator="The secretariat",
        )
        self.election = election.parse(self.raw)

    def cast(self, voter: int, *choices: list[int]) -> None:
        secret, _ = credentials.derive(self.codes[voter], self.uuid)
        raw, _ = ballot.make_ballot(self.election, secret, choices)
        self.ballots.append(raw)

    @property
    def publics(self) -> list[str]:
        return [credentials.derive(code, self.uuid)[1] for code in self.codes]

    def tally(self) -> str:
        weights = dict(zip(self.publics, self.weights, strict=True))
        return tally.encrypted_tally(self.election, self.ballots, weights)

    def archive(self, **stage: Any) -> bytes:
        listed = [
            public if weight == 1 else f"{public},{weight}"
            for public, weight in zip(self.publics, self.weights, strict=True)
        ]
        return archive.build(
            timestamp=TIMESTAMP,
            election=self.raw,
            trustees=trustees.trustees_json(self.messages),
            credentials=credentials.credentials_json(listed),
            ballots=self.ballots,
            **stage,
        )

    def tallied(self) -> bytes:
        return self.archive(closed=True, encrypted_tally=self.tally())


@pytest.fixture
def keys(call: Callable[..., Any]) -> list[dict[str, Any]]:
    return [call("trustee", "newKey", label) for label in ("First", "Second")]


@pytest.fixture
def vote(keys: list[dict[str, Any]]) -> Vote:
    return Vote([key["message"] for key in keys])


def test_public_message_is_accepted_and_holds_nothing_secret(keys: list[dict[str, Any]]) -> None:
    file, message = keys[0]["file"], keys[0]["message"]
    assert trustees.check_public_message(message) == file["public_key"]
    assert file["private_key"] not in json.dumps(message)


def test_private_key_is_the_exponent_of_the_public_one(keys: list[dict[str, Any]]) -> None:
    private = int(keys[0]["file"]["private_key"])
    public = group.ED25519.encode(group.ED25519.power_of_g(private))
    assert public == keys[0]["file"]["public_key"]


def test_key_file_is_read_back_as_it_was_saved(
    call: Callable[..., Any], keys: list[dict[str, Any]]
) -> None:
    file = keys[0]["file"]
    assert call("trustee", "readKeyFile", json.dumps(file, indent=1)) == file


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"private_key": "12345"}, "key_file_damaged"),
        ({"check": "00000000"}, "key_file_damaged"),
        ({"public_key": "58" + "66" * 31}, "key_file_damaged"),
        ({"private_key": 12345}, "key_file_damaged"),
        ({"group": "BELENIOS-2048"}, "unsupported_group"),
        ({"version": 2}, "bad_key_file"),
        ({"format": "association-voting-codes"}, "bad_key_file"),
    ],
)
def test_changed_key_file_is_refused(
    attempt: Callable[..., Any], keys: list[dict[str, Any]], change: dict[str, Any], code: str
) -> None:
    text = json.dumps({**keys[0]["file"], **change})
    assert attempt("trustee", "readKeyFile", text) == {"refused": code}


def test_key_is_read_back_from_a_printed_sheet(
    call: Callable[..., Any], keys: list[dict[str, Any]]
) -> None:
    file = keys[0]["file"]
    digits = " ".join(file["private_key"][at : at + 5] for at in range(0, 80, 5))
    read = call("trustee", "readKeySheet", "First", digits, file["check"].upper())
    assert {**read, "created": file["created"]} == file


@pytest.mark.parametrize(("at", "digit"), [(0, "0"), (10, "x"), (40, "")])
def test_wrong_digit_of_a_printed_sheet_is_told(
    attempt: Callable[..., Any], keys: list[dict[str, Any]], at: int, digit: str
) -> None:
    file = keys[0]["file"]
    wrong = file["private_key"][:at] + digit + file["private_key"][at + 1 :]
    outcome = attempt("trustee", "readKeySheet", "First", wrong, file["check"])
    assert outcome == {"refused": "key_file_damaged"}


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '"text"'])
def test_other_file_is_no_key_file(attempt: Callable[..., Any], text: str) -> None:
    assert attempt("trustee", "readKeyFile", text) == {"refused": "bad_key_file"}


def test_restore_proof_holds_for_its_nonce_alone(
    call: Callable[..., Any], keys: list[dict[str, Any]]
) -> None:
    file = keys[0]["file"]
    proof = call("trustee", "restoreProof", file, "a nonce")
    trustees.check_restore_proof(file["public_key"], "a nonce", proof)
    with pytest.raises(errors.TrusteeRefused):
        trustees.check_restore_proof(file["public_key"], "another nonce", proof)


def test_rehearsal_shows_that_the_key_decrypts(
    call: Callable[..., Any], keys: list[dict[str, Any]], vote: Vote
) -> None:
    shares = {
        owner: call("trustee", "rehearse", vote.raw, key["file"])
        for owner, key in enumerate(keys, start=1)
    }
    rehearsal = tally.rehearsal_tally(vote.election)
    for owner, key in enumerate(keys, start=1):
        public = key["file"]["public_key"]
        tally.check_partial_decryption(vote.election, rehearsal, public, shares[owner])


def test_partial_decryptions_give_the_result(
    call: Callable[..., Any], keys: list[dict[str, Any]], vote: Vote
) -> None:
    vote.cast(0, [0, 1], [1, 1, 0])
    vote.cast(1, [0, 1], [0, 1, 0])
    vote.cast(0, [1, 0], [1, 0, 0])
    data = vote.tallied()
    shares = {}
    for owner, key in enumerate(keys, start=1):
        share = call("trustee", "decrypt", data, key["file"])
        shares[owner] = share.pop("partialDecryption")
        assert share == {
            "owner": owner,
            "ballots": 3,
            "counted": 2,
            "fingerprint": vote.election.fingerprint,
            "head": archive.board_head(data),
            "tallyMatches": True,
        }
        public = key["file"]["public_key"]
        tally.check_partial_decryption(vote.election, vote.tally(), public, shares[owner])
    parsed = trustees.parse_trustees(trustees.trustees_json(vote.messages), group.ED25519)
    result = tally.result(vote.election, parsed, vote.tally(), shares, 2)
    assert json.loads(result) == {"result": [[1, 1], [1, 1, 0]]}


def test_weights_count_in_the_tally(
    call: Callable[..., Any], keys: list[dict[str, Any]], vote: Vote
) -> None:
    vote.weights = [3, 1, 20]
    vote.cast(0, [0, 1], [1, 1, 0])
    vote.cast(1, [0, 1], [0, 1, 0])
    share = call("trustee", "decrypt", vote.tallied(), keys[0]["file"])
    assert (share["counted"], share["tallyMatches"]) == (2, True)


def test_empty_box_is_decrypted(
    call: Callable[..., Any], keys: list[dict[str, Any]], vote: Vote
) -> None:
    share = call("trustee", "decrypt", vote.tallied(), keys[0]["file"])
    public = keys[0]["file"]["public_key"]
    tally.check_partial_decryption(vote.election, vote.tally(), public, share["partialDecryption"])


def test_tally_that_leaves_a_ballot_out_is_not_decrypted(
    call: Callable[..., Any], keys: list[dict[str, Any]], vote: Vote
) -> None:
    vote.cast(0, [1, 0], [1, 1, 0])
    without = vote.tally()
    vote.cast(1, [0, 1], [0, 1, 0])
    data = vote.archive(closed=True, encrypted_tally=without)
    share = call("trustee", "decrypt", data, keys[0]["file"])
    assert (share["tallyMatches"], share["partialDecryption"]) == (False, None)


def resign(vote: Vote, voter: int, changes: dict[str, Any]) -> None:
    """Puts a ballot in that the owner of a credential signed, with answers of another's making."""
    secret, public = credentials.derive(vote.codes[voter], vote.uuid)
    content = json.loads(vote.ballots[-1]) | {"credential": public} | changes
    content.pop("signature")
    signed = encoding.dump(content)
    content["signature"] = proofs.sign(group.ED25519, secret, signed)
    vote.ballots.append(encoding.dump(content))


def test_ciphertext_copied_by_another_voter_is_not_decrypted(
    attempt: Callable[..., Any], keys: list[dict[str, Any]], vote: Vote
) -> None:
    vote.cast(0, [1, 0], [1, 1, 0])
    resign(vote, 1, {})
    outcome = attempt("trustee", "decrypt", vote.tallied(), keys[0]["file"])
    assert outcome == {"refused": "bad_ballot"}


def test_ballot_copied_from_another_election_with_the_same_keys_is_not_decrypted(
    attempt: Callable[..., Any], keys: list[dict[str, Any]], vote: Vote
) -> None:
    vote.cast(0, [1, 0], [1, 1, 0])
    trap = Vote(vote.messages)
    trap.ballots = list(vote.ballots)
    binding = {"election_uuid": trap.uuid, "election_hash": trap.election.fingerprint}
    resign(trap, 0, binding)
    del trap.ballots[0]
    _, public = credentials.derive(trap.codes[0], trap.uuid)
    with pytest.raises(errors.BadProof):
        ballot.check_ballot(trap.election, trap.ballots[0], credentials={public})
    outcome = attempt("trustee", "decrypt", trap.tallied(), keys[0]["file"])
    assert outcome == {"refused": "bad_ballot"}


def test_ballot_with_a_stranger_s_signature_is_not_decrypted(
    attempt: Callable[..., Any], keys: list[dict[str, Any]], vote: Vote
) -> None:
    vote.cast(0, [1, 0], [1, 1, 0])
    forged = json.loads(vote.ballots[0])
    proof = forged["signature"]["proof"]
    proof["response"] = str((int(proof["response"]) + 1) % group.ED25519.q)
    vote.ballots = [encoding.dump(forged)]
    outcome = attempt("trustee", "decrypt", vote.tallied(), keys[0]["file"])
    assert outcome == {"refused": "bad_ballot"}


def test_key_of_no_trustee_here_is_told(
    attempt: Callable[..., Any], call: Callable[..., Any], vote: Vote
) -> None:
    stranger = call("trustee", "newKey", "Third")["file"]
    outcome = attempt("trustee", "decrypt", vote.tallied(), stranger)
    assert outcome == {"refused": "key_not_in_election"}


def test_open_box_is_not_decrypted(
    attempt: Callable[..., Any], keys: list[dict[str, Any]], vote: Vote
) -> None:
    outcome = attempt("trustee", "decrypt", vote.archive(), keys[0]["file"])
    assert outcome == {"refused": "no_tally"}
