from hypothesis import given

from bylaws.domain.text.folding import Fold, folded
from bylaws.domain.text.provisions import parse
from bylaws.domain.text.redline import redline
from tests.bylaws.tables import text
from tests.bylaws.test_provisions import texts

V1, V2 = parse(text("bylaws-v1.txt")), parse(text("bylaws-v2.txt"))


def told(parts):
    return [
        (part.old_first, part.old_last, part.new_first, part.new_last)
        if isinstance(part, Fold)
        else (part.block.kind and part.block.kind.value, part.block.new_number, part.chapter)
        for part in parts
    ]


def test_sample_is_folded_between_its_changes():
    assert told(folded(redline(V1, V2)))[:12] == [
        ("第一条", "第六条", "第一条", "第六条"),
        ("amended", "第七条", "第一章 总则"),
        ("第八条", "第十三条", "第八条", "第十三条"),
        ("amended", "第十四条", "第三章 会员"),
        ("第十五条", "第十五条", "第十五条", "第十五条"),
        ("moved", "第十六条", ""),
        ("第十六条", "第十六条", "第十七条", "第十七条"),
        ("amended", "第十八条", ""),
        ("第十八条", "第十八条", "第十九条", "第十九条"),
        ("moved", "第十六条", ""),
        ("第二十条", "第二十条", "第二十条", "第二十条"),
        ("amended", "第二十一条", "第四章 组织机构 · 第一节 会员代表大会"),
    ]


def test_renumbered_articles_are_folded_apart_from_those_that_were_not():
    old = "第一章 总则\n第一条 甲甲甲。\n第二条 乙乙乙。\n第三条 丙丙丙。"
    new = "第一章 总则\n第一条 甲甲甲。\n第二条 新新新。\n第三条 乙乙乙。\n第四条 丙丙丙。"
    parts = folded(redline(parse(old), parse(new)))
    assert told(parts) == [
        ("第一条", "第一条", "第一条", "第一条"),
        ("added", "第二条", "第一章 总则"),
        ("第二条", "第三条", "第三条", "第四条"),
    ]
    assert [part.is_renumbered for part in parts if part.is_fold] == [False, True]


def test_heading_alone_is_not_folded():
    old = "第一章 总则\n第一条 甲。\n第二章 会员\n第二条 乙。"
    new = "第一章 总则\n第一条 丙。\n第二章 会员\n第二条 丁。"
    assert told(folded(redline(parse(old), parse(new)))) == [
        (None, "第一章", ""),
        ("amended", "第一条", ""),
        (None, "第二章", ""),
        ("amended", "第二条", ""),
    ]


@given(texts(), texts())
def test_every_block_stands_in_one_part(old, new):
    blocks = redline(old, new)
    parts = folded(blocks)
    inside = [b for part in parts for b in (part.blocks if part.is_fold else (part.block,))]
    assert inside == list(blocks)
