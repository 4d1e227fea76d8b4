"""Which column is which: found by its heading, said by a person, remembered."""

import pytest
from django.utils import translation

from members.domain.importing import imports
from members.domain.importing.import_subjects import SUBJECTS, Column, Subject, add_fault, describe
from members.enums import ImportState, ImportSubject
from members.errors import (
    ColumnsMissing,
    ColumnsUnsaid,
    ColumnTwice,
    FileEmpty,
    ImportApplied,
    ImportDiscarded,
)
from members.models import ColumnMapping, Firm, ImportBatch, Tag
from tests.factories.members import AT, make_class, make_code
from tests.factories.sheets import csv_lines, xlsx_lines
from tests.members.test_imports import GOOD, csv_of, stage

pytestmark = pytest.mark.django_db

OWN_HEADINGS = ["No", "Company", "Licence", "Line", "Kind", "Since", "Boss", "Colour"]
OWN_LINE = ["JD0001", "甲厂", make_code(1), "repair", "ordinary", "2011-12-16", "丁一", "red"]
OWN_KEYS = ["member_number", "name_zh", "uscc", "trade", "class", "joined_on", "", ""]


@pytest.fixture(autouse=True)
def _ordinary_class():
    make_class()


def say(batch, keys):
    return imports.say_columns(batch=batch, keys=keys, by=None, at=AT)


def test_headings_are_found_below_titles():
    lines = [["晋东市汽车行业协会会员名册"], [], ["2026年12月", "", "秘书处"], *_lines(GOOD)]
    batch = stage(xlsx_lines(*lines), "firms.xlsx")
    assert (batch.faults, batch.mapping["line"]) == ([], 3)
    assert batch.rows == [{"row": "5", **GOOD}]


def test_headings_are_not_looked_for_below_the_twentieth_line():
    with pytest.raises(ColumnsMissing):
        stage(csv_lines(*[["x"]] * 20, *_lines(GOOD)))


def _lines(*rows):
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def test_headings_of_other_registers_are_understood():
    headings = [
        "会员编号",
        "＊单位名称",
        "统一社会信用 代码",
        "业态",
        "会员级别",
        "入会时间",
        "备注",
    ]
    batch = stage(csv_lines(headings, [*OWN_LINE[:6], "x"]))
    assert batch.mapping["keys"] == [
        "member_number",
        "name_zh",
        "uscc",
        "trade",
        "class",
        "joined_on",
        "",
    ]


def test_unknown_headings_wait_for_a_person():
    batch = stage(csv_lines(OWN_HEADINGS, OWN_LINE))
    assert (batch.rows, batch.mapping) == (
        [],
        {"line": 0, "headings": OWN_HEADINGS, "keys": []},
    )
    with pytest.raises(ColumnsUnsaid):
        imports.apply_import(batch=batch, by=None, at=AT)
    said = say(batch, OWN_KEYS)
    assert said.rows == [
        {"row": "2", **{key: OWN_LINE[at] for at, key in enumerate(OWN_KEYS) if key}}
    ]
    assert (said.faults, said.effects["counts"]["new"]) == ([], 1)


def test_columns_said_once_are_not_asked_again():
    for _twice in range(2):
        say(stage(csv_lines(OWN_HEADINGS, OWN_LINE)), OWN_KEYS)
    assert ColumnMapping.objects.count() == 1
    wide = [heading.replace("N", "Ｎ").lower() for heading in OWN_HEADINGS]
    again = stage(xlsx_lines(["A title"], wide, OWN_LINE), "firms.xlsx")
    assert (again.mapping["line"], again.mapping["keys"]) == (1, OWN_KEYS)
    assert len(again.rows) == 1


def test_columns_may_be_said_anew_while_nothing_is_entered():
    batch = stage(csv_of({**GOOD, "Colour": "red"}))
    keys = batch.mapping["keys"]
    assert keys[-1] == ""
    assert say(batch, [*keys[:-1], "tags"]).rows[0]["tags"] == "red"
    assert stage(csv_of({**GOOD, "Colour": "blue"})).rows[0]["tags"] == "blue"


