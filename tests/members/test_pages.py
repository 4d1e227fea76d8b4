"""The register's pages: who may open which, what they show, what they refuse."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from members import urls
from members.domain import mandates
from members.domain.importing import imports
from members.domain.importing.register_file import COLUMNS
from members.enums import Role
from members.models import Firm, ImportBatch, Mandate, Person, Representative, Term, User
from tests.factories.members import (
    AT,
    make_body,
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

# Page → status for nobody, a representative, the auditor, the secretariat.
READ = (302, 404, 200, 200)
WRITE = (302, 404, 404, 200)
ACT = (302, 404, 404, 405)
PAGES = {
    "firms": READ,
    "firms_export": READ,
    "firm_admit": WRITE,
    "firm": READ,
    "firm_edit": WRITE,
    "firm_standing": WRITE,
    "firm_class": WRITE,
    "firm_represent": WRITE,
    "representation_end": WRITE,
    "persons": READ,
    "person_add": WRITE,
    "person": READ,
    "person_edit": WRITE,
    "account_open": ACT,
    "bodies": READ,
    "term_open": WRITE,
    "mandate_create": WRITE,
    "mandate_end": WRITE,
    "imports": WRITE,
    "import_template": WRITE,
    "import": WRITE,
    "import_columns": WRITE,
    "import_faulty": WRITE,
    "import_roll_back": WRITE,
    "import_apply": ACT,
    "import_discard": ACT,
    "accounts": READ,
    "account": WRITE,
}


def address(name, representative):
    firm, person = representative.firm, representative.person
    if name == "account":
        key = make_user(person=make_person()).pk
    elif name == "mandate_end":
        held = mandates.create_mandates(
            term=make_term(),
            office="council_member",
            holders=[(person, firm)],
            from_on=date(2021, 12, 17),
            decision=None,
            by=None,
            at=AT,
        )
        key = held[0].pk
    elif name.startswith("import") and name not in ("imports", "import_template"):
        content = csv_of(GOOD)
        key = imports.stage_import(content=content, name="firms.csv", by=None, at=AT).pk
    elif name in ("firms_export", "import_template"):
        key = "xlsx"
    else:
        keys = {"representation_end": representative.pk, "account_open": person.pk}
        keys |= {"person": person.pk, "person_edit": person.pk}
        key = keys.get(name, firm.pk)
    if name == "import_faulty":
        return reverse("members:import_faulty", args=[key, "csv"])
    takes_key = any(p.name == name and "<" in str(p.pattern) for p in urls.urlpatterns)
    return reverse(f"members:{name}", args=[key] if takes_key else [])


def test_pages_of_the_table_exist():
    """The table of all addresses is the desk's (tests/desk/test_access.py)."""
    assert set(PAGES) - {pattern.name for pattern in urls.urlpatterns} == set()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["nobody", "representative", "auditor", "secretariat"])
def test_page_answers_each_role(client, name, role):
    representative = make_representative()
    url = address(name, representative)
    if role == "representative":
        client.force_login(make_user(person=representative.person))
    elif role != "nobody":
        client.force_login(make_user(Role(role)))
    expected = PAGES[name][["nobody", "representative", "auditor", "secretariat"].index(role)]
    assert client.get(url).status_code == expected
    if expected == 302:
        assert client.get(url).url == f"/accounts/login/?next={url}"


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name] != READ])
def test_auditor_changes_nothing(client, name):
    url = address(name, make_representative())
    client.force_login(make_user(Role.AUDITOR))
    assert client.post(url).status_code == 404


ADMISSION = {
    "name_zh": "甲厂",
    "name_en": "Works A",
    "registration_code": make_code(1),
    "trade": "repair",
    "number": "JD0001",
    "joined_on": "2026-11-20",
    "reason_zh": "理事会同意",
    "source": "2026-9",
}


def test_firm_is_admitted_by_its_form(client, secretary):
    data = {**ADMISSION, "member_class": make_class().pk}
    response = client.post(reverse("members:firm_admit"), data)
    firm = Firm.objects.get()
    assert response.url == reverse("members:firm", args=[firm.pk])
    assert (firm.name, firm.membership.number) == ({"zh": "甲厂", "en": "Works A"}, "JD0001")


def test_admission_form_says_what_is_wrong_with_the_code(client, secretary):
    data = {**ADMISSION, "registration_code": "91350100M000100Y44", "member_class": 1}
    with translation.override("en"):
        response = client.post(
            reverse("members:firm_admit"), data, headers={"accept-language": "en"}
        )
    assert response.status_code == 400
    assert "its check character does not match" in response.content.decode()
    assert Firm.objects.count() == 0


