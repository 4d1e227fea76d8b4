"""Workbooks that are refused, each with its sentence; and that ten thousand lines are read fast."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import translation

from dues.domain.statements import read_statement
from dues.errors import StatementRefused, WorkbookTooLarge
from tests.factories.statements import (
    HEADINGS_A,
    camt053,
    csv_layout_a,
    make_lines,
    mt940,
    xls_of,
    xlsx,
    xlsx_of,
)

ROW = ["2026-03-15", "800.00", "", "1,800.00", "甲公司", "1101", "会费", "B1"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def refusal(content: bytes, kind: type[StatementRefused] = StatementRefused) -> str:
    with pytest.raises(kind) as refused:
        read_statement(content=content, name="march.csv")
    return str(refused.value)


LOCKED = (
    "The workbook march.csv cannot be opened: it is damaged, protected by a password or of another "
    "kind. Open it in a spreadsheet program, save it without a password as XLSX and read that file."
)
UNPACKED = (
    "The workbook march.csv unpacks to far more than a statement needs. Copy the rows of the "
    "statement into a new workbook and read that one."
)


def repacked(change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """A workbook with its parts changed, left out or added to."""
    written = BytesIO()
    with (
        ZipFile(BytesIO(xlsx_of([HEADINGS_A, ROW]))) as source,
        ZipFile(written, "w", ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
        for name, data in more.items():
            target.writestr(name.replace("__", "/").replace("_", "."), data)
    return written.getvalue()


def test_workbook_cut_off_is_refused():
    content = xlsx(make_lines(30))
    assert refusal(content[: len(content) // 2]) == LOCKED


def test_workbook_with_a_password_is_refused():
    assert refusal(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096)) == LOCKED


def test_workbook_of_another_kind_is_refused():
    assert refusal(repacked(lambda name, data: data, content_xml=b"<ods/>")) == LOCKED
    assert refusal(repacked(lambda name, data: data, xl__workbook_bin=b"")) == LOCKED
    assert refusal(repacked(lambda name, data: None, a_txt=b"text")) == LOCKED


def far_cell(name: str, data: bytes) -> bytes:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return data.replace(b"</sheetData>", far)


def many_rows(name: str, data: bytes) -> bytes:
    return data.replace(b"</sheetData>", b'<row r="1048576"><c/><c/><c/></row></sheetData>')


@pytest.mark.parametrize("change", [far_cell, many_rows])
def test_workbook_with_cells_far_apart_is_refused_before_it_is_laid_out(change):
    assert refusal(repacked(change)) == UNPACKED


def test_workbook_with_a_sheet_of_another_name_is_checked_too():
    def renamed(name: str, data: bytes) -> bytes | None:
        data = far_cell(name, data).replace(b"worksheets/sheet1.xml", b"sheets/other.dat")
        return None if name.endswith("sheet1.xml") else data

    sheet = far_cell("", b"<worksheet><sheetData></sheetData></worksheet>")
    assert refusal(repacked(renamed, xl__sheets__other_dat=sheet)) == UNPACKED


def test_workbook_that_unpacks_to_far_more_is_refused():
    zeros = bytes(5_000_000)
    assert refusal(repacked(lambda name, data: data, xl__media__a_png=zeros)) == UNPACKED


def test_workbook_that_lies_about_its_sizes_is_refused():
    content = repacked(lambda name, data: data, xl__media__a_png=bytes(5_000_000))
    honest, lie = struct.pack("<I", 5_000_000), struct.pack("<I", 10)
    assert content.count(honest) >= 1
    assert refusal(content.replace(honest, lie)) == LOCKED


def test_workbook_with_too_many_parts_is_refused():
    more = {f"part{number}_xml": b"" for number in range(1_001)}
    assert refusal(repacked(lambda name, data: data, **more), WorkbookTooLarge) == UNPACKED


def test_entities_in_a_workbook_are_refused():
    def with_entity(name: str, data: bytes) -> bytes:
        entity = b'?><!DOCTYPE d [<!ENTITY a "9"><!ENTITY b "&a;&a;&a;">]>'
        return data.replace(b"?>", entity, 1).replace("会费".encode(), b"&b;")

    assert refusal(repacked(with_entity)) == LOCKED


NOT_EXACT = "has more than two decimals. Amounts are never rounded: write it with two."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (0.1 + 0.2, f"“0.30000000000000004” {NOT_EXACT}"),
        (100.125, f"“100.1250” {NOT_EXACT}"),
        (
            1e12,
            "“1000000000000” has too many figures for an amount. Check that it is no number of an "
            "account.",
        ),
        (float("inf"), "“inf” is no amount. Write it in figures, such as 1234.56."),
        (float("nan"), "“nan” is no amount. Write it in figures, such as 1234.56."),
    ],
)
def test_number_that_is_no_exact_amount_is_refused(value: float, sentence: str):
    content = xls_of([HEADINGS_A, ["2026-03-15", value, "", "", "甲", "", "", ""]])
    assert refusal(content) == f"Row 2, column “收入金额”: {sentence}"


def test_formula_without_a_value_is_no_amount():
    content = xlsx_of([HEADINGS_A, ["2026-03-15", "=1+1", None, None, "甲", "", "", ""]])
    assert refusal(content) == (
        "Row 2, column “收入金额”: No amount is given. Enter one, such as 1234.56."
    )


@pytest.mark.parametrize("write", [camt053, mt940, csv_layout_a, xlsx])
def test_ten_thousand_lines_are_read_whole(write: Callable[..., bytes]):
    lines = make_lines(10_000)
    content = write(lines)
    statement = read_statement(content=content, name="year")
    assert (len(statement.lines), statement.lines[-1].booked_on) == (10_000, date(2026, 11, 5))
    assert sum((line.amount for line in statement.lines), Decimal(0)) == sum(
        (line.amount for line in lines), Decimal(0)
    )
