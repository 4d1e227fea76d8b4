"""The day of the assembly, from the desk in the hall to the minutes."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext

from assemblies.domain.presence import check_in, excuse
from assemblies.domain.sitting import follow_up, phases, session
from assemblies.domain.writing import minutes
from assemblies.enums import Phase
from assemblies.models import Assembly, Minutes
from desk.domain.demo.meeting import Stage, agenda_row, items_of, run_item
from desk.domain.example.data import read_json
from desk.domain.example.keys import submit_publics
from elections.models import Election, RollEntry

# After these items of the assembly its elected bodies meet.
FIRST_MEETINGS = ("council", "supervisory_board")


def run_day(*, stage: Stage, meetings: dict[str, Assembly]) -> list[Assembly]:
    """Hold the assembly and the first meetings of those it elects; all of them, held."""
    assembly = meetings["general_assembly"]
    _check_in(stage, assembly)
    session.open_meeting(assembly=assembly, by=None, at=stage.clock.now)
    _check_in_late(stage, assembly)
    for item in items_of(assembly):
        row = agenda_row("general_assembly", item.position)
        if "after" in row:
            for key in FIRST_MEETINGS:
                _hold_first_meeting(stage, assembly, meetings[key], key)
        run_item(stage=stage, item=item, row=row)
    ended = stage.clock.pass_(timedelta(minutes=8))
    session.close_meeting(assembly=assembly, by=None, at=ended)
    assembly.refresh_from_db()
    return [assembly, *(meetings[key] for key in FIRST_MEETINGS)]


def draw_up_minutes(*, stage: Stage, assembly: Assembly) -> dict[str, Minutes]:
    """The minutes of the day by language, ready to be signed."""
    stage.progress.tell(gettext("Minutes"))
    minutes.make_minutes(assembly=assembly, by=None, at=stage.clock.now)
    return minutes.finalise_minutes(assembly=assembly, by=None, at=stage.clock.now)


def _entries(assembly: Assembly) -> dict[str, RollEntry]:
    assert assembly.roll is not None  # frozen before the notice
    entries = assembly.roll.entries.filter(entitled=True).select_related("firm__membership")
    return {entry.firm.membership.number: entry for entry in entries if entry.firm is not None}


def _check_in(stage: Stage, assembly: Assembly) -> None:
    attendance = read_json("votes.json")["attendance"]
    entries = _entries(assembly)
    excused = {row["member_number"]: row["reason"]["zh"] for row in attendance["excused"]}
    late = {row["member_number"] for row in attendance["late"]}
    begin = stage.clock.now - timedelta(minutes=45)
    for number, reason in excused.items():
        excuse.excuse_entry(
            assembly=assembly, entry=entries[number], reason=reason, by=None, at=begin
        )
    phases.move(assembly=assembly, to=Phase.CHECK_IN, by=None, at=begin)
    away = {*excused, *attendance["absent"], *late}
    in_time = [entry for number, entry in entries.items() if number not in away]
    for n, entry in enumerate(in_time):
        at = begin + timedelta(seconds=20 * n)
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=at)


def _check_in_late(stage: Stage, assembly: Assembly) -> None:
    entries, opened = _entries(assembly), stage.clock.now
    for row in read_json("votes.json")["attendance"]["late"]:
        at = opened + timedelta(minutes=row["minutes_after_opening"])
        entry = entries[row["member_number"]]
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=at)
        stage.clock.now = max(stage.clock.now, at)


def _hold_first_meeting(stage: Stage, parent: Assembly, planned: Assembly, key: str) -> None:
    """The elected meet at once; the authority derives their credentials from the same codes."""
    at = stage.clock.pass_(timedelta(minutes=5))
    meeting = follow_up.convene_follow_up(parent=parent, body=planned.body, by=None, at=at)
    for election in Election.objects.filter(motion__item__assembly=meeting):
        submit_publics(election=election, codes=stage.codes, at=at)
    session.open_meeting(assembly=meeting, by=None, at=at)
    for item in items_of(meeting):
        run_item(stage=stage, item=item, row=agenda_row(key, item.position))
    session.close_meeting(assembly=meeting, by=None, at=stage.clock.now)
    planned.refresh_from_db()
