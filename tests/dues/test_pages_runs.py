"""The pages of a run: nothing is written before it is asked for, and twice is once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dues.domain import agreeing
from dues.enums import RunState
from dues.models import DuesRun, Invoice
from members.domain.represent import appoint_representative
from records.fields import Translated
from records.models import Job
from tests.factories.dues import AT, make_decision, make_schedule
from tests.factories.members import make_class, make_membership, make_person, make_secretary

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_secretary())
    return client


def this_year() -> date:
    return date(timezone.localdate().year, 1, 1)


@pytest.fixture
def schedule():
    return make_schedule({"council": 3000, "ordinary": 1000}, effective_on=this_year())


def asked(**changed: str) -> dict[str, str]:
    return {
        "period": this_year().isoformat(),
        "issued_on": timezone.localdate().isoformat(),
        **changed,
    }


def test_notices_of_another_century_are_refused(office: Client, schedule) -> None:
    make_membership()
    for far in ("9999-12-31", f"{this_year().year + 10}-01-04"):
        for answer in (
            office.get(reverse("dues:run_new"), asked(issued_on=far), headers=EN),
            office.post(reverse("dues:run_new"), asked(issued_on=far), headers=EN),
        ):
            assert answer.status_code == 400
            assert "when the last of these periods ends" in answer.text
    assert Invoice.objects.count() == 0


def test_preview_shows_the_totals_and_writes_nothing(office: Client, schedule) -> None:
    make_membership(member_class=make_class("council"))
    make_membership()
    make_membership()

    page = office.get(reverse("dues:run_new"), asked(), headers=EN).text

    assert "5,000 CNY" in page
    assert "Bill 3 members, 5,000 CNY" in page
    assert "owed by 3 members" in page
    assert (DuesRun.objects.count(), Invoice.objects.count()) == (0, 0)


def test_preview_names_whom_it_passes_over_and_whom_it_does_not_reach(
    office: Client, schedule
) -> None:
    without_tier = make_membership(number="N1", member_class=make_class("president", rank=1))
    silent = make_membership(number="N2")
    reached = make_membership(number="N3")
    appoint_representative(
        firm=reached.firm,
        person=make_person(email="a@firm.example"),
        post=Translated(zh="经理", en="Manager"),
        from_on=date(2021, 1, 1),
        by=None,
        at=AT,
    )

    response = office.get(reverse("dues:run_new"), asked())

    lists = {
        row.key: (row.count, [member.number for member in row.members])
        for row in response.context["missing"]
    }
    assert lists == {
        "tier": (1, [without_tier.number]),
        "representative": (2, ["N1", silent.number]),
        "mail": (2, ["N1", silent.number]),
    }
    assert response.context["totals"].to_bill == 2


def test_run_is_written_and_again_there_is_nothing_to_do(office: Client, schedule) -> None:
    make_membership()
    make_membership()

    first = office.post(reverse("dues:run_new"), asked())
    again = office.post(reverse("dues:run_new"), asked(), follow=True, headers=EN)

    run = DuesRun.objects.get()
    assert first["Location"] == reverse("dues:run", args=[run.pk])
    assert "There is nothing to do" in again.text
    assert (run.state, Invoice.objects.count()) == (RunState.WRITTEN, 2)
    page = office.get(reverse("dues:run", args=[run.pk]), headers=EN).text
    assert "billed, 2 invoices" in page


def test_one_member_is_run_after_a_waiver(office: Client, schedule) -> None:
    let_off, other = make_membership(), make_membership()
    office.post(reverse("dues:run_new"), asked())
    agreeing.waive_dues(
        membership=let_off,
        from_on=this_year(),
        until_on=None,
        share=(1, 2),
        decision=make_decision(),
        reason="洪灾",
        by=None,
        at=AT,
    )

    office.post(reverse("dues:run_new"), asked(firm=str(let_off.firm_id)))

    amounts = sorted(
        (row.firm == other.firm, row.amount) for row in Invoice.objects.select_related("firm")
    )
    assert amounts == [(False, Decimal(500)), (False, Decimal(1000)), (True, Decimal(1000))]
    assert DuesRun.objects.first().totals["taken_back_sum"] == "1000.00"


def test_periods_offered_are_next_this_and_past(office: Client) -> None:
    begin = date(this_year().year - 2, 1, 1)
    make_schedule(effective_on=begin)

    form = office.get(reverse("dues:run_new")).context["form"]

    years = [value[:4] for value, _label in form.fields["period"].choices]
    now = this_year().year
    assert years == [str(now + 1), str(now), str(now - 1), str(now - 2)]
    assert form.initial["period"] == this_year().isoformat()


def test_period_that_is_none_is_refused(office: Client, schedule) -> None:
    make_membership()

    response = office.post(reverse("dues:run_new"), asked(period="2001-01-01"))

    assert (response.status_code, DuesRun.objects.count()) == (400, 0)


def test_without_a_schedule_the_page_says_where_to_go(office: Client) -> None:
    page = office.get(reverse("dues:run_new"), headers=EN).text

    assert "No dues standard is in use today" in page


def test_run_that_waits_is_discarded_and_leaves_no_job(office: Client, schedule) -> None:
    run = DuesRun.objects.create(
        schedule=schedule,
        from_on=this_year(),
        until_on=date(this_year().year + 1, 1, 1),
        issued_on=timezone.localdate(),
        started_at=AT,
    )
    page = office.get(reverse("dues:run", args=[run.pk]), headers=EN).text

    office.post(reverse("dues:run_discard", args=[run.pk]))

    assert "The run waits to be written, all or nothing." in page
    assert (DuesRun.objects.count(), Job.objects.filter(state="waiting").count()) == (0, 0)


def test_lists_of_runs_and_home_tell_what_is_next(office: Client, schedule) -> None:
    make_membership()
    home = office.get(reverse("dues:home"), headers=EN).text
    office.post(reverse("dues:run_new"), asked())
    after = office.get(reverse("dues:home"), headers=EN).text

    assert ("not run yet" in home, "not run yet" in after) == (True, False)
    assert "1 invoice has no paper yet" in after
    assert "1 · 1,000 CNY" in office.get(reverse("dues:runs"), headers=EN).text
