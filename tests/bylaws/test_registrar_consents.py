"""The registration authority's written consents, from the page to what governs."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from bylaws.domain.in_force import rulebook_on
from bylaws.domain.registrar_consents import record_consent, strike_consent, subjects_of
from bylaws.enums import BodyKind, Matter
from bylaws.errors import ConsentRefused
from bylaws.models import RegistrarConsent
from records.models import LogEntry
from tests.factories.assemblies import make_assembly, make_secretary, minute

pytestmark = pytest.mark.django_db
REMOTE = "assembly.re_election.remote"
DAY, PAPER = date(2026, 11, 2), "民函〔2026〕12号"


def allowed(on: date) -> bool:
    rule = rulebook_on(on).rule_for(BodyKind.GENERAL_ASSEMBLY, Matter.ELECT_COUNCIL)
    return rule.remote_allowed


def test_consent_on_record_opens_a_re_election_to_remote_voters_from_its_day() -> None:
    make_assembly()
    book = rulebook_on(DAY)
    assert REMOTE in subjects_of(book)
    assert not allowed(DAY)
    given = {"book": book, "subject": REMOTE, "reference": PAPER, "given_on": DAY}
    made = [record_consent(**given, by=None, at=minute(0)) for _twice in "12"]
    assert made[0] == made[1]
    assert allowed(DAY)
    assert not allowed(date(2026, 11, 1))
    [entry] = LogEntry.objects.filter(event="registrar_consent_recorded")
    assert entry.payload["reference"] == PAPER

    for _twice in "12":
        strike_consent(consent=made[0], by=None, at=minute(1))
    assert not allowed(DAY)
    assert LogEntry.objects.filter(event="registrar_consent_struck").count() == 1


@pytest.mark.parametrize(
    ("subject", "reference", "given_on"),
    [
        ("assembly.remote", PAPER, DAY),
        ("officers.max_age", PAPER, DAY),  # is approved person by person
        (REMOTE, "  ", DAY),
        (REMOTE, PAPER, date(2030, 1, 1)),
    ],
)
def test_what_is_no_consent_is_refused(subject: str, reference: str, given_on: date) -> None:
    make_assembly()
    with pytest.raises(ConsentRefused):
        record_consent(
            book=rulebook_on(DAY),
            subject=subject,
            reference=reference,
            given_on=given_on,
            by=None,
            at=minute(0),
        )
    assert not RegistrarConsent.objects.exists()


def test_secretariat_records_and_strikes_it_on_the_page_of_the_rulebook(client: Client) -> None:
    make_assembly()
    client.force_login(make_secretary())
    english = {"accept-language": "en"}
    page = client.get(reverse("bylaws:rulebook"), headers=english).content.decode()
    assert "None is on record" in page
    assert "general assembly · taking part remotely is allowed at a re-election" in page
    sent = {"subject": REMOTE, "reference": PAPER, "given_on": "2026-11-02"}
    wrong = client.post(reverse("bylaws:consent_record"), sent | {"given_on": "x"}, headers=english)
    assert wrong.status_code == 200
    page = client.post(
        reverse("bylaws:consent_record"), sent, headers=english, follow=True
    ).content.decode()
    assert "consent is on record." in page
    assert PAPER in page
    assert allowed(DAY)
    row = RegistrarConsent.objects.get()
    client.post(reverse("bylaws:consent_strike", args=[row.pk]))
    assert not RegistrarConsent.objects.exists()
