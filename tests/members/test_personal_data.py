"""What is kept of a person is told whole; what can go goes, and the log still verifies."""

import json
from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import translation

from assemblies.domain.presence.appoint import appoint
from assemblies.enums import Function
from assemblies.models import Delivery
from bylaws.domain.in_force import rulebook_on
from elections.domain.roll import digest_of
from members.domain import mandates, register, represent
from members.domain.firms.contacts import ContactFacts, add_contact
from members.domain.personal import erasing, personal_data
from members.domain.personal.traces import NOBODY
from members.domain.register import FirmFacts
from members.enums import Channel, Role
from members.errors import PersonActs
from members.models import (
    Contact,
    Erasure,
    ImportBatch,
    Letter,
    Mailing,
    Person,
    Representative,
    User,
)
from records.domain import documents, log
from records.fields import Translated
from records.models import LogEntry, OutgoingMail
from tests.factories.applications import make_application
from tests.factories.assemblies import add_report, both, convened, make_assembly, make_association
from tests.factories.members import (
    make_firm,
    make_person,
    make_representative,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)
DAY = date(2026, 12, 18)
ADDRESS, NUMBER = "ding.jia@firm.example", "0351-7654321"


def make_known_person():
    """Somebody whose data stands in as many places as there are, and who acts for nobody now."""
    person = make_person(zh="丁小佳", en="Ding Xiaojia", email=ADDRESS)
    Person.objects.filter(pk=person.pk).update(phone=NUMBER, born_on=date(1980, 2, 3))
    person.refresh_from_db()
    user = make_user(person=person, email=ADDRESS, password="river-stone-2026")
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    acting = make_representative(person=person)
    firm = acting.firm
    facts = ContactFacts(purpose="dues", name="丁小佳", email=ADDRESS, phone=NUMBER)
    add_contact(firm=firm, facts=facts, by=None, at=AT)
    name_legal_representative(firm, "丁小佳")
    mailing = Mailing.objects.create(
        title="会费", subject=both("会费", "Dues"), body=both("您好", "Hello"), created_at=AT
    )
    Letter.objects.create(
        mailing=mailing,
        firm=firm,
        person=person,
        addressee="丁小佳",
        channel=Channel.MAIL,
        address=ADDRESS,
        subject=both("致丁小佳", "To Ding Xiaojia"),
        body=both("丁小佳，请缴费。", "Ding Xiaojia, please pay."),
        sent_at=AT,
    )
    OutgoingMail.objects.create(
        to=[ADDRESS], subject="致丁小佳", body="丁小佳您好", created_at=AT, sent_at=AT
    )
    represent.end_representation(
        representative=acting, on=date(2026, 12, 1), reason="离职", by=None, at=AT
    )
    return person


def name_legal_representative(firm, name):
    facts = FirmFacts(
        name=firm.name,
        registration_code=firm.registration_code,
        trade=firm.trade,
        legal_representative=name,
    )
    register.edit_firm(firm=firm, facts_of_firm=facts, by=None, at=AT)


def erase(person, at=AT):
    return erasing.erase_person(person=person, asked_on=DAY, ground="本人申请", by=None, at=at)


