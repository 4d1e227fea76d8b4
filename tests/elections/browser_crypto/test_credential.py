"""Voting codes are the same in the browser and in Python, and typing errors are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from elections.crypto import credentials, election, encoding

# The example of docs/reference/formats.md.
EXAMPLE = "22222-222222-22222-22222f"


def test_new_codes_pass_the_check_of_python(call: Callable[..., Any]) -> None:
    codes = [call("credential", "newCode") for _ in range(20)]
    assert [code for code in codes if not credentials.check_code(code)] == []
    assert len(set(codes)) == len(codes)


def test_code_derives_the_credential_of_python(call: Callable[..., Any]) -> None:
    code, uuid = credentials.new_code(), election.new_uuid()
    secret, public = credentials.derive(code, uuid)
    derived = call("credential", "derive", code, uuid)
    assert derived == {"secret": secret, "public": public}


def test_credentials_of_all_codes_are_sorted_by_value(call: Callable[..., Any]) -> None:
    codes, uuid = [credentials.new_code() for _ in range(8)], election.new_uuid()
    publics = sorted(credentials.derive(code, uuid)[1] for code in codes)
    assert call("credential", "deriveAll", codes, uuid) == publics


def test_digest_of_the_list_is_the_one_that_the_verifier_prints(call: Callable[..., Any]) -> None:
    publics = sorted(
        credentials.derive(credentials.new_code(), election.new_uuid())[1] for _ in range(3)
    )
    digest = encoding.sha256_base64(credentials.credentials_json(publics))
    assert call("credential", "credentialsDigest", publics) == digest


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (EXAMPLE, EXAMPLE),
        ("22222222222222222222 2f\n", EXAMPLE),
        ("２２２２２-222222–22222-22222ｆ", EXAMPLE),
    ],
    ids=["as printed", "without dashes", "full-width"],
)
def test_code_is_understood_however_it_is_written(
    call: Callable[..., Any], typed: str, code: str
) -> None:
    assert call("credential", "checkCode", typed) == {"ok": True, "code": code}


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("22222-222222-22222-22222N", {"problem": "code_check"}),
        ("22222-222222-22222-2222f2", {"problem": "code_check"}),
        ("22222-222222-22222-22222", {"problem": "code_length"}),
        ("2222O-222222-22222-22222f", {"problem": "code_character", "position": 5}),
        ("", {"problem": "code_length"}),
    ],
    ids=["wrong character", "two swapped", "too short", "letter O", "nothing"],
)
def test_typing_error_is_told(
    call: Callable[..., Any], typed: str, problem: dict[str, Any]
) -> None:
    assert call("credential", "checkCode", typed) == {"ok": False, **problem}


def test_every_single_wrong_character_is_noticed(booth: Any) -> None:
    accepted = booth.evaluate(
        """async (code) => {
          const { checkCode } = await import("/elections/crypto/credential.js");
          const base = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
          const wrong = [...code].flatMap((right, at) => right === "-" ? [] : [...base]
            .filter((other) => other !== right)
            .map((other) => code.slice(0, at) + other + code.slice(at + 1)));
          return [wrong.length, wrong.filter((typed) => checkCode(typed).ok).length];
        }""",
        EXAMPLE,
    )
    assert accepted == [22 * 57, 0]


def test_mistyped_code_derives_nothing(attempt: Callable[..., Any]) -> None:
    refused = attempt("credential", "derive", "22222-222222-22222-22222N", "x")
    assert refused == {"refused": "code_check"}
