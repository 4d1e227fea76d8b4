"""What a reference names, and how it is written when numbers move."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bylaws.domain.text.bindings import find
from bylaws.domain.text.changes import Insert, Move, apply
from bylaws.domain.text.provisions import Provision, parse, places, render
from bylaws.enums import ProvisionKind, Scheme

KIND = ProvisionKind
CHINESE = (
    "第一章 总则\n第一条 甲：\n（一）子；\n（二）丑；\n1.寅；\n2.卯。\n第二款的文字。\n"
    "第二条 理事会的职权是：\n"
    "（一）辰；\n（二）巳；\n（三）午。\n第二章 附则\n第一节 其他\n第三条 未。\n申。\n第四条 "
)


def named(words: str, names=("章程",)) -> list[tuple[str, str]]:
    """Each token as written in the last article, and the place it names."""
    text = parse(CHINESE + words)
    located = places(text)
    return [
        (
            text[f.index].text[f.token.start : f.token.end],
            "?"
            if f.lacks_context
            else f.token.text_named or ("–" if f.target is None else located[f.target].reference),
        )
        for f in find(text, own_names=names)
        if f.index == len(text) - 1
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("依照本章程第三条。", [("第三条", "第三条")]),
        ("依照第一条第二款。", [("第一条", "第一条第二款"), ("第二款", "第一条第二款")]),
        (
            "依照第一条第（二）项。",
            [("第一条", "第一条第一款第二项"), ("第（二）项", "第一条第一款第二项")],
        ),
        (
            "依照第一条第一款第二项第1目。",
            [(w, "第一条第一款第二项第1目") for w in ("第一条", "第一款", "第二项", "第1目")],
        ),
        ("第一条、第三条。", [("第一条", "第一条"), ("第三条", "第三条")]),
        ("第一条至第三条。", [("第一条", "第一条"), ("第三条", "第三条")]),
        ("第一、三条。", [("一", "第一条"), ("三", "第三条")]),
        (
            "第一条第一款、第二款。",
            [("第一条", "第一条"), ("第一款", "第一条"), ("第二款", "第一条第二款")],
        ),
        ("理事会第一、三项的职权。", [("一", "第二条第一款第一项"), ("三", "第二条第一款第三项")]),
        ("第三项的职权。", [("第三项", "?")]),
        ("前条规定的。", [("前条", "第三条")]),
        ("本条、本章。", [("本条", "第四条"), ("本章", "第二章")]),
        ("第二章第一节。", [("第二章", "第二章第一节"), ("第一节", "第二章第一节")]),
        ("第九条。", [("第九条", "–")]),
        ("第25条。", [("第25条", "–")]),
        ("《某某条例》第十条。", [("第十条", "《某某条例》")]),
        ("章程第三条。", [("第三条", "第三条")]),
        ("《民法典》（2020年通过）第三条。", [("第三条", "《民法典》（2020年通过）")]),
        ("《民法典》（以下简称法典）总则编第三条。", [("第三条", "《民法典》")]),
        ("《某某条例》规定的第三条。", [("第三条", "《某某条例》")]),
        ("依照民法典第三条。", [("第三条", "民法典")]),
        ("国务院第三号令第三条。", [("第三条", "国务院第三号令")]),
        ("《某法》第二条及其他法律第三条。", [("第二条", "《某法》"), ("第三条", "法律")]),
        ("按照会费办法第三条。", [("第三条", "会费办法")]),
        ("依照本办法第三条。", [("第三条", "第三条")]),
        ("违反第一条规定的第二款。", [("第一条", "第一条"), ("第二款", "–")]),
        ("以下列方法第三条。", [("第三条", "第三条")]),
        ("原章程第三条。", [("第三条", "原章程")]),
        ("《章程》（2021年版）第三条。", [("第三条", "《章程》（2021年版）")]),
        ("《章程》（以下同）第三条。", [("第三条", "第三条")]),
        ("本条例、条件、项目、目标、本章程、章节约束。", []),
        ("第一届第二次会议。", []),
    ],
)
def test_reference_names_its_place(words, expected):
    assert named(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("选举办法第三条。", "第三条"),
        ("示例协会选举办法第三条。", "第三条"),
        ("本会选举办法第三条。", "第三条"),
        ("会费办法第三条。", "会费办法"),
        ("章程第三条。", "章程"),
    ],
)
def test_text_is_known_by_its_title_or_the_end_of_it(words, expected):
    assert named(words, names=("示例协会选举办法",)) == [("第三条", expected)]


def test_bylaws_named_in_another_text_are_another_text():
    assert named("章程第三条。", names=()) == [("第三条", "章程")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("依照第二条。", "依照第三条。"),
        ("依照第2条。", "依照第3条。"),
        ("依照第二、三条。", "依照第三、四条。"),
        ("依照第二条至第三条。", "依照第三条至第四条。"),
        ("依照第2-3条。", "依照第3-4条。"),
        ("依照第二到三条。", "依照第三到四条。"),
        ("依照第二条第二款。", "依照第三条第二款。"),
        ("依照第二条第（一）项。", "依照第三条第（一）项。"),
        ("依照第一条。", "依照第一条。"),
        ("依照前条。", "依照前条。"),
        ("依照第九条。", "依照第九条。"),
    ],
)
def test_reference_is_written_with_the_number_of_today(words, expected):
    base = tuple(
        replace(p, id=uuid4())
        for p in parse(f"第一条 甲。\n第二条 乙：\n（一）子。\n丙。\n第三条 丁。\n第四条 {words}")
    )
    new = Insert((Provision(KIND.ARTICLE, "新。", id=uuid4()),), base[0].id)

    assert apply(base, [new]).provisions[-1].text == expected


def test_paragraph_before_is_named_by_number_once_another_comes_between():
    base = tuple(replace(p, id=uuid4()) for p in parse("第一条 甲：\n（一）子。\n前款第一项除外。"))
    new = Insert((Provision(KIND.PARAGRAPH, "新的一款。", id=uuid4()),), base[1].id)

    assert apply(base, [new]).provisions[-1].text == "本条第一款第一项除外。"


def test_item_that_moves_to_another_article_takes_its_whole_reference_along():
    base = tuple(
        replace(p, id=uuid4())
        for p in parse(
            "第一条 甲：\n（一）子；\n（二）丑。\n第二条 乙：\n（一）寅。\n"
            "第三条 依照第一条第二项。"
        )
    )
    moved = Move((base[2].identity,), base[4].id)

    done = apply(base, [moved])

    assert render(done.provisions).splitlines()[-1] == "第三条 依照第二条第二项。"
    assert done.lost == ()


def test_plural_articles_of_english_are_each_bound():
    base = tuple(
        replace(p, id=uuid4())
        for p in parse("Article 1 One.\nArticle 2 Two.\nArticle 3 See Articles 1 and 2.", Scheme.EN)
    )
    new = Insert((Provision(KIND.ARTICLE, "New.", id=uuid4()),), base[0].id)

    assert apply(base, [new], Scheme.EN).provisions[-1].text == "See Articles 1 and 3."
