"""Some changes of an amendment without the others: what rests on one that fell, falls with it."""

from uuid import uuid4

import pytest

from bylaws.domain.text.changes import Insert, apply
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
