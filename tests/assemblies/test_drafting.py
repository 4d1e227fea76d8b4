"""How the agenda words what is voted on of an amendment."""

from __future__ import annotations

from datetime import date

import pytest

from assemblies.domain.planning.drafting import Told, Wording, unit_text, unit_title
from bylaws.domain import stored
from bylaws.domain.amendments import editing
from bylaws.enums import ProvisionKind
from bylaws.models import Amendment
from records.fields import Translated
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db

TEXT = "第一章 总则\n第一条 甲。\n第二条 乙：\n（一）子；\n（二）丑。\n第三条 丙。"
CHAPTER, FIRST, SECOND, ITEM, _OTHER, THIRD = range(6)


@pytest.fixture
def amendment() -> Amendment:
    return make_amendment(
        bring_into_force(make_version(make_regulation(), TEXT), date(2021, 4, 15))
    )


def identity(amendment: Amendment, place: int) -> object:
    return stored.provisions_of(amendment.base)[place].identity


def edit(amendment: Amendment, act: str, **what: object) -> object:
    amendment.refresh_from_db()
    function = getattr(editing, act)
    return function(amendment=amendment, revision=amendment.revision, by=None, at=AT, **what)


def told(amendment: Amendment) -> list[Told]:
    wording = Wording(amendment)
    return [wording.tell(stored.change_of(row)) for row in amendment.changes.all()]


def acts(amendment: Amendment) -> list[tuple[str, str]]:
    return [(one.act.zh, one.act.en) for one in told(amendment)]


def test_new_wording_of_a_provision_is_quoted(amendment: Amendment) -> None:
    edit(amendment, "replace_provision", provision=identity(amendment, ITEM), text="寅；")
    (one,) = told(amendment)
    assert one.act == {"zh": "修改第二条第一款第一项", "en": "amend art. 2, para. 1, item 1"}
    assert one.words == {
        "zh": "将第二条第一款第一项修改为：“寅；”",
        "en": "art. 2, para. 1, item 1 is to read: “寅；”",
    }


def test_heading_is_retitled(amendment: Amendment) -> None:
    edit(amendment, "replace_provision", provision=identity(amendment, CHAPTER), text="通则")
    (one,) = told(amendment)
    assert (one.act.zh, one.act.en) == ("修改第一章的标题", "retitle 第一章")
    assert one.words.zh == "将第一章的标题改为“通则”"


def test_what_is_struck_moved_and_written_throughout(amendment: Amendment) -> None:
    edit(amendment, "repeal_provision", provision=identity(amendment, SECOND))
    edit(
        amendment,
        "move_provision",
        provision=identity(amendment, FIRST),
        after=identity(amendment, THIRD),
    )
    edit(amendment, "substitute", find="丙", put="丁")
    assert acts(amendment) == [
        ("删去第二条", "strike art. 2"),
        ("将第一条移至第三条之后", "move art. 1 to stand after art. 3"),
        ("将“丙”统一改为“丁”", "write “丁” instead of “丙” throughout"),
    ]


def test_new_article_stands_after_an_article_and_a_new_item_after_an_item(
    amendment: Amendment,
) -> None:
    behind = identity(amendment, ITEM)
    edit(amendment, "insert_provision", after=behind, kind=ProvisionKind.ARTICLE, text="新。")
    edit(amendment, "insert_provision", after=behind, kind=ProvisionKind.ITEM, text="卯；")
    edit(amendment, "insert_provision", after=None, kind=ProvisionKind.ARTICLE, text="首。")
    assert acts(amendment) == [
        ("在第二条之后新增一条", "insert an article after art. 2"),
        (
            "在第二条第一款第一项之后新增一项",
            "insert an item after art. 2, para. 1, item 1",
        ),
        ("在文首新增一条", "insert an article at the very beginning"),
    ]


def test_place_of_what_follows_a_new_article_is_told_by_the_base(amendment: Amendment) -> None:
    """The second new article stands behind the first, which has no number to be named by."""
    new = edit(
        amendment,
        "insert_provision",
        after=identity(amendment, FIRST),
        kind=ProvisionKind.ARTICLE,
        text="新。",
    )
    edit(amendment, "insert_provision", after=new, kind=ProvisionKind.ARTICLE, text="又新。")
    assert [zh for zh, _en in acts(amendment)] == ["在第一条之后新增一条"] * 2


def act(zh: str, en: str) -> Told:
    words = Translated(zh=zh, en=en)
    return Told(words, words)


def test_title_names_two_changes_and_counts_more(amendment: Amendment) -> None:
    rows = [act(f"修改第{n}条", f"amend art. {n}") for n in (1, 2, 3)]
    assert unit_title(amendment, 4, rows[:2]) == {
        "zh": "《章程》修改第4项：修改第1条；修改第2条",
        "en": "Bylaws, change 4: amend art. 1; amend art. 2",
    }
    assert unit_title(amendment, 4, rows) == {
        "zh": "《章程》修改第4项：修改第1条等3处",
        "en": "Bylaws, change 4: amend art. 1 and 2 more",
    }


def test_text_has_a_line_for_each_change_and_no_stop_after_a_stop() -> None:
    rows = [act("删去第一条", "strike art. 1"), act("将第二条修改为：“乙。”", "art. 2: “乙。”")]
    assert unit_text(rows) == {
        "zh": "会议决定：\n删去第一条；\n将第二条修改为：“乙。”",
        "en": "The meeting resolves:\nstrike art. 1;\nart. 2: “乙。”",
    }
    assert unit_text(rows[:1]).en == "The meeting resolves: strike art. 1."
