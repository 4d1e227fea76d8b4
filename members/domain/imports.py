"""Register files: read and checked first, entered whole after a person has confirmed them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from members.domain import registration_code
from members.domain.import_faults import class_names, find_faults
from members.domain.register_file import Row, date_of, read_rows, status_of, trade_of
from members.enums import ImportState, StandingStatus
from members.errors import ImportApplied, ImportDiscarded, ImportHasFaults
from members.models import (
    ClassPeriod,
    Firm,
    ImportBatch,
    MemberClass,
    Membership,
    Person,
    Representative,
    Standing,
    User,
)
from records.domain import documents, log
from records.fields import Translated

STREAM = "register"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ADMITTED = Translated(zh="入会", en="Admitted")


def stage_import(*, content: bytes, name: str, by: User | None, at: datetime) -> ImportBatch:
    """Read and check a file; nothing enters the register yet.

    ``content`` is XLSX, or CSV in UTF-8, GB18030 or UTF-16. The faults of all rows stand in the
    batch. Raises FileTooLarge, FileUnreadable, ColumnsMissing, FileEmpty.
    """
    rows = read_rows(content=content, name=name)
    media_type = XLSX if content.startswith(b"PK") else "text/csv"
    document = documents.store(content=content, name=name, media_type=media_type, at=at)
    return ImportBatch.objects.create(
        document=document, rows=rows, faults=find_faults(rows), staged_at=at
    )


def apply_import(*, batch: ImportBatch, by: User | None, at: datetime) -> ImportBatch:
    """Enter all rows of ``batch``, or none; confirming twice enters them once.

    The rows are checked again, since the register may have changed since they were read. Raises
    ImportHasFaults (the batch then shows them), ImportDiscarded.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state == ImportState.APPLIED:
            return batch
        if batch.state == ImportState.DISCARDED:
            raise ImportDiscarded
        batch.faults = find_faults(batch.rows)
        if not batch.faults:
            _enter(batch, by=by, at=at)
            batch.state, batch.applied_at = ImportState.APPLIED, at
        batch.save(update_fields=["faults", "state", "applied_at"])
    if batch.faults:
        raise ImportHasFaults(count=len(batch.faults))
    return batch


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: User | None, at: datetime) -> ImportBatch:
    """Put a file aside for good. Raises ImportApplied."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportState.APPLIED:
        raise ImportApplied
    if batch.state == ImportState.STAGED:
        batch.state = ImportState.DISCARDED
        batch.save(update_fields=["state"])
        payload = {"batch": batch.pk, "rows": len(batch.rows)}
        log.record(stream=STREAM, event="import_discarded", payload=payload, by=by, at=at)
    return batch


@dataclass(slots=True)
class _Entries:
    """Everything that the rows become, gathered so that each table is written once."""

    source: str
    at: datetime
    classes: dict[str, MemberClass]
    people: dict[str, Person]
    firms: list[Firm] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    periods: list[ClassPeriod] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    representatives: list[Representative] = field(default_factory=list)


def _enter(batch: ImportBatch, *, by: User | None, at: datetime) -> None:
    entries = _Entries(
        source=batch.document.name,
        at=at,
        classes=class_names(),
        people={p.email.casefold(): p for p in Person.objects.exclude(email="")},
    )
    for row in batch.rows:
        _gather(row, entries)
    Firm.objects.bulk_create(entries.firms)
    Membership.objects.bulk_create(entries.memberships)
    Standing.objects.bulk_create(entries.standings)
    ClassPeriod.objects.bulk_create(entries.periods)
    Person.objects.bulk_create(entries.persons)
    Representative.objects.bulk_create(entries.representatives)
    payload = {
        "batch": batch.pk,
        "document": batch.document.digest,
        "codes": [firm.registration_code for firm in entries.firms],
    }
    log.record(stream=STREAM, event="import_applied", payload=payload, by=by, at=at)


def _texts(row: Row, name: str) -> Translated:
    return Translated(
        {key: row[f"{name}_{key}"] for key in ("zh", "en") if row.get(f"{name}_{key}")}
    )


Found = TypeVar("Found")


def _checked(found: Found | None) -> Found:
    """What the checks have made sure of; a row that escaped them stops the import."""
    if found is None:
        raise ImportHasFaults(count=1)
    return found


def _gather(row: Row, entries: _Entries) -> None:
    joined_on = _checked(date_of(row["joined_on"]))
    firm = Firm(
        name=_texts(row, "name"),
        registration_code=registration_code.check(row["uscc"]),
        trade=_checked(trade_of(row["trade"])),
        size=row.get("size", ""),
        district=_texts(row, "district"),
        address=row.get("address_zh", ""),
        legal_representative=row.get("legal_representative", ""),
    )
    membership = Membership(firm=firm, number=row["member_number"], joined_on=joined_on)
    entries.firms.append(firm)
    entries.memberships.append(membership)
    entries.periods.append(
        ClassPeriod(
            membership=membership,
            member_class=entries.classes[row["class"].casefold()],
            from_on=joined_on,
            source=entries.source,
            recorded_at=entries.at,
        )
    )
    _gather_standings(row, membership, entries)
    if name := _texts(row, "representative"):
        _gather_representative(row, firm, name, entries)


def _gather_standings(row: Row, membership: Membership, entries: _Entries) -> None:
    status = _checked(status_of(row.get("status", "")))
    active = Standing(
        membership=membership,
        status=StandingStatus.ACTIVE,
        from_on=membership.joined_on,
        reason=ADMITTED,
        source=entries.source,
        recorded_at=entries.at,
    )
    if status == StandingStatus.ACTIVE:
        entries.standings.append(active)
        return
    since = _checked(date_of(row["status_from"]))
    if since > membership.joined_on:
        active.until_on = since
        entries.standings.append(active)
    entries.standings.append(
        Standing(
            membership=membership,
            status=status,
            from_on=since,
            reason=_texts(row, "status_reason"),
            source=entries.source,
            recorded_at=entries.at,
        )
    )


def _gather_representative(row: Row, firm: Firm, name: Translated, entries: _Entries) -> None:
    email = row.get("email", "")
    person = entries.people.get(email.casefold()) if email else None
    if person is None:
        person = Person(name=name, email=email)
        entries.persons.append(person)
        if email:
            entries.people[email.casefold()] = person
    entries.representatives.append(
        Representative(
            firm=firm,
            person=person,
            post=_texts(row, "post"),
            from_on=_checked(date_of(row["joined_on"])),
            source=entries.source,
            recorded_at=entries.at,
        )
    )
