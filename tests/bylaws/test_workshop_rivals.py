"""Amendments that compete, and one whose base moved on."""

from datetime import date

import pytest
from django.urls import reverse

from bylaws.choices import AmendmentState
from bylaws.domain.amendments import adoption, competing, editing, rebasing
from bylaws.enums import ProvisionKind
from bylaws.errors import ChangeUnfounded
from bylaws.models import Amendment
from tests.bylaws.workshop import (
    TEXT,
    ids,
    page_of,
    replace,
    rival,
    shown,
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


@pytest.fixture
def base():
    return bring_into_force(make_version(make_regulation(), TEXT), date(2021, 4, 15))


@pytest.fixture
def amendment(base):
    return make_amendment(base)


def test_rivals_that_stand_apart_are_combined_once_confirmed(office, base, amendment):
    replace(amendment, 1, "甲乙子，丁戊己。")
    other = rival(base, 1, "甲乙丙，丁戊丑。", "另案")
    address = reverse("bylaws:rival", args=[amendment.pk, other.pk])
    assert address in office.get(page_of(amendment)).content.decode()
    page = office.get(address)
    field = f"text_{ids(base)[1]}"
    assert page.context["form"][field].value() == "甲乙子，丁戊丑。"

    office.post(
        address, {"combine": "", "title_zh": "合并案", "title_en": "", field: "甲乙子，丁戊丑。"}
    )

    both = Amendment.objects.get(title__zh="合并案")
    assert shown(both)[1] == "第一条 甲乙子，丁戊丑。"
    amendment.refresh_from_db()
    assert (amendment.state, amendment.obsolete_by) == (AmendmentState.OBSOLETE, both)


def test_colliding_rivals_need_a_text_or_a_preference(office, base, amendment):
    replace(amendment, 1, "子丑寅。")
    other = rival(base, 1, "卯辰巳。", "另案")
    address = reverse("bylaws:rival", args=[amendment.pk, other.pk])
    page = office.get(address).content.decode()
    assert "to be settled" in page

    refused = office.post(address, {"combine": "", "title_zh": "合并案", "title_en": ""})
    assert refused.status_code == 200
    assert Amendment.objects.count() == 2
    office.post(address, {"prefer": str(other.pk)})

    amendment.refresh_from_db()
    assert (amendment.state, amendment.obsolete_by) == (AmendmentState.OBSOLETE, other)
    assert "gave way to" in office.get(page_of(amendment)).content.decode()


def test_what_one_takes_out_and_the_other_changes_is_not_combined(office, base, amendment):
    replace(amendment, 1, "子丑寅。")
    other = make_amendment(base, title="删除案")
    editing.repeal_provision(amendment=other, provision=ids(base)[1], revision=0, by=None, at=AT)
    address = reverse("bylaws:rival", args=[amendment.pk, other.pk])

    page = office.get(address).content.decode()
    refused = office.post(address, {"combine": "", "title_zh": "合并案"}).content.decode()

    assert "One takes out what the other changes, or they move it to two places (第一条)" in page
    assert "cannot be combined; prefer one: 第一条" in refused or Amendment.objects.count() == 2
    assert Amendment.objects.count() == 2


def test_rivals_are_of_one_version(office, amendment):
    other = make_amendment(make_version(make_regulation("report"), "第一条 甲。"))
    for one in (other, amendment):
        address = reverse("bylaws:rival", args=[amendment.pk, one.pk])
        assert office.get(address).status_code == 404


def move_base_on(base, text):
    other = rival(base, 1, text, "先行案")
    adoption.submit_amendment(amendment=other, by=None, at=AT)
    return adoption.adopt_amendment(
        amendment=other, decision=make_decision(date(2026, 12, 18)), by=None, at=AT
    )


def test_base_that_moved_on_is_followed(office, base, amendment):
    replace(amendment, 3, "新子；")
    new = move_base_on(base, "新。")
    address = reverse("bylaws:amendment_rebase", args=[amendment.pk])
    assert address in office.get(page_of(amendment)).content.decode()

    office.post(address)

    amendment.refresh_from_db()
    assert amendment.base == new
    assert office.get(address).status_code == 302


def test_collision_with_the_new_base_is_settled_by_a_person(office, base, amendment):
    replace(amendment, 1, "子丑寅。")
    new = move_base_on(base, "卯辰巳。")
    address = reverse("bylaws:amendment_rebase", args=[amendment.pk])

    page = office.post(address)

    key = str(amendment.changes.get().pk)
    assert [row["one"].id for row in page.context["collisions"]] == [key]
    office.post(address, {f"settle-{key}": "text", f"text-{key}": "子丑巳。"})
    amendment.refresh_from_db()
    assert (amendment.base, shown(amendment)[1]) == (new, "第一条 子丑巳。")


def test_collision_may_drop_the_change(office, base, amendment):
    replace(amendment, 1, "子丑寅。")
    move_base_on(base, "卯辰巳。")
    key = str(amendment.changes.get().pk)

    office.post(reverse("bylaws:amendment_rebase", args=[amendment.pk]), {f"settle-{key}": "drop"})

    assert amendment.changes.count() == 0


def numbered_rivals():
    """Two amendments of one article that names another; one also puts an article in before it."""
    text = "第一条 甲乙丙丁。\n第二条 戊己庚辛，依照第三条。\n第三条 壬癸子丑。"
    base = bring_into_force(make_version(make_regulation(), text), date(2021, 4, 15))
    one, other = make_amendment(base), make_amendment(base, title="另案")
    editing.insert_provision(
        amendment=one,
        after=ids(base)[0],
        kind=ProvisionKind.ARTICLE,
        text="新。",
        revision=0,
        by=None,
        at=AT,
    )
    replace(one, 1, "戊己庚寅，依照第四条。")
    replace(other, 1, "卯己庚辛，依照第三条。")
    return base, one, other


def test_combined_text_names_what_both_meant_whatever_its_number():
    _base, one, other = numbered_rivals()

    both = competing.combine(one=one, other=other, title={"zh": "合并案"}, by=None, at=AT)

    assert shown(both)[2] == "第三条 卯己庚寅，依照第四条。"


def test_text_that_names_what_only_one_puts_in_is_settled_by_a_person(office):
    base, one, other = numbered_rivals()
    replace(one, 1, "戊己庚寅，依照第二条。")
    page = office.get(reverse("bylaws:rival", args=[one.pk, other.pk]))

    assert [row["row"].merged for row in page.context["contested"]] == [None]
    with pytest.raises(ChangeUnfounded):
        competing.combine(one=one, other=other, title={"zh": "合并案"}, by=None, at=AT)
    settled = {ids(base)[1]: "卯己庚寅，依照第三条。"}
    both = competing.combine(
        one=one, other=other, title={"zh": "合并案"}, settled=settled, by=None, at=AT
    )
    assert shown(both)[2] == "第三条 卯己庚寅，依照第四条。"


def test_what_both_take_out_goes_once(base, amendment):
    other = make_amendment(base, title="另案")
    for one in (amendment, other):
        editing.repeal_provision(amendment=one, provision=ids(base)[1], revision=0, by=None, at=AT)

    both = competing.combine(one=amendment, other=other, title={"zh": "合并案"}, by=None, at=AT)

    assert shown(both)[1].startswith("第一条 依照第二条")


def test_rebased_text_names_what_it_meant_in_the_new_numbers():
    """The new version puts an article in before what the amendment names."""
    _base, one, other = numbered_rivals()
    adoption.submit_amendment(amendment=one, by=None, at=AT)
    new = adoption.adopt_amendment(
        amendment=one, decision=make_decision(date(2026, 12, 18)), by=None, at=AT
    )

    rebasing.rebase_amendment(amendment=other, onto=new, by=None, at=AT)

    assert shown(other)[2] == "第三条 卯己庚寅，依照第四条。"


def test_amendment_with_its_own_numbers_is_carried_to_new_ones():
    """It names by the numbers that it makes itself; the new version has yet others."""
    _base, one, other = numbered_rivals()
    editing.insert_provision(
        amendment=other,
        after=None,
        kind=ProvisionKind.ARTICLE,
        text="首条，依照第三条。",
        revision=1,
        by=None,
        at=AT,
    )
    replace(other, 1, "卯己庚辛，依照第四条。")
    adoption.submit_amendment(amendment=one, by=None, at=AT)
    new = adoption.adopt_amendment(
        amendment=one, decision=make_decision(date(2026, 12, 18)), by=None, at=AT
    )

    rebasing.rebase_amendment(amendment=other, onto=new, by=None, at=AT)

    assert shown(other) == [
        "第一条 首条，依照第五条。",
        "第二条 甲乙丙丁。",
        "第三条 新。",
        "第四条 卯己庚寅，依照第五条。",
        "第五条 壬癸子丑。",
    ]
