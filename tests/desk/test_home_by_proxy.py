"""Own votes and those held by written authority, apart on the start page."""

from __future__ import annotations

import pytest

from desk.domain import home
from tests.factories.assemblies import checked_in, entries_of
from tests.factories.proxies import lodge, meeting_by_proxy, person_of

pytestmark = pytest.mark.django_db


def test_holder_has_a_card_for_each_vote_and_the_principal_is_not_checked_in() -> None:
    assembly = meeting_by_proxy()
    holder, principal = entries_of(assembly)[:2]
    lodge(assembly, principal, holder)
    checked_in(assembly, 1)
    cards = home.meeting_cards(person=person_of(holder))
    told = {(card.entry.pk, card.by_proxy, card.present) for card in cards}
    assert told == {(holder.pk, False, True), (principal.pk, True, True)}
    [card] = home.meeting_cards(person=person_of(principal))
    assert (card.by_proxy, card.present) == (False, False)
