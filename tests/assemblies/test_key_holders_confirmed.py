"""The meeting confirms who holds the keys: on record, told before a vote, lapsed with others."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from assemblies.domain.nominating.entering import told_before_vote
from assemblies.domain.presence import appoint, key_holders
from assemblies.domain.presence.key_holders import confirm_key_holders, confirmed_by
from assemblies.domain.sitting import ballot
from assemblies.domain.writing.minutes_facts import as_data, build_facts
from assemblies.enums import Function, Method
from assemblies.errors.planning import NoConfirmation, TrusteesMissing
from assemblies.models import Assembly, Motion, Resolution
from bylaws.enums import Matter
from members.models import Person
from records.models import LogEntry
from tests.factories.assemblies import (
    add_motion,
    make_assembly,
    make_secretary,
    minute,
    opened,
    vote_by_hands,
)
from tests.factories.members import make_person

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 18)


class Day:
    """Scrutineers are voted on, a report too, and the dues by secret ballot."""

    def __init__(self) -> None:
        self.assembly: Assembly = make_assembly()
        self.scrutineers = add_motion(self.assembly, Matter.SCRUTINEERS)
        self.report = add_motion(self.assembly)
        self.dues = add_motion(self.assembly, Matter.DUES_STANDARD, Method.SECRET)
        self.trustees = [make_person(), make_person()]
        opened(self.assembly)
        for person in self.trustees:
            self.appoint(person)
        self.name(*self.trustees)

    def appoint(self, person: Person) -> None:
        appoint.appoint(
            assembly=self.assembly,
            person=person,
            function=Function.SCRUTINEER,
            by=None,
            at=minute(0),
        )

    def name(self, *trustees: object) -> None:
        authority = self.assembly.ceremony.authority if self.assembly.ceremony else make_person()
        key_holders.name_key_holders(
            assembly=self.assembly,
            authority=authority,
            trustees=trustees,  # type: ignore[arg-type]  # persons
            by=None,
            at=minute(0),
        )
        self.assembly.refresh_from_db()

    def box(self) -> Motion:
        ballot.prepare_box(motion=self.dues, by=None, at=minute(5))
        return Motion.objects.select_related("item__assembly__ceremony", "election").get(
            pk=self.dues.pk
        )

    def told(self, motion: Motion) -> list[tuple[str, tuple[str, ...]]]:
        with override("en"):
            return [(one.title, one.people) for one in told_before_vote(motion, today=DAY)]


def test_resolution_on_the_scrutineers_confirms_those_who_hold_keys() -> None:
    day = Day()
    motion = day.box()
    with override("en"):
        names = tuple(str(one) for one in day.trustees)
    assert day.told(motion) == [("Trustees", names)]
    resolution = vote_by_hands(day.scrutineers, (7, 0, 0))
    day.assembly.refresh_from_db()
    assert confirmed_by(day.assembly) == resolution
    assert day.told(day.box()) == []
    [entry] = LogEntry.objects.filter(event="key_holders_confirmed")
    assert set(entry.payload["trustees"]) == {str(one.pk) for one in day.trustees}
    facts = as_data(build_facts(day.assembly))["meeting"]["items"]
    assert facts[2]["boxes"][0]["trustees_by"] == facts[0]["number"] != ""


def test_refused_scrutineers_are_confirmed_by_nothing() -> None:
    day = Day()
    vote_by_hands(day.scrutineers, (2, 5, 0))
    day.assembly.refresh_from_db()
    assert confirmed_by(day.assembly) is None


def test_resolution_that_does_not_name_them_all_confirms_nobody() -> None:
    """The meeting resolves on those who are appointed: a key with somebody else is theirs not."""
    day = Day()
    day.name(day.trustees[0], make_person())
    vote_by_hands(day.scrutineers, (7, 0, 0))
    day.assembly.refresh_from_db()
    assert confirmed_by(day.assembly) is None


def test_first_meeting_that_names_others_takes_the_confirmation_from_both() -> None:
    day = Day()
    vote_by_hands(day.scrutineers, (7, 0, 0))
    child = Assembly.objects.create(
        body=day.assembly.body,
        term=day.assembly.term,
        parent=day.assembly,
        title=day.assembly.title,
        starts_at=minute(20),
        ceremony=day.assembly.ceremony,
    )
    day.assembly.refresh_from_db()
    assert confirmed_by(child) is not None
    authority = child.ceremony.authority
    ballot.prepare_box(motion=day.dues, by=None, at=minute(5))
    key_holders.name_key_holders(
        assembly=child,
        authority=authority,
        trustees=[make_person(), make_person()],
        by=None,
        at=minute(21),
    )
    for meeting in Assembly.objects.select_related("parent__ceremony", "ceremony"):
        assert confirmed_by(meeting) is None


def test_other_trustees_are_to_be_confirmed_anew() -> None:
    day = Day()
    vote_by_hands(day.scrutineers, (7, 0, 0))
    day.assembly.refresh_from_db()
    day.name(day.trustees[0], make_person())
    assert confirmed_by(day.assembly) is None


def test_annulled_resolution_confirms_nobody_any_more() -> None:
    day = Day()
    resolution = vote_by_hands(day.scrutineers, (7, 0, 0))
    Resolution.objects.filter(pk=resolution.pk).update(annulled_at=minute(9))
    day.assembly.refresh_from_db()
    assert confirmed_by(day.assembly) is None
    resolution.refresh_from_db()
    with pytest.raises(NoConfirmation):
        confirm_key_holders(assembly=day.assembly, resolution=resolution, by=None, at=minute(9))


def test_confirmation_under_another_item_is_put_on_record_by_hand() -> None:
    day = Day()
    resolution = vote_by_hands(day.report, (7, 0, 0))
    day.assembly.refresh_from_db()
    assert confirmed_by(day.assembly) is None
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    page = f"/assemblies/{day.assembly.pk}/functions/"
    assert "not on record" in client.get(page).content.decode()
    for _twice in "12":
        client.post(page, {"confirmed_by": str(resolution.pk)})
    day.assembly.refresh_from_db()
    assert confirmed_by(day.assembly) == resolution
    assert LogEntry.objects.filter(event="key_holders_confirmed").count() == 1
    assert "not on record" not in client.get(page).content.decode()


def test_nobody_is_confirmed_where_nobody_holds_a_key() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.SCRUTINEERS)
    opened(assembly)
    resolution = vote_by_hands(motion, (7, 0, 0))
    assembly.refresh_from_db()
    with pytest.raises(TrusteesMissing):
        confirm_key_holders(assembly=assembly, resolution=resolution, by=None, at=minute(9))
