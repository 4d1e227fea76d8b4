"""The pages of files read in: say the columns, look at faults and changes, confirm, take back."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from members.domain.importing import imports
from members.domain.importing.import_subjects import SUBJECTS
from members.enums import ImportState, ImportSubject
from members.models import ClassPeriod, Firm, ImportBatch
from tests.factories.members import make_class, make_code, make_membership
from tests.factories.sheets import csv_lines
from tests.members.test_import_changes import NEW, ROW
from tests.members.test_import_columns import OWN_HEADINGS, OWN_KEYS, OWN_LINE, TAGS
from tests.members.test_imports import csv_of, stage

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _classes():
    make_class()
    make_class("council", rank=3)


def upload(client, content, name="firms.csv", **data):
    file = SimpleUploadedFile(name, content)
    return client.post(
        reverse("members:imports"), {"file": file, **data}, follow=True, headers=ENGLISH
    )


def page(client, name, *args, **query):
    response = client.get(reverse(f"members:{name}", args=args), query, headers=ENGLISH)
    assert response.status_code == 200
    return response.content.decode()


def test_unknown_columns_are_asked_about_with_their_first_cells(client, secretary):
    response = upload(client, csv_lines(OWN_HEADINGS, OWN_LINE))
    batch = ImportBatch.objects.get()
    address = reverse("members:import_columns", args=[batch.pk])
    assert response.redirect_chain[-1][0] == address
    assert OWN_LINE[1] in response.content.decode()
    assert client.get(reverse("members:import", args=[batch.pk])).url == address
    twice = {f"column_{at}": "uscc" for at in range(len(OWN_KEYS))}
    refused = client.post(address, twice, headers=ENGLISH)
    assert (refused.status_code, "Choose one of them" in refused.content.decode()) == (400, True)
    said = {f"column_{at}": key or "-" for at, key in enumerate(OWN_KEYS)}
    shown = client.post(address, said, follow=True, headers=ENGLISH).content.decode()
    assert "Left out, since no column is called so: Boss, Colour." in shown
    assert "No fault was found." in shown
    upload(client, csv_lines(OWN_HEADINGS, OWN_LINE))
    assert ImportBatch.objects.exclude(pk=batch.pk).get().mapping["keys"] == OWN_KEYS


def test_page_shows_only_bad_rows_and_enters_the_good_ones(client, secretary):
    bad = {**NEW, "uscc": make_code(900_002), "member_number": "N2", "class": "golden"}
    response = upload(client, csv_of(NEW, bad))
    assert [(f["row"], f["column"]) for f in response.context["faults"]] == [(3, "class")]
    batch = ImportBatch.objects.get()
    address = reverse("members:import_apply", args=[batch.pk])
    client.post(address)
    assert Firm.objects.count() == 0
    shown = client.post(address, {"only_good": "on"}, follow=True, headers=ENGLISH)
    assert (Firm.objects.get().registration_code, shown.status_code) == (NEW["uscc"], 200)
    assert "Rows with faults, not entered: 1." in shown.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_bad_rows_are_a_file_that_can_be_mended_and_read(client, secretary, kind):
    bad = {**NEW, "class": "golden", "name_en": "=1+1", "Colour": "red"}
    batch = stage(csv_of({**bad, "name_en": "'=1+1"}, {**NEW, "uscc": make_code(900_002)}))
    content = client.get(
        reverse("members:import_faulty", args=[batch.pk, kind]), headers=ENGLISH
    ).content
    told = (
        "member class: No member class is called so. Known are: council, ordinary.",
        "member number: The same member number stands in row 2.",
    )
    if kind == "xlsx":
        lines = [list(r) for r in load_workbook(io.BytesIO(content)).active.values]
        assert [line[-1] for line in lines] == ["What to mend", *told]
        assert "'=1+1" in lines[1]
    mended = stage(content, f"mended.{kind}")
    assert [row["row"] for row in mended.rows] == ["2", "3"]
    assert mended.rows[0]["name_en"] == "=1+1"
    assert mended.mapping["keys"][-1] == ""
    assert [(f["row"], f["code"]) for f in mended.faults] == [
        (2, "class_unknown"),
        (3, "number_repeated"),
    ]


def test_changes_are_shown_old_and_new_and_hold_from_the_day_given(client, secretary):
    membership = make_membership(zh="甲厂", en="Works A", code=ROW["uscc"], number="JD0001")
    upload(client, csv_of({**ROW, "class": "council", "trade": "dealer"}))
    batch = ImportBatch.objects.get()
    response = client.get(reverse("members:import", args=[batch.pk]), headers=ENGLISH)
    assert [
        (cell["label"], cell["old"], cell["new"], cell["dated"])
        for change in response.context["changes"]
        for cell in change["cells"]
    ] == [
        ("trade", "repair shop", "car dealer", False),
        ("member class", "ordinary unit", "council unit", True),
    ]
    address = reverse("members:import_apply", args=[batch.pk])
    client.post(address, {"from_on": "soon"})
    assert Firm.objects.get().trade == "repair"
    client.post(address, {"from_on": "2026-03-01"})
    period = ClassPeriod.objects.get(member_class__key="council")
    assert (period.membership, period.from_on) == (membership, date(2026, 3, 1))


def test_file_is_taken_back_after_a_question(client, secretary):
    batch = imports.apply_import(
        batch=stage(csv_of(NEW)), by=None, at=ImportBatch.objects.get().staged_at
    )
    address = reverse("members:import_roll_back", args=[batch.pk])
    assert address in page(client, "import", batch.pk)
    assert client.get(address).status_code == 200
    assert Firm.objects.count() == 1
    shown = client.post(address, follow=True, headers=ENGLISH)
    batch.refresh_from_db()
    assert (batch.state, Firm.objects.count()) == (ImportState.ROLLED_BACK, 0)
    assert "Taken back on" in shown.content.decode()
    again = client.post(
        reverse("members:import_apply", args=[batch.pk]), follow=True, headers=ENGLISH
    )
    assert "Read it again to enter it again." in again.content.decode()


def test_list_reads_no_rows_of_its_files(client, secretary):
    stage(csv_of(NEW))
    with CaptureQueriesContext(connection) as queries:
        shown = page(client, "imports")
    assert "firms.csv" in shown
    read = [q["sql"] for q in queries if "members_importbatch" in q["sql"]]
    assert not [sql for sql in read if '"faults"' in sql or '"rows",' in sql]


def test_what_a_file_is_about_is_asked_where_there_is_a_choice(client, secretary, monkeypatch):
    monkeypatch.delitem(SUBJECTS, ImportSubject.OPENING)
    monkeypatch.delitem(SUBJECTS, ImportSubject.DELEGATES)
    assert 'type="hidden" name="subject"' in page(client, "imports")
    monkeypatch.setitem(SUBJECTS, ImportSubject.OPENING, TAGS)
    assert "<select" in page(client, "imports")
    upload(client, b"word,why\nred,a\n", subject="opening")
    batch = ImportBatch.objects.get()
    assert (batch.subject, batch.faults) == ("opening", [])
    assert "red" in page(client, "import", batch.pk)
    template = client.get(
        reverse("members:import_template", args=["csv"]), {"subject": "opening"}
    ).content
    assert template.decode("utf-8-sig") == "word,other word,why\r\n"


def test_template_of_an_unknown_subject_is_not_found(client, secretary):
    address = reverse("members:import_template", args=["csv"])
    assert client.get(address, {"subject": "nothing"}).status_code == 404
