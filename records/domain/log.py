"""The log: one hash chain a stream, a salted commitment for each payload."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from records.errors import ChainBroken
from records.models import LogEntry, Stream


class Link(Protocol):
    """What a chain is checked by: a row of the log, or a line of a file that holds the same."""

    @property
    def position(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def event(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def salt(self) -> str: ...
    @property
    def payload(self) -> Any: ...
    @property
    def commitment(self) -> str: ...
    @property
    def previous(self) -> str: ...
    @property
    def digest(self) -> str: ...


def _sha256(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _canonical(payload: Any) -> str:
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _link(previous: str, position: int, at: datetime, event: str, actor: str, commit: str) -> str:
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    return _sha256(previous, str(position), instant, event, actor, commit)


@transaction.atomic
def record(*, stream: str, event: str, payload: Any, by: Any, at: datetime) -> LogEntry:
    """Append an event to ``stream``.

    ``event`` is in the past tense (``member_admitted``); ``payload`` is anything JSON can hold;
    ``by`` is a user, or None for the system. The stream's row is locked, so the chain cannot fork.
    """
    Stream.objects.get_or_create(name=stream)
    head = Stream.objects.select_for_update().get(name=stream)
    plain = json.loads(json.dumps(payload, cls=DjangoJSONEncoder))
    salt = secrets.token_hex(16)
    commitment = _sha256(salt, _canonical(plain))
    actor = str(by.pk) if by is not None else ""
    digest = _link(head.head, head.length, at, event, actor, commitment)
    entry = LogEntry.objects.create(
        stream=head,
        position=head.length,
        at=at,
        event=event,
        actor=actor,
        salt=salt,
        payload=plain,
        commitment=commitment,
        previous=head.head,
        digest=digest,
    )
    head.head, head.length = digest, head.length + 1
    head.save(update_fields=["head", "length"])
    return entry


def verify(*, stream: str) -> int:
    """Check every link of ``stream`` and return its length.

    Raises :class:`ChainBroken` at the first entry that does not follow. Erased payloads pass: their
    commitment stands in for them.
    """
    kept = Stream.objects.get(name=stream)
    entries = kept.entries.order_by("position")
    return verify_links(entries, stream=stream, head=kept.head, length=kept.length)


def verify_links(entries: Iterable[Link], *, stream: str, head: str, length: int) -> int:
    """The same of links from anywhere, such as a file; ``head`` and ``length`` say where the chain
    ends. Raises :class:`ChainBroken`."""
    previous, position = "", 0
    for entry in entries:
        expected = _link(previous, position, entry.at, entry.event, entry.actor, entry.commitment)
        kept = entry.payload is None or entry.commitment == _sha256(
            entry.salt, _canonical(entry.payload)
        )
        if (entry.position, entry.previous, entry.digest) != (position, previous, expected) or (
            not kept
        ):
            raise ChainBroken(stream, entry.position)
        previous, position = entry.digest, position + 1
    if (head, length) != (previous, position):
        raise ChainBroken(stream, position)
    return position


@transaction.atomic
def erase_payload(*, entry: LogEntry) -> None:
    """Forget what an entry says of a person; the chain goes on to verify."""
    entry.payload, entry.salt = None, ""
    entry.save(update_fields=["payload", "salt"])
