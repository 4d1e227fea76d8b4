import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bylaws.domain.formats.dirty_lines import columns
from bylaws.domain.formats.plain import guess_scheme, read_plain
from bylaws.domain.text.provisions import parse, render
from bylaws.enums import Scheme
from bylaws.errors import TextUnreadable
from tests.bylaws.formats.strategies import texts
from tests.bylaws.tables import text


def found(words, scheme=Scheme.ZH, **how):
    """The text as read, and row, code and severity of every finding."""
    reading = read_plain(words, scheme, **how)
    findings = [(f.row, f.code, f.severity.value) for f in reading.findings]
    return render(reading.provisions, scheme), findings


def test_findings_of_a_text_with_every_fault():
    dirty = (
        "\ufeff东江省协会章程\r\n"
        "（2024年11月22日通过）\r\n"
        "目　录\r\n"
        "第一章 总则……1\r\n"
        "第二章 会员……3\r\n"
        "第一章总则\r\n"
        "**第一条：** 本会\u200b名\u00ad称。\r\n"
        "　　第 2 条.本会宗旨。\r\n"
        "- 3 -\r\n"
        "第三条\r\n"
        "\r\n"
        "本会的业务：(一)甲；(二)乙。\r\n"
        "第四条规定的事项除外。\r\n"
        "第四条本会可以：\r\n"
        "1、丙；\r\n"
        "2、丁：\r\n"
        "（1）戊；\r\n"
        "① 己\r\n"
        "三、庚。\r\n"
    )
    assert found(dirty) == (
        "东江省协会章程\n"
        "（2024年11月22日通过）\n"
        "第一章 总则\n"
        "第一条 本会名称。\n"
        "第二条 本会宗旨。\n"
        "第三条 本会的业务：\n"
        "（一）甲；\n"
        "（二）乙。\n"
        "第四条规定的事项除外。\n"
        "第四条 本会可以：\n"
        "（一）丙；\n"
        "（二）丁：\n"
        "1.戊；① 己\n"
        "（三）庚。",
        [
            (1, "invisible", "info"),
            (3, "contents", "warn"),
            (6, "spaced", "info"),
            (7, "invisible", "info"),
            (7, "bold", "info"),
            (7, "rewritten", "info"),
            (8, "rewritten", "info"),
            (9, "page_number", "info"),
            (12, "split", "warn"),
            (12, "joined", "info"),
            (12, "rewritten", "info"),
            (12, "rewritten", "info"),
            (14, "glued", "warn"),
            (15, "rewritten", "info"),
            (16, "rewritten", "info"),
            (17, "rewritten", "info"),
            (18, "too_deep", "warn"),
            (19, "mixed", "warn"),
        ],
    )


BROKEN = (
    "第一条 甲。\n第一条 乙。\n第四条 丙：\n（一）丁；\n（三）戊。\n第  条 己。\n"
    "第六条 庚。\n第三条 辛。\n"
    "第二章 壬\n没有条的话。\n第八条\n"
)


def test_what_only_a_person_can_settle_blocks():
    assert found(BROKEN)[1] == [
        (2, "doubled", "block"),
        (3, "missing", "block"),
        (5, "missing", "block"),
        (6, "unnumbered", "block"),
        (8, "out_of_order", "block"),
        (9, "missing_first", "block"),
        (10, "unnumbered", "block"),
        (11, "empty", "block"),
    ]
    assert not read_plain(BROKEN, Scheme.ZH).is_settled


def test_order_settles_numbers_on_request_and_tells_what_the_source_bore():
    words, findings = found(BROKEN, renumber=True)
    assert words == (
        "第一条 甲。\n第二条 乙。\n第三条 丙：\n（一）丁；\n（二）戊。\n第四条 己。\n"
        "第五条 庚。\n第六条 辛。\n第一章 壬\n第七条 没有条的话。\n第八条 "
    )
    assert findings == [
        (2, "renumbered", "warn"),
        (3, "renumbered", "warn"),
        (5, "renumbered", "warn"),
        (6, "numbered", "warn"),
        (7, "renumbered", "warn"),
        (8, "renumbered", "warn"),
        (9, "renumbered", "warn"),
        (10, "numbered", "warn"),
        (11, "empty", "block"),
    ]
    reading = read_plain(BROKEN, Scheme.ZH, renumber=True)
    marks = (
        "第一条",
        "第一条",
        "第四条",
        "（一）",
        "（三）",
        "第  条",
        "第六条",
        "第三条",
        "第二章",
    )
    assert reading.source_marks == (*marks, "", "第八条")
    assert reading.findings[0].render("zh") == "原编号“第一条”，按顺序编为“第二条”。"
    assert (
        reading.findings[0].render("en") == "The source bore “第一条”; by its place it is “第二条”."
    )


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        ("第1条 甲。", "第一条 甲。"),
        ("第１条、甲。", "第一条 甲。"),
        ("第 一 条　甲。", "第一条 甲。"),
        ("第一条：甲。", "第一条 甲。"),
        ("第一条【名称】甲。", "第一条 【名称】甲。"),
        ("第一条（废止）", "第一条 （删除）"),
        ("__第一条__　甲。", "第一条 甲。"),
    ],
)
def test_article_is_known_however_its_number_is_written(line, clean):
    assert found(line)[0] == clean


