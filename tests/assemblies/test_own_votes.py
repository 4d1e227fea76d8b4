"""A member's phone: it leads to the booth when one can vote, and always says why not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from assemblies.domain.presence import badges, check_in
from assemblies.domain.presence.own_votes import own_votes
from assemblies.domain.sitting import session
from assemblies.enums import ItemState, Method
from assemblies.models import AgendaItem, Assembly, Recusal
from bylaws.enums import Matter
from elections.enums import ElectionState
from elections.models import Election, Participation, RollEntry
from tests.factories.assemblies import (
    add_motion,
    convened,
    entries_of,
    make_assembly,
    make_members,
    minute,
    opened,
    vote_by_hands,
)
from tests.factories.members import make_user, suspend
from tests.factories.proxies import lodge, meeting_by_proxy, person_of

pytestmark = pytest.mark.django_db


def in_session(method: Method = Method.SECRET) -> tuple[Assembly, AgendaItem]:
    """Seven of nine are in the hall, a motion is the current item."""
    assembly = make_assembly()
    matter = Matter.DUES_STANDARD if method == Method.SECRET else Matter.WORK_REPORT
    add_motion(assembly, matter, method)
    opened(assembly)
    item = assembly.items.get()
    session.set_current(item=item, by=None, at=minute(1))
    return assembly, current(assembly)


def current(assembly: Assembly) -> AgendaItem:
    return assembly.items.select_related("motion__election").get(state=ItemState.CURRENT)


def box_for(assembly: Assembly, item: AgendaItem, *admitted: RollEntry) -> Election:
    """The item's electronic box, open for ``admitted``."""
    box = Election.objects.create(
        slug="box", title=item.title, roll=assembly.roll, state=ElectionState.OPEN
    )
    for entry in admitted:
        Participation.objects.create(election=box, entry=entry)
    item.motion.election = box
    item.motion.save()
    return box


def told(assembly: Assembly, entry: RollEntry, item: AgendaItem | None) -> str:
    [vote] = own_votes(assembly, person_of(entry), item)
    assert vote.can_vote == (vote.reason == "")
    return vote.reason


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_phone_says_why_nobody_votes_before_the_box_is_open() -> None:
    assembly = make_assembly()
    add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    convened(assembly)
    entry = entries_of(assembly)[0]
    assert told(assembly, entry, None) == "The check-in desk is not open yet."
    check_in.open_check_in(assembly=assembly, by=None, at=minute(0))
    assembly.refresh_from_db()
    assert told(assembly, entry, None) == ("You are not checked in. Show your code at the desk.")
    check_in.check_in(assembly=assembly, entry=entry, by=None, at=minute(0))
    assert told(assembly, entry, None) == "No item is being dealt with at the moment."


def test_phone_leads_to_the_booth_and_says_that_one_has_voted() -> None:
    assembly, item = in_session()
    first, late = entries_of(assembly)[0], entries_of(assembly)[7]
    assert told(assembly, first, item) == "The vote is not open yet."
    box = box_for(assembly, item, first)
    item = current(assembly)
    assert told(assembly, first, item) == ""
    check_in.check_in(assembly=assembly, entry=late, by=None, at=minute(3))
    assert "before you came in" in told(assembly, late, item)
    Participation.objects.update(cast=True)
    [vote] = own_votes(assembly, person_of(first), item)
    assert (vote.has_voted, vote.can_vote) == (True, True)
    Election.objects.filter(pk=box.pk).update(state=ElectionState.CLOSED)
    assert "not published yet" in told(assembly, first, current(assembly))


def test_phone_tells_what_is_done_in_the_hall() -> None:
    assembly, item = in_session(Method.SHOW_OF_HANDS)
    entry = entries_of(assembly)[0]
    assert "show of hands" in told(assembly, entry, item)
    vote_by_hands(item.motion, (7, 0, 0))
    item.refresh_from_db()
    assert told(assembly, entry, item) == "This item is decided."


def test_phone_names_the_reason_of_who_has_no_vote() -> None:
    assembly = make_assembly()
    add_motion(assembly)
    [suspended] = make_members(1)
    suspend(suspended)
    opened(assembly)
    excluded = RollEntry.objects.get(roll=assembly.roll, firm=suspended.firm)
    assert excluded.person is not None
    assert excluded.reason.en in told(assembly, excluded, None)


def test_phone_tells_who_stepped_aside() -> None:
    assembly, item = in_session()
    entry = entries_of(assembly)[0]
    box_for(assembly, item, entry)
    Recusal.objects.create(
        item=item, entry=entry, reason="Its own fee is at stake.", recorded_at=minute(1)
    )
    assert "Its own fee is at stake." in told(assembly, entry, current(assembly))


def test_votes_for_others_stand_apart_and_the_represented_know_by_whom() -> None:
    assembly = meeting_by_proxy()
    principal, holder = entries_of(assembly)[:2]
    lodge(assembly, principal, holder)
    check_in.open_check_in(assembly=assembly, by=None, at=minute(0))
    check_in.check_in(assembly=assembly, entry=holder, by=None, at=minute(0))
    assembly.refresh_from_db()

    assert str(person_of(holder)) in told(assembly, principal, None)
    votes = own_votes(assembly, person_of(holder), None)
    assert [(vote.entry, vote.proxy is not None) for vote in votes] == [
        (holder, False),
        (principal, True),
    ]


def test_page_shows_ones_own_code_until_one_is_in() -> None:
    assembly, item = in_session()
    here, away = entries_of(assembly)[0], entries_of(assembly)[8]
    box_for(assembly, item, here)
    for entry, opens in ((away, False), (here, True)):
        client = Client(headers={"accept-language": "en"})
        client.force_login(make_user(person=person_of(entry)))
        text = client.get(f"/assemblies/{assembly.pk}/follow/").content.decode()
        assert badges.code_of(assembly, entry) in text
        assert ("/booth/?entry=" in text) == opens
        assert ("Show your code at the desk." in text) != opens
