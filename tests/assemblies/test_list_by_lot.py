"""The order of a confirmed list, drawn from a seed that nobody can choose alone."""

from __future__ import annotations

import pytest

from assemblies.domain.nominating import confirming
from assemblies.enums import ListOrder, NominationOutcome
from assemblies.errors import LotSeedInvalid
from assemblies.models import Nomination
from elections.counting.lot import draw
from records.models import LogEntry
from tests.assemblies.test_candidate_list import confirm, ready_call
from tests.factories.nominations import announced

pytestmark = pytest.mark.django_db


def test_list_stands_as_the_lot_drew_it_and_anybody_draws_it_again() -> None:
    call, rows = ready_call(5)
    notice = announced(call)
    with pytest.raises(LotSeedInvalid):
        confirm(call, order=ListOrder.LOT, called="12 34")
    assert not Nomination.objects.filter(outcome=NominationOutcome.CONFIRMED).exists()

    confirm(call, order=ListOrder.LOT, called="314 159")

    call.refresh_from_db()
    assert call.seed == f"{notice.paper_zh.digest}|314159"
    drawn = draw(call.seed, [str(row.pk) for row in rows])
    listed = [str(row.pk) for row in confirming.confirmed_of(call)]
    assert listed == [one.candidate for one in drawn]
    confirm(call, order=ListOrder.LOT, called="271828")
    assert [str(row.pk) for row in confirming.confirmed_of(call)] == listed
    told = LogEntry.objects.get(event="candidates_confirmed").payload
    assert (told["seed"], told["nominations"]) == (call.seed, listed)


def test_other_digits_give_another_order() -> None:
    call, rows = ready_call(6)
    announced(call)
    orders = {
        tuple(row.pk for row in confirming.by_lot(f"{confirming.lot_begins(call)}|{n:06}")(rows))
        for n in range(20)
    }
    assert len(orders) > 10