@pytest.mark.parametrize(
    ("keys", "refusal"),
    [
        ([*OWN_KEYS[:6], "uscc", ""], ColumnTwice),
        ([*OWN_KEYS[:5], "", "", ""], ColumnsMissing),
        ([""] * 8, ColumnsMissing),
    ],
)
def test_columns_that_cannot_be_are_refused(keys, refusal):
    batch = stage(csv_lines(OWN_HEADINGS, OWN_LINE))
    with pytest.raises(refusal):
        say(batch, keys)
    assert ColumnMapping.objects.count() == 0


def test_columns_of_a_closed_file_are_said_no_more():
    batch = stage(csv_of(GOOD))
    keys = [*batch.mapping["keys"]]
    imports.apply_import(batch=batch, by=None, at=AT)
    with pytest.raises(ImportApplied):
        say(batch, keys)
    other = stage(csv_lines(OWN_HEADINGS, OWN_LINE))
    imports.discard_import(batch=other, by=None, at=AT)
    with pytest.raises(ImportDiscarded):
        say(other, OWN_KEYS)


def test_file_with_too_few_columns_is_refused_at_once():
    with pytest.raises(ColumnsMissing):
        stage(b"a,b,c\n1,2,3\n")
    with pytest.raises(FileEmpty):
        stage(csv_lines(list(GOOD)))
    assert ImportBatch.objects.count() == 0


# Another app's files: tags with what they are for, kept as tags.
def _check_tags(rows, day, findings):
    for row in rows:
        if row.get("word") == "forbidden":
            add_fault(findings, row, "word", "forbidden", {"day": day.isoformat()})
    findings.new += len(rows) - len(findings.bad_rows)


def _apply_tags(work):
    names = [row.get("word") or row["other"] for row in work.rows]
    Tag.objects.bulk_create(Tag(name=name) for name in names)
    return {"tags": names}


def _roll_back_tags(batch, by, at):
    Tag.objects.filter(name__in=batch.effects["done"]["tags"]).delete()


TAGS = Subject(
    key=ImportSubject.OPENING,
    label="tags",
    columns=(Column("word", "word"), Column("other", "other word"), Column("why", "why", True)),
    either=(("word", "other"),),
    check=_check_tags,
    apply=_apply_tags,
    roll_back=_roll_back_tags,
    shown=("word", "why"),
    sentences={"forbidden": "Not since %(day)s."},
)


@pytest.fixture
def _tags(monkeypatch):
    monkeypatch.setitem(SUBJECTS, ImportSubject.OPENING, TAGS)


def stage_tags(content):
    return imports.stage_import(
        content=content, name="tags.csv", subject=ImportSubject.OPENING, by=None, at=AT
    )


@pytest.mark.usefixtures("_tags")
def test_another_subject_is_staged_mended_applied_and_taken_back():
    batch = stage_tags(b"word,other,why\nred,,a\n,blue,b\n,,c\nforbidden,,d\n")
    with translation.override("en"):
        faults = [(f["row"], f["column"], describe(TAGS, f)) for f in batch.faults]
    assert faults == [
        (4, "word", "The cell is empty and must be filled in."),
        (5, "word", "Not since 2026-12-18."),
    ]
    imports.apply_import(batch=batch, only_good=True, by=None, at=AT)
    assert list(Tag.objects.values_list("name", flat=True)) == ["blue", "red"]
    batch = imports.roll_back_import(batch=batch, by=None, at=AT)
    assert (batch.state, Tag.objects.count()) == (ImportState.ROLLED_BACK, 0)


@pytest.mark.usefixtures("_tags")
def test_mapping_belongs_to_its_subject():
    batch = say(stage_tags(b"x,y\nred,a\n"), ["word", "why"])
    assert (batch.subject, batch.rows) == (
        "opening",
        [{"row": "2", "word": "red", "why": "a"}],
    )
    with pytest.raises(ColumnsMissing):
        stage(b"x,y\nred,a\n")
    assert Firm.objects.count() == 0
