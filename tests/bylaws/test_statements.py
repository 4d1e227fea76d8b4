"""Numbers as texts state them, beside the parameters that they are marked as."""

from datetime import date
from fractions import Fraction

import pytest

from bylaws.domain import in_force, stating, stored
from bylaws.domain.amendments import adoption, amending, editing
from bylaws.domain.parameters import SPECS, BylawsParameter
from bylaws.domain.text.statements import (
    Stated,
    agrees,
    carried_quote,
    read_count,
    read_share,
)
from bylaws.enums import Comparison, ProvisionKind
from bylaws.errors import ParameterInvalid
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_decision,
    make_regulation,
    make_version,
)

GE, GT = Comparison.GE, Comparison.GT
TWO_THIRDS = {"base": "present", "num": 2, "den": 3, "comparison": "ge"}


@pytest.mark.parametrize(
    ("quote", "share", "comparison"),
    [
        ("三分之二以上", Fraction(2, 3), GE),
        ("2/3以上", Fraction(2, 3), GE),
        ("不得低于到会会员代表的1/2", Fraction(1, 2), GE),
        ("过半数", Fraction(1, 2), GT),
        ("超过三分之一", Fraction(1, 3), GT),
        ("不超过会员代表的1/3", Fraction(1, 3), GE),
        ("75 %", Fraction(3, 4), GE),
        ("more than half", Fraction(1, 2), GT),
        ("two thirds of the votes", Fraction(2, 3), GE),
    ],
)
def test_share_is_read_with_its_comparison(quote, share, comparison):
    assert read_share(quote) == Stated(share, comparison)


@pytest.mark.parametrize(
    ("quote", "count", "unit"),
    [
        ("提前十五日", 15, "日"),
        ("连任不超过两届", 2, "届"),
        ("年龄不超过七十周岁", 70, "周岁"),
        ("每届五年", 5, "年"),
        ("21 days", 21, "days"),
        ("三名以上监事", 3, "名"),
    ],
)
def test_count_is_read_with_its_unit(quote, count, unit):
    assert read_count(quote) == Stated(count=count, unit=unit)


def test_words_without_a_number_state_none():
    assert (read_share("到会会员"), read_count("及时通知")) == (None, None)


@pytest.mark.parametrize(
    ("key", "value", "quote", "expected"),
    [
        ("assembly.bylaws.threshold", TWO_THIRDS, "2/3以上", True),
        ("assembly.bylaws.threshold", TWO_THIRDS, "三分之二以上", True),
        ("assembly.bylaws.threshold", TWO_THIRDS, "超过三分之二", False),
        ("assembly.bylaws.threshold", TWO_THIRDS, "四分之三以上", False),
        ("assembly.bylaws.threshold", TWO_THIRDS, "多数", None),
        ("assembly.notice_days", 15, "提前十五日", True),
        ("assembly.notice_days", 10, "提前十五日", False),
        ("term.postponed_max_days", 365, "最长不超过一年", True),
        ("assembly.proxies_per_holder", 0, "不得委托", True),
        ("assembly.elect_council.method", "secret", "无记名投票", True),
        ("assembly.elect_council.method", "secret", "举手表决", False),
        ("council.max_share", {"num": 1, "den": 3}, "三分之一", True),
        ("assembly.remote", True, "可以采用通讯形式", None),
    ],
)
def test_words_and_value_agree_or_not(key, value, quote, expected):
    assert agrees(SPECS[key].kind, key, value, quote) is expected


@pytest.mark.parametrize(
    ("old", "new", "quote", "carried"),
    [
        ("须有2/3以上出席", "须有3/4以上出席", "2/3以上", "3/4以上"),
        (
            "召开会员大会须有三分之二以上会员出席",
            "召开会员大会时须有四分之三以上的会员出席",
            "三分之二以上",
            "四分之三以上",
        ),
        ("须有2/3以上出席", "须有2/3以上的会员出席", "2/3以上", "2/3以上"),
        ("甲，须有2/3以上出席，乙", "甲，乙", "2/3以上", ""),
        ("甲", "乙", "不在其中", ""),
    ],
)
def test_marked_words_are_found_again_in_the_amended_text(old, new, quote, carried):
    assert carried_quote(old, new, quote) == carried


