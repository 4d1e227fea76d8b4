"""What an XLSX file unpacks to, looked at before a reader opens it (ECMA-376, parts 1 and 2).

A workbook of a few kilobytes can say that its last cell is XFD1048576, or name one long text a
million times; a reader that fills the whole rectangle would take all memory there is. So sizes are
counted on what is really unpacked, and the rectangle and its texts before anything is filled in.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError

from lxml import etree

from members.errors import FileLocked, FileUnreadable, SheetTooLarge

LARGEST_UNPACKED = 120_000_000
"""Bytes of all parts together: twenty thousand rows of forty columns have a third of it."""
MOST_PARTS = 2_000
MOST_CELLS = 3_000_000
"""Of the rectangle up to the last cell that is named, filled or not."""
LARGEST_TEXT = 120_000_000
"""Bytes of all texts, each counted as often as a cell shows it."""

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ROW = re.compile(rb"<(?:\w+:)?row\b")
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,4})(\d{1,9})[\"']")
ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d{1,9})[\"']")
INDEX = re.compile(rb"<(?:\w+:)?v>\s*(\d{1,9})\s*</")
ENTRY = re.compile(rb"<(?:\w+:)?si\b")
# An error, and a formula whose result was never saved: readers show both as empty cells.
ERROR = re.compile(
    rb"<c r=\"([A-Z]+)(\d+)\"[^>]*\bt=\"e\"[^>]*>(?:<f[^>]*?/>|<f[^>]*>[^<]*</f>)?<v>([^<]+)</v>"
)
FORMULA = re.compile(
    rb"<c r=\"([A-Z]+)(\d+)\"[^>]*>(?:<f[^>]*?/>|<f[^>]*>([^<]*)</f>)(?:<v\s*/>|<v></v>)?</c>"
)

Odd = dict[tuple[int, int], str]


def look_into(content: bytes, name: str) -> Odd:
    """Cells of the first sheet that hold no value, by line and column from 0: what they hold.

    Raises FileUnreadable where ``content`` is no workbook, FileLocked, SheetTooLarge.
    """
    parts = _unpacked(content, name)
    if "xl/workbook.xml" not in parts:
        raise FileUnreadable(name=name)
    texts = parts.get("xl/sharedStrings.xml", b"")
    lengths = [len(text) for text in ENTRY.split(texts)[1:]]
    for path, data in parts.items():
        if path.startswith("xl/worksheets/") and path.endswith(".xml"):
            _refuse_wide(data, name)
            _refuse_long(data, lengths, name)
    return _odd_cells(parts.get(_first_sheet(parts), b""))


def _unpacked(content: bytes, name: str) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    try:
        with ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS:
                raise SheetTooLarge(name=name)
            for info in infos:
                if info.flag_bits & 1:
                    raise FileLocked(name=name)
                if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
                    raise FileUnreadable(name=name)
                with archive.open(info) as stream:
                    data = stream.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise SheetTooLarge(name=name)
                if info.filename.startswith("xl/") and info.filename.endswith((".xml", ".rels")):
                    parts[info.filename] = data
    except (BadZipFile, ZlibError, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise FileUnreadable(name=name) from error
    return parts


def _refuse_wide(data: bytes, name: str) -> None:
    """Rows and columns as a reader counts them: where a cell says, or one after the other."""
    rows = ROW.split(data)
    references = set(REFERENCE.findall(data))
    named_rows = [int(number) for number in ROW_NUMBER.findall(data)]
    last_row = max([len(rows), *named_rows, *(int(number) for _letters, number in references)])
    widest = max(len(CELL.findall(row)) for row in rows)
    last_column = max([widest, *(column_number(letters) for letters, _number in references)])
    # Positions that are left out count on from those that are named.
    if (last_row + len(rows)) * (last_column + widest) > 4 * MOST_CELLS or (
        last_row * last_column > MOST_CELLS
    ):
        raise SheetTooLarge(name=name)


def _refuse_long(data: bytes, lengths: list[int], name: str) -> None:
    indexes = (int(index) for index in INDEX.findall(data))
    if sum(lengths[index] for index in indexes if index < len(lengths)) > LARGEST_TEXT:
        raise SheetTooLarge(name=name)


def _first_sheet(parts: dict[str, bytes]) -> str:
    """The part that holds the first sheet, by the relations of the workbook."""
    book = _parsed(parts["xl/workbook.xml"])
    relations = _parsed(parts.get("xl/_rels/workbook.xml.rels", b""))
    if book is None or relations is None:
        return ""
    wanted = next((s.get(RELATION) for s in book.iter("{*}sheet")), None)
    targets = {r.get("Id"): str(r.get("Target", "")) for r in relations.iter("{*}Relationship")}
    target = targets.get(wanted, "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _odd_cells(data: bytes) -> Odd:
    odd = {
        (int(number) - 1, column_number(letters) - 1): f"={(text or b'').decode(errors='replace')}"
        for letters, number, text in FORMULA.findall(data)
    }
    return odd | {
        (int(number) - 1, column_number(letters) - 1): text.decode(errors="replace")
        for letters, number, text in ERROR.findall(data)
    }


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
