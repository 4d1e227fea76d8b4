"""The pages on which dues are collected: arrears, reminders, their levels, calls."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dues.domain.collecting import reminder_levels
from dues.models import CallNote, Invoice, Reminder, VoteSuspension
from members.enums import MailingState
from members.models import Mailing, Proceeding
from tests.factories.dues import pay
from tests.factories.members import make_body, make_secretary
from tests.factories.pdf import text_of as pdf_text
from tests.factories.reminders import make_debtors, make_levels, remind
from tests.factories.standing import state_rules

pytestmark = pytest.mark.django_db
YEAR = date(2024, 1, 1)
EXIT, VOTE = "membership.arrears_exit_years", "membership.arrears_suspend_vote"


@pytest.fixture
def office(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_secretary())
    return client


def page(client, name, *args, query=""):
    answer = client.get(reverse(f"dues:{name}", args=args) + query)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def debtors(*numbers, **more):
    return make_debtors(*numbers, year=YEAR, **more)


def levels(*days, **more):
    return make_levels(*days, from_on=YEAR, **more)


def test_arrears_show_the_sum_the_firms_and_that_nothing_follows_without_a_rule(office):
    debtors("A1", "A2")
    text = page(office, "arrears")

    assert "2 in arrears" in text
    assert "Together 2,000 CNY, of 2 firms." in text
    assert "The bylaws in force do not say that arrears end it." in text
    assert "bylaws of single associations (instances, not law)" in text


def test_arrears_lead_to_a_case_with_ground_and_article_filled_in(office):
    [member] = debtors("A1")
    state_rules({EXIT: 1})
    assert "Open the case" in page(office, "arrears", query="?show=exits")

    address = reverse("dues:lapse_open", args=[member.firm_id])
    form = office.get(address).context["form"]
    assert "CNY 1,000.00" in form.initial["ground"].en
    assert form.initial["citation"].en.startswith("Bylaws")
    answer = office.post(address, multi(form))

    case = Proceeding.objects.get()
    assert answer["Location"] == reverse("members:proceeding", args=[case.pk])
    assert (case.kind, case.citation) == ("lapse", form.initial["citation"])
    assert "Open the case" not in page(office, "arrears", query="?show=cases")


def multi(form):
    """The inputs of a form as a browser would send them."""
    found = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if hasattr(field.widget, "decompress"):
            for part, key in zip(
                field.widget.decompress(value), field.widget.widgets_names, strict=True
            ):
                found[f"{name}{key}"] = part
        elif value is not None and value is not False:
            found[name] = value
    return found


def test_decision_suspends_the_vote_and_the_vote_is_given_back(office):
    [member] = debtors("A1")
    state_rules({VOTE: True})
    body, today = make_body(), timezone.localdate()
    address = reverse("dues:vote_suspend", args=[member.firm_id])
    sent = multi(office.get(address).context["form"])
    decided = {"body": body.pk, "decided_on": today.isoformat(), "reference": "2026-9"}
    assert office.post(address, sent | decided).status_code == 302
    suspension = VoteSuspension.objects.get()
    assert (suspension.decision.reference, suspension.from_on) == ("2026-9", today)

    pay(Invoice.objects.get(firm=member.firm), on=date(2024, 6, 1))
    assert "Give the vote back" in page(office, "arrears", query="?show=give_back")
    address = reverse("dues:vote_give_back", args=[member.firm_id])
    assert office.post(address, multi(office.get(address).context["form"])).status_code == 302
    assert not VoteSuspension.objects.filter(VoteSuspension.holds_on(today)).exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_has_a_row_for_each_firm(office, kind):
    debtors("A1", "A2")
    answer = office.get(reverse("dues:arrears_export", args=[kind]) + "?sort=number")

    assert answer.status_code == 200
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        told = [(row["Member number"], row["Overdue since"], row["Together"]) for row in rows]
        assert told == [("A1", "2024-03-31", "1000.00"), ("A2", "2024-03-31", "1000.00")]


def test_export_of_another_kind_is_not_found(office):
    assert office.get(reverse("dues:arrears_export", args=["exe"])).status_code == 404


def test_levels_are_added_rewritten_and_ended(office):
    assert "Add the three levels" in page(office, "reminder_levels")
    office.post(reverse("dues:reminder_levels_standard"))
    assert "3. Last reminder" in page(office, "reminder_levels")

    address = reverse("dues:reminder_level", args=[1])
    sent = multi(office.get(address).context["form"]) | {"days_after": 10}
    assert office.post(address, sent).status_code == 302
    assert reminder_levels.levels_on(timezone.localdate())[1].days_after == 10

    answer = office.post(address, sent | {"body_zh": "{money}", "days_after": 11})
    assert answer.status_code == 400
    assert "{money}" in answer.content.decode()

    address = reverse("dues:reminder_level_end", args=[3])
    assert office.post(address, multi(office.get(address).context["form"])).status_code == 302
    assert sorted(reminder_levels.levels_on(timezone.localdate())) == [1, 2]


def test_level_beyond_the_next_one_is_not_found(office):
    assert office.get(reverse("dues:reminder_level", args=[2])).status_code == 404
    assert office.get(reverse("dues:reminder_level_end", args=[1])).status_code == 404


def test_who_is_due_is_looked_at_some_left_out_and_the_rest_drafted(office):
    first, _second = debtors("A1", "A2")
    levels(14)
    text = page(office, "reminders_due")
    assert "1. After 14 days 2" in text

    address = reverse("dues:reminders_due")
    answer = office.post(address, {"left_out": [str(first.firm_id), "nonsense"]})

    mailing = Mailing.objects.get()
    assert answer["Location"] == reverse("members:mailing", args=[mailing.pk])
    assert list(mailing.letters.values_list("firm__membership__number", flat=True)) == ["A2"]
    assert mailing.state == MailingState.DRAFT


def test_second_click_drafts_nothing_more(office):
    debtors("A1")
    levels(14)
    for _click in range(2):
        office.post(reverse("dues:reminders_due"))

    assert (Mailing.objects.count(), Reminder.objects.count()) == (1, 1)


def test_firm_without_an_address_stands_apart(office):
    debtors("A1", email=False)
    levels(14)

    text = page(office, "reminders_due")
    assert "No letter reaches these 1" in text
    assert "Draft the letters" not in text


def test_drafts_of_who_has_paid_are_told_and_taken_out(office):
    [member] = debtors("A1")
    levels(14)
    remind(date(2024, 5, 1), released=False)
    pay(Invoice.objects.get(firm=member.firm), on=date(2024, 6, 1))
    assert "These owe less by now than their letter says:" in page(office, "reminders")

    office.post(reverse("dues:reminders_settled"))
    assert Reminder.objects.count() == 0


def test_one_reminder_is_taken_out(office):
    debtors("A1")
    levels(14)
    remind(date(2024, 5, 1), released=False)
    office.post(reverse("dues:reminder_take_out", args=[Reminder.objects.get().pk]))

    assert Reminder.objects.count() == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_statement_says_what_is_open_in_either_language(office, language):
    [member] = debtors("A1")
    levels(14)
    remind(date(2024, 5, 1))
    reminder = Reminder.objects.get()
    answer = office.get(reverse("dues:reminder_pdf", args=[reminder.pk, language]))

    invoice, text = Invoice.objects.get(firm=member.firm), pdf_text(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for part in (invoice.number, invoice.reference, "4301220719200088", "A1"):
        assert part in text
    assert "1000.00" in text.replace(",", "")


def test_statement_in_no_language_of_ours_is_not_found(office):
    debtors("A1")
    levels(14)
    remind(date(2024, 5, 1))
    reminder = Reminder.objects.get()

    assert office.get(reverse("dues:reminder_pdf", args=[reminder.pk, "fr"])).status_code == 404


def test_sent_reminders_are_listed_with_letter_and_statement(office):
    debtors("A1", "A2")
    levels(14)
    remind(date(2024, 5, 1))

    assert "Reminders that were sent 2" in page(office, "reminders")
    assert "Reminders that were sent 1" in page(office, "reminders", query="?q=a2")


def test_call_is_noted_and_seen(office):
    [member] = debtors("A1")
    levels(14, by_phone=1)
    remind(date(2024, 5, 1))
    assert "To be called 1" in page(office, "calls")

    address = reverse("dues:call", args=[member.firm_id])
    today = timezone.localdate().isoformat()
    sent = {"called_at": "2024-05-02T10:00", "note": "Will pay", "promised_on": today}
    assert office.post(address, sent).status_code == 302

    assert CallNote.objects.get().by is not None
    text = page(office, "calls")
    assert "To be called 0" in text
    assert "Will pay" in text
    assert "Will pay" in page(office, "call", member.firm_id)


def test_call_without_words_is_asked_again(office):
    [member] = debtors("A1")
    answer = office.post(reverse("dues:call", args=[member.firm_id]), {})

    assert answer.status_code == 400
    assert CallNote.objects.count() == 0


def test_what_waits_with_the_dues_stands_among_all_that_waits(office):
    debtors("A1")
    state_rules({EXIT: 1})
    levels(14)
    text = " ".join(office.get(reverse("members:tasks")).content.decode().split())

    assert "1 firm in arrears for longer than the bylaws allow: open the case" in text
    assert "1 firm is due for: After 14 days" in text


def test_pages_ask_as_much_for_three_firms_as_for_one(office):
    members = debtors("A1", "A2", "A3")
    levels(14, by_phone=1)
    remind(date(2024, 5, 1))
    names = ("arrears", "reminders", "reminders_due", "calls")
    for name in names:
        page(office, name)
    three = {name: asked(office, name) for name in names}
    for member in members[1:]:
        pay(Invoice.objects.get(firm=member.firm), on=date(2024, 6, 1))

    one = {name: asked(office, name) for name in three}
    assert one == three


def asked(client, name) -> int:
    with CaptureQueriesContext(connection) as queries:
        page(client, name)
    return len(queries)
