"""The chain of commitments: what it proves, and what may be forgotten."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from records.domain import log
from records.errors import ChainBroken
from records.models import LogEntry, Stream

AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)


def record(n: int, stream: str = "register") -> LogEntry:
    return log.record(stream=stream, event="tried", payload={"n": n}, by=None, at=AT)


@pytest.mark.django_db
def test_chain_links_each_entry_to_the_one_before():
    first, second, third = record(1), record(2), record(3)

    assert [first.previous, second.previous, third.previous] == ["", first.digest, second.digest]
    assert log.verify(stream="register") == 3
    assert Stream.objects.get().head == third.digest


@pytest.mark.django_db
def test_streams_are_chains_of_their_own():
    record(1, "register")
    other = record(1, "dues")

    assert (other.position, other.previous) == (0, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"payload": {"n": 9}},
        {"event": "untried"},
        {"actor": "somebody"},
        {"at": datetime(2026, 12, 19, tzinfo=UTC)},
        {"commitment": "0" * 64},
        {"digest": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_changed_field_breaks_the_chain_at_its_entry(change):
    record(1)
    entry = record(2)
    record(3)
    LogEntry.objects.filter(pk=entry.pk).update(**change)

    with pytest.raises(ChainBroken) as broken:
        log.verify(stream="register")

    assert broken.value.position == 1


@pytest.mark.django_db
def test_removing_the_last_entry_is_noticed():
    record(1)
    record(2).delete()

    with pytest.raises(ChainBroken):
        log.verify(stream="register")


@pytest.mark.django_db
def test_erased_payload_leaves_a_chain_that_verifies():
    entry = record(1)
    record(2)

    log.erase_payload(entry=entry)

    entry.refresh_from_db()
    assert (entry.payload, entry.salt) == (None, "")
    assert log.verify(stream="register") == 2


@pytest.mark.django_db
def test_equal_payloads_have_different_commitments():
    assert record(1).commitment != record(1).commitment


@pytest.mark.django_db
def test_database_refuses_a_fork():
    entry = record(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        LogEntry.objects.create(
            stream=entry.stream,
            position=7,
            at=AT,
            event="forked",
            commitment="c",
            previous=entry.previous,
            digest="d",
        )


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_leave_one_chain():
    def write() -> None:
        for n in range(5):
            record(n)
        connection.close()

    threads = [threading.Thread(target=write) for _writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert log.verify(stream="register") == 20
