"""Files about firms on record: what they say otherwise is shown, confirmed, and entered as acts."""

from datetime import date

import pytest
from django.utils import translation

from members.domain import register, represent
from members.domain.firms import merging, tagging
from members.domain.firms.contacts import ContactFacts, add_contact
from members.domain.importing import import_subjects, imports
from members.domain.importing.import_firms import FIRMS
from members.domain.standing import standing_on
from members.enums import ImportState, StandingStatus
from members.errors import ImportHasFaults, ImportOutdated, RowRefused
from members.models import ClassPeriod, Contact, Firm, Person, Representative, Standing
from records.domain import log
from records.fields import Translated
from records.models import LogEntry
from tests.factories.members import (
    AT,
    make_class,
    make_code,
    make_membership,
    make_person,
    suspend,
)
from tests.members.test_imports import GOOD, csv_of, stage

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 18)
ROW = {
    "member_number": "JD0001",
    "name_zh": "甲厂",
    "uscc": make_code(1),
    "trade": "repair",
    "class": "ordinary",
    "joined_on": "2021-01-01",
}

NEW = {**GOOD, "uscc": make_code(900_001), "member_number": "N1"}


@pytest.fixture
def membership():
    return make_membership(zh="甲厂", en="Works A", code=ROW["uscc"], number="JD0001")


def appoint(membership, *, zh="丁一", en="Ding Yi", email="ding@a.example"):
    person = make_person(zh=zh, en=en, email=email)
    return represent.appoint_representative(
        firm=membership.firm,
        person=person,
        post=Translated(zh="经理", en="Manager"),
        from_on=date(2021, 1, 1),
        by=None,
        at=AT,
    )


def changes_of(batch):
    return [
        (cell["column"], cell["old"], cell["new"], cell.get("from"))
        for change in batch.effects["changes"]
        for cell in change["cells"]
    ]


def faults_of(batch):
    with translation.override("en"):
        return [(f["column"], f["code"], import_subjects.describe(FIRMS, f)) for f in batch.faults]


def apply(batch, **kwargs):
    return imports.apply_import(batch=batch, by=None, at=AT, **kwargs)


def test_row_that_says_the_same_changes_nothing(membership):
    appoint(membership)
    batch = stage(csv_of({**ROW, "name_en": "Works A", "representative_zh": "丁一", "size": ""}))
    assert (batch.faults, batch.effects["counts"]["unchanged"]) == ([], 1)
    before = LogEntry.objects.exclude(event="import_applied").count()
    apply(batch)
    assert LogEntry.objects.exclude(event="import_applied").count() == before
    assert Firm.objects.count() == 1


def test_fields_are_corrected_by_the_act_of_the_register(membership):
    row = {
        **ROW,
        "name_zh": "甲汽车维修厂",
        "trade": "汽车配件",
        "size": "小型",
        "phone": "０３５５ 123",
        "email_of_firm": "office@a.example",
        "postal_address": "晋东市钟楼西街48号",
        "website": "https://a.example",
        "district_en": "Wangyue",
    }
    batch = stage(csv_of(row))
    assert changes_of(batch) == [
        ("name_zh", "甲厂", "甲汽车维修厂", None),
        ("district_en", "", "Wangyue", None),
        ("trade", "repair", "parts", None),
        ("size", "", "small", None),
        ("postal_address", "", "晋东市钟楼西街48号", None),
        ("phone", "", "0355 123", None),
        ("email_of_firm", "", "office@a.example", None),
        ("website", "", "https://a.example", None),
    ]
    apply(batch)
    firm = Firm.objects.get()
    assert firm.name == {"zh": "甲汽车维修厂", "en": "Works A"}
    assert (firm.trade, firm.size, firm.phone, firm.email) == (
        "parts",
        "small",
        "0355 123",
        "office@a.example",
    )
    edited = LogEntry.objects.get(event="firm_edited")
    assert edited.payload["after"]["phone"] == "0355 123"
    assert stage(csv_of(row)).effects["counts"]["unchanged"] == 1


def test_empty_cells_say_nothing(membership):
    register.edit_firm(
        firm=membership.firm,
        facts_of_firm=register.FirmFacts(
            name=membership.firm.name,
            registration_code=ROW["uscc"],
            trade="repair",
            phone="123",
        ),
        by=None,
        at=AT,
    )
    blank = {"uscc": ROW["uscc"], "member_number": "JD0001"}
    batch = stage(csv_of({**dict.fromkeys(ROW, ""), "phone": "", "status": "", **blank}))
    assert (batch.faults, changes_of(batch)) == ([], [])


