"""What a participant wants on record, in their own words: objections and declarations."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import IN_SESSION, lock_item, require_phase, stream_of
from assemblies.enums import StatementKind
from assemblies.errors import NotOnRoll, StatementEmpty
from assemblies.models import AgendaItem, Statement
from elections.models import RollEntry
from members.models import Person, User
from records.domain import log


@transaction.atomic
def put_statement(
    *,
    item: AgendaItem,
    person: Person,
    kind: str,
    text: str,
    by: User | None,
    at: datetime,
    entry: RollEntry | None = None,
) -> Statement:
    """Put a statement of ``person`` at an item, word for word. ``entry`` is their place on the
    roll; a supervisor or a guest has none. The same words of the same person again are the same
    statement. What is on record stays: who thinks better of it says so in another statement.

    Raises PhaseForbids before the opening and after the closing, NotOnRoll, StatementEmpty.
    """
    item = lock_item(item)
    require_phase(item.assembly, *IN_SESSION)
    words = text.strip()
    if not words:
        raise StatementEmpty
    if entry is not None and entry.roll_id != item.assembly.roll_id:
        raise NotOnRoll(voter=str(entry))
    known = item.statements.filter(person=person, kind=kind, text=words).first()
    if known is not None:
        return known
    statement = Statement.objects.create(
        item=item,
        person=person,
        entry=entry,
        kind=StatementKind(kind),
        text=words,
        made_at=at,
    )
    payload = {
        "statement": str(statement.pk),
        "item": str(item.pk),
        "person": str(person.pk),
        "kind": statement.kind,
        "text": words,
    }
    log.record(
        stream=stream_of(item.assembly), event="statement_made", payload=payload, by=by, at=at
    )
    return statement
