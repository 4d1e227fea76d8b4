"""A run: what is due for a period, less what is billed, written in one transaction.

Computed from the dated facts each time. What stands and is wanted stays; what stands and is not
wanted is taken back by reversing entries; what is wanted and does not stand is billed. Doing it
again changes nothing.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from dues.domain import posting, settling
from dues.domain.books import account_ids
from dues.domain.crediting import take_back
from dues.domain.periods import Period, period_at
from dues.domain.proportion import Part
from dues.domain.references import draw_papers
from dues.domain.schedules import schedule_on
from dues.domain.wanted import Owed, Tariff, billed_between, owed_of, slices_of
from dues.enums import AccountRole, EntryKind, RunState
from dues.errors import ChargeSticksOut, NoScheduleThen
from dues.models import Charge, DuesRun, DuesSchedule, Entry, Invoice
from members.models import Membership, User
from records.domain import log

STREAM = "dues"


@dataclass(slots=True)
class Difference:
    """What of one member is to be billed, and which standing charges (pks) are to be taken back."""

    owed: Owed
    new: list[Part]
    obsolete: list[int]


@dataclass(slots=True)
class Totals:
    """Counts of members and sums, as shown before writing and kept after it."""

    owing: int = 0
    owed: Decimal = Decimal(0)
    standing: int = 0
    standing_sum: Decimal = Decimal(0)
    to_bill: int = 0
    to_bill_sum: Decimal = Decimal(0)
    to_take_back: int = 0
    to_take_back_sum: Decimal = Decimal(0)
    by_tier: Counter[int] = field(default_factory=Counter)
    by_tier_sum: dict[int, Decimal] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        return not (self.to_bill or self.to_take_back)

    def as_data(self) -> dict[str, Any]:
        """For the run's row: sums as texts."""
        return {
            "owing": self.owing,
            "owed": str(self.owed),
            "billed": self.to_bill,
            "billed_sum": str(self.to_bill_sum),
            "taken_back": self.to_take_back,
            "taken_back_sum": str(self.to_take_back_sum),
            "by_tier": {
                str(tier): [count, str(self.by_tier_sum[tier])]
                for tier, count in self.by_tier.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """A period of a schedule as it would be run on ``issued_on``."""

    schedule: DuesSchedule
    period: Period
    issued_on: date

    @property
    def due_on(self) -> date:
        """The end of the payment window, or so many days after the notice where that is later."""
        window = self.period.from_on + timedelta(days=self.schedule.window_days)
        return max(window, self.issued_on + timedelta(days=self.schedule.least_days))


def plan_for(*, day: date, issued_on: date) -> Plan:
    """The run of the period that holds ``day``. Raises NoScheduleThen."""
    schedule = schedule_on(day)
    period = period_at(schedule, day) if schedule else None
    if schedule is None or period is None:
        raise NoScheduleThen(day=day.isoformat())
    return Plan(schedule, period, issued_on)


def preview(*, plan: Plan, only: QuerySet[Membership] | None = None) -> Totals:
    """What writing the run now would do. Nothing is written."""
    totals = Totals()
    for _differences in _slices(plan, only, totals):
        pass
    return totals


def _slices(
    plan: Plan, only: QuerySet[Membership] | None, totals: Totals
) -> Iterator[list[Difference]]:
    """The differences of each slice of the register; ``totals`` grows with them."""
    tariff = Tariff.of(plan.schedule)
    for rows in slices_of(Membership.objects.all() if only is None else only):
        billed = billed_between(rows[0][0], rows[-1][0], plan.period)
        found = [
            _difference(owed, billed.get(owed.membership, ()), totals, plan)
            for owed in owed_of(rows, tariff, plan.period)
            if owed.parts or owed.membership in billed
        ]
        yield [row for row in found if row.new or row.obsolete]


def _difference(owed: Owed, rows: Sequence[Any], totals: Totals, plan: Plan) -> Difference:
    standing = {(begin, end, tier, amount): pk for pk, begin, end, tier, amount, _s in rows}
    new = []
    for part in owed.parts:
        key = (part.from_on, part.until_on, part.tier, part.amount)
        if standing.pop(key, None) is None:
            new.append(part)
    for begin, end, _tier, _amount in standing:
        if begin < plan.period.from_on:
            raise ChargeSticksOut(from_on=begin.isoformat(), until_on=end.isoformat())
    _count(owed, new, standing, totals)
    return Difference(owed, new, list(standing.values()))


def _count(owed: Owed, new: Sequence[Part], obsolete: dict[Any, int], totals: Totals) -> None:
    if owed.parts:
        whole = sum((part.amount for part in owed.parts), Decimal(0))
        fresh = sum((part.amount for part in new), Decimal(0))
        totals.owing += 1
        totals.owed += whole
        totals.standing_sum += whole - fresh
        tier = owed.parts[-1].tier
        totals.by_tier[tier] += 1
        totals.by_tier_sum[tier] = totals.by_tier_sum.get(tier, Decimal(0)) + whole
        if new:
            totals.to_bill += 1
            totals.to_bill_sum += fresh
        else:
            totals.standing += 1
    if obsolete:
        totals.to_take_back += 1
        totals.to_take_back_sum += sum((key[3] for key in obsolete), Decimal(0))


@transaction.atomic
def write_run(
    *,
    plan: Plan,
    run: DuesRun | None = None,
    only: QuerySet[Membership] | None = None,
    by: User | None,
    at: datetime,
) -> DuesRun | None:
    """Bill what is wanted and not billed, take back what is billed and not wanted.

    All or nothing. ``run`` is the row of a run that was asked for before. None, and not one write,
    where there is nothing to do. Raises ChargeSticksOut, BooksNotOpen, BooksClosed.
    """
    # Two runs at once would both find the same things missing: the second waits here.
    schedule = DuesSchedule.objects.select_for_update(no_key=True).get(pk=plan.schedule.pk)
    if run is not None:
        # Another worker may have written it while this one waited.
        run.refresh_from_db()
        if run.state == RunState.WRITTEN:
            return run
    totals, accounts = Totals(), account_ids()
    firms: set[uuid.UUID] = set()
    for differences in _slices(plan, only, totals):
        if not differences:
            continue
        # Before numbers of papers are drawn, which others do while they write.
        posting.hold_books()
        run = run or _new_run(plan, schedule, at)
        firms |= _take_back(differences, plan, by=by, at=at)
        firms |= _bill(differences, plan, run, accounts, by=by, at=at)
    if run is None:
        return None
    settling.settle(firms=firms, on=plan.issued_on, by=by, at=at)
    run.state, run.written_at, run.totals = RunState.WRITTEN, at, totals.as_data()
    run.save(update_fields=["state", "written_at", "totals"])
    payload = {"run": run.pk, "schedule": schedule.pk, "totals": run.totals}
    log.record(stream=STREAM, event="run_written", payload=payload, by=by, at=at)
    return run


def _new_run(plan: Plan, schedule: DuesSchedule, at: datetime) -> DuesRun:
    return DuesRun.objects.create(
        schedule=schedule,
        from_on=plan.period.from_on,
        until_on=plan.period.until_on,
        issued_on=plan.issued_on,
        started_at=at,
    )


def _take_back(
    differences: Sequence[Difference], plan: Plan, *, by: User | None, at: datetime
) -> set[uuid.UUID]:
    pks = [pk for row in differences for pk in row.obsolete]
    if not pks:
        return set()
    charges = Charge.objects.filter(pk__in=pks).select_related("invoice")
    return take_back(charges=list(charges), on=plan.issued_on, by=by, at=at)


def _bill(
    differences: Sequence[Difference],
    plan: Plan,
    run: DuesRun,
    accounts: dict[str, int],
    *,
    by: User | None,
    at: datetime,
) -> set[uuid.UUID]:
    """One invoice a member, its charges, and for each an entry; the firms billed."""
    billed = [row for row in differences if row.new]
    if not billed:
        return set()
    papers = draw_papers("invoice", year=plan.issued_on.year, count=len(billed))
    invoices, charges, firms = [], [], []
    for row, (number, reference) in zip(billed, papers, strict=True):
        invoice = Invoice(
            number=number,
            reference=reference,
            firm_id=row.owed.firm,
            run_id=run.pk,
            issued_on=plan.issued_on,
            due_on=plan.due_on,
            currency=plan.schedule.currency,
            amount=sum((part.amount for part in row.new), Decimal(0)),
            recorded_at=at,
        )
        invoices.append(invoice)
        charges += [_charge(row, part, invoice.pk, plan) for part in row.new]
        firms += [row.owed.firm] * len(row.new)
    Invoice.objects.bulk_create(invoices, batch_size=posting.BATCH)
    Charge.objects.bulk_create(charges, batch_size=posting.BATCH)
    text = f"{plan.period.from_on} – {plan.period.last_day}"
    entries = [
        Entry(
            kind=EntryKind.CHARGE,
            debit_id=accounts[AccountRole.RECEIVABLE],
            credit_id=accounts[AccountRole.INCOME],
            amount=charge.amount,
            booked_on=plan.issued_on,
            text=text,
            firm_id=firm,
            invoice_id=charge.invoice_id,
            charge_id=charge.pk,
            run_id=run.pk,
        )
        for charge, firm in zip(charges, firms, strict=True)
    ]
    posting.post(entries, by=by, at=at, run=run.pk)
    return set(firms)


def _charge(row: Difference, part: Part, invoice: uuid.UUID, plan: Plan) -> Charge:
    """Named by keys alone: setting the rows themselves would double the time of a large run."""
    return Charge(
        membership_id=row.owed.membership,
        invoice_id=invoice,
        schedule_id=plan.schedule.pk,
        tier_id=part.tier,
        from_on=part.from_on,
        until_on=part.until_on,
        amount=part.amount,
        share=part.share,
    )
