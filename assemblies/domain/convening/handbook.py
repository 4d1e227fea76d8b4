"""会议手册: agenda, rules, drafts, candidates and a specimen of each ballot in one PDF.

The files that the secretariat chose are appended page by page where they are PDF; the others are
named in the list of annexes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pikepdf
from django.db import transaction

from assemblies.domain.convening.agenda_papers import introduced
from assemblies.domain.days import local_day, zone
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.domain.sitting.calculator import Calculator, calculator
from assemblies.errors import AgendaIncomplete, PaperLocked
from assemblies.models import AgendaItem, Assembly, MeetingPaper, Motion
from bylaws.domain.papers import comparing
from bylaws.domain.papers.comparing import Comparison
from bylaws.models import Association
from dues.domain.schedule_dates import schedule_before
from dues.domain.schedules import tiers_beside
from elections.domain.ballot_papers import specimen_ballot
from members.models import User
from records.domain import documents, jobs, log
from records.domain.media_types import PDF
from records.domain.pdf import make_pdf
from records.domain.pdf_binding import Part, bind
from records.fields import Translated
from records.models import Job

JOB = "assemblies.make_handbook"
KEY = "handbook"
TITLE = {
    "zh": Translated(zh="会议手册", en="Handbook (Chinese)"),
    "en": Translated(zh="会议手册（英文）", en="Handbook (English)"),
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """What the handbook says of one item."""

    item: AgendaItem
    motion: Motion | None
    rule: Calculator | None
    redline: Comparison | None
    dues: list[tuple[object, object]]
    papers: list[MeetingPaper]


def make_handbook(
    *, assembly: Assembly, language: str, by: User | None, at: datetime
) -> MeetingPaper:
    """Make the handbook in ``language`` (zh, en) as the record stands; it takes the place of the
    one before. Raises AgendaIncomplete, PaperLocked, FontsMissing.

    Setting the pages takes seconds, so it happens outside the meeting's lock.
    """
    content = handbook_pdf(assembly, language)
    name = f"handbook-{local_day(assembly.starts_at)}.{language}.pdf"
    document = documents.store(content=content, name=name, media_type=PDF, at=at)
    with transaction.atomic():
        lock_assembly(assembly.pk)
        paper, _created = MeetingPaper.objects.update_or_create(
            assembly=assembly,
            key=KEY,
            language=language,
            defaults={
                "document": document,
                "title": TITLE[language],
                "position": 0,
                "added_at": at,
            },
        )
        payload = {"language": language, "document": document.digest}
        log.record(stream=stream_of(assembly), event="handbook_made", payload=payload, by=by, at=at)
    return paper


def request_handbook(*, assembly: Assembly, language: str, at: datetime) -> Job:
    """Promise to make it apart from a request."""
    return jobs.request_job(
        task=JOB,
        key=f"handbook:{assembly.pk}:{language}:{at.isoformat()}",
        arguments={"assembly_id": str(assembly.pk), "language": language},
        at=at,
    )


def make_requested(*, assembly_id: str, language: str, at: datetime) -> None:
    """The job behind :func:`request_handbook`."""
    assembly = Assembly.objects.get(pk=assembly_id)
    make_handbook(assembly=assembly, language=language, by=None, at=at)


def handbook_pdf(assembly: Assembly, language: str) -> bytes:
    chapters = [_chapter(item) for item in assembly.items.order_by("position")]
    if not chapters:
        raise AgendaIncomplete(what="")
    annexes = list(assembly.papers.filter(key="").select_related("document", "item"))
    context = {
        "assembly": assembly,
        "association": Association.objects.get().name,
        "chapters": chapters,
        "items": [chapter.item for chapter in chapters],
        "standing": introduced(assembly),
        "annexes": annexes,
        "meeting_rule": calculator(assembly) if assembly.roll else None,
        "text_language": "zh-Hans",
    }
    own = make_pdf(
        template="print/handbook.html",
        context=context,
        language=language,
        zone=zone(),
        dated=assembly.starts_at,
    )
    behind = [(paper.title, documents.read(paper.document)) for paper in annexes if _is_pdf(paper)]
    specimens = [
        specimen_ballot(election=chapter.motion.election, language=language)
        for chapter in chapters
        if chapter.motion is not None and chapter.motion.election is not None
    ]
    for title, content in behind:
        _check_open(title, content)
    parts = [Part(content) for content in (own, *specimens)]
    return bind(parts + [Part(content, is_ours=False) for _title, content in behind])


def _is_pdf(paper: MeetingPaper) -> bool:
    return paper.document.media_type == PDF


def _check_open(title: Translated, content: bytes) -> None:
    try:
        with pikepdf.open(BytesIO(content)):
            pass
    except pikepdf.PdfError as error:
        raise PaperLocked(name=str(title)) from error


def _chapter(item: AgendaItem) -> Chapter:
    motion = (
        Motion.objects.filter(item=item)
        .select_related("amendment__regulation", "amendment__base", "schedule", "election")
        .first()
    )
    whole = motion is not None and motion.amendment is not None and motion.unit is None
    schedule = motion.schedule if motion else None
    return Chapter(
        item=item,
        motion=motion,
        rule=calculator(item.assembly, item) if motion and item.assembly.roll else None,
        redline=comparing.of_amendment(motion.amendment) if whole and motion else None,  # type: ignore[arg-type]
        dues=list(tiers_beside(schedule, schedule_before(schedule))) if schedule else [],
        papers=list(item.papers.select_related("document")),
    )
