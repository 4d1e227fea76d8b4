"""An amendment from its first change to its version."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from bylaws.choices import AmendmentState, VoteOutcome
from bylaws.domain import chain, stored, versions
from bylaws.domain.amendments import adoption, amending, editing
from bylaws.domain.text.derive import identify
from bylaws.domain.text.provisions import parse, render
from bylaws.enums import ProvisionKind
from bylaws.errors import (
    AdoptionRefused,
    AmendmentFixed,
    ChangeUnfounded,
    EditedMeanwhile,
    NothingChanged,
)
from bylaws.models import Provision, Version
from records.models import LogEntry
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_decision,
    make_regulation,
    make_version,
)

TEXTS = Path(__file__).parent.parent / "vectors" / "texts"
KIND = ProvisionKind

DAY = date(2021, 4, 15)

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    text = "第一条 甲。\n第二条 依照第三条：\n（一）子。\n第三条 丙。"
    return bring_into_force(make_version(make_regulation(), text), date(2021, 4, 15))


@pytest.fixture
def amendment(base):
    return make_amendment(base)


def ids(version):
    return [p.identity for p in stored.provisions_of(version)]


def shown(amendment, units=None) -> str:
    return render(amending.preview(amendment, units).provisions)


def edit(amendment, index, text, revision=None):
    return editing.replace_provision(
        amendment=amendment,
        provision=ids(amendment.base)[index],
        text=text,
        revision=amendment.revision if revision is None else revision,
        by=None,
        at=AT,
    )


def insert(amendment, index, text, kind=KIND.ARTICLE):
    after = None if index is None else ids(amendment.base)[index]
    identity = editing.insert_provision(
        amendment=amendment,
        after=after,
        kind=kind,
        text=text,
        revision=amendment.revision,
        by=None,
        at=AT,
    )
    amendment.refresh_from_db()
    return identity


def submit(amendment):
    return adoption.submit_amendment(amendment=amendment, by=None, at=AT)


def adopt(amendment, units=None, day=date(2026, 12, 18)):
    return adoption.adopt_amendment(
        amendment=amendment, decision=make_decision(day), units=units, by=None, at=AT
    )


def test_sample_bylaws_are_imported_amended_and_adopted_to_the_character():
    regulation = make_regulation()
    old = (TEXTS / "bylaws-v1.txt").read_text(encoding="utf-8").strip()
    new = (TEXTS / "bylaws-v2.txt").read_text(encoding="utf-8").strip()
    base = bring_into_force(make_version(regulation, old), date(2019, 6, 28))
    amendment = make_amendment(base)
    provisions = identify(stored.provisions_of(base), parse(new))

    amending.derive_amendment(
        amendment=amendment, provisions=provisions, revision=0, by=None, at=AT
    )
    submit(amendment)
    version = adopt(amendment)

    assert versions.text_of(version) == new
    assert amendment.changes.count() == 12
    assert version.base == base
    assert chain.breaks(regulation) == []


def test_edits_show_at_once_and_references_follow(amendment):
    insert(amendment, 0, "新。")
    edit(amendment, 2, "丑。")

    assert (
        shown(amendment) == "第一条 甲。\n第二条 新。\n第三条 依照第四条：\n（一）丑。\n第四条 丙。"
    )


def test_new_article_is_put_behind_the_whole_article(amendment):
    insert(amendment, 1, "新条。")

    assert (
        shown(amendment)
        == "第一条 甲。\n第二条 依照第四条：\n（一）子。\n第三条 新条。\n第四条 丙。"
    )


def test_text_of_the_base_takes_the_change_back(amendment):
    edit(amendment, 0, "甲乙。")
    amendment.refresh_from_db()
    edit(amendment, 0, "甲。")

    assert amendment.changes.count() == 0


def test_inserted_provision_is_edited_and_dropped(amendment):
    new = insert(amendment, 0, "新。")
    editing.replace_provision(
        amendment=amendment, provision=new, text="新的\n一条。", revision=1, by=None, at=AT
    )
    assert shown(amendment).splitlines()[1] == "第二条 新的一条。"
    amendment.refresh_from_db()

    editing.repeal_provision(amendment=amendment, provision=new, revision=2, by=None, at=AT)

    assert amendment.changes.count() == 0


def test_move_and_substitute(amendment):
    first, _second, _item, third = ids(amendment.base)
    editing.move_provision(
        amendment=amendment, provision=first, after=third, revision=0, by=None, at=AT
    )
    count = editing.substitute(amendment=amendment, find="丙", put="丁", revision=1, by=None, at=AT)

    assert count == 1
    assert shown(amendment) == "第一条 依照第二条：\n（一）子。\n第二条 丁。\n第三条 甲。"


def test_word_that_stands_nowhere_is_not_replaced(amendment):
    with pytest.raises(NothingChanged):
        editing.substitute(amendment=amendment, find="无", put="有", revision=0, by=None, at=AT)


def test_frozen_numbers_are_kept(base):
    base.regulation.frozen_numbers = True
    base.regulation.save()
    amendment = make_amendment(base)
    insert(amendment, 0, "新。")
    editing.repeal_provision(
        amendment=amendment, provision=ids(base)[3], revision=1, by=None, at=AT
    )

    assert shown(amendment) == (
        "第一条 甲。\n第一条之一 新。\n第二条 依照第三条：\n（一）子。\n第三条 （删除）"
    )


def test_second_of_two_editors_is_told_and_loses_nothing(amendment):
    edit(amendment, 0, "甲一。", revision=0)

    with pytest.raises(EditedMeanwhile) as refused:
        edit(amendment, 0, "甲二。", revision=0)

    assert (refused.value.theirs, refused.value.mine) == ("甲一。", "甲二。")


def test_editors_of_two_articles_do_not_meet(amendment):
    edit(amendment, 0, "甲一。", revision=0)
    edit(amendment, 3, "丙一。", revision=0)

    assert shown(amendment).splitlines()[::3] == ["第一条 甲一。", "第三条 丙一。"]


def test_submitted_amendment_is_fixed(amendment):
    edit(amendment, 0, "甲一。")
    submit(amendment)
    amendment.refresh_from_db()

    with pytest.raises(AmendmentFixed):
        edit(amendment, 0, "甲二。")
    assert versions.text_of(amendment.draft).splitlines()[0] == "第一条 甲一。"


def test_amendment_without_changes_is_not_submitted(amendment):
    with pytest.raises(NothingChanged):
        submit(amendment)


def test_reference_to_what_goes_stops_the_vote(amendment):
    editing.repeal_provision(
        amendment=amendment, provision=ids(amendment.base)[3], revision=0, by=None, at=AT
    )

    with pytest.raises(AdoptionRefused, match="第三条"):
        submit(amendment)
    assert Version.objects.count() == 1


def test_reference_written_to_what_never_was_stops_the_vote(amendment):
    edit(amendment, 0, "依照第九十九条。")

    assert [(lost.id, lost.written) for lost in amending.preview(amendment).lost] == [
        (ids(amendment.base)[0], "第九十九条")
    ]
    with pytest.raises(AdoptionRefused, match="第九十九条"):
        submit(amendment)


def test_reference_that_the_base_had_in_vain_stops_nothing():
    text = "第一条 依照第九条。\n第二条 乙。"
    amendment = make_amendment(bring_into_force(make_version(make_regulation(), text), DAY))
    edit(amendment, 1, "丙。")

    assert submit(amendment).state == AmendmentState.SUBMITTED


def test_units_that_passed_make_the_version(amendment):
    edit(amendment, 0, "甲一。")
    amendment.refresh_from_db()
    edit(amendment, 3, "丙一。")
    first, second = amendment.changes.all()
    submit(amendment)

    version = adopt(amendment, units={second.unit})

    assert versions.text_of(version).splitlines()[::3] == ["第一条 甲。", "第三条 丙一。"]
    assert [c.outcome for c in amendment.changes.all()] == [
        VoteOutcome.REJECTED,
        VoteOutcome.ADOPTED,
    ]
    assert first.unit != second.unit


def test_nothing_is_adopted_where_no_unit_passed(amendment):
    edit(amendment, 0, "甲一。")
    submit(amendment)

    with pytest.raises(AdoptionRefused):
        adopt(amendment, units=set())
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.SUBMITTED


def test_adopting_again_gives_the_same_version(amendment):
    edit(amendment, 0, "甲一。")
    submit(amendment)
    assert adopt(amendment) == adopt(amendment)


def test_base_that_moved_on_is_noticed(base, amendment):
    edit(amendment, 0, "甲一。")
    submit(amendment)
    other = make_amendment(base, title="另案")
    edit(other, 3, "丙一。")
    submit(other)
    adopt(other)

    with pytest.raises(AdoptionRefused, match="newer version"):
        adopt(amendment)


def test_change_that_knew_another_base_is_not_adopted(amendment):
    edit(amendment, 0, "甲一。")
    submit(amendment)
    amendment.changes.update(base_digest="0" * 64)

    with pytest.raises(AdoptionRefused):
        adopt(amendment)


def test_rejected_and_withdrawn(amendment, base):
    edit(amendment, 0, "甲一。")
    submit(amendment)
    adoption.reject_amendment(amendment=amendment, by=None, at=AT)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.REJECTED

    other = make_amendment(base)
    amending.go_to(amendment=other, state=AmendmentState.WITHDRAWN, by=None, at=AT)
    with pytest.raises(AmendmentFixed):
        amending.go_to(amendment=other, state=AmendmentState.ADOPTED, by=None, at=AT)


def test_change_that_others_rest_on_is_not_dropped(amendment):
    new = insert(amendment, 0, "新：")
    editing.insert_provision(
        amendment=amendment, after=new, kind=KIND.ITEM, text="项。", revision=1, by=None, at=AT
    )
    first = amendment.changes.first()

    with pytest.raises(ChangeUnfounded):
        editing.drop_change(change=first, revision=2, by=None, at=AT)


def test_every_act_is_logged(amendment):
    edit(amendment, 0, "甲一。")
    submit(amendment)
    events = LogEntry.objects.filter(stream__name="bylaws").values_list("event", flat=True)
    assert list(events)[-4:] == [
        "amendment_opened",
        "provision_replaced",
        "version_recorded",
        "amendment_submitted",
    ]


@pytest.mark.parametrize(
    ("model", "change"),
    [(Provision, {"text": "改"}), (Version, {"digest": "0" * 64}), (Version, {"chain": "x"})],
)
def test_database_refuses_to_change_a_recorded_text(base, model, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


def test_chain_tells_a_text_that_was_changed(base):
    """The row is put back in another way than by an update, as who owns the database could."""
    row = base.provisions.first()
    row.delete()
    Provision.objects.create(
        version=base,
        position=row.position,
        permanent_id=row.permanent_id,
        kind=row.kind,
        text="改。",
    )

    (broken,) = chain.breaks(base.regulation)
    assert (broken.version, broken.is_text) == (base, True)


def test_two_amendments_with_one_wording_make_two_drafts(base):
    """Each has provisions of its own, which its comments and its rules name."""
    one, other = make_amendment(base, title="甲案"), make_amendment(base, title="乙案")
    new = [insert(amendment, 0, "新。") for amendment in (one, other)]
    drafts = [submit(amendment).draft for amendment in (one, other)]

    assert [versions.text_of(draft) for draft in drafts] == [shown(one)] * 2
    assert [ids(draft)[1] for draft in drafts] == new


def test_draft_submitted_again_takes_the_new_name(amendment):
    edit(amendment, 0, "甲一。")
    submit(amendment)
    amending.go_to(amendment=amendment, state=AmendmentState.DRAFT, by=None, at=AT)
    amendment.refresh_from_db()
    amendment.label = {"zh": "三版", "en": "third"}
    amendment.save()
    submit(amendment)
    version = adopt(amendment)

    assert version.label.zh == "三版"
    assert Version.objects.count() == 2
