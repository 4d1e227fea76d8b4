"""The article editor: what is typed, what two editors meet, what is put in and taken out."""

from datetime import date

import pytest
from django.urls import reverse

from bylaws.domain.amendments import editing
from tests.bylaws.workshop import (
    TEXT,
    editor,
    ids,
    page_of,
    replace,
    shown,
)
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    return bring_into_force(make_version(make_regulation(), TEXT), date(2021, 4, 15))


@pytest.fixture
def amendment(base):
    return make_amendment(base)


def test_article_is_edited_and_its_redline_shown(office, amendment):
    first = ids(amendment.base)[1]
    page = office.get(editor(amendment, first)).content.decode()
    assert "甲乙丙，丁戊己。</textarea>" in page

    kept = office.post(
        editor(amendment, first), {"text": "甲乙丙丁，\r\n丁戊己。", "revision": "0"}
    )

    assert kept["Location"] == page_of(amendment)
    assert shown(amendment)[1] == "第一条 甲乙丙丁，丁戊己。"
    listed = office.get(page_of(amendment)).content.decode()
    assert "<ins>丁</ins>" in listed
    for view in ("inline", "side", "checks"):
        assert office.get(page_of(amendment, view=view)).status_code == 200


def test_heading_is_retitled_with_its_redline(office, amendment):
    chapter = ids(amendment.base)[0]
    page = office.post(
        reverse("bylaws:provision_preview", args=[amendment.pk, chapter]), {"text": "一般规定"}
    )
    assert "<del>总则</del><ins>一般规定</ins>" in page.content.decode()

    office.post(editor(amendment, chapter), {"text": "一般规定", "revision": "0"})

    assert shown(amendment)[0] == "第一章 一般规定"
    assert amendment.changes.get().act == "retitle"


def test_what_the_amendment_takes_out_of_the_article_is_struck(office, amendment):
    *_rest, first_item, second_item, _third = ids(amendment.base)
    editing.repeal_provision(amendment=amendment, provision=first_item, revision=0, by=None, at=AT)

    sketch = office.get(editor(amendment, second_item)).context["sketch"]

    assert [(line.op, line.old_mark, line.new_mark) for line in sketch.block.lines] == [
        ("keep", "第二条", "第二条"),
        ("delete", "（一）", ""),
        ("keep", "（二）", "（一）"),
    ]


def test_keeping_may_lead_to_the_next_article(office, amendment):
    _chapter, first, second, item, _other, third = ids(amendment.base)
    follow = [(first, second), (item, third), (third, None)]
    for revision, (here, there) in enumerate(follow):
        answer = office.post(
            editor(amendment, here), {"text": "新的。", "next": "", "revision": str(revision)}
        )
        leads = (
            editor(amendment, there)
            if there
            else reverse("bylaws:amendment_text", args=[amendment.pk])
        )
        assert answer["Location"] == leads
    assert amendment.changes.count() == 3


def test_preview_follows_what_is_typed_and_writes_nothing(office, amendment):
    address = reverse("bylaws:provision_preview", args=[amendment.pk, ids(amendment.base)[1]])

    page = office.post(address, {"text": "甲乙丙，依照第二条和第九条、《民法典》第八十条。"})

    html = page.content.decode()
    assert "<del>丁戊己</del><ins>依照第二条和第九条、《民法典》第八十条</ins>" in html
    named = page.context["sketch"].named
    assert [(one.written, one.number, one.is_unknown, one.other) for one in named] == [
        ("第二条", "第二条", False, ""),
        ("第九条", "", True, ""),
        ("第八十条", "", False, "《民法典》"),
    ]
    assert "is not there" in html
    assert amendment.changes.count() == 0


def test_editor_shows_without_a_script(office, amendment):
    first = ids(amendment.base)[1]

    page = office.post(editor(amendment, first), {"text": "新。", "show": "", "revision": "0"})

    assert "<ins>新</ins>" in page.content.decode() or "新" in page.content.decode()
    assert page.context["text"] == "新。"
    assert amendment.changes.count() == 0


def test_second_of_two_editors_gets_both_texts_and_saves_in_their_knowledge(office, amendment):
    first = ids(amendment.base)[1]
    replace(amendment, 1, "别人的。")

    page = office.post(editor(amendment, first), {"text": "我的。", "revision": "0"})

    html = page.content.decode()
    assert "Someone else changed and saved this" in html
    assert '<p class="panel-body" lang="zh-Hans">别人的。</p>' in html
    assert "我的。</textarea>" in html
    assert shown(amendment)[1] == "第一条 别人的。"
    revision = page.context["amendment"].revision
    office.post(editor(amendment, first), {"text": "我的。", "revision": str(revision)})
    assert shown(amendment)[1] == "第一条 我的。"


def test_provision_that_went_meanwhile_hands_the_text_back(office, amendment):
    first = ids(amendment.base)[1]
    editing.repeal_provision(amendment=amendment, provision=first, revision=0, by=None, at=AT)

    page = office.post(editor(amendment, first), {"text": "我的文字。", "revision": "0"})

    assert page.status_code == 409
    assert "我的文字。</textarea>" in page.content.decode()
    assert office.get(editor(amendment, first)).status_code == 404


def test_article_is_put_in_moved_taken_out_and_a_word_replaced(office, amendment):
    chapter, first, second, *_items, third = ids(amendment.base)
    put_in = reverse("bylaws:provision_insert", args=[amendment.pk])

    answer = office.post(
        put_in, {"kind": "article", "text": "新的。", "after": str(first), "revision": "0"}
    )
    assert "/text/" in answer["Location"]
    office.post(
        reverse("bylaws:provision_act", args=[amendment.pk, third]),
        {"move": "", "after": str(chapter), "revision": "1"},
    )
    office.post(
        reverse("bylaws:word_substitute", args=[amendment.pk]),
        {"find": "理事会", "put": "常务理事会", "revision": "2"},
    )

    assert shown(amendment) == [
        "第一章 总则",
        "第一条 常务理事会会议须有三分之二以上理事出席。",
        "第二条 甲乙丙，丁戊己。",
        "第三条 新的。",
        "第四条 依照第一条：",
        "（一）子；",
        "（二）丑。",
    ]
    office.post(
        reverse("bylaws:provision_act", args=[amendment.pk, second]),
        {"repeal": "", "revision": "3"},
    )
    assert shown(amendment)[3:] == ["第三条 新的。"]
    page = office.get(page_of(amendment)).content.decode()
    assert "throughout, in 1 provisions" in page
    assert "behind 第一章" in page
    text = office.get(reverse("bylaws:amendment_text", args=[amendment.pk])).content.decode()
    assert "added" in text


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("word_substitute", {"find": "无", "put": "有"}, "does not stand in the text"),
        ("word_substitute", {"find": ""}, "which word"),
        ("provision_insert", {"kind": "article", "text": ""}, "Write the text"),
    ],
)
def test_edit_that_makes_no_sense_is_refused(office, amendment, name, data, told):
    page = office.post(
        reverse(f"bylaws:{name}", args=[amendment.pk]), {**data, "revision": "0"}, follow=True
    )

    assert told in page.content.decode()
    assert amendment.changes.count() == 0
