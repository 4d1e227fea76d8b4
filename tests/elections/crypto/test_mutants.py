"""Each value of each text of a valid archive, changed with hashes and chain rebuilt around it, so
that only the cryptographic checks can notice: every mutant is refused with a reason, none crashes.

What no proof binds is named here, and is what the expected digests are for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
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
    Scenario,
    leaves,
    mutated,
    open_election,
    under_trustees,
)
from tests.elections.crypto.weighted import Box, one_of, weighed, weighted

pytestmark = pytest.mark.usefixtures("arithmetic")


def whole() -> Box:
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
    done = replace(box, encrypted_tally=encrypted, decryptions=given, result=result)
    return Box(done, box.credentials, counted=3, weight=3)


def in_integers() -> Box:
    """A blank vote of weight 2 in the group of integers, whose elements are written in decimals;
    a credential of weight 3 stays unused."""
    return weighed([((1, 0, 0), 2)], unused=3, group="BELENIOS-2048")


BOXES = {"threshold": whole(), "weighted": weighted(), "BELENIOS-2048": in_integers()}
WHOLE, WEIGHTED = BOXES["threshold"], BOXES["weighted"]
INTEGERS = BOXES["BELENIOS-2048"].scenario.election.group
LONGEST_EXPONENT = 80
"""Digits; a longer decimal is an element of the group of integers."""


def changes_of(value: Any) -> Iterator[Any]:
    """Others of the same kind: near, far, and of no form at all."""
    if isinstance(value, str) and value.isdecimal() and len(value) > LONGEST_EXPONENT:
        yield INTEGERS.encode(INTEGERS.mul(INTEGERS.decode_for_power(value), INTEGERS.g))
        yield INTEGERS.encode(INTEGERS.identity)
        yield from ("0", f"0{value}", f"{value}1")
    elif isinstance(value, str) and value.isdecimal():
        number = int(value)
        q = ED25519.q if number < ED25519.q else INTEGERS.q
        yield from (str((number + 1) % q), "0", str(number + q), f"0{value}")
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


def mutants(box: Box, part: str) -> Iterator[tuple[str, bytes]]:
    """Every one of a text of the archive, with what was changed in it."""
    text, rebuild = box.parts()[part]
    for path in leaves(json.loads(text)):
        found = json.loads(text)
        for step in path:
            found = found[step]
        for change in changes_of(found):
            if change != found:
                spoilt = mutated(text, path, lambda _leaf, new=change: new)
                yield f"{path} {change!r}", box.rebuilt(**rebuild(spoilt))


# A trustee's name is not signed; the digest of the list of trustees tells.
UNBOUND = "'name')"


def verdict(data: bytes) -> Report | None:
    try:
        return audit(archive.read(data))
    except (CheckFailed, ArchiveUnreadable):
        return None


@pytest.mark.parametrize(
    ("name", "part"), [(name, part) for name, box in BOXES.items() for part in box.parts()]
)
def test_every_mutant_is_refused(name: str, part: str) -> None:
    box = BOXES[name]
    assert audit(archive.read(box.rebuilt())).result
    accepted = {}
    tried = 0
    for told, data in mutants(box, part):
        tried += 1
        if report := verdict(data):
            accepted[told] = report
    assert tried > 3
    named = {told for told in accepted if part == "trustees" and UNBOUND in told}
    assert set(accepted) == named
    for report in accepted.values():
        assert report.trustees_hash != encoding.sha256_base64(box.scenario.trustees)


def test_an_unused_credential_is_bound_by_its_digest_alone() -> None:
    """The fingerprint of the election does not cover the list; the minutes print its digest."""
    listed = json.loads(WHOLE.credentials)
    used = {json.loads(raw)["credential"] for raw in WHOLE.scenario.ballots}
    sound = audit(archive.read(WHOLE.rebuilt()))
    for place, public in enumerate(listed):
        other = ED25519.encode(ED25519.power_of_g(7 + place))
        changed = encoding.dump(sorted(one_of(listed, place, other)))
        report = verdict(WHOLE.rebuilt(credentials=changed))
        assert (report is None) == (public in used)
        if report is not None:
            assert report.fingerprint == sound.fingerprint
            assert report.credentials_hash != sound.credentials_hash
            assert report.head != sound.head


@pytest.mark.parametrize(("name", "unused"), [("weighted", 5), ("BELENIOS-2048", 3)])
@pytest.mark.parametrize("change", ["more", "none", "0", "-1", "01", "x", ""])
def test_a_weight_is_bound_where_its_credential_was_used(
    name: str, unused: int, change: str
) -> None:
    """The others are told with their weights, and the digest of the list covers them."""
    box = BOXES[name]
    listed = json.loads(box.credentials)
    used = {json.loads(raw)["credential"] for raw in box.scenario.ballots}
    sound = audit(archive.read(box.rebuilt()))
    assert list(sound.unused.values()) == [unused]
    for place, entry in enumerate(listed):
        public, _comma, weight = entry.partition(",")
        other = {"more": f"{public},{int(weight) + 1}", "none": public}.get(
            change, f"{public},{change}"
        )
        if other == f"{public},1" or (change == "none" and weight == "1"):
            continue
        report = verdict(box.rebuilt(credentials=encoding.dump(one_of(listed, place, other))))
        formed = change in ("more", "none")
        assert (report is not None) == (formed and public not in used)
        if report is not None:
            assert report.credentials_hash != sound.credentials_hash
            assert report.unused != sound.unused


def test_an_unused_credential_of_the_group_of_integers_is_bound_by_its_digest_alone() -> None:
    """Its weight stays; only the key that has it is another, in the group or outside."""
    box = BOXES["BELENIOS-2048"]
    listed = json.loads(box.credentials)
    used = {json.loads(raw)["credential"] for raw in box.scenario.ballots}
    sound = audit(archive.read(box.rebuilt()))
    other = INTEGERS.encode(INTEGERS.power_of_g(7))
    outside = str(INTEGERS.p - int(other))  # -1 is no square, so neither is this
    for place, entry in enumerate(listed):
        public, _comma, weight = entry.partition(",")

        def with_key(key: str, at: int = place, its: str = weight) -> Report | None:
            changed = one_of(listed, at, f"{key},{its}")
            return verdict(box.rebuilt(credentials=encoding.dump(sorted(changed))))

        assert with_key(outside) is None
        report = with_key(other)
        assert (report is None) == (public in used)
        if report is not None:
            assert report.fingerprint == sound.fingerprint
            assert report.credentials_hash != sound.credentials_hash
            assert report.unused == {other: 3}


@pytest.mark.parametrize(("counted", "weight"), [(3, 5), (3, 7), (2, 6), (4, 6)])
def test_numbers_beside_a_weighted_tally_are_checked(counted: int, weight: int) -> None:
    box = replace(WEIGHTED, counted=counted, weight=weight)
    assert verdict(box.rebuilt()) is None


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
