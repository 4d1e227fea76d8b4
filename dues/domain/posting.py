"""Writing to the books: whole batches, numbered, each with a digest in the log.

Nobody else writes while a batch is written, since its number is drawn under a lock; the log keeps
first and last entry and the SHA-256 of what they say. ``verify_books`` computes it anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from dues.enums import EntryKind
from dues.errors import BooksAltered, BooksClosed, EntryReversed
from dues.models import Closing, Entry
from members.models import User
from records.domain import log
from records.domain.numbering import draw_number
from records.models import LogEntry, NumberSeries

STREAM = "dues"
EVENT = "entries_posted"
SERIES = "ledger"
BATCH = 2_000

FIELDS = (
    "pk",
    "kind",
    "debit_id",
    "credit_id",
    "amount",
    "booked_on",
    "text",
    "firm_id",
    "invoice_id",
    "charge_id",
    "payment_id",
    "decision_id",
    "reverses_id",
)


@transaction.atomic
def post(entries: Sequence[Entry], *, by: User | None, at: datetime, **told: Any) -> list[Entry]:
    """Write ``entries``; ``told`` goes to the log beside their digest.

    Raises BooksClosed where one is booked in a time that is closed.
    """
    if not entries:
        return []
    number = draw_number(SERIES)
    _refuse_closed(entries)
    for entry in entries:
        entry.recorded_at = at
    made = Entry.objects.bulk_create(entries, batch_size=BATCH)
    payload = {
        "batch": number,
        "first": made[0].pk,
        "last": made[-1].pk,
        "count": len(made),
        "digest": digest_of(made),
        **told,
    }
    log.record(stream=STREAM, event=EVENT, payload=payload, by=by, at=at)
    return made


def hold_books() -> None:
    """Wait until nobody else writes, and keep others from it until the transaction ends.

    For an act that decides by a balance, before it reads that: what two acts find left at the same
    time, both would give away. Taken after the rows of the act, as :func:`post` does.
    """
    NumberSeries.objects.get_or_create(key=SERIES)
    NumberSeries.objects.select_for_update().get(key=SERIES)


def open_day(day: date) -> date:
    """``day``, or the first day that is not closed: what is found out later is booked there."""
    closing = Closing.objects.first()
    return day if closing is None else max(day, closing.until_on)


def _refuse_closed(entries: Iterable[Entry]) -> None:
    closing = Closing.objects.first()
    if closing is None:
        return
    earliest = min(entry.booked_on for entry in entries)
    if earliest < closing.until_on:
        raise BooksClosed(day=earliest.isoformat(), until=closing.until_on.isoformat())


@transaction.atomic
def reverse(
    entries: Sequence[Entry], *, on: date, text: str, by: User | None, at: datetime, **told: Any
) -> list[Entry]:
    """Take ``entries`` back, each by an entry the other way round, booked on ``on``.

    Raises EntryReversed where one was taken back before or takes back another itself.
    """
    again = [entry for entry in entries if entry.kind == EntryKind.REVERSAL]
    if again or Entry.objects.filter(reverses__in=[entry.pk for entry in entries]).exists():
        raise EntryReversed
    return post([reversal_of(entry, on=on, text=text) for entry in entries], by=by, at=at, **told)


def reversal_of(entry: Entry, *, on: date, text: str) -> Entry:
    """The entry that takes ``entry`` back, not saved; on no day before that of ``entry``."""
    return Entry(
        kind=EntryKind.REVERSAL,
        debit_id=entry.credit_id,
        credit_id=entry.debit_id,
        amount=entry.amount,
        booked_on=max(on, entry.booked_on),
        text=text or entry.text,
        firm_id=entry.firm_id,
        invoice_id=entry.invoice_id,
        charge_id=entry.charge_id,
        payment_id=entry.payment_id,
        decision_id=entry.decision_id,
        reverses_id=entry.pk,
    )


def digest_of(entries: Iterable[Entry]) -> str:
    """SHA-256 over one JSON line an entry, in their order."""
    return _digest([getattr(entry, name) for name in FIELDS] for entry in entries)


def _digest(rows: Iterable[Sequence[Any]]) -> str:
    total = hashlib.sha256()
    for row in rows:
        plain = [_plain(value) for value in row]
        total.update(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return total.hexdigest()


def _plain(value: Any) -> Any:
    """As the digest takes it: amounts with both decimals, whatever the engine gives back."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value if value is None or isinstance(value, int) else str(value)


def verify_books() -> int:
    """Compare all entries with what the log keeps of them; how many there are.

    Raises BooksAltered at the first batch that differs, or where entries belong to none;
    :class:`records.errors.ChainBroken` where the log itself does not hold.
    """
    posted = LogEntry.objects.filter(stream__name=STREAM, event=EVENT)
    if posted.exists():
        log.verify(stream=STREAM)
    known = 0
    for told in posted.order_by("position").values_list("payload", flat=True).iterator():
        assert told is not None  # what is booked names no person, so nothing of it is erased
        rows = Entry.objects.filter(pk__gte=told["first"], pk__lte=told["last"]).order_by("pk")
        if _digest(_rows(rows)) != told["digest"]:
            raise BooksAltered(batch=told["batch"], first=told["first"], last=told["last"])
        known += told["count"]
    total = Entry.objects.count()
    if total != known:
        raise BooksAltered(batch="–", first=known, last=total)
    return total


def _rows(entries: Any) -> Iterator[Sequence[Any]]:
    return iter(entries.values_list(*FIELDS).iterator(chunk_size=BATCH))
