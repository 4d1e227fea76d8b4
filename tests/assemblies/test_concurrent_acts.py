"""Two people press the same button at once: the lock of the meeting makes it once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from assemblies.domain.sitting import ballot, hands, resolve, session
from assemblies.models import Motion, Resolution
from bylaws.enums import Matter
from elections.domain.states import stream_of
from elections.enums import Channel, ElectionState
from elections.models import Election
from records.domain import log
from records.models import Document, LogEntry, NumberSeries
from tests.assemblies.test_ballots import meeting_with
from tests.assemblies.test_rounds_electronic import FIRST, prepared
from tests.factories.assemblies import (
    add_motion,
    count_on_paper,
    make_assembly,
    minute,
    opened,
)

pytestmark = pytest.mark.django_db(transaction=True)


def pressed_at_once(*acts: Callable[[], object]) -> list[Exception]:
    start, failures = threading.Barrier(len(acts)), list[Exception]()

    def press(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=press, args=[act]) for act in acts]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return failures


def test_resolving_at_once_gives_one_resolution_and_one_number() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    hands.record_show_of_hands(
        motion=motion, votes_for=7, votes_against=0, abstentions=0, by=None, at=minute(2)
    )

    def press() -> None:
        resolve.resolve_motion(motion=motion, by=None, at=minute(3))

    assert pressed_at_once(press, press, press) == []
    assert (Resolution.objects.count(), NumberSeries.objects.get().last) == (1, 1)
    log.verify(stream=f"assembly:{assembly.pk}")


def test_two_items_set_now_at_once_leave_one_current() -> None:
    assembly = make_assembly()
    first, second = add_motion(assembly).item, add_motion(assembly).item
    opened(assembly)
    failures = pressed_at_once(
        lambda: session.set_current(item=first, by=None, at=minute(1)),
        lambda: session.set_current(item=second, by=None, at=minute(1)),
    )
    assert failures == []
    assert assembly.items.filter(state="current").count() == 1


ACTS = (
    "election_opened",
    "paper_ballot_opened",
    "election_closed",
    "election_sealed",
    "result_published",
    "server_key_destroyed",
    "box_opened",
    "box_closed",
    "box_published",
)


def told_of(election: Election) -> Counter[str]:
    """How often the logs of a box and of its meeting tell each of ``ACTS``; both chains hold."""
    assembly = election.motion.item.assembly
    streams = [stream_of(election), f"assembly:{assembly.pk}"]
    for stream in streams:
        log.verify(stream=stream)
    told = LogEntry.objects.filter(stream__name__in=streams, event__in=ACTS)
    return Counter(told.values_list("event", flat=True))


def pressed_by_two(act: Callable[..., object], motion: Motion, at: int) -> None:
    """Each with the motion as their own page had it."""
    people = [Motion.objects.get(pk=motion.pk) for _person in range(2)]
    failures = pressed_at_once(
        *(lambda motion=one: act(motion=motion, by=None, at=minute(at)) for one in people)
    )
    assert failures == []


def test_electronic_box_opened_closed_and_published_by_two_at_once_tells_each_once() -> None:
    hall = prepared()
    box = hall.ready(at=2)

    pressed_by_two(ballot.open_ballot, hall.motion, 3)
    told = Counter({"election_opened": 1, "box_opened": 1})
    assert (box.refresh().state, told_of(box.election)) == (ElectionState.OPEN, told)

    for entry, names in zip(hall.entries, FIRST, strict=False):
        box.cast(entry, [[int(name in names) for name in "ABC"], [0, 0, 0]])
    pressed_by_two(ballot.close_ballot, hall.motion, 4)
    told += Counter({"election_closed": 1, "election_sealed": 1, "box_closed": 1})
    assert (box.refresh().state, told_of(box.election)) == (ElectionState.CLOSED, told)

    box.decrypt()
    pressed_by_two(ballot.publish_ballot, hall.motion, 5)
    told += Counter({"result_published": 1, "box_published": 1, "server_key_destroyed": 1})
    assert (box.refresh().state, told_of(box.election)) == (ElectionState.PUBLISHED, told)
    assert (box.election.archive.name, Document.objects.filter(name__endswith=".bel").count()) == (
        f"{box.election.slug}.bel",
        1,
    )


def test_paper_box_opened_closed_and_published_by_two_at_once_tells_each_once() -> None:
    _assembly, motion = meeting_with(Matter.DUES_STANDARD)
    election = ballot.prepare_box(motion=motion, channel=Channel.PAPER, by=None, at=minute(0))
    session.set_current(item=motion.item, by=None, at=minute(1))

    pressed_by_two(ballot.open_ballot, motion, 2)
    told = Counter({"paper_ballot_opened": 1, "box_opened": 1})
    assert told_of(election) == told

    pressed_by_two(ballot.close_ballot, motion, 3)
    told += Counter({"election_closed": 1, "box_closed": 1})
    assert told_of(election) == told

    count_on_paper(election, [[(5, 1, 1)]], returned=7)
    pressed_by_two(ballot.publish_ballot, motion, 6)
    told += Counter({"result_published": 1, "box_published": 1})
    assert told_of(election) == told
    election.refresh_from_db()
    assert election.state == ElectionState.PUBLISHED
