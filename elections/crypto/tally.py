"""From the box to the result: encrypted tally, partial decryptions, result (4.18, 4.20, 4.21)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from math import isqrt
from typing import Any

from . import encoding, pedersen, proofs
from .election import Election
from .errors import DecryptionRefused, Malformed, ResultUndecided
from .group import Element, Group
from .proofs import Ciphertext
from .trustees import Trustees

Table = list[list[Any]]
"""One entry for each answer of each question."""
_SUBSETS = 1000


def last_ballots(ballots: Sequence[str]) -> list[str]:
    """The ballots that count: the last of each credential, in order of acceptance. The ballots
    must have been checked."""
    return [ballots[position] for position in _last_positions(ballots)]


def _last_positions(ballots: Sequence[str]) -> list[int]:
    """Positions and not texts, so that a long board need not be held in memory."""
    last = {encoding.load(raw)["credential"]: at for at, raw in enumerate(ballots)}
    return sorted(last.values())


def encrypted_tally(
    election: Election, ballots: Sequence[str], weights: Mapping[str, int] | None = None
) -> str:
    """The encrypted tally over the last ballot of each credential.

    The ballots must have been checked (check_ballot); nothing is verified again. ``weights`` by
    credential default to 1.
    """
    group = election.group
    sums = [[[group.identity, group.identity] for _ in range(q.length)] for q in election.questions]
    for position in _last_positions(ballots):
        ballot = encoding.load(ballots[position])
        weight = (weights or {}).get(ballot["credential"], 1)
        for question, answer in zip(sums, ballot["answers"], strict=True):
            for entry, choice in zip(question, answer["choices"], strict=True):
                for side, name in enumerate(("alpha", "beta")):
                    element = group.decode_for_power(choice[name])
                    factor = element if weight == 1 else group.power(element, weight)
                    entry[side] = group.mul(entry[side], factor)
    return encoding.dump(
        [proofs.ciphertexts_json(group, [Ciphertext(*e) for e in question]) for question in sums]
    )


def rehearsal_tally(election: Election) -> str:
    """A tally that anyone can compute from the fingerprint, to rehearse decryption before the vote
    opens: every sum is 1 (an empty tally would hide a wrong key)."""
    group, table = election.group, []
    for number, question in enumerate(election.questions):
        row = []
        for answer in range(question.length):
            r = group.hash(f"rehearsal|{election.fingerprint}|{number}|{answer}", [])
            beta = group.mul(group.power(election.public_key, r), group.g)
            row.append(Ciphertext(group.power_of_g(r), beta))
        table.append(proofs.ciphertexts_json(group, row))
    return encoding.dump(table)


def parse_tally(election: Election, raw: str) -> list[list[Ciphertext]]:
    """Raises Malformed, also for elements outside the group."""
    group, value = election.group, encoding.load_canonical(raw)
    result = []
    for question, row in zip(
        election.questions, encoding.items(value, len(election.questions)), strict=True
    ):
        entries = [
            encoding.fields(entry, ("alpha", "beta"))
            for entry in encoding.items(row, question.length)
        ]
        result.append(
            [Ciphertext(group.decode(e["alpha"]), group.decode(e["beta"])) for e in entries]
        )
    return result


def partial_decryption(election: Election, tally_raw: str, private: int) -> str:
    """One trustee's share of the decryption of a tally, with its proofs. Raises Malformed for a
    tally that is none."""
    group = election.group
    public = group.encode(group.power_of_g(private))
    table = parse_tally(election, tally_raw)
    factors = [[group.power(c.alpha, private) for c in row] for row in table]
    share: dict[str, Table] = {"decryption_factors": [list(map(group.encode, f)) for f in factors]}
    for kind in _kinds_of_proof(election, public):
        share[kind.name] = [
            [
                proofs.prove_same_exponent(
                    group, private, c.alpha, kind.prefix, kind.stated(c, factor)
                ).as_json()
                for c, factor in zip(*rows, strict=True)
            ]
            for rows in zip(table, factors, strict=True)
        ]
    return encoding.dump(share)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Proofs of a share: where they stand in it, and what their hashes begin with."""

    name: str
    prefix: str
    binds: bool

    def stated(self, ciphertext: Ciphertext, factor: Element) -> tuple[Element, ...]:
        return (ciphertext.alpha, factor) if self.binds else ()


