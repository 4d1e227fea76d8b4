"""Tables and other files that are refused, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from dues.domain.statements import lines as limits
from dues.domain.statements import read_statement
from dues.errors import LayoutUnknown, StatementIncomplete, StatementRefused
from tests.factories.statements import (
    HEADINGS_A,
    csv_of,
    make_lines,
    rows_a,
)

ROW = ["2026-03-15", "800.00", "", "1,800.00", "甲公司", "1101", "会费", "B1"]
NEXT = ["2026-03-16", "", "50.00", "1,750.00", "印刷厂", "", "印刷费", "B2"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def refusal(content: bytes, kind: type[StatementRefused] = StatementRefused) -> str:
    with pytest.raises(kind) as refused:
        read_statement(content=content, name="march.csv")
    return str(refused.value)


def refused_table(*rows: list[str], kind: type[StatementRefused] = StatementRefused) -> str:
    return refusal(csv_of([HEADINGS_A, *rows]), kind)


def changed(**cells: str) -> list[str]:
    places = {"day": 0, "came_in": 1, "went_out": 2, "balance": 3}
    row = [*ROW]
    for name, cell in cells.items():
        row[places[name]] = cell
    return row


LONG_DAY = changed(day="1" * 130_000)


def test_columns_that_are_not_known_are_refused_and_told():
    content = csv_of([["Auszug"], ["Tag", "Wert", "Wer"], ["2026-03-15", "5.00", "甲"]])
    with pytest.raises(LayoutUnknown) as refused:
        read_statement(content=content, name="march.csv")
    assert refused.value.context["headings"] == ["Tag", "Wert", "Wer"]
    assert str(refused.value) == (
        "The columns of march.csv are not known. Say once which column holds the date, the amount "
        "and the payer; files of this bank are then read by themselves."
    )


def test_column_may_be_headed_with_a_percent_sign():
    assert refusal(csv_of([["100%", "%s %(x)s"], ["1", "2"]])).startswith(
        "The columns of march.csv"
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            changed(day="03/04/2026"),
            "Row 2, column “交易日期”: “03/04/2026” is no date that can be told for certain. Write "
            "it like 2026-03-15.",
        ),
        (
            changed(day="2026-02-30"),
            "Row 2, column “交易日期”: “2026-02-30” is no date that can be told for certain. Write "
            "it like 2026-03-15.",
        ),
        (
            changed(day="46096"),
            "Row 2, column “交易日期”: “46096” is no date that can be told for certain. Write it "
            "like 2026-03-15.",
        ),
        (changed(day=""), "Row 2, column “交易日期”: No date is given. Write one like 2026-03-15."),
        (
            changed(came_in="1,5"),
            "Row 2, column “收入金额”: “1,5” could be read as more than one amount. Write it with "
            "a point before two decimals, such as 1234.56.",
        ),
        (
            changed(came_in="800.005"),
            "Row 2, column “收入金额”: “800.005” could be read as more than one amount. Write it "
            "with a point before two decimals, such as 1234.56.",
        ),
        (
            changed(came_in="八百"),
            "Row 2, column “收入金额”: “八百” is no amount. Write it in figures, such as 1234.56.",
        ),
        (
            changed(came_in=""),
            "Row 2, column “收入金额”: No amount is given. Enter one, such as 1234.56.",
        ),
        (
            changed(balance="1.8.0"),
            "Row 2, column “账户余额”: “1.8.0” could be read as more than one amount. Write it "
            "with a point before two decimals, such as 1234.56.",
        ),
        (
            changed(went_out="5.00"),
            "Row 2: one row has an amount in and an amount out. Export the file again.",
        ),
        (
            changed(came_in="", went_out="-5.00", balance=""),
            "Row 2: a negative amount among those that went out is either just that or a reversal. "
            "Export the file with the column of balances, which tells.",
        ),
        (
            [*ROW, "2026"],
            "Row 2 has more cells than there are headings: a separator stands inside a text. "
            "Export the file as XLSX.",
        ),
        (
            ROW[:5],
            "Row 2 has 5 of 8 cells: the file breaks off or is damaged there. Download it again, "
            "whole.",
        ),
    ],
)
def test_row_that_cannot_be_read_is_refused(row: list[str], sentence: str):
    assert refused_table(row) == sentence


def test_direction_that_is_not_known_is_refused():
    content = csv_of([["交易日期", "借贷标志", "发生额"], ["2026-03-15", "1", "800.00"]])
    assert refusal(content) == (
        "Row 2, column “借贷标志”: “1” does not say whether money came in or went out. Expected is "
        "贷 or 借, 收 or 支, C or D."
    )


def test_file_cut_off_in_its_last_line_is_refused():
    content = csv_of([HEADINGS_A, ROW, NEXT])
    assert refusal(content[: content.index("印刷厂".encode())], StatementIncomplete) == (
        "Row 3 has 5 of 8 cells: the file breaks off or is damaged there. Download it again, whole."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_file_with_totals_cut_off_anywhere_is_refused_or_complete(encoding: str):
    """The last row is the totals'; what was cut off before it must be noticed by what is left."""
    rows = [*rows_a(make_lines(4)), ["合计", "3,206.00", "", "", "", "", "", ""]]
    above = [["期初余额", "1,000.00", "", "期末余额", "4,207.00"]]
    content = csv_of([*above, HEADINGS_A, *rows], encoding)
    first = content.index(b"\r\n2026-03-01") + 2
    end_of_rows = content.index("合计".encode(encoding))
    for end in range(first + 1, end_of_rows - len("\r\n") - len(rows[3][7]) - 1):
        with pytest.raises(StatementRefused):
            read_statement(content=content[:end], name="march.csv")


