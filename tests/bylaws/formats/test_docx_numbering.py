import pytest

from bylaws.domain.formats.docx_numerals import numeral
from bylaws.domain.formats.docx_reader import read_docx
from bylaws.domain.text.provisions import canonical, parse
from tests.bylaws.formats.word_files import level, listed, numbered, p, pattern, style, word_file

CHINESE = pattern(
    1,
    level(0, "chineseCounting", "第%1章"),
    level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>'),
    level(2, "chineseCounting", "（%3）", '<w:suff w:val="nothing"/>'),
    level(3, "decimal", "%4."),
)
"""Chapters, articles counted through the text, items, subitems."""


def read(body, numbering, styles=""):
    return read_docx(word_file(body, numbering=numbering, styles=styles)).split("\n")


def test_chapters_articles_and_items_are_numbered_as_on_the_page():
    body = "".join(
        numbered(text, 1, at)
        for text, at in [
            ("总则", 0),
            ("本会名称。", 1),
            ("本会宗旨：", 1),
            ("服务会员；", 2),
            ("其他：", 2),
            ("甲；", 3),
            ("会员", 0),
            ("本会会员：", 1),
            ("单位；", 2),
        ]
    )
    lines = read(body, CHINESE + listed(1, 1))
    assert lines == [
        "第一章 总则",
        "第一条 本会名称。",
        "第二条 本会宗旨：",
        "（一）服务会员；",
        "（二）其他：",
        "1. 甲；",
        "第二章 会员",
        "第三条 本会会员：",
        "（一）单位；",
    ]
    assert len(parse(canonical("\n".join(lines)))) == 9


