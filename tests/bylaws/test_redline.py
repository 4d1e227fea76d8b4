from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain.text.numbering import REPEALED
from bylaws.domain.text.provisions import parse
from bylaws.domain.text.redline import (
    Block,
    Line,
    Run,
    Tally,
    diff_runs,
    hunks,
    islands,
    redline,
    tally,
)
from bylaws.enums import ChangeKind, Op, ProvisionKind, Scheme
from tests.bylaws.tables import text
from tests.bylaws.test_provisions import texts

V1, V2 = parse(text("bylaws-v1.txt")), parse(text("bylaws-v2.txt"))
KIND = ProvisionKind


def told(blocks):
    """The changed lines, struck text in [-…-], text put in in {+…+}, a ~ where conforming."""
    signs = {Op.KEEP: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}
    return [
        "".join(signs[run.op].format("~" * run.is_conforming + run.text) for run in line.runs)
        for block in blocks
        for line in block.lines
        if line.is_changed
    ]


def heads(blocks):
    return [(b.kind and b.kind.value, b.old_number, b.new_number, len(b.lines)) for b in blocks]


def changed(old, new, **more):
    return redline(parse(old), parse(new), **more)


def test_sample_has_few_hunks_and_at_most_one_island():
    blocks = redline(V1, V2)
    assert hunks(blocks) <= 32
    assert islands(blocks) <= 1


def test_sample_tells_the_four_events_of_whole_articles():
    whole = {ChangeKind.ADDED, ChangeKind.REPEALED, ChangeKind.MOVED}
    assert heads(b for b in redline(V1, V2) if b.kind in whole) == [
        ("moved", "第十九条", "第十六条", 1),
        ("moved", "第十九条", "第十六条", 0),
        ("added", "", "第二十七条", 1),
        ("repealed", "第六十九条", "", 1),
    ]


def test_sample_in_figures():
    blocks = redline(V1, V2)
    assert tally(blocks) == Tally(hunks(blocks), amended=13, added=1, repealed=1, moved=1)


def test_sample_reads_as_a_person_would_mark_it():
    lines = told(redline(V1, V2))
    assert lines[0] == "本会负责人包括[-理事长、副理事长-]{+会长、副会长+}、秘书长。"
    assert "{+对损害本会利益的行为提出批评、检举；+}" in lines
    assert "[-两-]{+一+}年不按规定交纳会费的；" in lines
    assert lines[-1] == (
        "本章程经[-2019年6月28日第二届-]{+2024年11月22日第三届+}第一次会员代表大会表决通过。"
    )


def test_article_that_only_changed_its_number_has_no_hunks():
    blocks = changed("第一条 甲。\n第二条 乙。", "第一条 新。\n第二条 甲。\n第三条 乙。")
    assert heads(blocks) == [
        ("added", "", "第一条", 1),
        ("renumbered", "第一条", "第二条", 1),
        ("renumbered", "第二条", "第三条", 1),
    ]
    assert hunks(blocks) == 0


def test_block_of_an_amended_article_with_a_new_item():
    old = "第一条 职权：\n（一）任免会长；\n（二）其他。"
    new = "第一条 职权：\n（一）任免秘书长；\n（二）审议报告；\n（三）其他。"
    keep, put_in = Op.KEEP, Op.INSERT
    runs = (
        Run(keep, "任免"),
        Run(Op.DELETE, "会长"),
        Run(put_in, "秘书长"),
        Run(keep, "；"),
    )
    lines = (
        Line(KIND.ARTICLE, keep, "第一条", "第一条", (Run(keep, "职权："),), 0, 0),
        Line(KIND.ITEM, keep, "（一）", "（一）", runs, 1, 1),
        Line(KIND.ITEM, put_in, "", "（二）", (Run(put_in, "审议报告；"),), None, 2),
        Line(KIND.ITEM, keep, "（二）", "（三）", (Run(keep, "其他。"),), 2, 3),
    )
    blocks = changed(old, new)
    assert blocks == (Block(ChangeKind.AMENDED, "第一条", "第一条", False, lines),)
    assert hunks(blocks) == 2


def test_what_was_struck_stands_before_what_took_its_place():
    old = "第一条 甲甲。\n第二条 旧旧旧旧旧。\n第三条 老老老老老。\n第四条 丁丁。"
    new = "第一条 甲甲。\n第二条 新新新新新。\n第三条 丁丁。"
    assert heads(changed(old, new)) == [
        (None, "第一条", "第一条", 1),
        ("repealed", "第二条", "", 1),
        ("repealed", "第三条", "", 1),
        ("added", "", "第二条", 1),
        ("renumbered", "第四条", "第三条", 1),
    ]


def test_repealed_article_that_kept_its_number_is_seen():
    blocks = changed("第一条 甲。\n乙。\n第二条 丙。", "第一条 （删除）\n第二条 丙。")
    assert heads(blocks) == [("repealed", "第一条", "第一条", 2), (None, "第二条", "第二条", 1)]
    assert told(blocks) == ["[-甲。-]{+（删除）+}", "[-乙。-]"]
    assert hunks(blocks) == 0