def test_file_cut_off_within_a_character_is_refused():
    content = csv_of([HEADINGS_A, ROW, NEXT])
    assert refusal(content[: content.index("印".encode()) + 1], StatementIncomplete) == (
        "The file breaks off in line 3, before its end. Download it again, whole."
    )


def test_file_cut_off_within_quotes_is_refused():
    content = csv_of([HEADINGS_A, ROW, changed(came_in="1,234.00")])
    assert refusal(content[: content.index(b'"1,234') + 4], StatementIncomplete) == (
        "The file breaks off in line 3, before its end. Download it again, whole."
    )


def test_quotes_that_do_not_match_are_refused():
    content = csv_of([HEADINGS_A, ROW]).replace("会费".encode(), '"会"费'.encode())
    assert refusal(content) == (
        "Row 2: the quotation marks around a cell do not match. Export the file again, or as XLSX."
    )


def test_balances_that_do_not_follow_line_by_line_are_refused():
    rows = rows_a(make_lines(6))
    del rows[3]
    assert refused_table(*rows, kind=StatementIncomplete) == (
        "Row 5: the balance does not follow from the row before; lines are missing or in disorder. "
        "Export the file again with all movements, by time."
    )


def test_closing_balance_that_is_not_reached_is_refused():
    content = csv_of([["期末余额：1,750.00"], HEADINGS_A, ROW])
    assert refusal(content, StatementIncomplete) == (
        "Opening balance 1000.00 and movements of 800.00 make 1800.00, but the closing balance is "
        "1750.00: lines are missing or altered. Export the file again."
    )


@pytest.mark.parametrize(
    ("foot", "stated", "made"),
    [
        (["合计", "900.00", "50.00", "", "", "", "", ""], "900.00", "800.00"),
        (["总计", "800.00", "60.00", "", "", "", "", ""], "60.00", "50.00"),
        (["收入合计：900.00"], "900.00", "800.00"),
        (["支出总额：60.00元"], "60.00", "50.00"),
        (["总笔数：3"], "3", "2"),
    ],
)
def test_totals_that_do_not_agree_are_refused(foot: list[str], stated: str, made: str):
    assert refused_table(ROW, NEXT, foot, kind=StatementIncomplete) == (
        f"The file states a total of {stated}, its rows make {made}: lines are missing. Export the "
        "file again."
    )


def test_table_without_a_movement_is_refused():
    sentence = "The file march.csv has no movement. Export a period in which money moved."
    assert refused_table(["合计", "0.00", "0.00", "", "", "", "", ""]) == sentence
    assert refusal(b" \r\n") == sentence


def test_several_accounts_are_refused():
    headings = ["账号", *HEADINGS_A]
    content = csv_of([headings, ["42", *ROW], ["43", *NEXT]])
    assert refusal(content) == (
        "The file holds several accounts (42, 43). Export each account into a file of its own."
    )


def test_several_currencies_are_refused():
    content = csv_of([["币种", *HEADINGS_A], ["人民币", *ROW], ["HKD", *NEXT]])
    assert refusal(content) == (
        "The file holds several currencies (CNY, HKD). Export each currency into a file of its own."
    )


ENCODING = (
    "The encoding of march.csv is not known. Open it where its text looks right, and save it as "
    "CSV in UTF-8 (or UTF-16, GB18030)."
)


@pytest.mark.parametrize(
    "content",
    [
        csv_of([HEADINGS_A, ROW]).decode().encode("big5", "ignore"),
        csv_of([["Müller", "Größe"]], "latin-1"),
        b"\x00\x01\x02binary\xff",
        b"a,b\r\n1,\x07\r\n",
        b"\xff\xfe" + "交易日期".encode("utf-16-le") + b"\x00\xd8\x00\xd8,,",
    ],
)
def test_encoding_that_is_not_known_is_refused(content: bytes):
    assert refusal(content) == ENCODING


UNREADABLE = (
    "The file march.csv is no bank statement that can be read. Export it from online banking as "
    "camt.053, MT940, XLSX or CSV."
)


def test_pdf_is_refused():
    assert refusal(b"%PDF-1.7\n...") == UNREADABLE


@pytest.mark.parametrize(
    "start", [b"<html>", b"<!DOCTYPE html>", b"<?xml version='1.0'?><html>", b"\n<TABLE border=1>"]
)
def test_web_page_is_refused(start: bytes):
    assert refusal(start + b"<tr><td>1</td></tr>") == (
        "The file march.csv is a web page, whatever its name ends in. Open it in a spreadsheet "
        "program, save it as XLSX and read that file."
    )


def test_file_that_is_too_large_is_refused():
    sentence = (
        "The file march.csv is too large: at most 32 MB and 50000 movements are read at once. "
        "Export a shorter period."
    )
    assert refusal(b"," * (limits.MAX_BYTES + 1)) == sentence
    assert refusal(b"a\n" * 51_001) == sentence
    assert refusal(b":20:1\n:25:42\n" + b":61:\n" * 50_001) == sentence


@pytest.mark.parametrize(
    "content",
    [
        b"\t" * 20_000_000 + b"x",
        b"," * 20_000_000,
        csv_of(
            [
                ["("] * 400,
                ["(" * 130_000],
                ["账号(" * 30_000],
                HEADINGS_A,
                changed(day="1" * 130_000),
            ]
        ),
        csv_of([HEADINGS_A, changed(came_in="1" * 130_000 + "x")]),
        b":20:x\n:25:42\n:86:" + b"?20" * 1_000_000,
        b"<Document>" + b"<Stmt>" * 300,
        b"<Document>" + b"<!---->" * 100_000 + b"x",
    ],
    ids=["tabs", "commas", "headings", "digits", "fields", "depth", "comments"],
)
def test_hostile_file_is_refused_in_few_words(content: bytes):
    assert len(refusal(content)) < 400
