"""The secretariat's pages of what firms ask for."""

from __future__ import annotations

import pytest
from django.test import Client

from members.domain import represent
from members.enums import RequestState
from members.models import Firm, User
from tests.factories.members import make_firm, make_representative, make_secretary
from tests.factories.requests import FROM, SCAN, make_appointment, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    return client


def test_list_shows_requests_by_state(office):
    waiting, refused = make_request(make_firm()), make_request(make_firm())
    refused.state = RequestState.REFUSED
    refused.save()

    page = office.get("/members/requests/?state=open").content.decode()

    assert f"/members/requests/{waiting.pk}/" in page
    assert f"/members/requests/{refused.pk}/" not in page


def test_list_takes_as_many_queries_for_three_as_for_one(office, django_assert_num_queries):
    make_request(make_firm())
    office.get("/members/requests/")
    with django_assert_num_queries(13):
        office.get("/members/requests/")
    for _each in range(2):
        make_request(make_firm())
    with django_assert_num_queries(13):
        office.get("/members/requests/")


def test_approval_on_its_page_changes_the_register(office):
    firm = make_firm()
    request = make_request(firm, legal_representative="戊五")
    address = f"/members/requests/{request.pk}/"

    page = office.get(f"{address}approve/").content.decode()
    answer = office.post(f"{address}approve/")

    firm.refresh_from_db()
    assert "戊五" in page
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert firm.legal_representative == "戊五"
    assert "approve/" not in office.get(address).content.decode()


def test_approval_over_a_changed_register_is_refused_and_shows_both(office):
    firm = make_firm()
    request = make_request(firm, legal_representative="戊五")
    Firm.objects.filter(pk=firm.pk).update(legal_representative="庚七")

    answer = office.post(f"/members/requests/{request.pk}/approve/")
    page = answer.content.decode()

    assert answer.status_code == 400
    assert "庚七" in page
    assert "戊五" in page
    assert "changed meanwhile" in page
    firm.refresh_from_db()
    assert firm.legal_representative == "庚七"


def test_refusal_without_an_answer_is_asked_for_one(office):
    request = make_request(make_firm())

    empty = office.post(f"/members/requests/{request.pk}/refuse/", {"answer": ""})
    told = office.post(f"/members/requests/{request.pk}/refuse/", {"answer": "No evidence."})

    request.refresh_from_db()
    assert (empty.status_code, told.status_code) == (400, 302)
    assert (request.state, request.answer) == (RequestState.REFUSED, "No evidence.")


def test_acceptance_enters_the_representative_with_the_letter(office):
    firm = make_firm()
    make_representative(firm=firm)
    request = make_appointment(firm)

    page = office.get(f"/members/requests/{request.pk}/").content.decode()
    scan = office.get(f"/members/requests/{request.pk}/evidence/")
    office.post(f"/members/requests/{request.pk}/approve/")

    assert "What follows" in page
    assert (scan.content, scan["Content-Disposition"][:10]) == (SCAN, "attachment")
    assert represent.voting_representative(firm, FROM).person.name.zh == "己六"


def test_data_request_has_no_letter_to_send_back(office):
    request = make_request(make_firm())

    assert office.get(f"/members/requests/{request.pk}/return/").status_code == 404


def test_auditor_reads_requests_and_decides_none():
    user = User.objects.create_user("auditor@association.example")
    user.roles.create(role="auditor")
    client = Client()
    client.force_login(user)
    request = make_request(make_firm())
    address = f"/members/requests/{request.pk}/"

    found = [client.get(address).status_code, client.post(f"{address}approve/").status_code]

    assert found == [200, 404]
