"""Texts in the database: immutable versions, permanent ids, and what is in force on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bylaws.choices import RegulationKind
from bylaws.domain import in_force, recording, versions
from bylaws.domain.parameters import BylawsParameter
from bylaws.enums import BodyKind, ChangeKind, Matter
from bylaws.errors import ApprovalUntimely, ParameterInvalid, TextUnreadable
from bylaws.models import Association, Regulation, Version
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision

AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)
TEXTS = Path(__file__).parent.parent / "vectors" / "texts"
QUORUM = {"base": "entitled", "num": 3, "den": 4, "comparison": "ge"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def bylaws() -> Regulation:
    Association.objects.create(name=Translated(zh="协会", en="Association"), profile="cn")
    return recording.open_regulation(
        kind=RegulationKind.BYLAWS, title=Translated(zh="章程", en="Bylaws"), by=None, at=AT
    )


def import_text(regulation: Regulation, text: str, **more: object) -> Version:
    label = Translated(zh="一版", en="first")
    return recording.import_version(
        regulation=regulation, text=text, label=label, by=None, at=AT, **more
    )


def sample(name: str) -> str:
    return (TEXTS / name).read_text(encoding="utf-8").strip()


def decide(day: date) -> Decision:
    return Decision.objects.create(
        kind=DecisionKind.ADOPTION,
        title=Translated(en="Bylaws"),
        decided_on=day,
        body_name=Translated(en="General assembly"),
        recorded_at=AT,
    )


def bring_into_force(version: Version, day: date) -> None:
    versions.adopt_version(version=version, decision=decide(day), by=None, at=AT)
    versions.approve_version(
        version=version, decision=decide(day), effective_on=day, by=None, at=AT
    )


def test_stored_text_comes_back_to_the_character(bylaws):
    assert versions.text_of(import_text(bylaws, sample("bylaws-v2.txt"))) == sample("bylaws-v2.txt")


def test_text_with_a_wrong_number_is_refused_whole(bylaws):
    with pytest.raises(TextUnreadable):
        import_text(bylaws, "第一条 甲\n第三条 乙")

    assert not Version.objects.exists()


def test_unknown_parameter_is_refused_whole(bylaws):
    wrong = BylawsParameter(key="assembly.colour", value="red", article_ref="第一条")

    with pytest.raises(ParameterInvalid):
        import_text(bylaws, "第一条 甲", parameters=[wrong])

    assert not Version.objects.exists()


def test_same_text_on_the_same_base_is_the_same_version(bylaws):
    assert import_text(bylaws, "第一条 甲") == import_text(bylaws, "第一条 甲\n")


def test_provisions_keep_their_ids_through_an_amendment(bylaws):
    old = import_text(bylaws, "第一条 会员大会\n第二条 理事会\n第三条 监事会")
    new = import_text(
        bylaws, "第一条 会员大会\n第二条 新设一条\n第三条 理事会\n第四条 监事会", base=old
    )
    ids = {row.text: row.permanent_id for row in old.provisions.all()}

    kept = {row.text: row.permanent_id for row in new.provisions.all()}

    assert {text: kept[text] for text in ids} == ids
    assert kept["新设一条"] not in ids.values()


def test_changes_leave_out_what_was_only_renumbered(bylaws):
    old = import_text(bylaws, "第一条 会员大会\n第二条 理事会")
    new = import_text(bylaws, "第一条 会员大会\n第二条 新设一条\n第三条 理事会", base=old)

    (change,) = versions.changes_between(old, new)

    assert (change.kind, change.new_label, change.new_text) == (
        ChangeKind.ADDED,
        "第二条",
        "新设一条",
    )


def test_bylaws_adopted_and_not_approved_do_not_govern(bylaws):
    first = import_text(bylaws, "第一条 甲")
    bring_into_force(first, date(2021, 4, 15))
    second = import_text(bylaws, "第一条 乙", base=first)
    versions.adopt_version(version=second, decision=decide(date(2026, 12, 18)), by=None, at=AT)

    assert versions.version_on(regulation=bylaws, day=date(2026, 12, 18)) == first
    second.refresh_from_db()
    assert versions.status_on(version=second, day=date(2026, 12, 18)).tone == "wait"

    versions.approve_version(
        version=second,
        decision=decide(date(2027, 1, 10)),
        effective_on=date(2027, 1, 10),
        by=None,
        at=AT,
    )
    assert versions.version_on(regulation=bylaws, day=date(2027, 1, 9)) == first
    assert versions.text_on(regulation=bylaws, day=date(2027, 1, 9)) == "第一条 甲"
    assert versions.text_on(regulation=bylaws, day=date(2027, 1, 10)) == "第一条 乙"
    assert versions.text_on(regulation=bylaws, day=date(2021, 4, 14)) is None
    assert versions.version_on(regulation=bylaws, day=date(2027, 1, 10)) == second


def test_draft_is_not_approved_and_no_approval_reaches_back(bylaws):
    """An approval on record before the adoption would let the text govern the day it is adopted."""
    draft = import_text(bylaws, "第一条 甲")
    approval = decide(date(2027, 1, 10))

    def approve(effective_on: date) -> None:
        versions.approve_version(
            version=draft, decision=approval, effective_on=effective_on, by=None, at=AT
        )

    with pytest.raises(ApprovalUntimely):
        approve(date(2027, 1, 10))
    versions.adopt_version(version=draft, decision=decide(date(2026, 12, 18)), by=None, at=AT)
    with pytest.raises(ApprovalUntimely):
        approve(date(2026, 12, 18))
    draft.refresh_from_db()
    assert (draft.approval, draft.effective_on) == (None, None)


def test_other_texts_hold_from_the_day_of_the_decision(bylaws):
    rules = recording.open_regulation(
        kind=RegulationKind.FINANCIAL_RULES, title=Translated(en="Financial rules"), by=None, at=AT
    )
    version = import_text(rules, "第一条 甲")
    versions.adopt_version(version=version, decision=decide(date(2026, 12, 18)), by=None, at=AT)

    assert versions.version_on(regulation=rules, day=date(2026, 12, 17)) is None
    assert versions.version_on(regulation=rules, day=date(2026, 12, 18)) == version


def test_rulebook_cites_the_version_in_force_on_its_day(bylaws):
    stated = [BylawsParameter(key="assembly.quorum", value=QUORUM, article_ref="第一条第一款")]
    text = "第一条 甲。\n乙。"
    bring_into_force(import_text(bylaws, text, parameters=stated), date(2021, 4, 15))

    before = in_force.rulebook_on(date(2021, 4, 14))
    on = in_force.rulebook_on(date(2021, 4, 15))

    assert _quorum(before) == (2, 3)
    assert _quorum(on) == (3, 4)
    rule = on.rule_for(BodyKind.GENERAL_ASSEMBLY, Matter.BYLAWS)
    assert rule.citations["quorum"][0].zh == "《章程》（一版）第一条第一款"
    assert rule.citations["quorum"][0].en == "Bylaws (first), art. 1, para. 1"


def _quorum(book):
    quorum = book.rule_for(BodyKind.GENERAL_ASSEMBLY, Matter.BYLAWS).quorum
    return quorum.num, quorum.den
