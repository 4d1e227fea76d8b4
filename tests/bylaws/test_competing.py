"""Several amendments of one text: rebased, combined, preferred, commented."""

from datetime import date, timedelta

import pytest

from bylaws.choices import AmendmentState
from bylaws.domain import (
    adoption,
    amending,
    commenting,
    competing,
    editing,
    rebasing,
    stored,
)
from bylaws.domain.text.provisions import render
from bylaws.enums import Meeting, ProvisionKind
from bylaws.errors import AmendmentFixed, ChangeUnfounded, CommentsClosed, RebaseCollides
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_decision,
    make_regulation,
    make_version,
)

DAY = date(2026, 12, 18)
TEXT = "第一条 甲乙丙，丁戊己。\n第二条 庚：\n（一）辛；\n（二）壬。\n第三条 依照第二条。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    return bring_into_force(make_version(make_regulation(), TEXT), date(2021, 4, 15))


def identity(version, index):
    return stored.provisions_of(version)[index].identity


def proposal(base, *edits, title="修正案"):
    """An amendment that gives provisions of the base, by index, another text."""
    amendment = make_amendment(base, title=title)
    for index, text in edits:
        editing.replace_provision(
            amendment=amendment,
            provision=identity(base, index),
            text=text,
            revision=amendment.revision,
            by=None,
            at=AT,
        )
        amendment.refresh_from_db()
    return amendment


def shown(amendment):
    return render(amending.preview(amendment).provisions)


def adopt(amendment):
    adoption.submit_amendment(amendment=amendment, by=None, at=AT)
    return adoption.adopt_amendment(
        amendment=amendment, decision=make_decision(DAY), by=None, at=AT
    )


def rebase(amendment, onto, **more):
    return rebasing.rebase_amendment(amendment=amendment, onto=onto, by=None, at=AT, **more)


def test_rivals_are_told_apart(base):
    mine = proposal(base, (0, "甲乙子，丁戊己。"))
    proposal(base, (2, "丑；"), title="独立")
    proposal(base, (0, "甲乙丙，丁戊丑。"), title="可合并")
    proposal(base, (0, "甲乙寅，丁戊己。"), title="冲突")

    found = {
        r.amendment.title.zh: [e.meeting for e in r.encounters] for r in competing.rivals_of(mine)
    }

    assert found == {"独立": [], "可合并": [Meeting.DISJOINT], "冲突": [Meeting.COLLIDING]}


def test_two_that_stand_apart_are_combined(base):
    one = proposal(base, (0, "甲乙子，丁戊己。"))
    other = proposal(base, (0, "甲乙丙，丁戊丑。"), (2, "寅；"))

    both = competing.combine(one=one, other=other, title={"zh": "合并案"}, by=None, at=AT)

    assert shown(both).splitlines()[0] == "第一条 甲乙子，丁戊丑。"
    assert shown(both).splitlines()[2] == "（一）寅；"
    for displaced in (one, other):
        displaced.refresh_from_db()
        assert (displaced.state, displaced.obsolete_by) == (AmendmentState.OBSOLETE, both)


def test_colliding_ones_need_a_settled_text(base):
    one, other = proposal(base, (0, "子。")), proposal(base, (0, "丑。"))

    with pytest.raises(ChangeUnfounded):
        competing.combine(one=one, other=other, title={"zh": "合并案"}, by=None, at=AT)
    one.refresh_from_db()
    assert one.state == AmendmentState.DRAFT

    both = competing.combine(
        one=one,
        other=other,
        title={"zh": "合并案"},
        settled={identity(base, 0): "寅。"},
        by=None,
        at=AT,
    )
    assert shown(both).splitlines()[0] == "第一条 寅。"


def test_settled_texts_are_one_line(base):
    one, other = proposal(base, (0, "子。")), proposal(base, (0, "丑。"))
    both = combined(one, other, settled={identity(base, 0): "寅\r\n卯。\n"})
    assert shown(both).splitlines()[0] == "第一条 寅卯。"

    mine = proposal(base, (0, "子。"))
    new = adopt(both)
    with pytest.raises(RebaseCollides) as refused:
        rebase(mine, new)
    rebase(mine, new, resolved={refused.value.collisions[0].id: "辰\n巳。"})
    assert shown(mine_again(mine)).splitlines()[0] == "第一条 辰巳。"


def test_one_is_preferred_and_the_other_obsolete(base):
    one, other = proposal(base, (0, "子。")), proposal(base, (0, "丑。"))

    competing.prefer(amendment=one, over=other, by=None, at=AT)

    other.refresh_from_db()
    assert (other.state, other.obsolete_by) == (AmendmentState.OBSOLETE, one)
    third = proposal(base, (0, "卯。"))
    with pytest.raises(AmendmentFixed):
        competing.prefer(amendment=third, over=other, by=None, at=AT)


