"""Whoever comes, leaves, hands their vote on and takes it back in whatever order: the votes add up,
and nobody has two."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assemblies.domain.convening import proxies
from assemblies.domain.presence import check_in, recusals
from assemblies.domain.presence.quorum import quorum_now
from assemblies.domain.presence.votes import votes_at, votes_now
from assemblies.enums import ProxyState
from assemblies.models import AgendaItem, Assembly
from elections.models import RollEntry
from records.errors import ActRefused
from tests.factories.assemblies import checked_in, entries_of, minute
from tests.factories.proxies import lodge, meeting_by_proxy

MEMBERS = 5
ACTS = st.sampled_from(["in", "out", "lodge", "revoke", "recuse", "vote again"])
WHO = st.integers(0, MEMBERS - 1)
STEPS = st.lists(st.tuples(ACTS, WHO, WHO), max_size=24)


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_votes_are_entries_in_the_hall_and_represented_less_the_recused(
    steps: list[tuple[str, int, int]],
) -> None:
    with transaction.atomic():
        assembly = checked_in(meeting_by_proxy(members=MEMBERS), 0)
        item = assembly.items.get(motion__isnull=False)
        entries = entries_of(assembly)
        for place, (act, who, other) in enumerate(steps):
            with suppress(ActRefused):
                do(act, item, entries[who], entries[other], place)
            check(assembly, item, place)
        transaction.set_rollback(True)


def do(act: str, item: AgendaItem, entry: RollEntry, other: RollEntry, place: int) -> None:
    assembly, at = item.assembly, minute(place)
    if act == "in":
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=at)
    elif act == "out":
        check_in.check_out(assembly=assembly, entry=entry, by=None, at=at)
    elif act == "lodge":
        lodge(assembly, entry, other, at)
    elif act == "revoke":
        for proxy in assembly.proxies.filter(principal=entry):
            proxies.revoke_proxy(proxy=proxy, reason="…", by=None, at=at)
    elif act == "recuse":
        recusals.recuse(item=item, entry=entry, reason="contract", by=None, at=at)
    else:
        for recusal in item.recusals.filter(entry=entry):
            recusals.withdraw_recusal(recusal=recusal, by=None, at=at)


def check(assembly: Assembly, item: AgendaItem, place: int) -> None:
    votes = votes_now(assembly, item)
    voting = [entry.pk for entry in votes.voting]
    assert votes.total == len(voting) == len(set(voting))
    assert votes.total == len(votes.in_hall) + len(votes.represented) - len(votes.recused)
    here = {entry.person_id for entry in votes.in_hall}
    lodged = assembly.proxies.filter(state=ProxyState.LODGED)
    wanted = {proxy.principal_id for proxy in lodged if proxy.holder_id in here}
    assert {proxy.principal_id for proxy in votes.represented} == wanted
    assert not {entry.pk for entry in votes.in_hall} & wanted
    assert votes_at(assembly, minute(place), item) == votes
    assert quorum_now(assembly, item).present is not None
