"""A version as it is read: what it names, who names it, which words state a rule."""

from datetime import date

import pytest
from django.utils import translation

from bylaws.choices import RegulationKind
from bylaws.domain import annotating, stating, versions
from bylaws.domain.annotating import Heading, Link, Rule
from bylaws.enums import ProvisionKind
from records.fields import Translated
from tests.bylaws.published import FIRST, SECOND, publish
from tests.factories.texts import AT, bring_into_force, make_regulation, make_version

KIND = ProvisionKind
TODAY = date(2026, 1, 1)

pytestmark = pytest.mark.django_db


def read(version, day=TODAY, address=lambda version: f"/{version.label.zh}"):
    return annotating.articles(version, on=day, address=address)


def linked(articles) -> list[tuple[str, Link]]:
    return [
        (piece.text, piece.link)
        for article in articles
        for row in article.rows
        for piece in row.pieces
        if piece.link
    ]


def test_reference_links_to_its_article_and_the_article_names_who_refers_to_it():
    published = publish(FIRST)
    articles = read(published.versions[0])
    named, naming = published.id("第三条"), published.id("第二条")

    assert linked(articles) == [("第三条", Link(f"#p-{named}", "第三条", "第三条 丙。"))]
    assert [(a.number, a.cited_by) for a in articles if a.cited_by] == [
        ("第三条", (Link(f"#p-{naming}", "第二条", "第二条 依照第三条："),))
    ]


def test_figure_does_not_run_into_the_number_before_it():
    published = publish("第一条 甲：\n（一）乙：\n1. 30日；\n2.丙。")
    (article,) = read(published.versions[0])

    assert [(row.number, row.gap) for row in article.rows] == [
        ("第一条", "\u3000"),
        ("（一）", ""),
        ("1.", " "),
        ("2.", ""),
    ]


def test_place_in_several_numbers_is_one_link():
    text = "第一条 依照第二条第二项办理。\n第二条 如下：\n（一）子；\n（二）丑。"
    version = publish(text).versions[0]
    item = version.provisions.get(text="丑。").permanent_id

    assert linked(read(version)) == [
        ("第二条第二项", Link(f"#p-{item}", "第二条第一款第二项", "第二条第一款第二项 丑。"))
    ]


def test_number_that_nothing_bears_is_lost():
    version = publish("第一条 依照第九条办理。").versions[0]

    assert linked(read(version)) == [("第九条", Link("", "", "", is_lost=True))]


def test_relative_word_inside_its_own_article_names_nobody_else():
    version = publish("第一条 甲。\n除前款规定外，乙。").versions[0]

    assert [article.cited_by for article in read(version)] == [()]


def test_other_text_is_linked_with_the_number_that_it_has_by_now():
    bylaws = publish(FIRST)
    title = Translated(zh="财务制度", en="Financial rules")
    rules = make_regulation(RegulationKind.FINANCIAL_RULES, title=title)
    version = make_version(rules, "第一条 依照《章程》第四条和《民法典》第五条执行。")
    amended = make_version(bylaws.regulation, SECOND, label="2版", base=bylaws.versions[0])
    bring_into_force(amended, date(2023, 5, 1))
    named = bylaws.id("第四条")

    then = linked(read(version, date(2022, 1, 1)))
    now = linked(read(version))
    hidden = linked(read(version, address=lambda version: ""))

    assert then == [("第四条", Link(f"/1版#p-{named}", "第四条", "第四条 丁。"))]
    assert now == [("第四条", Link(f"/2版#p-{named}", "第五条", "第五条 丁。", is_otherwise=True))]
    assert hidden == []


def test_rule_is_marked_in_its_words_and_told_in_words():
    version = make_version(make_regulation(), "第一条 会议应当提前十五日通知。\n第二条 甲。")
    stating.mark_rule(
        version=version,
        key="assembly.notice_days",
        value=15,
        provision=version.provisions.all()[0].permanent_id,
        quote="十五日",
        by=None,
        at=AT,
    )
    rule = Rule("会员大会 · 提前通知天数", "15", "十五日")

    with translation.override("zh-hans"):
        first = read(version)[0]

    assert first.rules == (rule,)
    assert [(piece.text, piece.mark) for piece in first.rows[0].pieces] == [
        ("会议应当提前", None),
        ("十五日", rule),
        ("通知。", None),
    ]


def test_contents_name_chapters_and_sections_with_their_articles():
    text = (
        "第一章 总则\n第一条 甲。\n第二条 乙。\n第二章 机构\n第一节 大会\n第三条 丙。\n"
        "第二节 理事会\n第四条 丁。\n第三章 空章"
    )
    articles = read(publish(text).versions[0])
    ids = [article.id for article in articles if article.kind is not KIND.ARTICLE]

    assert annotating.contents(articles) == [
        Heading(KIND.CHAPTER, "第一章", "总则", ids[0], "第一条", "第二条"),
        Heading(KIND.CHAPTER, "第二章", "机构", ids[1], "第三条", "第四条"),
        Heading(KIND.SECTION, "第一节", "大会", ids[2], "第三条", "第三条"),
        Heading(KIND.SECTION, "第二节", "理事会", ids[3], "第四条", "第四条"),
        Heading(KIND.CHAPTER, "第三章", "空章", ids[4]),
    ]


def test_annotated_text_is_the_text():
    version = publish(SECOND).versions[0]
    rows = [row for article in read(version) for row in article.rows]

    assert [("".join(p.text for p in row.pieces), row.number) for row in rows] == [
        (row.text, row.number) for row in versions.numbered_provisions(version)
    ]
