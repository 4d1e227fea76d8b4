from hypothesis import given

from bylaws.domain.text.compare import compare, matching, visible
from bylaws.domain.text.provisions import parse
from bylaws.enums import ChangeKind
from tests.bylaws.tables import text
from tests.bylaws.test_provisions import texts

V1, V2 = parse(text("bylaws-v1.txt")), parse(text("bylaws-v2.txt"))


def told(old, new):
    changes = visible(compare(parse(old), parse(new)))
    return [(c.kind.value, c.old_number, c.new_number) for c in changes]


def test_changes_from_the_first_to_the_second_version():
    assert [(c.kind.value, c.old_number, c.new_number) for c in visible(compare(V1, V2))] == [
        ("amended", "第七条", "第七条"),
        ("amended", "第十四条", "第十四条"),
        ("moved", "第十九条", "第十六条"),
        ("amended", "第十七条", "第十八条"),
        ("amended", "第二十一条", "第二十一条"),
        ("amended", "第二十四条", "第二十四条"),
        ("added", "", "第二十七条"),
        ("amended", "第二十七条", "第二十八条"),
        ("amended", "第三十五条", "第三十六条"),
        ("amended", "第四十一条", "第四十二条"),
        ("amended", "第四十二条", "第四十三条"),
        ("amended", "第四十三条", "第四十四条"),
        ("amended", "第四十五条", "第四十六条"),
        ("amended", "第六十四条", "第六十五条"),
        ("repealed", "第六十九条", ""),
        ("amended", "第七十九条", "第七十九条"),
    ]


def test_articles_that_only_changed_their_number_are_not_shown():
    changes = compare(V1, V2)
    renumbered = [c for c in changes if c.kind is ChangeKind.RENUMBERED]
    assert ("第二十条", "第二十条") not in [(c.old_number, c.new_number) for c in changes]
    assert ("第十六条", "第十七条") in [(c.old_number, c.new_number) for c in renumbered]
    assert all(c.old_text == c.new_text for c in renumbered)
    assert set(visible(changes)).isdisjoint(renumbered)


def test_change_carries_both_texts_with_their_items():
    change = next(c for c in compare(V1, V2) if c.old_number == "第十四条")
    old, new = change.old_text.splitlines(), change.new_text.splitlines()
    assert [line for line in new if line not in old] == [
        "（五）对损害本会利益的行为提出批评、检举；",
        "（六）退会自由。",
    ]


def test_amended_heading_is_a_change():
    assert told("第一章 总则\n第一条 甲。", "第一章 通则\n第一条 甲。") == [
        ("amended", "第一章", "第一章")
    ]


def test_article_rewritten_as_a_whole_between_the_same_neighbours_is_amended():
    old = "第一条 甲甲甲。\n第二条 理事会每年召开一次会议。\n第三条 丙丙丙。"
    new = "第一条 甲甲甲。\n第二条 会费由大会表决。\n第三条 丙丙丙。"
    assert told(old, new) == [("amended", "第二条", "第二条")]


def test_moved_and_amended_article_says_both():
    old = "第一条 会员名册由秘书处保管。\n第二条 乙乙。\n第三条 丙丙。"
    new = "第一条 乙乙。\n第二条 丙丙。\n第三条 会员名册由秘书长保管。"
    (change,) = visible(compare(parse(old), parse(new)))
    assert (change.kind, change.is_moved) == (ChangeKind.AMENDED, True)


def test_nothing_and_everything():
    assert told("", "") == []
    assert told("", "第一条 甲。") == [("added", "", "第一条")]
    assert told("第一条 甲。", "") == [("repealed", "第一条", "")]


def test_identity_is_kept_by_all_but_what_is_new():
    kept = matching(V1, V2)
    new = [V2[index].text for index in range(len(V2)) if index not in kept]
    assert [line[:12] for line in new] == [
        "对损害本会利益的行为提出",
        "会员代表大会可以采用线上",
        "监事长和副监事长年龄不超",
    ]
    assert len(set(kept.values())) == len(kept)


@given(texts())
def test_text_compared_with_itself_has_no_changes(provisions):
    assert compare(provisions, provisions) == ()
    assert matching(provisions, provisions) == {i: i for i in range(len(provisions))}


@given(texts(), texts())
def test_every_article_is_accounted_for(old, new):
    kinds = [c.kind for c in compare(old, new)]
    starts = {"preamble", "chapter", "section", "article"}
    sizes = [sum(p.kind.value in starts for p in side) for side in (old, new)]
    added, repealed = kinds.count(ChangeKind.ADDED), kinds.count(ChangeKind.REPEALED)
    assert sizes[1] - sizes[0] == added - repealed
    kept = matching(old, new)
    assert len(set(kept.values())) == len(kept)
    assert all(old[mine].kind is new[theirs].kind for theirs, mine in kept.items())