def _kinds_of_proof(election: Election, public: str) -> list[_Kind]:
    """The specification's, which hash neither ciphertext nor factor: whoever makes a share can
    shift a sum at will if the last ballot is theirs as well. So ours demand proofs that hash both
    (``#bound``); programs that do not know them pass them over."""
    about = f"{election.fingerprint}|{public}|"
    kinds = [_Kind("decryption_proofs", f"decrypt|{about}", binds=False)]
    if election.demands.bound:
        kinds.append(_Kind("bound_proofs", f"bound|{about}", binds=True))
    return kinds


def check_partial_decryption(
    election: Election, tally_raw: str, public_key: str, raw: str
) -> list[list[Element]]:
    """The factors of a partial decryption whose proofs hold for the trustee's public key.
    Raises DecryptionRefused."""
    try:
        return _check_decryption(election, tally_raw, public_key, raw)
    except Malformed as error:
        raise DecryptionRefused(f"the partial decryption: {error}") from None


def _check_decryption(
    election: Election, tally_raw: str, public_key: str, raw: str
) -> list[list[Element]]:
    group = election.group
    table = parse_tally(election, tally_raw)
    public, kinds = group.decode(public_key), _kinds_of_proof(election, public_key)
    names = ("decryption_factors", *(kind.name for kind in kinds))
    value = encoding.fields(encoding.load_canonical(raw), names)
    factors = [
        [group.decode_for_power(factor) for factor in encoding.items(given, len(row))]
        for row, given in zip(
            table, encoding.items(value["decryption_factors"], len(table)), strict=True
        )
    ]
    for kind in kinds:
        given = encoding.items(value[kind.name], len(table))
        for row, powered, proof_row in zip(table, factors, given, strict=True):
            made = proofs.parse_proofs(group, proof_row, len(row))
            for ciphertext, factor, proof in zip(row, powered, made, strict=True):
                stated = kind.stated(ciphertext, factor)
                if not proofs.holds_same_exponent(
                    group, public, ciphertext.alpha, factor, kind.prefix, proof, stated
                ):
                    raise DecryptionRefused("a proof of the partial decryption does not hold")
    return factors


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result and the trustees whose shares had proofs that held and yet decoded to nothing."""

    raw: str
    odd: tuple[int, ...]


def result(
    election: Election,
    trustees: Trustees,
    tally_raw: str,
    decryptions: Mapping[int, str],
    total_weight: int,
) -> str:
    """The result's JSON; see ``outcome``."""
    return outcome(election, trustees, tally_raw, decryptions, total_weight).raw


def outcome(
    election: Election,
    trustees: Trustees,
    tally_raw: str,
    decryptions: Mapping[int, str],
    total_weight: int,
) -> Outcome:
    """The result from the partial decryptions by trustee number.

    ``total_weight`` (the number of ballots counted, when nobody has a weight) bounds every sum.
    Where proofs bind ciphertext and factor (``#bound``), every subset of threshold trustees gives
    the same, and one is enough. Where they do not, a share whose proofs hold can decode to nothing
    or to something else: then all subsets are tried (of many the first ``_SUBSETS``), the odd
    trustee is named, and subsets that contradict each other decide nothing. Raises
    DecryptionRefused for a share whose proofs do not hold, and ResultUndecided, naming trustees,
    when shares are missing, when nothing decodes, or when subsets differ.
    """
    group = election.group
    factors = _factors(election, trustees, tally_raw, decryptions)
    table = parse_tally(election, tally_raw)
    logarithm = SmallLogarithm(group, total_weight)
    sums: list[list[int]] | None = None
    given, odd = sorted(decryptions), set(decryptions)
    tried = 1 if election.demands.bound else _SUBSETS
    for powers in islice(decryption_subsets(group, trustees, factors), tried):
        found = [logarithm.of_all(row) for row in decrypt(group, table, powers)]
        decoded = [row for row in found if row is not None]
        if len(decoded) != len(found):
            continue
        if sums is not None and decoded != sums:
            raise ResultUndecided("subsets of the trustees decode to different sums", tuple(given))
        sums = decoded
        odd = set() if election.demands.bound else odd - {owner for owner, _, _ in powers}
    if sums is None:
        raise ResultUndecided("the partial decryptions decode to nothing", tuple(sorted(odd)))
    table_json = [[encoding.count_json(value) for value in row] for row in sums]
    return Outcome(encoding.dump({"result": table_json}), tuple(sorted(odd)))


