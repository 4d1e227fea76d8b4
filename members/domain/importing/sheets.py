"""Tables in files, XLSX, XLS and CSV, as plain texts: no more of them than a register needs."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from members.domain.importing.sheet_package import Odd, look_into
from members.errors import (
    FileBroken,
    FileEmpty,
    FileLocked,
    FileTooLarge,
    FileUnreadable,
)

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
EXACT_NUMBERS_END = 10**15

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
# How exporting programs keep a sheet from making a number of a code in CSV: ="00123".
KEPT_AS_TEXT = re.compile(r'^="([^"]*)"$')
# What our exports write before a text that a sheet would take for a formula.
HARMLESS = re.compile(r"^'+[=+\-@\t\r]")
FORMULA_LIKE = re.compile(r"^'*[=+\-@\t\r]")


@dataclass(slots=True)
class Table:
    """``lines`` as in the file, the empty ones too; ``odd`` cells hold a formula or an error and
    no value; ``cut`` says that the last line ends before its last cell."""

    lines: list[list[str]]
    odd: Odd = field(default_factory=dict)
    cut: bool = False


def harmless(text: object) -> str:
    """A cell that no sheet program takes for a formula (CSV injection, OWASP).

    A firm could be named ``=HYPERLINK(…)`` by whoever sends a file. :func:`plain` takes the mark
    off again, and only it: a text that begins like a marked one gets one more.
    """
    cell = str(text)
    return f"'{cell}" if FORMULA_LIKE.match(cell) else cell


def media_type_of(content: bytes) -> str:
    if content.startswith(ZIP):
        return XLSX
    return XLS if content.startswith(OLE) else "text/csv"


def read_table(*, content: bytes, name: str) -> Table:
    """The first sheet of a workbook, or the lines of a CSV file in UTF-8, UTF-16 or GB18030.

    Raises FileTooLarge, SheetTooLarge, FileLocked, FileUnreadable, FileBroken, FileEmpty.
    """
    if len(content) > MAX_BYTES:
        raise too_large(name)
    if content.startswith((ZIP, OLE)):
        table = _read_workbook(content, name)
    else:
        table = _read_csv(content, name)
    if sum(1 for line in table.lines if any(line)) > MAX_ROWS + 20:
        raise too_large(name)
    if not any(any(line) for line in table.lines):
        raise FileEmpty(name=name)
    return table


def too_large(name: str) -> FileTooLarge:
    return FileTooLarge(name=name, rows=MAX_ROWS, mb=MAX_BYTES // 1024**2)


def _read_workbook(content: bytes, name: str) -> Table:
    odd: Odd = {}
    if content.startswith(ZIP):
        odd = look_into(content, name)
    elif "EncryptedPackage".encode("utf-16-le") in content:
        raise FileLocked(name=name)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        lines = [
            [plain(cell) for cell in line[:MAX_COLUMNS]]
            for line in sheet.to_python(skip_empty_area=False)
        ]
    except PasswordError as error:
        raise FileLocked(name=name) from error
    except CalamineError as error:
        raise FileUnreadable(name=name) from error
    odd = {at: text for at, text in odd.items() if at[1] < MAX_COLUMNS}
    for (line, column), text in odd.items():
        lines.extend([] for _missing in range(line + 1 - len(lines)))
        lines[line].extend("" for _missing in range(column + 1 - len(lines[line])))
        lines[line][column] = plain(text)
    return Table(lines=lines, odd=odd)


def _read_csv(content: bytes, name: str) -> Table:
    text = _decode(content, name)
    if "\0" in text or text.lstrip().startswith(("%PDF", "{\\rtf", "<")):
        raise FileUnreadable(name=name)
    first = "".join(text.split("\n", 20)[:20])
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines, odd = [], {}
    try:
        for number, line in enumerate(reader):
            cells = [plain(cell) for cell in line[:MAX_COLUMNS]]
            for column, cell in enumerate(line[:MAX_COLUMNS]):
                if cell.startswith("=") and not KEPT_AS_TEXT.match(cell):
                    odd[number, column] = cell
            lines.append(cells)
    except csv.Error as error:
        raise FileBroken(name=name, row=reader.line_num) from error
    widths = [len(line) for line in lines if line]
    cut = len(widths) > 1 and widths[-1] < min(widths[:-1])
    return Table(lines=lines, odd=odd, cut=cut and not text.endswith("\n"))


def _decode(content: bytes, name: str) -> str:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            # Cut within a character: in GB18030 the whole would read as a text nobody wrote.
            if encoding == "utf-8-sig" and error.end == len(content) and error.start > 0:
                head = content[: error.start].decode(encoding)
                if not head.isascii():
                    rows = head.count("\n") + 1
                    raise FileBroken(name=name, row=rows) from error
    raise FileUnreadable(name=name)


def _encodings(content: bytes) -> list[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    even, odd = content[:200:2].count(0), content[1:200:2].count(0)
    if even + odd > len(content[:200]) // 8:
        return ["utf-16-le" if odd > even else "utf-16-be"]
    # Chinese Excel writes CSV in GB18030, of which nearly any bytes are a text: so UTF-8 first.
    return ["utf-8-sig", "gb18030"]


def plain(cell: object) -> str:
    """A cell as a text; of control characters it keeps the ends of lines."""
    if isinstance(cell, str):
        return _plain_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        # Beyond fifteen digits a number in a sheet has lost its last ones; shown as sheets do.
        return str(int(cell)) if abs(cell) < EXACT_NUMBERS_END else f"{cell:.5E}"
    return _plain_text(str(cell))


def _plain_text(text: str) -> str:
    if text.startswith("="):
        kept = KEPT_AS_TEXT.match(text)
        text = kept.group(1) if kept else text
    elif text.startswith("'") and HARMLESS.match(text):
        text = text[1:]
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        text = "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in text)
    return text.strip()