def test_class_begins_on_the_day_of_the_row_or_the_day_given(membership):
    make_class("council", rank=3)
    batch = stage(csv_of({**ROW, "class": "council", "class_from": "2026-01-01"}))
    assert changes_of(batch) == [("class", "ordinary", "council", "2026-01-01")]
    apply(batch, from_on=date(2026, 6, 1))
    assert list(
        ClassPeriod.objects.filter(superseded_at=None).values_list(
            "member_class__key", "from_on", "until_on", "source"
        )
    ) == [
        ("ordinary", date(2021, 1, 1), date(2026, 1, 1), "2021-3"),
        ("council", date(2026, 1, 1), None, "firms.csv"),
    ]
    # The day that an edited export still shows is the old entry's.
    batch = stage(csv_of({**ROW, "class": "ordinary", "class_from": "2026-01-01"}))
    assert changes_of(batch) == [("class", "council", "ordinary", "")]
    apply(batch, from_on=date(2026, 6, 1))
    assert standing_on(membership, date(2026, 5, 31)).member_class.key == "council"
    assert standing_on(membership, date(2026, 6, 1)).member_class.key == "ordinary"


def test_standing_follows_with_reason_and_day(membership):
    row = {**ROW, "status": "暂停", "status_from": "2026-04-17", "status_reason_zh": "整改"}
    batch = stage(csv_of({**row, "status": "suspended"}))
    assert changes_of(batch) == [
        ("status", "active", "suspended", "2026-04-17"),
        ("status_reason_zh", "", "整改", "2026-04-17"),
    ]
    apply(batch)
    held = standing_on(membership, DAY)
    assert (held.status, held.since, held.reason, held.source) == (
        StandingStatus.SUSPENDED,
        date(2026, 4, 17),
        {"zh": "整改"},
        "firms.csv",
    )
    batch = stage(csv_of({**ROW, "status": "active", "status_from": "2026-04-17"}))
    assert changes_of(batch) == [("status", "suspended", "active", "")]
    apply(batch)
    assert standing_on(membership, DAY).since == DAY


def test_reason_of_a_standing_is_corrected_where_it_began(membership):
    suspend(membership, from_on=date(2026, 4, 17), reason=Translated(zh="整改", en="Correction"))
    row = {**ROW, "status": "suspended", "status_reason_en": "Correction overdue"}
    batch = stage(csv_of(row))
    apply(batch, from_on=date(2026, 4, 17))
    assert standing_on(membership, DAY).reason == {"zh": "整改", "en": "Correction overdue"}


def test_another_representative_takes_over(membership):
    appoint(membership)
    row = {
        **ROW,
        "representative_zh": "武国栋",
        "email": "wu@a.example",
        "representative_from": "2026-07-01",
        "post_zh": "总经理",
    }
    batch = stage(csv_of(row))
    assert changes_of(batch) == [
        ("representative_zh", "丁一", "武国栋", "2026-07-01"),
        ("post_zh", "经理", "总经理", "2026-07-01"),
        ("email", "ding@a.example", "wu@a.example", "2026-07-01"),
    ]
    apply(batch)
    acting = represent.voting_representative(membership.firm, DAY)
    assert (acting.person.name, acting.person.email, acting.post, acting.from_on) == (
        {"zh": "武国栋"},
        "wu@a.example",
        {"zh": "总经理"},
        date(2026, 7, 1),
    )
    before = represent.voting_representative(membership.firm, date(2026, 6, 30))
    assert before.person.name.zh == "丁一"
    assert stage(csv_of(row)).effects["counts"]["unchanged"] == 1


def test_name_and_address_of_who_acts_already_are_corrected(membership):
    appoint(membership, en="", email="")
    row = {
        **ROW,
        "representative_zh": "丁一",
        "representative_en": "Ding Yi",
        "email": "d@a.example",
    }
    batch = stage(csv_of(row))
    assert [cell[0] for cell in changes_of(batch)] == ["representative_en", "email"]
    apply(batch)
    person = Person.objects.get()
    assert (person.name, person.email) == ({"zh": "丁一", "en": "Ding Yi"}, "d@a.example")
    assert Representative.objects.count() == 1


def test_tags_and_contact_for_dues_are_brought_in_line(membership):
    tagging.tag_firms(firms=[membership.firm], name="老会员", by=None, at=AT)
    contact = ContactFacts(purpose="dues", name="王芳", post="会计", email="w@a.example")
    add_contact(firm=membership.firm, facts=contact, by=None, at=AT)
    row = {**ROW, "tags": "新车；老会员; 新车", "dues_contact": "王芳", "dues_contact_phone": "1"}
    batch = stage(csv_of(row))
    assert changes_of(batch) == [
        ("tags", "老会员", "新车; 老会员", None),
        ("dues_contact_phone", "", "1", None),
    ]
    apply(batch)
    assert set(membership.firm.tags.values_list("name", flat=True)) == {"新车", "老会员"}
    # Another name is another person: nothing of the old one's stays.
    apply(stage(csv_of({**ROW, "dues_contact": "李明"})))
    assert list(Contact.objects.values_list("name", "post", "email", "phone")) == [
        ("李明", "", "", "")
    ]


