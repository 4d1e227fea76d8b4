"""What a firm's people change and ask for on their own pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk.domain import own_firm
from members.domain.asking import appointing
from members.enums import RequestState
from members.models import ChangeRequest, Firm
from tests.factories.firms import make_contact
from tests.factories.members import AT, make_firm, make_person, make_representative, make_user
from tests.factories.requests import SCAN, make_appointment, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Firm:
    return make_firm(zh="晋东市岳峰汽车集团有限公司", en="Yuefeng Auto Group")


@pytest.fixture
def own(firm: Firm) -> Client:
    person = make_person(zh="丁四", en="Ding Si")
    make_representative(firm=firm, person=person)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(person=person))
    return client


def file(content: bytes = SCAN, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def as_it_is(firm: Firm, **changed: object) -> dict[str, object]:
    """The form as it comes, with what is typed over it."""
    return {
        "name_zh": firm.name["zh"],
        "name_en": firm.name["en"],
        "registration_code": firm.registration_code,
        "trade": firm.trade,
        **changed,
    }


def test_telephone_changes_at_once(own, firm):
    answer = own.post(f"/me/firms/{firm.pk}/data/reach/", {"phone": "0555-1", "email": ""})

    firm.refresh_from_db()
    assert (answer.status_code, firm.phone) == (302, "0555-1")


def test_contact_is_added_corrected_and_removed_by_the_firm(own, firm):
    typed = {"purpose": "dues", "name": "丙会计", "email": "books@firm.example"}
    own.post(f"/me/firms/{firm.pk}/contacts/add/", typed)
    contact = firm.contacts.get()
    own.post(f"/me/firms/{firm.pk}/contacts/{contact.pk}/", typed | {"phone": "1"})
    corrected = firm.contacts.get().phone
    own.post(f"/me/firms/{firm.pk}/contacts/{contact.pk}/remove/")

    assert (corrected, firm.contacts.count()) == ("1", 0)


def test_name_is_asked_for_and_stays_until_it_is_approved(own, firm):
    typed = as_it_is(firm, name_zh="晋东市岳峰控股有限公司", note="2026年12月更名", evidence=file())

    answer = own.post(f"/me/firms/{firm.pk}/data/change/", typed)

    request = ChangeRequest.objects.get()
    firm.refresh_from_db()
    page = own.get(answer["Location"]).content.decode()
    assert list(request.wanted) == ["name"]
    assert firm.name["zh"] == "晋东市岳峰汽车集团有限公司"
    assert "晋东市岳峰控股有限公司" in page
    assert own.get(f"{answer['Location']}evidence/").content == SCAN


def test_form_as_it_came_asks_for_nothing(own, firm):
    answer = own.post(f"/me/firms/{firm.pk}/data/change/", as_it_is(firm))

    assert answer.status_code == 400
    assert "All of it is on record as you wrote it." in answer.content.decode()
    assert ChangeRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00 a program", "licence.pdf"),
        (b"<html><script>alert(1)</script>", "licence.png"),
        (b"%PDF-1.7" + b" " * (10 * 1024 * 1024), "licence.pdf"),
    ],
)
def test_upload_of_another_kind_or_too_large_is_refused(own, firm, content, name):
    request = make_appointment(firm, signed=False)
    typed = as_it_is(firm, address="北路1号", evidence=file(content, name))

    asked = own.post(f"/me/firms/{firm.pk}/data/change/", typed)
    handed = own.post(
        f"/me/firms/{firm.pk}/requests/{request.pk}/", {"letter": file(content, name)}
    )

    assert (asked.status_code, handed.status_code) == (400, 400)
    assert ChangeRequest.objects.filter(evidence__isnull=False).count() == 0


def test_request_is_withdrawn_by_the_firm(own, firm):
    request = make_request(firm)

    own.post(f"/me/firms/{firm.pk}/requests/{request.pk}/withdraw/")
    again = own.post(f"/me/firms/{firm.pk}/requests/{request.pk}/withdraw/")

    request.refresh_from_db()
    assert (request.state, again.status_code) == (RequestState.WITHDRAWN, 302)


def test_representative_is_named_letter_made_and_handed_in(own, firm):
    typed = {
        "name_zh": "己六",
        "name_en": "Ji Liu",
        "email": "ji.liu@firm.example",
        "post_zh": "总经理",
        "from_on": "2027-01-01",
        "votes": "on",
    }
    answer = own.post(f"/me/firms/{firm.pk}/people/name/", typed)
    page = answer["Location"]
    before = [step.title for step in steps(firm)]
    letter = own.get(f"{page}letter.zh.pdf")
    handed = own.post(page, {"letter": file()})

    request = ChangeRequest.objects.get()
    assert (answer.status_code, letter.content[:5], handed.status_code) == (302, b"%PDF-", 302)
    assert appointing.wish_of(request).name.en == "Ji Liu"
    assert (request.evidence.size, request.state) == (len(SCAN), "open")
    assert own.get(f"{page}evidence/").content == SCAN
    # Until then it was the next thing to do.
    assert len(before) - len(steps(firm)) == 1


def steps(firm: Firm) -> list[own_firm.Step]:
    person = firm.representatives.get().person
    return own_firm.own_firm(firm=firm, person=person, day=date(2026, 12, 18)).steps


def test_only_who_has_acted_for_the_firm_is_offered_by_name(own, firm):
    stranger = make_person(zh="庚七", en="Geng Qi")

    page = own.get(f"/me/firms/{firm.pk}/people/name/").content.decode()
    typed = {"person": stranger.pk, "from_on": "2027-01-01", "votes": "on"}
    answer = own.post(f"/me/firms/{firm.pk}/people/name/", typed)

    assert "Ding Si" in page
    assert "Geng Qi" not in page
    assert (answer.status_code, ChangeRequest.objects.count()) == (400, 0)


def test_letter_that_was_sent_back_is_the_first_thing_to_do(own, firm):
    make_contact(firm)
    request = make_appointment(firm)
    appointing.return_letter(request=request, answer="The seal is missing.", by=None, at=AT)

    told = [(step.detail, step.url, step.tone) for step in steps(firm)]
    page = own.get("/me/").content.decode()

    address = f"/me/firms/{firm.pk}/requests/{request.pk}/"
    assert told == [("The seal is missing.", address, "bad")]
    assert "The seal is missing." in page


def test_letter_of_a_change_of_data_is_not_there(own, firm):
    request = make_request(firm)

    found = [
        own.get(f"/me/firms/{firm.pk}/requests/{request.pk}/letter.zh.pdf").status_code,
        own.post(f"/me/firms/{firm.pk}/requests/{request.pk}/", {"letter": file()}).status_code,
    ]

    assert found == [404, 404]


def test_empty_pages_say_what_will_be_there(own, firm):
    told = {
        "data/": "What you ask the secretariat for stands here with its answer.",
        "people/": "Representatives that you name stand here",
        "papers/": "The certificate of membership is here once it is issued.",
        "": "Letters to your firm are listed here once the association has written.",
    }

    found = {
        tab: told[tab] in own.get(f"/me/firms/{firm.pk}/{tab}").content.decode() for tab in told
    }

    assert found == dict.fromkeys(told, True)
