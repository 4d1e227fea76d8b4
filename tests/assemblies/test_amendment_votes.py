"""Amendments at a meeting: on the agenda, voted en bloc and by unit, adopted or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from assemblies.domain import amendment_votes, hands, plan, resolve, session
from assemblies.domain.amendment_votes import put_amendment, put_aside
from assemblies.domain.proposals import proposal_of
from assemblies.enums import ItemState, Method, Phase
from assemblies.errors import (
    AmendmentNotReady,
    AmendmentOnAgenda,
    ItemNeedsVote,
    RuleRefused,
    UnitsUndecided,
)
from assemblies.models import AgendaItem, Assembly, Motion, Resolution
from bylaws.choices import AmendmentState, VoteOutcome
from bylaws.domain import adoption, amending, chain, editing, stored, versions
from bylaws.enums import Matter, Outcome, ProvisionKind
from bylaws.models import Amendment, Version
from members.enums import BodyKind
from records.models import Decision
from tests.factories.assemblies import (
    DAY,
    SENT_AT,
    STARTS_AT,
    add_motion,
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

OLD = "第一条 甲。\n第二条 依照第三条：\n（一）子。\n第三条 丙。"
NEW = "第一条 甲一。\n第二条 新。\n第三条 依照第四条：\n（一）子。\n第四条 丙。"
ALL, EXACTLY, TOO_FEW, NONE = (7, 0, 0), (5, 2, 0), (4, 3, 0), (0, 7, 0)
"""Of seven present; two thirds are five."""


@pytest.fixture(autouse=True)
def told_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def submitted(
    title: str = "修正案", first: str = "甲一。", base: Version | None = None
) -> Amendment:
    """Two units: another first article, and a new one behind it, by which references move."""
    if base is None:
        base = bring_into_force(make_version(make_regulation(), OLD), date(2021, 4, 15))
    amendment = make_amendment(base, title=title)
    identity = stored.provisions_of(base)[0].identity
    editing.replace_provision(
        amendment=amendment, provision=identity, text=first, revision=0, by=None, at=AT
    )
    editing.insert_provision(
        amendment=amendment,
        after=identity,
        kind=ProvisionKind.ARTICLE,
        text="新。",
        revision=1,
        by=None,
        at=AT,
    )
    return adoption.submit_amendment(amendment=amendment, by=None, at=AT)


def put(assembly: Assembly, amendment: Amendment, *, by_unit: bool) -> list[Motion]:
    items = put_amendment(
        assembly=assembly,
        amendment=amendment,
        by_unit=by_unit,
        method=Method.SHOW_OF_HANDS,
        by=None,
        at=SENT_AT,
    )
    return [Motion.objects.get(item=item) for item in items]


def on_the_table(*, by_unit: bool) -> tuple[Amendment, list[Motion]]:
    assembly, amendment = make_assembly(), submitted()
    motions = put(assembly, amendment, by_unit=by_unit)
    opened(assembly)
    return amendment, motions


def adopted_texts(amendment: Amendment) -> list[str]:
    rows = amendment.regulation.versions.filter(adoption__isnull=False).exclude(
        pk=amendment.base_id
    )
    return [versions.text_of(row) for row in rows]


def state_of(amendment: Amendment) -> tuple[str, list[str]]:
    amendment.refresh_from_db()
    return amendment.state, [row.outcome for row in amendment.changes.all()]


def test_amendment_en_bloc_is_one_item_on_its_draft() -> None:
    amendment, (motion,) = on_the_table(by_unit=False)
    assert (motion.amendment, motion.unit, motion.version) == (amendment, None, amendment.draft)
    assert motion.item.title == {
        "zh": "审议《章程》的修改：修正案",
        "en": "Bylaws: Amendment",
    }
    assert motion.text == {
        "zh": "会议决定：通过修改后的《章程》（二版）。经核准后生效，核准之前执行现行文本。",
        "en": "The meeting resolves: the Bylaws (version 二版) are adopted as amended. They take "
        "effect when they are approved; until then the text in force applies.",
    }
    assert motion.item.matter == Matter.BYLAWS


def test_amendment_by_unit_is_an_item_for_each_and_one_on_the_text() -> None:
    _amendment, motions = on_the_table(by_unit=True)
    assert [(m.item.title.zh, m.text.zh, m.unit, m.version) for m in motions] == [
        (
            "《章程》修改第1项：修改第一条",
            "会议决定：将第一条修改为：“甲一。”",
            1,
            None,
        ),
        (
            "《章程》修改第2项：在第一条之后新增一条",
            "会议决定：在第一条之后新增一条：“新。”",
            2,
            None,
        ),
        (
            "对修改后的《章程》全文进行表决",
            "会议决定：通过按照已获通过的各项修改形成的《章程》（二版）。"
            "经核准后生效，核准之前执行现行文本。",
            None,
            None,
        ),
    ]
    assert motions[0].item.title.en == "Bylaws, change 1: amend art. 1"


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
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(3))
    assert resolution.outcome == Outcome.NOT_COMPLIANT
    assert state_of(amendment) == ("submitted", ["", ""])


@pytest.mark.parametrize("by_unit", [False, True])
def test_amendment_is_put_on_one_agenda_once(by_unit: bool) -> None:
    assembly, amendment = make_assembly(), submitted()
    motions = put(assembly, amendment, by_unit=by_unit)
    assert put(assembly, amendment, by_unit=not by_unit) == motions
    other = make_assembly(starts_at=STARTS_AT.replace(day=28))
    with pytest.raises(AmendmentOnAgenda):
        put(other, amendment, by_unit=False)


def test_amendment_that_is_being_drafted_is_not_put_on_the_agenda() -> None:
    amendment = submitted()
    amending.go_to(amendment=amendment, state=AmendmentState.DRAFT, by=None, at=AT)
    with pytest.raises(AmendmentNotReady, match="being drafted"):
        put(make_assembly(), amendment, by_unit=False)


def test_bylaws_are_not_put_on_the_agenda_of_the_council() -> None:
    amendment = submitted()
    with pytest.raises(RuleRefused):
        put(make_assembly(BodyKind.COUNCIL), amendment, by_unit=True)
    assert AgendaItem.objects.count() == 0


def test_units_that_rest_on_each_other_are_not_voted_on_apart() -> None:
    base = bring_into_force(make_version(make_regulation(), OLD), date(2021, 4, 15))
    amendment = make_amendment(base)
    kinds = [ProvisionKind.ARTICLE, ProvisionKind.ITEM]
    after = stored.provisions_of(base)[0].identity
    for revision, kind in enumerate(kinds):
        after = editing.insert_provision(
            amendment=amendment,
            after=after,
            kind=kind,
            text="新：",
            revision=revision,
            by=None,
            at=AT,
        )
        amendment.refresh_from_db()
    amendment = adoption.submit_amendment(amendment=amendment, by=None, at=AT)
    assembly = make_assembly()
    with pytest.raises(RuleRefused, match="Put both in one unit"):
        put(assembly, amendment, by_unit=True)
    amendment.changes.update(unit=1)
    assert len(put(assembly, amendment, by_unit=True)) == 2


def test_units_move_on_the_agenda_together() -> None:
    assembly = make_assembly()
    first = add_motion(assembly)
    units = put(assembly, submitted(), by_unit=True)
    last = add_motion(assembly)

    def order() -> list[Motion]:
        return [item.motion for item in assembly.items.order_by("position")]

    plan.swap_up(item=units[2].item, by=None, at=SENT_AT)
    assert order() == [*units, first, last]
    plan.swap_up(item=first.item, by=None, at=SENT_AT)
    assert order() == [first, *units, last]
    moved = plan.swap_up(item=last.item, by=None, at=SENT_AT)
    assert (moved.position, order()) == (2, [first, last, *units])
    plan.swap_up(item=first.item, by=None, at=SENT_AT)
    assert order() == [first, last, *units]
    assert list(assembly.items.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_taking_one_unit_off_the_agenda_takes_them_all() -> None:
    assembly, amendment = make_assembly(), submitted()
    motions = put(assembly, amendment, by_unit=True)
    plan.remove_item(item=motions[1].item, by=None, at=SENT_AT)
    assert not assembly.items.exists()
    assert len(put(assembly, amendment, by_unit=False)) == 1


def shown(motion: Motion) -> list[str]:
    proposal = proposal_of(Motion.objects.get(pk=motion.pk))
    assert proposal is not None
    return [
        "".join(run.text for line in block.lines for run in line.runs if run.op != "delete")
        for block in proposal.result
    ]


def test_proposal_shows_a_unit_alone_and_the_text_without_what_fell() -> None:
    _amendment, (first, second, closing) = on_the_table(by_unit=True)
    assert (shown(first), shown(second)) == (["甲一。"], ["新。"])
    assert shown(closing) == ["甲一。", "新。", "依照第四条：子。", "丙。"]
    vote_by_hands(first, TOO_FEW)
    assert shown(closing) == ["甲。", "新。", "依照第四条：子。", "丙。"]
    proposal = proposal_of(Motion.objects.get(pk=closing.pk))
    assert proposal is not None
    assert (proposal.dropped, proposal.conforming) == ((1,), ("第三条",))
    assert proposal_of(None) is None
