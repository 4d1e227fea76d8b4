"""A run bills what is due and not billed, takes back what is not due any more, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dues.domain import agreeing, crediting, running
from dues.domain.balances import advances, balance_of, invoice_balances, trial_balance
from dues.domain.posting import verify_books
from dues.enums import AccountRole, ProRata
from dues.errors import BooksAltered, ChargeSticksOut, NoScheduleThen
from dues.models import Charge, CreditNote, DuesRun, Entry, Invoice
from members.domain.register import change_class, change_standing
from members.enums import StandingStatus
from records.fields import Translated
from records.models import LogEntry
from tests.factories.dues import (
    AT,
    ISSUED,
    YEAR,
    make_decision,
    make_schedule,
    pay,
    run_dues,
)
from tests.factories.members import make_class, make_membership

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 5, 3, 1, 0, tzinfo=UTC)


def end(membership, status=StandingStatus.RESIGNED, *, on: date) -> None:
    change_standing(
        membership=membership,
        status=status,
        from_on=on,
        reason=Translated(zh="退会", en="Withdrew"),
        source="Letter",
        by=None,
        at=AT,
    )


def lines() -> list[tuple[str, date, date, Decimal]]:
    """The charges that stand."""
    rows = Charge.objects.filter(superseded_at__isnull=True).order_by(
        "membership__number", "from_on"
    )
    return [(c.membership.number, c.from_on, c.until_on, c.amount) for c in rows]


def test_run_bills_each_member_by_its_class():
    make_schedule({"council": 3000, "ordinary": 1000})
    make_membership(number="A1", member_class=make_class("council"))
    make_membership(number="A2")

    run = run_dues()

    end_ = date(2028, 1, 1)
    assert lines() == [("A1", YEAR, end_, Decimal(3000)), ("A2", YEAR, end_, Decimal(1000))]
    assert run.totals == {
        "owing": 2,
        "owed": "4000.00",
        "billed": 2,
        "billed_sum": "4000.00",
        "taken_back": 0,
        "taken_back_sum": "0",
        "by_tier": {str(tier.pk): [1, str(tier.amount)] for tier in run.schedule.tiers.all()},
    }
    assert balance_of(AccountRole.RECEIVABLE) == -balance_of(AccountRole.INCOME) == Decimal(4000)
    assert list(Invoice.objects.order_by("number").values_list("number", "due_on")) == [
        ("2027-00001", date(2027, 4, 1)),
        ("2027-00002", date(2027, 4, 1)),
    ]


def test_run_again_changes_nothing_and_writes_nothing():
    make_schedule()
    make_membership()
    run_dues()
    before = (Entry.objects.count(), LogEntry.objects.count(), DuesRun.objects.count())

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert run_dues(at=LATER) is None

    assert (Entry.objects.count(), LogEntry.objects.count(), DuesRun.objects.count()) == before
    writes = ("INSERT", "UPDATE", "DELETE")
    assert [q["sql"] for q in asked.captured_queries if q["sql"].startswith(writes)] == []


def test_preview_counts_and_writes_nothing():
    make_schedule()
    make_membership()
    plan = running.plan_for(day=YEAR, issued_on=ISSUED)

    totals = running.preview(plan=plan)

    assert (totals.owing, totals.to_bill, totals.to_bill_sum) == (1, 1, Decimal(1000))
    assert (Invoice.objects.count(), Entry.objects.count()) == (0, 0)


def test_number_of_queries_does_not_grow_with_the_register():
    make_schedule()
    plan = running.plan_for(day=YEAR, issued_on=ISSUED)
    counts = []
    for _count in range(2):
        make_membership()
        make_membership()
        with CaptureQueriesContext(connection) as asked:
            running.preview(plan=plan)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


def test_who_has_left_owes_nothing_and_who_is_suspended_does():
    make_schedule()
    left, suspended, _active = (make_membership(number=f"A{n}") for n in range(3))
    end(left, on=date(2026, 12, 31))
    end(suspended, StandingStatus.SUSPENDED, on=date(2026, 6, 1))

    run_dues()

    assert [line[0] for line in lines()] == ["A1", "A2"]


def test_class_that_was_wrong_is_taken_back_and_billed_anew():
    make_schedule({"council": 3000, "ordinary": 1000})
    member = make_membership(number="A1")
    run_dues()
    change_class(
        membership=member,
        member_class=make_class("council"),
        from_on=member.joined_on,
        reason="",
        source="2026-5",
        by=None,
        at=AT,
    )

    run_dues(at=LATER, issued_on=date(2027, 5, 3))

    assert lines() == [("A1", YEAR, date(2028, 1, 1), Decimal(3000))]
    assert [(n.invoice.number, n.amount) for n in CreditNote.objects.all()] == [
        ("2027-00001", Decimal(1000))
    ]
    assert balance_of(AccountRole.RECEIVABLE) == Decimal(3000)
    assert [e.kind for e in Entry.objects.order_by("pk")] == ["charge", "reversal", "charge"]


def test_payment_of_an_invoice_that_is_taken_back_pays_the_next():
    make_schedule({"council": 3000, "ordinary": 1000})
    member = make_membership()
    run_dues()
    pay(Invoice.objects.get())
    change_class(
        membership=member,
        member_class=make_class("council"),
        from_on=member.joined_on,
        reason="",
        source="2026-5",
        by=None,
        at=AT,
    )

    run_dues(at=LATER, issued_on=date(2027, 5, 3))

    second = Invoice.objects.get(number="2027-00002")
    assert invoice_balances() == {second.pk: Decimal(2000)}
    assert advances() == {}


def test_new_schedule_leaves_the_past_as_it_was():
    make_schedule(effective_on=date(2026, 1, 1))
    make_membership(number="A1")
    run_dues(day=date(2026, 1, 1), issued_on=date(2026, 1, 5))
    before = lines()

    make_schedule({"ordinary": 9000}, effective_on=YEAR)

    assert run_dues(day=date(2026, 1, 1), issued_on=ISSUED) is None
    assert lines() == before
    run_dues()
    assert lines() == [*before, ("A1", YEAR, date(2028, 1, 1), Decimal(9000))]


def test_schedule_that_begins_within_a_year_is_run_after_the_year_was_run_again():
    make_schedule(effective_on=YEAR)
    make_membership(number="A1")
    run_dues()
    make_schedule({"ordinary": 2000}, effective_on=date(2027, 7, 1))

    with pytest.raises(ChargeSticksOut):
        run_dues(day=date(2027, 7, 1), issued_on=date(2027, 7, 1))
    run_dues(day=YEAR, issued_on=date(2027, 7, 1))
    run_dues(day=date(2027, 7, 1), issued_on=date(2027, 7, 1))

    assert lines() == [
        ("A1", YEAR, date(2027, 7, 1), Decimal("495.89")),
        ("A1", date(2027, 7, 1), date(2028, 1, 1), Decimal("1008.22")),
    ]


def test_highest_of_class_and_office_is_owed_alone():
    from tests.factories.mandates import give_office

    make_schedule({"ordinary": 1000}, offices={"president": 30000})
    member = make_membership(number="A1")
    give_office(member.firm, "president", from_on=date(2026, 12, 18))

    run_dues()

    assert [line[3] for line in lines()] == [Decimal(30000)]


def test_tiers_add_up_where_the_schedule_says_so():
    from tests.factories.mandates import give_office

    make_schedule({"ordinary": 1000}, offices={"president": 30000}, highest_only=False)
    give_office(make_membership().firm, "president", from_on=date(2026, 12, 18))

    run_dues()

    assert [line[3] for line in lines()] == [Decimal(31000)]


def test_waiver_of_a_body_takes_back_its_share():
    make_schedule()
    member = make_membership()
    run_dues()
    agreeing.waive_dues(
        membership=member,
        from_on=YEAR,
        until_on=date(2028, 1, 1),
        share=(1, 2),
        decision=make_decision(),
        reason="Flood",
        by=None,
        at=AT,
    )

    run_dues(at=LATER, issued_on=date(2027, 5, 3))

    assert [line[3] for line in lines()] == [Decimal(500)]


def test_joiner_owes_by_days_where_the_schedule_says_so():
    make_schedule(pro_rata=ProRata.DAYS)
    make_membership(number="A1", joined_on=date(2027, 10, 1))

    run_dues()

    assert lines() == [("A1", date(2027, 10, 1), date(2028, 1, 1), Decimal("252.05"))]


def test_invoice_credited_as_a_whole_leaves_what_was_paid_as_an_advance():
    make_schedule()
    make_membership()
    run_dues()
    invoice = Invoice.objects.get()
    pay(invoice, 400)

    note = crediting.credit_invoice(
        invoice=invoice, on=date(2027, 5, 3), reason=Translated(en="Twice"), by=None, at=LATER
    )

    assert (note.amount, note.number) == (Decimal(1000), "C2027-00001")
    assert advances() == {invoice.firm_id: Decimal(400)}
    assert balance_of(AccountRole.RECEIVABLE) == balance_of(AccountRole.INCOME) == 0


def test_database_refuses_to_charge_a_day_twice():
    make_schedule()
    make_membership()
    run_dues()
    charge = Charge.objects.get()
    charge.pk, charge.from_on = None, date(2027, 12, 31)
    charge._state.adding = True

    with pytest.raises(IntegrityError), transaction.atomic():
        charge.save()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Entry, {"amount": Decimal(1)}),
        (Entry, {"booked_on": date(2020, 1, 1)}),
        (Charge, {"amount": Decimal(1)}),
        (Invoice, {"amount": Decimal(1)}),
    ],
)
def test_database_refuses_to_change_what_is_booked(model, change):
    make_schedule()
    make_membership()
    run_dues()

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


def test_entry_taken_away_is_found():
    make_schedule()
    make_membership()
    run_dues()
    assert verify_books() == 1

    Entry.objects.all().delete()

    with pytest.raises(BooksAltered):
        verify_books()


def test_no_run_where_no_schedule_holds():
    make_schedule()

    with pytest.raises(NoScheduleThen):
        running.plan_for(day=date(2026, 12, 31), issued_on=ISSUED)


def test_accounts_always_sum_to_nothing():
    make_schedule()
    make_membership()
    run_dues()
    pay(Invoice.objects.get(), 1500)

    assert sum(row.balance for row in trial_balance()) == 0
