"""Slips at the check-in desk: one for each vote, and back again."""

from __future__ import annotations

import pytest

from assemblies.domain.presence import check_in, slips
from assemblies.errors import NotInHall
from assemblies.models import Assembly
from elections.domain import slip_box
from elections.enums import VotersBy
from elections.models import Ceremony, RollEntry
from tests.assemblies.test_desk import desk
from tests.factories.elections import AT, make_ceremony

pytestmark = pytest.mark.django_db


def desk_with_slips(present: int = 2) -> tuple[Assembly, Ceremony, list[RollEntry]]:
    assembly = desk(present)
    Ceremony.objects.filter(pk=(held := make_ceremony()).pk).update(voters_by=VotersBy.SLIPS)
    assembly.ceremony = Ceremony.objects.get(pk=held.pk)
    assembly.save(update_fields=["ceremony"])
    entries = list(RollEntry.objects.filter(roll=assembly.roll, entitled=True))
    return assembly, assembly.ceremony, entries


def test_who_is_in_draws_one_slip_and_no_second_one() -> None:
    assembly, held, _entries = desk_with_slips()
    entry = check_in.present_entries(assembly)[0]

    drawn = [slips.draw_slips(assembly=assembly, entry=entry, by=None, at=AT) for _twice in "12"]

    assert drawn == [1, 1]
    assert slip_box.holders_of_slips(held) == {entry.pk}


def test_who_is_not_in_draws_none() -> None:
    assembly, held, entries = desk_with_slips()
    here = {entry.pk for entry in check_in.present_entries(assembly)}
    away = next(entry for entry in entries if entry.pk not in here)

    with pytest.raises(NotInHall):
        slips.draw_slips(assembly=assembly, entry=away, by=None, at=AT)

    assert slip_box.tally_of_slips(held)["issued"] == 0


def test_leaver_gives_the_slip_back_after_checking_out_too() -> None:
    assembly, held, _entries = desk_with_slips()
    entry = check_in.present_entries(assembly)[0]
    slips.draw_slips(assembly=assembly, entry=entry, by=None, at=AT)
    check_in.check_out(assembly=assembly, entry=entry, by=None, at=AT)

    given = slips.return_slips(assembly=assembly, entry=entry, by=None, at=AT)
    again = slips.return_slips(assembly=assembly, entry=entry, by=None, at=AT)

    assert (given, again) == (1, 0)
    assert slip_box.holders_of_slips(held) == set()
