"""What lies on the table of the example's assembly."""

from __future__ import annotations

from datetime import date

from assemblies.domain.planning.timeline import stops
from assemblies.enums import ProgressState
from assemblies.models import Goal, Motion
from desk.domain.example.load import Example


def test_each_motion_on_a_text_brings_the_text_that_it_adopts(example: Example) -> None:
    motions = Motion.objects.filter(
        item__assembly=example.meetings["general_assembly"], version__isnull=False
    ).select_related("item", "version__regulation")

    assert {motion.item.matter: motion.version.regulation.kind for motion in motions} == {
        "bylaws": "bylaws",
        "financial_rules": "financial_rules",
        "dues_standard": "dues_measures",
        "election_method": "election_method",
    }


def test_way_to_the_assembly_is_seen_to_before_its_day(example: Example) -> None:
    """Nothing is late; roll, notice, clearances and keys are settled by the record alone."""
    found = stops(example.meetings["general_assembly"], today=date(2026, 12, 18))
    assert {stop.kind for stop in found} == {"ok", "later"}
    assert {stop.step.key for stop in found if stop.settled} == {
        "roll",
        "notice",
        "clearance",
        "key_ceremony",
    }
    assert sum(bool(stop.step.answer) for stop in found) == 3
    assert sum(stop.step.key.startswith("own-") for stop in found) == 2


def test_goals_of_the_term_that_ends_tell_how_far_it_came(example: Example) -> None:
    reached = list(Goal.objects.order_by("position").values_list("progress", flat=True))
    assert reached == [
        ProgressState.CARRIED_OUT,
        ProgressState.CARRIED_OUT,
        ProgressState.UNDER_WAY,
        ProgressState.OPEN,
    ]