def failing_subsets(
    election: Election,
    trustees: Trustees,
    tally_raw: str,
    decryptions: Mapping[int, str],
    expected: int,
) -> list[tuple[int, ...]]:
    """The subsets of trustees, of those that would do, whose shares do not give ``expected`` as
    every sum.

    Raises DecryptionRefused for a share whose proofs do not hold, ResultUndecided when shares are
    missing.
    """
    group = election.group
    factors = _factors(election, trustees, tally_raw, decryptions)
    table = parse_tally(election, tally_raw)
    wanted = group.power_of_g(expected)
    return [
        tuple(owner for owner, _, _ in powers)
        for powers in decryption_subsets(group, trustees, factors)
        if any(sum_ != wanted for row in decrypt(group, table, powers) for sum_ in row)
    ]


def _factors(
    election: Election, trustees: Trustees, tally_raw: str, decryptions: Mapping[int, str]
) -> dict[int, list[list[Element]]]:
    return {
        owner: check_partial_decryption(
            election, tally_raw, election.group.encode(trustees.keys[owner]), raw
        )
        for owner, raw in decryptions.items()
    }


class SmallLogarithm:
    """Logarithms of g to a number between 0 and a bound, by baby steps and giant steps.

    Weights may be huge: from ``most`` baby steps on it is time that grows and not memory (some
    100 MB).
    """

    def __init__(self, group: Group, bound: int, most: int = 1 << 19) -> None:
        self._group, self._bound = group, bound
        self._step = min(isqrt(bound) + 1, most)
        self._baby: dict[Element, int] = {}
        element = group.identity
        for exponent in range(self._step):
            self._baby[element] = exponent
            element = group.mul(element, group.g)
        self._giant = element

    def of(self, element: Element) -> int | None:
        """None when the element is no such power."""
        for giant in range(self._bound // self._step + 1):
            if element in self._baby:
                value = giant * self._step + self._baby[element]
                return value if value <= self._bound else None
            element = self._group.div(element, self._giant)
        return None

    def of_all(self, elements: Sequence[Element]) -> list[int] | None:
        """None when one of the elements is no such power."""
        result = []
        for element in elements:
            value = self.of(element)
            if value is None:
                return None
            result.append(value)
        return result


Share = tuple[int, int, list[list[Element]]]
"""A trustee's number, the exponent of the share, the share's factors."""


def decryption_subsets(
    group: Group, trustees: Trustees, factors: Mapping[int, list[list[Element]]]
) -> Iterator[list[Share]]:
    """Every way to combine the given factors. Raises ResultUndecided when shares are missing."""
    ways: list[list[tuple[int, ...]]] = []
    for numbers, threshold in trustees.parts:
        present = [number for number in numbers if number in factors]
        if len(present) < threshold:
            absent = tuple(number for number in numbers if number not in factors)
            raise ResultUndecided("a partial decryption is missing", absent)
        ways.append(list(combinations(present, threshold)))
    for choice in product(*ways):
        powers: list[Share] = []
        for (numbers, _), chosen in zip(trustees.parts, choice, strict=True):
            indexes = [numbers.index(number) + 1 for number in chosen]
            for number, index in zip(chosen, indexes, strict=True):
                # The only trustee of an entry has the coefficient 1.
                coefficient = pedersen.lagrange(group, indexes, index)
                powers.append((number, coefficient, factors[number]))
        yield powers


def decrypt(
    group: Group,
    table: Sequence[Sequence[Ciphertext]],
    powers: Sequence[Share],
) -> list[list[Element]]:
    """g to each sum of the tally."""
    return [
        [
            group.div(
                ciphertext.beta,
                group.product(
                    group.power(factors[i][j], exponent) if exponent != 1 else factors[i][j]
                    for _, exponent, factors in powers
                ),
            )
            for j, ciphertext in enumerate(row)
        ]
        for i, row in enumerate(table)
    ]
