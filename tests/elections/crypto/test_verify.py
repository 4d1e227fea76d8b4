"""The verifier: what holds is accepted with its figures, and every known fault is refused."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from elections.crypto import archive, encoding, tally
from elections.crypto.audit import audit
from elections.crypto.ballot import tracker_of
from elections.crypto.errors import CheckFailed
from elections.crypto.group import ED25519
from elections.crypto.supplement import chain_head
from tests.elections.crypto.scenario import (
    MOTION,
    SLATE,
    Scenario,
    another,
    ballots_only,
    leaves,
    mutated,
    open_election,
)

pytestmark = pytest.mark.usefixtures("arithmetic")

REPOSITORY = Path(__file__).resolve().parents[3]


def motion_of_one() -> Scenario:
    box = open_election([MOTION], voters=1)
    box.cast(0, [[1, 0]])
    return box.counted()


def refused(scenario: Scenario, **changes) -> str:
    """The first failed check of the archive with these texts exchanged."""
    supplements = changes.pop("supplements", scenario.supplements_file())
    with pytest.raises(CheckFailed) as raised:
        audit(archive.read(scenario.archive(**changes), supplements))
    return f"{raised.value.check}: {raised.value}"


def test_figures_of_a_slate(slate) -> None:
    report = audit(archive.read(slate.archive(), slate.supplements_file()))
    assert report.uuid == slate.election.uuid
    assert report.fingerprint == slate.election.fingerprint
    assert report.credentials_hash == encoding.sha256_base64(slate.credentials)
    assert report.trustees_hash == encoding.sha256_base64(slate.trustees)
    assert report.tally_hash == encoding.sha256_base64(slate.encrypted_tally)
    assert report.trackers == [tracker_of(raw) for raw in slate.ballots]
    assert report.supplements_head == chain_head(slate.election, slate.supplements)
    assert report.head == archive.board_head(slate.archive())
    assert report.result == [[1, 2, 0], [1, 0, 1]]
    assert report.answers == [list(question.answers) for question in SLATE]
    assert report.odd_trustees == ()


def test_replaced_ballot_is_accepted_and_not_counted(motion) -> None:
    report = audit(archive.read(motion.archive()))
    assert (report.ballots, report.voters, report.result) == (4, 3, [[2, 1]])
    assert tracker_of(motion.ballots[1]) not in report.trackers


def test_blank_votes_are_named_before_the_answers(several_questions) -> None:
    report = audit(archive.read(several_questions.archive()))
    assert report.answers[1] == ["(blank)", "Monday", "Friday"]
    assert report.result == [[1, 1], [1, 1, 1], [2, 1, 1]]


def test_every_stage_verifies(motion) -> None:
    stages = {
        "open": ballots_only(motion),
        "closed": {**ballots_only(motion), "closed": True},
        "tallied": {"partial_decryptions": (), "result": None},
        "decrypting": {"partial_decryptions": motion.decryptions[:1], "result": None},
        "complete": {},
    }
    for state, changes in stages.items():
        report = audit(archive.read(motion.archive(**changes)))
        assert (report.state, report.result) == (
            state,
            [[2, 1]] if state == "complete" else None,
        )


def test_empty_box_verifies() -> None:
    report = audit(archive.read(open_election([MOTION]).counted().archive()))
    assert (report.voters, report.result) == (0, [[0, 0]])


def test_broken_ballot_is_refused_wherever_it_stands(motion) -> None:
    for place, raw in enumerate(motion.ballots):
        broken = mutated(raw, ("answers", 0, "overall_proof", 0, "response"), another)
        box = [*motion.ballots[:place], broken, *motion.ballots[place + 1 :]]
        reason = f"ballots: ballot {place + 1}: bad_signature"
        assert refused(motion, ballots=box, **ballots_only(motion)).startswith(reason)


def test_broken_ballot_is_refused_by_several_processes(motion) -> None:
    broken = mutated(motion.ballots[3], ("signature", "proof", "response"), another)
    data = motion.archive(ballots=[*motion.ballots[:3], broken], **ballots_only(motion))
    with pytest.raises(CheckFailed, match="ballot 4: bad_signature"):
        audit(archive.read(data), jobs=2)
    assert audit(archive.read(motion.archive()), jobs=2).voters == 3


def test_tally_that_leaves_a_ballot_out_is_refused(motion) -> None:
    left_out = tally.encrypted_tally(motion.election, motion.ballots[1:])
    assert refused(motion, encrypted_tally=left_out).startswith("tally")
    data = write(motion, encrypted_tally=left_out, num_tallied=2)
    with pytest.raises(CheckFailed, match="not the sum"):
        audit(archive.read(data))


def test_tally_that_counts_a_replaced_ballot_is_refused(motion) -> None:
    replaced = [motion.ballots[i] for i in (0, 1, 2)]
    assert refused(
        motion, encrypted_tally=tally.encrypted_tally(motion.election, replaced)
    ).startswith("tally")


def write(scenario: Scenario, *, num_tallied: int = 3, weight: int = 3, **texts: str) -> bytes:
    """A whole archive under a valid chain, whatever its texts are."""
    writer = archive.Writer(0)
    writer.setup(
        texts.get("election", scenario.election.raw),
        texts.get("trustees", scenario.trustees),
        texts.get("credentials", scenario.credentials),
    )
    for raw in [*scenario.ballots[:-1], texts.get("ballot", scenario.ballots[-1])]:
        writer.ballot(raw)
    writer.end_ballots()
    encrypted = texts.get("encrypted_tally", scenario.encrypted_tally)
    writer.encrypted_tally(encrypted, num_tallied, weight)
    for owner, raw in scenario.decryptions[:-1]:
        writer.partial_decryption(owner, raw)
    owner, raw = scenario.decryptions[-1]
    writer.partial_decryption(owner, texts.get("partial_decryption", raw))
    writer.result(texts.get("result", scenario.result))
    return writer.getvalue()


@pytest.mark.parametrize(("number", "weight"), [(4, 3), (3, 4), (2, 3)])
def test_wrong_number_beside_the_tally_is_refused(motion, number: int, weight: int) -> None:
    data = write(motion, encrypted_tally=motion.encrypted_tally, num_tallied=number, weight=weight)
    with pytest.raises(CheckFailed, match="number of ballots"):
        audit(archive.read(data))


def test_tampered_tally_is_refused(motion) -> None:
    """Also when the trustees decrypted the true one and the result is right."""
    value = json.loads(motion.encrypted_tally)
    value[0][0], value[0][1] = value[0][1], value[0][0]
    assert refused(motion, encrypted_tally=encoding.dump(value)).startswith("tally")


def test_old_ballot_replayed_after_the_new_one_is_refused(motion) -> None:
    box = [*motion.ballots, motion.ballots[1]]
    reason = "ballots: ballot 5: duplicate_ballot"
    assert refused(motion, ballots=box, **ballots_only(motion)).startswith(reason)


def test_copied_ciphertext_is_refused(motion) -> None:
    """The voter's own older ciphertexts under a newer signature would replay it as well."""
    value = json.loads(motion.ballots[1])
    newer = json.loads(motion.ballots[3])
    newer["answers"][0]["choices"][0] = value["answers"][0]["choices"][0]
    box = [*motion.ballots[:3], encoding.dump(newer)]
    reason = "ballots: ballot 4: duplicate_ciphertext"
    assert refused(motion, ballots=box, **ballots_only(motion)).startswith(reason)


