"""What can go with a notice: files that the secretariat chose, and papers made from the record."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

import pikepdf
from django.db import transaction
from django.db.models import Max

from assemblies.domain.convening.agenda_papers import (
    agenda_pdf,
    authority_pdf,
    candidates_pdf,
    dues_pdf,
)
from assemblies.domain.convening.sending import Enclosure
from assemblies.domain.days import local_day
from assemblies.domain.governing import rule_for_meeting
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.errors import (
    EnclosuresOverSize,
    PaperGone,
    PaperLocked,
    PaperOverSize,
    PaperTypeUnknown,
)
from assemblies.models import AgendaItem, Assembly, MeetingPaper, Motion
from bylaws.domain.papers.issuing import issue_amendment
from elections.enums import LISTS
from elections.models import Candidate
from members.domain.uploads import KINDS, MAX_MB, NAME_LENGTH, Upload
from members.models import User
from records.domain import documents, log
from records.domain.media_types import DOCX, PDF
from records.fields import Translated
from records.models import Document

TOGETHER_MB = 20
"""Mail grows by a third on its way, and many servers take no more than 30 MB."""
IN_LANGUAGE = {"zh": Translated(zh="", en=" (Chinese)"), "en": Translated(zh="（英文）", en="")}


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that may be enclosed; ``key`` names it in a form."""

    key: str
    title: Translated
    make: Callable[[datetime], Document]


def offers(assembly: Assembly) -> list[Offer]:
    """Everything that can go with a notice of the meeting now, in the order of a list."""
    found = [_of_paper(paper) for paper in assembly.papers.select_related("document")]
    for language in ("zh", "en"):
        found += _of_record(assembly, language)
    return found


def enclosures(assembly: Assembly, keys: Iterable[str], *, at: datetime) -> list[Enclosure]:
    """The papers that ``keys`` name, made where they are made from the record. Raises PaperGone,
    EnclosuresOverSize."""
    known = {offer.key: offer for offer in offers(assembly)}
    made = []
    for key in dict.fromkeys(keys):
        if key not in known:
            raise PaperGone(key=key)
        made.append(Enclosure(known[key].make(at), known[key].title))
    size = sum(enclosure.document.size for enclosure in made)
    if size > TOGETHER_MB * 1024 * 1024:
        raise EnclosuresOverSize(size=size // (1024 * 1024) + 1, mb=TOGETHER_MB)
    return list({enclosure.document.pk: enclosure for enclosure in made}.values())


def _of_paper(paper: MeetingPaper) -> Offer:
    return Offer(f"file.{paper.pk}", paper.title, lambda at: paper.document)


def _of_record(assembly: Assembly, language: str) -> list[Offer]:
    day = local_day(assembly.starts_at)

    def offer(key: str, zh: str, en: str, print_: Callable[[], bytes]) -> Offer:
        suffix = IN_LANGUAGE[language]
        name = f"{key.partition('.')[0]}-{day}.{language}.pdf"
        return Offer(
            f"{key}.{language}",
            Translated(zh=zh + suffix["zh"], en=en + suffix["en"]),
            lambda at: documents.store(content=print_(), name=name, media_type=PDF, at=at),
        )

    found = [offer("agenda", "会议议程", "Agenda", lambda: agenda_pdf(assembly, language))]
    for amendment in dict.fromkeys(
        motion.amendment for motion in _motions(assembly) if motion.amendment is not None
    ):
        found.append(
            offer(
                f"redline.{amendment.pk}",
                f"{amendment.title.text('zh')}修订稿",
                f"{amendment.title.text('en')}: redline",
                lambda amendment=amendment: (
                    issue_amendment(  # type: ignore[misc]
                        amendment,
                        paper="redline",
                        form="pdf",
                        lang=language,  # type: ignore[arg-type]
                    ).content
                ),
            )
        )
    for motion in _motions(assembly):
        if motion.schedule is not None:
            found.append(
                offer(
                    f"dues.{motion.schedule_id}",
                    "会费标准草案",
                    "Draft dues standard",
                    lambda motion=motion: dues_pdf(assembly, motion, language),  # type: ignore[misc]
                )
            )
    if _stand(assembly):
        found.append(
            offer(
                "candidates", "候选人名单", "Candidates", lambda: candidates_pdf(assembly, language)
            )
        )
    if rule_for_meeting(assembly).proxies_allowed:
        found.append(
            offer(
                "authority",
                "委托书（空白）",
                "Form of authority to vote",
                lambda: authority_pdf(assembly, language),
            )
        )
    return found


def _motions(assembly: Assembly) -> list[Motion]:
    motions = Motion.objects.filter(item__assembly=assembly).order_by("item__position")
    return list(motions.select_related("amendment__regulation", "schedule", "item"))


def _stand(assembly: Assembly) -> bool:
    return Candidate.objects.filter(
        contest__election__motion__item__assembly=assembly, contest__kind__in=LISTS
    ).exists()


@transaction.atomic
def add_file(
    *,
    assembly: Assembly,
    upload: Upload,
    title: Translated | dict[str, str],
    item: AgendaItem | None,
    by: User | None,
    at: datetime,
) -> MeetingPaper:
    """Keep a file for those who are convened, of ``item`` or of the meeting as such. The same file
    again changes nothing. Raises PaperOverSize, PaperTypeUnknown, PaperLocked."""
    assembly = lock_assembly(assembly.pk)
    document = documents.store(
        content=upload.content,
        name=upload.name[-NAME_LENGTH:],
        media_type=_checked(upload),
        at=at,
    )
    known = assembly.papers.filter(key="", document=document).first()
    if known is not None:
        return known
    last = assembly.papers.aggregate(last=Max("position"))["last"] or 0
    named = Translated({key: text for key, text in title.items() if text.strip()})
    paper = MeetingPaper.objects.create(
        assembly=assembly,
        item=item,
        title=named or Translated(zh=upload.label, en=upload.label),
        document=document,
        position=last + 1,
        added_at=at,
    )
    payload = {"paper": paper.pk, "document": document.digest, "item": item.pk if item else None}
    log.record(stream=stream_of(assembly), event="paper_added", payload=payload, by=by, at=at)
    return paper


@transaction.atomic
def drop_file(*, assembly: Assembly, paper: UUID, by: User | None, at: datetime) -> None:
    """Take a file off the list; what went with a notice stays there. Gone already is well."""
    assembly = lock_assembly(assembly.pk)
    found = assembly.papers.select_related("document").filter(pk=paper).first()
    if found is None:
        return
    payload = {"paper": found.pk, "document": found.document.digest}
    found.delete()
    log.record(stream=stream_of(assembly), event="paper_dropped", payload=payload, by=by, at=at)


def _checked(upload: Upload) -> str:
    """The kind of a file by its content."""
    if len(upload.content) > MAX_MB * 1024 * 1024:
        raise PaperOverSize(name=upload.name, mb=MAX_MB)
    found = next((kind for begin, kind in KINDS.items() if upload.content.startswith(begin)), None)
    if found == PDF:
        try:
            pikepdf.open(BytesIO(upload.content)).close()
        except (pikepdf.PdfError, pikepdf.PasswordError) as error:
            raise PaperLocked(name=upload.name) from error
    if found is None and _is_docx(upload.content):
        found = DOCX
    if found is None:
        raise PaperTypeUnknown(name=upload.name)
    return found


def _is_docx(content: bytes) -> bool:
    """A Word file without macros."""
    try:
        names = set(zipfile.ZipFile(BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        return False
    return "word/document.xml" in names and not any(name.endswith(".bin") for name in names)
