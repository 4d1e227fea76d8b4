"""MT940: fields as German and other banks fill them, pages, and what is refused."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from dues.domain.statements import ReadLine, ReadStatement, read_statement
from dues.errors import StatementIncomplete, StatementRefused
from tests.factories.statements import ACCOUNT, OPENING, Line, closing, make_lines, mt940

DUES = Line(date(2026, 3, 15), Decimal("800.00"), bank_reference="B1")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(content: bytes) -> ReadStatement:
    return read_statement(content=content, name="march.sta")


def message(*rows: str, opening: str = "1000,00", closing: str = "1800,00") -> bytes:
    before = [":20:STMT1", ":25:10020030/1234567", ":28C:1/1", f":60F:C260314EUR{opening}"]
    return "\r\n".join([*before, *rows, f":62F:C260315EUR{closing}", "-", ""]).encode()


def line_of(*rows: str, movement: str = ":61:2603150315C800,00NTRFNONREF//B1") -> ReadLine:
    (line,) = read(message(movement, *rows)).lines
    return line


def refusal(content: bytes) -> str:
    with pytest.raises(StatementRefused) as refused:
        read(content)
    return str(refused.value)


def test_statement_is_read():
    lines = make_lines(12, per_day=6)
    assert read(mt940(lines)) == ReadStatement(
        layout="MT940",
        account=ACCOUNT,
        currency="CNY",
        from_on=date(2026, 3, 1),
        until_on=date(2026, 3, 2),
        opening=Decimal("1000.00"),
        closing=closing(lines),
        lines=[ReadLine(number, *line) for number, line in enumerate(lines, start=1)],
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encoding_is_told(encoding: str):
    content = mt940([DUES]).decode().encode(encoding)
    assert read(content).lines == [ReadLine(1, *DUES)]


def test_envelope_and_line_ends_do_not_matter():
    text = mt940([DUES]).decode().replace("\r\n-\r\n", "\r\n-}")
    enveloped = "{1:F01BANKCNBJAXXX0000000000}{2:I940X}{4:\r\n" + text
    assert read(enveloped.encode()) == read(mt940([DUES]))
    assert read(text.replace("\r\n", "\n").encode()) == read(mt940([DUES]))


def test_german_fields_are_taken_apart():
    line = line_of(
        ":86:166?00GUTSCHR. UEBERWEISUNG?109251?20EREF+INV-2026-0007?21SVWZ+Beitrag 20",
        "?2226 RF18539007547034?30COBADEFFXXX?31DE89370400440532013000?32Autohaus Yue",
        "feng GmbH?33 und Co?34000",
    )
    assert line == ReadLine(
        position=1,
        booked_on=date(2026, 3, 15),
        amount=Decimal("800.00"),
        payer="Autohaus Yuefeng GmbH und Co",
        payer_account="DE89370400440532013000",
        text="Beitrag 2026 RF18539007547034 INV-2026-0007",
        bank_reference="B1",
    )


def test_fields_without_keywords_are_the_text():
    line = line_of(":86:166?00TRANSFER?20dues 2026 ?21for the year?3142?32Yuefeng")
    assert (line.text, line.payer, line.payer_account) == (
        "dues 2026 for the year",
        "Yuefeng",
        "42",
    )


def test_for_whom_was_paid_is_the_payer_and_who_paid_stands_in_the_text():
    line = line_of(":86:166?20SVWZ+dues?21ABWA+Yuefeng?3142?32Holding")
    assert (line.payer, line.payer_account, line.text) == ("Yuefeng", "42", "dues Holding")


def test_posting_text_stands_where_nothing_else_is_said():
    assert line_of(":86:805?00ENTGELTABSCHLUSS").text == "ENTGELTABSCHLUSS"


def test_plain_details_are_the_text():
    line = line_of(":86:Transfer from Yuefeng", "dues 2026")
    assert (line.text, line.payer) == ("Transfer from Yuefeng dues 2026", "")


def test_plain_details_that_fill_their_line_go_on_without_a_blank():
    line = line_of(":86:" + "Transfer of dues ".ljust(60, ".") + "RF185", "39007547034")
    assert line.text.endswith("RF18539007547034")


def test_words_between_slashes_are_taken_apart():
    line = line_of(
        ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/Yue",
        "feng BV/REMI/dues 2026/EREF/NOTPROVIDED",
    )
    assert (line.payer, line.payer_account) == ("Yuefeng BV", "NL91ABNA0417164300")
    assert line.text == "dues 2026"


def test_counterparty_between_slashes_is_taken_apart():
    line = line_of(":86:/CNTP/NL91ABNA0417164300/ABNANL2A/Yuefeng BV/Town///REMI/USTD//dues 2026/")
    assert (line.payer, line.payer_account) == ("Yuefeng BV", "NL91ABNA0417164300")
    assert line.text == "dues 2026"


def test_movement_without_details_quotes_the_payers_reference():
    assert line_of(movement=":61:2603150315C800,00NTRFINV-7//B1").text == "INV-7"


def test_day_is_that_of_booking_also_over_the_turn_of_the_year():
    movement = ":61:2512310102C800,00NTRFNONREF"
    assert line_of(movement=movement).booked_on == date(2026, 1, 2)
    assert line_of(movement=":61:260315C800,00NTRFNONREF").booked_on == date(2026, 3, 15)


@pytest.mark.parametrize(
    ("mark", "amount", "closing"),
    [
        ("C", "800.00", "1800,00"),
        ("D", "-800.00", "200,00"),
        ("RC", "-800.00", "200,00"),
        ("RD", "800.00", "1800,00"),
        ("CR", "800.00", "1800,00"),
    ],
)
def test_marks_of_debit_credit_and_reversal(mark: str, amount: str, closing: str):
    content = message(f":61:2603150315{mark}800,00NTRFNONREF", closing=closing)
    assert [str(line.amount) for line in read(content).lines] == [amount]


def test_movements_without_a_type_do_not_make_room_for_each_other():
    rows = [":61:2603150315C300,00", ":86:one", ":61:2603150315C500,00", ":86:two"]
    found = [(str(line.amount), line.text) for line in read(message(*rows)).lines]
    assert found == [("300.00", "one"), ("500.00", "two")]


def test_pages_are_one_statement():
    first = mt940([DUES], closed="62M").decode()
    second = mt940([DUES, DUES], opening=OPENING + 800).decode().replace(":60F:", ":60M:")
    statement = read((first + second).encode())
    assert (statement.opening, statement.closing) == (OPENING, OPENING + 2400)
    assert [line.position for line in statement.lines] == [1, 2, 3]


def test_statement_without_movements_is_read():
    statement = read(message(closing="1000,00"))
    assert (statement.lines, statement.from_on, statement.until_on) == (
        [],
        date(2026, 3, 14),
        date(2026, 3, 15),
    )


NOT_CLOSED = (
    "The file ends in line {} without its closing balance (:62F:). Download the whole statement "
    "again; an interim report (MT942) is none."
)


def test_file_cut_off_anywhere_is_refused():
    content = mt940(make_lines(3)).rstrip(b"-\r\n")
    cents = len(b",75")
    for end in range(content.index(b":61:"), len(content) - cents):
        with pytest.raises(StatementIncomplete):
            read(content[:end])


def test_file_without_closing_balance_is_refused():
    content = mt940([DUES])
    assert refusal(content[: content.index(b":62F:")]) == NOT_CLOSED.format(6)
    assert refusal(content[: content.index(b":62F:") + 8]) == NOT_CLOSED.format(7)


def test_file_without_its_last_page_is_refused():
    assert refusal(mt940([DUES], closed="62M")) == NOT_CLOSED.format(7)


def test_file_without_its_first_page_is_refused():
    content = mt940([DUES]).replace(b":60F:", b":60M:")
    assert refusal(content) == (
        "Line 1: the balance does not go on from the one before; a page of the statement is "
        "missing. Export the whole statement into one file."
    )


def test_file_without_a_page_between_is_refused():
    second = mt940([DUES], opening=OPENING + 900)
    assert refusal(mt940([DUES]) + second).startswith("Line 9: the balance does not go on")


def test_balances_that_do_not_agree_are_refused():
    content = mt940([DUES, DUES]).replace(b":61:2603150315C800,00", b":61:2603150315C80,00", 1)
    assert refusal(content) == (
        "Opening balance 1000.00 and movements of 880.00 make 1880.00, but the closing balance is "
        "2600.00: lines are missing or altered. Export the file again."
    )


def test_field_that_cannot_be_read_is_refused_without_telling_the_log(caplog):
    caplog.set_level(logging.DEBUG)
    content = mt940([DUES, DUES]).replace(b":61:2603150315C800,00", b":61:today800,00", 1)
    assert refusal(content) == (
        "Line 5: the field cannot be read as MT940. Export the statement again."
    )
    assert caplog.records == []


def test_amount_with_more_than_two_decimals_is_refused():
    content = message(":61:2603150315C800,005NTRFNONREF", closing="1800,005")
    assert refusal(content) == (
        "Line 5: “800.005” has more than two decimals. Amounts are never rounded: write it with "
        "two."
    )


def test_balance_with_more_than_two_decimals_is_refused():
    assert refusal(message(closing="1000,005")) == (
        "Line 5: “1000.005” has more than two decimals. Amounts are never rounded: write it with "
        "two."
    )


def test_several_accounts_are_refused():
    other = mt940([DUES], opening=closing([DUES])).replace(ACCOUNT.encode(), b"42")
    assert refusal(mt940([DUES]) + other) == (
        f"The file holds several accounts ({ACCOUNT}, 42). Export each account into a file of its "
        "own."
    )
