"""The invoices of a run as PDF: each a file of its own, and files of many for the printer.

Done by jobs, one for each hundred, which any number of workers take. An invoice keeps its paper as
soon as it is made, so a job that was stopped goes on where it stopped.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.db.models.functions import Length

from dues.domain.papers import invoice_papers
from dues.domain.papers.amount_words import SIGNS
from dues.errors import NoAccountForInvoices
from dues.models import Charge, DuesRun, Invoice
from dues.signals import work_requested
from members.domain.days import zone
from members.models import Firm, User
from records.domain import documents, jobs, log
from records.domain.media_types import PDF
from records.domain.pdf_many import SmallFace, sheaf_of, small_faces
from records.domain.press import Press, opened_press
from records.enums import JobState
from records.models import Document, Job

STREAM = "dues"
JOB = "dues.print_invoices"
PER_FILE = 100
TOGETHER = 25
"""So many are laid out at once: the gain is had, and little is lost when a worker stops."""
BY_NUMBER = (Length("number"), "number")


@dataclass(frozen=True, slots=True)
class PrintFile:
    """A file with the invoices from the ``first`` to the ``last`` number; None: not made yet."""

    part: int
    first: str
    last: str
    document: Document | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the papers of a run are."""

    made: int
    total: int
    asked: bool
    failed: str
    files: list[PrintFile]

    @property
    def done(self) -> bool:
        return self.made == self.total and all(file.document for file in self.files)


def _key(run: DuesRun, part: int) -> str:
    return f"print:{run.pk}:{part}"


def _parts(run: DuesRun) -> list[tuple[str, ...]]:
    """The numbers of the run's invoices, a hundred each."""
    numbers = run.invoices.order_by(*BY_NUMBER).values_list("number", flat=True)
    return [tuple(numbers[at : at + PER_FILE]) for at in range(0, len(numbers), PER_FILE)]


@transaction.atomic
def request_printing(*, run: DuesRun, by: User | None, at: datetime) -> list[Job]:
    """Promise the papers of all invoices of ``run``. Again: what failed is tried again.

    Raises NoAccountForInvoices where there is no bank account to name.
    """
    run = DuesRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if invoice_papers.account_for_invoices(run.schedule.currency) is None:
        raise NoAccountForInvoices(currency=run.schedule.currency)
    known = Job.objects.filter(key__startswith=f"print:{run.pk}:")
    asked = known.exists()
    known.filter(state=JobState.FAILED).update(state=JobState.WAITING, attempts=0, error="")
    promised = []
    for part, _numbers in enumerate(_parts(run)):
        arguments = {"run": str(run.pk), "part": part}
        job = jobs.request_job(task=JOB, key=_key(run, part), arguments=arguments, at=at)
        promised.append(job)
        if job.state == JobState.WAITING:
            work_requested.send(sender=DuesRun, job=job)
    if not asked and promised:
        log.record(stream=STREAM, event="papers_requested", payload={"run": run.pk}, by=by, at=at)
    return promised


def print_part(*, run: str, part: int, at: datetime) -> None:
    """Make the papers of a hundred invoices that are not made yet, and the file for the printer."""
    found = DuesRun.objects.get(pk=run)
    numbers = _parts(found)[part]
    if str(part) in (found.papers or {}):
        return
    language = invoice_papers.main_language()
    faces = small_faces(_signs(found))
    with opened_press(keeps=True) as press:
        for some in _some_of(found, numbers):
            _print_some(some, press, language, faces, at)
        content = press.together()
    name = f"{numbers[0]}–{numbers[-1]}.pdf"
    document = documents.store(content=content, name=name, media_type=PDF, at=at)
    with transaction.atomic():
        kept = DuesRun.objects.select_for_update(no_key=True).get(pk=run)
        kept.papers = {**(kept.papers or {}), str(part): str(document.pk)}
        kept.save(update_fields=["papers"])


def _signs(run: DuesRun) -> str:
    """What the papers of a run differ in, and what stands on all of them."""
    firms = Firm.objects.filter(pk__in=run.invoices.values("firm"))
    texts = [
        f"{name.zh}{name.en}{postal}{address}"
        for name, postal, address in firms.values_list("name", "postal_address", "address")
    ]
    return "".join(texts) + SIGNS + invoice_papers.printed_text(_samples(run))


def _samples(run: DuesRun) -> list[Invoice]:
    """An invoice for each tier and each share of one."""
    charges = Charge.objects.filter(invoice__run=run).order_by("invoice__number")
    rows = charges.values_list("tier", "share", "invoice")
    kept = {(tier, str(share)): invoice for tier, share, invoice in rows}
    return list(run.invoices.filter(pk__in=kept.values()))


def _some_of(run: DuesRun, numbers: tuple[str, ...]) -> Iterator[list[Invoice]]:
    found = {row.number: row for row in run.invoices.filter(number__in=numbers)}
    for at in range(0, len(numbers), TOGETHER):
        yield [found[number] for number in numbers[at : at + TOGETHER]]


def _print_some(
    invoices: list[Invoice],
    press: Press,
    language: str,
    faces: tuple[SmallFace, ...],
    at: datetime,
) -> None:
    """Lay out ``invoices``; those without a paper get theirs."""
    sheaf = sheaf_of(
        template=invoice_papers.TEMPLATE,
        context=invoice_papers.invoice_context(invoices, language=language),
        count=len(invoices),
        language=language,
        zone=zone(),
        dated=invoices[0].recorded_at,
        faces=faces,
    )
    press.lay_out(sheaf)
    for place, invoice in enumerate(invoices):
        if invoice.document_id is None:
            keep_paper(invoice, press.write(place), at=at)


def keep_paper(invoice: Invoice, content: bytes, *, at: datetime) -> Document:
    """``content`` as the paper of ``invoice``, unless it has one."""
    name = f"{invoice.number}.pdf"
    document = documents.store(content=content, name=name, media_type=PDF, at=at)
    Invoice.objects.filter(pk=invoice.pk, document__isnull=True).update(document=document)
    return document


def progress_of(run: DuesRun) -> Progress:
    asked = Job.objects.filter(key__startswith=f"print:{run.pk}:")
    failed = asked.filter(state=JobState.FAILED).values_list("error", flat=True).first()
    kept = run.papers or {}
    made = Document.objects.in_bulk([uuid.UUID(pk) for pk in kept.values()])
    files = [
        PrintFile(
            part=part,
            first=numbers[0],
            last=numbers[-1],
            document=made[uuid.UUID(kept[str(part)])] if str(part) in kept else None,
        )
        for part, numbers in enumerate(_parts(run))
    ]
    return Progress(
        made=run.invoices.filter(document__isnull=False).count(),
        total=run.invoices.count(),
        asked=asked.exists(),
        failed=failed or "",
        files=files,
    )


def write_zip(run: DuesRun, file: IO[bytes]) -> int:
    """All papers of ``run`` that are made, as a ZIP into ``file``; how many."""
    count = 0
    papers = run.invoices.filter(document__isnull=False).select_related("document")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        for invoice in papers.order_by(*BY_NUMBER).iterator():
            assert invoice.document is not None
            name = f"{invoice.number.replace('/', '-')}.pdf"
            made.writestr(name, documents.read(invoice.document))
            count += 1
    return count
