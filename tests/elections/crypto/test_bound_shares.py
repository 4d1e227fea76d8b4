"""Shares of a count that prove what they are shares of, and what is possible where they do not."""

import json
from pathlib import Path

import pytest

from elections.crypto import archive, encoding, tally, trustees, verify
from elections.crypto.audit import audit
from elections.crypto.errors import CheckFailed, DecryptionRefused, ResultUndecided
from elections.crypto.group import ED25519 as GROUP
from tests.elections.crypto.rounds import Rounds
from tests.elections.crypto.scenario import (
    MOTION,
    colluding,
    forged_share,
    open_election,
    under_trustees,
)
from tests.elections.crypto.test_tally import threshold_box
from tests.tools.broken_archives import shifted_sum

pytestmark = pytest.mark.usefixtures("arithmetic")


def test_where_shares_are_bound_one_that_decodes_to_nothing_is_refused() -> None:
    election, _parsed, privates = threshold_box(3, 2)
    encrypted = tally.rehearsal_tally(election)
    key = GROUP.encode(GROUP.power_of_g(privates[0]))
    honest = json.loads(tally.partial_decryption(election, encrypted, privates[0]))
    forged = json.loads(forged_share(election, encrypted, privates[0]))
    without = {name: honest[name] for name in forged}
    for share in (forged, without, forged | {"bound_proofs": honest["bound_proofs"]}):
        with pytest.raises(DecryptionRefused):
            tally.check_partial_decryption(election, encrypted, key, encoding.dump(share))
    checked = tally.check_partial_decryption(election, encrypted, key, encoding.dump(honest))
    assert [[GROUP.encode(one) for one in row] for row in checked] == honest["decryption_factors"]


def test_where_nothing_is_bound_trustees_that_contradict_each_other_decide_nothing() -> None:
    """Two of three are enough; the first, with the last voter, shifts what each pair decodes to."""
    rounds = Rounds(3, 2)
    keys = rounds.take_up()
    box = under_trustees(
        open_election([MOTION], voters=10, bound=False), rounds.list_of_trustees(keys)
    )
    for voter in range(9):
        box.cast(voter, [[1, 0]] if voter < 5 else [[0, 1]])
    box, lie = colluding(box, keys[0], [2, -2], [0, 1])
    summed = tally.encrypted_tally(box.election, box.ballots)
    shares = {2: tally.partial_decryption(box.election, summed, keys[1])}
    parsed = trustees.parse_trustees(box.trustees, GROUP)
    two = tally.outcome(box.election, parsed, summed, {1: lie, **shares}, 10)
    assert two.raw == '{"result":[[9,1]]}'

    shares[3] = tally.partial_decryption(box.election, summed, keys[2])
    with pytest.raises(ResultUndecided, match="different sums"):
        tally.outcome(box.election, parsed, summed, {1: lie, **shares}, 10)


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_sum_that_a_trustee_and_the_last_voter_shift_is_refused(group: str) -> None:
    with pytest.raises(CheckFailed, match="trustee 1: a proof of the partial decryption"):
        audit(archive.read(shifted_sum(group).archive()))


def test_where_no_share_is_bound_a_shifted_sum_passes_and_the_report_says_that_it_could(
    tmp_path: Path, capsys
) -> None:
    """The specification's proofs hold: two of ten votes were for, and eight are published."""
    path = tmp_path / "shifted.bel"
    path.write_bytes(shifted_sum("Ed25519", bound=False).archive())
    assert verify.main([str(path), "--jobs", "1", "--json"]) == verify.VERIFIED
    report = json.loads(capsys.readouterr().out)
    assert (report["result"], report["bound"]) == ([[8, 2]], False)
    assert verify.main([str(path), "--jobs", "1"]) == verify.VERIFIED
    assert "could have shifted the sums" in capsys.readouterr().out

    box = open_election([MOTION])
    box.cast(0, [[1, 0]])
    path.write_bytes(box.counted().archive())
    assert verify.main([str(path), "--jobs", "1"]) == verify.VERIFIED
    assert "shifted" not in capsys.readouterr().out
