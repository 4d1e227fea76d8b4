"""What the kept entry of a merge takes over from the dropped one, and gives back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from members.domain import days
from members.domain.represent import appoint_representative
from members.models import Contact, Firm, FirmDocument, Representative, Tag, User

CONTACT_FIELDS = ("purpose", "name", "post", "email", "phone")


def copy_over(*, kept: Firm, dropped: Firm, by: User | None, at: datetime) -> dict[str, Any]:
    """Copy what ``kept`` lacks; the ids of what was made, as JSON. The caller holds the locks."""
    return {
        "contacts": _copy_contacts(kept, dropped),
        "tags": _copy_tags(kept, dropped),
        "papers": _copy_papers(kept, dropped),
        "representatives": _copy_representatives(kept, dropped, by, at),
    }


def _copy_contacts(kept: Firm, dropped: Firm) -> dict[str, str]:
    """Copy → original, so that one that was changed since can be told."""
    held = {(row.purpose, row.name) for row in kept.contacts.all()}
    made = {}
    for row in dropped.contacts.all():
        if (row.purpose, row.name) not in held:
            values = {name: getattr(row, name) for name in CONTACT_FIELDS}
            made[str(Contact.objects.create(firm=kept, **values).pk)] = str(row.pk)
    return made


def _copy_tags(kept: Firm, dropped: Firm) -> list[int]:
    held = set(kept.tags.values_list("pk", flat=True))
    new = [pk for pk in dropped.tags.values_list("pk", flat=True) if pk not in held]
    kept.tags.add(*new)
    return new


def _copy_papers(kept: Firm, dropped: Firm) -> list[str]:
    held = set(kept.documents.values_list("document_id", "kind"))
    made = FirmDocument.objects.bulk_create(
        FirmDocument(
            firm=kept,
            kind=row.kind,
            title=row.title,
            document_id=row.document_id,
            added_at=row.added_at,
        )
        for row in dropped.documents.all()
        if (row.document_id, row.kind) not in held
    )
    return [str(row.pk) for row in made]


def _copy_representatives(kept: Firm, dropped: Firm, by: User | None, at: datetime) -> list[int]:
    """Those who act without a vote; the vote of the dropped entry was one too many."""
    day = days.local_day(at)
    acting = set(
        kept.representatives.filter(Representative.holds_on(day)).values_list(
            "person_id", flat=True
        )
    )
    made = []
    for row in dropped.representatives.filter(
        Representative.holds_on(day), votes=False
    ).select_related("person", "letter"):
        if row.person_id not in acting:
            acting.add(row.person_id)
            copied = appoint_representative(
                firm=kept,
                person=row.person,
                post=row.post,
                from_on=day,
                votes=False,
                source=row.source,
                letter=row.letter,
                by=by,
                at=at,
            )
            made.append(copied.pk)
    return made


def take_back(*, kept: Firm, effects: dict[str, Any], at: datetime) -> None:
    """Undo :func:`copy_over`; what was changed since is the kept entry's own and stays."""
    for copied, original in effects["contacts"].items():
        rows = {str(r.pk): r for r in Contact.objects.filter(pk__in=[copied, original])}
        if copied in rows and _same(rows[copied], rows.get(original)):
            rows[copied].delete()
    kept.tags.remove(*Tag.objects.filter(pk__in=effects["tags"]))
    FirmDocument.objects.filter(pk__in=effects["papers"], firm=kept).delete()
    Representative.objects.filter(
        pk__in=effects["representatives"], superseded_at__isnull=True
    ).update(superseded_at=at)


def _same(copied: Contact, original: Contact | None) -> bool:
    return original is None or all(
        getattr(copied, name) == getattr(original, name) for name in CONTACT_FIELDS
    )
