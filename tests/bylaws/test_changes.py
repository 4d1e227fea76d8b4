"""An amendment between two texts, applied, gives the new one: to the character and the identity."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bylaws.domain.text.changes import Insert, Lost, Move, Repeal, Replace, Substitute, apply
from bylaws.domain.text.derive import derive, identify
from bylaws.domain.text.provisions import Provision, parse, render
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import ChangeUnfounded
from tests.bylaws.formats.strategies import texts as rich_texts
from tests.bylaws.tables import text
from tests.bylaws.test_provisions import texts

KIND = ProvisionKind
NAMES = ("章程",)


def stored(words: str, scheme: Scheme = Scheme.ZH) -> tuple[Provision, ...]:
    return tuple(replace(p, id=uuid4()) for p in parse(words, scheme))


def ids(provisions) -> list[UUID]:
    return [p.identity for p in provisions]


def amended(base, *changes, **more) -> str:
    return render(apply(base, changes, own_names=NAMES, **more).provisions)


def test_sample_bylaws_are_amended_to_the_character():
    old = stored(text("bylaws-v1.txt"))
    new = identify(old, parse(text("bylaws-v2.txt")))

    changes = derive(old, new, own_names=NAMES)

    assert amended(old, *changes) == text("bylaws-v2.txt")
    assert [c for c in changes if isinstance(c, Substitute)] == [Substitute("理事长", "会长")]
    kinds = [type(c).__name__ for c in changes]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "Substitute": 1,
        "Repeal": 1,
        "Move": 1,
        "Insert": 3,
        "Replace": 6,
    }


def test_word_replaced_throughout_is_told_as_a_word():
    lines = ["第一条 设立专业委员会。", "第二条 专业委员会主任。", "第三条 各专业委员会的经费。"]
    old = stored("\n".join(lines))
    new = identify(old, parse("\n".join(line.replace("专业委员", "分") for line in lines)))

    assert derive(old, new) == (Substitute("专业委员会", "分会"),)


@given(texts(), texts())
@settings(max_examples=60)
def test_amendment_between_any_two_texts_makes_the_new_one_of_the_old(before, after):
    old = tuple(replace(p, id=uuid4()) for p in before)
    new = identify(old, after)

    done = apply(old, derive(old, new)).provisions

    assert done == new
    assert ids(done) == ids(new)


NAMING = st.lists(
    st.sampled_from(
        [
            "第一条",
            "第二条第一款",
            "第一条之一",
            "第三条第二项",
            "前款",
            "本条",
            "前条",
            "第一、二项",
            "甲",
            "乙，",
            "丙。",
        ]
    ),
    min_size=1,
    max_size=3,
).map("".join)


@given(rich_texts(NAMING), rich_texts(NAMING))
@settings(max_examples=60)
def test_law_holds_for_texts_full_of_references_and_frozen_numbers(old, after):
    new = identify(old, after)

    done = apply(old, derive(old, new)).provisions

    assert done == new
    assert ids(done) == ids(new)


@given(rich_texts(NAMING))
@settings(max_examples=40)
def test_text_without_changes_stays_to_the_character(base):
    """Nothing is rewritten where no number moved, in whatever style it is written."""
    done = apply(base, [])
    assert (done.provisions, done.conforming, done.lost) == (base, (), ())


@given(texts(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_any_shuffle_of_articles_is_found_again(before, chance):
    old = tuple(replace(p, id=uuid4()) for p in before if p.kind is KIND.ARTICLE)
    new = tuple(chance.sample(old, len(old)))[: chance.randint(0, len(old))]

    assert ids(apply(old, derive(old, new)).provisions) == ids(new)


@pytest.mark.parametrize(
    ("scheme", "before", "after"),
    [
        (
            Scheme.ZH,
            "第一条 甲。\n第二条 依照第三条。\n第三条 丙。",
            "第一条 甲。\n第二条 依照第四条。\n第三条 新。\n第四条 丙。",
        ),
        (
            Scheme.EN,
            "Article 1 One.\nArticle 2 As in Article 3.\nArticle 3 Three.",
            "Article 1 One.\nArticle 2 As in Article 4.\nArticle 3 New.\nArticle 4 Three.",
        ),
        (
            Scheme.DE,
            "§ 1 Eins.\n§ 2 Nach § 3 Abs. 1.\n§ 3 Drei.",
            "§ 1 Eins.\n§ 2 Nach § 4 Abs. 1.\n§ 3 Neu.\n§ 4 Drei.",
        ),
        (
            Scheme.FR,
            "Article 1 Un.\nArticle 2 Selon l'article 3.\nArticle 3 Trois.",
            "Article 1 Un.\nArticle 2 Selon l'article 4.\nArticle 3 Nouveau.\nArticle 4 Trois.",
        ),
    ],
)
def test_inserted_article_is_one_change_and_the_reference_follows(scheme, before, after):
    old = stored(before, scheme)
    new = identify(old, parse(after, scheme), scheme)

    changes = derive(old, new, scheme)
    done = apply(old, changes, scheme)

    assert [type(c).__name__ for c in changes] == ["Insert"]
    assert render(done.provisions, scheme) == after
    (conforming,) = done.conforming
    assert conforming.id == old[1].id


def test_words_of_a_change_name_places_of_the_base():
    """Whoever proposes an article reads the text in force, and writes its numbers."""
    base = stored("第一条 甲。\n第二条 乙。\n第三条 丙。")
    first = Insert((Provision(KIND.ARTICLE, "新一。", id=uuid4()),), base[0].id)
    second = Replace(replace(base[2], text="丙，依照第二条。"))

    assert amended(base, first, second) == (
        "第一条 甲。\n第二条 新一。\n第三条 乙。\n第四条 丙，依照第三条。"
    )


def test_bulk_replacement_keeps_what_references_name():
    base = stored("第一条 甲。\n第二条 经理，见第三条。\n第三条 经理。")
    new = Insert((Provision(KIND.ARTICLE, "新。", id=uuid4()),), base[0].id)

    assert amended(base, Substitute("经理", "总经理"), new) == (
        "第一条 甲。\n第二条 新。\n第三条 总经理，见第四条。\n第四条 总经理。"
    )


def test_reference_to_what_is_repealed_is_named():
    base = stored("第一条 甲。\n第二条 依照第三条。\n第三条 丙。")

    done = apply(base, [Repeal((base[2].identity,))])

    assert done.lost == (Lost(base[1].identity, "第三条"),)


def test_frozen_numbers_stay():
    base = stored("第一条 甲。\n第二条 乙。\n第三条 依照第二条。")
    inserted = Insert((Provision(KIND.ARTICLE, "新。", is_sub=True, id=uuid4()),), base[0].id)
    repealed = Repeal((base[1].identity,), keep_number=True)

    done = apply(base, [inserted, repealed])

    assert render(done.provisions) == (
        "第一条 甲。\n第一条之一 新。\n第二条 （删除）\n第三条 依照第二条。"
    )
    assert done.lost == (Lost(base[2].identity, "第二条"),)


def test_unit_that_was_not_adopted_leaves_the_others_their_place():
    base = stored("第一条 甲。\n第二条 乙。")
    first = Insert((Provision(KIND.ARTICLE, "新一。", id=uuid4()),), base[0].id)
    second = Insert((Provision(KIND.ARTICLE, "新二。", id=uuid4()),), first.provisions[0].id)

    assert amended(base, second, among=(first, second)) == "第一条 甲。\n第二条 新二。\n第三条 乙。"


def test_article_never_comes_between_another_and_what_is_added_to_it():
    base = stored("第一条 甲：\n（一）子；\n第二条 乙。")
    article = Insert((Provision(KIND.ARTICLE, "新条。", id=uuid4()),), base[1].id)
    item = Insert((Provision(KIND.ITEM, "丑。", id=uuid4()),), base[1].id)

    assert (
        amended(base, article, item)
        == amended(base, item, article)
        == "第一条 甲：\n（一）子；\n（二）丑。\n第二条 新条。\n第三条 乙。"
    )


def test_two_articles_after_the_same_one_keep_their_order():
    base = stored("第一条 甲。\n第二条 乙。")
    new = [Insert((Provision(KIND.ARTICLE, w, id=uuid4()),), base[0].id) for w in ("先。", "后。")]

    assert amended(base, *new) == "第一条 甲。\n第二条 先。\n第三条 后。\n第四条 乙。"


def test_moved_article_takes_its_items_along():
    base = stored("第一条 甲：\n（一）子；\n第二条 乙。\n第三条 见第一条第一项。")

    moved = Move((base[0].identity, base[1].identity), base[2].id)

    assert amended(base, moved) == "第一条 乙。\n第二条 甲：\n（一）子；\n第三条 见第二条第一项。"


@pytest.mark.parametrize(
    "change",
    [
        Replace(Provision(KIND.ARTICLE, "甲", id=uuid4())),
        Repeal((uuid4(),)),
        Move((uuid4(),), None),
        Insert((Provision(KIND.ARTICLE, "甲", id=uuid4()),), uuid4()),
    ],
)
def test_change_of_what_is_not_there_is_refused(change):
    with pytest.raises(ChangeUnfounded):
        apply(stored("第一条 甲。"), [change])
