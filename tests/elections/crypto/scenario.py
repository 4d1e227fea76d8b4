"""Small elections carried through with the code under test, kept as the texts a server stores."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from elections.crypto import archive, credentials, encoding, proofs, tally, tar, trustees
from elections.crypto.ballot import make_ballot
from elections.crypto.election import Election, Question, make_election, new_uuid, parse
from elections.crypto.group import group_named

MOTION = Question("Shall the new bylaws be adopted?", ("for", "against"), 0, 1)
CANDIDATES = ("候选人甲", "候选人乙", "候选人丙")
SLATE = (
    Question("Marks for", CANDIDATES, 0, 2),
    Question("Marks against", CANDIDATES, 0, 3),
)
WRITE_INS = ("会员丁", "会员戊")
FULL_SLATE = (
    Question("Marks for", (*CANDIDATES, *WRITE_INS), 0, 2, blank=True),
    Question("Marks against", CANDIDATES, 0, 3),
)
"""Three candidates for two seats, two others who can be written in, and a blank vote."""
FULL_DEMANDS: dict[str, Any] = {"exclusive": [(0, 1)], "covered": [(0, 3, 1)], "blank": [(0, 1)]}
TIMESTAMP = 1_700_000_000


@dataclass(frozen=True)
class Scenario:
    """An election, its secrets, and everything published of it."""

    election: Election
    trustees: str
    privates: tuple[int, ...]
    codes: tuple[str, ...]
    secrets: tuple[int, ...]
    publics: tuple[str, ...]
    ballots: list[str] = field(default_factory=list)
    supplements: list[str] = field(default_factory=list)
    encrypted_tally: str | None = None
    decryptions: tuple[tuple[int, str], ...] = ()
    result: str | None = None

    @property
    def credentials(self) -> str:
        return credentials.credentials_json(self.publics)

    def archive(self, **changes: Any) -> bytes:
        texts: dict[str, Any] = {
            "timestamp": TIMESTAMP,
            "election": self.election.raw,
            "trustees": self.trustees,
            "credentials": self.credentials,
            "ballots": self.ballots,
            "closed": self.encrypted_tally is not None,
            "encrypted_tally": self.encrypted_tally,
            "partial_decryptions": self.decryptions,
            "result": self.result,
        }
        return archive.build(**{**texts, **changes})

    def supplements_file(self) -> bytes | None:
        if not self.election.demands:
            return None
        return archive.supplements_file(self.supplements)

    def cast(self, voter: int, choices: Sequence[Sequence[int]]) -> None:
        raw, supplement = make_ballot(self.election, self.secrets[voter], choices)
        self.ballots.append(raw)
        if supplement is not None:
            self.supplements.append(supplement)

    def counted(self) -> "Scenario":
        """Closed, decrypted by all trustees, with the result."""
        encrypted = tally.encrypted_tally(self.election, self.ballots)
        shares = tuple(
            (owner, tally.partial_decryption(self.election, encrypted, private))
            for owner, private in enumerate(self.privates, 1)
        )
        parsed = trustees.parse_trustees(self.trustees, self.election.group)
        result = tally.result(
            self.election, parsed, encrypted, dict(shares), len(tally.last_ballots(self.ballots))
        )
        return replace(self, encrypted_tally=encrypted, decryptions=shares, result=result)


def open_election(
    questions: Sequence[Question],
    *,
    voters: int = 3,
    number_of_trustees: int = 2,
    exclusive: Sequence[tuple[int, int]] = (),
    covered: Sequence[tuple[int, int, int]] = (),
    blank: Sequence[tuple[int, int]] = (),
    bound: bool = True,
    group: str = "Ed25519",
) -> Scenario:
    chosen = group_named(group)
    keys = [trustees.new_keypair(chosen) for _ in range(number_of_trustees)]
    messages = [
        trustees.public_message(private, name=f"Trustee {number}", group=chosen)
        for number, (private, _) in enumerate(keys, 1)
    ]
    uuid = new_uuid()
    raw = make_election(
        uuid=uuid,
        name="理事会选举",
        description="A line\nand another",
        questions=questions,
        public_key=trustees.combine_single(messages, chosen),
        credential_authority="Supervisory board",
        administrator="Secretariat",
        exclusive=exclusive,
        covered=covered,
        blank=blank,
        bound=bound,
        group=group,
    )
    codes = tuple(credentials.new_code() for _ in range(voters))
    derived = [credentials.derive(code, uuid, chosen) for code in codes]
    return Scenario(
        election=parse(raw),
        trustees=trustees.trustees_json(messages),
        privates=tuple(private for private, _ in keys),
        codes=codes,
        secrets=tuple(secret for secret, _ in derived),
        publics=tuple(public for _, public in derived),
    )


def under_trustees(box: Scenario, listed: str) -> Scenario:
    """The same election, before any ballot, under the keys of another ``trustees.json``."""
    description = json.loads(box.election.raw)
    group = box.election.group
    key = group.encode(trustees.parse_trustees(listed, group).public_key)
    raw = encoding.dump(description | {"public_key": key})
    return replace(box, election=parse(raw), trustees=listed)


def motion() -> Scenario:
    """A motion: two for, one against, after the third voter changed an abstention."""
    scenario = open_election([MOTION])
    for voter, marks in ((0, [1, 0]), (2, [0, 0]), (1, [1, 0]), (2, [0, 1])):
        scenario.cast(voter, [marks])
    return scenario.counted()


def slate() -> Scenario:
    """Three candidates for two seats, marked for, against and not at all."""
    scenario = open_election(SLATE, exclusive=[(0, 1)])
    scenario.cast(0, [[1, 1, 0], [0, 0, 1]])
    scenario.cast(1, [[0, 1, 0], [1, 0, 0]])
    scenario.cast(2, [[0, 0, 0], [0, 0, 0]])
    return scenario.counted()


def full_slate() -> Scenario:
    """The third voter wrote somebody in, for one mark against, and then voted blank."""
    scenario = open_election(FULL_SLATE, **FULL_DEMANDS)
    scenario.cast(0, [[0, 1, 0, 0, 0, 1], [0, 1, 0]])
    scenario.cast(1, [[0, 1, 1, 0, 0, 0], [0, 0, 1]])
    scenario.cast(2, [[0, 0, 0, 0, 1, 1], [1, 1, 0]])
    scenario.cast(2, [[1, 0, 0, 0, 0, 0], [0, 0, 0]])
    return scenario.counted()


def several_questions() -> Scenario:
    """A motion, a choice that allows a blank vote, and one with a least number of marks."""
    blank = Question("Which day?", ("Monday", "Friday"), 1, 1, blank=True)
    choice = Question("Which topics?", ("a", "b", "c"), 1, 2)
    scenario = open_election([MOTION, blank, choice])
    scenario.cast(0, [[1, 0], [1, 0, 0], [1, 0, 0]])
    scenario.cast(1, [[0, 1], [0, 1, 0], [1, 1, 0]])
    scenario.cast(2, [[0, 0], [0, 0, 1], [0, 0, 1]])
    return scenario.counted()


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all texts and numbers inside parsed JSON."""
    if isinstance(value, dict):
        return [leaf for key in value for leaf in leaves(value[key], (*path, key))]
    if isinstance(value, list):
        return [leaf for i, entry in enumerate(value) for leaf in leaves(entry, (*path, i))]
    return [path]


