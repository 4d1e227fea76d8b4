from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bylaws.domain.formats.docx_reader import read_docx
from bylaws.domain.formats.docx_writer import write_certified, write_comparison, write_text
from bylaws.domain.formats.papers import (
    CertifiedPaper,
    ComparisonPaper,
    ComparisonRow,
    Dated,
    TextPaper,
)
from bylaws.domain.text.provisions import Provision, canonical, parse, render
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import PaperUnwritable
from tests.bylaws.formats.strategies import WILD, texts
from tests.bylaws.tables import text

DAY = date(2026, 11, 23)
NAME = "东江省智能制造装备行业协会"
SHORT = parse("某会章程\n第一章 总则\n第一条 甲：\n（一）乙；\n1.丙。\n第二条 （删除）")
SLOW = settings(max_examples=20, deadline=None)


def make_paper(provisions=SHORT, **changes):
    values = {"title": "章程", "association": NAME, "label": "2026年版", "written_on": DAY}
    return TextPaper(provisions=tuple(provisions), **values | changes)


def make_certified(**changes):
    return CertifiedPaper(
        text=make_paper(**changes),
        digest="ab" * 32,
        chain="cd" * 32,
        adopted=Dated(date(2026, 6, 28), "第三届第一次会员代表大会"),
        approved=Dated(date(2026, 7, 20)),
    )


def paragraphs(data):
    """Style and text of each paragraph outside tables."""
    document = docx.Document(BytesIO(data))
    return [(each.style.name, each.text) for each in document.paragraphs]


def said(data, part="word/document.xml"):
    """All words of a part, those of tables too."""
    with ZipFile(BytesIO(data)) as archive:
        root = docx.oxml.parse_xml(archive.read(part))
    rows = root.iter("{*}p")
    return ["".join(each.text or "" for each in row.iter("{*}t")) for row in rows]


