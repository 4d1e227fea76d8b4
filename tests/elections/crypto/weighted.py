"""Archives in their texts, to be built again with one of them changed; one whose votes weigh."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from elections.crypto import archive, encoding, tally, trustees
from elections.crypto.election import Question
from tests.elections.crypto.scenario import TIMESTAMP, Scenario, open_election

Part = tuple[str, Callable[[str], dict[str, Any]]]
"""A text, and what takes its place in the archive where another stands instead."""
BLANK = Question("Which day?", ("Monday", "Friday"), 1, 1, blank=True)


@dataclass(frozen=True)
class Box:
    """A valid archive in its texts, with the numbers that stand beside its tally."""

    scenario: Scenario
    credentials: str
    counted: int
    weight: int

    def rebuilt(self, **changes: Any) -> bytes:
        """The archive with these texts, whatever they say; the numbers beside the tally stay."""
        box = self.scenario
        texts: dict[str, Any] = {
            "election": box.election.raw,
            "trustees": box.trustees,
            "credentials": self.credentials,
            "ballots": box.ballots,
            "encrypted_tally": box.encrypted_tally,
            "partial_decryptions": box.decryptions,
            "result": box.result,
        } | changes
        writer = archive.Writer(TIMESTAMP)
        writer.setup(texts["election"], texts["trustees"], texts["credentials"])
        for raw in texts["ballots"]:
            writer.ballot(raw)
        writer.end_ballots()
        writer.encrypted_tally(texts["encrypted_tally"], self.counted, self.weight)
        for owner, raw in texts["partial_decryptions"]:
            writer.partial_decryption(owner, raw)
        writer.result(texts["result"])
        return writer.getvalue()

    def parts(self) -> dict[str, Part]:
        """Every text of the archive, with how another takes its place."""
        box = self.scenario
        assert box.encrypted_tally
        assert box.result
        return {
            "election": (box.election.raw, lambda text: {"election": text}),
            "trustees": (box.trustees, lambda text: {"trustees": text}),
            "encrypted tally": (box.encrypted_tally, lambda text: {"encrypted_tally": text}),
            "result": (box.result, lambda text: {"result": text}),
            **{
                f"ballot {place}": (raw, partial(self._with_ballot, place))
                for place, raw in enumerate(box.ballots)
            },
            **{
                f"decryption of {owner}": (raw, partial(self._with_share, place))
                for place, (owner, raw) in enumerate(box.decryptions)
            },
        }

    def _with_ballot(self, place: int, text: str) -> dict[str, Any]:
        return {"ballots": one_of(self.scenario.ballots, place, text)}

    def _with_share(self, place: int, text: str) -> dict[str, Any]:
        shares = list(self.scenario.decryptions)
        shares[place] = (shares[place][0], text)
        return {"partial_decryptions": shares}


def weighted(group: str = "Ed25519") -> Box:
    """Votes of weight 3, 1 and 2, of which the last is blank; who has a weight of 5 stays away."""
    votes = (((0, 1, 0), 3), ((0, 0, 1), 1), ((1, 0, 0), 2))
    box = weighed(votes, unused=5, group=group)
    assert box.scenario.result == '{"result":[[2,3,1]]}'
    return box


def weighed(votes: Sequence[tuple[Sequence[int], int]], *, unused: int, group: str) -> Box:
    """Votes on ``BLANK`` with their weights; the last credential, of weight ``unused``, is not
    used."""
    box = open_election([BLANK], voters=len(votes) + 1, number_of_trustees=1, group=group)
    for voter, (choice, _weight) in enumerate(votes):
        box.cast(voter, [choice])
    given = [weight for _choice, weight in votes]
    weights = dict(zip(box.publics, (*given, unused), strict=True))
    encrypted = tally.encrypted_tally(box.election, box.ballots, weights)
    share = tally.partial_decryption(box.election, encrypted, box.privates[0])
    parsed = trustees.parse_trustees(box.trustees, box.election.group)
    result = tally.result(box.election, parsed, encrypted, {1: share}, sum(given))
    listed = encoding.dump(sorted(f"{public},{weight}" for public, weight in weights.items()))
    done = replace(box, encrypted_tally=encrypted, decryptions=((1, share),), result=result)
    return Box(done, listed, counted=len(votes), weight=sum(given))


def one_of(texts: list[str], place: int, text: str) -> list[str]:
    return [*texts[:place], text, *texts[place + 1 :]]
