"""An import is taken back whole, or not at all and with the reason."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from members.domain import accounts, mandates, persons, register, represent
from members.domain.firms import contacts, tagging
from members.domain.importing import imports
from members.enums import ImportState
from members.errors import (
    ImportApplied,
    ImportNotApplied,
    ImportRolledBack,
    RollBackRefused,
)
from members.models import (
    ClassPeriod,
    Contact,
    Firm,
    ImportBatch,
    Membership,
    Person,
    Representative,
    Standing,
    Tag,
)
from records.domain import log
from records.fields import Translated
from records.models import LogEntry
from tests.factories.members import AT, make_class, make_code, make_membership, make_term
from tests.members.test_import_changes import ROW, appoint
from tests.members.test_imports import GOOD, csv_of, stage

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=1)
FULL = {
    **GOOD,
    "uscc": make_code(900_003),
    "member_number": "F1",
    "tags": "新车",
    "dues_contact": "王芳",
}
TABLES = (Firm, Membership, Standing, ClassPeriod, Person, Representative, Contact, Tag)


@pytest.fixture(autouse=True)
def _classes():
    make_class()
    make_class("council", rank=3)


def enter(*rows, **kwargs):
    return imports.apply_import(batch=stage(csv_of(*rows)), by=None, at=AT, **kwargs)


def roll_back(batch):
    with translation.override("en"):
        return imports.roll_back_import(batch=batch, by=None, at=LATER)


def counts():
    return [model.objects.count() for model in TABLES]


def test_what_was_made_is_gone():
    make_membership()
    before = counts()
    batch = enter(FULL, {**FULL, "uscc": make_code(900_004), "member_number": "F2"})
    assert counts() != before
    for _twice in range(2):
        batch = roll_back(batch)
    assert (batch.state, batch.rolled_back_at, counts()) == (ImportState.ROLLED_BACK, LATER, before)
    assert list(LogEntry.objects.order_by("pk").values_list("event", flat=True))[-2:] == [
        "import_applied",
        "import_rolled_back",
    ]
    assert log.verify(stream="register") == LogEntry.objects.filter(stream__name="register").count()


def test_taken_back_file_can_be_read_again():
    roll_back(enter(FULL))
    enter(FULL)
    assert Firm.objects.count() == 1


def test_what_was_changed_is_as_before():
    membership = make_membership(zh="甲厂", en="Works A", code=ROW["uscc"], number="JD0001")
    firm = membership.firm
    appoint(membership)
    tagging.tag_firms(firms=[firm], name="老会员", by=None, at=AT)
    contact = contacts.ContactFacts(purpose="dues", name="王芳", post="会计")
    contacts.add_contact(firm=firm, facts=contact, by=None, at=AT)
    before = facts_of(membership)
    batch = enter(
        {
            **ROW,
            "name_zh": "甲汽车维修厂",
            "district_zh": "望岳区",
            "phone": "1",
            "tags": "新车",
            "dues_contact": "李明",
            "class": "council",
            "class_from": "2026-01-01",
            "status": "suspended",
            "status_from": "2026-04-17",
            "status_reason_zh": "整改",
            "representative_zh": "武国栋",
            "email": "wu@a.example",
            "representative_from": "2026-07-01",
        }
    )
    assert facts_of(membership) != before
    roll_back(batch)
    assert facts_of(membership) == before
    # The facts of the import stay on record, superseded.
    assert Standing.objects.filter(status="suspended", superseded_at=LATER).count() == 1
    assert ClassPeriod.objects.filter(member_class__key="council", superseded_at=LATER).count() == 1
    assert Person.objects.filter(email="wu@a.example").count() == 1


def facts_of(membership):
    """What the register says of a firm now, without when it was recorded."""
    firm = Firm.objects.get(pk=membership.firm_id)
    current = {"superseded_at": None}
    return {
        "firm": (firm.name, firm.district, firm.phone),
        "tags": set(firm.tags.values_list("name", flat=True)),
        "contacts": list(firm.contacts.values_list("name", "post", "email")),
        "classes": list(
            membership.class_periods.filter(**current).values_list(
                "member_class__key", "from_on", "until_on", "source"
            )
        ),
        "standings": list(
            membership.standings.filter(**current).values_list(
                "status", "from_on", "until_on", "source", "reason"
            )
        ),
        "acting": list(
            firm.representatives.filter(**current).values_list(
                "person__name", "from_on", "until_on", "post"
            )
        ),
    }


def test_correction_of_a_person_is_undone():
    membership = make_membership(zh="甲厂", code=ROW["uscc"], number="JD0001")
    appoint(membership, en="", email="")
    before = Person.objects.values("name", "email").get()
    row = {**ROW, "representative_zh": "丁一", "representative_en": "Ding", "email": "d@a.example"}
    batch = enter(row)
    assert Person.objects.get().name.en == "Ding"
    roll_back(batch)
    assert Person.objects.values("name", "email").get() == before


def edit(firm, **changed):
    facts = {"name": firm.name, "registration_code": firm.registration_code, "trade": firm.trade}
    register.edit_firm(
        firm=firm, facts_of_firm=register.FirmFacts(**facts | changed), by=None, at=LATER
    )


def seat(firm):
    person = firm.representatives.get().person
    mandates.create_mandates(
        term=make_term(),
        office="council_member",
        holders=[(person, firm)],
        from_on=date(2021, 12, 17),
        decision=None,
        by=None,
        at=LATER,
    )


def another_standing(firm):
    register.change_standing(
        membership=firm.membership,
        status="suspended",
        from_on=date(2026, 12, 19),
        reason=Translated(zh="整改"),
        source="2026-7",
        by=None,
        at=LATER,
    )


def log_in(firm):
    accounts.open_account(person=firm.representatives.get().person, by=None, at=LATER)


def acts_elsewhere(firm):
    represent.appoint_representative(
        firm=make_membership().firm,
        person=firm.representatives.get().person,
        post=Translated(),
        from_on=date(2026, 12, 19),
        by=None,
        at=LATER,
    )


def phone_of_person(firm):
    person = firm.representatives.get().person
    persons.edit_person(
        person=person,
        name=person.name,
        email=person.email,
        phone="1",
        born_on=None,
        by=None,
        at=LATER,
    )


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda firm: edit(firm, phone="1"), "It was changed since."),
        (another_standing, "It was changed since."),
        (phone_of_person, "It was changed since."),
        (
            lambda firm: tagging.tag_firms(firms=[firm], name="x", by=None, at=LATER),
            "It was changed since.",
        ),
        (seat, "It holds a seat."),
        (log_in, "Its representative has a log-in."),
        (acts_elsewhere, "Other records refer to it."),
    ],
)
def test_firm_that_something_was_built_on_stays_and_so_does_all(act, reason):
    batch = enter(
        FULL,
        {**FULL, "uscc": make_code(900_004), "member_number": "F2", "email": "", "name_zh": "乙厂"},
    )
    firm = Firm.objects.get(registration_code=FULL["uscc"])
    act(firm)
    before = counts()
    with pytest.raises(RollBackRefused) as refused:
        roll_back(batch)
    assert str(refused.value) == (
        f"The file cannot be taken back, and nothing was changed. {firm.name.en}: {reason}"
    )
    batch.refresh_from_db()
    assert (batch.state, counts()) == (ImportState.APPLIED, before)


@pytest.mark.parametrize(
    "act",
    [
        lambda firm: edit(firm, phone="2"),
        another_standing,
        lambda firm: tagging.tag_firms(firms=[firm], name="x", by=None, at=LATER),
        lambda firm: contacts.remove_contact(contact=firm.contacts.get(), by=None, at=LATER),
    ],
)
def test_change_that_was_changed_again_stays(act):
    membership = make_membership(zh="甲厂", en="Works A", code=ROW["uscc"], number="JD0001")
    row = {
        **ROW,
        "phone": "1",
        "tags": "新车",
        "dues_contact": "王芳",
        "status": "suspended",
        "status_from": "2026-04-17",
        "status_reason_zh": "整改",
    }
    batch = enter(row)
    if act is another_standing:
        act = lambda firm: register.change_standing(  # noqa: E731 -- one of the acts above
            membership=membership,
            status="active",
            from_on=date(2026, 12, 19),
            reason=Translated(),
            source="",
            by=None,
            at=LATER,
        )
    act(membership.firm)
    before = facts_of(membership)
    with pytest.raises(RollBackRefused) as refused:
        roll_back(batch)
    assert "Works A: It was changed since." in str(refused.value)
    assert facts_of(membership) == before


def test_many_firms_are_told_by_the_first():
    rows = [
        {**GOOD, "uscc": make_code(n), "member_number": str(n), "email": "", "name_en": f"Firm {n}"}
        for n in range(11, 18)
    ]
    batch = enter(*rows)
    for firm in Firm.objects.all():
        edit(firm, phone="1")
    with pytest.raises(RollBackRefused) as refused:
        roll_back(batch)
    assert str(refused.value).endswith("Further firms: 2.")


def test_only_what_was_entered_is_taken_back():
    staged = stage(csv_of(FULL))
    with pytest.raises(ImportNotApplied):
        roll_back(staged)
    batch = roll_back(imports.apply_import(batch=staged, by=None, at=AT))
    with pytest.raises(ImportRolledBack):
        imports.apply_import(batch=batch, by=None, at=LATER)
    with pytest.raises(ImportRolledBack):
        imports.discard_import(batch=batch, by=None, at=LATER)
    applied = enter(FULL)
    with pytest.raises(ImportApplied):
        imports.discard_import(batch=applied, by=None, at=LATER)
    assert ImportBatch.objects.count() == 2
