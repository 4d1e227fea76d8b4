"""What the redline of a whole text costs and how many changes a reader has to take in.

Measured beside diff-match-patch, which compares any two strings and knows nothing of articles: its
changes count every number that moved. That is the difference to show, not a fault of the library.
"""

from __future__ import annotations

from itertools import groupby

from diff_match_patch import diff_match_patch

from bylaws.domain.text.compare import compare
from bylaws.domain.text.provisions import parse
from bylaws.domain.text.redline import hunks, islands, redline
from tests.bench.table import Table
from tests.bylaws.tables import text

TIMES = 11
OURS, THEIRS = "redline of the bylaws pair", "the same by diff-match-patch"


def measure(table: Table) -> None:
    old, new = text("bylaws-v1.txt"), text("bylaws-v2.txt")
    before, after = parse(old), parse(new)
    table.timed("compare the bylaws pair", TIMES, lambda: compare(before, after), "81 articles")
    blocks = table.timed(OURS, TIMES, lambda: redline(before, after), "81 articles, to the token")
    table.add(f"{OURS}: hunks", hunks(blocks), "", "and 4 events of whole articles")
    table.add(f"{OURS}: islands", islands(blocks), "", "kept scraps between two hunks")
    diffs = table.timed(THEIRS, TIMES, lambda: _theirs(old, new), "with semantic cleanup")
    table.add(f"{THEIRS}: hunks", _hunks(diffs), "", "renumbering among them")
    table.ratio("redline: diff-match-patch / ours", THEIRS, OURS, "time for the same pair")


def _theirs(old: str, new: str) -> list[tuple[int, str]]:
    differ = diff_match_patch()
    # Its clock would otherwise cut the search short on a busy machine.
    differ.Diff_Timeout = 0
    diffs: list[tuple[int, str]] = differ.diff_main(old, new)
    differ.diff_cleanupSemantic(diffs)
    return diffs


def _hunks(diffs: list[tuple[int, str]]) -> int:
    kept = [key for key, _ in groupby(diffs, lambda diff: diff[0] == diff_match_patch.DIFF_EQUAL)]
    return kept.count(False)
