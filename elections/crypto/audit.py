"""Every check that an archive must pass, in the order in which its data came about.

More is refused than by belenios-tool: a ballot whose proof is broken wherever it stands, a ballot
left out of the tally, a published tally that is not the sum of the ballots, an old ballot replayed
after the voter's newer one, a second ballot where the first is final, copied ciphertexts, and
missing supplements.
"""

import hashlib
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice, repeat
from typing import ParamSpec, TypeAlias, TypeVar

from . import encoding, supplement, tally
from .archive import Archive
from .ballot import read_ballot, verify_ballot
from .credentials import parse_credentials
from .election import Election, parse
from .errors import (
    BallotNotFinal,
    BallotRefused,
    CheckFailed,
    CryptoError,
    DuplicateBallot,
    DuplicateCiphertext,
    Malformed,
    MissingSupplement,
)
from .trustees import Trustees, parse_trustees

P = ParamSpec("P")
T = TypeVar("T")
# Ballots that go to a process together: few enough that all processes end at about the same time.
_AT_ONCE = 4


@dataclass(slots=True)
class Report:
    """What was found when every check held. ``state`` is open, closed, tallied, decrypting or
    complete; ``votes`` are the weights of the counted ballots together; ``result`` has the sums by
    question and answer once it is complete. ``trackers`` are those of the counted ballots;
    ``unused`` are credentials without a ballot, with their weights: no proof binds them, the digest
    of the list alone does. ``bound``: each share of the decryption proves what it is a share of.
    ``odd_trustees`` made shares that decode to nothing, which can pass where they are not bound.
    ``trustee_names`` are labels that the digest of the trustees alone binds, and ``set_up_at``
    (seconds since 1970) is the archive's own word, which nothing binds."""

    uuid: str
    name: str
    group: str
    fingerprint: str
    trustees_hash: str
    credentials_hash: str
    credentials: int
    state: str
    head: str
    bound: bool
    ballots: int
    voters: int
    votes: int
    trackers: list[str]
    unused: dict[str, int]
    set_up_at: int
    trustee_names: dict[int, str]
    supplements_head: str | None = None
    tally_hash: str | None = None
    questions: list[str] = field(default_factory=list)
    answers: list[list[str]] = field(default_factory=list)
    result: list[list[int]] | None = None
    odd_trustees: tuple[int, ...] = ()


def audit(archive: Archive, jobs: int = 1) -> Report:
    """Checks everything in the archive; ballots in that many processes.
    Raises CheckFailed with the name of the first check that failed."""
    election = _checked("election", parse, archive.election)
    trustees = _checked("trustees", parse_trustees, archive.trustees, election.group)
    if trustees.public_key != election.public_key:
        raise CheckFailed("trustees", "the election's key is not the product of the trustees' keys")
    weights = _checked("credentials", parse_credentials, election, archive.credentials)
    ballots = _read_box(election, weights, archive)
    _verify_box(election, archive, ballots, jobs)
    counted = {ballot.credential: ballot.tracker for ballot in ballots}
    last = set(counted.values())
    report = Report(
        uuid=election.uuid,
        name=election.name,
        group=election.group.name,
        fingerprint=election.fingerprint,
        trustees_hash=encoding.sha256_base64(archive.trustees),
        credentials_hash=encoding.sha256_base64(archive.credentials),
        credentials=len(weights),
        state=_state(archive),
        head=archive.head,
        bound=election.demands.bound,
        ballots=len(ballots),
        voters=len(counted),
        votes=sum(weights[credential] for credential in counted),
        trackers=[ballot.tracker for ballot in ballots if ballot.tracker in last],
        unused={public: weight for public, weight in weights.items() if public not in counted},
        set_up_at=archive.timestamp,
        trustee_names=trustees.names,
        questions=[question.question for question in election.questions],
        answers=[
            [*(["(blank)"] if question.blank else []), *question.answers]
            for question in election.questions
        ],
    )
    if election.demands:
        report.supplements_head = supplement.chain_head(election, archive.supplements or [])
    _check_tally(election, archive, weights, counted, report)
    _check_decryptions(election, trustees, archive, report)
    return report


