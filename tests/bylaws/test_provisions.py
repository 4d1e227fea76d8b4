import pytest
from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain.numerals import from_chinese, share_in_chinese, to_chinese
from bylaws.domain.references import in_english
from bylaws.domain.text.provisions import Provision, canonical, parse, places, render
from bylaws.enums import ProvisionKind
from bylaws.errors import TextUnreadable
from tests.bylaws.tables import text

KIND = ProvisionKind
words = st.text("甲乙丙丁会员，。；1/2以上", min_size=1, max_size=12).filter(str.strip)


@st.composite
def texts(draw):
    provisions = [Provision(KIND.PREAMBLE, line) for line in draw(st.lists(words, max_size=2))]
    for _ in range(draw(st.integers(0, 4))):
        provisions.append(Provision(KIND.CHAPTER, draw(words)))
        for _ in range(draw(st.integers(0, 3))):
            if draw(st.booleans()):
                provisions.append(Provision(KIND.SECTION, draw(words)))
            provisions.append(Provision(KIND.ARTICLE, draw(words)))
            inner = st.sampled_from([KIND.PARAGRAPH, KIND.ITEM])
            provisions += [Provision(k, draw(words)) for k in draw(st.lists(inner, max_size=4))]
    return tuple(provisions)


@pytest.mark.parametrize("name", ["bylaws-v1.txt", "bylaws-v2.txt"])
def test_bylaws_are_rendered_to_the_character(name):
    assert render(parse(text(name))) == text(name)


@given(texts())
def test_every_text_is_read_as_it_was_written(provisions):
    assert parse(render(provisions)) == provisions


@given(st.integers(0, 9999))
def test_numerals_go_both_ways(number):
    assert from_chinese(to_chinese(number)) == number


def test_numerals_as_laws_write_them():
    numbers = (0, 7, 10, 11, 20, 25, 81, 100, 105, 110, 111, 134, 1000, 1005, 1010, 1259, 2020)
    assert [to_chinese(number) for number in numbers] == [
        "零",
        "七",
        "十",
        "十一",
        "二十",
        "二十五",
        "八十一",
        "一百",
        "一百零五",
        "一百一十",
        "一百一十一",
        "一百三十四",
        "一千",
        "一千零五",
        "一千零一十",
        "一千二百五十九",
        "二千零二十",
    ]
    assert share_in_chinese(2, 3) == "三分之二"


@pytest.mark.parametrize("numeral", ["", "十十", "一十", "二五", "第三", "廿", "一百五", "零一"])
def test_what_is_no_numeral_is_refused(numeral):
    with pytest.raises(TextUnreadable):
        from_chinese(numeral)


@pytest.mark.parametrize("number", [-1, 10_000])
def test_number_out_of_range_is_refused(number):
    with pytest.raises(TextUnreadable):
        to_chinese(number)


def test_places_follow_from_the_order():
    provisions = parse(
        "某会章程\n第一章 总则\n第一条 甲。\n第二章 机构\n第一节 大会\n第二条 乙：\n（一）丙；\n"
        "（二）丁。\n戊：\n（一）己。\n第二节 理事会\n第三条 庚。"
    )
    assert [
        (p.kind.value, at.mark, at.reference)
        for p, at in zip(provisions, places(provisions), strict=True)
    ] == [
        ("preamble", "", ""),
        ("chapter", "第一章", "第一章"),
        ("article", "第一条", "第一条"),
        ("chapter", "第二章", "第二章"),
        ("section", "第一节", "第二章第一节"),
        ("article", "第二条", "第二条"),
        ("item", "（一）", "第二条第一款第一项"),
        ("item", "（二）", "第二条第一款第二项"),
        ("paragraph", "", "第二条第二款"),
        ("item", "（一）", "第二条第二款第一项"),
        ("section", "第二节", "第二章第二节"),
        ("article", "第三条", "第三条"),
    ]


def test_text_from_a_word_processor_becomes_canonical():
    typed = "\r\n  第一章　　总则\r\n\r\n　　第一条　本会名称。\r\n　　（一） 甲；\r\n"
    assert canonical(typed) == "第一章 总则\n第一条 本会名称。\n（一）甲；"
    assert render(parse(typed)) == canonical(typed)


def test_reference_at_the_start_of_a_paragraph_is_no_article():
    provisions = parse("第一条 甲。\n第二条规定的事项除外。")
    assert [p.kind for p in provisions] == [KIND.ARTICLE, KIND.PARAGRAPH]


@pytest.mark.parametrize(
    ("broken", "row"),
    [
        ("第一条 甲。\n第三条 乙。", 2),
        ("第一条 甲。\n第一条 乙。", 2),
        ("第一条 甲：\n（二）乙。", 2),
        ("第一条 甲。\n第二章 乙", 2),
    ],
)
def test_number_out_of_order_is_refused_with_its_line(broken, row):
    with pytest.raises(TextUnreadable) as refused:
        parse(broken)
    assert refused.value.render("zh").startswith(f"第{row}行编号有误")
    assert refused.value.render("en").startswith(f"Line {row}:")


def test_paragraph_outside_an_article_is_refused():
    with pytest.raises(TextUnreadable, match="article"):
        parse("第一章 总则\n没有条的款。")


def test_references_in_english():
    references = [
        "第二十五条",
        "第二十五条第一款",
        "第八条第一款第三项",
        "第十七条（二）",
        "附件一",
    ]
    assert [in_english(reference) for reference in references] == [
        "art. 25",
        "art. 25, para. 1",
        "art. 8, para. 1, item 3",
        "art. 17, item 2",
        "附件一",
    ]


def test_subitem_that_begins_with_a_digit_is_read_as_it_was_written():
    provisions = parse("第一条 甲：\n（一）乙：\n1. 30日；\n2.丙。")

    assert [p.text for p in provisions[2:]] == ["30日；", "丙。"]
    assert parse(render(provisions)) == provisions
    assert render(provisions).splitlines()[2:] == ["1. 30日；", "2.丙。"]
