"""Amendments at a meeting: voted en bloc and by unit, adopted or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from assemblies.domain.planning import amendment_votes
from assemblies.domain.planning.amendment_votes import put_aside
from assemblies.domain.sitting import hands, resolve, session
from assemblies.enums import ItemState, Phase
from assemblies.errors import (
    AmendmentChanged,
    ItemNeedsVote,
    RuleRefused,
    UnitsUndecided,
)
from assemblies.models import Motion, QuorumCheck, Resolution
from bylaws.choices import AmendmentState, VoteOutcome
from bylaws.domain import chain, stored, versions
from bylaws.domain.amendments import adoption, amending, editing
from bylaws.enums import Outcome
from bylaws.models import Amendment
from records.models import Decision
from tests.factories.amendments import (
    ALL,
    EXACTLY,
    NEW,
    NONE,
    OLD,
    TOO_FEW,
    on_the_table,
    put,
    submitted,
)
from tests.factories.assemblies import (
    DAY,
    make_assembly,
    minute,
    opened,
    vote_by_hands,
)
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_decision,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def adopted_texts(amendment: Amendment) -> list[str]:
    rows = amendment.regulation.versions.filter(adoption__isnull=False).exclude(
        pk=amendment.base_id
    )
    return [versions.text_of(row) for row in rows]


def state_of(amendment: Amendment) -> tuple[str, list[str]]:
    amendment.refresh_from_db()
    return amendment.state, [row.outcome for row in amendment.changes.all()]


def test_vote_that_reaches_the_threshold_exactly_adopts() -> None:
    amendment, (motion,) = on_the_table(by_unit=False)
    resolution = vote_by_hands(motion, EXACTLY)
    motion.refresh_from_db()
    assert resolution.outcome == Outcome.PASSED
    assert state_of(amendment) == ("adopted", ["adopted", "adopted"])
    assert adopted_texts(amendment) == [NEW]
    assert motion.version == amendment.result
    assert motion.version.adoption == resolution.decision
    assert (motion.version.effective_on, motion.version.adoption.decided_on) == (None, DAY)
    assert chain.breaks(amendment.regulation) == []


def test_vote_that_misses_the_threshold_by_one_rejects() -> None:
    amendment, (motion,) = on_the_table(by_unit=False)
    resolution = vote_by_hands(motion, TOO_FEW)
    assert resolution.outcome == Outcome.FAILED
    assert state_of(amendment) == ("rejected", ["rejected", "rejected"])
    assert adopted_texts(amendment) == []


def test_vote_on_a_unit_adopts_nothing_by_itself() -> None:
    amendment, motions = on_the_table(by_unit=True)
    for motion in motions[:2]:
        vote_by_hands(motion, ALL)
    assert state_of(amendment) == ("submitted", ["", ""])
    assert adopted_texts(amendment) == []


@pytest.mark.parametrize(
    ("votes", "text"),
    [
        ((ALL, EXACTLY), NEW),
        ((EXACTLY, TOO_FEW), OLD.replace("甲", "甲一")),
        (
            (TOO_FEW, EXACTLY),
            "第一条 甲。\n第二条 新。\n第三条 依照第四条：\n（一）子。\n第四条 丙。",
        ),
    ],
)
def test_units_that_were_carried_make_the_text(
    votes: tuple[tuple[int, int, int], ...], text: str
) -> None:
    amendment, (first, second, closing) = on_the_table(by_unit=True)
    outcomes = [vote_by_hands(m, v).outcome for m, v in zip((first, second), votes, strict=True)]
    resolution = vote_by_hands(closing, EXACTLY)
    closing.refresh_from_db()
    told = {Outcome.PASSED: VoteOutcome.ADOPTED, Outcome.FAILED: VoteOutcome.REJECTED}
    assert state_of(amendment) == ("adopted", [told[Outcome(one)] for one in outcomes])
    assert adopted_texts(amendment) == [text]
    assert (closing.version, closing.version.adoption) == (amendment.result, resolution.decision)


def test_closing_vote_that_fails_rejects_even_what_was_carried() -> None:
    amendment, (first, second, closing) = on_the_table(by_unit=True)
    for motion in (first, second):
        vote_by_hands(motion, ALL)
    vote_by_hands(closing, TOO_FEW)
    assert state_of(amendment) == ("rejected", ["rejected", "rejected"])
    assert adopted_texts(amendment) == []


def test_closing_vote_waits_for_every_unit() -> None:
    _amendment, (first, second, closing) = on_the_table(by_unit=True)
    vote_by_hands(first, ALL)
    with pytest.raises(UnitsUndecided, match=f"item {second.item.position}"):
        vote_by_hands(closing, ALL)
    closing.refresh_from_db()
    assert closing.present is None


def test_nothing_is_left_to_vote_on_where_every_unit_was_voted_down() -> None:
    amendment, (first, second, closing) = on_the_table(by_unit=True)
    vote_by_hands(first, NONE)
    session.set_current(item=closing.item, by=None, at=minute(3))
    with pytest.raises(ItemNeedsVote):
        put_aside(item=closing.item, by=None, at=minute(3))
    vote_by_hands(second, TOO_FEW)
    session.set_current(item=closing.item, by=None, at=minute(3))
    for _again in range(2):
        item = put_aside(item=closing.item, by=None, at=minute(4))
    assert (item.state, item.note) == (ItemState.DONE, amendment_votes.NOTHING_CARRIED)
    assert state_of(amendment) == ("rejected", ["rejected", "rejected"])
    meeting = session.close_meeting(assembly=item.assembly, by=None, at=minute(5))
    assert meeting.phase == Phase.MINUTES


def test_resolving_twice_gives_the_resolution_that_stands() -> None:
    amendment, (motion,) = on_the_table(by_unit=False)
    first = vote_by_hands(motion, ALL)
    again = resolve.resolve_motion(motion=motion, by=None, at=minute(9))
    assert (again, Resolution.objects.count()) == (first, 1)
    assert adopted_texts(amendment) == [NEW]


def test_base_that_moved_on_refuses_the_resolution_as_a_whole() -> None:
    amendment, (motion,) = on_the_table(by_unit=False)
    rival = submitted("另案", "甲二。", base=amendment.base)
    adoption.adopt_amendment(amendment=rival, decision=make_decision(DAY), by=None, at=AT)
    decisions = Decision.objects.count()
    with pytest.raises(RuleRefused, match="newer version"):
        vote_by_hands(motion, ALL)
    motion.item.refresh_from_db()
    assert (Resolution.objects.count(), Decision.objects.count()) == (0, decisions)
    assert (motion.item.state, state_of(amendment)[0]) == (ItemState.CURRENT, "submitted")
    # The meeting goes on: the item is put aside, the amendment may be based on the newer text.
    item = put_aside(item=motion.item, by=None, at=minute(4))
    assert (item.state, item.note) == (ItemState.DONE, amendment_votes.MOVED_ON)
    assert state_of(amendment)[0] == "submitted"


def test_amendment_that_was_withdrawn_is_not_resolved_and_put_aside() -> None:
    amendment, (motion,) = on_the_table(by_unit=False)
    amending.go_to(amendment=amendment, state=AmendmentState.WITHDRAWN, by=None, at=AT)
    with pytest.raises(RuleRefused, match="withdrawn"):
        vote_by_hands(motion, ALL)
    item = put_aside(item=motion.item, by=None, at=minute(4))
    assert (item.state, item.note) == (ItemState.DONE, amendment_votes.NOT_SUBMITTED)


@pytest.mark.parametrize("by_unit", [False, True])
def test_amendment_edited_after_it_was_announced_is_not_voted_on(by_unit: bool) -> None:
    amendment, motions = on_the_table(by_unit=by_unit)
    amending.go_to(amendment=amendment, state=AmendmentState.DRAFT, by=None, at=AT)
    amendment.refresh_from_db()
    editing.replace_provision(
        amendment=amendment,
        provision=stored.provisions_of(amendment.base)[0].identity,
        text="另一文字。",
        revision=amendment.revision,
        by=None,
        at=AT,
    )
    adoption.submit_amendment(amendment=amendment, by=None, at=AT)
    for motion in motions:
        with pytest.raises(AmendmentChanged, match="changed after it was put"):
            vote_by_hands(motion, ALL)
        item = put_aside(item=motion.item, by=None, at=minute(4))
        assert (item.state, item.note) == (ItemState.DONE, amendment_votes.CHANGED)
    assert (state_of(amendment)[0], adopted_texts(amendment)) == ("submitted", [])


def test_amendment_edited_between_the_count_and_the_resolution_is_not_adopted() -> None:
    amendment, (motion,) = on_the_table(by_unit=False)
    session.set_current(item=motion.item, by=None, at=minute(2))
    motion = hands.record_show_of_hands(
        motion=motion,
        votes_for=ALL[0],
        votes_against=ALL[1],
        abstentions=ALL[2],
        by=None,
        at=minute(3),
    )
    amending.go_to(amendment=amendment, state=AmendmentState.DRAFT, by=None, at=AT)
    amendment.refresh_from_db()
    editing.drop_change(
        change=amendment.changes.last(), revision=amendment.revision, by=None, at=AT
    )
    adoption.submit_amendment(amendment=amendment, by=None, at=AT)
    with pytest.raises(AmendmentChanged):
        resolve.resolve_motion(motion=motion, by=None, at=minute(4))
    assert (Resolution.objects.count(), adopted_texts(amendment)) == (0, [])


def test_dangling_reference_of_what_was_carried_refuses_the_resolution() -> None:
    base = bring_into_force(make_version(make_regulation(), OLD), date(2021, 4, 15))
    amendment = make_amendment(base)
    rows = stored.provisions_of(base)
    editing.repeal_provision(
        amendment=amendment, provision=rows[3].identity, revision=0, by=None, at=AT
    )
    editing.replace_provision(
        amendment=amendment, provision=rows[1].identity, text="依照：", revision=1, by=None, at=AT
    )
    amendment = adoption.submit_amendment(amendment=amendment, by=None, at=AT)
    assembly = make_assembly()
    motions = put(assembly, amendment, by_unit=True)
    opened(assembly)
    mends, repeals = sorted(motions[:2], key=lambda m: "删去" in m.text.zh)
    vote_by_hands(repeals, ALL)
    vote_by_hands(mends, NONE)
    with pytest.raises(RuleRefused, match="第三条"):
        vote_by_hands(motions[2], ALL)
    assert state_of(amendment)[0] == "submitted"
    assert adopted_texts(amendment) == []


def test_vote_of_a_wrong_form_neither_adopts_nor_rejects() -> None:
    """Without a quorum there is no vote at all; with a form that is wrong it may be held again."""
    amendment, (motion,) = on_the_table(by_unit=False)
    session.set_current(item=motion.item, by=None, at=minute(1))
    hands.record_show_of_hands(
        motion=motion, votes_for=7, votes_against=0, abstentions=0, by=None, at=minute(2)
    )
    Motion.objects.filter(pk=motion.pk).update(present=2, votes_for=2)
    QuorumCheck.objects.filter(item=motion.item).update(present=2, votes=2)
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(3))
    assert resolution.outcome == Outcome.NOT_COMPLIANT
    assert state_of(amendment) == ("submitted", ["", ""])
