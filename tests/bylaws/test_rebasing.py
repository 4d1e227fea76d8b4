"""Amendments whose base moved on: carried over, or refused; never guessed."""

from datetime import date

import pytest

from bylaws.domain import stored
from bylaws.domain.amendments import editing
from bylaws.enums import ProvisionKind
from bylaws.errors import RebaseCollides
from tests.bylaws.proposals import (
    adopt,
    identity,
    mine_again,
    moved,
    proposal,
    put,
    rebase,
    shown,
)
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_regulation,
    make_version,
)

TEXT = "第一条 甲乙丙，丁戊己。\n第二条 庚：\n（一）辛；\n（二）壬。\n第三条 依照第二条。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    return bring_into_force(make_version(make_regulation(), TEXT), date(2021, 4, 15))


def test_amendment_follows_a_base_that_moved_on_elsewhere(base):
    mine = proposal(base, (2, "丑；"))
    new = adopt(proposal(base, (0, "新。")))

    rebase(mine, new)

    assert shown(mine_again(mine)).splitlines()[:3] == ["第一条 新。", "第二条 庚：", "（一）丑；"]


def test_edits_of_one_provision_that_stand_apart_are_merged(base):
    mine = proposal(base, (0, "甲乙子，丁戊己。"))
    new = adopt(proposal(base, (0, "甲乙丙，丁戊丑。")))

    rebase(mine, new)

    assert shown(mine_again(mine)).splitlines()[0] == "第一条 甲乙子，丁戊丑。"


def test_collision_is_refused_with_all_three_texts(base):
    mine = proposal(base, (0, "子。"), (2, "丑；"))
    new = adopt(proposal(base, (0, "寅。")))

    with pytest.raises(RebaseCollides) as refused:
        rebase(mine, new)

    (collision,) = refused.value.collisions
    assert (collision.number, collision.old, collision.new, collision.wanted) == (
        "第一条",
        "甲乙丙，丁戊己。",
        "寅。",
        "子。",
    )
    assert mine_again(mine).base == base

    rebase(mine, new, resolved={collision.id: "卯。"})
    assert shown(mine_again(mine)).splitlines()[0] == "第一条 卯。"


def test_collision_may_be_settled_by_dropping_the_change(base):
    mine = proposal(base, (0, "子。"), (2, "丑；"))
    new = adopt(proposal(base, (0, "寅。")))
    with pytest.raises(RebaseCollides) as refused:
        rebase(mine, new)

    rebase(mine, new, resolved={refused.value.collisions[0].id: ""})

    assert shown(mine_again(mine)).splitlines()[0] == "第一条 寅。"


def test_repeal_of_what_was_amended_meanwhile_is_not_guessed(base):
    mine = make_amendment(base)
    editing.repeal_provision(
        amendment=mine, provision=identity(base, 2), revision=0, by=None, at=AT
    )
    new = adopt(proposal(base, (2, "丑；")))

    with pytest.raises(RebaseCollides):
        rebase(mine, new)


def test_insertion_behind_what_is_gone_is_not_guessed(base):
    mine = make_amendment(base)
    editing.insert_provision(
        amendment=mine,
        after=identity(base, 2),
        kind=ProvisionKind.ITEM,
        text="新；",
        revision=0,
        by=None,
        at=AT,
    )
    gone = make_amendment(base, title="删")
    editing.repeal_provision(
        amendment=gone, provision=identity(base, 2), revision=0, by=None, at=AT
    )
    new = adopt(gone)

    with pytest.raises(RebaseCollides):
        rebase(mine, new)


def test_article_that_got_an_item_meanwhile_moves_with_it(base):
    mine = moved(make_amendment(base), identity(base, 1), identity(base, 4))
    new = adopt(put(make_amendment(base), identity(base, 3), "癸。"))

    rebase(mine, new)

    assert shown(mine_again(mine)).splitlines()[1:] == [
        "第二条 依照第三条。",
        "第三条 庚：",
        "（一）辛；",
        "（二）壬。",
        "（三）癸。",
    ]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_new_article_parts_none_that_reads_otherwise_meanwhile(base, elsewhere):
    mine = put(make_amendment(base), identity(base, 1), "新条。", ProvisionKind.ARTICLE)
    if elsewhere:
        theirs = moved(make_amendment(base), identity(base, 3), identity(base, 1))
    else:
        theirs = put(make_amendment(base), identity(base, 3), "癸。")
    new = adopt(theirs)

    rebase(mine, new)

    lines = shown(mine_again(mine)).splitlines()
    assert lines.index("第三条 新条。") == lines.index("第四条 依照第二条。") - 1
    assert len(lines) == len(stored.provisions_of(new)) + 1
