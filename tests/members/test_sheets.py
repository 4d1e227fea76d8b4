"""Tables of any program are read as texts; hostile and broken files are refused cheaply."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from members.domain.importing.import_subjects import date_of, day_fault
from members.domain.importing.sheets import MAX_BYTES, harmless, plain, read_table
from members.errors import (
    FileBroken,
    FileEmpty,
    FileLocked,
    FileTooLarge,
    FileUnreadable,
    SheetTooLarge,
)
from tests.factories.sheets import csv_lines, repacked, xls_lines, xlsx_lines

LINES = [["编号", "name"], ["1", "甲厂"]]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(content, name="firms.csv"):
    return read_table(content=content, name=name)


def sheet_with(rows):
    """A workbook whose sheet has these rows of XML."""
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return repacked(xlsx_lines(["a"]), {SHEET: xml.encode()})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_any_encoding_and_with_any_delimiter(encoding, delimiter):
    content = csv_lines(*LINES, encoding=encoding, delimiter=delimiter)
    assert read(content).lines == LINES


@pytest.mark.parametrize("content", [xlsx_lines(*LINES), xls_lines(*LINES)])
def test_workbooks_are_told_by_their_content(content):
    assert read(content, "named-wrongly.csv").lines == LINES


def test_cells_become_texts():
    content = xlsx_lines(
        [17, 17.5, True, date(2021, 12, 17), datetime(2021, 12, 17, 8, 30)],  # noqa: DTZ001 -- cells have no zone
        [914807020000000012, " 甲\u3000 ", "a\tb", "line\r\nline", None],
    )
    assert read(content).lines == [
        ["17", "17.5", "True", "2021-12-17", "2021-12-17"],
        ["9.14807E+17", "甲", "a b", "line\nline", ""],
    ]


@given(st.text(alphabet="=+-@'\"a甲 ", max_size=8))
def test_any_cell_comes_back_as_it_was_written(text):
    kept = text.strip()
    assert plain(harmless(kept)) == kept
    assert not harmless(kept).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", ["=1+1", "+86 355", "-", "@x", "'=1", "''+1", "'quoted'", "="])
def test_harmless_cell_comes_back_as_it_was(text):
    assert plain(harmless(text)) == text


def test_code_that_a_program_kept_as_text_is_read():
    assert read(b'a,b\n"=""00123""",x\n').lines == [["a", "b"], ["00123", "x"]]


def test_cells_without_a_value_are_known():
    table = read(xlsx_lines(["a", "b"], ["=SUM(1)", "#N/A"]))
    assert table.lines == [["a", "b"], ["=SUM(1)", "#N/A"]]
    assert table.odd == {(1, 0): "=SUM(1)", (1, 1): "#N/A"}
    assert read(b"a,b\n=A1,'=kept\n").odd == {(1, 0): "=A1"}


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 " + bytes(range(1, 128)),
        b"PK\x03\x04 but no workbook",
        b"\xff\xfe\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"<html><table><tr><td>member_number</td></tr></table></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing",
        repacked(xlsx_lines(["a"]), {}).replace(b"xl/workbook.xml", b"xl/workbook.bin"),
    ],
)
def test_file_of_another_kind_is_refused(content):
    with pytest.raises(FileUnreadable):
        read(content)


def test_word_file_is_no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(FileUnreadable):
        read(file.getvalue())


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n,,\n", xlsx_lines([None])])
def test_file_without_a_cell_is_empty(content):
    with pytest.raises(FileEmpty):
        read(content)


def test_half_a_workbook_is_refused():
    whole = xlsx_lines(*LINES)
    with pytest.raises(FileUnreadable):
        read(whole[: len(whole) // 2])


def test_half_a_csv_file_is_refused_with_its_line():
    with pytest.raises(FileBroken) as refused:
        read(b'a,b\n1,"2\n')
    assert refused.value.context == {"name": "firms.csv", "row": 2}
    whole = csv_lines(["编号", "名称"], ["1", "甲厂"], ["2", "乙厂"])
    with pytest.raises(FileBroken) as refused:
        read(whole[: whole.rindex("厂".encode()) + 1])
    assert refused.value.context == {"name": "firms.csv", "row": 3}


def test_last_line_with_too_few_cells_is_cut():
    assert read(b"a,b,c\n1,2,3\n1,2").cut
    assert not read(b"a,b,c\n1,2,3\n1,2\n").cut
    assert not read(b"a,b,c\n1,2,3").cut


def test_too_many_bytes_or_rows_are_refused():
    with pytest.raises(FileTooLarge):
        read(b"x" * (MAX_BYTES + 1))
    with pytest.raises(FileTooLarge):
        read(b"a,b\n" * 20_022)


def test_locked_workbooks_are_told():
    with pytest.raises(FileLocked):
        read(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='ALL1048576'><v>1</v></c></row>",
        '<row><c r="XFD1"><v>1</v></c></row>' + "<row><c><v>1</v></c></row>" * 2_000,
        "<row>" + "<c><v>1</v></c>" * 2_000 + "</row>" + "<row><c><v>1</v></c></row>" * 2_000,
    ],
)
def test_sheet_that_reaches_far_is_refused_before_it_is_opened(rows):
    with pytest.raises(SheetTooLarge):
        read(sheet_with(rows))


def test_sheet_that_unpacks_to_much_is_refused_before_it_is_opened():
    content = repacked(xlsx_lines(["a"]), {"xl/media/picture.bin": bytes(121_000_000)})
    assert len(content) < MAX_BYTES
    with pytest.raises(SheetTooLarge):
        read(content)


def test_one_long_text_shown_often_is_refused_before_it_is_opened():
    cells = "".join(f'<row><c t="s"><v>{0}</v></c></row>' for _row in range(5_000))
    text = "x" * 30_000
    strings = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'.encode()
    book = repacked(sheet_with(cells), {"xl/sharedStrings.xml": strings})
    with pytest.raises(SheetTooLarge):
        read(book)


def test_formatted_rows_below_the_last_are_no_bomb():
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.cell(row=9_000, column=2).number_format = "@"
    file = io.BytesIO()
    book.save(file)
    assert [line for line in read(file.getvalue()).lines if any(line)] == [["a", "b"]]


@pytest.mark.parametrize(
    "text",
    [
        "2021-12-17",
        "2021/12/17",
        "2021.12.17",
        "2021年12月17日",
        "２０２１－１２－１７",
        "20211217",
        "17.12.2021",
        "2021-12-17 00:00:00",
    ],
)
def test_day_is_read_however_it_is_written(text):
    assert (date_of(text), day_fault(text)) == (date(2021, 12, 17), "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("31.02.2021", "date_invalid"),
        ("2021-02-31", "date_invalid"),
        ("12/17/21", "date_invalid"),
        ("20211399", "date_invalid"),
        ("44547", "date_as_number"),
        ("soon", "date_invalid"),
    ],
)
def test_what_is_no_day_is_told(text, fault):
    assert (date_of(text), day_fault(text)) == (None, fault)
