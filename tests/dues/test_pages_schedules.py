"""Pages on which a dues standard is drawn up, checked and adopted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dues.enums import ScheduleState
from dues.models import DuesSchedule
from members.models import MemberClass
from records.models import Decision
from tests.factories.dues import YEAR, make_association, make_schedule
from tests.factories.members import make_body, make_class, make_secretary

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%scan"


@pytest.fixture
def office(client: Client) -> Client:
    make_association()
    client.force_login(make_secretary())
    return client


def classes() -> list[MemberClass]:
    return [make_class("council", rank=3, zh="理事单位"), make_class("ordinary", zh="会员单位")]


def answers(**changed: Any) -> dict[str, Any]:
    council, ordinary = classes()
    return {
        "title_zh": "会费标准",
        "title_en": "Dues standard",
        "effective_on": "2027-01-01",
        "period_months": "12",
        "anchor_month": "1",
        "anchor_day": "1",
        "window_days": "90",
        "least_days": "30",
        "pro_rata": "days",
        "highest_only": "on",
        "waived_by_zh": "会长办公会",
        f"class_{council.pk}": "３，０００",
        f"class_{ordinary.pk}": "1,000.50元",
        **changed,
    }


def test_draft_is_kept_with_amounts_as_people_write_them(office: Client) -> None:
    response = office.post(reverse("dues:schedule_new"), answers(size_micro="800"))

    schedule = DuesSchedule.objects.get()
    assert response["Location"] == reverse("dues:schedule", args=[schedule.pk])
    assert (schedule.state, schedule.pro_rata, schedule.waived_by.zh) == (
        "draft",
        "days",
        "会长办公会",
    )
    assert sorted((str(tier.key), tier.amount) for tier in schedule.tiers.all()) == [
        ("", Decimal("1000.50")),
        ("", Decimal("3000.00")),
        ("micro", Decimal("800.00")),
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"class": "1,5"}, "more than one amount"),
        ({"class": "0.125"}, "more than two decimals"),
        ({"class": "-5"}, "cannot be less than nothing"),
        ({"class": "viel"}, "is no amount"),
        ({"until_on": "2026-06-01"}, "end after it begins"),
        ({"anchor_day": "32"}, "less than or equal to 31"),
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(
    office: Client, changed: dict[str, str], told: str
) -> None:
    typed = dict(changed)
    if "class" in typed:
        typed[f"class_{classes()[0].pk}"] = typed.pop("class")

    response = office.post(reverse("dues:schedule_new"), answers(**typed), headers=EN)

    assert (response.status_code, told in response.text) == (400, True)
    assert DuesSchedule.objects.count() == 0


EN = {"accept-language": "en"}


def test_draft_without_any_amount_is_refused(office: Client) -> None:
    empty = {f"class_{row.pk}": "" for row in classes()}

    response = office.post(reverse("dues:schedule_new"), answers(**empty), headers=EN)

    assert (response.status_code, "at least one tier" in response.text) == (400, True)


def test_draft_is_edited(office: Client) -> None:
    schedule = make_schedule({"council": 3000, "ordinary": 1000}, adopted=False)
    address = reverse("dues:schedule_edit", args=[schedule.pk])
    shown = office.get(address).text

    office.post(address, answers(effective_on="2028-01-01"))

    schedule.refresh_from_db()
    assert 'value="3000.00"' in shown
    assert schedule.effective_on == date(2028, 1, 1)
    assert sorted(tier.amount for tier in schedule.tiers.all()) == [
        Decimal("1000.50"),
        Decimal("3000.00"),
    ]


def test_adopted_schedule_is_not_edited(office: Client) -> None:
    schedule = make_schedule()

    response = office.post(reverse("dues:schedule_edit", args=[schedule.pk]), answers())

    schedule.refresh_from_db()
    assert response["Location"] == reverse("dues:schedule", args=[schedule.pk])
    assert [tier.amount for tier in schedule.tiers.all()] == [Decimal(1000)]


def test_page_tells_blocks_from_notices(office: Client) -> None:
    make_class("council", rank=3, zh="理事单位", en="Council unit")
    schedule = make_schedule({"ordinary": 1000}, adopted=False)

    page = office.get(reverse("dues:schedule", args=[schedule.pk]), headers=EN).text

    assert "Council unit: no definite amount" in page
    assert "It is to be voted on by secret ballot" in page
    assert (page.count("to be mended"), page.count("to be known")) == (1, 1)
    assert "A draft: it cannot be used before a decision adopts it." in page


def decided(**changed: Any) -> dict[str, Any]:
    return {
        "title_zh": "通过会费标准",
        "title_en": "Dues standard adopted",
        "body": make_body("general_assembly").pk,
        "decided_on": "2026-12-18",
        "reference": "2026-7",
        "evidence": SimpleUploadedFile("decision.pdf", PDF, "application/pdf"),
        **changed,
    }


def test_adoption_without_a_secret_ballot_is_refused_where_the_rule_wants_one(
    office: Client,
) -> None:
    """民发〔2014〕166号 ¶4 (CN-A5)."""
    schedule = make_schedule(adopted=False)

    response = office.post(
        reverse("dues:schedule_adopt", args=[schedule.pk]), decided(), headers=EN
    )

    schedule.refresh_from_db()
    assert (response.status_code, "by secret ballot only" in response.text) == (400, True)
    assert (schedule.state, Decision.objects.count()) == (ScheduleState.DRAFT, 0)


def test_adoption_by_a_decision_taken_elsewhere_puts_it_in_use(office: Client) -> None:
    schedule = make_schedule(adopted=False)

    office.post(reverse("dues:schedule_adopt", args=[schedule.pk]), decided(secret="on"))

    schedule.refresh_from_db()
    decision = schedule.decision
    assert decision is not None
    assert (schedule.state, decision.reference, decision.decided_on) == (
        ScheduleState.ADOPTED,
        "2026-7",
        date(2026, 12, 18),
    )
    assert decision.evidence is not None


def test_adoption_beside_a_later_schedule_is_refused(office: Client) -> None:
    make_schedule(effective_on=date(2028, 1, 1))
    schedule = make_schedule(adopted=False, effective_on=YEAR)

    response = office.post(
        reverse("dues:schedule_adopt", args=[schedule.pk]), decided(secret="on"), headers=EN
    )

    schedule.refresh_from_db()
    assert (response.status_code, "in use already" in response.text) == (400, True)
    assert schedule.state == ScheduleState.DRAFT
