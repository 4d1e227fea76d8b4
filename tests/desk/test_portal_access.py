"""Who may open a firm's own pages, from which day until which."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dues.models import AnnualStatement
from members.domain import represent
from members.enums import FirmDocumentKind
from members.models import Firm, User
from records.domain import documents
from tests.factories.firms import PDF, make_contact, make_merge, make_paper
from tests.factories.mailings import make_mailing, make_reachable_firm
from tests.factories.members import (
    AT,
    make_firm,
    make_person,
    make_representative,
    make_secretary,
    make_user,
)
from tests.factories.requests import (
    make_appointment,
    make_representative_user,
    make_request,
)

pytestmark = pytest.mark.django_db
TABS = ("", "dues/", "data/", "people/", "papers/")


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def statuses(client: Client, firm: Firm) -> list[int]:
    return [client.get(f"/me/firms/{firm.pk}/{tab}").status_code for tab in TABS]


def test_all_tabs_open_to_a_representative():
    firm = make_firm()

    assert statuses(client_of(make_representative_user(firm)), firm) == [200] * 5


def test_other_firms_secretariat_and_strangers_find_nothing():
    firm = make_firm()
    people = [make_representative_user(make_firm()), make_secretary(), make_user()]

    assert [statuses(client_of(user), firm) for user in people] == [[404] * 5] * 3


def test_who_is_not_logged_in_is_led_to_the_log_in():
    firm = make_firm()

    assert statuses(Client(), firm) == [302] * 5


@pytest.mark.parametrize(("days", "status"), [(-1, 200), (0, 200), (1, 404)])
def test_access_begins_on_the_day_from_which_a_person_acts(days, status):
    firm, today = make_firm(), timezone.localdate()
    person = make_person()
    make_representative(firm=firm, person=person, from_on=today + timedelta(days=days))

    assert statuses(client_of(make_user(person=person)), firm) == [status] * 5


@pytest.mark.parametrize(("days", "status"), [(-1, 404), (0, 404), (1, 200)])
def test_access_ends_on_the_day_from_which_a_person_acts_no_more(days, status):
    firm, today = make_firm(), timezone.localdate()
    acting = make_representative(firm=firm)
    client = client_of(make_user(person=acting.person))
    represent.end_representation(
        representative=acting, on=today + timedelta(days=days), reason="Left", by=None, at=AT
    )

    assert statuses(client, firm) == [status] * 5


def test_who_loses_access_can_change_nothing_with_a_page_still_open():
    firm = make_firm()
    acting = make_representative(firm=firm)
    client = client_of(make_user(person=acting.person))
    contact = make_contact(firm)
    represent.end_representation(
        representative=acting, on=timezone.localdate(), reason="Left", by=None, at=AT
    )

    found = [
        client.post(f"/me/firms/{firm.pk}/data/reach/", {"phone": "1"}).status_code,
        client.post(f"/me/firms/{firm.pk}/contacts/{contact.pk}/remove/").status_code,
        client.post(f"/me/firms/{firm.pk}/data/change/", {"address": "x"}).status_code,
    ]

    firm.refresh_from_db()
    assert found == [404] * 3
    assert (firm.phone, firm.contacts.count(), firm.change_requests.count()) == ("", 1, 0)


def test_what_hangs_on_another_firm_is_not_found_below_ones_own_address():
    mine = make_firm()
    theirs = make_reachable_firm(email="a@firm.example")
    letter = make_mailing(theirs, released=True).letters.get()
    letter.sent_at = AT
    letter.save()
    wish, change = make_appointment(theirs), make_request(theirs)
    client = client_of(make_representative_user(mine))
    paths = [
        f"contacts/{make_contact(theirs).pk}/",
        f"requests/{wish.pk}/",
        f"requests/{wish.pk}/evidence/",
        f"requests/{wish.pk}/letter.zh.pdf",
        f"requests/{change.pk}/",
        f"papers/{make_paper(theirs).pk}/",
        f"letters/{letter.pk}/",
        f"letters/{letter.pk}/file/",
    ]
    acts = [
        f"contacts/{theirs.contacts.get().pk}/remove/",
        f"requests/{wish.pk}/withdraw/",
        f"requests/{wish.pk}/",
    ]

    read = {path: client.get(f"/me/firms/{mine.pk}/{path}").status_code for path in paths}
    done = {path: client.post(f"/me/firms/{mine.pk}/{path}").status_code for path in acts}

    assert set(read.values()) | set(done.values()) == {404}
    wish.refresh_from_db()
    assert (wish.state, theirs.contacts.count()) == ("open", 1)


def test_papers_of_the_secretariat_are_not_the_firms_to_read():
    firm = make_firm()
    own = make_paper(firm)
    other = make_paper(firm, kind=FirmDocumentKind.OTHER, content=PDF + b"2")
    client = client_of(make_representative_user(firm))

    page = client.get(f"/me/firms/{firm.pk}/papers/").content.decode()
    found = [
        client.get(f"/me/firms/{firm.pk}/papers/{row.pk}/").status_code for row in (own, other)
    ]

    assert found == [200, 404]
    assert str(own.pk) in page
    assert str(other.pk) not in page


def test_letter_that_was_not_sent_yet_is_not_shown():
    firm = make_reachable_firm(email="a@firm.example")
    letter = make_mailing(firm).letters.get()
    client = client_of(make_representative_user(firm))

    drafted = client.get(f"/me/firms/{firm.pk}/letters/{letter.pk}/").status_code
    letter.sent_at = AT
    letter.save()
    sent = client.get(f"/me/firms/{firm.pk}/letters/{letter.pk}/").status_code

    assert (drafted, sent) == (404, 200)


def test_entry_that_goes_on_as_another_has_no_pages_of_its_own():
    kept, dropped = make_firm(), make_firm()
    acting = make_representative(firm=dropped)
    client = client_of(make_user(person=acting.person))
    before = statuses(client, dropped)
    make_merge(kept, dropped)

    assert (before, statuses(client, dropped)) == ([200] * 5, [404] * 5)


def test_own_page_lists_each_firm_that_a_person_acts_for():
    person = make_person()
    firms = [make_firm(), make_firm()]
    for firm in firms:
        make_representative(firm=firm, person=person)
    other = make_firm()

    page = client_of(make_user(person=person)).get("/me/").content.decode()

    linked = [f"/me/firms/{firm.pk}/" in page for firm in [*firms, other]]
    assert linked == [True, True, False]


def test_published_year_is_offered_in_its_languages_and_opens():
    firm = make_firm()
    paper = documents.store(content=PDF, name="y.pdf", media_type="application/pdf", at=AT)
    year = AnnualStatement.objects.create(year=2025, papers={"en": str(paper.pk)}, published_at=AT)
    client = client_of(make_representative_user(firm))

    page = client.get(f"/me/firms/{firm.pk}/papers/").content.decode()

    address = f"/dues/reports/years/{year.pk}/en.pdf"
    assert address in page
    assert client.get(address).content == PDF
