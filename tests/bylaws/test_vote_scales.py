"""Votes by member class or by dues: what a text may state, and how it is typed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain import vote_scales
from bylaws.domain.parameters import parse_value
from bylaws.domain.rule_words import value_of
from bylaws.enums import ScaleBy, Unit
from bylaws.errors import ParameterInvalid
from bylaws.forms import RuleForm

KEY = "assembly.votes"
BY_CLASS = {"by": "class", "votes": {"president": 5, "council": 3}}
BY_DUES = {"by": "dues", "steps": [["2000", 2], ["10000", 5]]}


def test_whoever_is_in_no_class_of_the_scale_has_one_vote():
    scale = vote_scales.parse(BY_CLASS)
    votes = [scale.of_class(key) for key in ("president", "council", "ordinary", None)]
    assert votes == [5, 3, 1, 1]


def test_dues_reach_the_highest_step_not_above_them():
    scale = vote_scales.parse(BY_DUES)
    amounts = ("0", "1999.99", "2000", "9999", "10000", "99999")
    assert [scale.of_dues(Decimal(a)) for a in amounts] == [1, 1, 2, 2, 5, 5]


def test_scale_may_give_no_vote_at_all():
    assert vote_scales.parse({"by": "class", "votes": {"guest": 0}}).of_class("guest") == 0
    assert vote_scales.parse({"by": "dues", "steps": [["0", 0], ["1", 1]]}).of_dues(Decimal(0)) == 0


@pytest.mark.parametrize(
    "value",
    [
        None,
        5,
        {},
        {"by": "size", "votes": {"large": 2}},
        {"by": "class"},
        {"by": "class", "votes": {}},
        {"by": "class", "votes": {"council": -1}},
        {"by": "class", "votes": {"council": "3"}},
        {"by": "class", "votes": {"council": 2.5}},
        {"by": "class", "votes": {"council": vote_scales.MOST + 1}},
        {"by": "class", "votes": {" ": 2}},
        {"by": "class", "votes": [["council", 2]]},
        {"by": "dues", "steps": []},
        {"by": "dues", "steps": [["10000", 5], ["2000", 2]]},
        {"by": "dues", "steps": [["2000", 2], ["2000.00", 3]]},
        {"by": "dues", "steps": [["-1", 2]]},
        {"by": "dues", "steps": [["NaN", 2]]},
        {"by": "dues", "steps": [["much", 2]]},
        {"by": "dues", "steps": [[True, 2]]},
    ],
)
def test_other_shapes_are_refused(value):
    with pytest.raises(ParameterInvalid):
        parse_value(KEY, value)


keys = st.text("abcdefghij_", min_size=1, max_size=8)
counts = st.integers(0, vote_scales.MOST)


@given(st.dictionaries(keys, counts, min_size=1, max_size=6))
def test_classes_are_read_as_they_were_written(votes):
    value = {"by": "class", "votes": votes}
    assert vote_scales.read("class", vote_scales.written(vote_scales.parse(value))) == value


@given(st.dictionaries(st.integers(0, 10**7), counts, min_size=1, max_size=6))
def test_steps_are_read_in_any_order(steps):
    lines = "\n".join(f"{amount:,} ＝ {votes}" for amount, votes in steps.items())
    scale = vote_scales.parse(vote_scales.read("dues", lines))
    assert scale.by is ScaleBy.DUES
    assert dict(scale.steps) == {Decimal(amount): votes for amount, votes in steps.items()}


def test_scale_is_told_in_words():
    with override("en"):
        assert value_of(KEY, BY_CLASS) == "class president: 5 votes; class council: 3 votes"
        assert value_of(KEY, BY_DUES) == "dues from 2,000: 2 votes; dues from 10,000: 5 votes"


def form(rows: str, by: str = "class") -> RuleForm:
    data = {"provision": "p", "quote": "words", "by": by, "rows": rows}
    return RuleForm(data, key=KEY, places=[("p", "Article 9")])


def test_form_takes_a_line_for_each_class_and_shows_them_again():
    filled = form("president = 5\ncouncil=3\n")
    assert filled.is_valid()
    assert filled.value() == BY_CLASS
    again = RuleForm(key=KEY, places=[("p", "Article 9")], value=BY_CLASS)
    assert again.fields["rows"].initial == "president = 5\ncouncil = 3"


@pytest.mark.parametrize("rows", ["president", "president = many", "a = 1\na = 2", "= 3"])
def test_form_says_at_the_field_what_a_line_looks_like(rows):
    with override("en"):
        filled = form(rows)
        assert not filled.is_valid()
        assert "One line for each" in filled.errors["rows"][0]


def test_quorum_by_votes_can_be_marked():
    data = {"provision": "p", "quote": "words", "value": "vote"}
    filled = RuleForm(data, key="assembly.unit", places=[("p", "Article 9")])
    assert filled.is_valid()
    assert parse_value("assembly.unit", filled.value()) is Unit.VOTE