def test_moved_and_amended_article_says_both():
    old = "第一条 会员名册由秘书处保管。\n第二条 乙乙。\n第三条 丙丙。"
    new = "第一条 乙乙。\n第二条 丙丙。\n第三条 会员名册由秘书长保管。"
    blocks = changed(old, new)
    assert [(b.kind and b.kind.value, b.is_moved, len(b.lines)) for b in blocks] == [
        ("moved", True, 0),
        ("renumbered", False, 1),
        ("renumbered", False, 1),
        ("amended", True, 1),
    ]
    assert told(blocks) == ["会员名册由[-秘书处-]{+秘书长+}保管。"]


def test_conforming_change_is_no_hunk():
    old = "第一条 甲。\n第二条 依照第一条办理。"
    new = "第一条 新新新新。\n第二条 甲。\n第三条 依照第二条办理。"
    start = parse(new)[2].text.index("第二条")
    blocks = changed(old, new, conforming=[(2, start, start + 3)])
    assert told(blocks) == ["{+新新新新。+}", "依照[-~第一条-]{+~第二条+}办理。"]
    assert blocks[-1].is_conforming
    assert not blocks[0].is_conforming
    assert hunks(blocks) == 0
    assert hunks(changed(old, new)) == 1


def test_item_put_in_among_amended_ones_takes_none_of_them():
    old = "第一条 职权：\n（一）制定会费标准并公布；\n（二）审议年度工作报告。"
    new = "第一条 职权：\n（一）全新事项；\n（二）制定会费标准并执行；\n（三）审议年度财务报告。"
    assert told(changed(old, new)) == [
        "{+全新事项；+}",
        "制定会费标准并[-公布-]{+执行+}；",
        "审议年度[-工作-]{+财务+}报告。",
    ]


def test_permanent_identity_decides_which_article_continues_which():
    one, other = UUID(int=1), UUID(int=2)
    old = [
        replace(p, id=i)
        for p, i in zip(parse("第一条 甲甲甲。\n第二条 乙乙乙。"), (one, other), strict=True)
    ]
    new = [replace(parse("第一条 甲甲甲。")[0], id=other)]
    assert heads(redline(old, new)) == [
        ("repealed", "第一条", "", 1),
        ("amended", "第二条", "第一条", 1),
    ]


def test_marks_follow_the_scheme():
    blocks = redline(
        parse("Article 1 The board meets.", Scheme.EN),
        parse("Article 1 The board votes.", Scheme.EN),
        Scheme.EN,
    )
    assert told(blocks) == ["The board [-meets-]{+votes+}."]
    assert blocks[0].lines[0].new_mark == "Article 1"


@given(texts())
def test_text_against_itself_has_no_hunks(provisions):
    blocks = redline(provisions, provisions)
    assert (hunks(blocks), islands(blocks)) == (0, 0)
    assert {block.kind for block in blocks} <= {None}


@st.composite
def pairs(draw):
    """Two texts, sometimes with permanent ids of which some are shared, and a repealed article."""
    sides = [list(draw(texts())) for _ in range(2)]
    if draw(st.booleans()):
        numbers = range(1, 80)
        sides = [
            [
                replace(p, id=UUID(int=i))
                for p, i in zip(side, draw(st.permutations(numbers)), strict=False)
            ]
            for side in sides
        ]
    for side in sides:
        for index, provision in enumerate(side):
            if provision.kind is KIND.ARTICLE and draw(st.integers(0, 5)) == 0:
                side[index] = replace(provision, text="", is_repealed=True)
    return sides


@given(pairs())
def test_redline_gives_both_texts_and_every_provision_once(sides):
    old, new = sides
    lines = [line for block in redline(old, new) for line in block.lines]
    assert _words(lines, "old_index", Op.INSERT) == {i: _text(p) for i, p in enumerate(old)}
    assert _words(lines, "new_index", Op.DELETE) == {i: _text(p) for i, p in enumerate(new)}
    assert [i for line in lines if (i := line.new_index) is not None] == list(range(len(new)))
    assert len([line for line in lines if line.old_index is not None]) == len(old)


def _text(provision):
    return REPEALED[Scheme.ZH] if provision.is_repealed else provision.text


def _words(lines, index, without):
    return {
        getattr(line, index): "".join(run.text for run in line.runs if run.op is not without)
        for line in lines
        if getattr(line, index) is not None
    }


@given(st.text("甲乙会长、。2", max_size=20), st.text("甲乙会长、。2", max_size=20))
def test_runs_give_both_texts(old, new):
    runs = diff_runs(old, new)
    assert "".join(run.text for run in runs if run.op is not Op.INSERT) == old
    assert "".join(run.text for run in runs if run.op is not Op.DELETE) == new