TEXT = "第一条 会员大会须有2/3以上会员出席。\n第二条 提前十五日通知。"


def marked(key, value, article, quote):
    return BylawsParameter(key=key, value=value, article_ref=article, quote=quote)


@pytest.fixture
def base():
    quorum = {"base": "entitled", "num": 2, "den": 3, "comparison": "ge"}
    rules = [
        marked("assembly.quorum", quorum, "第一条", "2/3以上"),
        marked("assembly.notice_days", 15, "第二条", "提前十五日"),
    ]
    version = make_version(make_regulation(), TEXT, parameters=rules)
    return bring_into_force(version, date(2021, 4, 15))


def change(amendment, index, text):
    editing.replace_provision(
        amendment=amendment,
        provision=stored.provisions_of(amendment.base)[index].identity,
        text=text,
        revision=amendment.revision,
        by=None,
        at=AT,
    )
    amendment.refresh_from_db()
    return amendment


def told(amendment):
    return [(m.key, m.citation, m.quote) for m in stating.mismatches_of(amendment)]


@pytest.mark.django_db
def test_number_changed_in_the_text_alone_is_reported(base):
    amendment = change(make_amendment(base), 0, "会员大会须有3/4以上会员出席。")

    assert told(amendment) == [("assembly.quorum", "第一条", "3/4以上")]
    (mismatch,) = stating.mismatches_of(amendment)
    assert mismatch.zh == ("第一条写的是“3/4以上”，规则“会员大会 · 法定人数”却是“三分之二以上”。")
    assert mismatch.en == (
        "art. 1 says “3/4以上”, but the rule “general assembly · quorum” is “at least 2/3”."
    )


@pytest.mark.django_db
def test_parameter_changed_without_the_text_is_reported(base):
    amendment = make_amendment(base)
    stating.state_rule(
        amendment=amendment,
        key="assembly.notice_days",
        value=10,
        provision=stored.provisions_of(base)[1].identity,
        quote="提前十五日",
        revision=0,
        by=None,
        at=AT,
    )
    amendment.refresh_from_db()

    assert told(amendment) == [("assembly.notice_days", "第二条", "提前十五日")]


@pytest.mark.django_db
def test_text_and_parameter_changed_together_agree(base):
    amendment = change(make_amendment(base), 1, "提前十日通知。")
    stating.state_rule(
        amendment=amendment,
        key="assembly.notice_days",
        value=10,
        provision=stored.provisions_of(base)[1].identity,
        quote="提前十日",
        revision=amendment.revision,
        by=None,
        at=AT,
    )
    amendment.refresh_from_db()

    assert told(amendment) == []


@pytest.mark.django_db
def test_rule_whose_article_goes_is_reported_and_goes_with_it(base):
    amendment = make_amendment(base)
    editing.repeal_provision(
        amendment=amendment,
        provision=stored.provisions_of(base)[1].identity,
        revision=0,
        by=None,
        at=AT,
    )

    assert told(amendment) == [("assembly.notice_days", "第二条", "")]
    (gone,) = stating.mismatches_of(amendment)
    assert gone.zh.startswith("第二条规定了“会员大会 · 提前通知天数”，现已删除，规则仍为“15”。")
    assert gone.en.startswith("art. 2 stated “general assembly · days of notice” and was taken out")
    kept = stating.carried(amendment, amending.preview(amendment).provisions)
    assert [p.key for p in kept] == ["assembly.quorum"]


@pytest.mark.django_db
def test_rulebook_cites_where_the_rule_stands_after_renumbering(base):
    amendment = make_amendment(base)
    editing.insert_provision(
        amendment=amendment,
        after=None,
        kind=ProvisionKind.ARTICLE,
        text="新。",
        revision=0,
        by=None,
        at=AT,
    )
    adoption.submit_amendment(amendment=amendment, by=None, at=AT)
    version = adoption.adopt_amendment(
        amendment=amendment, decision=make_decision(date(2026, 12, 18)), by=None, at=AT
    )

    assert [(p.key, p.article_ref, p.quote) for p in in_force.parameters_of(version)] == [
        ("assembly.notice_days", "第三条", "提前十五日"),
        ("assembly.quorum", "第二条", "2/3以上"),
    ]


