"""What is exported is read back as it was: into the same register, and into an empty one."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from members import exports
from members.domain import register, represent
from members.domain.firms import merging, tagging
from members.domain.firms.contacts import ContactFacts, add_contact
from members.domain.importing import imports
from members.domain.importing.register_file import COLUMNS
from members.models import (
    ClassPeriod,
    Contact,
    Firm,
    Membership,
    Merge,
    Person,
    Representative,
    Standing,
    Tag,
)
from records.fields import Translated
from tests.factories.members import (
    AT,
    make_class,
    make_code,
    make_membership,
    make_person,
    make_representative,
    suspend,
)
from tests.members.test_imports import EXAMPLE, stage

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 18)


@pytest.fixture
def _register():
    """Firms with one of everything that a file can hold, and texts that are not easily kept."""
    make_class("council", rank=3)
    full = make_membership(zh="甲厂", en="Works A", code=make_code(1), number="JD0001")
    facts = register.FirmFacts(
        name=Translated(zh="=甲厂", en="'+Works A"),
        registration_code=make_code(1),
        trade="parts",
        size="small",
        district=Translated(zh="望岳区", en="Wangyue"),
        address="晋东市钟楼西街48号",
        legal_representative="武国栋",
        postal_address="晋东市 100号信箱",
        phone="+86 355 123",
        email="office@a.example",
        website="https://a.example/?a=1,2;3",
    )
    register.edit_firm(firm=full.firm, facts_of_firm=facts, by=None, at=AT)
    person = make_person(zh="丁一", en="Ding Yi", email="ding@a.example")
    make_representative(firm=full.firm, person=person, from_on=date(2023, 5, 1))
    for name in ("新车", "老会员"):
        tagging.tag_firms(firms=[full.firm], name=name, by=None, at=AT)
    contact = ContactFacts(purpose="dues", name="王芳", email="w@a.example", phone="-1")
    add_contact(firm=full.firm, facts=contact, by=None, at=AT)
    council = make_class("council")
    register.change_class(
        membership=full,
        member_class=council,
        from_on=date(2024, 1, 1),
        reason="",
        source="",
        by=None,
        at=AT,
    )
    bare = make_membership(zh="乙厂", code=make_code(2), number="JD0002")
    reason = Translated(zh="第一行\n“第二行”", en="Dues, two years")
    suspend(bare, from_on=date(2026, 4, 17), reason=reason)
    make_representative(firm=bare.firm, person=person)
    make_membership(zh="丙厂", code=make_code(3), number="03", joined_on=date(2027, 1, 1))
    make_membership(en="Only English", zh="", code=make_code(4), number="JD0004")
    kept, dropped = make_membership(code=make_code(5)), make_membership(code=make_code(6))
    merging.merge_firms(kept=kept.firm, dropped=dropped.firm, reason="same", by=None, at=AT)


def export(kind):
    firms = Firm.objects.order_by("membership__number")
    rows = exports.firm_rows(firms, day=DAY)
    return exports.write(headings=exports.HEADINGS, rows=rows, kind=kind)


def cells(content):
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def empty_the_register():
    Merge.objects.all().delete()
    Firm.objects.update(merged_into=None)
    for model in (Representative, Standing, ClassPeriod, Membership, Contact):
        model.objects.all().delete()
    for model in (Firm, Person, Tag):
        model.objects.all().delete()


@pytest.mark.usefixtures("_register")
def test_export_has_a_cell_for_everything():
    sheet = cells(export("xlsx"))
    first = next(row for row in sheet if row[0] == "JD0001")
    assert len(sheet) == 1 + Firm.objects.filter(merged_into=None).count()
    assert dict(zip([column.key for column in COLUMNS], first, strict=True)) == {
        "member_number": "JD0001",
        "name_zh": "'=甲厂",
        "name_en": "''+Works A",
        "uscc": make_code(1),
        "trade": "parts",
        "size": "small",
        "class": "council",
        "district_zh": "望岳区",
        "district_en": "Wangyue",
        "address_zh": "晋东市钟楼西街48号",
        "legal_representative": "武国栋",
        "joined_on": "2021-01-01",
        "status": "active",
        "status_from": None,
        "status_reason_zh": None,
        "status_reason_en": None,
        "representative_zh": "丁一",
        "representative_en": "Ding Yi",
        "post_zh": "总经理",
        "post_en": "General Manager",
        "email": "ding@a.example",
        "postal_address": "晋东市 100号信箱",
        "phone": "'+86 355 123",
        "email_of_firm": "office@a.example",
        "website": "https://a.example/?a=1,2;3",
        "tags": "新车; 老会员",
        "dues_contact": "王芳",
        "dues_contact_email": "w@a.example",
        "dues_contact_phone": "'-1",
        "class_from": "2024-01-01",
        "representative_from": "2023-05-01",
    }


@pytest.mark.usefixtures("_register")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_reading_an_export_back_changes_nothing(kind):
    batch = stage(export(kind), f"firms.{kind}")
    listed = Firm.objects.filter(merged_into=None).count()
    assert (batch.faults, batch.effects["changes"]) == ([], [])
    assert batch.effects["counts"] == {
        "rows": listed,
        "faults": 0,
        "bad": 0,
        "new": 0,
        "changed": 0,
        "unchanged": listed,
    }


@pytest.mark.usefixtures("_register")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_read_into_an_empty_register_is_exported_alike(kind):
    before = export(kind)
    empty_the_register()
    batch = stage(before, f"firms.{kind}")
    assert batch.faults == []
    imports.apply_import(batch=batch, by=None, at=AT)
    after = export(kind)
    assert (after == before) if kind == "csv" else (cells(after) == cells(before))


def test_example_register_goes_round():
    for rank, key in enumerate(["president", "vice_president", "council", "ordinary"], start=1):
        make_class(key, rank=rank)
    imports.apply_import(batch=stage(EXAMPLE.read_bytes()), by=None, at=AT)
    before = export("csv")
    assert stage(before).effects["counts"]["changed"] == 0
    empty_the_register()
    imports.apply_import(batch=stage(before), by=None, at=AT)
    assert export("csv") == before


@pytest.mark.usefixtures("_register")
def test_representative_who_left_is_not_exported():
    acting = Representative.objects.get(firm__registration_code=make_code(1), superseded_at=None)
    represent.end_representation(
        representative=acting, on=date(2026, 12, 1), reason="left", by=None, at=AT
    )
    first = exports.firm_rows(Firm.objects.filter(registration_code=make_code(1)), day=DAY)[0]
    values = dict(zip(exports.HEADINGS, first, strict=True))
    assert (values["representative_zh"], values["email"]) == ("", "")


def test_export_takes_as_many_queries_for_three_firms_as_for_one(django_assert_num_queries):
    make_membership()
    with django_assert_num_queries(7):
        exports.firm_rows(Firm.objects.all(), day=DAY)
    for _firm in range(2):
        make_representative(firm=make_membership().firm)
    with django_assert_num_queries(7):
        exports.firm_rows(Firm.objects.all(), day=DAY)
