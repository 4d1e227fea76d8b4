"""Two amendments of one base, met in the same article."""

from dataclasses import replace
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from bylaws.domain.text.changes import Insert, Repeal, Replace, apply
from bylaws.domain.text.merge import edits, encounters, merge
from bylaws.domain.text.provisions import Provision, parse
from bylaws.enums import Meeting, ProvisionKind

words = st.text("甲乙丙会员2/3，。", max_size=12)


@given(words, words)
@settings(max_examples=60)
def test_edits_make_the_new_text_of_the_old(old, new):
    written, at = "", 0
    for edit in edits(old, new):
        written += old[at : edit.start] + edit.put
        at = edit.end
    assert written + old[at:] == new


@given(words, words, words)
@settings(max_examples=100)
def test_laws_of_merging(old, one, other):
    assert merge(old, one, old) == one
    assert merge(old, old, other) == other
    assert merge(old, one, one) == one
    assert merge(old, one, other) == merge(old, other, one)


def test_edits_that_stand_apart_are_both_kept():
    old = "理事会每年至少召开两次会议，须有2/3以上理事出席。"
    one = "理事会每年至少召开四次会议，须有2/3以上理事出席。"
    other = "理事会每年至少召开两次会议，须有3/4以上理事出席。"

    assert merge(old, one, other) == "理事会每年至少召开四次会议，须有3/4以上理事出席。"


def test_edits_of_the_same_words_are_not_merged_by_guessing():
    old, one, other = "每年两次。", "每年三次。", "每年四次。"
    assert merge(old, one, other) is None


BASE = tuple(
    replace(p, id=uuid4())
    for p in parse("第一条 甲乙丙，丁戊己。\n第二条 庚：\n（一）辛；\n（二）壬。\n第三条 癸。")
)


def met(one, other):
    found = encounters(BASE, apply(BASE, one).provisions, apply(BASE, other).provisions)
    return [(e.number, e.meeting, e.merged) for e in found]


def text(index, words):
    return Replace(replace(BASE[index], text=words))


def test_amendments_of_different_articles_are_independent():
    assert met([text(0, "甲。")], [text(4, "子。")]) == []


def test_amendments_of_one_article_that_stand_apart_are_proposed_as_one():
    assert met([text(0, "甲乙子，丁戊己。")], [text(0, "甲乙丙，丁戊丑。")]) == [
        ("第一条", Meeting.DISJOINT, "甲乙子，丁戊丑。")
    ]
    assert met([text(2, "子；")], [text(3, "丑。")]) == [
        ("第二条", Meeting.DISJOINT, "庚：\n子；\n丑。")
    ]


def test_amendments_of_the_same_words_collide():
    assert met([text(0, "甲乙子，丁戊己。")], [text(0, "甲乙丑，丁戊己。")]) == [
        ("第一条", Meeting.COLLIDING, None)
    ]


def test_repeal_collides_with_an_edit_and_not_with_another_repeal():
    gone = Repeal((BASE[2].identity,))
    assert met([gone], [text(2, "子；")]) == [("第二条", Meeting.COLLIDING, None)]
    assert met([gone], [gone]) == [("第二条", Meeting.DISJOINT, "庚：\n壬。")]


def test_new_article_meets_nobody_and_a_new_item_meets_in_its_article():
    def new(kind):
        return Insert((Provision(kind, "新", id=uuid4()),), BASE[3].id)

    assert met([new(ProvisionKind.ARTICLE)], [text(3, "丑。")]) == []
    assert met([new(ProvisionKind.ITEM)], [text(2, "丑；")]) == [
        ("第二条", Meeting.DISJOINT, "庚：\n丑；\n壬。\n新")
    ]
