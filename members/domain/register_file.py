"""Files with firms: their columns, and how XLSX and CSV are read into plain rows."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from members.enums import StandingStatus, Trade
from members.errors import ColumnsMissing, FileEmpty, FileTooLarge, FileUnreadable

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
EXACT_NUMBERS_END = 10**15

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` heads it in exchanged files, ``label`` in files for people; both are understood."""

    key: str
    label: str | Promise
    required: bool = False
    longest: int = 200


COLUMNS = (
    Column("member_number", _("member number"), required=True, longest=20),
    Column("name_zh", _("name (Chinese)"), required=True),
    Column("name_en", _("name (English)")),
    Column("uscc", _("unified social credit code"), required=True, longest=40),
    Column("trade", _("trade"), required=True),
    Column("size", _("size"), longest=20),
    Column("class", _("member class"), required=True),
    Column("district_zh", _("district (Chinese)")),
    Column("district_en", _("district (English)")),
    Column("address_zh", _("address")),
    Column("legal_representative", _("legal representative"), longest=100),
    Column("joined_on", _("joined on"), required=True),
    Column("status", _("standing")),
    Column("status_from", _("standing from")),
    Column("status_reason_zh", _("reason of the standing (Chinese)"), longest=2000),
    Column("status_reason_en", _("reason of the standing (English)"), longest=2000),
    Column("representative_zh", _("voting representative (Chinese)"), longest=100),
    Column("representative_en", _("voting representative (English)"), longest=100),
    Column("post_zh", _("post (Chinese)"), longest=100),
    Column("post_en", _("post (English)"), longest=100),
    Column("email", _("e-mail of the representative")),
)
BY_KEY = {column.key: column for column in COLUMNS}
DATE_COLUMNS = ("joined_on", "status_from")
# What other registers call a membership that ended with the firm itself.
STATUS_ALIASES = {"deregistered": StandingStatus.LOST, "": StandingStatus.ACTIVE}


def _in_all_languages(label: str | Promise) -> set[str]:
    texts = set()
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts.add(str(label).casefold())
    return texts


@lru_cache(maxsize=512)
def trade_of(text: str) -> Trade | None:
    """The trade that a cell names by its key or by its label in either language."""
    wanted = text.casefold()
    return next(
        (t for t in Trade if wanted == t.value or wanted in _in_all_languages(t.label)), None
    )


@lru_cache(maxsize=512)
def status_of(text: str) -> StandingStatus | None:
    """The standing that a cell names by its key or its label; an empty cell means active."""
    wanted = text.casefold()
    if wanted in STATUS_ALIASES:
        return STATUS_ALIASES[wanted]
    return next(
        (
            status
            for status in StandingStatus
            if status != StandingStatus.MERGED
            and (wanted == status.value or wanted in _in_all_languages(status.label))
        ),
        None,
    )


def read_rows(*, content: bytes, name: str) -> list[Row]:
    """The rows below the headings, by column key; ``row`` holds the number that the file shows.

    Rows without any text are left out. Raises FileTooLarge, FileUnreadable, ColumnsMissing,
    FileEmpty.
    """
    if len(content) > MAX_BYTES:
        raise FileTooLarge(name=name, rows=MAX_ROWS, mb=MAX_BYTES // 1024**2)
    is_workbook = content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    cells = _read_workbook(content, name) if is_workbook else _read_csv(content, name)
    if not cells:
        raise FileEmpty(name=name)
    keys = _keys(cells[0])
    lacking = [str(c.label) for c in COLUMNS if c.required and c.key not in keys]
    if lacking:
        raise ColumnsMissing(name=name, columns=", ".join(lacking))
    rows = [
        {"row": str(number), **{key: cell for key, cell in zip(keys, line, strict=False) if key}}
        for number, line in enumerate(cells[1:], start=2)
        if any(line)
    ]
    if not rows:
        raise FileEmpty(name=name)
    if len(rows) > MAX_ROWS:
        raise FileTooLarge(name=name, rows=MAX_ROWS, mb=MAX_BYTES // 1024**2)
    return rows


def _keys(headings: list[str]) -> list[str]:
    known = {text: column.key for column in COLUMNS for text in _in_all_languages(column.label)}
    known.update({key: key for key in BY_KEY})
    return [known.get(heading.casefold(), "") for heading in headings]


def _read_workbook(content: bytes, name: str) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_plain(cell) for cell in line] for line in sheet.to_python(skip_empty_area=False)]
    except CalamineError as error:
        raise FileUnreadable(name=name) from error


def _read_csv(content: bytes, name: str) -> list[list[str]]:
    text = _decode(content, name)
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileUnreadable(name=name) from error
    return [[_plain(cell) for cell in line] for line in lines]


def _decode(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        # Chinese Excel writes CSV in GB18030, of which nearly any bytes are a text: so UTF-8 first.
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileUnreadable(name=name)


def _plain(cell: object) -> str:
    """A cell as a text without control characters, which neither a page nor the database wants."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        # Beyond fifteen digits a number in a sheet has lost its last ones; shown as sheets do.
        return str(int(cell)) if abs(cell) < EXACT_NUMBERS_END else f"{cell:.5E}"
    text = unicodedata.normalize("NFC", str(cell))
    return "".join(c if unicodedata.category(c) != "Cc" else " " for c in text).strip()


def date_of(text: str) -> date | None:
    """A day written as 2021-12-17, 2021/12/17, 2021.12.17 or 2021年12月17日; None for others."""
    plain = text.replace("年", "-").replace("月", "-").replace("日", "")
    plain = plain.replace("/", "-").replace(".", "-")
    try:
        return datetime.strptime(plain, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        return None