def test_amendment_follows_a_base_that_moved_on_elsewhere(base):
    mine = proposal(base, (2, "丑；"))
    new = adopt(proposal(base, (0, "新。")))

    rebase(mine, new)

    assert shown(mine_again(mine)).splitlines()[:3] == ["第一条 新。", "第二条 庚：", "（一）丑；"]


def mine_again(amendment):
    return type(amendment).objects.get(pk=amendment.pk)


def test_edits_of_one_provision_that_stand_apart_are_merged(base):
    mine = proposal(base, (0, "甲乙子，丁戊己。"))
    new = adopt(proposal(base, (0, "甲乙丙，丁戊丑。")))

    rebase(mine, new)

    assert shown(mine_again(mine)).splitlines()[0] == "第一条 甲乙子，丁戊丑。"


def test_collision_is_refused_with_all_three_texts(base):
    mine = proposal(base, (0, "子。"), (2, "丑；"))
    new = adopt(proposal(base, (0, "寅。")))

    with pytest.raises(RebaseCollides) as refused:
        rebase(mine, new)

    (collision,) = refused.value.collisions
    assert (collision.number, collision.old, collision.new, collision.wanted) == (
        "第一条",
        "甲乙丙，丁戊己。",
        "寅。",
        "子。",
    )
    assert mine_again(mine).base == base

    rebase(mine, new, resolved={collision.id: "卯。"})
    assert shown(mine_again(mine)).splitlines()[0] == "第一条 卯。"


def test_collision_may_be_settled_by_dropping_the_change(base):
    mine = proposal(base, (0, "子。"), (2, "丑；"))
    new = adopt(proposal(base, (0, "寅。")))
    with pytest.raises(RebaseCollides) as refused:
        rebase(mine, new)

    rebase(mine, new, resolved={refused.value.collisions[0].id: ""})

    assert shown(mine_again(mine)).splitlines()[0] == "第一条 寅。"


def test_repeal_of_what_was_amended_meanwhile_is_not_guessed(base):
    mine = make_amendment(base)
    editing.repeal_provision(
        amendment=mine, provision=identity(base, 2), revision=0, by=None, at=AT
    )
    new = adopt(proposal(base, (2, "丑；")))

    with pytest.raises(RebaseCollides):
        rebase(mine, new)


def test_insertion_behind_what_is_gone_is_not_guessed(base):
    mine = make_amendment(base)
    editing.insert_provision(
        amendment=mine,
        after=identity(base, 2),
        kind=ProvisionKind.ITEM,
        text="新；",
        revision=0,
        by=None,
        at=AT,
    )
    gone = make_amendment(base, title="删")
    editing.repeal_provision(
        amendment=gone, provision=identity(base, 2), revision=0, by=None, at=AT
    )
    new = adopt(gone)

    with pytest.raises(RebaseCollides):
        rebase(mine, new)


def acted(edit, amendment, **given):
    edit(amendment=amendment, revision=amendment.revision, by=None, at=AT, **given)
    amendment.refresh_from_db()
    return amendment


def put(amendment, after, text, kind=ProvisionKind.ITEM):
    return acted(editing.insert_provision, amendment, after=after, kind=kind, text=text)


def moved(amendment, provision, after):
    return acted(editing.move_provision, amendment, provision=provision, after=after)


def combined(one, other, **more):
    return competing.combine(one=one, other=other, title={"zh": "合并案"}, by=None, at=AT, **more)


def worded(amendment, find, put):
    return acted(editing.substitute, amendment, find=find, put=put)


def test_same_move_of_both_is_one(base):
    both = combined(
        *(moved(make_amendment(base), identity(base, 1), identity(base, 4)) for _ in "ab")
    )

    assert shown(both).splitlines()[1] == "第二条 依照第三条。"
    assert len(amending.preview(both).provisions) == len(stored.provisions_of(base))


def test_moves_to_two_places_are_not_combined(base):
    one = moved(make_amendment(base), identity(base, 1), identity(base, 4))
    other = moved(make_amendment(base), identity(base, 1), None)

    assert competing.cannot_be_combined(one, other)[0] == "第二条第一款"
    with pytest.raises(ChangeUnfounded):
        combined(one, other)


