"""What became of each article from version to version."""

import pytest

from bylaws.domain.article_histories import Change, Gone, Texts, changes_by_article, history_of
from bylaws.enums import ChangeKind, Op
from tests.bylaws.published import FIRST, SECOND, THIRD, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    return publish(FIRST, SECOND, THIRD)


def new_words(stage) -> list[str]:
    return [
        "".join(run.text for run in line.runs if run.op is not Op.DELETE)
        for line in stage.lines
        if line.op is not Op.DELETE
    ]


def test_following_a_number_is_no_change_of_an_article(published):
    """第二条 names what is 第三条, then 第四条: the version between changes nothing in it."""
    _first, second, third = published.versions

    changes, gone = changes_by_article(Texts(published.versions))

    assert changes == {
        published.id("第一条"): [Change(third, ChangeKind.AMENDED)],
        published.id("第二条"): [Change(third, ChangeKind.AMENDED)],
        published.id("第三条", 1): [Change(second, ChangeKind.ADDED)],
    }
    assert gone == [Gone(published.id("第四条"), "第五条", third)]


def test_history_has_every_wording_with_the_number_of_its_time(published):
    first, second, third = published.versions

    history = history_of(Texts(published.versions), published.id("第二条"), today=third)

    assert [(s.version, s.number, new_words(s)) for s in history.stages] == [
        (third, "第二条", ["依照第四条：", "子。"]),
        (second, "第二条", ["依照第四条：", "子；", "丑。"]),
        (first, "第二条", ["依照第三条：", "子；", "丑。"]),
    ]
    assert [s.is_conforming for s in history.stages] == [False, True, False]
    assert [s.is_first for s in history.stages] == [False, False, True]
    assert (history.number, history.gone, history.article_gone) == ("第二条", None, None)


def test_history_of_a_repealed_article_says_which_version_took_it_out(published):
    history = history_of(
        Texts(published.versions), published.id("第四条"), today=published.versions[2]
    )

    assert (history.number, history.gone, history.article_gone) == (
        "第五条",
        published.versions[2],
        published.versions[2],
    )


def test_history_of_an_item_is_that_of_its_article(published):
    item = published.versions[0].provisions.get(text="丑。").permanent_id

    history = history_of(Texts(published.versions), item, today=published.versions[2])

    assert history.id == published.id("第二条")
    assert (history.number, history.gone, history.article_gone) == (
        "第二条第一款第二项",
        published.versions[2],
        None,
    )


def test_number_of_today_and_not_of_the_version_that_waits(published):
    second = published.versions[1]

    history = history_of(Texts(published.versions), published.id("第四条"), today=second)

    assert history.number == "第五条"


def test_article_whose_number_is_kept_is_repealed_without_going():
    frozen = publish(
        "第一条 甲。\n第二条 乙。\n第三条 丙。",
        "第一条 甲。\n第二条 （删除）\n第三条 丙。",
        frozen_numbers=True,
    )
    changes, gone = changes_by_article(Texts(frozen.versions))

    history = history_of(Texts(frozen.versions), frozen.id("第二条"), today=frozen.versions[1])

    assert changes == {frozen.id("第二条"): [Change(frozen.versions[1], ChangeKind.REPEALED)]}
    assert gone == []
    assert (history.gone, history.article_gone) == (None, frozen.versions[1])
    assert [stage.is_repealed for stage in history.stages] == [True, False]


def test_identity_that_no_version_has_has_no_history(published):
    assert history_of(Texts(published.versions), published.regulation.pk, today=None) is None


def test_texts_are_asked_for_at_once(published, django_assert_num_queries):
    with django_assert_num_queries(2):
        changes_by_article(Texts(published.versions))
    with django_assert_num_queries(2):
        changes_by_article(Texts(published.versions[:2]))
    with django_assert_num_queries(1):
        changes_by_article(Texts(published.versions[:1]))
