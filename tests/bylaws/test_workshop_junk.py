"""What no page of ours sends is refused, in words or with nothing done, and breaks nothing."""

from datetime import date

import pytest
from django.urls import reverse

from bylaws.choices import AmendmentState
from tests.bylaws.workshop import ids, replace
from tests.factories.texts import bring_into_force, make_amendment, make_regulation, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def amendment():
    version = make_version(make_regulation(), "第一条 提前十日通知。")
    return make_amendment(bring_into_force(version, date(2021, 4, 15)))


def rules_of(amendment):
    page = reverse("bylaws:version_rules", args=[amendment.base_id])
    return f"{page}?key=assembly.notice_days"


def test_rule_of_a_version_is_not_dropped(office, amendment):
    assert office.post(rules_of(amendment), {"drop": ""}).status_code == 200


def test_number_that_no_calendar_has_is_refused(office, amendment):
    data = {"value": "9" * 40, "provision": str(ids(amendment.base)[0]), "quote": "提前"}

    page = office.post(rules_of(amendment), data)

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"value"}
    assert not amendment.base.parameters.exists()


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1", "²"])
def test_revision_and_unit_that_are_no_numbers_change_nothing(office, amendment, number):
    replace(amendment, 0, "提前五日通知。")
    change = amendment.changes.get()

    office.post(
        reverse("bylaws:change", args=[change.pk]), {"drop": "", "revision": number}, follow=True
    )
    office.post(
        reverse("bylaws:change", args=[change.pk]), {"unit": number, "revision": "1"}, follow=True
    )

    change.refresh_from_db()
    assert change.unit == 1


def test_amendment_is_preferred_only_by_its_name(office, amendment):
    other = make_amendment(amendment.base)

    office.post(reverse("bylaws:rival", args=[amendment.pk, other.pk]), {"prefer": "neither"})

    for one in (amendment, other):
        one.refresh_from_db()
        assert one.state == AmendmentState.DRAFT
