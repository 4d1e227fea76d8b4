"""Boxes from before each share had to prove what it is a share of: who lies is found by trying."""

from __future__ import annotations

import pytest

from elections.crypto import tally
from elections.crypto.archive import read
from elections.crypto.audit import audit
from elections.crypto.election import make_election, parse
from elections.domain import publishing
from elections.domain.board import archive_bytes
from elections.enums import ElectionState, TrusteeState
from elections.errors import RehearsalFailed, ResultUndecided
from elections.models import Ceremony
from tests.elections.crypto.scenario import forged_share
from tests.factories.elections import AT
from tests.factories.keys import (
    Holder,
    closed_threshold_box,
    figures,
    hand_in,
    holders_of,
    make_threshold_ceremony,
    share_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unbound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes as they were opened before their description demanded bound shares."""
    monkeypatch.setitem(make_election.__kwdefaults__, "bound", False)


def test_the_rehearsal_names_whose_decodes_to_nothing() -> None:
    held = make_threshold_ceremony()
    made = holders_of(held)
    for step in (Holder.deal, Holder.take_up):
        for holder in made:
            step(holder)
    held.refresh_from_db()
    description = parse(held.rehearsal_raw)
    encrypted = tally.rehearsal_tally(description)
    liar = made[1]
    odd = forged_share(description, encrypted, liar.share())
    made[0].rehearse()
    liar.rehearse(odd)
    with pytest.raises(RehearsalFailed, match="Trustee 2"):
        made[2].rehearse()
    assert held.trustees.all()[2].state == TrusteeState.AGREED
    assert Ceremony.objects.get().rehearsed_at is None


def test_a_share_that_lies_is_named() -> None:
    box, made = closed_threshold_box()
    liar = made[0]
    odd = forged_share(parse(box.election.raw), box.election.encrypted_tally, liar.share())
    hand_in(box, liar, odd)
    assert hand_in(box, made[1], share_of(box, made[1])).state == ElectionState.CLOSED
    assert not box.election.partial_decryptions.filter(trustee=None).exists()

    assert hand_in(box, made[2], share_of(box, made[2])).state == ElectionState.COUNTED

    assert figures(box) == (3, 1)
    odd_ones = box.election.partial_decryptions.filter(is_odd=True)
    assert [row.trustee for row in odd_ones] == [liar.trustee]
    publishing.publish_result(election=box.election, by=None, at=AT)
    assert audit(read(archive_bytes(box.refresh()))).result == [[3, 1]]


def test_two_liars_of_three_leave_no_result() -> None:
    box, made = closed_threshold_box()
    description, encrypted = parse(box.election.raw), box.election.encrypted_tally
    for liar in made[:2]:
        hand_in(box, liar, forged_share(description, encrypted, liar.share()))
    with pytest.raises(ResultUndecided):
        hand_in(box, made[2], share_of(box, made[2]))
    assert box.refresh().state == ElectionState.CLOSED
    assert box.election.partial_decryptions.count() == 2
