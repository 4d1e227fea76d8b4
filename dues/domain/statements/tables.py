"""Tables as rows of cells, from CSV in any of its dialects and from workbooks."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from io import StringIO

from dues.domain.statements.decoding import decode
from dues.domain.statements.lines import MAX_LINES, clean, too_large
from dues.domain.statements.workbooks import MOST_CELLS, is_workbook, read_workbook
from dues.errors import BrokenOff, QuoteBroken

DELIMITERS = ",\t;|"
SAMPLE = 100
SAMPLE_SIGNS = 20_000
"""The part of a text by which the separator is told: lines, and characters."""
ROWS_AROUND = 1_000
"""Rows above and below the movements."""

_GUARDED = re.compile(r'="([^"]*)"')
_PADDING = re.compile(r"\t+(?=[,;|\r]|$)|(?<=[,;|])\t+")


@dataclass(frozen=True, slots=True)
class Table:
    """``is_text``: rows are as long as they were written, so that one too short was cut."""

    rows: list[list[str]]
    is_text: bool


def read_table(*, content: bytes, name: str) -> list[list[str]]:
    """The rows of a file with cells as plain texts, for a person to say what its columns mean.

    Raises EncodingUnknown, BrokenOff, QuoteBroken, WorkbookLocked, StatementTooLarge.
    """
    return table_of(content=content, name=name).rows


def table_of(*, content: bytes, name: str) -> Table:
    if is_workbook(content):
        rows, is_text = read_workbook(content=content, name=name), False
    else:
        rows, is_text = _read_csv(decode(content, name)), True
    if len(rows) > MAX_LINES + ROWS_AROUND or sum(map(len, rows)) > MOST_CELLS:
        raise too_large(name)
    return Table([[_plain(cell) for cell in row] for row in rows], is_text)


def _plain(cell: str) -> str:
    """Without the tabs, quotes and ="…" that keep a spreadsheet from rounding long numbers."""
    text = clean(cell)
    guarded = _GUARDED.fullmatch(text)
    return (guarded[1] if guarded else text).removeprefix("'").strip()


def _read_csv(text: str) -> list[list[str]]:
    delimiter = _delimiter(text)
    blanks = " " if delimiter == "\t" else " \t"
    # Blanks between a quotation mark and the separator belong to nobody.
    tidy = re.sub(rf'"[{blanks}]+(?=[{delimiter}\r\n]|$)', '"', text) if '"' in text else text
    reader = csv.reader(
        StringIO(tidy, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        if "end of data" in str(error):
            raise BrokenOff(line=reader.line_num) from error
        raise QuoteBroken(row=len(rows) + 1) from error
    return rows


def _delimiter(text: str) -> str:
    """The separator by which most lines fall into equally many cells, and into most of them."""
    start = text[:SAMPLE_SIGNS].split("\n", SAMPLE)[:SAMPLE]
    lines = [line for line in start if line.strip()]

    def evenness(delimiter: str) -> int:
        counts = Counter(line.count(delimiter) for line in _unquoted(lines))
        counts.pop(0, None)
        return max((count * lines_so for count, lines_so in counts.items()), default=0)

    return max(DELIMITERS, key=evenness)


def _unquoted(lines: list[str]) -> list[str]:
    """Without what stands in quotes, and without the tabs that only pad cells."""
    return [_PADDING.sub("", re.sub(r'"[^"]*"', '""', line)) for line in lines]
