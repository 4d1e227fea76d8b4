"""Write archives that no verifier may pass, one folder each, to see what a verifier says of them.

    python -m tests.tools.broken_archives FOLDER [GROUP]

The hashes and the chain of each fit, so that only the fault itself can be noticed. GROUP is Ed25519
(as a rule) or BELENIOS-2048, the only one of the two that version 2 of belenios-tool knows. Beside
them lies ``sound``, which every verifier must pass.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from elections.crypto import archive, encoding, proofs, tally, trustees
from tests.elections.crypto.rounds import Rounds
from tests.elections.crypto.scenario import (
    MOTION,
    Scenario,
    forged_share,
    open_election,
    shifted,
    under_trustees,
)

FOR, AGAINST = [[1, 0]], [[0, 1]]


def sound(group: str) -> Scenario:
    box = open_election([MOTION], group=group)
    for voter, marks in ((0, FOR), (1, FOR), (2, AGAINST)):
        box.cast(voter, marks)
    return box.counted()


def false_proof(group: str) -> Scenario:
    """A ballot of two votes: its individual proof cannot hold; it is signed, and it is counted."""
    box = sound(group)
    chosen, y = box.election.group, box.election.public_key
    content = json.loads(box.ballots[0])
    content.pop("signature")
    two, _opening = proofs.encrypt(chosen, y, 2)
    content["answers"][0]["choices"][0] = proofs.ciphertexts_json(chosen, [two])[0]
    return _signed_again(box, 0, content).counted()


def unsigned(group: str) -> Scenario:
    """A ballot signed with another's code, as a server would have to that stuffs the box."""
    box = sound(group)
    content = json.loads(box.ballots[0])
    content.pop("signature")
    content["signature"] = proofs.sign(box.election.group, box.secrets[1], encoding.dump(content))
    return replace(box, ballots=[encoding.dump(content), *box.ballots[1:]]).counted()


def left_out(group: str) -> Scenario:
    """The published sum is that of the first two ballots; trustees and result agree with it."""
    box = sound(group)
    less = replace(box, ballots=box.ballots[:2]).counted()
    return replace(less, ballots=box.ballots)


def other_sum(group: str) -> Scenario:
    """The published sum is another one than that which was decrypted."""
    box = sound(group)
    other = replace(box, ballots=box.ballots[:2]).counted()
    return replace(box, encrypted_tally=other.encrypted_tally)


def replayed(group: str) -> Scenario:
    """The voter changed their mind; the older ballot was put in again after the newer."""
    box = sound(group)
    older = box.ballots[0]
    box.cast(0, AGAINST)
    return replace(box, ballots=[*box.ballots, older]).counted()


def copied(group: str) -> Scenario:
    """The same ciphertexts under a new signature of the same code."""
    box = sound(group)
    content = json.loads(box.ballots[0])
    content.pop("signature")
    again = _signed_again(box, 0, content)
    return replace(box, ballots=[*box.ballots, again.ballots[0]]).counted()


def shifted_sum(group: str, *, bound: bool = True) -> Scenario:
    """Of ten votes two are for; a trustee and the last voter have eight of them published."""
    box = open_election([MOTION], voters=10, group=group, bound=bound)
    for voter in range(9):
        box.cast(voter, FOR if voter < 2 else AGAINST)
    return shifted(box, [6, -6], AGAINST[0])


def _signed_again(box: Scenario, voter: int, content: dict[str, Any]) -> Scenario:
    signature = proofs.sign(box.election.group, box.secrets[voter], encoding.dump(content))
    raw = encoding.dump({**content, "signature": signature})
    ballots = [raw if place == voter else old for place, old in enumerate(box.ballots)]
    return replace(box, ballots=ballots)


BROKEN: dict[str, Callable[[str], Scenario]] = {
    "false-proof": false_proof,
    "unsigned": unsigned,
    "left-out": left_out,
    "other-sum": other_sum,
    "replayed": replayed,
    "copied": copied,
    "shifted-sum": shifted_sum,
}


def odd_share(group: str) -> Scenario:
    """Two of three trustees are enough, and the first one's share passes its proof and decodes to
    nothing: the result stands all the same, and the trustee is named."""
    box = open_election([MOTION], group=group, bound=False)
    chosen = box.election.group
    rounds = Rounds(3, 2, chosen)
    keys = rounds.take_up()
    server, _public = trustees.new_keypair(chosen)
    message = trustees.public_message(server, name="server", group=chosen)
    listed = [["Single", message], *json.loads(rounds.list_of_trustees(keys))]
    box = under_trustees(box, encoding.dump(listed))
    for voter, marks in ((0, FOR), (1, FOR), (2, AGAINST)):
        box.cast(voter, marks)
    summed = tally.encrypted_tally(box.election, box.ballots)
    shares = {
        owner: tally.partial_decryption(box.election, summed, key)
        for owner, key in {1: server, **dict(enumerate(keys, 2))}.items()
    }
    shares[2] = forged_share(box.election, summed, keys[0])
    parsed = trustees.parse_trustees(box.trustees, chosen)
    outcome = tally.outcome(box.election, parsed, summed, shares, 3)
    given = tuple(shares.items())
    return replace(box, encrypted_tally=summed, decryptions=given, result=outcome.raw)


def write(folder: Path, box: Scenario) -> Path:
    """The archive in a folder of its own, as the tool wants it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{box.election.uuid}.bel"
    path.write_bytes(box.archive())
    if supplements := box.supplements_file():
        path.with_suffix(archive.SUPPLEMENTS_SUFFIX).write_bytes(supplements)
    return path


def main(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder, group = Path(arguments[0]), (arguments[1:] or ["Ed25519"])[0]
    for name, make in {"sound": sound, **BROKEN, "odd-share": odd_share}.items():
        sys.stdout.write(f"{name:12} {write(folder / name, make(group))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
