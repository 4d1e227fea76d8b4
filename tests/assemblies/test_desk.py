"""The check-in desk: in, out, excused; pressed twice, and by two desks at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client

from assemblies.domain.presence import check_in, excuse
from assemblies.domain.presence.attendance import attendance_figures
from assemblies.errors import NotEntitled, NotOnRoll
from assemblies.models import Assembly, Attendance
from elections.models import RollEntry
from records.domain import log
from tests.factories.assemblies import (
    add_report,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    make_members,
    make_secretary,
    minute,
)
from tests.factories.members import suspend


def desk(present: int = 2) -> Assembly:
    assembly = make_assembly()
    add_report(assembly)
    return checked_in(convened(assembly, 4), present)


@pytest.mark.django_db
def test_checking_in_twice_is_one_stay() -> None:
    assembly = desk(0)
    entry = entries_of(assembly)[0]
    first = check_in.check_in(assembly=assembly, entry=entry, by=None, at=minute(1))
    again = check_in.check_in(assembly=assembly, entry=entry, by=None, at=minute(2))
    assert (again, again.in_at) == (first, minute(1))
    assert log.verify(stream=f"assembly:{assembly.pk}") > 0


@pytest.mark.django_db
def test_leaving_and_coming_back_are_two_stays() -> None:
    assembly = desk(1)
    entry = entries_of(assembly)[0]
    check_in.check_out(assembly=assembly, entry=entry, by=None, at=minute(5))
    assert check_in.check_out(assembly=assembly, entry=entry, by=None, at=minute(6)) is None
    check_in.check_in(assembly=assembly, entry=entry, by=None, at=minute(9))
    stays = Attendance.objects.filter(entry=entry)
    assert list(stays.values_list("in_at", "out_at")) == [
        (minute(0), minute(5)),
        (minute(9), None),
    ]
    at_seven = check_in.present_entries(assembly, minute(7))
    at_ten = check_in.present_entries(assembly, minute(10))
    assert (list(at_seven), list(at_ten)) == ([], [entry])


@pytest.mark.django_db
def test_figures_add_up() -> None:
    assembly = desk(2)
    entries = entries_of(assembly)
    excuse.excuse_entry(assembly=assembly, entry=entries[2], reason="旅行", by=None, at=minute(0))
    # Excused and there all the same: counts as present.
    excuse.excuse_entry(assembly=assembly, entry=entries[0], reason="", by=None, at=minute(0))
    figures = attendance_figures(assembly)
    assert (figures.entitled, figures.present, figures.excused, figures.absent) == (4, 2, 1, 1)


@pytest.mark.django_db
def test_excluded_and_foreign_entries_are_refused() -> None:
    assembly = make_assembly()
    add_report(assembly)
    [suspended] = make_members(1)
    suspend(suspended)
    checked_in(convened(assembly, 2), 0)
    excluded = RollEntry.objects.get(roll=assembly.roll, firm=suspended.firm)
    with pytest.raises(NotEntitled):
        check_in.check_in(assembly=assembly, entry=excluded, by=None, at=minute(0))
    foreign = RollEntry.objects.get(pk=excluded.pk)
    foreign.roll_id = None
    with pytest.raises(NotOnRoll):
        check_in.check_in(assembly=assembly, entry=foreign, by=None, at=minute(0))


@pytest.mark.django_db(transaction=True)
def test_two_desks_check_in_the_same_firm_once() -> None:
    assembly = desk(0)
    entry = entries_of(assembly)[0]
    start, failures = threading.Barrier(4), []

    def press() -> None:
        try:
            start.wait()
            check_in.check_in(assembly=assembly, entry=entry, by=None, at=minute(1))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    desks = [threading.Thread(target=press) for _desk in range(4)]
    for each in desks:
        each.start()
    for each in desks:
        each.join()
    assert failures == []
    assert Attendance.objects.filter(entry=entry).count() == 1


@pytest.fixture
def client() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    return client


@pytest.mark.django_db
def test_desk_finds_by_name_firm_code_and_number(client: Client) -> None:
    assembly = desk(0)
    entry = entries_of(assembly)[2]
    assert entry.firm is not None
    assert entry.person is not None
    for query in (
        entry.person.name.zh,
        entry.person.name.en,
        entry.firm.name.zh,
        entry.firm.registration_code,
        entry.firm.membership.number,
    ):
        page = client.get(
            f"/assemblies/{assembly.pk}/check-in/", {"q": query}, headers={"hx-request": "true"}
        )
        text = page.content.decode()
        assert f"entry-{entry.pk}" in text
        assert "<html" not in text


@pytest.mark.django_db
def test_in_by_htmx_gives_the_row_and_the_new_count(client: Client) -> None:
    assembly = desk(0)
    entry = entries_of(assembly)[0]
    address = f"/assemblies/{assembly.pk}/check-in/{entry.pk}/in/"
    for _press in range(2):
        text = client.post(address, headers={"hx-request": "true"}).content.decode()
        assert "in the hall" in text
        assert '<div class="n">1</div>' in text
    assert Attendance.objects.count() == 1


@pytest.mark.django_db
def test_in_without_script_goes_back_to_the_desk(client: Client) -> None:
    assembly = desk(0)
    entry = entries_of(assembly)[0]
    page = client.post(f"/assemblies/{assembly.pk}/check-in/{entry.pk}/in/", follow=True)
    assert page.redirect_chain == [(f"/assemblies/{assembly.pk}/check-in/", 302)]
    assert Attendance.objects.count() == 1
