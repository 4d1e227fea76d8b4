"""Documents are stored by their SHA-256 and never change."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from records.errors import DocumentMissing
from records.models import Document


def _path(digest: str) -> Path:
    return Path(settings.DOCUMENT_DIR) / digest[:2] / digest


def store(*, content: bytes, name: str, media_type: str, at: datetime) -> Document:
    """Keep ``content`` and return its document; the same bytes give the same document."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed: a crash leaves a whole file or none.
        handle, aside = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    document, _created = Document.objects.get_or_create(
        digest=digest,
        defaults={
            "name": name,
            "media_type": media_type,
            "size": len(content),
            "stored_at": at,
        },
    )
    return document


def read(document: Document) -> bytes:
    """The bytes of ``document``; raises :class:`DocumentMissing` when gone or altered."""
    try:
        content = _path(document.digest).read_bytes()
    except FileNotFoundError as error:
        raise DocumentMissing(f"{document.name}: the file is gone") from error
    if hashlib.sha256(content).hexdigest() != document.digest:
        raise DocumentMissing(f"{document.name}: the file was altered")
    return content
