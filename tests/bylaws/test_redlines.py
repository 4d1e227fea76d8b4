"""Redlines of stored versions, and the page that shows them."""

from datetime import UTC, datetime

import pytest

from bylaws.choices import RegulationKind
from bylaws.domain import recording
from bylaws.domain.redlines import redline_between
from bylaws.domain.text.redline import hunks
from bylaws.enums import Scheme
from bylaws.models import Association
from records.fields import Translated
from tests.bylaws.test_redline import heads, told

AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def versions(old, new, scheme=Scheme.ZH):
    """Two versions of bylaws, the second amending the first."""
    Association.objects.create(name=Translated(zh="协会", en="Association"), profile="cn")
    title = Translated(zh="章程", en="Bylaws")
    bylaws = recording.open_regulation(
        kind=RegulationKind.BYLAWS, title=title, numbering=scheme, by=None, at=AT
    )
    made = []
    for text in (old, new):
        label = Translated(zh=f"第{len(made) + 1}版", en=f"version {len(made) + 1}")
        base = made[-1] if made else None
        made.append(
            recording.import_version(
                regulation=bylaws, text=text, label=label, base=base, by=None, at=AT
            )
        )
    return made


def test_number_of_an_article_that_moved_on_is_conforming():
    old = "第一条 会员享有权利。\n第二条 依照第一条办理，由理事长公布。"
    new = "第一条 全新的条文。\n第二条 会员享有权利。\n第三条 依照第二条办理，由会长公布。"
    blocks = redline_between(*versions(old, new))
    assert told(blocks) == [
        "{+全新的条文。+}",
        "依照[-~第一条-]{+~第二条+}办理，由[-理事长-]{+会长+}公布。",
    ]
    assert hunks(blocks) == 1


def test_reference_to_another_article_is_a_change_of_substance():
    old = "第一条 会员享有权利。\n第二条 会员履行义务。\n第三条 依照第一条办理。"
    new = "第一条 会员享有权利。\n第二条 会员履行义务。\n第三条 依照第二条办理。"
    blocks = redline_between(*versions(old, new))
    assert told(blocks) == ["依照[-第一条-]{+第二条+}办理。"]


def test_article_is_followed_by_its_identity():
    old = "第一条 甲甲甲甲甲。\n第二条 乙乙乙乙乙。\n第三条 丙丙丙丙丙。"
    new = "第一条 丙丙丙丙丙。\n第二条 甲甲甲甲甲。\n第三条 乙乙乙乙乙。"
    assert heads(redline_between(*versions(old, new))) == [
        ("moved", "第三条", "第一条", 1),
        ("renumbered", "第一条", "第二条", 1),
        ("renumbered", "第二条", "第三条", 1),
        ("moved", "第三条", "第一条", 0),
    ]


@pytest.fixture
def page(client, django_user_model):
    client.force_login(django_user_model.objects.create_user(email="reader@firm.example"))

    def read(version, view):
        response = client.get(f"/bylaws/versions/{version.pk}/changes/", {"view": view})
        assert response.status_code == 200
        return response.content.decode()

    return read


OLD = "第一条 甲甲甲甲甲。\n第二条 由理事长主持：\n（一）甲事；\n（二）乙事。"
NEW = "第一条 甲甲甲甲甲。\n第二条 由会长主持：\n（一）丙事项；\n（二）甲事；\n（三）乙事。"


def test_page_shows_the_redline_in_one_text(page):
    html = page(versions(OLD, NEW)[1], "")
    assert "由<del>理事长</del><ins>会长</ins>主持：" in html
    assert '<b class="rl-mark">（二）</b><ins>' not in html
    assert '<b class="rl-mark">（一）</b><ins>丙事项；</ins>' in html
    assert '<del class="follows">（一）</del><ins class="follows">（二）</ins></b>甲事；' in html


def test_page_shows_old_beside_new(page):
    html = page(versions(OLD, NEW)[1], "side")
    assert "由<del>理事长</del>主持：" in html
    assert "由<ins>会长</ins>主持：" in html
    assert '<b class="rl-mark">（一）</b>甲事；' in html
    assert '<b class="rl-mark">（二）</b>甲事；' in html


def test_page_shows_the_comparison_table(page):
    html = page(versions(OLD, NEW)[1], "table")
    assert "由理事长主持：<br>（一）甲事；<br>（二）乙事。" in html
    assert "<ins" not in html


def test_page_says_which_language_the_text_has(page):
    old, new = "Article 1 The board meets.", "Article 1 The board votes."
    html = page(versions(old, new, Scheme.EN)[1], "")
    assert '<h3 class="rl-number" lang="en">Article 1</h3>' in html
    assert "The board <del>meets</del><ins>votes</ins>." in html


def test_page_of_a_first_version_has_nothing_to_show(page):
    html = page(versions(OLD, NEW)[0], "")
    assert 'class="empty"' in html
    assert "redline rl-inline" not in html
