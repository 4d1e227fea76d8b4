"""The pack as one file: every paper that is ready, in the order of the list, and an index that says
what a person still has to sign, seal or attach."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from assemblies.domain.carrying.filing import PACK, PackState, PaperRow, key_of, pack_state
from assemblies.domain.carrying.filing_makers import MAKERS
from assemblies.domain.carrying.zipping import zipped
from assemblies.domain.days import local_day, zone
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.enums import PaperState
from assemblies.errors.carrying import PackEmpty
from assemblies.models import Assembly, FilingPaper
from bylaws.models import Association
from members.models import User
from records.domain import documents, jobs, log
from records.domain.pdf import make_pdf
from records.models import Job

JOB = "assemblies.make_pack"
ZIP = "application/zip"
FORBIDDEN = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the pack, as the index lists it."""

    name: str
    digest: str


def request_pack(*, assembly: Assembly, pack: str, language: str, at: datetime) -> Job:
    """Promise to make the pack apart from a request: setting its pages takes long."""
    arguments = {"assembly_id": str(assembly.pk), "pack": pack, "language": language}
    key = f"pack:{assembly.pk}:{pack}:{language}:{at.isoformat()}"
    return jobs.request_job(task=JOB, key=key, arguments=arguments, at=at)


def make_requested(*, assembly_id: str, pack: str, language: str, at: datetime) -> None:
    """The job behind :func:`request_pack`."""
    assembly = Assembly.objects.get(pk=assembly_id)
    make_pack(assembly=assembly, pack=pack, language=language, by=None, at=at)


def make_pack(
    *, assembly: Assembly, pack: str, language: str, by: User | None, at: datetime
) -> FilingPaper:
    """Make the file in ``language`` (zh, en) as the record stands; it takes the place of the one
    before, which stays in the store. Raises PackUnknown, PackEmpty, FontsMissing.

    Setting the pages takes long, so it happens outside the meeting's lock.
    """
    state = pack_state(assembly, pack)
    content = pack_file(assembly, state, language)
    name = f"{pack}-{local_day(assembly.starts_at)}.{language}.zip"
    document = documents.store(content=content, name=name, media_type=ZIP, at=at)
    with transaction.atomic():
        assembly = lock_assembly(assembly.pk)
        told = {"state": PaperState.READY, "document": document, "changed_at": at}
        row, _created = FilingPaper.objects.update_or_create(
            assembly=assembly, key=key_of(state.pack, PACK), defaults=told, create_defaults=told
        )
        payload = {"pack": pack, "language": language, "document": document.digest}
        log.record(stream=stream_of(assembly), event="pack_made", payload=payload, by=by, at=at)
    return row


def pack_file(assembly: Assembly, state: PackState, language: str) -> bytes:
    """``00-…`` is the index, then ``01-…`` and so on. Raises PackEmpty."""
    files: dict[str, bytes] = {}
    lines = []
    for number, row in enumerate(state.papers, start=1):
        title = _safe(row.paper.title.text(language))
        made = _contents(assembly, row, language)
        names = [
            f"{number:02}-{title}{f'-{count}' if len(made) > 1 else ''}{suffix}"
            for count, (suffix, _content) in enumerate(made, start=1)
        ]
        files.update(zip(names, (content for _suffix, content in made), strict=True))
        entries = [Entry(name, hashlib.sha256(files[name]).hexdigest()) for name in names]
        lines.append({"row": row, "number": f"{number:02}", "entries": entries})
    if not files:
        raise PackEmpty
    index = make_pdf(
        template="print/filing_index.html",
        context={
            "assembly": assembly,
            "association": Association.objects.get().name,
            "state": state,
            "lines": lines,
        },
        language=language,
        zone=zone(),
        dated=assembly.closed_at or assembly.starts_at,
    )
    first = {"zh": "00-目录.pdf", "en": "00-index.pdf"}[language]
    return zipped({first: index, **files})


def _contents(assembly: Assembly, row: PaperRow, language: str) -> list[tuple[str, bytes]]:
    """Suffix and bytes of each file of a paper; nothing of one that is not ready."""
    if row.state != PaperState.READY:
        return []
    if row.row is not None and row.row.document is not None:
        document = row.row.document
        return [(PurePath(document.name).suffix or ".pdf", documents.read(document))]
    make = MAKERS[row.paper.make].make
    return [(_suffix(content), content) for content in make(assembly, language)]


def _suffix(content: bytes) -> str:
    begins = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}
    return next((end for begin, end in begins.items() if content.startswith(begin)), ".pdf")


def _safe(title: str) -> str:
    """A name that every file system takes."""
    return "".join("-" if sign in FORBIDDEN else sign for sign in title)
