"""How many marks a voter has on a slate, where that is not one for each seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assemblies.domain.governing import book_of
from assemblies.models import Assembly
from bylaws.domain.rules import Rule
from bylaws.enums import Counting
from elections.domain.prepare import ContestSpec
from elections.enums import ContestKind

TOPIC = "ballot.over_mark"
"""The rule that a ballot with more marks than seats is void (CN-E3); no text may change it."""


def with_marks(
    assembly: Assembly, rule: Rule, contests: Sequence[ContestSpec]
) -> list[ContestSpec]:
    """The questions as they are put: under approval any number may be marked, unless such a ballot
    would be void."""
    if rule.counting is not Counting.APPROVAL or book_of(assembly).sources(TOPIC):
        return list(contests)
    return [
        replace(spec, marks=len(spec.candidates)) if spec.kind == ContestKind.SLATE else spec
        for spec in contests
    ]
