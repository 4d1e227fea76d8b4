"""Whom to call about unpaid dues, and in which order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dues.domain import personal_holdings
from dues.domain.collecting import calling
from dues.domain.collecting.calling import Number, Why
from dues.errors import CallInFuture, PromiseBeforeCall
from dues.models import CallNote, Invoice
from members.domain.personal import personal_data
from members.domain.personal.traces import traces_of
from members.enums import ContactPurpose
from members.models import Contact
from records.models import LogEntry
from tests.factories.dues import pay
from tests.factories.members import make_representative
from tests.factories.reminders import DUE, at, make_debtors, make_levels, remind

pytestmark = pytest.mark.django_db


def after(days: int) -> date:
    return DUE + timedelta(days=days)


def note(member, day: date, **more) -> CallNote:
    return calling.note_call(
        firm=member.firm, called_at=at(day), note="Will pay", by=None, at=at(day, 5), **more
    )


def told(day: date) -> list[tuple[str, Why, date]]:
    return [(c.firm.membership.number, c.why, c.day) for c in calling.call_list(day)]


def test_nobody_is_called_before_a_level_says_so():
    make_debtors("A1")
    make_levels(14, 30, by_phone=2)
    remind(after(14))
    assert told(after(29)) == []

    remind(after(30))
    assert told(after(30)) == [("A1", Why.LEVEL, after(30))]


def test_call_after_the_reminder_settles_it_until_the_next_one():
    [member] = make_debtors("A1")
    make_levels(14, by_phone=1)
    remind(after(14))
    note(member, after(15))

    assert told(after(16)) == []


def test_promise_runs_until_its_day_and_comes_first_once_broken():
    first, second, third = make_debtors("A1", "A2", "A3")
    make_levels(14, by_phone=1)
    remind(after(14))
    note(second, after(15), call_again_on=after(20))
    note(third, after(15), promised_on=after(25))

    assert told(after(19)) == [("A1", Why.LEVEL, after(14))]
    assert told(after(26)) == [
        ("A3", Why.PROMISE_BROKEN, after(25)),
        ("A2", Why.CALL_AGAIN, after(20)),
        ("A1", Why.LEVEL, after(14)),
    ]
    assert first.number == "A1"


def test_who_has_paid_is_not_called():
    [member] = make_debtors("A1")
    note(member, after(1), promised_on=after(2))
    pay(Invoice.objects.get(firm=member.firm), on=after(2))

    assert told(after(3)) == []


def test_numbers_of_the_dues_contact_come_first_and_each_once():
    [member] = make_debtors("A1")
    acting = make_representative(firm=member.firm)
    acting.person.phone = "0357-2200"
    acting.person.save(update_fields=["phone"])
    member.firm.phone = "0357-1100"
    member.firm.save(update_fields=["phone"])
    for purpose, name, phone in (
        (ContactPurpose.DUES, "Ms Wu", "0357-3300"),
        (ContactPurpose.GENERAL, "Mr Qi", "0357-1100"),
    ):
        Contact.objects.create(firm=member.firm, purpose=purpose, name=name, phone=phone)

    assert calling.numbers_of([member.firm_id], after(1)) == {
        member.firm_id: [
            Number("0357-3300", "Ms Wu"),
            Number("0357-2200", str(acting.person.name)),
            Number("0357-1100", ""),
        ]
    }


def test_same_call_is_noted_once_and_the_log_keeps_no_words():
    [member] = make_debtors("A1")
    first = note(member, after(1))

    assert note(member, after(1)) == first
    assert CallNote.objects.count() == 1
    assert "Will pay" not in str(LogEntry.objects.get(event="call_noted").payload)


def test_call_to_come_and_promise_for_a_day_before_it_are_refused():
    [member] = make_debtors("A1")

    with pytest.raises(PromiseBeforeCall):
        note(member, after(5), promised_on=after(4))
    with pytest.raises(CallInFuture):
        calling.note_call(
            firm=member.firm, called_at=at(after(2)), note="x", by=None, at=at(after(1))
        )
    assert CallNote.objects.count() == 0


def test_person_reads_what_calls_keep_of_them_and_is_forgotten_there():
    [member] = make_debtors("A1")
    acting = make_representative(firm=member.firm)
    name = acting.person.name.zh
    calling.note_call(
        firm=member.firm,
        called_at=at(after(1)),
        note=f"{name}: next week",
        spoke_to=name,
        by=None,
        at=at(after(1), 5),
    )
    [section] = [s for s in personal_data.sections_of(acting.person) if s.holding.key == "calls"]
    assert [row[2:] for row in section.rows] == [(name, f"{name}: next week")]

    assert personal_holdings.erase(traces_of(acting.person)) == 1
    kept = CallNote.objects.get()
    assert (kept.spoke_to, kept.note) == ("***", "***: next week")
    assert personal_holdings.erase(traces_of(acting.person)) == 0
