"""Naming who holds the keys and who makes the codes, for a meeting that is planned by hand."""

from __future__ import annotations

import pytest
from django.test import Client

from assemblies.domain.presence import appoint, key_holders
from assemblies.domain.sitting import ballot
from assemblies.enums import Function, Method
from assemblies.errors import KeyHoldersFixed
from assemblies.models import Assembly
from bylaws.enums import Matter
from elections.errors import AuthorityIsTrustee, TrusteesTooFew
from elections.models import Ceremony
from members.models import Person
from tests.factories.assemblies import (
    SENT_AT,
    add_motion,
    convened,
    make_assembly,
    make_secretary,
)
from tests.factories.members import make_person

pytestmark = pytest.mark.django_db


def serving(assembly: Assembly, *functions: Function) -> list[Person]:
    people = [make_person() for _function in functions]
    for person, function in zip(people, functions, strict=True):
        appoint.appoint(assembly=assembly, person=person, function=function, by=None, at=SENT_AT)
    return people


def test_secretariat_names_them_on_the_page_of_functions() -> None:
    assembly = make_assembly()
    one, two, authority, chair = serving(
        assembly,
        Function.CHIEF_SCRUTINEER,
        Function.SCRUTINEER,
        Function.CREDENTIAL_AUTHORITY,
        Function.CHAIR,
    )
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/assemblies/{assembly.pk}/functions/"
    refused = client.post(page, {"keys": 1, "trustees": [one.pk, chair.pk]})
    assert refused.status_code == 200
    assert not Ceremony.objects.exists()

    named = {
        "keys": 1,
        "counted_by": "some",
        "voters_by": "slips",
        "authority": authority.pk,
    }
    client.post(page, {**named, "trustees": [one.pk, two.pk]})

    assembly.refresh_from_db()
    held = assembly.ceremony
    assert held is not None
    assert {trustee.person for trustee in held.trustees.all()} == {one, two}
    assert (held.authority, held.threshold, held.is_by_slip) == (authority, 2, True)
    shown = client.get(page).content.decode()
    assert f"/elections/keys/{held.pk}/" in shown
    assert f"/elections/codes/{held.pk}/" in shown


@pytest.mark.parametrize(("needed", "threshold"), [("", 3), (4, 4), (5, 5), (2, None), (6, None)])
def test_secretariat_says_how_many_trustees_are_needed(needed: object, threshold: int) -> None:
    assembly = make_assembly()
    people = [make_person() for _one in range(6)]
    for person in people[:5]:
        appoint.appoint(
            assembly=assembly, person=person, function=Function.SCRUTINEER, by=None, at=SENT_AT
        )
    appoint.appoint(
        assembly=assembly,
        person=people[5],
        function=Function.CREDENTIAL_AUTHORITY,
        by=None,
        at=SENT_AT,
    )
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend="django.contrib.auth.backends.ModelBackend")
    named = {"keys": 1, "counted_by": "some", "voters_by": "letters", "needed": needed}
    named |= {"authority": people[5].pk, "trustees": [person.pk for person in people[:5]]}
    page = client.post(f"/assemblies/{assembly.pk}/functions/", named, follow=True)

    held = Ceremony.objects.first()
    assert (held.threshold if held else None) == threshold
    told = "Of 5 trustees at least 3 must be needed" in page.content.decode()
    assert told is (threshold is None)


def test_named_again_they_are_the_same_and_others_only_before_a_box_waits() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    one, two, three = (make_person() for _person in range(3))

    def name(authority: Person, *trustees: Person) -> Ceremony:
        return key_holders.name_key_holders(
            assembly=assembly, authority=authority, trustees=trustees, by=None, at=SENT_AT
        )

    with pytest.raises(TrusteesTooFew):
        name(three, one)
    with pytest.raises(AuthorityIsTrustee):
        name(one, one, two)
    first = name(three, one, two)
    assert name(three, two, one) == first
    second = name(two, one, three)
    assert second != first
    convened(assembly)
    assembly.refresh_from_db()
    box = ballot.prepare_box(motion=motion, by=None, at=SENT_AT)
    assert box.ceremony == second
    with pytest.raises(KeyHoldersFixed):
        name(three, one, two)
    # Who is not confirmed gives way to another; the box keeps its keys' place and its codes.
    assert name(two, one, make_person()) == second
    assert [trustee.state for trustee in second.trustees.all()] == ["invited", "invited"]


def test_the_server_alone_is_a_choice_that_names_nobody() -> None:
    assembly = make_assembly()
    one, authority = serving(assembly, Function.SCRUTINEER, Function.CREDENTIAL_AUTHORITY)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/assemblies/{assembly.pk}/functions/"
    named = {"keys": 1, "counted_by": "server", "voters_by": "letters", "authority": authority.pk}
    refused = client.post(page, {**named, "trustees": [one.pk]})
    assert "tick nobody" in refused.content.decode()
    assert not Ceremony.objects.exists()

    client.post(page, named)

    assert Ceremony.objects.get().is_server_alone
    shown = client.get(page).content.decode()
    assert "the server alone: whoever runs it could read every vote" in shown