@pytest.mark.parametrize(
    ("change", "column", "code", "sentence"),
    [
        (
            {"member_number": "JD0009"},
            "member_number",
            "number_differs",
            "The firm with this code is in the register as JD0001. Correct the number or the code.",
        ),
        (
            {"joined_on": "2020-01-01"},
            "joined_on",
            "joined_differs",
            "The register says 2021-01-01. A file does not move the day of joining.",
        ),
        (
            {"class_from": "2022-01-01"},
            "class_from",
            "day_differs",
            "The register has the same from 2021-01-01. A file does not move the day: correct it "
            "on the page of the firm.",
        ),
        (
            {"class": "council", "class_from": "2020-12-31"},
            "class_from",
            "before_joining",
            "This day comes before the firm joined.",
        ),
        (
            {"status": "lost", "status_from": "2026-01-01", "status_reason_zh": "注销"},
            "status",
            "status_by_act",
            "A membership ends, and begins again, by an act of its own with its decision. Open "
            "the firm for it.",
        ),
        (
            {"status": "suspended"},
            "status_reason_zh",
            "status_reason_missing",
            "Say why the firm is not active; the roll quotes it.",
        ),
        (
            {"representative_zh": "武国栋", "representative_from": "2020-01-01"},
            "representative_from",
            "day_before_record",
            "Something later is on record already, from 2021-01-01. Give a day from then on.",
        ),
        (
            {"dues_contact_email": "w@a.example"},
            "dues_contact",
            "contact_missing",
            "An address or number is given, but not whose it is.",
        ),
        (
            {"tags": "x" * 41},
            "tags",
            "tag_too_long",
            "A tag has at most 40 characters. Part tags with semicolons.",
        ),
    ],
)
def test_what_cannot_follow_the_record_is_a_fault(membership, change, column, code, sentence):
    make_class("council", rank=3)
    appoint(membership)
    faults = faults_of(stage(csv_of({**ROW, **change})))
    assert (column, code, sentence) in faults
    assert {fault[0] for fault in faults} <= {column, "class_from"}


def test_code_of_a_merged_entry_names_the_one_it_goes_on_as(membership):
    dropped = make_membership(zh="甲分厂", code=make_code(2), number="JD0002").firm
    merging.merge_firms(kept=membership.firm, dropped=dropped, reason="same", by=None, at=AT)
    batch = stage(csv_of({**ROW, "uscc": make_code(2), "member_number": "JD0002"}))
    sentence = (
        f"The entry with this code goes on as 甲厂 (JD0001, {ROW['uscc']}). Use that entry's code."
    )
    assert ("uscc", "code_merged", sentence) in faults_of(batch)


def test_full_width_digits_and_spaces_in_codes_are_no_fault(membership):
    wide = ROW["uscc"].translate({48 + n: 0xFF10 + n for n in range(10)})
    batch = stage(
        csv_of({**ROW, "uscc": f" {wide[:8]} {wide[8:].lower()}", "member_number": "ＪＤ0001"})
    )
    assert (batch.faults, batch.effects["counts"]["unchanged"]) == ([], 1)


def test_good_rows_enter_without_the_bad_ones(membership):
    bad = {**NEW, "uscc": make_code(900_002), "member_number": "4", "class": "x"}
    batch = stage(csv_of({**ROW, "phone": "1"}, NEW, bad))
    assert batch.effects["counts"] == {
        "rows": 3,
        "faults": 1,
        "bad": 1,
        "new": 1,
        "changed": 1,
        "unchanged": 0,
    }
    with pytest.raises(ImportHasFaults):
        apply(batch)
    batch = apply(batch, only_good=True)
    assert (batch.state, Firm.objects.count()) == (ImportState.APPLIED, 2)
    assert {fault["row"] for fault in batch.faults} == {4}


def test_import_that_would_do_other_than_was_shown_is_refused(membership):
    batch = stage(csv_of({**ROW, "phone": "1"}))
    register.edit_firm(
        firm=membership.firm,
        facts_of_firm=register.FirmFacts(
            name=membership.firm.name, registration_code=ROW["uscc"], trade="repair", phone="2"
        ),
        by=None,
        at=AT,
    )
    with pytest.raises(ImportOutdated):
        apply(batch)
    batch.refresh_from_db()
    assert changes_of(batch) == [("phone", "2", "1", None)]
    apply(batch)
    assert Firm.objects.get().phone == "1"


def test_act_that_refuses_a_row_stops_the_whole(membership):
    make_class("council", rank=3)
    suspend(membership, from_on=date(2027, 1, 1))
    row = {**ROW, "phone": "1", "status": "suspended", "status_reason_zh": "整改"}
    with pytest.raises(RowRefused) as refused:
        apply(stage(csv_of(NEW, row)))
    assert refused.value.context["row"] == 3
    assert (Firm.objects.count(), Firm.objects.get().phone) == (1, "")
    assert Standing.objects.filter(superseded_at=None).count() == 2


def test_log_of_an_import_holds(membership):
    apply(stage(csv_of({**ROW, "phone": "1"}, NEW)))
    assert log.verify(stream="register") == LogEntry.objects.count()
    entry = LogEntry.objects.get(event="import_applied")
    assert (entry.payload["codes"], entry.payload["changed"], entry.payload["left_out"]) == (
        [NEW["uscc"]],
        [str(membership.firm_id)],
        0,
    )
