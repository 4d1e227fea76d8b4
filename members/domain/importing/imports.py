"""Files read in: checked first, entered after a person has confirmed, taken back when wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from members.domain.days import local_day
from members.domain.importing import import_columns
from members.domain.importing.import_columns import Layout
from members.domain.importing.import_subjects import (
    SUBJECTS,
    Findings,
    Subject,
    Work,
    find_common_faults,
    subject_of,
)
from members.domain.importing.sheets import Table, media_type_of, read_table
from members.enums import ImportState, ImportSubject
from members.errors import (
    ColumnsUnsaid,
    ImportApplied,
    ImportDiscarded,
    ImportHasFaults,
    ImportNotApplied,
    ImportOutdated,
    ImportRolledBack,
)
from members.models import ImportBatch, User
from records.domain import documents, log

STREAM = "register"


def stage_import(
    *,
    content: bytes,
    name: str,
    subject: str = ImportSubject.FIRMS,
    by: User | None,
    at: datetime,
) -> ImportBatch:
    """Read and check a file; nothing of it enters yet.

    ``content`` is XLSX, XLS, or CSV in UTF-8, GB18030 or UTF-16. The faults of all rows stand in
    the batch; where the headings do not say which column is which it has no rows, until
    :func:`say_columns`. Raises FileTooLarge, SheetTooLarge, FileUnreadable, FileLocked, FileBroken,
    FileEmpty, ColumnsMissing.
    """
    kind = SUBJECTS[subject]
    table = read_table(content=content, name=name)
    layout = import_columns.find_layout(subject=kind, table=table, name=name)
    batch = ImportBatch(subject=kind.key, staged_at=at, mapping=layout.as_json())
    if layout.keys:
        _read_rows(batch, kind, table, layout, name=name, day=local_day(at))
    with transaction.atomic():
        batch.document = documents.store(
            content=content, name=name, media_type=media_type_of(content), at=at
        )
        batch.save()
    return batch


@transaction.atomic
def say_columns(
    *, batch: ImportBatch, keys: list[str], by: User | None, at: datetime
) -> ImportBatch:
    """Read the file again with ``keys`` for its columns, and files like it from now on.

    Raises ColumnTwice, ColumnsMissing, FileEmpty, and what :func:`discard_import` raises.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    _refuse_unless_staged(batch)
    subject, name = subject_of(batch), batch.document.name
    table = table_of(batch)
    said = Layout.from_json({**batch.mapping, "keys": keys})
    import_columns.check_keys(subject=subject, layout=said, name=name)
    if said.keys == batch.mapping["keys"]:
        return batch
    _read_rows(batch, subject, table, said, name=name, day=local_day(at))
    batch.mapping = said.as_json()
    batch.save(update_fields=["mapping", "rows", "faults", "effects"])
    import_columns.remember(subject=subject, layout=said, at=at)
    payload = {"batch": batch.pk, "keys": keys}
    log.record(stream=STREAM, event="import_columns_said", payload=payload, by=by, at=at)
    return batch


def table_of(batch: ImportBatch) -> Table:
    """The file of a batch, read again."""
    return read_table(content=documents.read(batch.document), name=batch.document.name)


