"""What an amendment makes of its text as changes meet in one article, or are taken back."""

from datetime import date

import pytest

from bylaws.domain import stored
from bylaws.domain.amendments import amending, editing
from bylaws.domain.text.derive import identify
from bylaws.domain.text.provisions import parse, render
from bylaws.enums import ProvisionKind
from bylaws.errors import ChangeUnfounded, EditedMeanwhile, NothingChanged, TextUnreadable
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_regulation,
    make_version,
)

KIND = ProvisionKind
TEXT = "第一条 甲。\n第二条 乙：\n（一）子；\n（二）丑。\n第三条 丙。"
ARTICLE, FIRST, SECOND, LAST = 1, 2, 3, 4

pytestmark = pytest.mark.django_db


@pytest.fixture
def amendment():
    return make_amendment(
        bring_into_force(make_version(make_regulation(), TEXT), date(2021, 4, 15))
    )


def place(amendment, index):
    return stored.provisions_of(amendment.base)[index].identity


def act(edit, amendment, revision=None, **given):
    amendment.refresh_from_db()
    seen = amendment.revision if revision is None else revision
    done = edit(amendment=amendment, revision=seen, by=None, at=AT, **given)
    amendment.refresh_from_db()
    return done


def insert(amendment, after, text, kind=KIND.ARTICLE):
    return act(editing.insert_provision, amendment, after=after, kind=kind, text=text)


def repeal(amendment, provision, revision=None):
    return act(editing.repeal_provision, amendment, revision, provision=provision)


def move(amendment, provision, after):
    return act(editing.move_provision, amendment, provision=provision, after=after)


def substitute(amendment, find, put):
    return act(editing.substitute, amendment, find=find, put=put)


def shown(amendment):
    return render(amending.preview(amendment).provisions)


def test_new_article_goes_with_its_items(amendment):
    new = insert(amendment, place(amendment, 0), "新：")
    insert(amendment, new, "寅。", KIND.ITEM)

    repeal(amendment, new)

    assert (shown(amendment), amendment.changes.count()) == (TEXT, 0)


def test_article_put_in_behind_one_that_is_dropped_stays(amendment):
    new = insert(amendment, place(amendment, 0), "先。")
    insert(amendment, new, "后。")

    repeal(amendment, new)

    assert shown(amendment).splitlines()[:3] == ["第一条 甲。", "第二条 后。", "第三条 乙："]


def test_change_is_dropped_from_before_another_article(amendment):
    new = insert(amendment, place(amendment, 0), "先。")
    insert(amendment, new, "后。")

    change = amendment.changes.get(position=1)
    editing.drop_change(change=change, revision=amendment.revision, by=None, at=AT)

    assert shown(amendment).splitlines()[:3] == ["第一条 甲。", "第二条 后。", "第三条 乙："]


def test_item_of_an_article_that_came_whole_goes_alone(amendment):
    wanted = parse(
        "第一条 甲。\n第二条 全新条款：\n（一）某某；\n（二）其他。\n"
        + TEXT[7:].replace("第三", "第四").replace("第二", "第三")
    )
    new = identify(stored.provisions_of(amendment.base), wanted)
    amending.derive_amendment(amendment=amendment, provisions=new, revision=0, by=None, at=AT)

    repeal(amendment, new[3].identity)

    assert shown(amendment).splitlines()[1:4] == [
        "第二条 全新条款：",
        "（一）某某；",
        "第三条 乙：",
    ]


def test_article_goes_with_what_was_put_into_it(amendment):
    insert(amendment, place(amendment, SECOND), "寅。", KIND.ITEM)

    repeal(amendment, place(amendment, ARTICLE))

    assert shown(amendment) == "第一条 甲。\n第二条 丙。"
    assert [row.act for row in amendment.changes.all()] == ["repeal"]


