"""Voting codes: typing errors, and keys that agree with the vectors."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.crypto import credentials
from elections.crypto.election import BASE58, Election, parse
from elections.crypto.errors import CodeRefused, Malformed
from elections.crypto.group import ED25519

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "valid"
POSITIONS = [i for i in range(25) if i not in (5, 12, 18)]


@pytest.mark.parametrize(
    "codes", sorted(VECTORS.glob("*/private_creds.txt")), ids=lambda codes: codes.parent.name
)
def test_codes_of_the_vectors_derive_their_credentials(codes: Path) -> None:
    folder = codes.parent
    election = parse((folder / "election.json").read_text().rstrip("\n"))
    published = json.loads((folder / "public_creds.json").read_text())
    derived = {
        credentials.derive(line.split()[1], election.uuid, election.group)[1]
        for line in codes.read_text().splitlines()
    }
    assert derived == {entry.split(",")[0] for entry in published}


def test_documented_example_checks() -> None:
    assert credentials.check_code("22222-222222-22222-22222f")


def test_new_codes_check_and_differ() -> None:
    codes = {credentials.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(map(credentials.check_code, codes))


@given(st.sampled_from(POSITIONS), st.sampled_from(BASE58))
@settings(max_examples=200, deadline=None)
def test_every_wrong_character_is_noticed(position: int, wrong: str) -> None:
    code = credentials.new_code()
    typed = code[:position] + wrong + code[position + 1 :]
    assert credentials.check_code(typed) == (typed == code)


@given(st.sampled_from(POSITIONS), st.sampled_from(POSITIONS))
@settings(max_examples=200, deadline=None)
def test_every_swap_is_noticed(first: int, second: int) -> None:
    code = credentials.new_code()
    letters = list(code)
    letters[first], letters[second] = letters[second], letters[first]
    typed = "".join(letters)
    assert credentials.check_code(typed) == (typed == code)


@pytest.mark.parametrize(
    "code", ["", "22222-222222-22222-22222", "22222222222222222222f", "00000-000000-00000-000000"]
)
def test_other_forms_are_no_codes(code: str) -> None:
    assert not credentials.check_code(code)
    with pytest.raises(CodeRefused):
        credentials.derive(code, "x")


def test_one_code_gives_unrelated_keys_in_two_elections() -> None:
    code = credentials.new_code()
    first, second = credentials.derive(code, "A" * 14), credentials.derive(code, "B" * 14)
    assert first[0] != second[0]
    assert first[1] == ED25519.encode(ED25519.power_of_g(first[0]))


def _parsed(election: Election, *entries: str) -> dict[str, int]:
    return credentials.parse_credentials(election, json.dumps(entries))


def test_credentials_are_read_with_their_weights(motion) -> None:
    first, second = sorted(motion.publics)[:2]
    assert _parsed(motion.election, f"{first},3", second) == {first: 3, second: 1}
    assert json.loads(motion.credentials) == sorted(motion.publics)


def test_list_of_credentials_must_be_distinct_members_of_the_group(motion) -> None:
    one = motion.publics[0]
    outside = "f" * 64
    identity = ED25519.encode(ED25519.identity)
    for entries in (
        (one, one),
        (one, f"{one},2"),
        (outside,),
        (identity,),
        (f"{one},0",),
        (f"{one},",),
        (f"{one},1,x",),
        (one.upper(),),
    ):
        with pytest.raises(Malformed):
            _parsed(motion.election, *entries)
