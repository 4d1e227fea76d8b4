"""Who was in the hall at each vote, as the log tells it: it agrees with every stated quorum."""

from __future__ import annotations

import random
from uuid import UUID

import pytest

from assemblies.domain.presence import check_in
from assemblies.domain.presence.quorum import state_quorum
from assemblies.models import Assembly, QuorumCheck
from records.models import LogEntry
from tests.factories.assemblies import add_motion, entries_of, make_assembly, minute, opened

pytestmark = pytest.mark.django_db


def replay(assembly: Assembly) -> list[set[UUID]]:
    """Who was in at each statement of the quorum, from the meeting's log alone."""
    inside: set[UUID] = set()
    stated: list[set[UUID]] = []
    entries = LogEntry.objects.filter(stream__name=f"assembly:{assembly.pk}")
    for entry in entries.order_by("position"):
        if entry.event == "checked_in":
            inside.add(UUID(entry.payload["entry"]))
        elif entry.event == "checked_out":
            inside.discard(UUID(entry.payload["entry"]))
        elif entry.event == "quorum_stated":
            stated.append(set(inside))
    return stated


def test_log_of_arrivals_agrees_with_every_quorum_and_with_the_stays() -> None:
    assembly = make_assembly()
    item = add_motion(assembly).item
    opened(assembly)
    chance = random.Random(7)
    for place in range(1, 25):
        entry = chance.choice(entries_of(assembly))
        act = chance.choice((check_in.check_in, check_in.check_out))
        act(assembly=assembly, entry=entry, by=None, at=minute(2 * place))
        if place % 4 == 0:
            state_quorum(assembly=assembly, item=item, by=None, at=minute(2 * place + 1))

    told = replay(assembly)
    checks = list(QuorumCheck.objects.filter(assembly=assembly).order_by("pk"))

    assert len(checks) == 7
    assert [len(inside) for inside in told] == [check.present for check in checks]
    stays = [
        {entry.pk for entry in check_in.present_entries(assembly, check.at)} for check in checks
    ]
    assert told == stays
