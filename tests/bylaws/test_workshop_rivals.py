"""Amendments that compete, and one whose base moved on."""

from datetime import date

import pytest
from django.urls import reverse

from bylaws.choices import AmendmentState
from bylaws.domain import adoption, editing
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

    assert "One takes out what the other changes (第一条)" in page
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