def everything(*, but=()):
    """Every row of every table as text, but of some tables."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t not in but]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = json.dumps(cursor.fetchall(), default=str, ensure_ascii=False)
    return {
        table: text.encode().decode("unicode_escape", "ignore") if "\\u" in text else text
        for table, text in found.items()
    }


def test_export_tells_what_is_kept_what_for_and_by_which_rule():
    make_association()
    person = make_known_person()

    told = personal_data.export_person(person=person, day=DAY)

    by_key = {section["key"]: section for section in told["data"]}
    assert set(by_key) == {
        "person",
        "account",
        "representations",
        "contacts",
        "letters",
        "mails",
        "legal_representative",
    }
    assert by_key["person"]["rows"] == [
        {
            "name": {"zh": "丁小佳", "en": "Ding Xiaojia"},
            "email": ADDRESS,
            "phone": NUMBER,
            "born_on": "1980-02-03",
        }
    ]
    assert by_key["representations"]["rows"][0]["until_on"] == "2026-12-01"
    assert by_key["person"]["purpose"]["en"].startswith("To invite")
    cited = rulebook_on(DAY).sources("data.personal")
    assert told["basis"] == {
        "zh": "；".join(each.render("zh") for each in cited),
        "en": "; ".join(each.render("en") for each in cited),
    }
    assert json.loads(json.dumps(told)) == told


def test_profile_without_a_rule_says_so():
    association = make_association()
    association.profile = "de"
    association.save(update_fields=["profile"])
    with translation.override("en"):
        told = personal_data.export_person(person=make_person(), day=DAY)
    assert told["basis"]["en"] == "The rules of the association's profile name no source for this."


def test_erasure_leaves_no_trace_outside_what_is_listed():
    make_association()
    person = make_known_person()
    firm = Representative.objects.filter(person=person).first().firm
    assert any(ADDRESS in text for text in everything().values())

    erase(person)

    person.refresh_from_db()
    assert (person.name, person.email, person.phone, person.born_on, person.erased_at) == (
        NOBODY,
        "",
        "",
        None,
        AT,
    )
    left = everything(but=["members_firm"])
    for word in (ADDRESS, NUMBER, "丁小佳", "Ding Xiaojia"):
        assert [table for table, text in left.items() if word in text] == []
    firm.refresh_from_db()
    assert firm.legal_representative == "丁小佳"
    assert Contact.objects.count() == 0
    assert Letter.objects.get().body == {"zh": "***，请缴费。", "en": "***, please pay."}
    assert OutgoingMail.objects.get().to == ["***"]


def test_erasure_closes_the_log_in(client):
    person = make_known_person()
    user = User.objects.get(person=person)

    erase(person)

    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password(), user.roles.count()) == (False, False, 0)
    assert user.email == f"erased-{user.pk}@invalid.example"
    assert EmailAddress.objects.count() == 0


def test_log_verifies_after_payloads_were_erased():
    person = make_known_person()
    firm = Representative.objects.filter(person=person).first().firm
    length = log.verify(stream="register")
    other = make_firm(zh="乙厂")
    name_legal_representative(other, "丁小佳")  # another person of that name

    erase(person)

    assert log.verify(stream="register") == length + 3
    edits = LogEntry.objects.filter(event="firm_edited").order_by("position")
    payloads = [entry.payload and entry.payload["firm"] for entry in edits]
    assert payloads == [None, str(other.pk)]
    assert LogEntry.objects.get(event="person_erased").payload == {
        "person": str(person.pk),
        "erasure": str(Erasure.objects.get().pk),
    }
    assert firm.pk != other.pk


def test_erasure_lists_what_stays_and_why():
    make_association()
    person = make_known_person()

    erasure = erase(person)

    kept = {entry["key"]: entry for entry in erasure.kept}
    assert {key: entry["number"] for key, entry in kept.items()} == {
        "representations": 1,
        "legal_representative": 1,
    }
    assert kept["representations"]["why"]["en"].startswith("Who acted for a member")
    assert kept["representations"]["rule"]["en"].startswith("Personal Information Protection Law")
    assert erasure.ground == "本人申请"
    numbers = {entry["what"]["en"]: entry["number"] for entry in erasure.erased}
    assert numbers == {
        "log-in": 1,
        "contacts of firms": 1,
        "letters": 1,
        "mails": 1,
        "entries of the log that held personal data": 1,
        "name, address, number and birthday": 1,
    }


def test_frozen_roll_keeps_its_digest_and_shows_the_neutral_name():
    assembly = make_assembly()
    add_report(assembly)
    assembly = convened(assembly, members=3)
    entry = assembly.roll.entries.filter(entitled=True).first()
    person = entry.person
    address = person.email
    digest = digest_of(assembly.roll)
    acting = person.representations.get(superseded_at__isnull=True)
    represent.end_representation(
        representative=acting, on=date(2026, 12, 2), reason="离职", by=None, at=AT
    )

    erasure = erase(person)

    entry.refresh_from_db()
    assert digest_of(assembly.roll) == assembly.roll.digest == digest
    assert entry.person.name == NOBODY
    assert Delivery.objects.filter(entry=entry).exclude(address="").count() == 0
    assert not any(address in json.dumps(e.payload) for e in LogEntry.objects.all())
    assert {"rolls", "notices"} <= {row["key"] for row in erasure.kept}


def test_import_rows_lose_the_person_and_keep_the_rest():
    person = make_person(zh="丁小佳", en="Ding Xiaojia", email=ADDRESS)
    file = documents.store(content=b"x", name="firms.csv", media_type="text/csv", at=AT)
    batch = ImportBatch.objects.create(
        document=file,
        rows=[
            {"name_zh": "甲厂", "representative_zh": "丁小佳", "email": ADDRESS},
            {"name_zh": "乙厂", "representative_zh": "丁小佳", "email": "other@b.example"},
        ],
        staged_at=AT,
    )

    erase(person)

    batch.refresh_from_db()
    assert batch.rows == [
        {"name_zh": "甲厂", "representative_zh": "***", "email": "***"},
        {"name_zh": "乙厂", "representative_zh": "丁小佳", "email": "other@b.example"},
    ]


def test_faults_and_effects_of_an_import_lose_the_person_too():
    acting = make_representative(person=make_person(zh="丁小佳", en="Ding Xiaojia", email=ADDRESS))
    firm = acting.firm
    represent.end_representation(
        representative=acting, on=date(2026, 12, 1), reason="离职", by=None, at=AT
    )
    named = {"column": "representative_zh", "old": "丁小佳", "new": "丙"}
    done = {"firm": str(firm.pk), "person": {"before": {"email": ADDRESS}}}
    batch = ImportBatch.objects.create(
        document=documents.store(content=b"x", name="firms.csv", media_type="text/csv", at=AT),
        rows=[
            {"row": "2", "uscc": firm.registration_code.lower(), "representative_zh": "丁小佳"},
            {"row": "3", "uscc": "Y", "email": ADDRESS},
        ],
        faults=[
            {"row": 2, "value": "丁小佳"},
            {"row": 3, "context": {"person": "丁小佳"}},
            {"row": 4, "value": "丁小佳"},
        ],
        effects={
            "changes": [{"row": 2, "key": str(firm.pk), "cells": [named]}],
            "done": {"firms": [], "persons": [], "changed": [done]},
        },
        staged_at=AT,
    )

    erasure = erase(acting.person)

    batch.refresh_from_db()
    assert [row.get("representative_zh", row.get("email")) for row in batch.rows] == ["***", "***"]
    assert [fault.get("value", fault.get("context")) for fault in batch.faults] == [
        "***",
        {"person": "***"},
        "丁小佳",
    ]
    assert batch.effects["changes"][0]["cells"] == [{**named, "old": "***"}]
    assert batch.effects["done"]["changed"] == [{**done, "person": {"before": {"email": "***"}}}]
    [kept] = [row for row in erasure.kept if row["key"] == "imports"]
    assert (kept["number"], "sealed" in kept["why"]["en"]) == (1, True)


def test_application_that_names_the_person_is_told_and_kept_with_the_reason():
    application = make_application(
        representative=both("丁小佳", "Ding Xiaojia"), representative_email=ADDRESS
    )
    person = make_person(zh="丁小佳", en="Ding Xiaojia", email=ADDRESS)

    [kept] = [row for row in erase(person).kept if row["key"] == "applications"]

    application.refresh_from_db()
    assert (kept["number"], application.submitted["representative_email"]) == (1, ADDRESS)


def test_fields_that_an_act_gave_a_letter_lose_the_person():
    person = make_known_person()
    Letter.objects.update(fields={"person": {"zh": "丁小佳", "en": "Ding Xiaojia"}})

    erase(person)

    assert Letter.objects.get().fields == {"person": {"zh": "***", "en": "***"}}


def test_erasing_twice_is_erasing_once():
    person = make_known_person()

    first = erase(person)

    assert erase(person, at=datetime(2027, 1, 1, tzinfo=UTC)) == first
    assert Erasure.objects.count() == 1


def test_who_acts_holds_a_seat_or_has_a_duty_is_not_erased():
    acting = make_representative()
    person, firm = acting.person, acting.firm
    term = make_term()
    mandates.create_mandates(
        term=term,
        office="council_member",
        holders=[(person, firm)],
        from_on=date(2021, 12, 17),
        decision=None,
        by=None,
        at=AT,
    )
    make_user(Role.AUDITOR, person=person)
    assembly = make_assembly()
    appoint(assembly=assembly, person=person, function=Function.COUNTER, by=None, at=AT)
    with translation.override("en"):
        assert erasing.parts_of(person, DAY) == [
            f"acts for {firm}",
            f"is council member of the {term.body}",
            "has the role auditor (read only)",
            f"is counter of “{assembly}”",
        ]

    with pytest.raises(PersonActs):
        erase(person)

    person.refresh_from_db()
    assert person.erased_at is None


def test_erased_person_is_on_no_list_and_named_for_nothing(client, secretary):
    person = make_known_person()
    erase(person)

    from members.domain import listing
    from members.forms import RepresentativeForm

    assert person not in listing.persons_on(DAY)
    assert person not in RepresentativeForm().fields["person"].queryset


def test_neutral_name_is_a_text_in_each_language():
    assert Translated(zh="（已删除个人信息）", en="(personal data erased)") == NOBODY
