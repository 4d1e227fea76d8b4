"""Lists of the register: fixed in queries, searched in both languages, exported harmlessly."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from members.domain import listing
from members.domain.importing import imports
from members.enums import Role
from members.models import Mandate, Term
from records.fields import Translated
from tests.factories.members import (
    AT,
    make_class,
    make_code,
    make_firm,
    make_membership,
    make_person,
    make_representative,
    make_term,
    make_user,
)
from tests.members.test_imports import GOOD, csv_of
from tests.members.test_register import suspend

pytestmark = pytest.mark.django_db

LISTS = ["firms", "persons", "bodies", "imports", "accounts"]


@pytest.mark.parametrize("name", LISTS)
def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, secretary, name):
    def add_row():
        representative = make_representative()
        make_user(Role.AUDITOR, person=representative.person)
        term = Term.objects.first() or make_term()
        Mandate.objects.create(
            term=term,
            person=representative.person,
            firm=representative.firm,
            office="council_member",
            from_on=date(2021, 12, 17),
            recorded_at=AT,
        )
        imports.stage_import(content=csv_of(GOOD), name="firms.csv", by=None, at=AT)

    url = reverse(f"members:{name}")
    add_row()
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    add_row()
    add_row()
    with CaptureQueriesContext(connection) as three:
        assert client.get(url).status_code == 200
    assert len(three) == len(one)


def names_listed(client, **query):
    response = client.get(reverse("members:firms"), query)
    return [row.record.name.zh for row in response.context["table"].rows]


@pytest.mark.parametrize(
    "text", ["岳峰", "yuefeng", "JD0007", make_code(7)[3:], "武国", "wu guodong"]
)
def test_firms_are_found_in_both_languages(client, secretary, text):
    firm = make_firm(zh="晋东市岳峰汽车", en="Jindong Yuefeng", code=make_code(7), number="JD0007")
    make_representative(firm=firm, person=make_person(zh="武国栋", en="Wu Guodong"))
    make_representative(firm=make_firm(zh="乙厂", en="Works B"))
    assert names_listed(client, search=text) == ["晋东市岳峰汽车"]


def test_firms_are_narrowed_by_class_trade_district_and_standing(client, secretary):
    council = make_class("council", rank=3)
    place = Translated(zh="望岳区", en="Wangyue")
    make_membership(zh="甲", trade="dealer", district=place, member_class=council)
    suspend(make_membership(zh="乙", trade="repair"))
    assert names_listed(client, member_class=council.pk) == ["甲"]
    assert names_listed(client, trade="repair") == ["乙"]
    assert names_listed(client, district="望岳区") == ["甲"]
    assert names_listed(client, status="suspended") == ["乙"]
    assert names_listed(client, status="active") == ["甲"]


def test_each_figure_opens_a_list_of_that_length(client, secretary):
    make_membership(member_class=make_class("council", rank=3))
    suspend(make_membership())
    make_membership()
    figures = listing.figures_on(timezone.localdate())
    assert [figure.number for figure in figures] == [3, 2, 1, 1, 1]
    for figure in figures:
        query = dict(pair.split("=") for pair in figure.query.split("&") if pair)
        assert len(names_listed(client, **query)) == figure.number


def test_firms_export_is_what_the_list_shows_and_can_be_imported(client, secretary):
    firm = make_firm(zh="甲厂", en="Works A", code=make_code(1), number="JD0001")
    make_representative(firm=firm, person=make_person(zh="丁一", en="Ding Yi", email="d@a.example"))
    suspend(make_membership(zh="乙厂", code=make_code(2), number="JD0002"))
    url = reverse("members:firms_export", args=["csv"])
    assert client.get(url, {"search": "乙厂"}).content.decode("utf-8-sig").count("\r\n") == 2
    content = client.get(url).content
    sheet = load_workbook(
        io.BytesIO(client.get(reverse("members:firms_export", args=["xlsx"])).content)
    ).active
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["甲厂", "乙厂"]
    batch = imports.stage_import(content=content, name="firms.csv", by=None, at=AT)
    assert (batch.faults, batch.effects["changes"]) == ([], [])
    assert batch.rows[1]["status_reason_en"] == "Correction overdue"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("evil", ['=HYPERLINK("//x")', "+1", "-1", "@SUM(1)"])
def test_export_writes_no_formula(client, secretary, kind, evil):
    make_firm(zh=evil)
    content = client.get(reverse("members:firms_export", args=[kind])).content
    if kind == "csv":
        assert content.decode("utf-8-sig").splitlines()[1].split(",")[1].lstrip('"')[0] == "'"
    else:
        cell = load_workbook(io.BytesIO(content)).active["B2"]
        assert (cell.value, cell.data_type) == (f"'{evil}", "s")


def test_export_of_another_kind_is_not_found(client, secretary):
    assert client.get(reverse("members:firms_export", args=["pdf"])).status_code == 404


@pytest.mark.parametrize(("sort", "numbers"), [("", ["A2", "A1", "A3"]), ("-", ["A3", "A1", "A2"])])
def test_firms_are_sorted_by_the_rank_of_their_class(client, secretary, sort, numbers):
    for number, key, rank in (("A1", "council", 3), ("A2", "president", 1), ("A3", "ordinary", 4)):
        make_membership(number=number, member_class=make_class(key, rank=rank))

    page = client.get(reverse("members:firms"), {"sort": f"{sort}class_name"})

    assert [row.record.number for row in page.context["table"].rows] == numbers