def test_word_of_one_stands_in_the_text_of_the_other(base):
    one = worded(make_amendment(base), "丁", "子")
    other = proposal(base, (0, "甲乙丙，丁戊丑。"))

    (met,) = competing.contested(one, other)

    assert (met.one, met.other, met.merged) == (
        "甲乙丙，子戊己。",
        "甲乙丙，丁戊丑。",
        "甲乙丙，子戊丑。",
    )
    assert shown(combined(one, other)).splitlines()[0] == "第一条 甲乙丙，子戊丑。"


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        (("丁", "子"), ("丁", "子"), []),
        (("丁", "子"), ("己", "丑"), ["甲乙丙，子戊丑。"]),
        (("丁", "子"), ("丁", "丑"), [None]),
        (("丁戊", "子"), ("戊己", "丑"), [None]),
        (("丁", "庚"), ("庚", "丑"), ["甲乙丙，庚戊己。"]),
    ],
)
def test_words_of_both_are_confirmed_where_both_stand(base, first, second, merged):
    one, other = (worded(make_amendment(base), *words) for words in (first, second))

    assert [row.merged for row in competing.contested(one, other)] == merged


def test_rules_that_both_state_otherwise_are_not_combined(base):
    one, other = proposal(base, (0, "子。")), proposal(base, (2, "丑；"))
    for amendment, days in ((one, 10), (other, 5)):
        amendment.parameters = [
            {
                "key": "assembly.notice_days",
                "value": days,
                "provision": str(identity(base, 4)),
                "quote": "",
            }
        ]
        amendment.save()

    with pytest.raises(ChangeUnfounded) as refused:
        combined(one, other)

    assert "提前" in refused.value.zh or "天数" in refused.value.zh


def test_changes_voted_on_together_still_are_in_the_compromise(base):
    one, other = proposal(base, (0, "子。"), (1, "丑：")), proposal(base, (2, "寅；"), (3, "卯。"))
    other.changes.update(unit=1)

    both = combined(one, other)

    assert list(both.changes.values_list("unit", flat=True)) == [1, 2, 3, 3]


def test_article_goes_with_the_item_that_the_other_takes_out(base):
    one, other = (
        acted(editing.repeal_provision, make_amendment(base), provision=identity(base, index))
        for index in (2, 1)
    )
    acted(editing.replace_provision, one, provision=identity(base, 4), text="依照法律。")

    assert shown(combined(one, other)) == "第一条 甲乙丙，丁戊己。\n第二条 依照法律。"


def test_article_that_got_an_item_meanwhile_moves_with_it(base):
    mine = moved(make_amendment(base), identity(base, 1), identity(base, 4))
    new = adopt(put(make_amendment(base), identity(base, 3), "癸。"))

    rebase(mine, new)

    assert shown(mine_again(mine)).splitlines()[1:] == [
        "第二条 依照第三条。",
        "第三条 庚：",
        "（一）辛；",
        "（二）壬。",
        "（三）癸。",
    ]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_new_article_parts_none_that_reads_otherwise_meanwhile(base, elsewhere):
    mine = put(make_amendment(base), identity(base, 1), "新条。", ProvisionKind.ARTICLE)
    if elsewhere:
        theirs = moved(make_amendment(base), identity(base, 3), identity(base, 1))
    else:
        theirs = put(make_amendment(base), identity(base, 3), "癸。")
    new = adopt(theirs)

    rebase(mine, new)

    lines = shown(mine_again(mine)).splitlines()
    assert lines.index("第三条 新条。") == lines.index("第四条 依照第二条。") - 1
    assert len(lines) == len(stored.provisions_of(new)) + 1


class Member:
    """A log-in, as far as a comment keeps of it."""

    pk = "7a0c"


def comment(amendment, text, day=DAY, provision=None):
    return commenting.add_comment(
        amendment=amendment,
        text=text,
        author_name="甲单位",
        provision=provision,
        by=Member,
        at=AT,
        day=day,
    )


def test_comments_are_taken_while_open_and_to_the_last_day(base):
    amendment = proposal(base, (0, "子。"))
    with pytest.raises(CommentsClosed):
        comment(amendment, "早了")
    amending.go_to(
        amendment=amendment, state=AmendmentState.CONSULTATION, until=DAY, by=None, at=AT
    )

    made = comment(amendment, "建议保留。", provision=identity(base, 0))

    assert comment(amendment, "建议保留。 ", provision=identity(base, 0)) == made
    with pytest.raises(CommentsClosed):
        comment(amendment, "晚了", day=DAY + timedelta(days=1))
    commenting.answer_comment(comment=made, answer="采纳。", by=None, at=AT)
    made.refresh_from_db()
    assert (made.answer, made.answered_at) == ("采纳。", AT)
