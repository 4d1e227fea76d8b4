"""camt.053: entries, batches, reversals, parties, balances, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from dues.domain.statements import ReadLine, ReadStatement, read_statement
from dues.errors import StatementIncomplete, StatementRefused
from tests.factories.statements import (
    ACCOUNT,
    OPENING,
    Line,
    camt053,
    camt_balance,
    camt_entry,
    camt_file,
    closing,
    make_lines,
)

DAY = date(2026, 3, 15)
DUES = Line(DAY, Decimal("800.00"), bank_reference="B1")
OWN = f"<Acct><Id><Othr><Id>{ACCOUNT}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>"
VERSIONS = [f"001.{number:02}" for number in range(2, 14)]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(content: bytes) -> ReadStatement:
    return read_statement(content=content, name="march.xml")


def read_entry(*, inside: str = "", details: str = "", line: Line = DUES) -> list[ReadLine]:
    entry = camt_entry(line, inside=inside, details=details)
    return read(camt_file(OWN + entry)).lines


def refusal(content: bytes) -> str:
    with pytest.raises(StatementRefused) as refused:
        read(content)
    return str(refused.value)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_read(version: str):
    lines = make_lines(3, per_day=2)
    assert read(camt053(lines, version=version)) == ReadStatement(
        layout="camt.053",
        account=ACCOUNT,
        currency="CNY",
        from_on=date(2026, 3, 1),
        until_on=date(2026, 3, 2),
        opening=Decimal("1000.00"),
        closing=closing(lines),
        lines=[ReadLine(number, *line) for number, line in enumerate(lines, start=1)],
    )


def test_statement_of_an_iban_names_it():
    assert read(camt053([DUES], iban="DE89370400440532013000")).account == "DE89370400440532013000"


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_statement_in_the_encoding_that_it_declares_is_read(encoding: str):
    text = camt053([DUES]).decode().replace("UTF-8", encoding)
    assert read(text.encode(encoding)).lines[0].payer == DUES.payer


def test_statement_with_another_prefix_is_read():
    text = camt053([DUES]).decode()
    for name in ("Document", "BkToCstmrStmt", "Stmt", "Ntry", "Amt", "Bal"):
        text = text.replace(f"<{name}>", f"<c:{name}>").replace(f"<{name} ", f"<c:{name} ")
        text = text.replace(f"</{name}>", f"</c:{name}>")
    text = text.replace("xmlns=", 'xmlns:c="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08" xmlns=')
    assert len(read(text.encode()).lines) == 1


def transaction(amount: str, name: str, *, way: str = "CRDT", currency: str = "CNY") -> str:
    return (
        f'<TxDtls><Refs><AcctSvcrRef>T-{name}</AcctSvcrRef></Refs><Amt Ccy="{currency}">{amount}'
        f"</Amt><CdtDbtInd>{way}</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr>"
        f"</RltdPties><RmtInf><Ustrd>dues of {name}</Ustrd></RmtInf></TxDtls>"
    )


def told(lines: list[ReadLine]) -> list[tuple[str, str, str, str]]:
    return [(str(line.amount), line.payer, line.text, line.bank_reference) for line in lines]


def test_batch_whose_transactions_make_up_the_entry_is_taken_apart():
    inside = transaction("500.00", "甲") + transaction("320.00", "乙")
    inside += transaction("20.00", "丙", way="DBIT")
    assert told(read_entry(details=f"<NtryDtls>{inside}</NtryDtls>")) == [
        ("500.00", "甲", "dues of 甲", "T-甲"),
        ("320.00", "乙", "dues of 乙", "T-乙"),
        ("-20.00", "", "dues of 丙", "T-丙"),
    ]


def test_batch_in_several_groups_is_taken_apart():
    one, other = transaction("500", "甲"), transaction("300", "乙")
    details = f"<NtryDtls>{one}</NtryDtls><NtryDtls>{other}</NtryDtls>"
    assert [str(line.amount) for line in read_entry(details=details)] == ["500.00", "300.00"]


def test_batch_with_the_amounts_of_old_versions_is_taken_apart():
    part = "<TxDtls><AmtDtls><TxAmt><Amt Ccy='CNY'>400.00</Amt></TxAmt></AmtDtls></TxDtls>"
    lines = read_entry(details=f"<NtryDtls>{part * 2}</NtryDtls>")
    assert [str(line.amount) for line in lines] == ["400.00", "400.00"]


@pytest.mark.parametrize(
    "second",
    [
        transaction("300.01", "乙"),
        transaction("300.00", "乙", currency="EUR"),
        transaction("300.001", "乙"),
        transaction("", "乙"),
    ],
)
def test_batch_whose_transactions_do_not_make_up_the_entry_is_one_line(second: str):
    details = f"<NtryDtls>{transaction('500.00', '甲')}{second}</NtryDtls>"
    assert told(read_entry(details=details)) == [("800.00", "", "dues of 甲 dues of 乙", "B1")]


def test_entry_without_details_says_what_the_bank_adds():
    details = "<AddtlNtryInf>结息</AddtlNtryInf>"
    assert told(read_entry(details=details)) == [("800.00", "", "结息", "B1")]


def test_structured_references_come_first_in_the_text():
    details = (
        "<NtryDtls><TxDtls><Refs><EndToEndId>E2E-7</EndToEndId></Refs><RmtInf>"
        "<Ustrd>dues 2026</Ustrd><Ustrd>for the year</Ustrd><Strd>"
        "<RfrdDocInf><Nb>2026-0007</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18539007547034</Ref>"
        "</CdtrRefInf><AddtlRmtInf>thanks</AddtlRmtInf></Strd></RmtInf></TxDtls></NtryDtls>"
    )
    assert read_entry(details=details)[0].text == (
        "RF18539007547034 2026-0007 thanks dues 2026 for the year E2E-7"
    )


def test_end_to_end_reference_that_says_nothing_is_left_out():
    details = (
        "<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        "<AddtlTxInf>transfer</AddtlTxInf></TxDtls></NtryDtls>"
    )
    assert read_entry(details=details)[0].text == "transfer"


def parties(more: str = "", ultimate: str = "") -> str:
    return (
        f"<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>甲公司</Nm></Pty></Dbtr>"
        f"<DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>{ultimate}"
        f"<Cdtr><Pty><Nm>乙公司</Nm></Pty></Cdtr><CdtrAcct><Id><Othr><Id>42</Id></Othr></Id>"
        f"</CdtrAcct></RltdPties>{more}</TxDtls></NtryDtls>"
    )


def test_ultimate_debtor_is_the_payer_and_who_paid_stands_in_the_text():
    ultimate = "<UltmtDbtr><Pty><Nm>丙公司</Nm></Pty></UltmtDbtr>"
    line = read_entry(details=parties(ultimate=ultimate))[0]
    assert (line.payer, line.payer_account, line.text) == (
        "丙公司",
        "DE89370400440532013000",
        "甲公司",
    )


def test_other_side_of_what_went_out_is_who_got_it():
    line = read_entry(line=DUES._replace(amount=Decimal("-800.00")), details=parties())[0]
    assert (str(line.amount), line.payer, line.payer_account) == ("-800.00", "乙公司", "42")


def test_reversal_of_a_debit_comes_in_from_whom_it_went_to():
    line = read_entry(inside="<RvslInd>true</RvslInd>", details=parties())[0]
    assert (str(line.amount), line.payer) == ("800.00", "乙公司")


def test_reversal_of_a_credit_goes_out_to_whom_it_came_from():
    given_back = DUES._replace(amount=Decimal("-800.00"))
    line = read_entry(line=given_back, inside="<RvslInd>true</RvslInd>", details=parties())[0]
    assert (str(line.amount), line.payer) == ("-800.00", "甲公司")


def test_returned_transfer_comes_in_from_whom_it_went_to():
    line = read_entry(details=parties(more="<RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf>"))[0]
    assert (str(line.amount), line.payer) == ("800.00", "乙公司")


def test_entries_that_are_not_booked_or_move_nothing_are_no_lines():
    pending = camt_entry(DUES).replace("BOOK", "PDNG")
    nothing = camt_entry(DUES._replace(amount=Decimal("0.00")))
    assert read(camt_file(OWN + pending + nothing)).lines == []


def test_day_is_that_of_booking_as_the_bank_wrote_it():
    entry = camt_entry(DUES).replace(
        "<Dt>2026-03-15</Dt>", "<DtTm>2026-03-14T23:30:00-05:00</DtTm>"
    )
    assert read(camt_file(OWN + entry)).lines[0].booked_on == date(2026, 3, 14)


def test_day_of_value_counts_where_no_day_of_booking_is_given():
    entry = camt_entry(DUES).replace("BookgDt", "ValDt")
    assert read(camt_file(OWN + entry)).lines[0].booked_on == DAY


def test_period_that_is_stated_counts():
    period = (
        "<FrToDt><FrDtTm>2026-03-01T00:00:00</FrDtTm><ToDtTm>2026-03-31T23:59:59</ToDtTm></FrToDt>"
    )
    statement = read(camt_file(period + OWN + camt_entry(DUES)))
    assert (statement.from_on, statement.until_on) == (date(2026, 3, 1), date(2026, 3, 31))


def day_of(line: Line, opening: Decimal) -> str:
    balances = camt_balance("OPBD", opening) + camt_balance("CLBD", opening + line.amount)
    return OWN + balances + camt_entry(line)


def test_statements_of_several_days_are_one_in_the_order_of_days():
    second = DUES._replace(booked_on=date(2026, 3, 16), amount=Decimal("-1900.00"))
    statement = read(camt_file(day_of(second, OPENING + 800), day_of(DUES, OPENING)))
    assert (statement.opening, statement.closing) == (Decimal("1000.00"), Decimal("-100.00"))
    assert [(line.position, line.booked_on.day) for line in statement.lines] == [(1, 15), (2, 16)]


def test_pages_with_interim_balances_are_one_statement():
    first = camt_balance("OPBD", OPENING) + camt_balance("ITBD", OPENING + 800) + camt_entry(DUES)
    second = camt_balance("ITBD", OPENING + 800) + camt_balance("CLBD", OPENING + 1600)
    statement = read(camt_file(OWN + first, OWN + second + camt_entry(DUES)))
    assert (statement.opening, statement.closing) == (OPENING, OPENING + 1600)


def test_file_in_which_a_day_is_missing_is_refused():
    second = DUES._replace(booked_on=date(2026, 3, 17))
    assert refusal(camt_file(day_of(DUES, OPENING), day_of(second, OPENING))) == (
        "Line 6: the balance does not go on from the one before; a page of the statement is "
        "missing. Export the whole statement into one file."
    )


def test_balances_that_do_not_agree_are_refused():
    content = camt053([DUES, DUES]).replace(camt_entry(DUES).encode(), b"", 1)
    assert refusal(content) == (
        "Opening balance 1000.00 and movements of 800.00 make 1800.00, but the closing balance is "
        "2600.00: lines are missing or altered. Export the file again."
    )


def test_file_cut_off_anywhere_is_refused():
    content = camt053(make_lines(3))
    for end in range(200, len(content.rstrip()) - 1, 7):
        with pytest.raises(StatementIncomplete):
            read(content[:end])


def test_file_cut_off_says_in_which_line():
    content = camt053(make_lines(3))
    assert refusal(content[: content.index(b"<RmtInf>")]) == (
        "The file breaks off in line 5, before its end. Download it again, whole."
    )


def test_xml_that_is_not_well_formed_is_refused():
    content = camt053([DUES]).replace(b"</Ntry>", b"</Entry>")
    assert refusal(content) == (
        "Line 5: the file is no well-formed XML. Export it again and do not edit it."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str):
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    text = camt053([DUES]).decode().replace("UTF-8", encoding).replace("?>", f"?>{bomb}", 1)
    assert refusal(text.replace("2026年会费", "&b;").encode(encoding)) == (
        "The file march.xml has a document type definition or entities, which no bank statement "
        "needs. It is not read, for safety. Export it from online banking again."
    )


def test_external_entities_are_not_fetched(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("42", encoding="utf-8")
    external = f'?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = camt053([DUES]).decode().replace("?>", external, 1).replace("2026年会费", "&x;")
    assert refusal(text.encode()).startswith("The file march.xml has a document type definition")


def test_interim_report_is_refused():
    content = camt053([DUES]).replace(b"BkToCstmrStmt", b"BkToCstmrAcctRpt")
    content = content.replace(b"<Stmt>", b"<Rpt>").replace(b"</Stmt>", b"</Rpt>")
    assert refusal(content) == (
        "The file march.xml is XML of another kind (Document, BkToCstmrAcctRpt). Export the "
        "statement of whole days, camt.053."
    )


def test_several_accounts_are_refused():
    other = OWN.replace(ACCOUNT, "42") + camt_entry(DUES)
    assert refusal(camt_file(OWN + camt_entry(DUES), other)) == (
        f"The file holds several accounts ({ACCOUNT}, 42). Export each account into a file of its "
        "own."
    )


def test_several_currencies_are_refused():
    entry = camt_entry(DUES).replace("CNY", "EUR")
    assert refusal(camt_file(OWN + entry)) == (
        "The file holds several currencies (CNY, EUR). Export each currency into a file of its own."
    )


@pytest.mark.parametrize(
    ("written", "instead", "sentence"),
    [
        (
            ">800.00<",
            ">800.001<",
            "Line 4: “800.001” has more than two decimals. Amounts are never rounded: write it "
            "with two.",
        ),
        (
            ">800.00<",
            ">8e2<",
            "Line 4: “8e2” is no amount. Write it in figures, such as 1234.56.",
        ),
        (
            ">800.00<",
            ">-800.00<",
            "Line 4: “-800.00” is no amount. Write it in figures, such as 1234.56.",
        ),
        (
            "2026-03-15",
            "2026-02-30",
            "Line 4: “2026-02-30” is no date that can be told for certain. Write it like "
            "2026-03-15.",
        ),
        ("BookgDt", "Dt", "Line 4: No date is given. Write one like 2026-03-15."),
    ],
)
def test_entry_that_cannot_be_read_is_refused(written: str, instead: str, sentence: str):
    entry = "\n" + camt_entry(DUES).replace(written, instead)
    assert refusal(camt_file(OWN + entry)) == sentence
