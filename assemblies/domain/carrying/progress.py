"""What becomes of a resolution or a goal: who sees to it, by when, what was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.enums import ProgressState
from assemblies.errors.carrying import NoteEmpty, ResolutionAnnulled
from assemblies.models import Goal, ProgressNote, Resolution
from bylaws.enums import Outcome
from members.domain.tasks import Task
from members.domain.uploads import Upload, keep
from members.models import Person, Term, User
from records.domain import log

STILL_OPEN = (ProgressState.OPEN, ProgressState.UNDER_WAY)
Thing = Resolution | Goal


@transaction.atomic
def assign(
    *, thing: Thing, owner: Person | None, due_on: date | None, by: User | None, at: datetime
) -> Thing:
    """Say who sees to it and by when; the same again changes nothing. Raises ResolutionAnnulled."""
    row = _locked(thing)
    if (row.owner_id, row.due_on) == (owner.pk if owner else None, due_on):
        return row
    row.owner, row.due_on = owner, due_on
    row.save(update_fields=["owner", "due_on"])
    _log(row, "progress_assigned", by, at, owner=owner.pk if owner else None, due_on=due_on)
    return row


@transaction.atomic
def note_progress(
    *,
    thing: Thing,
    progress: ProgressState,
    text: str,
    by: User | None,
    at: datetime,
    upload: Upload | None = None,
) -> ProgressNote:
    """Put on record what was done and where it stands since, with a document where there is one.
    The same words twice are one note. Raises NoteEmpty, ResolutionAnnulled, PaperRefused,
    PaperTooLarge.
    """
    row, told = _locked(thing), text.strip()
    if not told:
        raise NoteEmpty
    document = keep(upload, at=at) if upload is not None else None
    last = row.notes.order_by("noted_at").last()
    if last is not None and (last.progress, last.text, last.document_id) == (
        progress,
        told,
        document.pk if document else None,
    ):
        return last
    of = {"resolution": row} if isinstance(row, Resolution) else {"goal": row}
    note = ProgressNote.objects.create(
        progress=progress, text=told, document=document, noted_at=at, **of
    )
    row.progress = progress
    row.save(update_fields=["progress"])
    _log(row, "progress_noted", by, at, note=note.pk, progress=progress)
    return note


def to_carry_out() -> QuerySet[Resolution]:
    """Resolutions that passed and stand, and whose carrying out has not ended."""
    return Resolution.objects.filter(
        annulled_at__isnull=True, outcome=Outcome.PASSED, progress__in=STILL_OPEN
    )


def is_overdue(thing: Thing, day: date) -> bool:
    return thing.progress in STILL_OPEN and thing.due_on is not None and thing.due_on < day


def owned_by(person: Person) -> list[Thing]:
    """What ``person`` sees to and has not ended, the earliest date first."""
    goals = Goal.objects.filter(owner=person, progress__in=STILL_OPEN)
    rows: list[Thing] = [*to_carry_out().filter(owner=person), *goals]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max, title_of(row)))


def title_of(thing: Thing) -> str:
    return str(thing.motion.item.title if isinstance(thing, Resolution) else thing.title)


def address_of(thing: Thing) -> str:
    name = "resolution" if isinstance(thing, Resolution) else "goal"
    return reverse(f"assemblies:{name}", args=[thing.pk])


def tasks_on(day: date) -> Iterator[Task]:
    """Whatever is past its date, for the secretariat's list."""
    late = {"due_on__lt": day}
    resolutions = to_carry_out().filter(**late).select_related("motion__item", "owner")
    goals = Goal.objects.filter(progress__in=STILL_OPEN, **late).select_related("owner")
    rows: list[Thing] = [*resolutions, *goals]
    for row in rows:
        assert row.due_on is not None  # only those with a date are late
        yield Task(
            title=_("Past its date: %(title)s") % {"title": title_of(row)},
            detail=str(row.owner or _("nobody sees to it")),
            citation=_("by %(day)s") % {"day": date_format(row.due_on)},
            url=address_of(row),
            since=row.due_on,
            tone="bad",
            group=_("Resolutions and goals"),
        )


def _locked(thing: Thing) -> Thing:
    if isinstance(thing, Goal):
        Term.objects.select_for_update().get(pk=thing.term_id)
        return Goal.objects.get(pk=thing.pk)
    lock_assembly(thing.motion.item.assembly_id)
    row = Resolution.objects.select_related("motion__item__assembly").get(pk=thing.pk)
    if row.annulled_at is not None:
        raise ResolutionAnnulled(number=row.label)
    return row


def stream_of_term(term_id: object) -> str:
    """The term's stream of the log: its goals, its handover, its package."""
    return f"term:{term_id}"


def _log(thing: Thing, event: str, by: User | None, at: datetime, **payload: object) -> None:
    if isinstance(thing, Resolution):
        stream, of = stream_of(thing.motion.item.assembly), "resolution"
    else:
        stream, of = stream_of_term(thing.term_id), "goal"
    told = {of: thing.pk, **payload}
    log.record(stream=stream, event=event, payload=told, by=by, at=at)
