"""What dues and standing cost at 2,000 and at 100,000 firms, on the engine of the settings."""

from __future__ import annotations

import resource
import time
from datetime import date
from statistics import quantiles

from django.db import connection
from django.urls import reverse

from dues.domain import running
from dues.domain.arrears import arrears_on
from dues.models import Charge, CreditNote, DuesRun, Entry, Invoice
from elections.domain.entitlement import entitlements_on
from members.domain.standing import standings_on
from tests.bench import register
from tests.bench.table import Table
from tests.factories.dues import AT, ISSUED, YEAR, make_schedule

DAY = date(2027, 5, 3)
FEW, MANY = 2_000, 100_000
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def measure(table: Table) -> None:
    engine = ENGINES[connection.vendor]
    make_schedule({"ordinary": 1000, "council": 3000, "president": 30000})
    register.fill(FEW)
    _measure_run(table, engine, FEW)
    _measure_standing(table, engine, FEW)
    _take_all_back()
    register.fill(MANY - FEW)
    _measure_run(table, engine, MANY)
    _measure_pages(table, engine)


def _measure_run(table: Table, engine: str, firms: int) -> None:
    plan = running.plan_for(day=YEAR, issued_on=ISSUED)
    before = _peak()
    run = table.timed(
        f"dues run: {firms:,} firms, {engine}",
        1,
        lambda: running.write_run(plan=plan, by=None, at=AT),
        "computed, compared, invoices, charges, entries and log in one transaction",
    )
    assert run is not None
    entries = Entry.objects.count()
    again = table.timed(
        f"dues run again: {firms:,} firms, {engine}",
        1,
        lambda: running.write_run(plan=plan, by=None, at=AT),
        "finds nothing to do and writes nothing",
    )
    assert again is None
    assert Entry.objects.count() == entries
    table.add(
        f"dues run: memory, {firms:,} firms, {engine}",
        (_peak() - before) / 1024,
        "MiB",
        f"more at its peak than before; {_peak() / 1024:.0f} in all",
    )


def _measure_standing(table: Table, engine: str, firms: int) -> None:
    for name, act in (
        ("standing of all", lambda: standings_on(DAY)),
        ("arrears of all", lambda: arrears_on(DAY)),
        ("entitled or not, all", lambda: entitlements_on(DAY)),
    ):
        table.timed(f"{name}: {firms:,} firms, {engine}", 5, act, "on one day, with its reason")


def _measure_pages(table: Table, engine: str) -> None:
    """The list pages as a secretary walks through them, far pages and searches as well."""
    _settle()
    client = register.visitor()
    firms, invoices = reverse("members:firms"), reverse("dues:invoices")
    asked = [(firms, query) for query in register.LISTS.values()]
    asked += [(invoices, {"page": page}) for page in ("1", "2", "900")]
    asked += [(invoices, {"state": "open"}), (invoices, {"search": "2027-00777"})]
    spans = []
    for _round in range(3):
        for address, query in asked:
            start = time.perf_counter()
            assert client.get(address, query).status_code == 200
            spans.append((time.perf_counter() - start) * 1000)
    detail = f"{len(asked)} addresses of firms and invoices, three times each"
    table.add(
        f"list pages, p95: {MANY:,} firms, {engine}", quantiles(spans, n=20)[-1], "ms", detail
    )


def _settle() -> None:
    """What PostgreSQL does by itself within minutes of so many new rows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _take_all_back() -> None:
    """An empty ledger again, so that the large run bills everybody."""
    for model in (Entry, Charge, CreditNote, Invoice, DuesRun):
        model.objects.all().delete()


def _peak() -> int:
    """The most memory this process ever had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
