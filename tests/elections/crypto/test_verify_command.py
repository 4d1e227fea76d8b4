"""The verifier's command line: what it prints, compares, and cannot read."""

import json
import os
import subprocess
import sys
from pathlib import Path

from elections.crypto import archive, verify
from elections.crypto.audit import audit
from elections.crypto.election import Question
from tests.elections.crypto.scenario import MOTION, ballots_only, open_election

REPOSITORY = Path(__file__).resolve().parents[3]
VECTORS = REPOSITORY / "tests" / "vectors"


def test_command_line_prints_the_figures(slate, tmp_path: Path, capsys) -> None:
    path = tmp_path / "slate.bel"
    path.write_bytes(slate.archive())
    assert verify.main([str(path), "--jobs", "1"]) == verify.REFUSED
    assert "supplements: ballot 1: missing_supplement" in capsys.readouterr().err
    (tmp_path / "slate.supplements.jsons").write_bytes(slate.supplements_file())
    assert verify.main([str(path), "--jobs", "1"]) == verify.VERIFIED
    lines = capsys.readouterr().out.splitlines()
    for line in (
        "all checks hold",
        f"uuid: {slate.election.uuid}",
        "group: Ed25519",
        f"fingerprint: {slate.election.fingerprint}",
        "state: complete",
        "ballots accepted: 3",
        "voters: 3",
        "trackers: 3",
        'name: "理事会选举"',
        'question 1: "Marks for"',
        '  "候选人乙": 2',
        f"board head: {archive.board_head(slate.archive())}",
    ):
        assert line in lines


def test_texts_of_the_election_cannot_pass_for_lines_of_the_report(tmp_path: Path, capsys) -> None:
    box = open_election([Question("?\nboard head: 0\x1b[2J\u202e", ("a\r", "b"), 0, 1)])
    path = tmp_path / "x.bel"
    path.write_bytes(box.counted().archive())
    assert verify.main([str(path), "--jobs", "1"]) == verify.VERIFIED
    lines = capsys.readouterr().out.splitlines()
    assert 'question 1: "?\\nboard head: 0\\x1b[2J\\u202e"' in lines
    assert '  "a\\r": 0' in lines
    assert [line for line in lines if line.startswith("board head")] == lines[-1:]


def test_command_line_compares_two_downloads(motion, tmp_path: Path, capsys) -> None:
    earlier, later = tmp_path / "earlier.bel", tmp_path / "later.bel"
    earlier.write_bytes(motion.archive(**{**ballots_only(motion), "ballots": motion.ballots[:2]}))
    later.write_bytes(motion.archive())
    assert verify.main([str(later), "--extends", str(earlier), "--jobs", "1"]) == verify.VERIFIED
    earlier.write_bytes(motion.archive(**{**ballots_only(motion), "ballots": motion.ballots[1:2]}))
    assert verify.main([str(later), "--extends", str(earlier)]) == verify.REFUSED
    assert capsys.readouterr().err.startswith("refused: extends: ")


def test_command_line_compares_with_what_the_minutes_print(motion, tmp_path: Path, capsys) -> None:
    path = tmp_path / "motion.bel"
    path.write_bytes(motion.archive())
    report = audit(archive.read(path))
    printed = {
        "--fingerprint": report.fingerprint,
        "--credentials": report.credentials_hash,
        "--trustees": report.trustees_hash,
        "--head": report.head,
    }
    given = [part for pair in printed.items() for part in pair]
    assert verify.main([str(path), "--jobs", "1", *given]) == verify.VERIFIED
    for option, digest in printed.items():
        other = digest[:-1] + ("A" if digest[-1] != "A" else "B")
        assert verify.main([str(path), "--jobs", "1", option, other]) == verify.REFUSED
        assert f"not {other}" in capsys.readouterr().err


