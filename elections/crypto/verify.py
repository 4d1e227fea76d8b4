"""Verify an election archive: ``python -m elections.crypto.verify ARCHIVE``, or an opened ballot:
``python -m elections.crypto.verify --ballot OPENED``.

Exit status 0 when all checks hold, 1 with the first failed check named, 2 when a file cannot be
read or the report not be written. The file of supplements, where the election needs one, is looked
for beside the archive.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from . import archive
from .audit import Report, audit
from .errors import ArchiveUnreadable, CheckFailed
from .opened import Opened, check_opened
from .receipt import check_receipt

VERIFIED, REFUSED, UNREADABLE = 0, 1, 2
EXPECTED = {
    "fingerprint": "fingerprint of the election",
    "credentials": "digest of the public codes",
    "trustees": "digest of the trustees' keys",
    "head": "head of the board",
}
"""What no proof in the archive can vouch for: somebody else must say what it was."""


# Bytes of two files that are compared at a time.
_PART = 1 << 20
# Unused credentials that the report for people names.
_LISTED = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.archive is None and not options.ballot:
        parser.error("give an archive, or an opened ballot by --ballot, or both")
    try:
        if options.archive is None:
            return _told(_opened_lines([check_opened(_text_of(p)) for p in options.ballot]))
        found = archive.read(options.archive, options.supplements)
        if options.extends:
            _require_extension(options.extends, options.archive)
        report = audit(found, options.jobs)
        _require_expected(report, options)
        opened = [check_opened(_text_of(path), found) for path in options.ballot]
        borne_out = [check_receipt(found, _text_of(path)) for path in options.receipt]
    except CheckFailed as error:
        print(f"refused: {error.check}: {error}", file=sys.stderr)
        return REFUSED
    except ArchiveUnreadable as error:
        print(f"unreadable: {error}", file=sys.stderr)
        return UNREADABLE
    # An auditor must never take a crash for a verdict on the election.
    except Exception as error:
        print(f"unreadable: {type(error).__name__}: {error}", file=sys.stderr)
        return UNREADABLE
    if options.json:
        return _told([_as_json(report, borne_out)])
    receipts = (f"receipt borne out: {one}" for one in borne_out)
    return _told([*_lines(report), *receipts, *_opened_lines(opened)])


def _told(lines: Iterable[str]) -> int:
    """Prints the report. A reader that went away, or a full disk, is no verdict on the election."""
    try:
        print("\n".join(lines), flush=True)
    except OSError as error:
        print(f"unwritten: {error}", file=sys.stderr)
        # What is left in the buffer would fail once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREADABLE
    return VERIFIED


def _opened_lines(opened: Sequence[Opened]) -> Iterator[str]:
    """What each opened ballot holds, for the voter to compare with what they marked."""
    for one in opened:
        yield "opened ballot: it holds what the booth says, and can never be cast"
        yield f"  fingerprint: {one.election.fingerprint}"
        yield f"  commitment: {one.commitment}"
        for question, marks in zip(one.election.questions, one.marks, strict=True):
            answers = [*(["(blank)"] if question.blank else []), *question.answers]
            yield f"  {_quoted(question.question)}"
            named = [name for name, mark in zip(answers, marks, strict=True) if mark]
            yield from [f"    {_quoted(name)}" for name in named] or ["    nothing marked"]


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveUnreadable(f"{path}: {error}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m elections.crypto.verify", description="Verify an election archive."
    )
    parser.add_argument("archive", type=Path, nargs="?", help="the .bel file")
    parser.add_argument(
        "--ballot",
        type=Path,
        action="append",
        default=[],
        metavar="OPENED",
        help="a ballot that the booth has opened; alone, or beside the archive it was not cast in",
    )
    parser.add_argument(
        "--supplements", type=Path, help="the supplements, when not beside the archive"
    )
    parser.add_argument(
        "--extends", type=Path, metavar="EARLIER", help="an earlier download of the same archive"
    )
    parser.add_argument(
        "--receipt",
        type=Path,
        action="append",
        default=[],
        help="a voter's receipt, which the archive must bear out; may be given several times",
    )
    for name, what in EXPECTED.items():
        parser.add_argument(f"--{name}", metavar="DIGEST", help=f"{what}, as the minutes print it")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one per core)"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser


def _require_expected(report: Report, options: argparse.Namespace) -> None:
    found = {
        "fingerprint": report.fingerprint,
        "credentials": report.credentials_hash,
        "trustees": report.trustees_hash,
        "head": report.head,
    }
    for name, what in EXPECTED.items():
        expected = getattr(options, name)
        if expected is not None and expected != found[name]:
            raise CheckFailed("expected", f"the {what} is {found[name]}, not {expected}")


def _require_extension(earlier: Path, later: Path) -> None:
    """An archive only ever grows at its end, so an earlier download is a prefix of a later one."""
    archive.read(earlier)
    with earlier.open("rb") as first, later.open("rb") as second:
        while part := first.read(_PART):
            if second.read(len(part)) != part:
                raise CheckFailed("extends", f"{earlier} is no earlier state of {later}")


def _as_json(report: Report, receipts: list[str]) -> str:
    told = asdict(report) | {"receipts": receipts}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _lines(report: Report) -> Iterator[str]:
    yield "all checks hold"
    yield f"uuid: {report.uuid}"
    yield f"name: {_quoted(report.name)}"
    yield f"group: {report.group}"
    yield f"fingerprint: {report.fingerprint}"
    yield f"trustees: {report.trustees_hash}"
    for owner, name in report.trustee_names.items():
        yield f"  trustee {owner}, named as the digest alone binds: {_quoted(name)}"
    yield f"credentials: {report.credentials}, {report.credentials_hash}"
    if report.unused:
        yield f"credentials that nobody used, bound by the digest alone: {len(report.unused)}"
        yield from _unused(report.unused)
    set_up = datetime.fromtimestamp(report.set_up_at, UTC)
    yield f"set up by the archive's own word, which nothing binds: {set_up:%Y-%m-%d %H:%M:%S} UTC"
    yield f"state: {report.state}"
    yield f"ballots accepted: {report.ballots}"
    yield f"voters: {report.voters}"
    if report.votes != report.voters:
        yield f"votes: {report.votes}"
    yield f"trackers: {len(report.trackers)}"
    if report.supplements_head:
        yield f"supplements: {report.supplements_head}"
    if report.tally_hash:
        yield f"encrypted tally: {report.tally_hash}"
    if not report.bound:
        yield "decryption: no share proves what it is a share of (#bound is not declared);"
        yield "  whoever held a key and cast the last ballot could have shifted the sums"
    for owner in report.odd_trustees:
        yield f"trustee {owner} made a decryption that decodes to nothing; others served"
    for number, sums in enumerate(report.result or []):
        yield f"question {number + 1}: {_quoted(report.questions[number])}"
        for answer, votes in zip(report.answers[number], sums, strict=True):
            yield f"  {_quoted(answer)}: {votes}"
    yield f"board head: {report.head}"


def _unused(unused: Mapping[str, int]) -> Iterator[str]:
    for number, (credential, weight) in enumerate(unused.items()):
        if number == _LISTED:
            yield f"  and {len(unused) - number} more (--json lists all)"
            return
        yield f"  {credential}" + (f", weight {weight}" if weight != 1 else "")


def _quoted(text: str) -> str:
    """A text of the election on one line: line breaks and control characters in it could pass for
    lines of this report, or repaint the terminal."""
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return f'"{"".join(shown)}"'


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console may lack characters of the names
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main())
