"""Publish a counted box: its archive is stored for good and the server's key destroyed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from elections.domain.board import (
    build_archive,
    has_supplements,
    supplements_bytes,
)
from elections.domain.server_key import destroy_key
from elections.domain.states import lock_election, move, require_state, stream_of
from elections.enums import ElectionState
from elections.models import Election
from members.models import User
from records.domain import documents, log

ARCHIVE_TYPE = "application/octet-stream"


@transaction.atomic
def publish_result(*, election: Election, by: User | None, at: datetime) -> Election:
    """Make the result public; publishing again changes nothing. A box on paper has no archive."""
    row = lock_election(election)
    if row.state == ElectionState.PUBLISHED:
        return row
    require_state(row, ElectionState.COUNTED)
    move(row, ElectionState.PUBLISHED)
    row.published_at = at
    if row.is_electronic:
        _store(row, at)
    row.save()
    log.record(
        stream=stream_of(row),
        event="result_published",
        payload={
            "head": row.head,
            "archive": row.archive.digest if row.archive else "",
            "supplements": row.supplements.digest if row.supplements else "",
        },
        by=by,
        at=at,
    )
    destroy_server_key(row, by=by, at=at)
    return row


def _store(row: Election, at: datetime) -> None:
    writer = build_archive(row)
    row.head = str(writer.head)
    row.archive = documents.store(
        content=writer.getvalue(), name=f"{row.slug}.bel", media_type=ARCHIVE_TYPE, at=at
    )
    if has_supplements(row):
        row.supplements = documents.store(
            content=supplements_bytes(row),
            name=f"{row.slug}.supplements.jsons",
            media_type=ARCHIVE_TYPE,
            at=at,
        )


def destroy_server_key(row: Election, *, by: User | None, at: datetime) -> None:
    """Remove the key's file and put that on record.

    Before the transaction ends: if it fails, the key is missed by nobody, because every share has
    been made; the other way round, a crash would leave a key that the record calls destroyed.
    """
    if not row.is_electronic or row.server_key_destroyed_at is not None:
        return
    existed = destroy_key(row)
    row.server_key_destroyed_at = at
    row.save(update_fields=["server_key_destroyed_at"])
    log.record(
        stream=stream_of(row),
        event="server_key_destroyed",
        payload={"file_existed": existed},
        by=by,
        at=at,
    )
