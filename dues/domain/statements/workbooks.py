"""Workbooks, XLSX and XLS, as rows of plain texts.

Formulas are never computed: a cell is what was last shown in it. An XLSX is checked before it is
opened, since the reader lays out every cell between the first and the last: two cells in opposite
corners of a sheet would take more memory than any server has. An XLS cannot be that large, its
sheets end at 65,536 rows of 256 cells: it is refused once it is laid out, which takes about one
gigabyte at the worst.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from math import isfinite
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from dues.domain.statements.lines import MAX_LINES
from dues.errors import WorkbookLocked, WorkbookTooLarge

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""What an XLS begins with, and also an XLSX that a password protects."""

LARGEST_PART = 64_000_000
"""Bytes of one part unpacked; fifty thousand rows of ten cells take some thirty million."""
LARGEST_WHOLE = 128_000_000
MOST_PARTS = 1_000
LARGEST_RATIO = 250
"""Deflate reaches a thousand on zeros; sheets of equal rows stay below a hundred."""
RATIO_COUNTS_FROM = 1_000_000
"""Bytes: what stays under it does no harm however well it was packed."""
OTHER_KINDS = {"xl/workbook.bin", "content.xml"}
"""Parts of XLSB and ODS, which the reader would also open, and whose cells are not counted here."""
MOST_CELLS = 60 * MAX_LINES
EXACT_NUMBERS_END = 10**15
THOUSANDTHS = -3

_COLUMN = re.compile(r"([A-Za-z]*)(\d*)")


def is_workbook(content: bytes) -> bool:
    return content.startswith((ZIP, OLE))


def read_workbook(*, content: bytes, name: str) -> list[list[str]]:
    """The rows of the first sheet that has any.

    Raises WorkbookTooLarge, and WorkbookLocked for what cannot be opened.
    """
    if content.startswith(ZIP):
        _check_zip(content, name)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        for number in range(len(workbook.sheet_names)):
            sheet = workbook.get_sheet_by_index(number)
            if sheet.end is None:
                continue
            if (sheet.end[0] + 1) * (sheet.end[1] + 1) > MOST_CELLS:
                raise WorkbookTooLarge(name=name)
            rows = [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            if any(cell != "" for row in rows for cell in row):
                return rows
    except (CalamineError, OSError, ValueError) as error:
        raise WorkbookLocked(name=name) from error
    return []


def _cell(value: Any) -> str:
    """A cell as text. The decimal of a number is the shortest one that stands for it, which is
    what the sheet shows as long as it shows all of it."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float() if isfinite(value):
            return _number(Decimal(repr(value)))
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _number(number: Decimal) -> str:
    """Beyond fifteen digits a number in a sheet has lost its last ones: it is shown as sheets show
    it, so that nobody takes it for the number of an account."""
    if number == number.to_integral_value():
        lost = abs(number) >= EXACT_NUMBERS_END
        return f"{number:.5E}" if lost else str(int(number))
    # Four places at least where there are more than two: 1.234 could also be a text of thousands.
    return f"{number:.4f}" if number.as_tuple().exponent == THOUSANDTHS else str(number)


def _check_zip(content: bytes, name: str) -> None:
    """Unpack every part once, counting: the sizes that a directory states are the sender's word."""
    try:
        archive = ZipFile(BytesIO(content))
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if "xl/workbook.xml" not in names or names & OTHER_KINDS:
            raise WorkbookLocked(name=name)
        whole = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or whole > LARGEST_WHOLE:
            raise WorkbookTooLarge(name=name)
        for part in parts:
            data = _read_part(archive, part, name)
            bare = data.replace(b"\0", b"")
            if b"<!DOCTYPE" in bare:
                raise WorkbookLocked(name=name)
            # A sheet may have any name.
            if b"sheetData" in bare:
                _check_extent(data, name)
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise WorkbookLocked(name=name) from error


def _read_part(archive: ZipFile, part: ZipInfo, name: str) -> bytes:
    with archive.open(part) as stream:
        data = stream.read(LARGEST_PART + 1)
    too_dense = len(data) > LARGEST_RATIO * max(1, part.compress_size)
    if len(data) > LARGEST_PART or (len(data) > RATIO_COUNTS_FROM and too_dense):
        raise WorkbookTooLarge(name=name)
    return data


def _check_extent(data: bytes, name: str) -> None:
    """The rectangle around all cells of a sheet, by their addresses."""
    row = column = last_row = last_column = 0
    try:
        for event, element in etree.iterparse(
            BytesIO(data),
            events=("start", "end"),
            tag=("{*}row", "{*}c"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        ):
            if event == "end":
                element.clear()
                continue
            address = element.get("r", "")
            if element.tag.endswith("}row") or element.tag == "row":
                row, column = int(address or row + 1), 0
            else:
                column, at_row = _place(address, column + 1, row)
                last_column, last_row = max(last_column, column), max(last_row, at_row)
            if last_row * last_column > MOST_CELLS:
                raise WorkbookTooLarge(name=name)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WorkbookLocked(name=name) from error


def _place(address: str, column: int, row: int) -> tuple[int, int]:
    """Column and row of an address such as AB12; those given where it does not say."""
    found = _COLUMN.fullmatch(address)
    if found is None or not address:
        return column, row
    letters, digits = found.groups()
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number or column, int(digits or row)