def test_refused_act_keeps_what_was_typed(client, secretary):
    membership = make_membership()
    suspend(membership, day=date(2026, 4, 17))
    url = reverse("members:standing_act", args=[membership.firm.pk, "resign"])
    data = {"received_on": "2025-12-01", "effective_on": "2026-01-01", "source": "Letter 7"}
    response = client.post(url, data, headers={"accept-language": "en"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "Something later is on record already, from 2026-04-17" in page
    assert 'value="Letter 7"' in page


def test_representative_is_a_new_person_or_one_on_record(client, secretary):
    firm = make_firm()
    url = reverse("members:firm_represent", args=[firm.pk])
    common = {"from_on": "2026-01-01", "votes": "on", "post_zh": "经理"}
    assert client.post(url, common).status_code == 400
    assert (
        client.post(url, {**common, "name_zh": "丁一", "email": "d@a.example"}).status_code == 302
    )
    other = make_person()
    data = {**common, "person": other.pk, "from_on": "2026-06-01"}
    assert client.post(url, data).status_code == 302
    rows = Representative.objects.filter(firm=firm, superseded_at__isnull=True)
    assert list(rows.order_by("from_on").values_list("person__name__zh", "until_on")) == [
        ("丁一", date(2026, 6, 1)),
        (other.name.zh, None),
    ]


def test_representation_and_mandate_end_by_their_forms(client, secretary):
    acting = make_representative()
    data = {"on": "2026-07-01", "reason": "离职"}
    url = reverse("members:representation_end", args=[acting.pk])
    assert client.post(url, data).status_code == 302
    mandate = mandates.create_mandates(
        term=make_term(),
        office="council_member",
        holders=[(acting.person, acting.firm)],
        from_on=date(2021, 12, 17),
        decision=None,
        by=None,
        at=AT,
    )[0]
    url = reverse("members:mandate_end", args=[mandate.pk])
    assert client.post(url, data).status_code == 302
    for model in (Representative, Mandate):
        left = model.objects.get(superseded_at__isnull=True)
        assert (left.until_on, left.reason) == (date(2026, 7, 1), "离职")


def test_term_and_mandate_are_entered_by_their_forms(client, secretary):
    person, body = make_person(), make_body()
    data = {"body": body.kind, "number": 3, "from_on": "2021-12-17"}
    assert client.post(reverse("members:term_open"), data).status_code == 302
    term = Term.objects.get()
    data = {"term": term.pk, "office": "president", "person": person.pk, "from_on": "2021-12-17"}
    for _twice in range(2):
        assert client.post(reverse("members:mandate_create"), data).status_code == 302
    held = mandates.holders_on(body_kind="council", office="president", day=date(2026, 1, 1))
    assert [mandate.person for mandate in held] == [person]


def test_person_is_added_and_corrected(client, secretary):
    data = {"name_zh": "丁一", "name_en": "Ding Yi", "email": "d@a.example"}
    client.post(reverse("members:person_add"), data)
    person = Person.objects.get()
    data["phone"] = "0351-1"
    client.post(reverse("members:person_edit", args=[person.pk]), data)
    person.refresh_from_db()
    assert (person.name.en, person.phone) == ("Ding Yi", "0351-1")


def test_import_is_read_looked_at_and_confirmed(client, secretary):
    make_class()
    file = SimpleUploadedFile("firms.csv", csv_of(GOOD))
    shown = client.post(reverse("members:imports"), {"file": file}, follow=True)
    assert (shown.status_code, Firm.objects.count()) == (200, 0)
    batch = ImportBatch.objects.get()
    for _twice in range(2):
        client.post(reverse("members:import_apply", args=[batch.pk]))
    assert Firm.objects.count() == 1


def test_import_page_names_row_column_and_fault(client, secretary):
    make_class()
    file = SimpleUploadedFile("firms.csv", csv_of(GOOD, {**GOOD, "uscc": "9", "class": "x"}))
    response = client.post(
        reverse("members:imports"), {"file": file}, follow=True, headers={"accept-language": "en"}
    )
    page = response.content.decode()
    faults = [(f["row"], f["column"], f["code"]) for f in response.context["faults"]]
    assert faults == [
        (3, "member_number", "number_repeated"),
        (3, "uscc", "code_invalid"),
        (3, "class", "class_unknown"),
    ]
    assert "its length is 1 and should be 18." in page
    assert "Faults found: 3; rows concerned: 1." in page
    assert "Enter 1 good row" in page


def test_import_of_an_unreadable_file_is_refused_at_the_form(client, secretary):
    file = SimpleUploadedFile("firms.csv", b"a,b\n1,2\n")
    response = client.post(
        reverse("members:imports"), {"file": file}, headers={"accept-language": "en"}
    )
    assert response.status_code == 400
    assert "lacks these columns" in response.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_import_template_is_understood_by_the_import(client, secretary, language, kind):
    content = client.get(
        reverse("members:import_template", args=[kind]), headers={"accept-language": language}
    ).content
    if kind == "csv":
        headings = content.decode("utf-8-sig").strip().split(",")
    else:
        headings = [cell.value for cell in load_workbook(io.BytesIO(content)).active[1]]
    for column, heading in zip(COLUMNS, headings, strict=True):
        with translation.override(language):
            assert heading == str(column.label)


def test_account_is_opened_once_and_given_roles(client, secretary):
    person = make_person(email="d@a.example")
    for _twice in range(2):
        client.post(reverse("members:account_open", args=[person.pk]))
    account = User.objects.get(person=person)
    assert (account.email, account.has_usable_password()) == ("d@a.example", False)
    url = reverse("members:account", args=[account.pk])
    client.post(url, {"roles": ["auditor"], "active": "on"})
    assert [grant.role for grant in account.roles.all()] == ["auditor"]
    client.post(url, {})
    account.refresh_from_db()
    assert (account.is_active, account.roles.count()) == (False, 0)


def test_account_needs_an_address_of_its_own(client, secretary):
    without = make_person()
    Person.objects.filter(pk=without.pk).update(email="")
    taken = make_person(email=secretary.email.upper())
    for person, words in ((without, "has no e-mail address"), (taken, "Another account uses")):
        response = client.post(
            reverse("members:account_open", args=[person.pk]),
            follow=True,
            headers={"accept-language": "en"},
        )
        assert words in response.content.decode()
    assert User.objects.count() == 1


def test_secretary_cannot_lock_themselves_out(client, secretary):
    url = reverse("members:account", args=[secretary.pk])
    for data in ({"active": "on"}, {"roles": ["secretariat"]}):
        assert client.post(url, data).status_code == 400
    assert [grant.role for grant in secretary.roles.all()] == ["secretariat"]
