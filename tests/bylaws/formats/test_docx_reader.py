from io import BytesIO

import docx
import pytest

from bylaws.domain.formats.docx_reader import LeftOut, read_docx, read_word_text
from bylaws.domain.formats.plain import read_plain
from bylaws.domain.text.provisions import render
from bylaws.enums import Scheme
from tests.bylaws.formats.word_files import p, t, word_file, zipped

HEAD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(code, result):
    return (
        HEAD.format("begin")
        + f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        + HEAD.format("separate")
        + result
        + HEAD.format("end")
    )


def read(body):
    return read_docx(word_file(body)).split("\n")


def test_file_of_another_program_is_read_paragraph_by_paragraph():
    document = docx.Document()
    document.add_paragraph("第一章　总则")
    document.add_paragraph("　　第一条　本会名称。")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "（一）甲；", "（二）乙；"
    document.add_paragraph("末。")
    made = BytesIO()
    document.save(made)
    assert read_docx(made.getvalue()).split("\n") == [
        "第一章　总则",
        "　　第一条　本会名称。",
        "（一）甲；",
        "（二）乙；",
        "末。",
    ]


def test_text_keeps_its_spaces_tabs_breaks_and_hyphens():
    run = (
        "<w:r><w:t> 甲 </w:t><w:tab/><w:t xml:space='preserve'> 乙　</w:t><w:br/><w:t>丙</w:t>"
        "<w:noBreakHyphen/><w:softHyphen/><w:t>丁</w:t></w:r>"
    )
    assert read(p(run)) == ["甲\t 乙　", "丙-丁"]


def test_words_in_links_controls_tags_and_ruby_are_read():
    body = p(
        f"<w:hyperlink>{t('甲')}</w:hyperlink><w:smartTag>{t('乙')}</w:smartTag>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{t('丙')}</w:sdtContent></w:sdt>"
        f"<w:r><w:ruby><w:rt>{t('dīng')}</w:rt><w:rubyBase>{t('丁')}</w:rubyBase></w:ruby></w:r>"
        f"<w:fldSimple w:instr='REF x'>{t('戊')}</w:fldSimple>"
        f"<mc:AlternateContent><mc:Choice>{t('己')}</mc:Choice>"
        f"<mc:Fallback>{t('己')}</mc:Fallback></mc:AlternateContent>"
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('庚')}</w:sdtContent></w:sdt>"
    assert read(body + control) == ["甲乙丙丁戊己", "庚"]


def test_result_of_a_field_is_read_and_its_code_is_not():
    nested = field("IF", t("十五"))
    inside = (
        HEAD.format("begin") + nested + HEAD.format("separate") + t("二十五") + HEAD.format("end")
    )
    assert read(p(t("依照第") + inside + t("条。"))) == ["依照第二十五条。"]


def test_field_without_end_swallows_nothing():
    assert read(p(HEAD.format("begin") + t("甲")) + p("乙")) == ["甲", "乙"]


def test_what_is_left_out_is_told():
    contents = p(field(r"TOC \o", t("第一章 总则 1")))
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    control = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
    box = f"<w:r><w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    formula = "<m:oMath/><w:r><w:sym w:char='F0FE'/></w:r>"
    body = contents + control + p(t("甲") + note + hidden + box + formula) + "<w:altChunk/>"
    reading = read_word_text(word_file(body))
    assert reading.text == "甲"
    assert reading.left_out == (
        LeftOut("footnotes", 1),
        LeftOut("drawings", 1),
        LeftOut("hidden", 1),
        LeftOut("contents", 2),
        LeftOut("symbols", 2),
        LeftOut("embedded", 1),
    )
    assert reading.left_out[0].render("zh") == "有1处脚注或者尾注，未读入。"
    assert reading.left_out[0].render("en") == "Footnotes or endnotes left out: 1."


def test_contents_over_several_paragraphs_leave_no_lines():
    first = HEAD.format("begin") + r"<w:r><w:instrText>TOC \o</w:instrText></w:r>"
    body = (
        p(first + HEAD.format("separate") + t("第一章"))
        + p("第二章")
        + p(HEAD.format("end") + t("第一章 总则"))
    )
    assert read(body) == ["第一章 总则"]


def test_file_in_the_strict_vocabulary_is_read():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    text = '<w:t xml:space="preserve">甲</w:t>'
    body = (
        f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r>{text}</w:r></w:p></w:body></w:document>'
    )
    assert read_docx(zipped({"word/document.xml": body})) == "甲"


@pytest.mark.parametrize(
    "dirty",
    [
        ["第一章总则", "第一条：甲：", "(一)乙；", "（2）丙。", "第二条", "丁。"],
        ["第一章　总则", "第 1 条　甲：", "（一）乙；（二）丙。", "第二条. 丁。"],
    ],
)
def test_dirty_file_is_read_with_the_tolerant_reader(dirty):
    reading = read_plain(read_docx(word_file("".join(map(p, dirty)))), Scheme.ZH)
    assert render(reading.provisions) == (
        "第一章 总则\n第一条 甲：\n（一）乙；\n（二）丙。\n第二条 丁。"
    )
    assert reading.findings
