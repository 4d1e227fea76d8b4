"""Papers kept with a firm: licence, application, letter of appointment."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from members.enums import FirmDocumentKind
from members.errors import PaperTooLarge, PaperTypeRefused
from members.models import Firm, FirmDocument, User
from records.domain import documents, log
from records.domain.media_types import DOCX, PDF
from records.models import Document

STREAM = "register"
MOST_MB = 20
# By the ending and the first bytes: what a browser says of a file is the sender's word.
TYPES = {
    ".pdf": (PDF, (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".tif": ("image/tiff", (b"II*\0", b"MM\0*")),
    ".tiff": ("image/tiff", (b"II*\0", b"MM\0*")),
    ".docx": (DOCX, (b"PK\x03\x04",)),
    ".xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (b"PK\x03\x04",),
    ),
    ".ofd": ("application/ofd", (b"PK\x03\x04",)),
}


def store_paper(*, content: bytes, name: str, at: datetime) -> Document:
    """Keep an uploaded file. Raises PaperTooLarge, PaperTypeRefused."""
    if len(content) > MOST_MB * 1024 * 1024:
        raise PaperTooLarge(name=name, mb=MOST_MB)
    media_type, beginnings = TYPES.get(PurePath(name.lower()).suffix, ("", ()))
    if not content.startswith(beginnings or (b"\0none",)):
        raise PaperTypeRefused(name=name)
    return documents.store(content=content, name=name[:200], media_type=media_type, at=at)


@transaction.atomic
def keep_paper(
    *,
    firm: Firm,
    kind: FirmDocumentKind,
    title: str,
    content: bytes,
    name: str,
    by: User | None,
    at: datetime,
) -> FirmDocument:
    """Put a file with a firm; the same file of the same kind again changes nothing.

    Raises PaperTooLarge, PaperTypeRefused.
    """
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    document = store_paper(content=content, name=name, at=at)
    paper, created = FirmDocument.objects.get_or_create(
        firm=firm, document=document, kind=kind, defaults={"title": title, "added_at": at}
    )
    if created:
        payload = {"firm": firm.pk, "kind": kind, "document": document.digest}
        log.record(stream=STREAM, event="paper_kept", payload=payload, by=by, at=at)
    return paper


@transaction.atomic
def remove_paper(*, paper: FirmDocument, by: User | None, at: datetime) -> None:
    """Take a paper that was put with the wrong firm from it; the log keeps its digest.

    The bytes stay: other records may refer to the same document.
    """
    Firm.objects.select_for_update().get(pk=paper.firm_id)
    digest, pk = paper.document.digest, paper.pk
    removed, _per_model = FirmDocument.objects.filter(pk=pk).delete()
    if removed:
        payload = {"firm": paper.firm_id, "kind": paper.kind, "document": digest}
        log.record(stream=STREAM, event="paper_removed", payload=payload, by=by, at=at)