def mutated(raw: str, path: Sequence[Any], change: Any) -> str:
    """The JSON with the leaf at the path replaced by ``change(leaf)``."""
    value = json.loads(raw)
    holder = value
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = change(holder[path[-1]])
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def another(leaf: Any) -> Any:
    """A value of the same kind that differs: the last digit or letter is exchanged."""
    if isinstance(leaf, int):
        return leaf + 1
    return leaf[:-1] + ("1" if leaf[-1] != "1" else "2")


def ballots_only(scenario: Scenario) -> dict:
    """The stage before the count, so that only the box itself can be at fault."""
    return {"closed": False, "encrypted_tally": None, "partial_decryptions": (), "result": None}


def members_of(data: bytes) -> list[tuple[str, bytes]]:
    """The names and contents of an archive's members."""
    return [(name, data[at : at + size]) for name, at, size, _time in tar.members(data)]


def forged_share(election: Election, encrypted: str, private: int) -> str:
    """A share whose proofs hold and which decodes to nothing: as the specification's proof binds
    neither the ciphertext nor the factor, the factor can be computed after the challenge."""
    group = election.group
    public = group.encode(group.power_of_g(private))
    factors: list[list[str]] = []
    made: list[list[dict[str, str]]] = []
    for row in tally.parse_tally(election, encrypted):
        factors.append([])
        made.append([])
        for ciphertext in row:
            w, free = proofs.random_scalar(group), group.power_of_g(proofs.random_scalar(group))
            prefix = f"decrypt|{election.fingerprint}|{public}|"
            c = group.hash(prefix, [group.power_of_g(w), free])
            e = (w - private * c) % group.q
            powered = group.div(free, group.power(ciphertext.alpha, e))
            factors[-1].append(group.encode(group.power(powered, pow(c, -1, group.q))))
            made[-1].append(proofs.Proof(c, e).as_json())
    return encoding.dump({"decryption_factors": factors, "decryption_proofs": made})


