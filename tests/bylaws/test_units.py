"""Some changes of an amendment without the others: what rests on one that fell, falls with it."""

from uuid import uuid4

import pytest

from bylaws.domain.text.changes import Insert, Move, Repeal, apply
from bylaws.domain.text.derive import identify
from bylaws.domain.text.provisions import Provision, parse, render
from bylaws.enums import ProvisionKind
from bylaws.errors import ChangeUnfounded

KIND = ProvisionKind
BASE = identify((), parse("第一条 甲：\n（一）子。\n第二条 乙。"))


def put(kind, text, after):
    provision = Provision(kind, text, id=uuid4())
    return Insert((provision,), after), provision.identity


def text_of(changes, among):
    return render(apply(BASE, changes, among=among).provisions)


def test_item_of_a_new_article_does_not_stand_without_it():
    article, identity = put(KIND.ARTICLE, "新：", BASE[1].identity)
    item, _ = put(KIND.ITEM, "丑。", identity)

    assert text_of([article, item], [article, item]).splitlines()[2:4] == [
        "第二条 新：",
        "（一）丑。",
    ]
    with pytest.raises(ChangeUnfounded):
        text_of([item], [article, item])


def test_second_item_of_a_new_article_does_not_stand_without_it():
    article, identity = put(KIND.ARTICLE, "新：", BASE[1].identity)
    first, inner = put(KIND.ITEM, "丑。", identity)
    second, _ = put(KIND.ITEM, "寅。", inner)

    with pytest.raises(ChangeUnfounded):
        text_of([second], [article, first, second])


def test_item_behind_a_new_item_stands_without_it():
    first, inner = put(KIND.ITEM, "丑。", BASE[1].identity)
    second, _ = put(KIND.ITEM, "寅。", inner)

    assert text_of([second], [first, second]) == "第一条 甲：\n（一）子。\n（二）寅。\n第二条 乙。"


def test_article_behind_a_new_article_stands_without_it():
    first, identity = put(KIND.ARTICLE, "新。", BASE[1].identity)
    second, _ = put(KIND.ARTICLE, "又新。", identity)

    assert text_of([second], [first, second]).splitlines()[2] == "第二条 又新。"


def test_article_moves_beside_what_is_repealed_and_put_in_inside():
    article, child, other = (p.identity for p in BASE)
    move = Move((article, child), other)
    repeal = Repeal((child,))
    item, _ = put(KIND.ITEM, "丑。", child)
    changes = [item, repeal, move]

    assert text_of(changes, changes) == "第一条 乙。\n第二条 甲：\n（一）丑。"
    assert text_of([repeal, move], changes) == "第一条 乙。\n第二条 甲："
    assert text_of([item, move], changes) == "第一条 乙。\n第二条 甲：\n（一）子。\n（二）丑。"
    assert text_of([item, repeal], changes) == "第一条 甲：\n（一）丑。\n第二条 乙。"


def test_article_and_its_item_are_repealed_by_two_units():
    article, child, _other = (p.identity for p in BASE)
    changes = [Repeal((child,)), Repeal((article, child))]

    assert text_of(changes, changes) == "第一条 乙。"
    assert text_of(changes[:1], changes) == "第一条 甲：\n第二条 乙。"


def test_article_that_moves_does_not_stand_without_its_repeal_being_dropped():
    article, child, other = (p.identity for p in BASE)
    changes = [Repeal((article, child)), Move((article, child), other)]

    with pytest.raises(ChangeUnfounded):
        text_of(changes, changes)


def test_paragraphs_that_move_behind_each_other_both_stand():
    base = identify((), parse("第一条 甲。\n乙：\n（一）子。\n丙：\n（一）丑。"))
    _article, one, in_one, other, in_other = (p.identity for p in base)
    changes = [Move((one, in_one), in_other), Move((other, in_other), in_one)]

    assert (
        render(apply(base, changes).provisions) == "第一条 甲。\n乙：\n（一）子。\n丙：\n（一）丑。"
    )
