"""Each value of each text of a valid archive, changed with hashes and chain rebuilt around it, so
that only the cryptographic checks can notice: every mutant is refused with a reason, none crashes.

What no proof binds is named here, and is what the expected digests are for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from elections.crypto import archive, encoding, tally, trustees
from elections.crypto.audit import Report, audit
from elections.crypto.errors import ArchiveUnreadable, CheckFailed
from elections.crypto.group import ED25519
from tests.elections.crypto.rounds import Rounds
from tests.elections.crypto.scenario import (
    MOTION,
    TIMESTAMP,
    Scenario,
    leaves,
    mutated,
    open_election,
    under_trustees,
)

Path = tuple[Any, ...]


def whole() -> Scenario:
    """A server's key beside two of three threshold trustees; four ballots, the last replaces the
    first; the credential of a fifth voter stays unused."""
    rounds = Rounds(3, 2)
    shares = rounds.take_up()
    server, _public = trustees.new_keypair()
    single = ["Single", trustees.public_message(server, name="server")]
    listed = [single, *json.loads(rounds.list_of_trustees(shares))]
    box = under_trustees(open_election([MOTION], voters=4), encoding.dump(listed))
    for voter, choice in ((0, [1, 0]), (1, [0, 1]), (2, [0, 0]), (0, [0, 1])):
        box.cast(voter, [choice])
    encrypted = tally.encrypted_tally(box.election, box.ballots)
    given = tuple(
        (owner, tally.partial_decryption(box.election, encrypted, key))
        for owner, key in ((1, server), (2, shares[0]), (4, shares[2]))
    )
    parsed = trustees.parse_trustees(box.trustees, ED25519)
    result = tally.result(box.election, parsed, encrypted, dict(given), 3)
    return replace(box, encrypted_tally=encrypted, decryptions=given, result=result)


WHOLE = whole()
assert WHOLE.encrypted_tally
assert WHOLE.result


def rebuilt(**changes: Any) -> bytes:
    """The archive with these texts, whatever they say; the numbers beside the tally stay."""
    texts: dict[str, Any] = {
        "election": WHOLE.election.raw,
        "trustees": WHOLE.trustees,
        "credentials": WHOLE.credentials,
        "ballots": WHOLE.ballots,
        "encrypted_tally": WHOLE.encrypted_tally,
        "partial_decryptions": WHOLE.decryptions,
        "result": WHOLE.result,
    } | changes
    writer = archive.Writer(TIMESTAMP)
    writer.setup(texts["election"], texts["trustees"], texts["credentials"])
    for raw in texts["ballots"]:
        writer.ballot(raw)
    writer.end_ballots()
    writer.encrypted_tally(texts["encrypted_tally"], 3, 3)
    for owner, raw in texts["partial_decryptions"]:
        writer.partial_decryption(owner, raw)
    writer.result(texts["result"])
    return writer.getvalue()


def changes_of(value: Any) -> Iterator[Any]:
    """Others of the same kind: near, far, and of no form at all."""
    if isinstance(value, str) and value.isdecimal():
        number = int(value)
        yield from (str((number + 1) % ED25519.q), "0", str(number + ED25519.q), f"0{value}")
    elif isinstance(value, str) and len(value) == 64:
        yield ED25519.encode(ED25519.mul(ED25519.decode_for_power(value), ED25519.g))
        yield ED25519.encode(ED25519.identity)
        yield from (value.upper(), value[:-1], "f" * 64)
    elif isinstance(value, str):
        yield from (f"{value}x", "")
    elif isinstance(value, bool) or value is None:
        yield 1
    else:
        yield from (value + 1, -1, str(value))
    yield []


def with_text(text: str, rebuild: Callable[[str], dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    for path in leaves(json.loads(text)):
        found = json.loads(text)
        for step in path:
            found = found[step]
        for change in changes_of(found):
            if change != found:
                spoilt = mutated(text, path, lambda _leaf, new=change: new)
                yield f"{path} {change!r}", rebuilt(**rebuild(spoilt))


def one_of(texts: list[str], place: int, text: str) -> list[str]:
    return [*texts[:place], text, *texts[place + 1 :]]


def shares_with(place: int, text: str) -> list[tuple[int, str]]:
    return [
        (owner, text if at == place else raw) for at, (owner, raw) in enumerate(WHOLE.decryptions)
    ]


PARTS: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "election": (WHOLE.election.raw, lambda text: {"election": text}),
    "trustees": (WHOLE.trustees, lambda text: {"trustees": text}),
    "encrypted tally": (WHOLE.encrypted_tally, lambda text: {"encrypted_tally": text}),
    "result": (WHOLE.result, lambda text: {"result": text}),
    **{
        f"ballot {place}": (
            raw,
            lambda text, place=place: {"ballots": one_of(WHOLE.ballots, place, text)},  # type: ignore[misc]
        )
        for place, raw in enumerate(WHOLE.ballots)
    },
    **{
        f"decryption of {owner}": (
            raw,
            lambda text, place=place: {"partial_decryptions": shares_with(place, text)},  # type: ignore[misc]
        )
        for place, (owner, raw) in enumerate(WHOLE.decryptions)
    },
}
# A trustee's name is not signed; the digest of the list of trustees tells.
UNBOUND = "'name')"


def verdict(data: bytes) -> Report | None:
    try:
        return audit(archive.read(data))
    except (CheckFailed, ArchiveUnreadable):
        return None


@pytest.mark.parametrize("part", PARTS)
def test_every_mutant_is_refused(part: str) -> None:
    text, rebuild = PARTS[part]
    accepted = {}
    tried = 0
    for told, data in with_text(text, rebuild):
        tried += 1
        if report := verdict(data):
            accepted[told] = report
    assert tried > 3
    named = {told for told in accepted if part == "trustees" and UNBOUND in told}
    assert set(accepted) == named
    for report in accepted.values():
        assert report.trustees_hash != encoding.sha256_base64(WHOLE.trustees)


def test_an_unused_credential_is_bound_by_its_digest_alone() -> None:
    """The fingerprint of the election does not cover the list; the minutes print its digest."""
    listed = json.loads(WHOLE.credentials)
    used = {json.loads(raw)["credential"] for raw in WHOLE.ballots}
    sound = audit(archive.read(rebuilt()))
    for place, public in enumerate(listed):
        other = ED25519.encode(ED25519.power_of_g(7 + place))
        changed = encoding.dump(sorted(one_of(listed, place, other)))
        report = verdict(rebuilt(credentials=changed))
        assert (report is None) == (public in used)
        if report is not None:
            assert report.fingerprint == sound.fingerprint
            assert report.credentials_hash != sound.credentials_hash
            assert report.head != sound.head


def test_every_mutant_of_a_supplement_is_refused(slate: Scenario) -> None:
    data = slate.archive()
    raw = slate.supplements[0]
    assert audit(archive.read(data, slate.supplements_file())).result
    for path in leaves(json.loads(raw)):
        found = json.loads(raw)
        for step in path:
            found = found[step]
        for change in changes_of(found):
            spoilt = mutated(raw, path, lambda _leaf, new=change: new)
            if spoilt == raw:
                continue
            file = archive.supplements_file(one_of(slate.supplements, 0, spoilt))
            with pytest.raises(CheckFailed):
                audit(archive.read(data, file))
