"""Tables whose headings nobody knew: the file is kept while a person says what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dues.models import BankAccount, LineLayout
from members.models import User
from records.domain import documents, log
from records.models import Document

STREAM = "dues"
HEADINGS_WITHIN = 40


@transaction.atomic
def keep_file(*, content: bytes, name: str, at: datetime) -> Document:
    return documents.store(
        content=content, name=name[:200], media_type="application/octet-stream", at=at
    )


@transaction.atomic
def keep_layout(
    *,
    name: str,
    columns: Mapping[str, Sequence[str]],
    date_format: str,
    by: User | None,
    at: datetime,
) -> LineLayout:
    """A profile by which files with these headings are read; one of that name is replaced."""
    kept, _created = LineLayout.objects.update_or_create(
        name=name, defaults={"columns": dict(columns), "date_format": date_format}
    )
    payload = {"layout": kept.pk, "columns": dict(columns)}
    log.record(stream=STREAM, event="layout_kept", payload=payload, by=by, at=at)
    return kept


def account_of(text: str) -> BankAccount | None:
    """The bank account of a key; the only one there is where none is named."""
    try:
        return BankAccount.objects.filter(pk=UUID(text)).first()
    except ValueError:
        rows = list(BankAccount.objects.all()[:2])
        return rows[0] if len(rows) == 1 else None


def row_of_headings(rows: Sequence[Sequence[str]], said: str) -> int:
    """The row, counted from 0, that a person named by its number, or else the one that has most
    texts which are no numbers."""
    if said.isdecimal() and len(said) < 9 and 1 <= int(said) <= len(rows):
        return int(said) - 1
    top = rows[:HEADINGS_WITHIN]
    weights = [sum(_is_heading(cell) for cell in row) for row in top]
    return weights.index(max(weights)) if weights else 0


def _is_heading(cell: str) -> bool:
    return bool(cell) and not any(sign.isdigit() for sign in cell)
