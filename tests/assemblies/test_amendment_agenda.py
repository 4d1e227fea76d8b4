"""Amendments on the agenda: en bloc, by unit, together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from assemblies.domain.planning import plan
from assemblies.domain.planning.proposals import proposal_of
from assemblies.errors import (
    AmendmentNotReady,
    AmendmentOnAgenda,
    RuleRefused,
)
from assemblies.models import AgendaItem, Motion
from bylaws.choices import AmendmentState
from bylaws.domain import stored
from bylaws.domain.amendments import adoption, amending, editing
from bylaws.enums import Matter, ProvisionKind
from members.enums import BodyKind
from tests.factories.amendments import OLD, TOO_FEW, on_the_table, put, submitted
from tests.factories.assemblies import (
    SENT_AT,
    STARTS_AT,
    add_motion,
    make_assembly,
    vote_by_hands,
)
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


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