def colluding(
    box: Scenario, private: int, shift: Sequence[int], choice: Sequence[int]
) -> tuple[Scenario, str]:
    """A box of one question with the ballot of its last voter, and the share of a trustee who is in
    collusion with them: each of its factors is off by g^-shift, and every proof of the
    specification holds.

    The trustee commits before the ballot is made: with A = g^w and B = sum^w · g^b of the ballots
    until then, the ballot of randomness (b + shift·c)/w makes c the challenge of that factor.
    """
    election, group = box.election, box.election.group
    q, public = group.q, group.encode(group.power_of_g(private))
    until_then = tally.parse_tally(election, tally.encrypted_tally(election, box.ballots))[0]
    randomness, made = [], []
    for ciphertext, by in zip(until_then, shift, strict=True):
        w, b = proofs.random_scalar(group), proofs.random_scalar(group)
        second = group.mul(group.power(ciphertext.alpha, w), group.power_of_g(b))
        prefix = f"decrypt|{election.fingerprint}|{public}|"
        c = group.hash(prefix, [group.power_of_g(w), second])
        randomness.append((b + by * c) * pow(w, -1, q) % q)
        made.append(proofs.Proof(c, (w - private * c) % q).as_json())
    box = replace(box, ballots=[*box.ballots, _ballot_of(box, choice, randomness)])
    summed = tally.encrypted_tally(election, box.ballots)
    factors = [
        group.encode(group.mul(group.power(one.alpha, private), group.power_of_g(-by % q)))
        for one, by in zip(tally.parse_tally(election, summed)[0], shift, strict=True)
    ]
    lie = json.loads(tally.partial_decryption(election, summed, private))
    lie |= {"decryption_factors": [factors], "decryption_proofs": [made]}
    return box, encoding.dump(lie)


def shifted(box: Scenario, shift: Sequence[int], choice: Sequence[int]) -> Scenario:
    """A box of one question whose first trustee and last voter have each sum published with its
    ``shift``."""
    box, lie = colluding(box, box.privates[0], shift, choice)
    honest = box.counted()
    sums = json.loads(honest.result)["result"][0]
    told = [one + by for one, by in zip(sums, shift, strict=True)]
    shares = ((1, lie), *honest.decryptions[1:])
    return replace(honest, decryptions=shares, result=encoding.dump({"result": [told]}))


def _ballot_of(box: Scenario, choice: Sequence[int], randomness: Sequence[int]) -> str:
    """The last voter's ballot, valid in every respect, with randomness of their choice."""
    group, y = box.election.group, box.election.public_key
    made = [
        (proofs.encryption_of(group, y, r, value), proofs.Opening(r, value))
        for r, value in zip(randomness, choice, strict=True)
    ]
    question, secret, public = box.election.questions[0], box.secrets[-1], box.publics[-1]
    label = f"{box.election.fingerprint}|{public}"
    choices = [ciphertext for ciphertext, _ in made]
    individual = [
        proofs.prove_interval(group, y, label, ciphertext, opening, range(2))
        for ciphertext, opening in made
    ]
    whole = f"{label}|{proofs.choices_text(group, choices)}"
    product, total = proofs.multiply(group, choices), proofs.add(group, [o for _, o in made])
    bounds = range(question.minimum, question.maximum + 1)
    overall = proofs.prove_interval(group, y, whole, product, total, bounds)
    answer = {
        "choices": proofs.ciphertexts_json(group, choices),
        "individual_proofs": [[one.as_json() for one in pair] for pair in individual],
        "overall_proof": [one.as_json() for one in overall],
    }
    content = {
        "election_uuid": box.election.uuid,
        "election_hash": box.election.fingerprint,
        "credential": public,
        "answers": [answer],
    }
    signature = proofs.sign(group, secret, encoding.dump(content))
    return encoding.dump({**content, "signature": signature})
