"""The journal as a file for another accounting program, line by line, whatever its length."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

from openpyxl import Workbook

from members.exports import harmless

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "gb18030": "text/csv; charset=gb18030",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ENCODINGS = {"csv": "utf-8-sig", "gb18030": "gb18030"}


def write_journal(
    file: IO[bytes], *, headings: Sequence[str], rows: Iterable[Sequence[str]], kind: str
) -> int:
    """Write ``rows`` to ``file``, each cell harmless to sheet programs; how many there were."""
    if kind == "xlsx":
        return _write_workbook(file, headings, rows)
    text = io.TextIOWrapper(file, encoding=ENCODINGS[kind], newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(headings)
    count = 0
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        count += 1
    text.detach()
    return count


def _write_workbook(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(headings))
    count = 0
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
        count += 1
    book.save(file)
    return count
