"""Frozen archives of the reference tool's making, version by version."""

import json
from pathlib import Path
from typing import Any

import pytest

from elections.crypto import encoding, verify
from elections.crypto.credentials import derive
from elections.crypto.errors import CodeRefused, TrusteeRefused
from elections.crypto.group import BELENIOS_2048, ED25519
from elections.crypto.trustees import parse_trustees
from tests.elections.crypto.scenario import another, leaves, mutated

pytestmark = pytest.mark.usefixtures("arithmetic")

REPOSITORY = Path(__file__).resolve().parents[3]
VECTORS = REPOSITORY / "tests" / "vectors"
WEIGHTED = sorted((VECTORS / "valid").glob("weighted-*"))


def cast_in(folder: Path) -> list[dict[str, Any]]:
    """Who cast what, in the order of the box, with the votes each has."""
    cast = json.loads((folder / "votes.json").read_text())
    return [
        # The oldest vectors list marks alone: every voter cast once and has one vote.
        one if isinstance(one, dict) else {"voter": str(number), "votes": 1, "marks": one}
        for number, one in enumerate(cast)
    ]


@pytest.mark.parametrize("path", sorted(VECTORS.glob("valid/*/*.bel")), ids=lambda p: p.parent.name)
def test_valid_vectors_are_accepted(path: Path, capsys) -> None:
    assert verify.main([str(path), "--json", "--jobs", "1"]) == verify.VERIFIED
    report = json.loads(capsys.readouterr().out)
    cast = cast_in(path.parent)
    counted = {one["voter"]: one for one in cast}.values()
    assert report["result"] == [
        [sum(votes) for votes in zip(*weighed, strict=True)]
        for weighed in zip(
            *([[one["votes"] * n for n in marks] for marks in one["marks"]] for one in counted),
            strict=True,
        )
    ]
    assert report["state"] == "complete"
    assert report["ballots"] == len(cast)
    assert report["voters"] == len(report["trackers"]) == len(counted)
    assert report["votes"] == sum(one["votes"] for one in counted)


@pytest.mark.parametrize("folder", WEIGHTED, ids=lambda folder: folder.name)
def test_weighted_vectors_hold_a_revote_a_blank_vote_and_a_code_nobody_used(
    folder: Path, capsys
) -> None:
    (path,) = folder.glob("*.bel")
    assert verify.main([str(path), "--json", "--jobs", "1"]) == verify.VERIFIED
    report = json.loads(capsys.readouterr().out)
    assert (report["ballots"], report["voters"], report["votes"]) == (4, 3, 6)
    assert report["answers"][1] == ["(blank)", "Monday", "Friday"]
    assert report["result"] == [[4, 2], [2, 4, 0], [3, 2, 5]]
    assert list(report["unused"].values()) == [5]
    # The elections of this tool do not ask for a second proof of each share.
    assert report["bound"] is False


def test_three_versions_of_the_tool_have_made_weighted_vectors() -> None:
    names = [json.loads((one / "election.json").read_text())["name"] for one in WEIGHTED]
    assert names == ["2.0", "3.0", "3.3.0"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("invalid-ballot-2048", "refused: ballots: ballot 3: bad_signature"),
        ("invalid-ballot-ed25519", "refused: ballots: ballot 3: bad_signature"),
        ("tally-drops-a-ballot-ed25519", "refused: tally: "),
    ],
)
def test_broken_vectors_are_refused(name: str, reason: str, capsys) -> None:
    (path,) = (VECTORS / "broken" / name).glob("*.bel")
    assert verify.main([str(path), "--jobs", "1"]) == verify.REFUSED
    assert capsys.readouterr().err.startswith(reason)


def trustees_of_version_2() -> str:
    (folder,) = (VECTORS / "valid").glob("weighted-2.0-*")
    return (folder / "trustees.json").read_text().rstrip("\n")


def test_threshold_trustees_of_version_2_are_read_in_the_group_that_it_knows() -> None:
    raw = trustees_of_version_2()
    assert "signatures" not in raw
    assert parse_trustees(raw, BELENIOS_2048).parts == (((1,), 1), ((2, 3, 4), 2))
    value = json.loads(raw)
    with pytest.raises(TrusteeRefused):
        parse_trustees(encoding.dump([value[1]]), ED25519)


@pytest.mark.parametrize("path", leaves(json.loads(trustees_of_version_2())[1][1]), ids=str)
def test_no_field_of_threshold_trustees_of_version_2_can_be_changed(path: Any) -> None:
    value = json.loads(trustees_of_version_2())
    entry = json.loads(mutated(encoding.dump(value[1][1]), path, another))
    with pytest.raises(TrusteeRefused):
        parse_trustees(encoding.dump([value[0], ["Pedersen", entry]]), BELENIOS_2048)


def test_codes_of_version_2_are_refused_for_their_form() -> None:
    (folder,) = (VECTORS / "valid").glob("weighted-2.0-*")
    codes = (folder / "private_creds_of_version_2.txt").read_text().splitlines()
    assert len(codes) == 4
    for line in codes:
        with pytest.raises(CodeRefused):
            derive(line.split()[1], "uuid", BELENIOS_2048)
