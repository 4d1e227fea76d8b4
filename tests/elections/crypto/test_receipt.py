"""Receipts: what they prove, and that nothing else passes for one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from elections.crypto import archive, encoding, receipt, verify
from elections.crypto.errors import CheckFailed
from tests.elections.crypto.scenario import Scenario, ballots_only

Json = dict[str, Any]


def issued(scenario: Scenario, number: int) -> Json:
    """As the box signs it once the ballot with this number is on the board."""
    so_far = scenario.archive(
        **ballots_only(scenario) | {"ballots": scenario.ballots[: number + 1]}
    )
    return receipt.make_receipt(
        scenario.privates[0],
        fingerprint=scenario.election.fingerprint,
        tracker=encoding.sha256_base64(scenario.ballots[number]),
        head=archive.board_head(so_far),
        group=scenario.election.group,
    )


def test_each_receipt_is_borne_out_by_the_archive(motion: Scenario) -> None:
    found = archive.read(motion.archive())
    for number, ballot in enumerate(motion.ballots):
        tracker = receipt.check_receipt(found, json.dumps(issued(motion, number), indent=1))
        assert tracker == encoding.sha256_base64(ballot)


def test_a_removed_ballot_is_proved(motion: Scenario) -> None:
    kept = issued(motion, 1)
    less = [ballot for number, ballot in enumerate(motion.ballots) if number != 1]
    found = archive.read(motion.archive(**ballots_only(motion) | {"ballots": less}))
    with pytest.raises(CheckFailed, match="it was removed"):
        receipt.check_receipt(found, json.dumps(kept))


def test_another_order_of_the_board_is_proved(motion: Scenario) -> None:
    kept = issued(motion, 1)
    other = [motion.ballots[1], motion.ballots[0], *motion.ballots[2:]]
    found = archive.read(motion.archive(**ballots_only(motion) | {"ballots": other}))
    with pytest.raises(CheckFailed, match="another board"):
        receipt.check_receipt(found, json.dumps(kept))


def test_a_head_before_the_ballot_is_none_of_its_own(motion: Scenario) -> None:
    first, second = issued(motion, 0), issued(motion, 1)
    early = receipt.make_receipt(
        motion.privates[0],
        fingerprint=motion.election.fingerprint,
        tracker=second["tracker"],
        head=first["head"],
        group=motion.election.group,
    )
    with pytest.raises(CheckFailed, match="another board"):
        receipt.check_receipt(archive.read(motion.archive()), json.dumps(early))


@pytest.mark.parametrize(
    "change",
    [
        {"election": "x"},
        {"tracker": "x"},
        {"head": "0" * 64},
        {"version": 2},
        {"format": "association-trustee-key"},
        {"signature": {"challenge": "1", "response": "1"}},
        {"signature": None},
        {"more": 1},
    ],
    ids=str,
)
def test_a_changed_receipt_is_refused(motion: Scenario, change: Json) -> None:
    changed = issued(motion, 0) | change
    with pytest.raises(CheckFailed):
        receipt.check_receipt(archive.read(motion.archive()), json.dumps(changed))


def test_a_receipt_of_another_key_is_not_signed_by_the_box(motion: Scenario) -> None:
    own = issued(motion, 0)
    forged = receipt.make_receipt(
        7,
        fingerprint=own["election"],
        tracker=own["tracker"],
        head=own["head"],
        group=motion.election.group,
    )
    with pytest.raises(CheckFailed, match="not signed by this box"):
        receipt.check_receipt(archive.read(motion.archive()), json.dumps(forged))


def test_the_command_line_takes_receipts(motion: Scenario, tmp_path: Path, capsys: Any) -> None:
    path, kept = tmp_path / "motion.bel", tmp_path / "receipt.json"
    path.write_bytes(motion.archive())
    kept.write_text(json.dumps(issued(motion, 0)), encoding="utf-8")
    asked = [str(path), "--jobs", "1", "--receipt", str(kept)]
    assert verify.main(asked) == verify.VERIFIED
    tracker = encoding.sha256_base64(motion.ballots[0])
    assert f"receipt borne out: {tracker}" in capsys.readouterr().out
    assert verify.main([*asked, "--json"]) == verify.VERIFIED
    assert json.loads(capsys.readouterr().out)["receipts"] == [tracker]
    kept.write_text("{}", encoding="utf-8")
    assert verify.main(asked) == verify.REFUSED
    assert "refused: receipt:" in capsys.readouterr().err
    kept.unlink()
    assert verify.main(asked) == verify.UNREADABLE