def _checked(check: str, function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """The function's value; its refusal becomes the failure of the named check."""
    try:
        return function(*arguments, **named)
    except CryptoError as error:
        raise CheckFailed(check, str(error)) from None


def _state(archive: Archive) -> str:
    if archive.result is not None:
        return "complete"
    if archive.partial_decryptions:
        return "decrypting"
    if archive.encrypted_tally is not None:
        return "tallied"
    return "closed" if archive.closed else "open"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of each ballot; the texts stay in the file."""

    credential: str
    tracker: str


def _read_box(election: Election, weights: dict[str, int], archive: Archive) -> list[_Seen]:
    """What can be seen without verifying a proof: form, credential, copies within the box."""
    names = {credential: credential for credential in weights}
    used: set[str] = set()
    trackers: set[str] = set()
    alphas: set[bytes] = set()
    result = []
    for number, raw in enumerate(archive.ballots, 1):
        try:
            ballot = read_ballot(election, raw, credentials=weights)
            if ballot.tracker in trackers:
                raise DuplicateBallot("the same ballot stands on the board before")
            if election.demands.final and ballot.credential in used:
                raise BallotNotFinal("the first ballot of this credential is final")
            digests = {_digest(alpha) for alpha in ballot.alphas}
            if not alphas.isdisjoint(digests):
                raise DuplicateCiphertext("a ciphertext stands on the board before")
        except BallotRefused as error:
            raise _ballot_failure(number, error) from None
        used.add(names[ballot.credential])
        trackers.add(ballot.tracker)
        alphas |= digests
        result.append(_Seen(names[ballot.credential], ballot.tracker))
    return result


def _digest(alpha: str) -> bytes:
    """A quarter of the memory of the text itself, and no two that anyone can find share it."""
    return hashlib.sha256(alpha.encode()).digest()[:16]


def _ballot_failure(number: int, error: BallotRefused) -> CheckFailed:
    about_supplement = error.code.endswith("_supplement")
    check = "supplements" if about_supplement else "ballots"
    return CheckFailed(check, f"ballot {number}: {error.code}: {error}")


_Task: TypeAlias = tuple[str, str | None, str]
"""A ballot, its supplement and its credential, which was found on the list before."""


def _verify_box(election: Election, archive: Archive, seen: Sequence[_Seen], jobs: int) -> None:
    ballots, supplements = archive.ballots, archive.supplements
    if not election.demands:
        if supplements:
            raise CheckFailed("supplements", "supplements of an election that declares none")
    elif ballots and supplements is None:
        raise _ballot_failure(1, MissingSupplement("the file of supplements was not found"))
    elif len(supplements or ()) != len(ballots):
        counts = f"{len(supplements or ())} supplements for {len(ballots)} ballots"
        raise CheckFailed("supplements", f"missing_supplement: {counts}")
    credentials = (ballot.credential for ballot in seen)
    tasks: Iterator[_Task] = zip(ballots, supplements or repeat(None), credentials, strict=False)
    if jobs < 2 or len(ballots) < 2:
        _raise_first(_failure(election, *task) for task in tasks)
        return
    # Forking a process that has threads can lock up; Python 3.14 no longer does so by default.
    context = multiprocessing.get_context("spawn")
    arguments = (election.raw,)
    with ProcessPoolExecutor(jobs, context, initializer=_start, initargs=arguments) as pool:
        _raise_first(_side_by_side(pool, tasks, jobs))


def _side_by_side(
    pool: ProcessPoolExecutor, tasks: Iterator[_Task], jobs: int
) -> Iterator[BallotRefused | None]:
    """In the order of the tasks, of which no more are under way than keep the processes busy."""
    under_way: deque[Future[list[BallotRefused | None]]] = deque()
    while True:
        while len(under_way) < 2 * jobs and (some := list(islice(tasks, _AT_ONCE))):
            under_way.append(pool.submit(_failures_in_process, some))
        if not under_way:
            return
        yield from under_way.popleft().result()


def _raise_first(failures: Iterable[BallotRefused | None]) -> None:
    for number, failure in enumerate(failures, 1):
        if failure is not None:
            raise _ballot_failure(number, failure)


def _failure(
    election: Election, raw: str, supplement_raw: str | None, credential: str
) -> BallotRefused | None:
    try:
        ballot = read_ballot(election, raw, credentials={credential})
        verify_ballot(election, raw, ballot)
        supplement.check_supplement(
            election, supplement_raw, ballot.credential, ballot.tracker, ballot.choices
        )
    except BallotRefused as error:
        return error
    return None


_election_of_process: list[Election] = []


def _start(raw: str) -> None:
    _election_of_process.append(parse(raw))


def _failures_in_process(tasks: Sequence[_Task]) -> list[BallotRefused | None]:
    return [_failure(_election_of_process[0], *task) for task in tasks]


def _check_tally(
    election: Election,
    archive: Archive,
    weights: dict[str, int],
    counted: dict[str, str],
    report: Report,
) -> None:
    if archive.encrypted_tally is None:
        return
    if tally.encrypted_tally(election, archive.ballots, weights) != archive.encrypted_tally:
        raise CheckFailed("tally", "the encrypted tally is not the sum of the ballots that count")
    if (archive.num_tallied, archive.total_weight) != (len(counted), report.votes):
        raise CheckFailed("tally", "the number of ballots beside the encrypted tally is wrong")
    report.tally_hash = encoding.sha256_base64(archive.encrypted_tally)


def _check_decryptions(
    election: Election, trustees: Trustees, archive: Archive, report: Report
) -> None:
    tally_raw = archive.encrypted_tally
    if tally_raw is None:
        return
    given: dict[int, str] = {}
    for owner, raw in archive.partial_decryptions:
        if owner not in trustees.keys or owner in given:
            raise CheckFailed("decryptions", f"trustee {owner} is unknown or decrypted twice")
        given[owner] = raw
        key = election.group.encode(trustees.keys[owner])
        try:
            tally.check_partial_decryption(election, tally_raw, key, raw)
        except CryptoError as error:
            raise CheckFailed("decryptions", f"trustee {owner}: {error}") from None
    if archive.result is not None:
        outcome = _checked(
            "result", tally.outcome, election, trustees, tally_raw, given, archive.total_weight
        )
        if _result_table(archive.result) != _result_table(outcome.raw):
            raise CheckFailed("result", "the published result is not what the tally decrypts to")
        report.result, report.odd_trustees = _result_table(outcome.raw), outcome.odd


def _result_table(raw: str) -> list[list[int]]:
    try:
        value = encoding.fields(encoding.load_canonical(raw), ("result",))
        rows = encoding.items(value["result"])
        return [[encoding.count(entry) for entry in encoding.items(row)] for row in rows]
    except Malformed as error:
        raise CheckFailed("result", f"the result: {error}") from None