@pytest.mark.parametrize("number", ["第三十一条", "第31条", "第三一条", "第 三十一 条"])
def test_number_counts_however_it_is_written(number):
    before = "".join(f"第{n}条 甲。\n" for n in range(1, 31))
    assert read_plain(f"{before}{number} 乙。", Scheme.ZH).is_settled


@pytest.mark.parametrize(
    ("marks", "clean"),
    [
        (("(一)", "（ 二 ）"), ("（一）", "（二）")),
        (("一、", "二、"), ("（一）", "（二）")),
        (("1、", "2."), ("（一）", "（二）")),
        (("（1）", "2)"), ("（一）", "（二）")),
        (("①", "②"), ("（一）", "（二）")),
        (("（一）", "1、"), ("（一）", "1.")),
        (("一、", "（一）"), ("（一）", "1.")),
    ],
)
def test_marks_of_lists_are_items_or_subitems_by_their_neighbours(marks, clean):
    words, findings = found(f"第一条 甲：\n{marks[0]}乙；\n{marks[1]}丙。")
    assert words == f"第一条 甲：\n{clean[0]}乙；\n{clean[1]}丙。"
    assert [code for _, code, _ in findings] == [
        "rewritten" for mark, exact in zip(marks, clean, strict=True) if mark != exact
    ]


def test_subitems_begin_anew_under_every_item():
    words = "第一条 甲：\n（一）乙：\n1.丙；\n2.丁。\n（二）戊：\n1.己。\n庚：\n（一）辛。"
    assert found(words) == (words, [])


@pytest.mark.parametrize(
    "words",
    [
        "第一条 依照（一）（二）项办理。",
        "第一条 甲：（一）乙，（三）丙。",
        "第一条 甲：（二）乙；（三）丙。",
        "第一条 甲：\n（一）乙，依照（二）办理；\n（二）丙。",
        "第一条 增长1.5倍：\n1.5倍以上的，公告。",
        "第一条 甲。\n12\n乙。",
        "第一条 甲。\n第二条所列事项除外。\n第三条和第四条亦同。\n第二条（一）亦同。",
    ],
)
def test_what_only_resembles_a_fault_stays(words):
    assert found(words) == (words, [])


def test_page_numbers_that_run_through_a_text_are_removed():
    assert found("1\n第一条 甲。\n2\n第二条 乙。\n第 3 页 共 9 页\n3") == (
        "第一条 甲。\n第二条 乙。",
        [(row, "page_number", "info") for row in (1, 3, 5, 6)],
    )


def test_contents_that_repeat_the_headings_are_skipped():
    clean = "某会章程\n第一章 总则\n第一条 甲。\n第二章 会员\n第二条 乙。"
    words = f"目录\n第一章 总则\n第二章 会员\n{clean}"
    assert found(words) == (clean, [(1, "contents", "warn")])


def wrapped(words, width):
    """The words in lines of so many columns that break between Latin words, as a PDF has them."""
    lines = []
    for line in words.splitlines():
        lines.append("")
        for part in re.findall(r"[A-Za-z]+ ?|.", line):
            if columns(lines[-1] + part) > width:
                lines.append("")
            lines[-1] += part
    return "\n".join(lines)


@pytest.mark.parametrize(("width", "joined"), [(56, 151), (66, 109), (80, 75)])
def test_bylaws_copied_out_of_a_pdf_are_joined_again(width, joined):
    """All but where a sentence ends at the end of a full line, which is told."""
    clean = text("bylaws-v2.txt")
    reading = read_plain(wrapped(clean, width), Scheme.ZH)
    read = render(reading.provisions)
    codes = Counter(finding.code for finding in reading.findings)
    assert (set(codes), codes["wrapped"]) == ({"wrapped", "unsure"}, joined)
    assert read.replace("\n", "") == clean.replace("\n", "")
    assert len(reading.provisions) - len(parse(clean)) <= codes["unsure"]


def test_english_sentences_broken_by_a_page_are_joined_with_a_space():
    words = (
        "Article 1 The general assembly elects the council\n"
        "every five years by secret ballot, and\nremoves it. It also adopts the bylaws of the\n"
        "association.\nThe council reports."
    )
    assert found(words, Scheme.EN) == (
        "Article 1 The general assembly elects the council every five years by secret ballot, and "
        "removes it. It also adopts the bylaws of the association.\nThe council reports.",
        [(2, "wrapped", "warn"), (3, "wrapped", "warn"), (4, "wrapped", "warn")],
    )


def test_long_lines_without_a_stop_are_not_joined_in_other_texts():
    words = f"第一条 {'甲' * 30}\n{'乙' * 70}\n丙。"
    assert found(words) == (words, [])


