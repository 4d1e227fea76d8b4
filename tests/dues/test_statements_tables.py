"""Tables of movements: layouts, encodings, dialects, what stands above and below."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dues.domain.statements import (
    BUILT_IN,
    Layout,
    ReadLine,
    ReadStatement,
    read_statement,
    read_table,
)
from dues.errors import LayoutUnknown
from tests.factories.statements import (
    ACCOUNT,
    HEADINGS_A,
    OPENING,
    Line,
    closing,
    csv_layout_a,
    csv_of,
    make_lines,
    rows_a,
    xls_of,
    xlsx,
    xlsx_of,
)

DUES = Line(date(2026, 3, 15), Decimal("800.00"), bank_reference="B1")
ROW = ["2026-03-15", "800.00", "", "1,800.00", "甲公司", "1101", "会费", "B1"]
LINE = ReadLine(1, date(2026, 3, 15), Decimal("800.00"), "甲公司", "1101", "会费", "B1")


def read(content: bytes, *layouts: Layout) -> ReadStatement:
    return read_statement(content=content, name="march.csv", layouts=layouts or BUILT_IN)


def expected(lines: list[Line], **other: object) -> ReadStatement:
    facts: dict[str, object] = {
        "layout": "A",
        "account": ACCOUNT,
        "currency": "CNY",
        "from_on": lines[0].booked_on,
        "until_on": lines[-1].booked_on,
        "opening": OPENING,
        "closing": closing(lines),
        "lines": [ReadLine(number, *line) for number, line in enumerate(lines, start=1)],
    }
    return ReadStatement(**(facts | other))  # type: ignore[arg-type] -- by their names


@pytest.mark.parametrize(
    "encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_csv_is_read_in_every_encoding(encoding: str):
    lines = make_lines(12, per_day=6)
    assert read(csv_layout_a(lines, encoding)) == expected(lines)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_csv_is_read_with_every_separator(delimiter: str):
    lines = make_lines(12, per_day=6)
    content = csv_of([HEADINGS_A, *rows_a(lines)], delimiter=delimiter)
    assert read(content) == expected(lines, account="", currency="")


def test_xlsx_is_read():
    lines = make_lines(12, per_day=6)
    assert read(xlsx(lines)) == expected(lines, currency="")


def test_xls_is_read():
    lines = make_lines(12, per_day=6)
    content = xls_of([[f"账号：{ACCOUNT}"], HEADINGS_A, *rows_a(lines)])
    assert read(content) == expected(lines, currency="")


def test_numbers_of_xls_are_exact():
    content = xls_of([HEADINGS_A, [20260315.0, 800.1, "", 1800.1, "甲公司", 1101.0, "会费", "B1"]])
    assert read(content).lines == [
        ReadLine(1, date(2026, 3, 15), Decimal("800.10"), "甲公司", "1101", "会费", "B1")
    ]


def test_first_sheet_with_rows_is_read():
    book, written = Workbook(), BytesIO()
    sheet = book.create_sheet("Movements")
    for row in [HEADINGS_A, ROW]:
        sheet.append(row)
    book.save(written)
    assert read(written.getvalue()).lines == [LINE]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.integers(-(10**9), 10**9).filter(bool).map(lambda cents: Decimal(cents) / 100),
            st.text(st.characters(codec="gb2312", exclude_categories=["Cc"]), max_size=20),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["csv", "xlsx"]),
)
def test_tables_give_back_what_was_written(movements: list[tuple[Decimal, str]], kind: str):
    lines = [Line(date(2026, 3, 15), amount, text=text) for amount, text in movements]
    statement = read(csv_layout_a(lines, "utf-8") if kind == "csv" else xlsx(lines))
    assert [line.amount for line in statement.lines] == [line.amount for line in lines]
    assert statement.closing == closing(lines)


def test_table_is_given_as_rows_for_a_person_to_map():
    content = csv_of([["Kunde 1"], [], ["Tag", "Wert"], ['="0042"', "\t5 "]], "utf-16")
    assert read_table(content=content, name="x") == [
        ["Kunde 1"],
        [],
        ["Tag", "Wert"],
        ["0042", "5"],
    ]


def test_cells_padded_with_tabs_and_guarded_by_quotes_are_read():
    text = ",".join(f"{heading}\t" for heading in HEADINGS_A) + "\r\n"
    text += '2026-03-15\t,"800.00" ,,"1,800.00"\t,甲公司\t,="1101",\'会费,"\tB1"\r\n'
    assert read(text.encode("gb18030")).lines == [LINE]


def test_text_with_separators_and_line_ends_in_quotes_is_read():
    row = [*ROW]
    row[6] = '会费,2026年\n"第一笔"'
    assert read(csv_of([HEADINGS_A, row])).lines[0].text == '会费,2026年 "第一笔"'


def test_what_stands_above_the_headings_is_read():
    above = [
        ["账户明细查询"],
        ["查询账号：6222000011112222333  户名：晋东市汽车流通与维修协会  币种：人民币"],
        ["起止日期", "2026年3月1日 至 2026年3月31日"],
        ["期初余额：￥１，０００．００", "", "期末余额：1,800.00元"],
        *[["说明"]] * 30,
    ]
    assert read(csv_of([*above, HEADINGS_A, ROW])) == ReadStatement(
        layout="A",
        account=ACCOUNT,
        currency="CNY",
        from_on=date(2026, 3, 1),
        until_on=date(2026, 3, 31),
        opening=Decimal("1000.00"),
        closing=Decimal("1800.00"),
        lines=[LINE],
    )


def test_headings_below_the_fortieth_row_are_not_found():
    with pytest.raises(LayoutUnknown):
        read(csv_of([*[["说明"]] * 40, HEADINGS_A, ROW]))


def test_other_sides_account_is_not_taken_for_the_own():
    assert read(csv_of([["对方账号：99999"], HEADINGS_A, ROW])).account == ""


def test_totals_subtotals_notes_and_repeated_headings_are_no_movements():
    second = ["2026-03-16", "", "50.00", "1,750.00", "印刷厂", "", "印刷费", "B2"]
    rows = [
        ["", "", "", "1,000.00", "", "", "期初余额", ""],
        ROW,
        ["本页小计", "800.00", "0.00", "", "", "", "", ""],
        HEADINGS_A,
        second,
        ["合计", "800.00", "50.00", "", "", "", "", ""],
        [],
        ["以上数据仅供参考，以银行回单为准。"],
        ["期末余额：1,750.00"],
    ]
    statement = read(csv_of([HEADINGS_A, *rows]))
    assert [str(line.amount) for line in statement.lines] == ["800.00", "-50.00"]
    assert statement.closing == Decimal("1750.00")


def test_balance_of_the_day_before_is_no_movement():
    first = ["2026-03-01", "", "", "1,000.00", "", "", "承前余额", ""]
    statement = read(csv_of([HEADINGS_A, first, ROW]))
    assert statement.lines == [LINE]


def test_newest_first_is_read_with_its_balances():
    lines = make_lines(12, per_day=6)
    statement = read(csv_of([HEADINGS_A, *reversed(rows_a(lines))]))
    assert (statement.opening, statement.closing) == (OPENING, closing(lines))
    assert [line.position for line in statement.lines] == list(range(1, 13))
    assert [line.amount for line in statement.lines] == [line.amount for line in reversed(lines)]


def test_newest_first_within_one_day_is_read_with_its_balances():
    lines = make_lines(3)
    statement = read(csv_of([HEADINGS_A, *reversed(rows_a(lines))]))
    assert (statement.opening, statement.closing) == (OPENING, closing(lines))


def test_rows_without_a_balance_count_in_the_next_that_has_one():
    rows = rows_a(make_lines(6))
    for row in rows[1:5]:
        row[3] = ""
    statement = read(csv_of([HEADINGS_A, *rows]))
    assert (statement.opening, statement.closing) == (OPENING, closing(make_lines(6)))


def test_rows_that_move_nothing_are_no_lines():
    nothing = ["2026-03-15", "0.00", "0.00", "1,800.00", "", "", "利率调整", ""]
    assert read(csv_of([HEADINGS_A, ROW, nothing])).lines == [LINE]


def amounts(*rows: list[str]) -> list[str]:
    return [str(line.amount) for line in read(csv_of([HEADINGS_A, *rows])).lines]


def out(went_out: str, balance: str, came_in: str = "") -> list[str]:
    return ["2026-03-15", came_in, went_out, balance, "甲", "", "", ""]


def test_negative_amount_that_came_in_is_a_reversal():
    assert amounts(out("", "1000.00", "100.00"), out("", "900.00", "-100.00")) == [
        "100.00",
        "-100.00",
    ]


def test_negative_amount_among_positive_ones_that_went_out_is_a_reversal():
    assert amounts(out("50.00", ""), out("-50.00", "")) == ["-50.00", "50.00"]


def test_negative_amounts_that_went_out_are_told_by_the_balances():
    rows = [out("", "1100.00", "100.00"), out("-50.00", "1050.00"), out("-20.00", "1030.00")]
    assert amounts(*rows) == ["100.00", "-50.00", "-20.00"]
    assert amounts(rows[0], out("-50.00", "1150.00")) == ["100.00", "50.00"]


def test_account_that_a_spreadsheet_rounded_is_left_out():
    content = xlsx_of(
        [HEADINGS_A, ["2026-03-15", 800, "", 1800, "甲公司", 6222000011112222333, "会费", "B1"]]
    )
    assert read(content).lines[0].payer_account == ""
    row = [*ROW]
    row[5] = "6.22200E+18"
    assert read(csv_of([HEADINGS_A, row])).lines[0].payer_account == ""


def test_formulas_are_texts():
    row = [*ROW]
    row[6] = "=HYPERLINK(1)"
    assert read(csv_of([HEADINGS_A, row])).lines[0].text == "=HYPERLINK(1)"


def test_long_texts_are_cut_to_their_columns():
    row = [*ROW]
    row[4:] = ["甲" * 300, "1" * 300, "会" * 3000, "B" * 300]
    line = read(csv_of([HEADINGS_A, row])).lines[0]
    found = [len(line.payer), len(line.payer_account), len(line.text), len(line.bank_reference)]
    assert found == [200, 60, 2000, 100]


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-15", "2026/3/15", "2026.03.15", "20260315", "2026年3月15日",
        "２０２６－０３－１５",
        "2026-03-15 09:30:05", "2026-03-15T09:30:05", "20260315 09:30", "20260315093005",
        "2026/3/15 9:30",
    ],
)  # fmt: skip
def test_day_is_read(written: str):
    assert read(csv_of([HEADINGS_A, [written, *ROW[1:]]])).lines == [LINE]
