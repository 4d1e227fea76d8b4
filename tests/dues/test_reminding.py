"""Who is reminded of what, when, and how the letters get out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dues.domain import agreeing, timeline
from dues.domain.collecting import due_reminders, reminder_levels, reminder_print, reminding
from dues.errors import NoAccountForInvoices, ReminderSent, StatementsMissing
from dues.models import BankAccount, Invoice, Reminder
from members.domain.letters.mailings import discard_mailing, release_mailing
from members.enums import LetterState, MailingState
from members.models import Letter, Mailing
from records.domain import documents
from records.models import Job, LogEntry
from tests.factories.dues import pay
from tests.factories.pdf import text_of
from tests.factories.reminders import (
    DUE,
    at,
    make_debtors,
    make_levels,
    release,
    remind,
)
from tests.factories.standing import state_rules

pytestmark = pytest.mark.django_db


def after(days: int) -> date:
    return DUE + timedelta(days=days)


def due(day: date) -> list[tuple[str, int, Decimal]]:
    """Member number, level and amount of each who is due on ``day``."""
    return [
        (row.recipient.values["number"], row.level.position, row.amount)
        for row in due_reminders.due_reminders(day).reminders
    ]


def sent() -> list[tuple[str, int, date]]:
    rows = Reminder.objects.order_by("reminded_on", "firm__membership__number")
    return list(rows.values_list("firm__membership__number", "level__position", "reminded_on"))


def invoice_of(member) -> Invoice:
    return Invoice.objects.get(firm=member.firm)


def test_nobody_is_due_before_the_days_of_the_first_level():
    make_debtors("A1")
    make_levels(14, 30)

    assert due(after(13)) == []
    assert due(after(14)) == [("A1", 1, Decimal("1000"))]


def test_nobody_is_due_where_no_level_is_set_up():
    make_debtors("A1")

    assert due(after(400)) == []


def test_next_level_waits_for_the_one_before_and_for_its_own_days():
    make_debtors("A1")
    make_levels(14, 30, 60)
    remind(after(20))

    assert due(after(35)) == []
    assert due(after(36)) == [("A1", 2, Decimal("1000"))]


def test_late_start_goes_through_all_levels():
    make_debtors("A1")
    make_levels(14, 30, 60)
    for day in range(200, 300):
        remind(after(day))

    assert sent() == [("A1", 1, after(200)), ("A1", 2, after(216)), ("A1", 3, after(246))]


def test_twice_on_a_day_drafts_nothing_more():
    make_debtors("A1", "A2")
    make_levels(14)

    first, second = remind(after(14), released=False), remind(after(14), released=False)

    assert [len(first), len(second)] == [1, 0]
    assert [Letter.objects.count(), Reminder.objects.count()] == [2, 2]


def test_drafted_reminder_is_not_drafted_again_and_does_not_count_before_its_release():
    make_debtors("A1")
    make_levels(14, 30)
    [mailing] = remind(after(14), released=False)

    assert due(after(100)) == []
    release(mailing, after(20))

    assert due(after(35)) == []
    assert due(after(36)) == [("A1", 2, Decimal("1000"))]


def test_discarded_mailing_leaves_its_firms_due_as_before():
    make_debtors("A1")
    make_levels(14, 30)
    [mailing] = remind(after(14), released=False)
    discard_mailing(mailing=mailing, by=None, at=at(after(14)))

    assert due(after(14)) == [("A1", 1, Decimal("1000"))]
    [again] = remind(after(14))

    assert sent() == [("A1", 1, after(14))]
    assert Reminder.objects.get().letter.mailing == again


def test_firm_that_paid_falls_out_and_one_that_paid_a_part_is_reminded_of_the_rest():
    first, second = make_debtors("A1", "A2")
    make_levels(14)
    pay(invoice_of(first))
    pay(invoice_of(second), 400)

    assert due(after(14)) == [("A2", 1, Decimal("600"))]


def test_agreed_instalments_are_reminded_of_from_their_own_day():
    [member] = make_debtors("A1")
    make_levels(14, 30)
    remind(after(14))
    later = after(60)
    agreeing.agree_instalments(
        invoice=invoice_of(member),
        parts=[(later, Decimal(400)), (later + timedelta(days=60), Decimal(600))],
        by=None,
        at=at(after(20)),
    )

    assert due(after(50)) == []
    assert due(later + timedelta(days=14)) == [("A1", 1, Decimal("400"))]


def test_next_years_dues_begin_at_the_first_level_in_one_letter_with_the_last_years():
    [member] = make_debtors("A1")
    make_levels(14, 30, 60)
    for day in (14, 30, 60):
        remind(after(day))
    other = invoice_of(member)
    make_second_invoice(other, due_on=after(365))

    assert due(after(378)) == []
    [mailing] = remind(after(379))

    reminder = Reminder.objects.get(letter__mailing=mailing)
    assert reminder.level.position == 1
    assert [(row["number"], row["step"], row["again"]) for row in reminder.claims] == [
        (other.number, 3, True),
        ("2028-1", 1, False),
    ]
    assert reminder.total == Decimal(1500)


def make_second_invoice(other: Invoice, *, due_on: date) -> Invoice:
    from dues.domain import posting
    from dues.domain.books import account_ids
    from dues.enums import AccountRole, EntryKind
    from dues.models import Entry

    made = Invoice.objects.create(
        number="2028-1",
        reference="RF18539007547034",
        firm=other.firm,
        issued_on=date(2028, 1, 4),
        due_on=due_on,
        currency="CNY",
        amount=500,
        recorded_at=at(date(2028, 1, 4)),
    )
    accounts = account_ids()
    entry = Entry(
        kind=EntryKind.OPENING,
        debit_id=accounts[AccountRole.RECEIVABLE],
        credit_id=accounts[AccountRole.OPENING],
        amount=500,
        booked_on=date(2028, 1, 4),
        firm=other.firm,
        invoice=made,
    )
    posting.post([entry], by=None, at=at(date(2028, 1, 4)))
    return made


def test_what_is_open_and_not_due_yet_is_told_and_not_asked_for():
    [member] = make_debtors("A1")
    make_levels(14)
    make_second_invoice(invoice_of(member), due_on=after(365))
    remind(after(14))

    reminder = Reminder.objects.get()
    assert [(row["amount"], row["step"]) for row in reminder.claims] == [
        ("1000.00", 1),
        ("500.00", 0),
    ]
    assert reminder.total == Decimal(1000)
    assert due(after(379)) == [("A1", 1, Decimal("1500"))]


def test_one_mailing_for_each_level():
    make_debtors("A1", "A2")
    make_levels(14, 30)
    first = reminding.remind(
        left_out=[Invoice.objects.get(firm__membership__number="A2").firm_id],
        by=None,
        at=at(after(14)),
    )
    release(first[0], after(14))
    mailings = remind(after(30))

    assert sent() == [("A1", 1, after(14)), ("A1", 2, after(30)), ("A2", 1, after(30))]
    assert [mailing.letters.count() for mailing in mailings] == [1, 1]


def test_firm_without_any_address_stays_due_and_is_told_apart():
    make_debtors("A1", email=False)
    make_levels(14)

    assert remind(after(14)) == []
    found = due_reminders.due_reminders(after(14))
    assert [row.recipient.values["number"] for row in found.unreached()] == ["A1"]
    assert found.by_level() == []


def test_letter_names_what_is_owed_the_reference_and_the_account():
    [member] = make_debtors("A1")
    reminder_levels.add_standard_levels(by=None, at=at(date(2027, 1, 1)))
    remind(after(14))

    letter, invoice = Letter.objects.get(), invoice_of(member)
    assert letter.address == "a1@firm.example"
    for part in ("1,000.00元", "2027年3月31日", invoice.number, invoice.reference, "43012207"):
        assert part in "".join(letter.body.zh.split())
    for part in ("CNY 1,000.00", "31 March 2027", invoice.number, invoice.reference):
        assert part in letter.body.en


def test_last_level_quotes_what_the_bylaws_in_force_attach_to_arrears():
    make_debtors("A1")
    state_rules({"membership.arrears_exit_years": 2})
    reminder_levels.add_standard_levels(by=None, at=at(date(2027, 1, 1)))
    for day in (14, 45, 90):
        remind(after(day))

    told = [letter.body.en for letter in Letter.objects.order_by("mailing__created_at")]
    consequence = "Dues that stay unpaid for 2 years end the membership (Bylaws"
    assert [consequence in text for text in told] == [False, False, True]


def test_no_letter_threatens_with_what_no_text_says():
    make_debtors("A1")
    reminder_levels.add_standard_levels(by=None, at=at(date(2027, 1, 1)))
    for day in (14, 45, 90):
        remind(after(day))

    assert not any("membership (" in letter.body.en for letter in Letter.objects.all())


def test_reminding_without_an_account_to_pay_to_is_refused():
    make_debtors("A1")
    make_levels(14)
    BankAccount.objects.update(for_invoices=False)

    with pytest.raises(NoAccountForInvoices):
        remind(after(14))
    assert Mailing.objects.count() == 0


def test_mailing_waits_for_its_statements_and_they_are_put_with_the_letters():
    [member] = make_debtors("A1")
    make_levels(14)
    [mailing] = remind(after(14), released=False)
    assert Job.objects.filter(task=reminder_print.JOB).count() == 1

    with pytest.raises(StatementsMissing):
        release_mailing(mailing=mailing, by=None, at=at(after(14)))
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DRAFT

    reminder_print.print_statements(mailing=str(mailing.pk), at=at(after(14)))
    release_mailing(mailing=mailing, by=None, at=at(after(14), 4))
    letter = mailing.letters.get()
    assert letter.state == LetterState.WAITING
    assert letter.attachment is not None
    text = text_of(documents.read(letter.attachment))
    for part in (invoice_of(member).number, "1,000.00", "壹仟元整", "A1"):
        assert part in text


def test_taken_out_firm_is_due_again_and_an_empty_mailing_is_discarded():
    make_debtors("A1")
    make_levels(14)
    [mailing] = remind(after(14), released=False)
    reminding.take_out(reminder=Reminder.objects.get(), by=None, at=at(after(14)))

    mailing.refresh_from_db()
    assert mailing.state == MailingState.DISCARDED
    assert due(after(14)) == [("A1", 1, Decimal("1000"))]


def test_sent_reminder_stays():
    make_debtors("A1")
    make_levels(14)
    remind(after(14))

    with pytest.raises(ReminderSent):
        reminding.take_out(reminder=Reminder.objects.get(), by=None, at=at(after(15)))


def test_firms_that_paid_since_are_taken_out_of_a_draft():
    first, _second = make_debtors("A1", "A2")
    make_levels(14)
    remind(after(14), released=False)
    pay(invoice_of(first), on=after(15))

    assert reminding.take_out_settled(by=None, at=at(after(15))) == 1
    assert reminding.take_out_settled(by=None, at=at(after(15))) == 0
    assert sent() == [("A2", 1, after(14))]


def test_reminding_is_in_the_log_without_names():
    make_debtors("A1")
    make_levels(14)
    remind(after(14), released=False)

    entry = LogEntry.objects.filter(event="firms_reminded").get()
    assert "reminders" in entry.payload
    assert "A1" not in str(entry.payload)


def test_firms_timeline_tells_what_was_sent_and_no_draft():
    [member] = make_debtors("A1")
    make_levels(14)
    [mailing] = remind(after(14), released=False)
    assert list(timeline.reminders(member.firm)) == []

    release(mailing, after(16))
    [event] = timeline.reminders(member.firm)
    assert (event.day, event.detail) == (after(16), "1,000.00")


def test_due_reminders_ask_a_fixed_number_of_questions(django_assert_num_queries):
    make_debtors(*[f"A{n}" for n in range(12)])
    make_levels(14, 30)
    remind(after(14))

    with django_assert_num_queries(12):
        assert len(due(after(30))) == 12
