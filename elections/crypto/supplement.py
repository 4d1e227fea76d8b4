"""The exclusion supplement: no candidate of a slate is marked both for and against.

The specification's proofs bound the marks of one question; this one bounds the sum of the two marks
that one candidate has in a pair of questions. Format: ``docs/reference/formats.md``.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from . import encoding, proofs
from .election import Election
from .errors import BadSupplement, Malformed, MissingSupplement, UnexpectedSupplement
from .proofs import Ciphertext, Opening

_BINARY = range(2)


def make_supplement(
    election: Election,
    secret: int,
    tracker: str,
    choices: Sequence[Sequence[Ciphertext]],
    openings: Sequence[Sequence[Opening]],
) -> str:
    """The supplement of the ballot with this tracker; ``choices`` and ``openings`` by question.
    Raises ValueError when a candidate is marked twice."""
    group, y = election.group, election.public_key
    credential = group.encode(group.power_of_g(secret))
    exclusive = []
    for first, second in election.exclusive:
        entries = []
        for i in range(len(choices[first])):
            product = proofs.multiply(group, [choices[first][i], choices[second][i]])
            opening = proofs.add(group, [openings[first][i], openings[second][i]])
            label = _label(election, credential, tracker, (first, second), i)
            made = proofs.prove_interval(group, y, label, product, opening, _BINARY)
            entries.append([proof.as_json() for proof in made])
        exclusive.append({"questions": [first, second], "proofs": entries})
    value: dict[str, Any] = {"ballot": tracker, "exclusive": exclusive}
    value["signature"] = proofs.sign(group, secret, encoding.dump(value))
    return encoding.dump(value)


def check_supplement(
    election: Election,
    raw: str | None,
    credential: str,
    tracker: str,
    choices: Sequence[Sequence[Ciphertext]],
) -> None:
    """Checks the supplement of a ballot whose own checks held. Raises MissingSupplement,
    UnexpectedSupplement or BadSupplement."""
    if raw is None:
        if election.exclusive:
            raise MissingSupplement(
                "the election demands a proof that no candidate is marked twice"
            )
        return
    if not election.exclusive:
        raise UnexpectedSupplement("the election declares no exclusive questions")
    try:
        _check(election, raw, credential, tracker, choices)
    except Malformed as error:
        raise BadSupplement(str(error)) from None


def _check(
    election: Election,
    raw: str,
    credential: str,
    tracker: str,
    choices: Sequence[Sequence[Ciphertext]],
) -> None:
    value = encoding.fields(encoding.load_canonical(raw), ("ballot", "exclusive", "signature"))
    if value["ballot"] != tracker:
        raise BadSupplement("the supplement belongs to another ballot")
    signature = value.pop("signature")
    public = election.group.decode_for_power(credential)
    if not proofs.holds_signature(election.group, public, encoding.dump(value), signature):
        raise BadSupplement("the supplement is not signed by the owner of the credential")
    entries = encoding.items(value["exclusive"], len(election.exclusive))
    for pair, entry in zip(election.exclusive, entries, strict=True):
        entry = encoding.fields(entry, ("questions", "proofs"))
        if encoding.dump(entry["questions"]) != encoding.dump(list(pair)):
            raise BadSupplement("the supplement proves other questions than those declared")
        _check_pair(election, entry["proofs"], credential, tracker, choices, pair)


def _check_pair(
    election: Election,
    entries: Any,
    credential: str,
    tracker: str,
    choices: Sequence[Sequence[Ciphertext]],
    pair: tuple[int, int],
) -> None:
    group = election.group
    first, second = (choices[index] for index in pair)
    for i, value in enumerate(encoding.items(entries, len(first))):
        product = proofs.multiply(group, [first[i], second[i]])
        entry = proofs.parse_proofs(group, value, len(_BINARY))
        label = _label(election, credential, tracker, pair, i)
        if not proofs.holds_interval(group, election.public_key, label, product, _BINARY, entry):
            raise BadSupplement(f"the proof for answer {i + 1} does not hold: marked twice?")


def _label(
    election: Election, credential: str, tracker: str, pair: tuple[int, int], answer: int
) -> str:
    first, second = pair
    return f"{election.fingerprint}|{credential}|exclusive|{tracker}|{first}|{second}|{answer}"


def chain_start(election: Election) -> str:
    """c_0 of the chain over all supplements."""
    return encoding.sha256_hex(election.fingerprint)


def chain_next(previous: str, raw: str) -> str:
    """c_n from c_(n-1) and the n-th supplement."""
    return encoding.sha256_hex(f"{previous}|{encoding.sha256_hex(raw)}")


def chain_head(election: Election, supplements: Iterable[str]) -> str:
    """The chain's value after all supplements, in the order of their ballots."""
    value = chain_start(election)
    for raw in supplements:
        value = chain_next(value, raw)
    return value
