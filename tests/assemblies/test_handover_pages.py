"""The handover from its pages: begun, filled, ticked, concluded, signed, supplemented."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from assemblies.domain.personal_holdings import HOLDINGS
from assemblies.models import Handover, HandoverItem
from members.domain.mandates import create_mandates
from members.enums import BodyKind, Office, Role
from members.models import Person, Term
from tests.factories.assemblies import make_association, make_body, make_secretary
from tests.factories.members import make_person, make_user
from tests.factories.pdf import squeezed, text_of

pytestmark = pytest.mark.django_db
PAGE = "/assemblies/handovers/"


@pytest.fixture
def office() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def giver() -> Person:
    """The secretary-general of the term that ended a week ago."""
    make_association()
    body, today = make_body(BodyKind.COUNCIL), timezone.localdate()
    old = Term.objects.create(body=body, number=3, from_on=today - timedelta(days=1800))
    Term.objects.create(body=body, number=4, from_on=today - timedelta(days=7))
    person = make_person(zh="梁海涛", en="Liang Haitao")
    create_mandates(
        term=old,
        office=Office.SECRETARY_GENERAL,
        holders=[(person, None)],
        from_on=old.from_on,
        decision=None,
        by=None,
        at=timezone.now(),
    )
    return person


def begun(office: Client) -> Handover:
    term = Term.objects.get(number=3)
    office.post(PAGE, {"terms": str(term.pk)})
    return Handover.objects.get()


def said(office: Client, address: str, told: dict[str, object] | None = None) -> str:
    """What the page that follows an act says."""
    return office.post(address, told or {}, follow=True).content.decode()


def test_list_is_begun_and_filled_from_the_page(office: Client, giver: Person) -> None:
    row = begun(office)
    page = f"{PAGE}{row.pk}/"
    shown = office.get(page).content.decode()
    assert "Seal of the association, with its impression" in shown
    assert "Liang Haitao" in shown

    told = {"kind": "asset", "what_zh": "车辆", "what_en": "A car", "taken_by": giver.pk}
    assert "It is on the list." in said(office, page, told)

    item = row.items.get(key="")
    assert (item.what.en, item.taken_by) == ("A car", giver)
    assert "The record was asked again." in said(office, f"{page}do/propose/")
    line = f"{PAGE}lines/{item.pk}/"
    assert "It is off the list." in said(office, f"{line}do/drop/")
    assert office.post(f"{page}do/burn/").status_code == 404
    nobody = {"witness": make_person().pk}
    assert office.post(f"{page}do/witness/", nobody).status_code == 404
    seal = row.items.get(key="seal")
    assert office.post(f"{PAGE}lines/{seal.pk}/do/burn/").status_code == 404


def test_lines_are_ticked_concluded_signed_and_supplemented(office: Client, giver: Person) -> None:
    row = begun(office)
    page = f"{PAGE}{row.pk}/"
    first, *rest = row.items.all()
    for item in rest:
        office.post(f"{PAGE}lines/{item.pk}/do/tick/")
    assert HandoverItem.objects.filter(handed_on=timezone.localdate()).count() == len(rest)
    today = {"held_on": timezone.localdate().isoformat()}
    assert "a remark why not: 1." in said(office, f"{page}do/conclude/", today)
    assert "Draft" in text_of(office.get(f"{page}protocol.en.pdf").content)
    assert office.get(f"{page}protocol.zh.docx").content.startswith(b"PK")
    assert office.get(f"{page}protocol.fr.pdf").status_code == 404
    told = {"given_by": giver.pk, "taken_by": "", "handed_on": "", "remark": "Lost in 2024"}
    assert "Noted." in said(office, f"{PAGE}lines/{first.pk}/", told)
    office.post(f"{page}do/witness/", {"witness": giver.pk})

    undated = said(office, f"{page}do/conclude/", {"held_on": "soon"})
    assert "Give the day on which the handover was held." in undated
    assert "The handover is concluded." in said(office, f"{page}do/conclude/", today)

    english = text_of(office.get(f"{page}protocol.en.pdf").content)
    assert squeezed("Lost in 2024") in english
    assert "Draft" not in english
    assert "Choose the scan" in said(office, f"{page}sign/")
    scan = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed")
    assert "The signed copy is kept." in said(office, f"{page}sign/", {"scan": scan})
    assert office.get(f"{page}signed/").content == b"%PDF-1.7 signed"
    assert "supplement 1" in said(office, f"{page}do/supplement/")
    more = Handover.objects.get(number=1)
    assert [item.key for item in more.items.all()] == [first.key]
    shown = office.get(f"{PAGE}lines/{first.pk}/").content.decode()
    assert "this line stays as it was signed" in shown


def test_auditor_reads_the_protocol_and_is_offered_nothing(office: Client, giver: Person) -> None:
    row = begun(office)
    office.force_login(make_user(Role.AUDITOR), backend="django.contrib.auth.backends.ModelBackend")
    shown = office.get(f"{PAGE}{row.pk}/").content.decode()
    assert "Seal of the association" in shown
    assert "<form" not in shown.partition("<main")[2].partition("</main>")[0]
    assert office.post(PAGE, {"terms": str(row.term_id)}).status_code == 404
    assert office.post(f"{PAGE}{row.pk}/").status_code == 404


def test_person_is_told_what_they_gave(office: Client, giver: Person) -> None:
    begun(office)
    [holding] = [one for one in HOLDINGS if one.key == "handovers"]
    whats = [str(what) for _body, what, _day in holding.rows(giver)]
    assert any("印模" in what or "impression" in what for what in whats)
    assert list(holding.rows(make_person())) == []