@pytest.mark.parametrize("name", ["bylaws-v1.txt", "bylaws-v2.txt"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bylaws_are_read_back_to_the_character(name, lang):
    data = write_text(make_paper(parse(text(name)), lang=lang))
    assert read_docx(data) == render(parse(text(name)))


@SLOW
@given(texts(), st.sampled_from(Scheme))
def test_every_text_is_read_back_in_every_scheme(provisions, scheme):
    data = write_text(make_paper(provisions, scheme=scheme))
    assert parse(canonical(read_docx(data), scheme), scheme) == provisions


@SLOW
@given(texts(WILD), st.sampled_from(Scheme))
def test_any_words_at_all_are_read_back_to_the_character(provisions, scheme):
    data = write_text(make_paper(provisions, scheme=scheme))
    assert read_docx(data) == render(provisions, scheme)


def test_words_that_begin_with_a_figure_do_not_run_into_their_number():
    provisions = parse("第一条 甲：\n（一）乙；\n1. 30日；\n2.丙。")

    assert paragraphs(write_text(make_paper(provisions)))[-3:-1] == [
        ("Subitem", "1. 30日；"),
        ("Subitem", "2.丙。"),
    ]


def test_each_kind_of_provision_has_its_style():
    assert paragraphs(write_text(make_paper())) == [
        ("PaperAssociation", NAME),
        ("PaperTitle", "章程"),
        ("PaperNote", "2026年版"),
        ("Preamble", "某会章程"),
        ("Heading 1", "第一章 总则"),
        ("Article", "第一条 甲："),
        ("Item", "（一）乙；"),
        ("Subitem", "1.丙。"),
        ("Article", "第二条 （删除）"),
        ("End", ""),
    ]


def test_title_that_the_text_bears_itself_is_not_doubled():
    data = write_text(make_paper(title="某会章程"))
    assert said(data)[:3] == ["某会章程", "2026年版", "第一章 总则"]
    assert paragraphs(data)[0] == ("Title", "某会章程")
    assert said(write_text(make_paper()))[:4] == [NAME, "章程", "2026年版", "某会章程"]
    assert said(write_text(make_paper(title=f"{NAME}章程")))[:2] == [f"{NAME}章程", "2026年版"]


def test_same_paper_gives_the_same_bytes():
    assert write_text(make_paper()) == write_text(make_paper())
    assert write_certified(make_certified()) == write_certified(make_certified())
    assert write_text(make_paper()) != write_text(make_paper(label="2027年版"))


def test_file_says_of_itself_what_the_paper_is():
    properties = docx.Document(BytesIO(write_text(make_paper()))).core_properties
    told = properties.title, properties.subject, properties.author, properties.created.date()
    assert told == ("章程", "2026年版", NAME, DAY)


def test_page_is_that_of_official_papers():
    section = docx.Document(BytesIO(write_text(make_paper()))).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 28]


def test_certified_copy_bears_days_decisions_digests_and_a_place_to_sign():
    data = write_certified(make_certified())
    assert read_docx(data) == render(SHORT)
    words = said(data)
    assert words[2] == (
        "表决通过：2026年6月28日　第三届第一次会员代表大会核准：2026年7月20日生效：尚未"
    )
    at = words.index("核对证明")
    assert words[at:] == [
        "核对证明",
        "经核对，本件与存档的章程文本一致。",
        *("版本", "2026年版"),
        *("表决通过", "2026年6月28日　第三届第一次会员代表大会"),
        *("核准", "2026年7月20日"),
        *("生效", "尚未"),
        *("文本摘要（SHA-256）", "ab" * 32),
        *("存证链", "cd" * 32),
        "",
        *("法定代表人（签名）：", "", "_" * 24),
        *(NAME, "　　　年　　月　　日", "（印章）"),
        "",
    ]
    assert said(data, "word/footer1.xml") == [
        "章程　2026年版",
        f"文本摘要（SHA-256）：{'ab' * 32}",
        f"存证链：{'cd' * 32}",
        "第 1 页　共 1 页",
    ]


def test_certified_copy_in_english():
    data = write_certified(make_certified(lang="en", title="Bylaws"))
    assert read_docx(data) == render(SHORT)
    words = said(data)
    assert "This copy has been compared with the text on record and agrees with it." in words
    assert "28 June 2026, 第三届第一次会员代表大会" in words
    assert said(data, "word/footer1.xml")[-1] == "Page 1 of 1"


def make_comparison(**changes):
    rows = (
        ComparisonRow("第一条", "第一条", "任期两年。", "任期一年。", "统一任期。"),
        ComparisonRow("", "第二条", "", "新增：\n（一）甲。"),
        ComparisonRow("第二条", "", "旧文。", ""),
    )
    values = {"title": "章程", "association": NAME, "old_label": "2019年版", "new_label": ""}
    return ComparisonPaper(rows=rows, written_on=DAY, **values | changes)


def marked(cell):
    """The text of a cell, struck in [-…-], put in in {+…+}."""
    signs = {"Struck out": "[-{}-]", "Put in": "{{+{}+}}"}
    lines = [
        "".join(signs.get(run.style.name, "{}").format(run.text) for run in paragraph.runs)
        for paragraph in cell.paragraphs
    ]
    return "\n".join(lines)


def test_comparison_marks_the_changed_characters_in_both_columns():
    document = docx.Document(BytesIO(write_comparison(make_comparison())))
    table = document.tables[0]
    assert [[marked(cell) for cell in row.cells] for row in table.rows] == [
        ["原条文（2019年版）", "修订后条文", "修订理由"],
        ["第一条 任期[-两-]年。", "第一条 任期{+一+}年。", "统一任期。"],
        ["（新增）", "第二条 {+新增：+}\n{+（一）甲。+}", ""],
        ["第二条 [-旧文。-]", "（删除）", ""],
    ]


def test_comparison_lies_on_its_side_and_repeats_its_head():
    document = docx.Document(BytesIO(write_comparison(make_comparison(lang="en"))))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    heads = [row for row in document.tables[0].rows if row._tr.findall(".//{*}tblHeader")]
    assert [cell.text for cell in heads[0].cells] == [
        "Text in force (2019年版)",
        "Amended text",
        "Reason",
    ]
    assert len(heads) == 1


def test_control_character_is_refused_in_words():
    paper = make_paper([Provision(ProvisionKind.ARTICLE, "甲\x07乙。")])
    with pytest.raises(PaperUnwritable) as refused:
        write_text(paper)
    assert refused.value.render("zh") == (
        r"文字中有Word文件不能保存的控制字符，请删除后重试：'甲\x07乙。'"
    )
