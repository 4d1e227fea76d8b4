"""Files of tables for tests: CSV, XLSX, and XLS, which nothing we install can write."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def csv_lines(*lines: Sequence[str], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue().encode(encoding)


def xlsx_lines(*lines: Sequence[object]) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(list(line))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, changed: dict[str, bytes]) -> bytes:
    """A zip with some of its parts exchanged or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in {**parts, **changed}.items():
            new.writestr(name, data)
    return file.getvalue()


def xls_lines(*lines: Sequence[str]) -> bytes:
    """One sheet of texts as BIFF8 ([MS-XLS] 2.4) in a compound file ([MS-CFB])."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            cell = text.encode("utf-16-le")
            sheet += _record(0x0204, struct.pack("<HHHHB", at, column, 0, len(cell) // 2, 1) + cell)
    sheet += _record(0x000A, b"")
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    start += _record(0x0042, struct.pack("<H", 1200))
    name = "Firms".encode("utf-16-le")
    after = len(start) + 4 + 8 + len(name) + 4
    start += _record(0x0085, struct.pack("<IBBBB", after, 0, 0, len(name) // 2, 1) + name)
    return _compound(start + _record(0x000A, b"") + sheet)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _compound(stream: bytes) -> bytes:
    """A compound file with the one stream ``Workbook``: header, allocation table, directory."""
    stream = stream.ljust(max(len(stream), 4096), b"\0")
    sectors = -(-len(stream) // SECTOR)
    chain = [FAT, END, *range(3, 2 + sectors), END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        1,
        1,
        0,
        4096,
        END,
        0,
        END,
        0,
    ) + struct.pack("<109I", 0, *[FREE] * 108)
    directory = b"".join(
        (
            _entry("Root Entry", kind=5, child=1, first=END, size=0),
            _entry("Workbook", kind=2, child=FREE, first=2, size=len(stream)),
            _entry("", kind=0, child=FREE, first=0, size=0) * 2,
        )
    )
    return header + table + directory + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, *, kind: int, child: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def table_of(rows: Iterable[dict[str, str]]) -> list[list[str]]:
    """Rows by column as lines below their headings."""
    listed = list(rows)
    headings = list(dict.fromkeys(key for row in listed for key in row))
    return [headings, *([row.get(key, "") for key in headings] for row in listed)]
