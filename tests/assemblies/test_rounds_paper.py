"""Rounds, ties and lots on paper: minutes, result sheets, resolution, ballot."""

from __future__ import annotations

from typing import Any

import pytest

from assemblies.domain.sitting import resolve
from assemblies.domain.sitting.lots import draw_lot
from assemblies.domain.writing import papers
from assemblies.domain.writing.minutes import print_minutes
from assemblies.domain.writing.minutes_facts import as_data, build_facts, digest_of
from assemblies.models import Assembly, Motion
from elections.domain.ballot_papers import ballot_papers
from tests.factories.assemblies import minute
from tests.factories.pdf import squeezed, text_of
from tests.factories.rounds import METHOD, council, next_on_paper, settle, stated_by_the_bylaws

pytestmark = pytest.mark.django_db
TIE = [(6, 1, 0), (4, 3, 0), (4, 3, 0)]


def minutes_of(motion: Motion, language: str) -> str:
    assembly = Assembly.objects.get(pk=motion.item.assembly_id)
    data: Any = as_data(build_facts(assembly))
    printed = print_minutes(
        data, language=language, digest=digest_of(data), version=1, state="final"
    )
    return squeezed(text_of(printed))


def test_minutes_tell_both_rounds_in_chinese_and_english() -> None:
    motion, standing = council(TIE, seats=2)
    settle(motion, "run_off")
    next_on_paper(motion, [(2, 1, 4), (3, 0, 4)])
    resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    english, chinese = minutes_of(motion, "en"), minutes_of(motion, "zh")
    for told in (
        "Run-off among the tied, for 1 seat.",
        "Electoral Law, art. 45 (by analogy)",
        "Round 1: present 7, more than half required: 4",
        "round 2 (run-off among the tied): the most votes decide",
        f"Elected (1): {standing[2].name.en}",
    ):
        assert squeezed(told) in english, told
    for told in (
        "就票数相等者再次投票（1个名额）。",
        "第2轮（就票数相等者再次投票）：以得票多者当选；应选1人；当选1人；得票较少1人",
        standing[2].name.zh,
    ):
        assert squeezed(told) in chinese, told
    assert squeezed("to be voted on again") not in english


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Drawn from the seed"),
        ("zh", "抽签种子"),
        ("de", "Gezogen aus dem Startwert"),
        ("fr", "Tiré de la graine"),
    ],
)
def test_minutes_print_what_a_lot_was_drawn_from(language: str, told: str) -> None:
    stated_by_the_bylaws(("election.tie_rule", "lot"))
    motion, _standing = council(TIE, seats=2)
    (decision,) = settle(motion, "lot")
    drawn = draw_lot(decision=decision, called="271828", by=None, at=minute(9))
    resolve.resolve_motion(motion=motion, by=None, at=minute(20))
    printed = minutes_of(motion, language)
    assert squeezed(told) in printed
    assert squeezed(drawn.seed) in printed
    for row in drawn.tied:
        assert squeezed(row["candidate"]) in printed
        assert squeezed(row["digest"]) in printed


def test_sheet_of_the_first_round_tells_who_is_elected_before_the_second_is_held() -> None:
    motion, standing = council(TIE, seats=2)
    first = motion.election
    assert first is not None
    settle(motion, "run_off")
    sheet = squeezed(text_of(papers.result_sheet(election=first, language="en")))
    assert squeezed("tied at the last seat") in sheet
    assert squeezed("Elected: 1.") in sheet
    assert squeezed("Run-off among the tied, for 1 seat.") in sheet
    assert motion.election is not None
    ballot = squeezed(text_of(ballot_papers(election=motion.election, copies=1, language="zh")))
    assert squeezed(standing[2].name.zh) in ballot
    assert squeezed(standing[0].name.zh) not in ballot


def test_resolution_has_the_meetings_words_on_vacant_seats() -> None:
    motion, _standing = council([(6, 1, 0), (3, 3, 1)], seats=2)
    settle(motion, "vacant", decided=METHOD)
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(9))
    printed = squeezed(text_of(papers.resolution_paper(resolution=resolution, language="en")))
    assert squeezed("The seats stay vacant, for 1 seat.") in printed
    assert squeezed(f"Decided by the meeting: {METHOD}") in printed
    assert "《村民委员会组织法》第十五条（类推）" in resolution.citation.zh