def test_finding_names_line_and_numbers_in_both_languages():
    (finding,) = read_plain("第一条 甲。\n\n第三条 乙。", Scheme.ZH).findings
    assert (finding.row, finding.zh, finding.en) == (
        3,
        "“第一条”之后是“第三条”，中间缺号。",
        "“第三条” follows “第一条”: a number is missing between them.",
    )


def test_english_text_is_read():
    words = (
        "Bylaws\nCHAPTER I - General\nArt. 1. Name.\nArticle 1A Seat:\n(a) here;\n"
        "(b) there:\n(i) now;\n"
        "(ii) later.\nPage 2 of 3\nArticle 2: Article 1 applies.\nArticle 1 paragraph 2 does not.\n"
    )
    assert found(words, Scheme.EN) == (
        "Bylaws\nChapter 1 General\nArticle 1 Name.\nArticle 1A Seat:\n(a) here;\n"
        "(b) there:\n1. now;\n"
        "2. later.\nArticle 2 Article 1 applies.\nArticle 1 paragraph 2 does not.",
        [
            (2, "rewritten", "info"),
            (3, "rewritten", "info"),
            (7, "rewritten", "info"),
            (8, "rewritten", "info"),
            (9, "page_number", "info"),
            (10, "rewritten", "info"),
        ],
    )


@pytest.mark.parametrize(
    ("words", "scheme", "clean"),
    [
        ("§1 Name\n§ 1 a Sitz\n§ 2. Zweck", Scheme.DE, "§ 1 Name\n§ 1a Sitz\n§ 2 Zweck"),
        (
            "Article premier : Nom\nArticle 1 bis Siège\nArticle 2 - But",
            Scheme.FR,
            "Article 1 Nom\nArticle 1-1 Siège\nArticle 2 But",
        ),
    ],
)
def test_german_and_french_texts_are_read(words, scheme, clean):
    reading = read_plain(words, scheme)
    assert (render(reading.provisions, scheme), reading.is_settled) == (clean, True)
    assert guess_scheme(words) is scheme


@pytest.mark.parametrize("name", ["bylaws-v1.txt", "bylaws-v2.txt"])
def test_bylaws_are_read_to_the_character_without_a_finding(name):
    assert found(text(name)) == (text(name), [])
    assert guess_scheme(text(name)) is Scheme.ZH


def test_bylaws_soiled_throughout_are_read_to_the_character():
    clean = text("bylaws-v2.txt")
    headings = [line for line in clean.splitlines() if re.match("第.+[章节] ", line)]
    contents = [f"{line}{'…' * 6}{page}" for page, line in enumerate(headings, start=1)]
    body = re.sub("\n（", "（", clean).replace("（", "(").replace("）", ")")
    body = re.sub("(?m)^(第.+[章节]) ", r"\1", body)
    body = re.sub("(?m)^(第.+条) ", r"**\1：**", body)
    pages = [f"{line}\n- {n} -" if n % 9 == 0 else line for n, line in enumerate(body.split("\n"))]
    reading = read_plain("\r\n　　".join(["目  录", *contents, *pages]), Scheme.ZH)
    assert (render(reading.provisions), reading.is_settled) == (clean, True)


def test_text_between_schemes_is_guessed_by_its_writing():
    assert guess_scheme("Article 1 The seat of the association\nis in Paris.") is Scheme.EN
    assert guess_scheme("Article 1 Le siège de l'association\nest à Paris.") is Scheme.FR


@pytest.mark.parametrize("words", ["", "某会章程", "第一章 总则", "（一）甲"])
def test_text_without_article_is_refused(words):
    with pytest.raises(TextUnreadable):
        read_plain(words, Scheme.ZH)


@settings(max_examples=60, deadline=None)
@given(texts(), st.sampled_from(Scheme))
def test_every_clean_text_is_read_without_a_finding(provisions, scheme):
    reading = read_plain(render(provisions, scheme), scheme)
    assert (reading.provisions, reading.findings) == (provisions, ())


SOILED = (
    ("\n", "\r\n\r\n　　"),
    ("（", "("),
    ("）", " )"),
    ("条 ", "条："),
    ("章 ", "章　 "),
    ("第", "第 "),
)


@settings(max_examples=60, deadline=None)
@given(texts(), st.sets(st.sampled_from(SOILED)))
def test_every_soiled_text_is_read_as_it_was(provisions, soiled):
    words = render(provisions)
    for clean, dirty in soiled:
        words = words.replace(clean, dirty)
    reading = read_plain(words, Scheme.ZH)
    assert (reading.provisions, reading.is_settled) == (provisions, True)


@settings(max_examples=60, deadline=None)
@given(st.text("第一二十条章节（）()12、.：:；。 　\n甲目录-*…", max_size=60), st.booleans())
def test_whatever_is_read_can_be_rendered(words, renumber):
    try:
        reading = read_plain(f"第一条 甲。\n{words}", Scheme.ZH, renumber=renumber)
    except TextUnreadable:
        return
    assert len(reading.source_marks) == len(reading.provisions)
    if reading.is_settled:
        parse(render(reading.provisions))