def test_ballot_of_another_election_is_refused(motion) -> None:
    other = open_election([MOTION])
    other.cast(0, [[1, 0]])
    reason = "ballots: ballot 5: wrong_election"
    assert refused(
        motion, ballots=[*motion.ballots, other.ballots[0]], **ballots_only(motion)
    ).startswith(reason)


def test_unknown_and_duplicate_credentials_are_refused(motion) -> None:
    fewer = encoding.dump(sorted(motion.publics)[:2])
    assert "unknown_credential" in refused(motion, credentials=fewer, **ballots_only(motion))
    twice = encoding.dump([*motion.publics, motion.publics[0]])
    assert refused(motion, credentials=twice, **ballots_only(motion)).startswith("credentials")


@pytest.mark.parametrize("field", ["alpha", "beta"])
def test_element_in_another_encoding_is_refused(motion, field: str) -> None:
    path = ("answers", 0, "choices", 0, field)
    box = [mutated(motion.ballots[0], path, str.upper), *motion.ballots[1:]]
    reason = "ballots: ballot 1: malformed"
    assert refused(motion, ballots=box, **ballots_only(motion)).startswith(reason)


def test_invalid_decryption_is_refused_and_its_trustee_named(motion) -> None:
    first, (owner, raw) = motion.decryptions
    for path in leaves(json.loads(raw)):
        shares = [first, (owner, mutated(raw, path, another))]
        assert refused(motion, partial_decryptions=shares).startswith("decryptions: trustee 2")


def test_decryption_of_nobody_or_twice_is_refused(motion) -> None:
    first, second = motion.decryptions
    for shares in ([first, second, second], [first, (3, second[1])], [(2, first[1]), second]):
        assert refused(motion, partial_decryptions=shares).startswith("decryptions")


def test_result_without_every_decryption_is_refused(motion) -> None:
    assert refused(motion, partial_decryptions=motion.decryptions[:1]).startswith("result")


@pytest.mark.parametrize(
    "result",
    [
        [[1, 2]],
        [[2, 2]],
        [[3, 1]],
        [[2, 1, 0]],
        [[2]],
        [[2, 1], [0]],
        [],
        [[2, True]],
        [[2, -1]],
        [[2, None]],
        [2, 1],
    ],
    ids=str,
)
def test_wrong_result_is_refused(motion, result) -> None:
    assert refused(motion, result=encoding.dump({"result": result})).startswith("result")


@pytest.mark.parametrize("result", ["[[2,1]]", "{}", "", '{"result": [[2,1]]}'])
def test_malformed_result_is_refused(motion, result: str) -> None:
    assert refused(motion, result=result).startswith("result")


