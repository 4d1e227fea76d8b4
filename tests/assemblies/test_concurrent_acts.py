"""Two people press the same button at once: the lock of the meeting makes it once."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from assemblies.domain.sitting import hands, resolve, session
from assemblies.models import Resolution
from records.domain import log
from records.models import NumberSeries
from tests.factories.assemblies import add_motion, make_assembly, minute, opened

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
