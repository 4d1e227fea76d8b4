"""The supplement: proofs that a ballot keeps what the election demands beyond the specification.

The specification's proofs bound the marks of one question. These bound marks of two questions
together: nobody is marked both for and against, write-ins are no more than marks against, and a
blank vote has no marks in the other question. Format: ``docs/reference/formats.md``.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from . import encoding, proofs
from .declarations import Covered, Pair
from .election import Election
from .errors import BadSupplement, Malformed, MissingSupplement, UnexpectedSupplement
from .proofs import Ciphertext, Claim, Opening, Proof

_BINARY = range(2)
Ciphertexts = Sequence[Sequence[Ciphertext]]
Openings = Sequence[Sequence[Opening]]
Row = TypeVar("Row", Sequence[Ciphertext], Sequence[Opening])


def make_supplement(
    election: Election, secret: int, tracker: str, choices: Ciphertexts, openings: Openings
) -> str:
    """The supplement of the ballot with this tracker; ``choices`` and ``openings`` by question.
    Raises ValueError when the marks break what is demanded."""
    group, demands = election.group, election.demands
    bound = (election.fingerprint, group.encode(group.power_of_g(secret)), tracker)
    value: dict[str, Any] = {
        "ballot": tracker,
        "exclusive": [
            {"questions": list(pair), "proofs": _exclude(election, bound, pair, choices, openings)}
            for pair in demands.exclusive
        ],
    }
    if demands.covered:
        value["covered"] = [
            {
                "questions": [first, second],
                "from": start,
                "proof": _cover(election, bound, (first, start, second), choices, openings),
            }
            for first, start, second in demands.covered
        ]
    if demands.blank:
        value["blank"] = [
            {"questions": list(pair), "proof": _blank(election, bound, pair, openings)}
            for pair in demands.blank
        ]
    value["signature"] = proofs.sign(group, secret, encoding.dump(value))
    return encoding.dump(value)


def _exclude(
    election: Election,
    bound: Sequence[str],
    pair: Pair,
    choices: Ciphertexts,
    openings: Openings,
) -> list[Any]:
    group, y, (first, second) = election.group, election.public_key, pair
    ours, theirs = (_answers(election, index, choices[index]) for index in pair)
    known, others = (_answers(election, index, openings[index]) for index in pair)
    entries = []
    for i in range(len(theirs)):
        product = proofs.multiply(group, [ours[i], theirs[i]])
        opening = proofs.add(group, [known[i], others[i]])
        label = _label(bound, "exclusive", first, second, i)
        entries.append(_json(proofs.prove_interval(group, y, label, product, opening, _BINARY)))
    return entries


def _cover(
    election: Election,
    bound: Sequence[str],
    demand: Covered,
    choices: Ciphertexts,
    openings: Openings,
) -> list[Any]:
    group, (first, start, second) = election.group, demand
    ours = _answers(election, first, openings[first])[start:]
    rest = proofs.subtract(group, proofs.add(group, openings[second]), proofs.add(group, ours))
    return _json(
        proofs.prove_interval(
            group,
            election.public_key,
            _label(bound, "covered", *demand),
            _uncovered(election, demand, choices),
            rest,
            _cover_range(election, demand),
        )
    )


def _blank(
    election: Election, bound: Sequence[str], pair: Pair, openings: Openings
) -> list[dict[str, str]]:
    group, (first, second) = election.group, pair
    claims = [(openings[first][0], 0), (proofs.add(group, openings[second]), 0)]
    prefix = f"bproof0|{_label(bound, 'blank', *pair)}|"
    return _json(proofs.prove_disjunction(group, election.public_key, prefix, claims))


def check_supplement(
    election: Election, raw: str | None, credential: str, tracker: str, choices: Ciphertexts
) -> None:
    """Checks the supplement of a ballot whose own checks held. Raises MissingSupplement,
    UnexpectedSupplement or BadSupplement."""
    if raw is None:
        if election.demands:
            raise MissingSupplement("the election demands proofs that no ballot here has by itself")
        return
    if not election.demands:
        raise UnexpectedSupplement("the election demands nothing that a supplement would prove")
    try:
        _check(election, raw, credential, tracker, choices)
    except Malformed as error:
        raise BadSupplement(str(error)) from None


def _check(
    election: Election, raw: str, credential: str, tracker: str, choices: Ciphertexts
) -> None:
    demands, bound = election.demands, (election.fingerprint, credential, tracker)
    names = [
        "ballot",
        "exclusive",
        *(["covered"] if demands.covered else []),
        *(["blank"] if demands.blank else []),
        "signature",
    ]
    value = encoding.fields(encoding.load_canonical(raw), names)
    if value["ballot"] != tracker:
        raise BadSupplement("the supplement belongs to another ballot")
    signature = value.pop("signature")
    public = election.group.decode_for_power(credential)
    if not proofs.holds_signature(election.group, public, encoding.dump(value), signature):
        raise BadSupplement("the supplement is not signed by the owner of the credential")
    for pair, entry in _paired(demands.exclusive, value["exclusive"]):
        entry = _of(pair, entry, "proofs")
        _check_exclusion(election, bound, entry["proofs"], choices, pair)
    for demand, entry in _paired(demands.covered, value.get("covered", [])):
        first, start, second = demand
        entry = _of((first, second), entry, "from", "proof")
        if encoding.dump(entry["from"]) != encoding.dump(start):
            raise BadSupplement("the supplement proves other answers than those declared")
        _check_cover(election, bound, entry["proof"], choices, demand)
    for pair, entry in _paired(demands.blank, value.get("blank", [])):
        entry = _of(pair, entry, "proof")
        _check_blank(election, bound, entry["proof"], choices, pair)


def _paired(demands: Sequence[Any], entries: Any) -> Iterable[tuple[Any, Any]]:
    return zip(demands, encoding.items(entries, len(demands)), strict=True)


def _of(pair: Pair, entry: Any, *names: str) -> dict[str, Any]:
    """The entry of one demand, for the questions that it names."""
    found: dict[str, Any] = encoding.fields(entry, ("questions", *names))
    if encoding.dump(found["questions"]) != encoding.dump(list(pair)):
        raise BadSupplement("the supplement proves other questions than those declared")
    return found


def _check_exclusion(
    election: Election, bound: Sequence[str], entries: Any, choices: Ciphertexts, pair: Pair
) -> None:
    group, (first, second) = election.group, pair
    ours, theirs = (_answers(election, index, choices[index]) for index in pair)
    for i, value in enumerate(encoding.items(entries, len(theirs))):
        product = proofs.multiply(group, [ours[i], theirs[i]])
        entry = proofs.parse_proofs(group, value, len(_BINARY))
        label = _label(bound, "exclusive", first, second, i)
        if not proofs.holds_interval(group, election.public_key, label, product, _BINARY, entry):
            raise BadSupplement(f"the proof for answer {i + 1} does not hold: marked twice?")


def _check_cover(
    election: Election, bound: Sequence[str], value: Any, choices: Ciphertexts, demand: Covered
) -> None:
    group, allowed = election.group, _cover_range(election, demand)
    entry = proofs.parse_proofs(group, value, len(allowed))
    rest = _uncovered(election, demand, choices)
    label = _label(bound, "covered", *demand)
    if not proofs.holds_interval(group, election.public_key, label, rest, allowed, entry):
        raise BadSupplement("the proof of the covered marks does not hold: too many write-ins?")


def _check_blank(
    election: Election, bound: Sequence[str], value: Any, choices: Ciphertexts, pair: Pair
) -> None:
    group, (first, second) = election.group, pair
    claims = [Claim(choices[first][0], 0), Claim(proofs.multiply(group, choices[second]), 0)]
    entry = proofs.parse_proofs(group, value, len(claims))
    prefix = f"bproof0|{_label(bound, 'blank', *pair)}|"
    if not proofs.holds_disjunction(group, election.public_key, prefix, claims, entry):
        raise BadSupplement("the proof of the blank vote does not hold: marks beside it?")


def _answers(election: Election, index: int, row: Row) -> Row:
    """The answers proper: a blank vote stands before them."""
    return row[1:] if election.questions[index].blank else row


def _uncovered(election: Election, demand: Covered, choices: Ciphertexts) -> Ciphertext:
    """What the covering marks have left over."""
    group, (first, start, second) = election.group, demand
    ours = _answers(election, first, choices[first])[start:]
    return proofs.divide(
        group, proofs.multiply(group, choices[second]), proofs.multiply(group, ours)
    )


def _cover_range(election: Election, demand: Covered) -> range:
    return range(election.questions[demand[2]].maximum + 1)


def _label(bound: Sequence[str], kind: str, *numbers: int) -> str:
    fingerprint, credential, tracker = bound
    return "|".join([fingerprint, credential, kind, tracker, *map(str, numbers)])


def _json(entries: Sequence[Proof]) -> list[dict[str, str]]:
    return [proof.as_json() for proof in entries]


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
