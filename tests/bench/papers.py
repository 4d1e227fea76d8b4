"""How long the papers of a run take: each a file, and files of a hundred for the printer."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from dues.domain.papers import invoice_papers, printing
from dues.models import DuesRun, Invoice
from tests.bench.register import fill
from tests.bench.table import Table
from tests.factories.dues import make_bank_account, make_schedule, run_dues

AT = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
AMOUNTS: dict[str, int | str] = {"president": 20_000, "council": 5_000, "ordinary": 1_000}


def measure(table: Table, *, count: int = 500) -> None:
    """All papers of a run over ``count`` firms, in one process; jobs of a hundred share it out."""
    fill(count)
    make_schedule(AMOUNTS)
    make_bank_account()
    run = run_dues()
    assert run is not None
    invoice = Invoice.objects.order_by("number")[0]
    table.timed(
        "invoice, one", 3, lambda: invoice_papers.invoice_pdf(invoice, language="zh"), "by itself"
    )
    jobs = printing.request_printing(run=run, by=None, at=AT)
    wall, cpu = time.perf_counter(), time.process_time()
    for job in jobs:
        printing.print_part(at=AT, **job.arguments)
    run = DuesRun.objects.get(pk=run.pk)
    progress = printing.progress_of(run)
    assert progress.done
    table.add(
        "invoices, all", time.perf_counter() - wall, "s", f"{progress.made} files, one process"
    )
    table.add("invoices, all, processor", time.process_time() - cpu, "s", "of one core")
    sizes = [row.document.size for row in run.invoices.select_related("document") if row.document]
    table.add("invoice, size", sum(sizes) / len(sizes) / 1024, "KB", "mean")
