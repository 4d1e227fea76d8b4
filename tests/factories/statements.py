"""Bank statements as files, in each format, of the same movements."""

from __future__ import annotations

import csv
import struct
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl import Workbook

ACCOUNT = "6222000011112222333"
OPENING = Decimal("1000.00")
FROM_ON = date(2026, 3, 1)


class Line(NamedTuple):
    booked_on: date
    amount: Decimal
    payer: str = "晋东市岳峰汽车集团有限公司"
    payer_account: str = "11012345678901"
    text: str = "2026年会费"
    bank_reference: str = ""


def make_lines(count: int, *, per_day: int = 40) -> list[Line]:
    """Movements in the order of their days; every tenth goes out."""
    return [
        Line(
            FROM_ON + timedelta(days=number // per_day),
            Decimal(f"-{number % 97}.50") if number % 10 == 9 else Decimal(f"{800 + number}.25"),
            f"晋东市第{number}汽车销售有限公司",
            f"1101{number:010}",
            f"2026年会费 RF18 HY{number:06}",
            f"2026{number:08}",
        )
        for number in range(count)
    ]


def closing(lines: Sequence[Line], opening: Decimal = OPENING) -> Decimal:
    return sum((line.amount for line in lines), opening)


def camt053(
    lines: Sequence[Line], *, version: str = "001.08", opening: Decimal = OPENING, iban: str = ""
) -> bytes:
    """One statement, an entry a line."""
    account = f"<IBAN>{iban}</IBAN>" if iban else f"<Othr><Id>{ACCOUNT}</Id></Othr>"
    entries = "".join(camt_entry(line, version=version) for line in lines)
    return camt_file(
        f"<Acct><Id>{account}</Id><Ccy>CNY</Ccy></Acct>"
        + camt_balance("OPBD", opening)
        + camt_balance("CLBD", closing(lines, opening))
        + entries,
        version=version,
    )


def camt_file(*statements: str, version: str = "001.08") -> bytes:
    """``statements`` is what stands in each Stmt."""
    inside = "".join(f"<Stmt><Id>S{n}</Id>{text}</Stmt>" for n, text in enumerate(statements, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M1</MsgId></GrpHdr>\n{inside}</BkToCstmrStmt></Document>\n"
    ).encode()


def camt_balance(code: str, amount: Decimal) -> str:
    way = "DBIT" if amount < 0 else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="CNY">{abs(amount)}</Amt><CdtDbtInd>{way}</CdtDbtInd></Bal>\n'
    )


def camt_entry(line: Line, *, version: str = "001.08", inside: str = "", details: str = "") -> str:
    """``inside`` stands in the entry, ``details`` for the NtryDtls that are made of the line."""
    way = "DBIT" if line.amount < 0 else "CRDT"
    status = "<Sts><Cd>BOOK</Cd></Sts>" if version >= "001.08" else "<Sts>BOOK</Sts>"
    name = f"<Nm>{escape(line.payer)}</Nm>"
    party = f"<Pty>{name}</Pty>" if version >= "001.08" else name
    side = "Cdtr" if line.amount < 0 else "Dbtr"
    details = details or (
        f"<NtryDtls><TxDtls><RltdPties><{side}>{party}</{side}><{side}Acct><Id><Othr><Id>"
        f"{line.payer_account}</Id></Othr></Id></{side}Acct></RltdPties>"
        f"<RmtInf><Ustrd>{escape(line.text)}</Ustrd></RmtInf></TxDtls></NtryDtls>"
    )
    return (
        f'<Ntry><Amt Ccy="CNY">{abs(line.amount)}</Amt><CdtDbtInd>{way}</CdtDbtInd>{inside}'
        f"{status}<BookgDt><Dt>{line.booked_on}</Dt></BookgDt>"
        f"<AcctSvcrRef>{line.bank_reference}</AcctSvcrRef>{details}</Ntry>\n"
    )


def mt940(
    lines: Sequence[Line], *, opening: Decimal = OPENING, currency: str = "CNY", closed: str = "62F"
) -> bytes:
    """One message, with fields as ?20 in :86:."""
    rows = [":20:STMT1", f":25:{ACCOUNT}", ":28C:00001/001", _balance("60F", opening, currency)]
    for line in lines:
        way = "D" if line.amount < 0 else "C"
        rows.append(
            f":61:{line.booked_on:%y%m%d%m%d}{way}{_comma(line.amount)}NTRFNONREF"
            f"//{line.bank_reference}"
        )
        rows.append(f":86:166?00TRANSFER?20{line.text}?31{line.payer_account}?32{line.payer}")
    rows += [_balance(closed, closing(lines, opening), currency), "-"]
    return "\r\n".join([*rows, ""]).encode()


def _balance(tag: str, amount: Decimal, currency: str) -> str:
    way = "D" if amount < 0 else "C"
    return f":{tag}:{way}260301{currency}{_comma(amount)}"


def _comma(amount: Decimal) -> str:
    return f"{abs(amount)}".replace(".", ",")


HEADINGS_A = [
    "交易日期",
    "收入金额",
    "支出金额",
    "账户余额",
    "对方户名",
    "对方账号",
    "摘要",
    "交易流水号",
]


def rows_a(lines: Sequence[Line], *, opening: Decimal = OPENING) -> list[list[str]]:
    """Rows of the layout A below its headings."""
    rows, balance = [], opening
    for line in lines:
        balance += line.amount
        came_in = f"{line.amount:,.2f}" if line.amount > 0 else ""
        went_out = f"{-line.amount:,.2f}" if line.amount < 0 else ""
        rows.append(
            [
                line.booked_on.isoformat(),
                came_in,
                went_out,
                f"{balance:,.2f}",
                line.payer,
                line.payer_account,
                line.text,
                line.bank_reference,
            ]
        )
    return rows


def csv_layout_a(
    lines: Sequence[Line], encoding: str = "gb18030", *, opening: Decimal = OPENING
) -> bytes:
    """With account and opening balance above the headings, and a row of totals at the end."""
    came_in = sum((line.amount for line in lines if line.amount > 0), Decimal(0))
    went_out = sum((-line.amount for line in lines if line.amount < 0), Decimal(0))
    above = [["账号：" + ACCOUNT, "币种：人民币"], ["期初余额", f"{opening:,.2f}"], []]
    totals = ["合计", f"{came_in:,.2f}", f"{went_out:,.2f}", "", "", "", "", ""]
    return csv_of([*above, HEADINGS_A, *rows_a(lines, opening=opening), totals], encoding)


def csv_of(
    rows: Sequence[Sequence[str]], encoding: str = "utf-8", *, delimiter: str = ","
) -> bytes:
    written = StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


def xlsx(lines: Sequence[Line], *, opening: Decimal = OPENING) -> bytes:
    """The layout A with days and amounts as cells of their kinds."""
    rows: list[list[object]] = [[f"账号：{ACCOUNT}"], list(HEADINGS_A)]
    for line, row in zip(lines, rows_a(lines, opening=opening), strict=True):
        came_in, went_out = max(line.amount, 0) or None, max(-line.amount, 0) or None
        balance = Decimal(row[3].replace(",", ""))
        rows.append([line.booked_on, came_in, went_out, balance, *row[4:]])
    return xlsx_of(rows)


def xlsx_of(rows: Sequence[Sequence[object]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def xls_of(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook of Excel 97: its stream of records in a compound file."""
    return _compound(_biff(rows))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _biff(rows: Sequence[Sequence[str | float]]) -> bytes:
    cells = b""
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                cells += _record(0x0204, struct.pack("<HHH", y, x, 0) + text)
            else:
                cells += _record(0x0203, struct.pack("<HHHd", y, x, 0, cell))
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
    sheet += _record(0x0200, size) + cells + _record(0x000A, b"")
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6))
    head += _record(0x0042, struct.pack("<H", 1200))
    head += _record(0x00E0, bytes(20))
    name = struct.pack("<BB", 5, 0) + b"Sheet"
    start = len(head) + 4 + 6 + len(name) + 4
    head += _record(0x0085, struct.pack("<IBB", start, 0, 0) + name) + _record(0x000A, b"")
    return head + sheet


def _compound(stream: bytes) -> bytes:
    """One stream in sectors of 512 bytes: the allocation table first, then its directory, then
    the stream, padded to where small streams would go elsewhere."""
    size = max(len(stream), 4096)
    sectors = -(-size // 512)
    stream = stream.ljust(sectors * 512, b"\0")
    tables = -(-(sectors + 1) // 127)
    links = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    links += [tables + 2 + n for n in range(sectors - 1)] + [0xFFFFFFFE]
    links += [0xFFFFFFFF] * (tables * 128 - len(links))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        tables,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
        0,
    )
    header = header[: 512 - 109 * 4]
    header += struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    root = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    book = _entry("Workbook", 2, 0xFFFFFFFF, tables + 1, size)
    directory = root + book + _entry("", 0, 0xFFFFFFFF, 0, 0) * 2
    return header + struct.pack(f"<{len(links)}I", *links) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    none = 0xFFFFFFFF
    entry = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, none, none, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)
