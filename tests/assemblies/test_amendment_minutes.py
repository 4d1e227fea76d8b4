"""What the minutes and the resolutions say of amendments: each vote, and what came of it."""

from __future__ import annotations

import re

import pytest

from assemblies.domain.planning.amendment_votes import put_aside
from assemblies.domain.sitting.session import set_current
from assemblies.domain.writing.minutes import print_minutes
from assemblies.domain.writing.minutes_facts import as_data, build_facts, digest_of
from assemblies.domain.writing.minutes_facts.shapes import (
    AmendmentFacts,
    ArticleFacts,
    BlockFacts,
    ItemFacts,
    LineFacts,
    RunFacts,
)
from assemblies.domain.writing.papers import resolution_paper
from assemblies.models import Assembly, Motion, Resolution
from bylaws.models import Amendment
from records.fields import Translated
from tests.factories.amendments import ALL, EXACTLY, TOO_FEW, on_the_table
from tests.factories.assemblies import minute, vote_by_hands
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db

WHY = Translated(zh="更准确。", en="To be exact.")


def held(*votes: tuple[int, int, int], by_unit: bool) -> tuple[Amendment, list[Motion]]:
    amendment, motions = on_the_table(by_unit=by_unit)
    amendment.changes.filter(unit=1).update(reason=WHY)
    Amendment.objects.filter(pk=amendment.pk).update(reason=WHY)
    for motion, vote in zip(motions, votes, strict=False):
        vote_by_hands(motion, vote)
    amendment.refresh_from_db()
    return amendment, motions


def assembly_of(motions: list[Motion]) -> Assembly:
    return Assembly.objects.get(pk=motions[0].item.assembly_id)


def items(motions: list[Motion]) -> list[ItemFacts]:
    return build_facts(assembly_of(motions)).meeting.items


def printed(motions: list[Motion], language: str) -> str:
    data = as_data(build_facts(assembly_of(motions)))
    content = print_minutes(
        data, language=language, digest=digest_of(data), version=1, state="draft"
    )
    return re.sub(r"\s+", "", text_of(content))


def test_unit_is_told_with_its_redline_and_its_reason() -> None:
    _amendment, motions = held(ALL, TOO_FEW, EXACTLY, by_unit=True)
    first, second, closing = items(motions)
    kept, put_in = RunFacts("keep", "甲", False), RunFacts("insert", "一", False)
    assert first.amendment == AmendmentFacts(
        title=Translated(zh="修正案", en="Amendment"),
        proposer="理事会",
        way="unit",
        reasons=[WHY],
        redline=[
            BlockFacts(
                kind="amended",
                old_number="第一条",
                new_number="第一条",
                is_moved=False,
                lines=[
                    LineFacts(
                        kind="article",
                        op="keep",
                        old_mark="第一条",
                        new_mark="第一条",
                        runs=[kept, put_in, RunFacts("keep", "。", False)],
                    )
                ],
            )
        ],
        conforming=[],
        left_out=[],
    )
    assert second.amendment is not None
    assert second.amendment.conforming == ["第三条"]
    assert (first.outcome, second.outcome, closing.outcome) == ("passed", "failed", "passed")
    assert (first.version, second.version) == (None, None)


def test_closing_vote_tells_the_version_its_digest_and_chain() -> None:
    amendment, motions = held(ALL, TOO_FEW, EXACTLY, by_unit=True)
    closing = items(motions)[2]
    assert closing.amendment is not None
    assert (closing.amendment.way, closing.amendment.left_out) == ("closing", [2])
    assert closing.version is not None
    assert (closing.version.digest, closing.version.chain) == (
        amendment.result.digest,
        amendment.result.chain,
    )
    assert closing.version.awaits_approval
    assert closing.version.changes == [
        ArticleFacts("amended", "第一条", "第一条", "甲。", "甲一。")
    ]


def test_amendment_en_bloc_is_told_with_what_only_follows() -> None:
    _amendment, motions = held(ALL, by_unit=False)
    (item,) = items(motions)
    assert item.amendment is not None
    assert (item.amendment.way, item.amendment.redline) == ("whole", [])
    assert (item.amendment.reasons, item.amendment.conforming) == ([WHY], ["第三条"])
    assert item.version is not None
    assert [(one.kind, one.new_number) for one in item.version.changes] == [
        ("amended", "第一条"),
        ("added", "第二条"),
    ]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "zh",
            [
                "《章程》修改第1项：修改第一条",
                "会议决定：将第一条修改为：“甲一。”",
                "更准确。",
                "对修改后的《章程》全文进行表决",
                "第三条。",
            ],
        ),
        (
            "en",
            [
                "Bylaws,change1:amendart.1",
                "Tobeexact.",
                "Voteddownandleftout:items2oftheagenda.",
                "Conformingchanges,ofnumbersonly:第三条.",
                "ofthechainofversions:",
            ],
        ),
    ],
)
def test_minutes_print_the_votes_on_units(language: str, told: list[str]) -> None:
    _amendment, motions = held(ALL, TOO_FEW, EXACTLY, by_unit=True)
    text = printed(motions, language)
    assert [words for words in told if words not in text] == []


def test_resolution_on_a_unit_shows_what_it_changes() -> None:
    _amendment, motions = held(ALL, by_unit=True)
    resolution = Resolution.objects.get(motion=motions[0])
    text = re.sub(r"\s+", "", text_of(resolution_paper(resolution=resolution, language="en")))
    assert "TheMeetingresolves".lower() in text.lower()
    assert ("Tobeexact." in text, "Struckandputin" in text) == (True, True)


def test_item_that_was_put_aside_says_why_and_waits_for_nothing() -> None:
    _amendment, motions = held(TOO_FEW, TOO_FEW, by_unit=True)
    set_current(item=motions[2].item, by=None, at=minute(4))
    put_aside(item=motions[2].item, by=None, at=minute(5))
    text = printed(motions, "en")
    assert "Noneofthechangeswascarried" in text
    assert "Notresolvedyet" not in text