@pytest.mark.django_db
def test_words_that_do_not_stand_there_are_not_marked(base):
    with pytest.raises(ParameterInvalid, match="does not say"):
        stating.mark_rule(
            version=base,
            key="assembly.notice_days",
            value=15,
            provision=stored.provisions_of(base)[1].identity,
            quote="提前二十日",
            by=None,
            at=AT,
        )


@pytest.mark.django_db
def test_value_of_a_text_that_was_adopted_is_not_changed_by_a_mark(base):
    with pytest.raises(ParameterInvalid, match="amendment"):
        stating.mark_rule(
            version=base,
            key="assembly.notice_days",
            value=20,
            provision=stored.provisions_of(base)[1].identity,
            quote="提前十五日",
            by=None,
            at=AT,
        )


def state(amendment, key, value, index, quote):
    return stating.state_rule(
        amendment=amendment,
        key=key,
        value=value,
        provision=stored.provisions_of(amendment.base)[index].identity,
        quote=quote,
        revision=amendment.revision,
        by=None,
        at=AT,
    )


@pytest.fixture
def halved(base):
    """Unit 1: a quorum of a half instead of two thirds; unit 2: ten days instead of fifteen."""
    amendment = change(make_amendment(base), 0, "会员大会须有1/2以上会员出席。")
    amendment = change(amendment, 1, "提前十日通知。")
    quorum = {"base": "entitled", "num": 1, "den": 2, "comparison": "ge"}
    amendment = state(amendment, "assembly.quorum", quorum, 0, "1/2以上")
    return state(amendment, "assembly.notice_days", 10, 1, "提前十日")


def adopted(amendment, units):
    adoption.submit_amendment(amendment=amendment, by=None, at=AT)
    version = adoption.adopt_amendment(
        amendment=amendment,
        decision=make_decision(date(2026, 12, 18)),
        units=units,
        by=None,
        at=AT,
    )
    rules = in_force.parameters_of(version)
    return [(p.key, p.value if p.value in (10, 15) else p.value["den"], p.quote) for p in rules]


@pytest.mark.django_db
def test_rule_of_words_that_were_voted_down_stays_as_it_was(halved):
    assert adopted(halved, [2]) == [
        ("assembly.notice_days", 10, "提前十日"),
        ("assembly.quorum", 3, "2/3以上"),
    ]


@pytest.mark.django_db
def test_rules_of_all_that_was_adopted_change(halved):
    assert adopted(halved, [1, 2]) == [
        ("assembly.notice_days", 10, "提前十日"),
        ("assembly.quorum", 2, "1/2以上"),
    ]


@pytest.mark.django_db
def test_rule_dropped_with_words_that_were_voted_down_stays(base):
    amendment = change(make_amendment(base), 0, "会员大会按时召开。")
    amendment = change(amendment, 1, "提前十日通知。")
    amendment = state(amendment, "assembly.quorum", None, 0, "")
    amendment = state(amendment, "assembly.notice_days", 10, 1, "提前十日")

    assert adopted(amendment, [2]) == [
        ("assembly.notice_days", 10, "提前十日"),
        ("assembly.quorum", 3, "2/3以上"),
    ]


@pytest.mark.django_db
def test_draft_submitted_again_states_no_rule_that_was_taken_out(base):
    amendment = change(make_amendment(base), 0, "会员大会按时召开。")
    amendment = state(amendment, "assembly.quorum", None, 0, "")
    adoption.submit_amendment(amendment=amendment, by=None, at=AT)
    amending.go_to(amendment=amendment, state="draft", by=None, at=AT)
    amendment.refresh_from_db()
    amendment = state(amendment, "assembly.notice_days", None, 1, "")

    assert adopted(amendment, None) == []
