"""The statements of a drafted mailing: made by a job, put with each letter as soon as made.

A job that was stopped goes on where it stopped; no mailing is released before all are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dues.domain.collecting import reminder_papers
from dues.domain.papers.invoice_papers import main_language
from dues.errors import StatementsMissing
from dues.models import Reminder
from dues.signals import work_requested
from members.domain.days import zone
from members.models import Letter, Mailing
from records.domain import documents, jobs
from records.domain.media_types import PDF
from records.domain.pdf import rendered
from records.domain.pdf_many import SmallFace, sheaf_of, small_faces
from records.domain.press import Press, opened_press
from records.models import Job

JOB = "dues.print_statements"
TOGETHER = 25
"""So many are laid out at once: the gain is had, and little is lost when a worker stops."""


def request_statements(*, mailing: Mailing, at: datetime) -> Job:
    """Promise a statement for each letter of ``mailing``."""
    arguments = {"mailing": str(mailing.pk)}
    job = jobs.request_job(task=JOB, key=f"statements:{mailing.pk}", arguments=arguments, at=at)
    work_requested.send(sender=Mailing, job=job)
    return job


def missing(mailing: Mailing) -> int:
    """How many letters have no statement yet."""
    return Reminder.objects.filter(letter__mailing=mailing, letter__attachment=None).count()


def require_statements(mailing: Mailing) -> None:
    """Raises StatementsMissing where a reminder would go out without one."""
    if count := missing(mailing):
        raise StatementsMissing(count=count)


def print_statements(*, mailing: str, at: datetime) -> None:
    """Make the statements of a mailing that are not made yet."""
    wanted = Reminder.objects.filter(letter__mailing__pk=mailing, letter__attachment=None)
    rows = list(wanted.select_related("level").order_by("pk"))
    if not rows:
        return
    language = main_language()
    faces = small_faces(_signs(rows, language))
    with opened_press(keeps=False) as press:
        for start in range(0, len(rows), TOGETHER):
            _print_some(rows[start : start + TOGETHER], press, language, faces, at)


def _signs(rows: Sequence[Reminder], language: str) -> str:
    """All that stands on the statements."""
    context = reminder_papers.statement_context(rows, language=language)
    return rendered(reminder_papers.TEMPLATE, context, language, zone())


def _print_some(
    rows: Sequence[Reminder],
    press: Press,
    language: str,
    faces: tuple[SmallFace, ...],
    at: datetime,
) -> None:
    sheaf = sheaf_of(
        template=reminder_papers.TEMPLATE,
        context=reminder_papers.statement_context(rows, language=language),
        count=len(rows),
        language=language,
        zone=zone(),
        dated=rows[0].recorded_at,
        faces=faces,
    )
    press.lay_out(sheaf)
    for place, row in enumerate(rows):
        name = f"{row.claims[0]['number']}.pdf"
        document = documents.store(content=press.write(place), name=name, media_type=PDF, at=at)
        Letter.objects.filter(reminders=row, attachment=None).update(attachment=document)
