"""Opened ballots: honest ones hold what was marked, others are found out."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.crypto import archive, encoding, opened, proofs, verify
from elections.crypto.ballot import check_ballot, commitment_of, prepare_ballot, sign_ballot
from elections.crypto.election import Question
from elections.crypto.errors import CheckFailed
from tests.elections.crypto.scenario import (
    MOTION,
    SLATE,
    another,
    ballots_only,
    leaves,
    mutated,
    open_election,
)

BLANK = Question("Which day?", ("Monday", "Friday"), 1, 1, blank=True)
BOX = open_election([MOTION, BLANK])
SLATES = open_election(SLATE, exclusive=[(0, 1)])


def prepared(marks=([1, 0], [0, 1, 0])):
    return prepare_ballot(BOX.election, BOX.publics[0], marks)


def test_opened_ballot_holds_what_was_marked() -> None:
    made = prepared()
    found = opened.check_opened(opened.open_ballot(BOX.election, made))
    assert found.marks == ((1, 0), (0, 1, 0))
    assert found.commitment == made.commitment
    assert found.election.fingerprint == BOX.election.fingerprint


@given(st.lists(st.sampled_from(["for", "against", "neither"]), min_size=3, max_size=3))
@settings(max_examples=8, deadline=None)
def test_any_marks_come_out_as_they_went_in(chosen: list[str]) -> None:
    marks = [
        [int(one == "for" and chosen[:at].count("for") < 2) for at, one in enumerate(chosen)],
        [int(one == "against") for one in chosen],
    ]
    made = prepare_ballot(SLATES.election, SLATES.publics[0], marks)
    found = opened.check_opened(opened.open_ballot(SLATES.election, made))
    assert [list(row) for row in found.marks] == marks


def test_signed_ballot_bears_the_commitment_that_was_shown_before() -> None:
    made = prepare_ballot(SLATES.election, SLATES.publics[1], [[1, 1, 0], [0, 0, 1]])
    raw, supplement = sign_ballot(SLATES.election, SLATES.secrets[1], made)
    assert commitment_of(raw) == made.commitment
    publics = set(SLATES.publics)
    check_ballot(SLATES.election, raw, credentials=publics, supplement_raw=supplement)


def test_opened_ballot_is_no_ballot() -> None:
    """There is no signature in it, and without the code none can be made."""
    text = opened.open_ballot(BOX.election, prepared())
    assert "signature" not in text
    assert str(BOX.secrets[0]) not in text


def test_what_was_opened_is_found_on_the_board_under_other_proofs_too() -> None:
    """Whoever keeps the random numbers can prove the same marks again, with another hash."""
    box = open_election([MOTION])
    made = prepare_ballot(box.election, box.publics[0], [[1, 0]])
    group, y = box.election.group, box.election.public_key
    content = json.loads(made.content)
    label = f"{box.election.fingerprint}|{box.publics[0]}"
    ciphertext = proofs.parse_ciphertexts(group, content["answers"][0]["choices"], 2)[0]
    again = proofs.prove_interval(group, y, label, ciphertext, made.openings[0][0], range(2))
    content["answers"][0]["individual_proofs"][0] = [one.as_json() for one in again]
    signature = proofs.sign(group, box.secrets[0], encoding.dump(content))
    box.ballots.append(encoding.dump({**content, "signature": signature}))
    board = archive.read(box.archive(**ballots_only(box)))
    check_ballot(box.election, box.ballots[0], credentials=set(box.publics))

    text = opened.open_ballot(box.election, made)
    assert opened.check_opened(text).commitment != commitment_of(box.ballots[0])
    with pytest.raises(CheckFailed, match="stands on the board"):
        opened.check_opened(text, board)


def test_opened_ballot_of_nobody_on_the_list_is_refused_beside_the_archive() -> None:
    box = open_election([MOTION])
    stranger = prepare_ballot(box.election, BOX.publics[0], [[1, 0]])
    with pytest.raises(CheckFailed, match="nobody who may vote"):
        opened.check_opened(
            opened.open_ballot(box.election, stranger),
            archive.read(box.archive(**ballots_only(box))),
        )


def test_booth_that_encrypts_something_else_is_found_out() -> None:
    """It shows the commitment of a ballot for, and opens it as one against, as best it can."""
    for_, against = prepared(), prepared(([0, 1], [0, 1, 0]))
    honest = json.loads(opened.open_ballot(BOX.election, against))
    lie = encoding.dump(honest | {"ballot": for_.content})
    with pytest.raises(CheckFailed, match="does not hold what the booth says"):
        opened.check_opened(lie)
    relabelled = json.loads(opened.open_ballot(BOX.election, for_))
    relabelled["openings"][0][0]["value"], relabelled["openings"][0][1]["value"] = 0, 1
    with pytest.raises(CheckFailed, match="does not hold what the booth says"):
        opened.check_opened(encoding.dump(relabelled))


def test_every_change_of_an_opened_ballot_is_refused() -> None:
    text = opened.open_ballot(BOX.election, prepared())
    for path in leaves(json.loads(text)):
        with pytest.raises(CheckFailed):
            opened.check_opened(mutated(text, path, another))
    ballot = json.loads(text)["ballot"]
    for path in leaves(json.loads(ballot)):
        changed = json.loads(text) | {"ballot": mutated(ballot, path, another)}
        # The credential is bound by the proofs alone, which a change of it breaks.
        with pytest.raises(CheckFailed):
            opened.check_opened(encoding.dump(changed))


def test_mark_that_no_question_allows_is_refused_even_when_it_is_encrypted() -> None:
    made = prepared()
    group, y = BOX.election.group, BOX.election.public_key
    content = json.loads(made.content)
    two, opening = proofs.encrypt(group, y, 2)
    content["answers"][0]["choices"][0] = proofs.ciphertexts_json(group, [two])[0]
    value = json.loads(opened.open_ballot(BOX.election, made))
    value["ballot"] = encoding.dump(content)
    value["openings"][0][0] = {"randomness": str(opening.randomness), "value": 2}
    with pytest.raises(CheckFailed):
        opened.check_opened(encoding.dump(value))


def test_opened_ballot_that_was_cast_all_the_same_is_found_on_the_board(
    tmp_path: Path, capsys
) -> None:
    box = open_election([MOTION])
    made = prepare_ballot(box.election, box.publics[0], [[1, 0]])
    file, path = tmp_path / "opened.json", tmp_path / "motion.bel"
    file.write_text(opened.open_ballot(box.election, made), encoding="utf-8")
    path.write_bytes(box.archive(**ballots_only(box)))

    assert verify.main(["--ballot", str(file)]) == verify.VERIFIED
    told = capsys.readouterr().out
    assert f"commitment: {made.commitment}" in told
    assert '    "for"\n' in told
    assert '"against"' not in told
    assert verify.main([str(path), "--ballot", str(file), "--jobs", "1"]) == verify.VERIFIED

    box.ballots.append(sign_ballot(box.election, box.secrets[0], made)[0])
    path.write_bytes(box.archive(**ballots_only(box)))
    assert verify.main([str(path), "--ballot", str(file), "--jobs", "1"]) == verify.REFUSED
    assert "it was cast all the same" in capsys.readouterr().err
    other = open_election([MOTION])
    path.write_bytes(other.archive(**ballots_only(other)))
    assert verify.main([str(path), "--ballot", str(file), "--jobs", "1"]) == verify.REFUSED
    with pytest.raises(SystemExit):
        verify.main([])
    assert archive.read(path).ballots == []
