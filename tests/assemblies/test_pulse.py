"""What tells a page to look again: cheap while nothing happens, and of oneself to oneself alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assemblies.domain.presence import check_in, pulse
from assemblies.domain.sitting import session
from assemblies.models import Assembly
from tests.factories.assemblies import (
    STARTS_AT,
    add_motion,
    entries_of,
    make_assembly,
    minute,
    opened,
)

pytestmark = pytest.mark.django_db


def meeting() -> Assembly:
    assembly = make_assembly()
    add_motion(assembly)
    return opened(assembly, members=6, present=4)


def mark(assembly: Assembly, name: str) -> str:
    found = pulse.mark_of(assembly.pk, name)
    assert found is not None
    return found


def test_mark_stays_until_something_happens_and_costs_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assembly = meeting()
    client = Client()
    address = f"/assemblies/{assembly.pk}/now/{pulse.name_of(assembly, None)}/"
    first = client.get(address)
    assert (first.status_code, first["Cache-Control"]) == (200, "no-store")
    # One of them is the time zone of the association, which every request asks for.
    with django_assert_num_queries(2):
        again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    session.set_current(item=assembly.items.get(), by=None, at=minute(1))
    changed = client.get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_arrival_changes_the_desk_and_its_own_phone_alone() -> None:
    assembly = meeting()
    mine, other = entries_of(assembly)[4:]
    names = [
        pulse.name_of_counts(assembly),
        pulse.name_of(assembly, mine.person_id),
        pulse.name_of(assembly, other.person_id),
        pulse.name_of(assembly, None),
    ]
    before = [mark(assembly, name) for name in names]
    check_in.check_in(assembly=assembly, entry=mine, by=None, at=minute(1))
    after = [mark(assembly, name) for name in names]
    assert [old != new for old, new in zip(before, after, strict=True)] == [
        True,
        True,
        False,
        False,
    ]


def test_name_of_another_meeting_or_of_ones_own_making_is_refused() -> None:
    assembly = meeting()
    other = make_assembly(starts_at=STARTS_AT + timedelta(days=30))
    name = pulse.name_of(other, entries_of(assembly)[0].person_id)
    for forged in (name, "x", f"{assembly.pk.hex}.counts:x"):
        with pytest.raises(signing.BadSignature):
            pulse.mark_of(assembly.pk, forged)
        assert Client().get(f"/assemblies/{assembly.pk}/now/{forged}/").status_code == 404
