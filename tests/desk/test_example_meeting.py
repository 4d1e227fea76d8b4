"""What lies on the table of the example's assembly."""

from __future__ import annotations

from assemblies.models import Motion
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
