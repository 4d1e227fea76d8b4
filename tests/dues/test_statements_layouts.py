"""Layouts: which one fits a row of headings, and what it makes of the cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dues.domain.statements import (
    BUILT_IN,
    Layout,
    ReadLine,
    ReadStatement,
    guess_layout,
    read_statement,
)
from dues.domain.statements.layouts import FIELDS
from tests.factories.statements import HEADINGS_A, csv_of

ROW = ["2026-03-15", "800.00", "", "1,800.00", "甲公司", "1101", "会费", "B1"]
LINE = ReadLine(1, date(2026, 3, 15), Decimal("800.00"), "甲公司", "1101", "会费", "B1")


def read(content: bytes, *layouts: Layout) -> ReadStatement:
    return read_statement(content=content, name="march.csv", layouts=layouts or BUILT_IN)


TABLES = {
    "A": [HEADINGS_A, ROW],
    "B": [
        ["记账日期", "借贷标志", "发生额", "余额",
         "对方名称", "对方账户", "用途", "附言", "凭证号"],
        ["2026/3/15", "贷", "800.00", "1800.00", "甲公司", "1101", "会费", "", "B1"],
    ],
    "C": [
        ["账号", "交易日期", "交易时间", "借方发生额", "贷方发生额", "余额",
         "对方户名", "对方账号", "摘要", "交易流水"],
        ["6222", "20260315", "093005", "0.00", "800.00", "1800.00", "甲公司", "1101", "会费", "B1"],
    ],
    "D": [
        [
            "交易类型[ Transaction Type ]",
            "付款人账号[ Debit Account No. ]",
            "付款人名称[ Payer's Name ]",
            "收款人账号[ Payee's Account Number ]",
            "收款人名称[ Payee's Name ]",
            "交易日期[ Transaction Date ]",
            "交易货币[ Trade Currency ]",
            "交易金额[ Trade Amount ]",
            "交易后余额[ After-transaction balance ]",
            "交易流水号[ Transaction reference number ]",
            "用途[ Purpose ]",
        ],
        ["来账", "1101", "甲公司", "6222", "协会",
         "20260315", "CNY", "800.00", "1800.00", "B1", "会费"],
    ],
    "E": [
        [
            "IBAN Auftragskonto",
            "Buchungstag",
            "Name Zahlungsbeteiligter",
            "IBAN Zahlungsbeteiligter",
            "Verwendungszweck",
            "Betrag",
            "Waehrung",
            "Saldo nach Buchung",
            "Referenz",
        ],
        ["DE89", "15.03.2026", "甲公司", "1101", "会费", "800,00", "EUR", "1.800,00", "B1"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("layout", TABLES)
def test_built_in_layout_is_recognised_and_read(layout: str):
    statement = read(csv_of(TABLES[layout], delimiter=";"))
    assert (statement.layout, statement.lines) == (layout, [LINE])
    assert (statement.opening, statement.closing) == (Decimal("1000.00"), Decimal("1800.00"))


def test_one_column_of_both_day_and_time_is_read():
    headings, row = list(TABLES["C"][0]), list(TABLES["C"][1])
    del headings[1], row[1]
    row[1] = "20260315 09:30:05"
    assert read(csv_of([headings, row])).lines == [LINE]


def test_layout_with_both_sides_names_the_other_one():
    sides = ["往账", "6222", "协会", "2202", "印刷厂"]
    went_out = [*sides, "20260316", "CNY", "50.00", "1750.00", "B2", "印刷费"]
    line = read(csv_of([*TABLES["D"], went_out])).lines[1]
    assert (str(line.amount), line.payer, line.payer_account) == ("-50.00", "印刷厂", "2202")


@pytest.mark.parametrize(
    ("word", "amount"),
    [
        ("贷", "800.00"), ("借", "-800.00"), ("收入", "800.00"), ("支出", "-800.00"),
        ("来账", "800.00"), ("往账", "-800.00"), ("C", "800.00"), ("D", "-800.00"),
        ("Credit", "800.00"), ("DR", "-800.00"), ("贷(C)", "800.00"), ("借/Debit", "-800.00"),
    ],
)  # fmt: skip
def test_direction_is_told_by_its_word(word: str, amount: str):
    row = [*TABLES["B"][1]]
    row[1], row[3] = word, ""
    assert str(read(csv_of([TABLES["B"][0], row])).lines[0].amount) == amount


def test_layout_whose_amounts_bear_no_sign_does_not_fit_without_a_direction():
    headings = [heading for heading in TABLES["B"][0] if heading != "借贷标志"]
    assert guess_layout(headings) is None


def test_layout_of_a_table_is_guessed_by_most_headings():
    assert [guess_layout(TABLES[name][0]).name for name in TABLES] == list(TABLES)  # type: ignore[union-attr] -- each fits
    assert guess_layout(["姓名", "电话"]) is None


def test_headings_are_compared_without_width_case_blanks_units():
    layout = guess_layout(["交易日期", "收入金额（元）", "支出金额(元)", " 摘 要 "])
    assert layout is not None
    assert layout.places(["交易日期", "收入金额（元）", "支出金额(元)", " 摘 要 "]) == {
        "booked_on": (0,),
        "credit": (1,),
        "debit": (2,),
        "text": (3,),
    }


MAPPED = {
    "booked_on": "Tag",
    "amount": "Wert",
    "payer": ["Von", "Wer"],
    "text": ["Zweck", "Notiz"],
    "nonsense": "Tag",
    "balance": "",
}


def test_layout_from_columns_reads_what_a_person_mapped():
    layout = Layout.from_columns("Our bank", MAPPED, "%d/%m/%Y")
    content = csv_of(
        [["Tag", "Wert", "Wer", "Zweck", "Notiz"], ["04/03/2026", "-5.00", "甲", "a", "b"]]
    )
    statement = read(content, layout, *BUILT_IN)
    assert statement.layout == "Our bank"
    assert statement.lines == [ReadLine(1, date(2026, 3, 4), Decimal("-5.00"), "甲", "", "a b", "")]


def test_built_in_layouts_use_known_words_only():
    assert {field for layout in BUILT_IN for field in layout.columns} == set(FIELDS)
