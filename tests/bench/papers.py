"""How long the papers of a run take: each a file, and files of a hundred for the printer."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

from django.db import connections

from dues.domain.papers import invoice_papers, printing
from dues.models import DuesRun, Invoice
from records.domain.press import cores
from records.models import Job
from tests.bench.register import fill
from tests.bench.table import Table
from tests.factories.dues import make_bank_account, make_schedule, run_dues

AT = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
NEXT_YEAR = date(2028, 1, 1)
AMOUNTS: dict[str, int | str] = {"president": 20_000, "council": 5_000, "ordinary": 1_000}
AT_ONCE = 2
"""So many jobs the worker of ``manage.py serve`` does at once."""


def measure(table: Table, *, count: int = 500) -> None:
    """All papers of two runs over ``count`` firms: on one core, then as ``serve`` does it."""
    fill(count)
    make_schedule(AMOUNTS)
    make_bank_account()
    first, second = run_dues(), run_dues(day=NEXT_YEAR, issued_on=NEXT_YEAR)
    assert first is not None
    assert second is not None
    invoice = Invoice.objects.order_by("number")[0]
    table.timed(
        "invoice, one", 3, lambda: invoice_papers.invoice_pdf(invoice, language="zh"), "by itself"
    )
    every_core = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every_core)})
    _measure_run(table, first, "invoices, all, one core", _one_by_one, "one process")
    os.sched_setaffinity(0, every_core)
    told = f"{AT_ONCE} jobs at once, {cores()} cores"
    _measure_run(table, second, "invoices, all", _at_once, told)
    table.ratio(
        "invoices, one core to all", "invoices, all, one core", "invoices, all", "how many times"
    )
    made = first.invoices.select_related("document")
    sizes = [row.document.size for row in made if row.document]
    table.add("invoice, size", sum(sizes) / len(sizes) / 1024, "KB", "mean")


def _measure_run(
    table: Table, run: DuesRun, name: str, way: Callable[[Iterable[Job]], None], detail: str
) -> None:
    jobs = printing.request_printing(run=run, by=None, at=AT)
    began = time.perf_counter()
    way(jobs)
    span = time.perf_counter() - began
    progress = printing.progress_of(DuesRun.objects.get(pk=run.pk))
    assert progress.done
    table.add(name, span, "s", f"{progress.made} files, {detail}")


def _one_by_one(jobs: Iterable[Job]) -> None:
    for job in jobs:
        printing.print_part(at=AT, **job.arguments)


def _at_once(jobs: Iterable[Job]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as worker:
        list(worker.map(_print, jobs))


def _print(job: Job) -> None:
    try:
        printing.print_part(at=AT, **job.arguments)
    finally:
        connections.close_all()
