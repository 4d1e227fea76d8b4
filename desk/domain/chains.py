"""The log's chains, each checked as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from records.domain import log
from records.errors import ChainBroken
from records.models import LogEntry, Stream


@dataclass(frozen=True, slots=True)
class Chain:
    """A stream with the position of its first broken entry, or None when all links hold."""

    stream: Stream
    broken_at: int | None


def _checked(stream: Stream) -> Chain:
    try:
        log.verify(stream=stream.name)
    except ChainBroken as broken:
        return Chain(stream=stream, broken_at=broken.position)
    return Chain(stream=stream, broken_at=None)


def all_chains() -> list[Chain]:
    return [_checked(stream) for stream in Stream.objects.order_by("name")]


def chain(pk: int) -> tuple[Chain, QuerySet[LogEntry]]:
    stream = get_object_or_404(Stream, pk=pk)
    return _checked(stream), stream.entries.order_by("-position")
