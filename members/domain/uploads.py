"""Scans that come from outside: what they may be is told by their first bytes, not their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from members.errors import PaperRefused, PaperTooLarge
from records.domain import documents
from records.models import Document

MAX_MB = 10
KINDS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent; ``title`` is what it is called where it is listed."""

    name: str
    content: bytes
    title: str = ""

    @property
    def label(self) -> str:
        return (self.title.strip() or self.name)[:NAME_LENGTH]


def media_type_of(upload: Upload) -> str:
    """Its kind by its content. Raises PaperTooLarge, PaperRefused."""
    if len(upload.content) > MAX_MB * 1024 * 1024:
        raise PaperTooLarge(name=upload.name, mb=MAX_MB)
    found = next((kind for begin, kind in KINDS.items() if upload.content.startswith(begin)), None)
    if found is None:
        raise PaperRefused(name=upload.name)
    return found


def keep(upload: Upload, *, at: datetime) -> Document:
    """Store a scan. Raises PaperTooLarge, PaperRefused."""
    return documents.store(
        content=upload.content,
        name=upload.name[-NAME_LENGTH:],
        media_type=media_type_of(upload),
        at=at,
    )
