"""Documents never change, and say so when somebody changed them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from records.domain import documents
from records.errors import DocumentMissing
from records.models import Document

AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)


def store(content: bytes) -> Document:
    return documents.store(content=content, name="a.txt", media_type="text/plain", at=AT)


def path_of(document: Document) -> Path:
    return Path(settings.DOCUMENT_DIR) / document.digest[:2] / document.digest


@pytest.mark.django_db
def test_same_bytes_are_the_same_document():
    first, second = store(b"minutes"), store(b"minutes")

    assert (first, first.size, documents.read(second)) == (second, 7, b"minutes")


@pytest.mark.django_db
def test_altered_file_is_not_given_out():
    document = store(b"signed minutes")
    path_of(document).write_bytes(b"forged minutes")

    with pytest.raises(DocumentMissing, match="altered"):
        documents.read(document)


@pytest.mark.django_db
def test_lost_file_is_told():
    document = store(b"lost minutes")
    path_of(document).unlink()

    with pytest.raises(DocumentMissing, match="gone"):
        documents.read(document)