def test_key_that_is_not_that_of_the_trustees_is_refused(motion) -> None:
    key = ED25519.encode(ED25519.power_of_g(5))
    changed = mutated(motion.election.raw, ("public_key",), lambda _: key)
    assert refused(motion, election=changed, **ballots_only(motion)).startswith("trustees")
    fewer = encoding.dump(json.loads(motion.trustees)[:1])
    assert refused(motion, trustees=fewer, **ballots_only(motion)).startswith("trustees")


def test_malformed_set_up_is_refused(motion) -> None:
    for name, check in (("election", "election"), ("trustees", "trustees")):
        for raw in ("", "[]", "{}"):
            changes = {name: raw, **ballots_only(motion)}
            assert refused(motion, **changes).startswith(check)
    assert refused(motion, credentials="{}", **ballots_only(motion)).startswith("credentials")


def test_missing_supplements_are_refused(slate) -> None:
    lines = slate.supplements
    for supplements in (None, b"", archive.supplements_file(lines[:2])):
        assert refused(slate, supplements=supplements).startswith("supplements: ")
        assert "missing_supplement" in refused(slate, supplements=supplements)


def test_exchanged_or_broken_supplements_are_refused(slate) -> None:
    first, second, third = slate.supplements
    broken = mutated(second, ("exclusive", 0, "proofs", 0, 0, "challenge"), another)
    for lines in ([second, first, third], [first, broken, third], [first, first, third]):
        found = refused(slate, supplements=archive.supplements_file(lines))
        assert found.startswith("supplements: ballot")
        assert "bad_supplement" in found
    one_more = archive.supplements_file([*slate.supplements, third])
    assert refused(slate, supplements=one_more).startswith("supplements")


def test_exclusion_cannot_be_stripped_from_the_election(slate) -> None:
    """Without the declaration the fingerprint is another, for which no ballot was made."""
    stripped = mutated(slate.election.raw, ("description",), lambda text: text.split("\n#")[0])
    assert "wrong_election" in refused(
        slate, election=stripped, supplements=None, **ballots_only(slate)
    )


def test_supplements_nobody_declared_are_refused(motion, slate) -> None:
    assert refused(motion, supplements=slate.supplements_file()).startswith("supplements")


def test_ballot_without_supplement_is_refused_in_an_open_box(slate) -> None:
    box = replace(slate, ballots=slate.ballots[:1], supplements=[])
    assert "missing_supplement" in refused(box, supplements=None, **ballots_only(slate))


def test_weights_are_read_from_the_credentials() -> None:
    box = open_election([MOTION], voters=2, number_of_trustees=1)
    box.cast(0, [[1, 0]])
    box.cast(1, [[0, 1]])
    weights = dict(zip(box.publics, (5, 4_000_000_000), strict=True))
    listed = encoding.dump([f"{public},{weight}" for public, weight in weights.items()])
    encrypted = tally.encrypted_tally(box.election, box.ballots, weights)
    data = box.archive(credentials=listed, encrypted_tally=encrypted, closed=True)
    report = audit(archive.read(data))
    assert (report.voters, report.state) == (2, "tallied")
    assert archive.read(data).total_weight == 4_000_000_005
    unweighted = tally.encrypted_tally(box.election, box.ballots)
    assert refused(box, credentials=listed, encrypted_tally=unweighted, closed=True).startswith(
        "tally"
    )


NONSENSE = (None, True, -1, 0, 1.5, "", "0", "\\ud800", [], {}, [[]], "f" * 64, "1" * 5000)


def test_nonsense_under_a_valid_chain_is_refused_with_a_reason() -> None:
    """Whatever stands in the texts of an archive, a check fails and nothing crashes."""
    for name, raw in TEXTS.items():
        for path in branches(json.loads(raw)):
            if path[-2:] == (1, "name"):
                continue  # a trustee's name is a label: only the board's head covers it
            for wrong in NONSENSE:
                refuse_part(name, raw, path, wrong)


def refuse_part(name: str, raw: str, path: tuple, wrong: object) -> None:
    changed = mutated(raw, path, lambda _: wrong) if path else json.dumps(wrong)
    if changed == raw:
        return
    with pytest.raises(CheckFailed) as raised:
        audit(archive.read(write(SMALL, num_tallied=1, weight=1, **{name: changed})))
    assert raised.value.check in CHECKS


def branches(value, path=()) -> list[tuple]:
    """The paths of all parts of parsed JSON, the whole included."""
    inner = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(branch for key, part in inner for branch in branches(part, (*path, key)))]


SMALL = motion_of_one()
TEXTS = {
    "election": SMALL.election.raw,
    "trustees": SMALL.trustees,
    "credentials": SMALL.credentials,
    "ballot": SMALL.ballots[0],
    "encrypted_tally": SMALL.encrypted_tally,
    "partial_decryption": SMALL.decryptions[1][1],
    "result": SMALL.result,
}
DOCUMENTED = (REPOSITORY / "docs" / "reference" / "formats.md").read_text()
CHECKS = set(
    re.findall(
        r"^\| `(\w+)` \|",
        DOCUMENTED.split("| check | holds when |")[1].split("| reason | meaning |")[0],
        re.MULTILINE,
    )
) - {"chain", "extends"}
