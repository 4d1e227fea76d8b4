"""The published texts, for everyone: what is in force, what was, what changed, and no draft."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bylaws.choices import RegulationKind
from records.fields import Translated
from tests.bylaws.published import (
    FIRST,
    IN_FORCE,
    SECOND,
    THIRD,
    adopt_without_approval,
    publish,
)
from tests.factories.texts import bring_into_force, make_regulation, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    return publish(FIRST, SECOND, THIRD)


def client() -> Client:
    return Client(headers={"accept-language": "en"})


def address(published, more: str = "") -> str:
    return f"/bylaws/public/{published.regulation.pk}/{more}"


def page(url: str) -> str:
    answer = client().get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def words(page: str) -> str:
    """What a reader sees, with one space between words."""
    bare = re.sub(r"<[^>]+>", "", re.sub(r"(?s)<head>.*?</head>", "", page))
    return re.sub(r"\s+", " ", html.unescape(bare))


def text_on(page: str) -> str:
    """The text alone, without the marks for its links."""
    body = page.split('class="legal-text"', 1)[1].split('class="t-foot', 1)[0]
    return re.sub(r"[\s¶]", "", words(f"<p{body}"))


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2021-04-15", "第四条丁。"),
        ("2023-04-30", "第四条丁。"),
        ("2023-05-01", "第五条丁。"),
        ("2025-06-01", "第一条甲甲。"),
    ],
)
def test_text_of_a_day_is_the_one_in_force_then(published, day, shown):
    assert shown in text_on(page(address(published, f"?on={day}")))


def test_text_of_today_is_shown_without_a_day_and_for_one_that_no_calendar_has(published):
    today = page(address(published))

    assert "第一条甲甲。" in text_on(today)
    assert text_on(page(address(published, "?on=2025-02-30"))) == text_on(today)
    assert text_on(page(address(published, "?on=yesterday"))) == text_on(today)


def test_day_before_the_first_text_says_that_there_was_none(published):
    told = page(address(published, "?on=2021-04-14"))

    assert "Nothing was in force on 14 April 2021." in words(told)
    assert "You see the text as it was in force" not in words(told)
    assert "legal-text" not in told


def test_timeline_names_days_decisions_and_what_leads_on(published):
    told = page(address(published))

    assert "Adopted 1 May 2023 by General assembly · approved 1 May 2023" in words(told)
    assert [f"version {n}版" in words(told) for n in (1, 2, 3)] == [True] * 3
    assert told.count("superseded") == 2
    links = re.findall(r'href="([^"]+/changes/[^"]+)"', told)
    assert [link.split("/changes/")[1].split("/")[0] for link in links] == [
        str(version.pk) for version in reversed(published.versions[1:])
    ]


def test_adopted_text_that_waits_stands_beside_the_one_in_force(published):
    adopt_without_approval(published, THIRD.replace("甲甲", "等待中的"), date(2025, 12, 1))
    told = page(address(published))

    assert "version 待核准版 was adopted and awaits approval; it is not in force." in words(told)
    assert "adopted, awaiting approval" in words(told)
    assert "等待中的" not in text_on(told)
    assert "version 待核准版 was adopted" not in words(page(address(published, "?on=2025-11-30")))


def test_articles_say_which_version_added_or_amended_them(published):
    told = words(page(address(published)))

    assert "第一条 甲甲。 amended version 3版" in told
    assert "第三条 新的一条。 added version 2版" in told
    assert (
        "amended" not in words(page(address(published, f"?on={IN_FORCE[1]}"))).split("第一章")[-1]
    )
    assert "Taken out by later versions: version 3版: 第五条" in told


def test_changes_of_a_version_are_those_against_the_one_adopted_before(published):
    third, first = published.versions[2], published.versions[0]
    told = page(address(published, f"changes/{third.pk}/"))

    assert "version 2版 → version 3版" in words(told)
    assert "<del>丁。</del>" in told
    assert client().get(address(published, f"changes/{first.pk}/")).status_code == 404


def test_permanent_link_shows_today_and_each_earlier_wording(published):
    told = words(page(address(published, f"p/{published.id('第二条')}/")))

    assert [told.count(f"version {n}版") for n in (1, 2, 3)] == [1, 1, 1]
    assert "in force" in told
    assert "only the numbers it names followed" in told
    assert "first wording" in told


def test_permanent_link_to_a_repealed_article_says_since_when(published):
    told = words(page(address(published, f"p/{published.id('第四条')}/")))

    assert "Repealed on 1 June 2025 by version 3版." in told
    assert "丁。" in told
    assert "See it in the text" not in told


def test_permanent_link_to_an_item_that_is_gone_says_so_of_the_item(published):
    item = published.versions[0].provisions.get(text="丑。").permanent_id

    told = words(page(address(published, f"p/{item}/")))

    assert "taken out of its article on 1 June 2025 by version 3版." in told


def test_provision_of_an_adopted_text_that_waits_is_told_as_such(published):
    adopt_without_approval(published, FIRST.replace("丁", "新丁"), date(2025, 12, 1))

    told = words(page(address(published, f"p/{published.id('第三条', 1)}/")))

    assert "version 待核准版, which is adopted and not in force yet, takes this" in told
    assert "Repealed on" not in told


# What is not published, is not there.


def test_text_that_is_not_public_is_not_there(published):
    published.regulation.is_public = False
    published.regulation.save()
    provision, version = published.id("第一条"), published.versions[1].pk

    for more in ("", f"p/{provision}/", f"changes/{version}/"):
        assert client().get(address(published, more)).status_code == 404
    assert "Bylaws" not in words(page("/bylaws/public/")).replace("Bylaws and rules", "")


def test_draft_shows_nowhere(published):
    draft = make_version(
        published.regulation,
        THIRD.replace("丙", "秘而不宣"),
        label="草案",
        base=published.versions[2],
    )
    new = make_version(published.regulation, f"{THIRD}\n第五条 尚未公开。", base=draft)
    hidden = new.provisions.get(text="尚未公开。").permanent_id

    pages = [page(address(published)), page(address(published, f"?on={timezone.localdate()}"))]
    pages.append(page(address(published, f"p/{published.id('第三条')}/")))

    assert [word for word in ("秘而不宣", "草案", "尚未公开") for p in pages if word in p] == []
    for more in (f"changes/{draft.pk}/", f"p/{hidden}/"):
        assert client().get(address(published, more)).status_code == 404


def test_text_that_was_never_adopted_is_not_there():
    regulation = make_regulation()
    make_version(regulation, FIRST)

    assert client().get(f"/bylaws/public/{regulation.pk}/").status_code == 404
    assert "No text is published yet." in words(page("/bylaws/public/"))


def test_reference_to_a_text_that_is_not_public_is_no_link(published):
    rules = make_regulation(RegulationKind.FINANCIAL_RULES, title=Translated(zh="财务", en="Money"))
    published.regulation.is_public = False
    published.regulation.save()
    other = publish_rules(rules)

    told = page(f"/bylaws/public/{rules.pk}/")

    assert "第三条" in text_on(told)
    assert f"#p-{published.id('第三条')}" not in told
    assert other.references.get().target is not None


def publish_rules(regulation):
    version = make_version(regulation, "第一条 依照《章程》第三条执行。")
    return bring_into_force(version, IN_FORCE[0])


def test_provision_of_another_text_is_not_found_in_this_one(published):
    assert client().get(address(published, f"p/{published.regulation.pk}/")).status_code == 404


# For caches and for readers of either language.


def test_page_may_be_kept_and_is_not_sent_again_unchanged(published):
    answer = client().get(address(published))
    again = Client(
        headers={"accept-language": "en", "if-none-match": answer["ETag"]},
    ).get(address(published))

    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer.cookies == {}
    assert (again.status_code, again.content) == (304, b"")


def test_mark_of_a_page_changes_with_the_text_the_day_and_the_language(published):
    marks = {client().get(address(published))["ETag"]}
    marks.add(client().get(address(published, "?lang=zh"))["ETag"])
    marks.add(client().get(address(published, "?on=2022-01-01"))["ETag"])
    adopt_without_approval(published, FIRST, date(2025, 12, 1))
    marks.add(client().get(address(published))["ETag"])

    assert len(marks) == 4


def test_language_of_the_address_wins_over_the_browser(published):
    answer = client().get(address(published, "?lang=zh"))

    assert answer["Content-Language"] == "zh-hans"
    assert "<title>章程 3版" in answer.content.decode()
    assert "版本" in answer.content.decode()


def test_queries_do_not_grow_with_versions_or_articles():
    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client().get(url).status_code == 200
        return len(queries)

    one = publish(FIRST)
    longer = FIRST + "".join(f"\n第{n}条 依照第三条。" for n in "五六七八九")
    three = publish(
        longer,
        longer.replace("丁", "改"),
        longer.replace("丁", "再改"),
        kind=RegulationKind.FINANCIAL_RULES,
        title=Translated(zh="财务", en="Money"),
    )

    # What the articles that differ name is asked for once, whatever their number.
    assert asked(address(one)) + 1 == asked(address(three))
    assert asked(address(one, f"p/{one.id('第四条')}/")) == asked(
        address(three, f"p/{three.id('第四条')}/")
    )
