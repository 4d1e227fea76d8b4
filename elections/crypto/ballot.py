"""Ballots: making one and checking one (sections 4.11.1, 4.16 and 4.17)."""

from collections.abc import Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from . import encoding, proofs, supplement
from .election import Election, Question
from .errors import (
    BadProof,
    BadSignature,
    BallotMalformed,
    DuplicateBallot,
    DuplicateCiphertext,
    Malformed,
    UnknownCredential,
    WrongElection,
)
from .group import Group
from .proofs import Ciphertext, Claim, Opening

_BINARY = range(2)


@dataclass(frozen=True, slots=True)
class CheckedBallot:
    """A ballot whose every check held.

    ``tracker`` is what the voter keeps; ``alphas`` is to be remembered with the box, so that a
    copied ciphertext is refused; ``choices`` are the ciphertexts by question. ``commitment`` is the
    hash that its signature signs.
    """

    credential: str
    tracker: str
    commitment: str
    alphas: frozenset[str]
    choices: tuple[tuple[Ciphertext, ...], ...]


def tracker_of(raw: str) -> str:
    """The hash of a ballot, which the voter can look up on the board."""
    return encoding.sha256_base64(raw)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A ballot that is not signed yet: ``content`` is its text, ``commitment`` the text's hash,
    which the booth shows before the voter decides to cast it or to have it opened."""

    content: str
    commitment: str
    choices: tuple[tuple[Ciphertext, ...], ...]
    openings: tuple[tuple[Opening, ...], ...]


def make_ballot(
    election: Election, secret: int, choices: Sequence[Sequence[int]]
) -> tuple[str, str | None]:
    """The ballot and, where the election demands more than the specification, its supplement.

    ``choices`` has 0 or 1 for each answer of each question, preceded by 0 or 1 for a blank vote in
    questions that allow it. Raises ValueError for marks that the questions do not allow.
    """
    public = election.group.encode(election.group.power_of_g(secret))
    return sign_ballot(election, secret, prepare_ballot(election, public, choices))


def prepare_ballot(
    election: Election, credential: str, choices: Sequence[Sequence[int]]
) -> Prepared:
    """The ballot of a public credential with all its proofs, yet without the signature."""
    label = f"{election.fingerprint}|{credential}"
    if len(choices) != len(election.questions):
        raise ValueError("one list of marks is needed for each question")
    made = [
        _make_answer(election, label, question, marks)
        for question, marks in zip(election.questions, choices, strict=True)
    ]
    content = encoding.dump(
        {
            "election_uuid": election.uuid,
            "election_hash": election.fingerprint,
            "credential": credential,
            "answers": [answer for answer, _, _ in made],
        }
    )
    return Prepared(
        content,
        encoding.sha256_base64(content),
        tuple(tuple(ciphertexts) for _, ciphertexts, _ in made),
        tuple(tuple(openings) for _, _, openings in made),
    )


def sign_ballot(election: Election, secret: int, prepared: Prepared) -> tuple[str, str | None]:
    """The ballot and its supplement. The signature holds the commitment as its hash."""
    content = encoding.load(prepared.content)
    content["signature"] = proofs.sign(election.group, secret, prepared.content)
    raw = encoding.dump(content)
    if not election.demands:
        return raw, None
    return raw, supplement.make_supplement(
        election, secret, tracker_of(raw), prepared.choices, prepared.openings
    )


def commitment_of(raw: str) -> str:
    """The commitment that a signed ballot bears."""
    return encoding.text(encoding.load(raw)["signature"]["hash"])


def alphas_of(raw: str) -> set[str]:
    """One half of each ciphertext of a ballot that was checked: enough to tell them apart."""
    answers = encoding.load(raw)["answers"]
    return {choice["alpha"] for answer in answers for choice in answer["choices"]}


def _make_answer(
    election: Election, label: str, question: Question, marks: Sequence[int]
) -> tuple[dict[str, Any], list[Ciphertext], list[Opening]]:
    _require_allowed(question, marks)
    group, y = election.group, election.public_key
    encrypted = [proofs.encrypt(group, y, mark) for mark in marks]
    ciphertexts = [ciphertext for ciphertext, _ in encrypted]
    openings = [opening for _, opening in encrypted]
    individual = [
        proofs.prove_interval(group, y, label, ciphertext, opening, _BINARY)
        for ciphertext, opening in encrypted
    ]
    answer: dict[str, Any] = {
        "choices": proofs.ciphertexts_json(group, ciphertexts),
        "individual_proofs": [_json(entry) for entry in individual],
    }
    label = f"{label}|{proofs.choices_text(group, ciphertexts)}"
    if question.blank:
        blank, total = openings[0], proofs.add(group, openings[1:])
        claims = [(blank, 1), *((total, value) for value in _allowed(question))]
        overall = proofs.prove_disjunction(group, y, f"bproof1|{label}|", claims)
        zero = [(blank, 0), (total, 0)]
        answer["overall_proof"] = _json(overall)
        answer["blank_proof"] = _json(proofs.prove_disjunction(group, y, f"bproof0|{label}|", zero))
    else:
        product, total = proofs.multiply(group, ciphertexts), proofs.add(group, openings)
        answer["overall_proof"] = _json(
            proofs.prove_interval(group, y, label, product, total, _allowed(question))
        )
    return answer, ciphertexts, openings


def _require_allowed(question: Question, marks: Sequence[int]) -> None:
    if len(marks) != question.length or any(mark not in (0, 1) for mark in marks):
        raise ValueError("a question needs 0 or 1 for each of its answers")
    blank = question.blank and marks[0] == 1
    total = sum(marks[1:] if question.blank else marks)
    if blank and total:
        raise ValueError("a blank vote has no other marks")
    if not blank and total not in _allowed(question):
        raise ValueError("a question has too few or too many marks")


def _allowed(question: Question) -> range:
    return range(question.minimum, question.maximum + 1)


def _json(entries: Sequence[proofs.Proof]) -> list[dict[str, str]]:
    return [proof.as_json() for proof in entries]


def check_ballot(
    election: Election,
    raw: str,
    *,
    credentials: AbstractSet[str] | Mapping[str, int],
    supplement_raw: str | None = None,
    trackers: Container[str] = frozenset(),
    alphas: AbstractSet[str] = frozenset(),
) -> CheckedBallot:
    """Checks everything that can be checked of a ballot, cheap checks first.

    ``credentials`` are those published before the vote opened; ``trackers`` and ``alphas`` those
    of all ballots in the box, replaced ones included. Raises a subclass of BallotRefused.
    """
    checked = read_ballot(election, raw, credentials=credentials)
    if checked.tracker in trackers:
        raise DuplicateBallot("this ballot is in the box already")
    if not alphas.isdisjoint(checked.alphas):
        raise DuplicateCiphertext("a ciphertext of this ballot is in the box already")
    verify_ballot(election, raw, checked)
    supplement.check_supplement(
        election, supplement_raw, checked.credential, checked.tracker, checked.choices
    )
    return checked


def read_ballot(
    election: Election, raw: str, *, credentials: AbstractSet[str] | Mapping[str, int]
) -> CheckedBallot:
    """Everything but the proofs and the signature: form, election, credential, copies within."""
    try:
        ballot = _parse(raw)
        choices = _read_choices(election, ballot)
        if encoding.text(ballot["credential"]) not in credentials:
            raise UnknownCredential("the ballot's credential is not on the published list")
    except Malformed as error:
        raise BallotMalformed(str(error)) from None
    alphas = [election.group.encode(c.alpha) for answer in choices for c in answer]
    if len(set(alphas)) != len(alphas):
        raise DuplicateCiphertext("a ciphertext occurs twice in the ballot")
    signature = ballot["signature"]
    commitment = str(signature.get("hash", "")) if isinstance(signature, dict) else ""
    return CheckedBallot(
        ballot["credential"], tracker_of(raw), commitment, frozenset(alphas), choices
    )


def _read_choices(election: Election, ballot: dict[str, Any]) -> tuple[tuple[Ciphertext, ...], ...]:
    if ballot["election_uuid"] != election.uuid:
        raise WrongElection("the ballot belongs to another election")
    if ballot["election_hash"] != election.fingerprint:
        raise WrongElection("the ballot was made for another text of this election")
    answers = encoding.items(ballot["answers"], len(election.questions))
    return tuple(
        tuple(_parse_answer(election.group, question, answer))
        for question, answer in zip(election.questions, answers, strict=True)
    )


def _parse(raw: str) -> dict[str, Any]:
    return encoding.fields(
        encoding.load_canonical(raw),
        ("election_uuid", "election_hash", "credential", "answers", "signature"),
    )


def _parse_answer(group: Group, question: Question, value: Any) -> list[Ciphertext]:
    names = ["choices", "individual_proofs", "overall_proof"]
    value = encoding.fields(value, [*names, "blank_proof"] if question.blank else names)
    return proofs.parse_ciphertexts(group, value["choices"], question.length)


def check_signature(election: Election, raw: str, checked: CheckedBallot) -> None:
    """That a ballot which was read is signed by the owner of its credential: cheap, and enough to
    keep it before its proofs are checked. Raises BadSignature or BallotMalformed."""
    try:
        ballot = _parse(raw)
        public = election.group.decode_for_power(checked.credential)
        signature = ballot.pop("signature")
        if not proofs.holds_signature(election.group, public, encoding.dump(ballot), signature):
            raise BadSignature("the ballot is not signed by the owner of its credential")
    except Malformed as error:
        raise BallotMalformed(str(error)) from None


def verify_ballot(election: Election, raw: str, checked: CheckedBallot) -> None:
    """The signature and the proofs of a ballot that was read: the slow part of check_ballot.
    Raises BadSignature, BadProof or BallotMalformed."""
    check_signature(election, raw, checked)
    try:
        _verify_answers(election, _parse(raw)["answers"], checked.credential, checked.choices)
    except Malformed as error:
        raise BallotMalformed(str(error)) from None


def read_unsigned(
    election: Election, content: str
) -> tuple[str, tuple[tuple[Ciphertext, ...], ...]]:
    """Credential and ciphertexts of a ballot without its signature, every proof of which holds.
    Raises BallotMalformed, WrongElection or BadProof."""
    names = ("election_uuid", "election_hash", "credential", "answers")
    try:
        ballot = encoding.fields(encoding.load_canonical(content), names)
        credential = encoding.text(ballot["credential"])
        choices = _read_choices(election, ballot)
        _verify_answers(election, ballot["answers"], credential, choices)
    except Malformed as error:
        raise BallotMalformed(str(error)) from None
    return credential, choices


def _verify_answers(
    election: Election,
    answers: Sequence[Any],
    credential: str,
    choices: Sequence[Sequence[Ciphertext]],
) -> None:
    label = f"{election.fingerprint}|{credential}"
    for number, question in enumerate(election.questions):
        if not _holds_answer(election, label, question, answers[number], choices[number]):
            raise BadProof(f"a proof of the answer to question {number + 1} does not hold")


def exponentiations(election: Election) -> int:
    """About how many a check of a ballot and its supplement costs."""
    branches = sum(
        2 * question.length + len(_allowed(question)) + 3 * question.blank
        for question in election.questions
    )
    demands = election.demands
    branches += sum(2 * election.questions[second].length for _, second in demands.exclusive)
    branches += sum(election.questions[second].maximum + 1 for *_, second in demands.covered)
    return 4 * (branches + 2 * len(demands.blank)) + 2


def _holds_answer(
    election: Election,
    label: str,
    question: Question,
    answer: dict[str, Any],
    choices: Sequence[Ciphertext],
) -> bool:
    group, y = election.group, election.public_key
    individual = encoding.items(answer["individual_proofs"], question.length)
    for ciphertext, value in zip(choices, individual, strict=True):
        entry = proofs.parse_proofs(group, value, len(_BINARY))
        if not proofs.holds_interval(group, y, label, ciphertext, _BINARY, entry):
            return False
    label = f"{label}|{proofs.choices_text(group, choices)}"
    allowed = _allowed(question)
    if not question.blank:
        overall = proofs.parse_proofs(group, answer["overall_proof"], len(allowed))
        product = proofs.multiply(group, choices)
        return proofs.holds_interval(group, y, label, product, allowed, overall)
    blank, total = choices[0], proofs.multiply(group, choices[1:])
    overall = proofs.parse_proofs(group, answer["overall_proof"], len(allowed) + 1)
    claims = [Claim(blank, 1), *(Claim(total, value) for value in allowed)]
    zero = proofs.parse_proofs(group, answer["blank_proof"], 2)
    return proofs.holds_disjunction(
        group, y, f"bproof1|{label}|", claims, overall
    ) and proofs.holds_disjunction(
        group, y, f"bproof0|{label}|", [Claim(blank, 0), Claim(total, 0)], zero
    )