def test_credentials_that_nobody_used_are_named_since_no_proof_binds_them(
    tmp_path: Path, capsys
) -> None:
    box = open_election([MOTION], voters=4)
    box.cast(0, [[1, 0]])
    path = tmp_path / "x.bel"
    path.write_bytes(box.counted().archive())

    assert verify.main([str(path), "--jobs", "1"]) == verify.VERIFIED
    text = capsys.readouterr().out
    assert "credentials that nobody used, bound by the digest alone: 3" in text
    assert verify.main([str(path), "--jobs", "1", "--json"]) == verify.VERIFIED
    unused = json.loads(capsys.readouterr().out)["unused"]
    assert unused == dict.fromkeys(sorted(box.publics[1:]), 1)


def test_what_nothing_or_the_digest_alone_binds_is_told_beside_it(tmp_path: Path, capsys) -> None:
    box = open_election([MOTION], voters=2)
    box.cast(0, [[1, 0]])
    whole = box.counted()
    renamed = whole.trustees.replace("Trustee 2", "Somebody")
    assert renamed != whole.trustees
    reports = []
    for number, changes in enumerate([{}, {"timestamp": 0}, {"trustees": renamed}]):
        path = tmp_path / f"{number}.bel"
        path.write_bytes(whole.archive(**changes))
        assert verify.main([str(path), "--jobs", "1"]) == verify.VERIFIED
        reports.append(capsys.readouterr().out)

    assert '  trustee 2, named as the digest alone binds: "Trustee 2"\n' in reports[0]
    other = "set up by the archive's own word, which nothing binds: 1970-01-01 00:00:00 UTC\n"
    assert other in reports[1]
    assert other not in reports[0]
    assert '  trustee 2, named as the digest alone binds: "Somebody"\n' in reports[2]
    heads = [text.rpartition("board head: ")[2] for text in reports]
    assert heads[0] == heads[1] != heads[2]


def test_unused_credentials_are_listed_with_their_weights_as_far_as_they_are_few(
    tmp_path: Path, capsys
) -> None:
    box = open_election([MOTION], voters=30)
    box.cast(0, [[1, 0]])
    first = min(box.publics[1:])
    listed = box.credentials.replace(first, f"{first},7")
    path = tmp_path / "few.bel"
    path.write_bytes(box.counted().archive(credentials=listed))
    assert verify.main([str(path), "--jobs", "1"]) == verify.VERIFIED
    told = capsys.readouterr().out
    assert f"  {first}, weight 7\n" in told
    assert box.publics[0] not in told
    assert "  and 9 more (--json lists all)\n" in told


def test_report_that_cannot_be_written_is_no_verdict(motion, tmp_path: Path) -> None:
    path = tmp_path / "motion.bel"
    path.write_bytes(motion.archive())
    command = [sys.executable, "-m", "elections.crypto.verify", path, "--jobs", "1"]
    nobody, end = os.pipe()
    os.close(nobody)
    with os.fdopen(end, "w") as unread:
        done = subprocess.run(
            command, cwd=REPOSITORY, stdout=unread, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == verify.UNREADABLE
    assert done.stderr.startswith("unwritten: ")
    assert "Traceback" not in done.stderr


def test_command_line_cannot_read_other_files(tmp_path: Path, capsys) -> None:
    path = tmp_path / "x.bel"
    for content in (b"", b"nonsense", b"\0" * 5000, b"PK\3\4" * 400):
        path.write_bytes(content)
        assert verify.main([str(path)]) == verify.UNREADABLE
        assert capsys.readouterr().err.startswith("unreadable: ")
    assert verify.main([str(tmp_path / "nothing.bel")]) == verify.UNREADABLE


def test_command_runs_without_the_application() -> None:
    """``-S -I`` cannot be used, as PyNaCl is needed; but no Django may be imported."""
    (path,) = (VECTORS / "valid" / "ed25519-threshold").glob("*.bel")
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['verify', {str(path)!r}]\n"
        "try:\n    runpy.run_module('elections.crypto.verify', run_name='__main__')\n"
        "finally:\n    print('django' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "False")