def apply_import(
    *,
    batch: ImportBatch,
    from_on: date | None = None,
    only_good: bool = False,
    by: User | None,
    at: datetime,
) -> ImportBatch:
    """Enter the rows of ``batch`` in one go; confirming twice enters them once.

    ``from_on`` (default: the day of ``at``) is when changed facts begin that name no day of their
    own. ``only_good`` leaves rows with faults out; they stay in the batch to be mended. The rows
    are checked again, since the register may have changed since they were read. Raises
    ImportHasFaults or ImportOutdated (the batch then shows what would come of it now), RowRefused,
    ColumnsUnsaid, ImportDiscarded, ImportRolledBack.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state == ImportState.APPLIED:
            return batch
        _refuse_unless_staged(batch)
        if not batch.mapping.get("keys"):
            raise ColumnsUnsaid
        refusal = _check_again(batch, only_good=only_good, day=local_day(at))
        if refusal is None:
            batch.effects["done"] = _enter(batch, from_on=from_on or local_day(at), by=by, at=at)
            batch.state, batch.applied_at = ImportState.APPLIED, at
        batch.save(update_fields=["faults", "effects", "state", "applied_at"])
    if refusal is not None:
        raise refusal
    return batch


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: User | None, at: datetime) -> ImportBatch:
    """Put a file aside for good. Raises ImportApplied, ImportRolledBack."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportState.DISCARDED:
        return batch
    _refuse_unless_staged(batch)
    batch.state = ImportState.DISCARDED
    batch.save(update_fields=["state"])
    payload = {"batch": batch.pk, "rows": len(batch.rows)}
    log.record(stream=STREAM, event="import_discarded", payload=payload, by=by, at=at)
    return batch


@transaction.atomic
def roll_back_import(*, batch: ImportBatch, by: User | None, at: datetime) -> ImportBatch:
    """Take back what the batch made and changed, or nothing; twice changes nothing.

    What nothing else refers to goes; facts are superseded by what held before. Raises
    ImportNotApplied, and RollBackRefused with the firms concerned.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportState.ROLLED_BACK:
        return batch
    if batch.state != ImportState.APPLIED:
        raise ImportNotApplied
    subject_of(batch).roll_back(batch, by, at)
    batch.state, batch.rolled_back_at = ImportState.ROLLED_BACK, at
    batch.save(update_fields=["state", "rolled_back_at"])
    payload = {"batch": batch.pk, "document": batch.document.digest}
    log.record(stream=STREAM, event="import_rolled_back", payload=payload, by=by, at=at)
    return batch


def _refuse_unless_staged(batch: ImportBatch) -> None:
    if batch.state == ImportState.APPLIED:
        raise ImportApplied
    if batch.state == ImportState.DISCARDED:
        raise ImportDiscarded
    if batch.state == ImportState.ROLLED_BACK:
        raise ImportRolledBack


def _read_rows(
    batch: ImportBatch, subject: Subject, table: Table, layout: Layout, *, name: str, day: date
) -> None:
    batch.rows = import_columns.rows_below(subject=subject, table=table, layout=layout, name=name)
    _keep(batch, _find(batch, day))


def _find(batch: ImportBatch, day: date) -> Findings:
    findings, subject = Findings(), subject_of(batch)
    find_common_faults(subject, batch.rows, findings)
    subject.check(batch.rows, day, findings)
    findings.faults.sort(key=lambda fault: int(fault["row"]))
    return findings


def _keep(batch: ImportBatch, findings: Findings) -> None:
    batch.faults = findings.faults
    batch.effects = {
        "changes": findings.changes,
        "counts": {
            "rows": len(batch.rows),
            "faults": len(findings.faults),
            "bad": len(findings.bad_rows),
            "new": findings.new,
            "changed": len(findings.changes),
            "unchanged": findings.unchanged,
        },
    }


def _check_again(
    batch: ImportBatch, *, only_good: bool, day: date
) -> ImportHasFaults | ImportOutdated | None:
    """Why the rows cannot be entered as looked at; the batch then holds what is so now."""
    before = (batch.faults, batch.effects)
    _keep(batch, _find(batch, day))
    if batch.faults and not only_good:
        return ImportHasFaults(count=len(batch.faults))
    return None if (batch.faults, batch.effects) == before else ImportOutdated()


def _enter(batch: ImportBatch, *, from_on: date, by: User | None, at: datetime) -> dict[str, Any]:
    bad = {fault["row"] for fault in batch.faults}
    work = Work(
        batch=batch,
        rows=[row for row in batch.rows if int(row["row"]) not in bad],
        changes=batch.effects["changes"],
        from_on=from_on,
        by=by,
        at=at,
    )
    return subject_of(batch).apply(work)
