"""Register files: read, checked cell by cell, entered whole or not at all."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import translation
from openpyxl import Workbook

from members.domain import standing
from members.domain.importing import import_subjects, imports
from members.domain.importing.import_firms import FIRMS
from members.domain.represent import voting_representative
from members.enums import ImportState
from members.errors import (
    ColumnsMissing,
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    ImportApplied,
    ImportDiscarded,
    ImportHasFaults,
)
from members.models import Firm, ImportBatch, Membership, Person, Standing
from records.models import LogEntry
from tests.factories.members import AT, make_class, make_code, make_membership, make_person

pytestmark = pytest.mark.django_db

EXAMPLE = Path(__file__).resolve().parents[2] / "desk" / "example" / "firms.csv"
GOOD = {
    "member_number": "JD0001",
    "name_zh": "晋东市岳峰汽车集团有限公司",
    "name_en": "Jindong Yuefeng Automobile Group",
    "uscc": make_code(1),
    "trade": "dealer",
    "class": "ordinary",
    "joined_on": "2011-12-16",
    "representative_zh": "武国栋",
    "email": "wu@yuefeng.example",
}
SUSPENDED = {
    "status": "suspended",
    "status_from": "2026-04-17",
    "status_reason_zh": "整改",
    "status_reason_en": "Correction",
}


@pytest.fixture(autouse=True)
def _ordinary_class():
    make_class()


def csv_of(*rows, encoding="utf-8", delimiter=","):
    headings = list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(headings, *lines):
    book = Workbook()
    book.active.append(headings)
    for line in lines:
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def stage(content, name="firms.csv"):
    return imports.stage_import(content=content, name=name, by=None, at=AT)


def faults_of(*rows):
    batch = stage(csv_of(*rows))
    with translation.override("en"):
        return [
            (f["row"], f["column"], f["code"], import_subjects.describe(FIRMS, f))
            for f in batch.faults
        ]


def test_stage_import_enters_nothing():
    batch = stage(csv_of(GOOD))
    assert (batch.faults, batch.state, Firm.objects.count()) == ([], ImportState.STAGED, 0)
    assert batch.rows[0] == {"row": "2", **GOOD}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_stage_import_reads_csv_of_any_sheet_program(encoding, delimiter):
    batch = stage(csv_of(GOOD, encoding=encoding, delimiter=delimiter))
    assert (batch.rows, batch.faults) == ([{"row": "2", **GOOD}], [])


def test_stage_import_reads_xlsx_with_dates_numbers_and_labels():
    headings = ["Member number", "Name (Chinese)", "Unified social credit code", "Trade"]
    content = xlsx_of(
        [*headings, "Member class", "Joined on"],
        [17, "甲厂", make_code(1), "Repair shop", "ordinary unit", datetime(2011, 12, 16)],  # noqa: DTZ001 -- cells have no zone
        [None] * 6,
        ["18", "乙厂", make_code(2), "repair", "会员单位", "2011年12月16日"],
    )
    batch = stage(content, "firms.xlsx")
    assert batch.faults == []
    assert [(row["row"], row["member_number"], row["joined_on"]) for row in batch.rows] == [
        ("2", "17", "2011-12-16"),
        ("4", "18", "2011年12月16日"),
    ]
    imports.apply_import(batch=batch, by=None, at=AT)
    assert set(Membership.objects.values_list("number", "joined_on", "firm__trade")) == {
        ("17", date(2011, 12, 16), "repair"),
        ("18", date(2011, 12, 16), "repair"),
    }


def test_stage_import_code_kept_as_a_number_is_told():
    batch = stage(
        xlsx_of(
            ["member_number", "name_zh", "uscc", "trade", "class", "joined_on"],
            ["1", "甲厂", 914807020000000012, "repair", "ordinary", "2011-12-16"],
        ),
        "firms.xlsx",
    )
    assert [(f["column"], f["code"]) for f in batch.faults] == [("uscc", "code_as_number")]


@pytest.mark.parametrize(
    ("change", "column", "code", "sentence"),
    [
        ({"name_zh": ""}, "name_zh", "missing", "The cell is empty and must be filled in."),
        (
            {"uscc": "91350100M000100Y44"},
            "uscc",
            "code_invalid",
            "This is not a unified social credit code: its check character does not match; one "
            "character is mistyped.",
        ),
        (
            {"class": "golden"},
            "class",
            "class_unknown",
            "No member class is called so. Known are: ordinary.",
        ),
        (
            {"trade": "bakery"},
            "trade",
            "trade_unknown",
            "No trade is called so. Known are: dealer, repair, used_cars, parts, insurance, "
            "inspection, rental, finance, school, other.",
        ),
        (
            {"status": "asleep"},
            "status",
            "status_unknown",
            "No standing is called so. Known are: active, suspended, resigned, lost, expelled.",
        ),
        (
            {"joined_on": "2021-02-30"},
            "joined_on",
            "date_invalid",
            "This is not a date. Write it as 2021-12-17.",
        ),
        (
            {**SUSPENDED, "status_from": ""},
            "status_from",
            "status_day_missing",
            "Say from which day the firm is no longer active.",
        ),
        (
            {**SUSPENDED, "status_from": "2010-01-01"},
            "status_from",
            "status_before_joining",
            "The standing begins before the firm joined.",
        ),
        (
            {"status": "suspended", "status_from": "2026-04-17"},
            "status_reason_zh",
            "status_reason_missing",
            "Say why the firm is not active; the roll quotes it.",
        ),
        ({"email": "wu@"}, "email", "email_invalid", "This is not an e-mail address."),
        (
            {"representative_zh": ""},
            "representative_zh",
            "representative_missing",
            "An address is given, but not whose it is.",
        ),
        (
            {"size": "x" * 21},
            "size",
            "too_long",
            "The text is too long: at most 20 characters.",
        ),
    ],
)
def test_stage_import_names_each_bad_cell(change, column, code, sentence):
    assert faults_of({**GOOD, **change}) == [(2, column, code, sentence)]


def test_stage_import_names_what_repeats_within_the_file():
    other = {**GOOD, "representative_zh": "武国梁"}
    assert faults_of(GOOD, other) == [
        (3, "member_number", "number_repeated", "The same member number stands in row 2."),
        (3, "uscc", "code_repeated", "The same code stands in row 2."),
        (
            3,
            "email",
            "email_of_another",
            "The address belongs to 武国栋. Each person needs their own.",
        ),
    ]


def test_stage_import_names_what_the_register_holds_already():
    make_membership(zh="甲厂", code=make_code(2), number=GOOD["member_number"])
    make_person(zh="丁一", email="WU@yuefeng.example")
    assert faults_of(GOOD) == [
        (
            2,
            "member_number",
            "number_known",
            "The member number belongs to 甲厂, which is in the register already.",
        ),
        (
            2,
            "email",
            "email_of_another",
            "The address belongs to 丁一. Each person needs their own.",
        ),
    ]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (csv_of(GOOD).splitlines()[0], FileEmpty),
        (b"PK\x03\x04 but no workbook", FileUnreadable),
        (b"\xff\xfe\x00", FileUnreadable),
        (b"member_number,name_zh\n1,x\n", ColumnsMissing),
        (b"x" * (10 * 1024 * 1024 + 1), FileTooLarge),
    ],
)
def test_stage_import_refuses_what_is_no_register_file(content, refusal):
    with pytest.raises(refusal):
        stage(content)
    assert ImportBatch.objects.count() == 0


def test_apply_import_twice_enters_once():
    batch = stage(csv_of(GOOD, {**GOOD, **SUSPENDED, "member_number": "2", "uscc": make_code(2)}))
    for _twice in range(2):
        applied = imports.apply_import(batch=batch, by=None, at=AT)
    assert (applied.state, applied.applied_at) == (ImportState.APPLIED, AT)
    assert list(Person.objects.values_list("email", flat=True)) == ["wu@yuefeng.example"]
    assert list(
        Standing.objects.order_by("membership__number", "from_on").values_list(
            "membership__number", "status", "from_on", "until_on"
        )
    ) == [
        ("2", "active", date(2011, 12, 16), date(2026, 4, 17)),
        ("2", "suspended", date(2026, 4, 17), None),
        ("JD0001", "active", date(2011, 12, 16), None),
    ]
    assert list(LogEntry.objects.values_list("event", flat=True)) == ["import_applied"]
    second = Membership.objects.get(number="2")
    assert standing.standing_on(second, date(2026, 12, 18)).reason == {
        "zh": "整改",
        "en": "Correction",
    }


def test_apply_import_with_faults_enters_nothing():
    batch = stage(csv_of(GOOD, {**GOOD, "member_number": "2", "uscc": "no code"}))
    with pytest.raises(ImportHasFaults):
        imports.apply_import(batch=batch, by=None, at=AT)
    assert Firm.objects.count() == 0


def test_apply_import_checks_again_what_has_changed_since():
    batch = stage(csv_of(GOOD))
    make_membership(code=GOOD["uscc"], number="JD0009", joined_on=date(2011, 12, 16))
    with pytest.raises(ImportHasFaults):
        imports.apply_import(batch=batch, by=None, at=AT)
    batch.refresh_from_db()
    assert [fault["code"] for fault in batch.faults] == ["number_differs"]
    assert (batch.state, Firm.objects.count()) == (ImportState.STAGED, 1)


def test_discarded_import_stays_discarded():
    batch = stage(csv_of(GOOD))
    imports.discard_import(batch=batch, by=None, at=AT)
    with pytest.raises(ImportDiscarded):
        imports.apply_import(batch=batch, by=None, at=AT)
    assert Firm.objects.count() == 0


def test_applied_import_cannot_be_discarded():
    batch = stage(csv_of(GOOD))
    imports.apply_import(batch=batch, by=None, at=AT)
    with pytest.raises(ImportApplied):
        imports.discard_import(batch=batch, by=None, at=AT)


def test_example_register_is_imported_whole():
    for rank, key in enumerate(["president", "vice_president", "council"], start=1):
        make_class(key, rank=rank)
    content = EXAMPLE.read_bytes()
    batch = stage(content)
    assert batch.faults == []
    imports.apply_import(batch=batch, by=None, at=datetime(2026, 11, 1, tzinfo=UTC))
    lines = content.decode().splitlines()[1:]
    assert Firm.objects.count() == len(lines)
    first = Firm.objects.get(membership__number="JD0001")
    assert (first.district.zh, first.district.en) == ("望岳区", "Wangyue District")
    assert voting_representative(first, date(2026, 12, 18)).person.name.zh == "武国栋"
