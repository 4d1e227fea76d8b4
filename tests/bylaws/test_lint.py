"""What a careful reader marks in a text: each finding with its place and reason."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from bylaws.domain.text.derive import identify
from bylaws.domain.text.lint import lint
from bylaws.domain.text.provisions import Provision, parse
from bylaws.domain.text.stale import stale
from bylaws.domain.text.terms import TERMS, Term
from bylaws.enums import ProvisionKind, Scheme, Severity

TEXTS = Path(__file__).parent.parent / "vectors" / "texts"


def told(text: str, scheme: Scheme = Scheme.ZH) -> list[tuple[str, str, str]]:
    return [(f.code, f.place, f.render("zh")) for f in lint(parse(text, scheme), scheme)]


def with_identities(text: str) -> tuple[Provision, ...]:
    return tuple(replace(p, id=uuid4()) for p in parse(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("第一条 依照第九条办理。", ("dangling", "第一条", "“第九条”不存在。")),
        (
            "第一条 依第二条。\n第二条 （删除）",
            ("repealed", "第一条", "“第二条”已删除，仍被引用。"),
        ),
        (
            "第一条 甲。\n第二条 按第三项办理。",
            ("lacks_context", "第二条", "“第三项”没有说明是哪一条的。"),
        ),
        (
            "第一条 职责：\n（一）甲；\n（二）乙；\n第二条 丙。",
            ("open_list", "第一条第一款第二项", "列举的最后一项以“；”结尾，应为句号。"),
        ),
        (
            "第一条 其它事项。\n第二条 其他事项。\n第三条 其他。",
            ("two_forms", "第一条", "“其它”（第一条）与“其他”并用：法律文本统一用“其他”。"),
        ),
        (
            "第一条 须2/3以上。\n第二条 三分之二以上，二分之一以上。\n第三条 过三分之一。",
            ("two_forms", "第一条", "“2/3”（第一条）与“三分之二”并用：比例宜统一写法。"),
        ),
    ],
)
def test_finding_names_place_and_reason(text, found):
    assert told(text) == [found]


def test_empty_provision_is_found():
    provisions = (Provision(ProvisionKind.ARTICLE, "甲。"), Provision(ProvisionKind.ARTICLE, " "))

    assert [(f.code, f.severity, f.place) for f in lint(provisions)] == [
        ("empty", Severity.BLOCK, "第二条")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "第一条 依照第二条办理。\n第二条 职责：\n（一）甲；\n（二）乙：\n1.子；\n2.丑。",
        "第一条 本会设会长、副会长。\n第二条 会长期不出席的。",
        "第一条 民政部门〔2014〕1/2号文。",
        "第一条 百分之三十，2/3以上。",
    ],
)
def test_text_in_order_has_no_finding(text):
    assert told(text) == []


def test_list_within_a_list_need_not_end_the_sentence():
    assert told("第一条 职责：\n（一）甲：\n1.子；\n2.丑；\n（二）乙。") == []


def test_rarer_form_is_told_with_all_its_places():
    lines = [f"第{n}条 交纳。" for n in ("一", "二", "三", "四", "五", "六", "七")]
    lines += [f"第{n}条 缴纳。" for n in ("八", "九", "十", "十一", "十二", "十三")]
    (found,) = lint(parse("\n".join(lines)))

    assert found.zh.startswith(
        "“缴纳”（第八条、第九条、第十条、第十一条、第十二条等6处）与“交纳”并用"
    )
    assert found.en.startswith("“缴纳” (第八条, 第九条, 第十条, 第十一条, 第十二条 and 1 more)")


def test_english_text_is_read_for_references_alone():
    text = "Article 1 As in Article 9.\nArticle 2 其它, 其他"
    assert told(text, Scheme.EN) == [("dangling", "Article 1", "“Article 9”不存在。")]


def test_sample_bylaws_have_no_slip_of_reference():
    for name in ("bylaws-v1.txt", "bylaws-v2.txt"):
        text = (TEXTS / name).read_text(encoding="utf-8").strip()
        severities = {finding.severity for finding in lint(parse(text), own_names=("章程",))}
        assert severities <= {Severity.INFO}


@pytest.mark.parametrize("term", TERMS)
def test_forms_of_a_term_exclude_each_other(term):
    """A word that is both forms at once would be told of itself."""
    samples = [term.one, term.other]
    plain = [sample for sample in samples if Term.compiled(sample).fullmatch(sample)]
    for sample in plain:
        forms = [bool(Term.compiled(form).search(sample)) for form in samples]
        assert forms.count(True) == 1
    assert term.zh
    assert term.en


def test_number_that_was_not_updated_is_found():
    old = with_identities("第一条 甲。\n第二条 依照第三条。\n第三条 丙，很长的一条。")
    new = identify(
        old, parse("第一条 甲。\n第二条 依照第三条。\n第三条 新。\n第四条 丙，很长的一条。")
    )

    assert [(s.place, s.written, s.meant, s.meant_number, s.now) for s in stale(old, new)] == [
        ("第二条", "第三条", "丙，很长的一条。", "第四条", "新。")
    ]


def test_number_that_was_updated_is_none():
    old = with_identities("第一条 依照第二条、第二条。\n第二条 乙，很长的一条。")
    new = identify(old, parse("第一条 依照第三条、第三条。\n第二条 新。\n第三条 乙，很长的一条。"))

    assert stale(old, new) == ()


def test_one_of_two_equal_references_that_stayed_is_found():
    old = with_identities("第一条 依照第二条和本章程第二条。\n第二条 乙，很长的一条。")
    new = identify(
        old, parse("第一条 依照第三条和本章程第二条。\n第二条 新。\n第三条 乙，很长的一条。")
    )

    assert [(s.written, s.now) for s in stale(old, new)] == [("第二条", "新。")]
