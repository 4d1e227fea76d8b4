"""Keys of trustees and their proofs of knowledge; certificates of threshold trustees."""

import json
from pathlib import Path

import pytest

from elections.crypto import trustees
from elections.crypto.election import parse
from elections.crypto.errors import TrusteeRefused
from elections.crypto.group import ED25519
from tests.elections.crypto.scenario import another, leaves, mutated

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "valid"
THRESHOLD = (VECTORS / "ed25519-threshold" / "trustees.json").read_text().rstrip("\n")
PRIVATE, PUBLIC = trustees.new_keypair()
MESSAGE = trustees.public_message(PRIVATE, name="秘书处")


def test_message_names_the_key_and_proves_it() -> None:
    assert list(MESSAGE) == ["pok", "public_key", "name"]
    assert trustees.check_public_message(MESSAGE) == PUBLIC
    assert trustees.check_public_message(["Single", MESSAGE]) == PUBLIC
    assert "name" not in trustees.public_message(PRIVATE)


@pytest.mark.parametrize("path", [p for p in leaves(MESSAGE) if p != ("name",)], ids=str)
def test_no_field_of_the_message_can_be_changed(path) -> None:
    with pytest.raises(TrusteeRefused):
        trustees.check_public_message(json.loads(mutated(json.dumps(MESSAGE), path, another)))


@pytest.mark.parametrize(
    "message",
    [None, [], {}, ["Pedersen", MESSAGE], ["Single"], {**MESSAGE, "name": 1}],
    ids=range(6),
)
def test_other_messages_are_refused(message) -> None:
    with pytest.raises(TrusteeRefused):
        trustees.check_public_message(message)


def test_identity_is_no_key() -> None:
    with pytest.raises(TrusteeRefused):
        trustees.check_public_message(trustees.public_message(0))


def test_key_of_another_group_is_refused() -> None:
    with pytest.raises(TrusteeRefused):
        trustees.parse_trustees(THRESHOLD.replace("Ed25519", "Ed25518"), ED25519)


def test_combined_key_is_the_product() -> None:
    other, _ = trustees.new_keypair()
    messages = [MESSAGE, trustees.public_message(other)]
    combined = trustees.combine_single(messages)
    assert ED25519.decode(combined) == ED25519.power_of_g((PRIVATE + other) % ED25519.q)
    parsed = trustees.parse_trustees(trustees.trustees_json(messages), ED25519)
    assert parsed.public_key == ED25519.decode(combined)
    assert parsed.parts == (((1,), 1), ((2,), 1))
    assert parsed.names == {1: "秘书处"}


def test_nobody_and_the_same_twice_are_no_trustees() -> None:
    with pytest.raises(TrusteeRefused):
        trustees.combine_single([])
    with pytest.raises(TrusteeRefused):
        trustees.combine_single([MESSAGE, MESSAGE])


def test_restored_key_is_proved_over_the_nonce() -> None:
    proof = trustees.restore_proof(PRIVATE, "nonce")
    trustees.check_restore_proof(PUBLIC, "nonce", proof)
    other, other_public = trustees.new_keypair()
    for public, nonce, given in (
        (PUBLIC, "another", proof),
        (other_public, "nonce", proof),
        (PUBLIC, "nonce", trustees.restore_proof(other, "nonce")),
        (PUBLIC, "nonce", {**proof, "response": "1"}),
        (PUBLIC, "nonce", None),
        ("nonsense", "nonce", proof),
    ):
        with pytest.raises(TrusteeRefused):
            trustees.check_restore_proof(public, nonce, given)


@pytest.mark.parametrize("folder", sorted(VECTORS.iterdir()), ids=lambda folder: folder.name)
def test_trustees_of_the_vectors_are_verified(folder: Path) -> None:
    election = parse((folder / "election.json").read_text().rstrip("\n"))
    raw = (folder / "trustees.json").read_text().rstrip("\n")
    parsed = trustees.parse_trustees(raw, election.group)
    assert parsed.public_key == election.public_key
    assert parsed.parts == (((1,), 1), ((2, 3, 4), 2))


@pytest.mark.parametrize("path", leaves(json.loads(THRESHOLD)), ids=str)
def test_no_field_of_threshold_trustees_can_be_changed(path) -> None:
    with pytest.raises(TrusteeRefused):
        trustees.parse_trustees(mutated(THRESHOLD, path, another), ED25519)


def test_entries_of_threshold_trustees_cannot_change_places_or_be_left_out() -> None:
    for name in ("certs", "coefexps", "signatures", "verification_keys"):
        for change in (lambda entries: entries[::-1], lambda entries: entries[:2]):
            with pytest.raises(TrusteeRefused):
                trustees.parse_trustees(mutated(THRESHOLD, (1, 1, name), change), ED25519)


@pytest.mark.parametrize("raw", ["[]", "{}", "", '[["Other",{}]]', '[["Single"]]', "[1]"])
def test_other_lists_of_trustees_are_refused(raw: str) -> None:
    with pytest.raises(TrusteeRefused):
        trustees.parse_trustees(raw, ED25519)
