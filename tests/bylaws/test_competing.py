"""Several amendments of one text: compared, combined, preferred."""

from datetime import date

import pytest

from bylaws.choices import AmendmentState
from bylaws.domain import stored
from bylaws.domain.amendments import amending, competing, editing
from bylaws.enums import Meeting
from bylaws.errors import AmendmentFixed, ChangeUnfounded, RebaseCollides
from tests.bylaws.proposals import (
    acted,
    adopt,
    identity,
    mine_again,
    moved,
    proposal,
    rebase,
    shown,
)
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_regulation,
    make_version,
)

TEXT = "第一条 甲乙丙，丁戊己。\n第二条 庚：\n（一）辛；\n（二）壬。\n第三条 依照第二条。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    return bring_into_force(make_version(make_regulation(), TEXT), date(2021, 4, 15))


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
