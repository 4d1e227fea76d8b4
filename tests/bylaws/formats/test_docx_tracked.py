import pytest

from bylaws.domain.formats.docx_reader import read_docx
from bylaws.domain.formats.docx_tracked import TrackedChanges
from bylaws.errors import TrackedBy, TrackedChangesFound
from tests.bylaws.formats.word_files import (
    dele,
    ins,
    level,
    listed,
    mark,
    numbered,
    p,
    pattern,
    t,
    word_file,
)

ACCEPT, REJECT = TrackedChanges.ACCEPT, TrackedChanges.REJECT


def both(body, **more):
    data = word_file(body, **more)
    return tuple(read_docx(data, tracked=each).split("\n") for each in (ACCEPT, REJECT))


def test_changes_by_two_authors_are_told_with_their_days():
    body = p(t("会费") + dele("两", "乙", "2026-11-21T09:30:00Z") + ins(t("一")) + t("年。"))
    data = word_file(body + p(ins(t("新。")), mark("ins")) + p("末。"))
    with pytest.raises(TrackedChangesFound) as asked:
        read_docx(data)
    assert asked.value.by == (TrackedBy("乙", "2026-11-21", 1), TrackedBy("甲", "2026-11-20", 3))
    assert asked.value.count == 4
    assert asked.value.render("zh").startswith(
        "文件中有4处尚未处理的修订：乙（2026-11-21，1处）、甲（2026-11-20，3处）。"
    )
    assert asked.value.render("en").startswith(
        "The file holds 4 tracked changes: 乙 (2026-11-21: 1), 甲 (2026-11-20: 3). "
    )


def test_change_without_author_or_day_is_told_as_such():
    data = word_file(p('<w:ins w:id="1"><w:r><w:t>甲</w:t></w:r></w:ins>'))
    with pytest.raises(TrackedChangesFound) as asked:
        read_docx(data)
    assert "未署名（日期不详，1处）" in asked.value.render("zh")
    assert "unnamed (undated: 1)" in asked.value.render("en")


def test_runs_are_accepted_or_rejected():
    body = p(t("会费") + dele("两") + ins(t("一")) + t("年。"))
    assert both(body) == (["会费一年。"], ["会费两年。"])


def test_what_one_put_in_and_another_struck_is_in_neither_text():
    assert both(p(t("甲") + ins(dele("乙", "丙")) + t("丁"))) == (["甲丁"], ["甲丁"])


def test_moved_runs_stand_in_one_place():
    moved_from = '<w:moveFrom w:id="1"><w:r><w:t>甲。</w:t></w:r></w:moveFrom>'
    moved_to = '<w:moveTo w:id="2"><w:r><w:t>甲。</w:t></w:r></w:moveTo>'
    body = p(moved_from, mark("moveFrom")) + p("乙。") + p(moved_to, mark("moveTo")) + p("丙。")
    assert both(body) == (["乙。", "甲。", "丙。"], ["甲。", "乙。", "丙。"])


def test_paragraph_whose_mark_goes_is_joined_with_the_next():
    struck = p("前半", mark("del")) + p("后半") + p("末")
    assert both(struck) == (["前半后半", "末"], ["前半", "后半", "末"])
    put_in = p("前半", mark("ins")) + p("后半") + p("末")
    assert both(put_in) == (["前半", "后半", "末"], ["前半后半", "末"])


def test_joining_goes_on_over_several_paragraphs_and_bookmarks():
    body = p("甲", mark("del")) + '<w:bookmarkEnd w:id="4"/>' + p(dele("乙"), mark("del")) + p("丙")
    assert both(body) == (["甲丙"], ["甲", "乙", "丙"])


def test_joined_paragraph_bears_the_number_of_the_later_one():
    numbering = pattern(1, level(0, "chineseCounting", "第%1条")) + listed(1, 1)
    properties = f'<w:numPr><w:numId w:val="1"/></w:numPr>{mark("del")}'
    body = numbered("甲。", 1) + p(dele("乙。"), properties) + numbered("丙。", 1)
    assert both(body, numbering=numbering) == (
        ["第一条 甲。", "第二条 丙。"],
        ["第一条 甲。", "第二条 乙。", "第三条 丙。"],
    )


def test_last_paragraph_of_a_cell_goes_only_when_it_is_empty():
    def cell(inner):
        return f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"

    body = cell(p("甲", mark("del"))) + cell(p("乙") + p(dele("丙"), mark("del")))
    assert both(body) == (["甲", "乙"], ["甲", "乙", "丙"])


def test_rows_and_cells_are_accepted_or_rejected():
    def row(text, kind):
        properties = f'<w:trPr><w:{kind} w:id="1" w:author="甲"/></w:trPr>' if kind else ""
        return f"<w:tr>{properties}<w:tc>{p(text)}</w:tc></w:tr>"

    cell = f'<w:tc><w:tcPr><w:cellIns w:id="1"/></w:tcPr>{p("丁")}</w:tc>'
    body = f"<w:tbl>{row('甲', '')}{row('乙', 'ins')}{row('丙', 'del')}<w:tr>{cell}</w:tr></w:tbl>"
    assert both(body) == (["甲", "乙", "丁"], ["甲", "丙"])


def test_number_that_was_put_in_goes_when_it_is_rejected():
    numbering = pattern(1, level(0, "decimal", "%1.")) + listed(1, 1)
    put_in = '<w:numPr><w:numId w:val="1"/><w:ins w:id="1" w:author="甲"/></w:numPr>'
    former = '<w:pPrChange w:id="2" w:author="乙"><w:pPr/></w:pPrChange>'
    changed = f'<w:numPr><w:numId w:val="1"/></w:numPr>{former}'
    body = p("甲", put_in) + p("乙", changed)
    assert both(body, numbering=numbering) == (["1. 甲", "2. 乙"], ["甲", "乙"])


def test_changed_look_is_no_reason_to_ask():
    former = '<w:pPrChange w:id="2" w:author="乙"><w:pPr><w:jc w:val="left"/></w:pPr></w:pPrChange>'
    assert read_docx(word_file(p("甲", f'<w:jc w:val="both"/>{former}'))) == "甲"