def test_number_that_stands_in_the_style_alone():
    styles = (
        style("Normal", more='w:default="1"')
        + style("Base", "Normal", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("Chapter", "Base")
        + style("Article", "Base", '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
        + style("Quiet", "Article", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    levels = (
        level(0, "chineseCountingThousand", "第%1章", '<w:pStyle w:val="Chapter"/>'),
        level(1, "chineseCountingThousand", "第%2条", '<w:pStyle w:val="Article"/>'),
    )
    body = "".join(
        p(text, f'<w:pStyle w:val="{name}"/>')
        for text, name in [
            ("总则", "Chapter"),
            ("甲。", "Article"),
            ("乙。", "Article"),
            ("丙。", "Quiet"),
            ("丁。", "Normal"),
        ]
    )
    assert read(body, pattern(1, *levels) + listed(1, 1), styles) == [
        "第一章 总则",
        "第一条 甲。",
        "第二条 乙。",
        "丙。",
        "丁。",
    ]


def test_lists_of_one_pattern_go_on_counting_unless_they_start_over():
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = pattern(1, level(0, "decimal", "%1.")) + listed(1, 1) + listed(2, 1)
    body = "".join(numbered("甲", list_id) for list_id in (1, 2, 3, 3, 1))
    assert read(body, numbering + listed(3, 1, over)) == [
        "1. 甲",
        "2. 甲",
        "5. 甲",
        "6. 甲",
        "7. 甲",
    ]


def test_list_that_writes_a_level_of_its_own():
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1、", start=4)}</w:lvlOverride>'
    numbering = pattern(1, level(0, "decimal", "%1.")) + listed(1, 1, own)
    assert read(numbered("甲", 1) + numbered("乙", 1), numbering) == ["IV、 甲", "V、 乙"]


def test_levels_named_in_one_mark_and_in_digits_where_the_law_wants_them():
    numbering = pattern(
        1,
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2", '<w:isLgl/><w:suff w:val="space"/>'),
        level(2, "lowerLetter", "%1-%2(%3)"),
    ) + listed(1, 1)
    body = "".join(numbered("甲", 1, at) for at in (0, 0, 1, 1, 2, 0, 1))
    assert read(body, numbering) == [
        "第一章 甲",
        "第二章 甲",
        "2.1 甲",
        "2.2 甲",
        "二-2(a) 甲",
        "第三章 甲",
        "3.1 甲",
    ]


def test_level_that_starts_over_only_after_the_highest():
    numbering = pattern(
        1,
        level(0, "decimal", "%1"),
        level(1, "decimal", "%2"),
        level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
    ) + listed(1, 1)
    body = "".join(numbered("甲", 1, at) for at in (0, 1, 2, 1, 2, 0, 2))
    assert [line[:2] for line in read(body, numbering)] == [
        "1 ",
        "1 ",
        "a)",
        "2 ",
        "b)",
        "2 ",
        "a)",
    ]


def test_levels_that_a_numbering_style_holds():
    linked = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Law"/></w:abstractNum>'
    numbering = pattern(1, level(0, "decimal", "§ %1")) + linked + listed(1, 1) + listed(2, 2)
    styles = style("Law", properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
    assert read(numbered("A", 2) + numbered("B", 2), numbering, styles) == ["§ 1 A", "§ 2 B"]


def test_mark_that_ends_in_a_letter_is_parted_from_the_text():
    close = '<w:suff w:val="nothing"/>'
    numbering = pattern(1, level(0, "chineseCounting", "第%1条", close)) + listed(1, 1)
    assert read(numbered("本会名称。", 1), numbering) == ["第一条 本会名称。"]


def test_empty_paragraph_still_bears_its_number_and_a_bullet_is_none():
    bullets = pattern(2, level(0, "bullet", "•")) + listed(2, 2)
    numbering = pattern(1, level(0, "decimal", "%1.")) + bullets + listed(1, 1)
    body = numbered("甲", 1) + numbered("", 1) + numbered("乙", 1) + numbered("丙", 2)
    assert read(body, numbering) == ["1. 甲", "2.", "3. 乙", "丙"]


@pytest.mark.parametrize(
    ("styles", "numbering"),
    [
        (style("Loop", "Loop"), ""),
        ("", '<w:num w:numId="1"><w:abstractNumId w:val="9"/></w:num>'),
        (
            style("Law", properties='<w:numPr><w:numId w:val="1"/></w:numPr>'),
            '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Law"/></w:abstractNum>'
            + listed(1, 1),
        ),
    ],
)
def test_numbering_that_leads_nowhere_gives_no_number(styles, numbering):
    body = p("甲", '<w:pStyle w:val="Loop"/>') + numbered("乙", 1) + numbered("丙", 7)
    assert read(body, numbering, styles) == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("decimal", "1 4 10 21 27 105"),
        ("decimalZero", "01 04 10 21 27 105"),
        ("decimalFullWidth", "１ ４ １０ ２１ ２７ １０５"),
        ("decimalEnclosedCircle", "① ④ ⑩ 21 27 105"),
        ("chineseCounting", "一 四 十 二十一 二十七 一百零五"),
        ("chineseCountingThousand", "一 四 十 二十一 二十七 一百零五"),
        ("ideographDigital", "一 四 一〇 二一 二七 一〇五"),
        ("chineseLegalSimplified", "壹 肆 壹拾 贰拾壹 贰拾柒 壹佰零伍"),
        ("ideographTraditional", "甲 丁 癸 21 27 105"),
        ("ideographZodiac", "子 卯 酉 21 27 105"),
        ("lowerLetter", "a d j u aa aaaaa"),
        ("upperLetter", "A D J U AA AAAAA"),
        ("lowerRoman", "i iv x xxi xxvii cv"),
        ("upperRoman", "I IV X XXI XXVII CV"),
        ("numberInDash", "- 1 -|- 4 -|- 10 -|- 21 -|- 27 -|- 105 -"),
        ("none", "     "),
        ("hebrew1", "1 4 10 21 27 105"),
    ],
)
def test_numerals_of_each_format(number_format, expected):
    parted = "|" if "|" in expected else " "
    written = [numeral(number, number_format) for number in (1, 4, 10, 21, 27, 105)]
    assert parted.join(written) == expected


@pytest.mark.parametrize("number_format", ["lowerLetter", "upperRoman", "chineseCounting"])
def test_number_that_would_fill_a_page_is_written_in_digits(number_format):
    assert numeral(99999, number_format) == "99999"
