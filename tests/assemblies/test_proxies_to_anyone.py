"""Authorities held by somebody who is not on the roll, where the law lets anybody hold one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.convening import proxies
from assemblies.domain.presence import outside_holders
from assemblies.domain.presence.votes import votes_now
from assemblies.domain.sitting import operating, session
from assemblies.errors.roll import HolderNotEntitled, NoOutsideHolder
from assemblies.models import Assembly, Proxy
from elections.models import RollEntry
from members.models import Person
from tests.factories.assemblies import checked_in, entries_of, make_secretary, minute
from tests.factories.members import make_person
from tests.factories.pdf import squeezed, text_of
from tests.factories.proxies import SIGNED, lodge, meeting_by_proxy

pytestmark = pytest.mark.django_db


def given_to(assembly: Assembly, principal: RollEntry, holder: Person) -> Proxy:
    proxy = proxies.draft_proxy(
        assembly=assembly, principal=principal, holder=holder, by=None, at=minute(-60)
    )
    return proxies.lodge_proxy(proxy=proxy, signed_copy=SIGNED, by=None, at=minute(-50))


def test_a_stranger_holds_one_only_where_the_law_lets_anybody() -> None:
    abroad = meeting_by_proxy(profile="uk")
    proxy = given_to(abroad, entries_of(abroad)[0], make_person(zh="外人", en="Outsider"))
    assert (proxy.holder_entry, proxies.terms_of(abroad).to_anyone) == (None, True)
    with override("en"):
        paper = text_of(proxies.letter_of_authority(proxy=proxy, language="en"))
    assert squeezed("authorizes Outsider to attend it in our place") in paper


def test_a_stranger_is_refused_elsewhere() -> None:
    assembly = meeting_by_proxy()
    with pytest.raises(HolderNotEntitled):
        given_to(assembly, entries_of(assembly)[0], make_person())


def test_they_come_and_go_with_the_entries_for_which_they_vote() -> None:
    assembly = meeting_by_proxy(profile="uk")
    one, two, other, *_rest = entries_of(assembly)
    outsider = make_person(zh="外人", en="Outsider")
    given_to(assembly, one, outsider)
    given_to(assembly, two, outsider)
    checked_in(assembly, 0)
    with pytest.raises(NoOutsideHolder):
        outside_holders.holder_in(assembly=assembly, entry=other, by=None, at=minute(0))
    came = outside_holders.holder_in(assembly=assembly, entry=one, by=None, at=minute(0))
    assert [stay.entry for stay in came] == [one, two]
    assert outside_holders.holder_in(assembly=assembly, entry=two, by=None, at=minute(1)) == []
    assert (votes_now(assembly).total, votes_now(assembly).holders) == (
        2,
        {one.pk: outsider, two.pk: outsider},
    )
    # Two who attend are a quorum there, by proxy or not.
    session.open_meeting(assembly=assembly, by=None, at=minute(2))
    gone = outside_holders.holder_out(assembly=assembly, entry=two, by=None, at=minute(3))
    assert ({stay.entry for stay in gone}, votes_now(assembly).total) == ({one, two}, 0)


def test_lodged_while_they_are_there_it_counts_at_once() -> None:
    assembly = meeting_by_proxy(profile="uk")
    one, two, *_rest = entries_of(assembly)
    outsider = make_person()
    given_to(assembly, one, outsider)
    checked_in(assembly, 0)
    outside_holders.holder_in(assembly=assembly, entry=one, by=None, at=minute(0))
    given_to(assembly, two, outsider)
    assert votes_now(assembly).total == 2


def test_holder_on_the_roll_is_checked_in_by_their_own_line() -> None:
    assembly = meeting_by_proxy(profile="uk")
    one, two, *_rest = entries_of(assembly)
    lodge(assembly, one, two)
    checked_in(assembly, 0)
    with pytest.raises(NoOutsideHolder):
        outside_holders.holder_in(assembly=assembly, entry=one, by=None, at=minute(0))


def test_page_and_desk_take_them(client: Client) -> None:
    office = make_secretary()
    client.force_login(office)
    client.cookies["django_language"] = "en"
    assembly = meeting_by_proxy(profile="uk")
    principal, on_roll = entries_of(assembly)[:2]
    assert on_roll.person is not None
    outsider = make_person(zh="外人", en="Outsider")
    page = reverse("assemblies:proxies", args=[assembly.pk])
    shown = client.get(page).content.decode()
    assert "Whoever holds one need not be on the roll." in shown
    data = {"principal": principal.pk, "scope": ""}
    both_named = data | {"holder": on_roll.pk, "outsider": outsider.pk}
    assert "Name one person who holds it." in client.post(page, both_named).content.decode()
    client.post(page, data | {"outsider": outsider.pk})
    proxy = Proxy.objects.get()
    proxies.lodge_proxy(proxy=proxy, signed_copy=SIGNED, by=None, at=minute(-50))
    checked_in(assembly, 0)

    def press(act: str) -> str:
        address = reverse("assemblies:desk_act", args=[assembly.pk, principal.pk, act])
        return client.post(address, headers={"hx-request": "true"}).content.decode()

    assert "Out: Outsider" in press("holder-in")
    assert "In: Outsider" in press("holder-out")
    with override("en"):
        assert operating.told_of_another(assembly, office) == ""
