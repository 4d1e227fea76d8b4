import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bylaws.domain.formats.markdown import read_markdown, write_markdown
from bylaws.domain.text.provisions import parse, render
from bylaws.enums import Scheme
from bylaws.errors import TextUnreadable
from tests.bylaws.formats.strategies import PLAIN, WILD, texts
from tests.bylaws.tables import text


@pytest.mark.parametrize("name", ["bylaws-v1.txt", "bylaws-v2.txt"])
def test_bylaws_go_through_markdown_to_the_character(name):
    reading = read_markdown(write_markdown(parse(text(name)), Scheme.ZH), Scheme.ZH)
    assert (render(reading.provisions), reading.findings) == (text(name), ())


@settings(max_examples=60, deadline=None)
@given(texts(PLAIN), st.sampled_from(Scheme))
def test_every_text_is_read_as_it_was_written(provisions, scheme):
    reading = read_markdown(write_markdown(provisions, scheme), scheme)
    assert (reading.provisions, reading.findings) == (provisions, ())


@settings(max_examples=120, deadline=None)
@given(texts(WILD), st.sampled_from(Scheme))
def test_words_that_look_like_markup_or_numbers_stay_words(provisions, scheme):
    reading = read_markdown(write_markdown(provisions, scheme), scheme)
    assert (reading.provisions, reading.findings) == (provisions, ())


def test_markdown_is_written_as_people_write_it():
    provisions = parse(
        "某会章程\n第一章 总则\n第一节 名称\n第一条 甲：\n（一）乙：\n1.丙；\n2.丁。\n（二）戊*。\n"
        "己。\n第一条之一 （删除）"
    )
    assert write_markdown(provisions, Scheme.ZH) == (
        "某会章程\n\n# 第一章 总则\n\n## 第一节 名称\n\n**第一条** 甲：\n\n"
        "- （一）乙：\n  - 1\\. 丙；\n  - 2\\. 丁。\n- （二）戊\\*。\n\n"
        "己。\n\n**第一条之一** （删除）\n"
    )


def test_paragraph_that_begins_like_an_item_is_written_with_a_character_reference():
    provisions = parse("第一条 甲。\n1.5倍以上。\n1.乙。")
    written = write_markdown(provisions, Scheme.ZH)
    assert written == "**第一条** 甲。\n\n1.5倍以上。\n\n&#49;.乙。\n"
    assert read_markdown(written, Scheme.ZH).provisions == provisions


def test_article_whose_words_would_be_read_with_its_number():
    provisions = parse("§ 1 b\n§ 2 a Name", Scheme.DE)
    written = write_markdown(provisions, Scheme.DE)
    assert written == "**§ 1** &#98;\n\n**§ 2** &#97; Name\n"
    reading = read_markdown(written, Scheme.DE)
    assert (reading.provisions, reading.findings) == (provisions, ())


def test_sign_that_would_close_a_heading_is_escaped():
    provisions = parse("第一章 甲 #\n第一条 乙#")
    written = write_markdown(provisions, Scheme.ZH)
    assert written == "# 第一章 甲 \\#\n\n**第一条** 乙\\#\n"
    assert read_markdown(written, Scheme.ZH).provisions == provisions


def test_markdown_of_others_is_read():
    reading = read_markdown(
        "# 某会章程 #\n\n### **第一章** 总则\n\n第一条 甲，\n乙：\n\n* 丙；\n* 丁：\n    + 戊。\n\n"
        "---\n\n## 第二条\n\nAssociation\nof A\n",
        Scheme.ZH,
    )
    assert render(reading.provisions) == (
        "某会章程\n第一章 总则\n第一条 甲，乙：\n（一）丙；\n（二）丁：\n1.戊。\n"
        "第二条 Association of A"
    )
    assert [(f.row, f.code) for f in reading.findings] == [
        (8, "bullet"),
        (9, "bullet"),
        (10, "bullet"),
        (16, "joined"),
    ]


def test_markdown_without_article_is_refused():
    with pytest.raises(TextUnreadable):
        read_markdown("# 某会章程\n\n- 甲", Scheme.ZH)
