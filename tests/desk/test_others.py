"""The others of the example come and vote; those whom a newcomer plays are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from assemblies.domain.presence import check_in
from assemblies.domain.sitting import ballot, session
from assemblies.models import Assembly, Motion
from desk.domain.demo import others
from desk.domain.example.accounts import VISITORS
from desk.domain.example.keys import read_codes
from desk.domain.example.load import Example
from desk.errors import ExampleMissing
from elections.models import RollEntry


def opened_assembly(folder: Path) -> Assembly:
    at = timezone.now()
    assembly = Assembly.objects.get(parent=None)
    check_in.open_check_in(assembly=assembly, by=None, at=at)
    others.come(folder=folder, at=at)
    for entry in RollEntry.objects.filter(
        roll=assembly.roll_id, firm__membership__number__in=VISITORS
    ):
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=at)
    return session.open_meeting(assembly=assembly, by=None, at=at)


def test_others_come_once_and_the_visitors_by_themselves(
    example: Example, example_folder: Path
) -> None:
    assembly = Assembly.objects.get(parent=None)
    check_in.open_check_in(assembly=assembly, by=None, at=timezone.now())

    came = [others.come(folder=example_folder, at=timezone.now()) for _time in range(2)]

    assert came == [107, 0]
    present = check_in.present_entries(assembly)
    assert not present.filter(firm__membership__number__in=VISITORS).exists()


def test_all_present_but_the_visitors_wait_at_an_open_box_with_their_codes(
    example: Example, example_folder: Path
) -> None:
    assembly = opened_assembly(example_folder)
    motion = Motion.objects.get(item__assembly=assembly, item__matter="dues_standard")
    session.set_current(item=motion.item, by=None, at=timezone.now())
    box = ballot.open_ballot(motion=motion, by=None, at=timezone.now())

    waiting = others.waiting(box)

    codes, _ceremony = read_codes(example_folder / others.CODES)
    assert len(waiting) == 107
    assert not {entry.firm.membership.number for entry in waiting} & set(VISITORS)
    assert {codes.of(entry) for entry in waiting} <= set(codes.by_person.values())


def test_nobody_comes_by_command_to_a_meeting_that_is_not_the_example(
    example: Example, example_folder: Path, tmp_path: Path
) -> None:
    copied = (example_folder / others.CODES).read_text()
    ceremony = str(Assembly.objects.get(parent=None).ceremony_id)
    (tmp_path / others.CODES).write_text(copied.replace(ceremony, str(Assembly().pk)))

    for folder in (tmp_path, tmp_path / "without"):
        with pytest.raises(ExampleMissing):
            others.come(folder=folder, at=timezone.now())
    assert not check_in.present_entries(Assembly.objects.get(parent=None)).exists()