def test_article_goes_without_the_item_that_was_moved_out_of_it(amendment):
    new = insert(amendment, place(amendment, LAST), "新：")
    move(amendment, place(amendment, SECOND), new)

    repeal(amendment, place(amendment, ARTICLE))

    assert shown(amendment) == "第一条 甲。\n第二条 丙。\n第三条 新：\n（一）丑。"


def test_what_was_moved_into_a_new_article_returns_when_that_is_dropped(amendment):
    new = insert(amendment, place(amendment, LAST), "新：")
    move(amendment, place(amendment, SECOND), new)

    repeal(amendment, new)

    assert shown(amendment) == TEXT


def test_article_moves_with_what_changes_in_it(amendment):
    insert(amendment, place(amendment, FIRST), "寅；", KIND.ITEM)
    repeal(amendment, place(amendment, SECOND))

    move(amendment, place(amendment, ARTICLE), place(amendment, LAST))

    assert shown(amendment) == "第一条 甲。\n第二条 丙。\n第三条 乙：\n（一）子；\n（二）寅；"


def test_moved_article_loses_an_item(amendment):
    move(amendment, place(amendment, ARTICLE), place(amendment, LAST))

    repeal(amendment, place(amendment, FIRST))

    assert shown(amendment) == "第一条 甲。\n第二条 丙。\n第三条 乙：\n（一）丑。"


def test_item_that_went_before_goes_with_its_article_as_one_change(amendment):
    repeal(amendment, place(amendment, FIRST))

    repeal(amendment, place(amendment, ARTICLE))

    assert shown(amendment) == "第一条 甲。\n第二条 丙。"
    assert amendment.changes.count() == 1


@pytest.mark.parametrize("index", [ARTICLE, FIRST])
def test_what_is_gone_is_neither_moved_nor_repealed(amendment, index):
    repeal(amendment, place(amendment, ARTICLE))

    with pytest.raises(ChangeUnfounded):
        repeal(amendment, place(amendment, index))
    with pytest.raises(ChangeUnfounded):
        move(amendment, place(amendment, index), place(amendment, LAST))
    assert shown(amendment) == "第一条 甲。\n第二条 丙。"


def test_edit_of_an_item_is_not_lost_with_its_article_unseen(amendment):
    seen = amendment.revision
    act(editing.replace_provision, amendment, provision=place(amendment, FIRST), text="子改；")

    with pytest.raises(EditedMeanwhile):
        repeal(amendment, place(amendment, ARTICLE), revision=seen)

    assert "（一）子改；" in shown(amendment)


@pytest.mark.parametrize("text", ["第九条 冒充。", "（一）冒充。"])
def test_paragraph_that_would_be_read_as_another_number_is_refused(amendment, text):
    with pytest.raises(TextUnreadable):
        insert(amendment, place(amendment, LAST), text, KIND.PARAGRAPH)

    new = insert(amendment, place(amendment, LAST), "第二款。", KIND.PARAGRAPH)
    with pytest.raises(TextUnreadable):
        act(editing.replace_provision, amendment, provision=new, text=text)
    assert shown(amendment) == f"{TEXT}\n第二款。"


def test_signs_that_no_one_sees_are_taken_off(amendment):
    act(editing.replace_provision, amendment, provision=place(amendment, 0), text="甲\x00\x07改。 ")

    assert shown(amendment).splitlines()[0] == "第一条 甲改。"


def test_word_is_one_line(amendment):
    substitute(amendment, "丙", "丙\n丁")

    assert shown(amendment).splitlines()[-1] == "第三条 丙丁。"


def test_word_that_leaves_no_text_is_not_replaced(amendment):
    with pytest.raises(NothingChanged):
        substitute(amendment, "甲。", "")

    assert amendment.changes.count() == 0


def test_word_in_a_text_of_its_own_is_not_counted(amendment):
    act(editing.replace_provision, amendment, provision=place(amendment, LAST), text="丙改。")

    with pytest.raises(NothingChanged):
        substitute(amendment, "丙", "丁")
