"""The pages of an admission, as an applicant, a visitor and the secretariat see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from members.domain.admitting import admission, applications, certificates
from members.enums import ApplicationState, BodyKind, StandingStatus, Trade
from members.models import Application, Certificate, Firm
from records.fields import Translated
from records.models import Decision, Job
from tests.factories.applications import (
    PDF,
    bring_to,
    make_application,
    make_decision,
    make_former,
    make_paper,
    make_submission,
)
from tests.factories.assemblies import make_association, make_body
from tests.factories.members import (
    make_class,
    make_code,
    make_firm,
    make_membership,
    make_secretary,
    suspend,
)

pytestmark = pytest.mark.django_db
State = ApplicationState
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def visitor() -> Client:
    make_association()
    return Client(headers=ENGLISH)


@pytest.fixture
def secretary() -> Client:
    make_association()
    client = Client(headers=ENGLISH)
    client.force_login(make_secretary())
    return client


def filled(**told: Any) -> dict[str, Any]:
    return {
        "name_zh": "晋东市云岭汽车配件有限公司",
        "name_en": "Yunling Parts",
        "registration_code": make_code(),
        "trade": Trade.PARTS,
        "member_class": make_class().pk,
        "representative_zh": "石川",
        "contact_name": "何苗",
        "contact_email": "he@yunling.example",
        "consent": "on",
        **told,
    }


def scan(name: str = "licence.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_firm_applies_and_is_led_to_its_own_page(visitor):
    sent = visitor.post("/join/?lang=en", filled(papers=[scan(), scan("seal.pdf", PDF + b"2")]))

    application = Application.objects.get()
    assert sent["Location"] == f"/join/{application.pk}/?lang=en"
    assert (application.submitted_by, application.submitted["language"]) == (None, "en")
    assert application.submitted["consent"].startswith("The association uses this data")
    assert sorted(application.documents.values_list("title", flat=True)) == [
        *("licence.pdf", "seal.pdf"),
    ]
    page = visitor.get(sent["Location"])
    assert application.number in said(page)
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex", True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"registration_code": "914807020000000010"}, "is not a unified social credit code"),
        ({"registration_code": "9148"}, "its length is 4 and should be 18"),
        ({"consent": ""}, "This field is required"),
        ({"contact_email": ""}, "This field is required"),
        ({"name_zh": "", "name_en": ""}, "This field is required"),
        ({"homepage": "https://buy.example"}, "Leave this field empty"),
        ({"papers": [scan("a.exe", b"MZ")]}, "The file a.exe is no PDF"),
        ({"papers": [scan(f"{n}.pdf", PDF) for n in range(6)]}, "At most 5 files at once"),
        ({"trade": "banking"}, "Select a valid choice"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(visitor, wrong, words):
    page = visitor.post("/join/?lang=en", filled(**wrong))

    assert page.status_code == 400
    assert words in said(page).replace("&#x27;", "'")
    assert 'value="he@yunling.example"' in said(page) or "contact_email" in wrong
    assert Application.objects.count() == 0


def test_file_that_is_too_large_is_refused_by_its_size(visitor):
    large = scan("big.pdf", PDF + b"0" * (10 * 1024 * 1024))

    page = visitor.post("/join/?lang=en", filled(papers=[large]))

    assert "big.pdf is larger than 10 MB" in said(page)


def test_member_is_told_that_it_need_not_apply(visitor):
    firm = make_firm()

    page = visitor.post("/join/?lang=en", filled(registration_code=firm.registration_code))

    assert (page.status_code, "need not apply" in said(page)) == (400, True)


def test_forms_from_one_address_are_limited(visitor):
    statuses = [visitor.post("/join/", {}).status_code for _each in range(61)]

    assert (statuses[:60], statuses[60]) == ([400] * 60, 429)


def test_applicant_sees_what_is_needed_and_adds_it(visitor):
    application = bring_to(State.INCOMPLETE)
    page = f"/join/{application.pk}/"
    assert "The licence." in said(visitor.get(page))

    visitor.post(f"{page}papers/", {"papers": [scan()]})

    application.refresh_from_db()
    assert application.state == State.SUBMITTED
    assert "The papers have come in." in said(visitor.get(page))


def test_applicant_withdraws_only_with_the_box_ticked(visitor):
    application = make_application()

    visitor.post(f"/join/{application.pk}/withdraw/", {})
    before = Application.objects.get().state
    visitor.post(f"/join/{application.pk}/withdraw/", {"sure": "yes"})

    assert (before, Application.objects.get().state) == (State.SUBMITTED, State.WITHDRAWN)


@pytest.mark.parametrize("act", ["admit", "close", "announce"])
def test_applicant_decides_nothing(visitor, act):
    application = bring_to(State.READY)

    assert visitor.post(f"/join/{application.pk}/{act}/", {}).status_code == 404


def test_notices_name_no_person_and_no_address_of_an_application(visitor):
    application = bring_to(State.NOTICE)
    day = timezone.localdate()
    Application.objects.filter(pk=application.pk).update(
        notice_from=day, notice_until=day + timedelta(days=5)
    )

    page = said(visitor.get("/join/notices/?lang=en"))

    assert application.number in page
    assert application.registration_code in page
    for hidden in (str(application.pk), "何苗", application.submitted["representative"]["zh"]):
        assert hidden not in page


def test_notice_of_another_year_is_gone(visitor):
    bring_to(State.NOTICE)

    assert "No application is open to objections now." in said(
        visitor.get("/join/notices/?lang=en")
    )


def make_certificate() -> Certificate:
    return certificates.issue_certificate(
        membership=make_membership(),
        issued_on=timezone.localdate(),
        valid_until=None,
        site="https://a.example",
        by=None,
        at=timezone.now(),
    )


def test_certificate_is_checked_by_its_code(visitor):
    certificate = make_certificate()
    typed = certificates.grouped_code(certificate.code).lower()

    led = visitor.get("/verify/", {"code": typed, "lang": "en"})
    valid = said(visitor.get(led["Location"]))
    suspend(certificate.membership, from_on=timezone.localdate())
    suspended = said(visitor.get(led["Location"]))

    assert "The certificate is valid." in valid
    assert certificate.membership.number in valid
    assert "the firm is no active member today" in suspended


def test_unknown_code_says_so(visitor):
    page = visitor.get("/verify/AAAABBBBCCCCDDDD/?lang=en")

    assert (page.status_code, "No certificate with this code" in said(page)) == (404, True)
    assert visitor.get("/verify/?code=%3Cscript%3E&lang=en")["Location"].startswith("/verify/")


def test_secretariat_leads_an_application_to_the_certificate(secretary):
    make_body(BodyKind.COUNCIL)
    application = bring_to(State.READY)
    page = f"/members/applications/{application.pk}/"
    assert "Enter the admission" in said(secretary.get(page))

    decided = secretary.post(
        f"{page}admit/",
        {
            "decided_on": "2026-03-16",
            "body": make_body(BodyKind.COUNCIL).pk,
            "reference": "理决〔2026〕2号",
            "evidence": scan("minutes.pdf"),
            "number": "JD0136",
            "member_class": make_class().pk,
        },
    )
    secretary.post(f"{page}announce/", {})
    firm = Firm.objects.get()
    secretary.post(f"/members/{firm.pk}/certificate/", {"issued_on": timezone.localdate()})

    assert decided.status_code == 302
    assert firm.membership.number == "JD0136"
    decision = Decision.objects.get()
    assert (decision.reference, str(decision.evidence.name)) == ("理决〔2026〕2号", "minutes.pdf")
    paper = secretary.get(f"/members/certificates/{Certificate.objects.get().pk}.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    shown = said(secretary.get(page))
    assert "JD0136" in shown
    assert "Announce the admission" not in shown


def test_one_decision_admits_several(secretary):
    first, second = bring_to(State.READY), bring_to(State.READY)
    decision = make_decision()
    for application, number in ((first, "JD1"), (second, "JD2")):
        secretary.post(
            f"/members/applications/{application.pk}/admit/",
            {"decision": decision.pk, "number": number, "member_class": make_class().pk},
        )

    assert list(Application.objects.values_list("state", "decision")) == [
        *((State.ADMITTED, decision.pk), (State.ADMITTED, decision.pk)),
    ]


def test_decision_has_a_day_and_a_body(secretary):
    application = bring_to(State.READY)

    page = secretary.post(f"/members/applications/{application.pk}/reject/", {"reference": "2"})

    assert page.status_code == 400
    assert "Choose a decision on record, or enter the day and the body" in said(page)


def test_page_of_an_expelled_firm_asks_for_the_lifting(secretary):
    membership = make_former(StandingStatus.EXPELLED)
    code = membership.firm.registration_code
    application = bring_to(State.READY, registration_code=code)
    address = f"/members/applications/{application.pk}/admit/"
    council = make_body(BodyKind.COUNCIL)
    answer = {
        "decided_on": "2026-03-16",
        "body": council.pk,
        "reference": "理决〔2026〕2号",
        "member_class": make_class().pk,
    }

    asked = said(secretary.get(address))
    refused = secretary.post(address, answer)
    lifted = {"lifting_reference": "理决〔2026〕2号", "lifting_ground_zh": "已整改"}
    done = secretary.post(address, answer | lifted)

    assert "This firm was expelled." in asked
    assert "理决〔2025〕9号" in asked
    assert "was expelled on 2025-06-01" in said(refused)
    assert (refused.status_code, done.status_code) == (400, 302)


def test_letter_is_sent_when_it_is_released(
    secretary, mailoutbox, django_capture_on_commit_callbacks
):
    application = bring_to(State.INCOMPLETE)
    address = f"/members/applications/{application.pk}/write/"
    draft = said(secretary.get(address))
    assert f"/join/{application.pk}/" in draft

    with django_capture_on_commit_callbacks(execute=True):
        secretary.post(address, {"subject": "Papers", "body": "Please send the licence."})

    [mail] = mailoutbox
    assert (mail.to, mail.subject, mail.body) == (
        *([application.contact_email], "Papers", "Please send the licence."),
    )
    assert Job.objects.get().state == "done"


def test_papers_are_shown_to_their_application_only(secretary):
    first, second = make_application(), make_application()
    paper = applications.add_document(
        application=first, paper=make_paper(), by=None, at=timezone.now()
    )

    mine = secretary.get(f"/members/applications/{first.pk}/papers/{paper.document_id}")
    others = secretary.get(f"/members/applications/{second.pk}/papers/{paper.document_id}")

    assert (mine.content, mine["Content-Type"]) == (PDF, "application/pdf")
    assert others.status_code == 404


def test_what_was_submitted_stands_beside_the_register(secretary):
    application = bring_to(State.READY, address="旧址1号")
    admission.admit(application=application, decision=make_decision(), by=None, at=timezone.now())
    Firm.objects.update(address="新址2号")

    page = said(secretary.get(f"/members/applications/{application.pk}/"))

    assert "旧址1号" in page
    assert "新址2号" in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_much_for_many_as_for_one(secretary, django_assert_num_queries, number):
    for _each in range(number):
        make_application()

    with django_assert_num_queries(13):
        page = secretary.get("/members/applications/")

    assert page.content.decode().count('<small class="mono">') == number


def test_hostile_words_are_shown_as_words(secretary):
    evil = "<script>alert(1)</script>"
    make_association()
    application = applications.submit_application(
        submission=make_submission(
            name=Translated(zh=evil, en=evil), statement=evil, contact_name=evil
        ),
        by=None,
        at=timezone.now(),
    )

    for page in (
        secretary.get("/members/applications/"),
        secretary.get(f"/members/applications/{application.pk}/"),
        secretary.get(f"/join/{application.pk}/"),
    ):
        assert evil not in page.content.decode()
