"""The handover from the officers of one term to those of the next: a list, ticked thing by thing,
then frozen as a paper that giver, taker and witness sign.

What the record proposes is its own words and is told anew while nobody has touched it; a person
adds to it, says who gives and takes, ticks, remarks. What is concluded never changes: what comes
later is a supplement, a further protocol of the same two terms.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Max

from assemblies.domain.carrying.handover_lines import Line, lines_of
from assemblies.domain.carrying.handover_paper import facts_of, in_order, print_handover
from assemblies.domain.carrying.progress import stream_of_term
from assemblies.domain.days import local_day
from assemblies.domain.writing.minutes_facts.written import digest_of
from assemblies.enums import HandoverKind
from assemblies.errors.carrying import (
    HandedInFuture,
    HandoverChanged,
    HandoverConcluded,
    HandoverEmpty,
    HandoverIncomplete,
    HandoverStillOpen,
    HandoverUndated,
    HandoverUnsigned,
    LineOfRecord,
    TermsApart,
    ThingMissing,
    WitnessMissing,
)
from assemblies.models import Handover, HandoverItem, HandoverPaper
from members.domain.uploads import Upload, keep
from members.enums import BodyKind
from members.models import Person, Term, User
from records.domain import documents, log
from records.domain.media_types import PDF
from records.domain.pdf import LANGUAGES
from records.fields import Translated


def pairs() -> list[tuple[Term, Term]]:
    """The terms between which there can be a handover, the latest first: of the council, and of the
    general assembly where no council is on record."""
    for kind in (BodyKind.COUNCIL, BodyKind.GENERAL_ASSEMBLY):
        rows = list(Term.objects.filter(body__kind=kind).select_related("body").order_by("number"))
        if rows:
            return list(pairwise(rows))[::-1]
    return []


@transaction.atomic
def begin_handover(
    *, term: Term, to_term: Term, by: User | None, at: datetime, witness: Person | None = None
) -> Handover:
    """Open the list with everything that the record knows; where it is open already, nothing
    changes. Raises TermsApart, HandoverConcluded."""
    term = _lock(term)
    if term.body_id != to_term.body_id or to_term.number != term.number + 1:
        raise TermsApart
    known = term.handovers.filter(to_term=to_term).order_by("number").last()
    if known is not None and known.closed_at is not None:
        raise HandoverConcluded
    if known is not None:
        return known
    row = Handover.objects.create(term=term, to_term=to_term, witness=witness, begun_at=at)
    _log(row, "handover_begun", by, at, to_term=to_term.pk)
    _propose(row, by, at)
    return row


@transaction.atomic
def propose_again(*, handover: Handover, by: User | None, at: datetime) -> Handover:
    """Tell the record's lines anew: new ones come, those that nobody touched get the figures of
    the day or go with their reason. Of a supplement, what the protocols before it left open. Raises
    HandoverConcluded."""
    row = _open(handover)
    _propose(row, by, at)
    return row


def _propose(row: Handover, by: User | None, at: datetime) -> None:
    lines = {line.key: line for line in lines_of(row.term, row.to_term, day=local_day(at))}
    settled = HandoverItem.objects.filter(
        handover__term=row.term,
        handover__to_term=row.to_term,
        handover__number__lt=row.number,
        handed_on__isnull=False,
    ).exclude(key="")
    for key in settled.values_list("key", flat=True):
        lines.pop(key, None)
    items = row.items.exclude(key="").select_related("given_by", "taken_by")
    known = {item.key: item for item in items}
    untouched = {key: item for key, item in known.items() if not item.is_settled}
    gone = [item for key, item in untouched.items() if key not in lines]
    for item in gone:
        item.delete()
    told = sum(_told_anew(item, lines[key]) for key, item in untouched.items() if key in lines)
    new = [line for key, line in lines.items() if key not in known]
    last = _last_position(row)
    for position, line in enumerate(new, start=last + 1):
        HandoverItem.objects.create(
            handover=row,
            position=position,
            key=line.key,
            kind=line.kind,
            what=line.what,
            given_by=line.given_by,
            taken_by=line.taken_by,
        )
    if new or told or gone:
        figures = {"added": len(new), "told_anew": told, "dropped": len(gone)}
        _log(row, "handover_proposed", by, at, **figures)


def _told_anew(item: HandoverItem, line: Line) -> bool:
    """The figures of the day; who gives and takes only where nobody was named yet."""
    fresh = {
        "what": line.what,
        "given_by": item.given_by or line.given_by,
        "taken_by": item.taken_by or line.taken_by,
    }
    if all(getattr(item, name) == value for name, value in fresh.items()):
        return False
    for name, value in fresh.items():
        setattr(item, name, value)
    item.save(update_fields=[*fresh])
    return True


def _last_position(row: Handover) -> int:
    return row.items.aggregate(last=Max("position"))["last"] or 0


@transaction.atomic
def name_witness(
    *, handover: Handover, witness: Person | None, by: User | None, at: datetime
) -> Handover:
    """Say who witnesses (监交人); the same again changes nothing. Raises HandoverConcluded."""
    row = _open(handover)
    if row.witness_id != (witness.pk if witness else None):
        row.witness = witness
        row.save(update_fields=["witness"])
        _log(row, "handover_witness_named", by, at, witness=witness.pk if witness else None)
    return row


@transaction.atomic
def add_item(
    *,
    handover: Handover,
    kind: HandoverKind,
    what: Translated,
    by: User | None,
    at: datetime,
    given_by: Person | None = None,
    taken_by: Person | None = None,
) -> HandoverItem:
    """Put a thing on the list that the record does not know; the same words again are the same
    thing. Raises HandoverConcluded, ThingMissing."""
    row = _open(handover)
    told = Translated({key: text.strip() for key, text in what.items() if text.strip()})
    if not told:
        raise ThingMissing
    known = next((item for item in row.items.all() if dict(item.what) == dict(told)), None)
    if known is not None:
        return known
    item = HandoverItem.objects.create(
        handover=row,
        position=_last_position(row) + 1,
        kind=kind,
        what=told,
        given_by=given_by,
        taken_by=taken_by,
    )
    _log(row, "handover_item_added", by, at, item=item.pk, kind=kind, what=dict(told))
    return item


@transaction.atomic
def tick_item(
    *,
    item: HandoverItem,
    given_by: Person | None,
    taken_by: Person | None,
    handed_on: date | None,
    remark: str,
    by: User | None,
    at: datetime,
) -> HandoverItem:
    """Say who gave it to whom on which day, or in the remark why not; without a day it is not
    handed over (any more). Raises HandoverConcluded, HandedInFuture."""
    row = _open(item.handover)
    item = HandoverItem.objects.get(pk=item.pk)
    if handed_on is not None and handed_on > local_day(at):
        raise HandedInFuture
    told = {
        "given_by_id": given_by.pk if given_by else None,
        "taken_by_id": taken_by.pk if taken_by else None,
        "handed_on": handed_on,
        "remark": remark.strip(),
    }
    if all(getattr(item, name) == value for name, value in told.items()):
        return item
    for name, value in told.items():
        setattr(item, name, value)
    item.save()
    _log(row, "handover_item_noted", by, at, item=item.pk, **told)
    return item


@transaction.atomic
def drop_item(*, item: HandoverItem, by: User | None, at: datetime) -> None:
    """Take off the list what a person put on it; gone already is well. Raises HandoverConcluded,
    LineOfRecord."""
    row = _open(item.handover)
    found = row.items.filter(pk=item.pk).first()
    if found is None:
        return
    if found.key:
        raise LineOfRecord
    payload = {"item": found.pk, "what": dict(found.what)}
    found.delete()
    _log(row, "handover_item_dropped", by, at, **payload)


def conclude_handover(
    *, handover: Handover, held_on: date | None, by: User | None, at: datetime
) -> Handover:
    """Freeze the list and print it in every language, to be signed. Concluded already: as it is.

    Raises HandoverEmpty, HandoverIncomplete, WitnessMissing, HandoverUndated, HandedInFuture,
    HandoverChanged where somebody changed it meanwhile, FontsMissing. Setting the pages takes long,
    so it happens outside the lock.
    """
    row = _fresh(handover)
    if row.closed_at is not None:
        return row
    check_complete(row)
    if held_on is None:
        raise HandoverUndated
    if held_on > local_day(at):
        raise HandedInFuture
    row.held_on = held_on
    facts = facts_of(row)
    digest = digest_of(facts)
    printed = {
        language: print_handover(facts, language=language, digest=digest) for language in LANGUAGES
    }
    with transaction.atomic():
        _lock(row.term)
        locked = _fresh(row)
        if locked.closed_at is not None:
            return locked
        locked.held_on = held_on
        if digest_of(facts_of(locked)) != digest:
            raise HandoverChanged
        locked.facts, locked.facts_digest, locked.closed_at = facts, digest, at
        locked.save()
        for language, content in printed.items():
            name = f"handover-{locked.term.number}-{locked.to_term.number}"
            name += f"-supplement-{locked.number}" if locked.number else ""
            document = documents.store(
                content=content, name=f"{name}.{language}.pdf", media_type=PDF, at=at
            )
            HandoverPaper.objects.create(handover=locked, language=language, document=document)
        _log(locked, "handover_concluded", by, at, facts=digest, held_on=held_on)
    return locked


def check_complete(row: Handover) -> None:
    """Raises HandoverEmpty, HandoverIncomplete, WitnessMissing."""
    items = in_order(row)
    if not items:
        raise HandoverEmpty
    waiting = [str(number) for number, item in enumerate(items, start=1) if not item.is_settled]
    if waiting:
        raise HandoverIncomplete(items=", ".join(waiting))
    if row.witness_id is None:
        raise WitnessMissing


@transaction.atomic
def keep_signed(*, handover: Handover, upload: Upload, by: User | None, at: datetime) -> Handover:
    """Keep the scan of the signed paper; the same one again changes nothing. Raises
    HandoverUnsigned, PaperRefused, PaperTooLarge."""
    _lock(handover.term)
    row = _fresh(handover)
    if row.closed_at is None:
        raise HandoverUnsigned
    document = keep(upload, at=at)
    if row.signed_copy_id != document.pk:
        row.signed_copy = document
        row.save(update_fields=["signed_copy"])
        _log(row, "handover_signed", by, at, scan=document.digest)
    return row


@transaction.atomic
def begin_supplement(*, handover: Handover, by: User | None, at: datetime) -> Handover:
    """Open a further protocol for what came after the conclusion, and for what was left open in
    it. Raises HandoverStillOpen where one is open."""
    term = _lock(handover.term)
    last = term.handovers.filter(to_term=handover.to_term).order_by("number").last()
    assert last is not None  # at least the one that is asked about
    if last.closed_at is None:
        raise HandoverStillOpen
    row = Handover.objects.create(
        term=term,
        to_term=last.to_term,
        number=last.number + 1,
        witness=last.witness,
        begun_at=at,
    )
    for position, item in enumerate(last.items.filter(handed_on__isnull=True), start=1):
        HandoverItem.objects.create(
            handover=row,
            position=position,
            key=item.key,
            kind=item.kind,
            what=item.what,
            given_by=item.given_by,
            taken_by=item.taken_by,
        )
    _log(row, "handover_supplement_begun", by, at, supplement=row.number)
    return row


def _lock(term: Term) -> Term:
    return Term.objects.select_for_update().get(pk=term.pk)


def _fresh(handover: Handover) -> Handover:
    rows = Handover.objects.select_related("term__body", "to_term", "witness")
    return rows.get(pk=handover.pk)


def _open(handover: Handover) -> Handover:
    """Locked and still open. Raises HandoverConcluded."""
    _lock(handover.term)
    row = _fresh(handover)
    if row.closed_at is not None:
        raise HandoverConcluded
    return row


def _log(row: Handover, event: str, by: User | None, at: datetime, **payload: Any) -> None:
    told = {"handover": row.pk, "number": row.number, **payload}
    log.record(stream=stream_of_term(row.term_id), event=event, payload=told, by=by, at=at)
