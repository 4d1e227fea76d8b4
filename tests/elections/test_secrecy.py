"""What sums of unequal votes tell: reckoned against every way in which the votes may fall."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.domain import secrecy
from elections.domain.secrecy import SMALL_ELECTORATE, SURE, told_by_sums

kinds = st.dictionaries(st.integers(1, 6), st.integers(1, 4), min_size=2, max_size=3).filter(
    lambda found: sum(found.values()) <= 9
)


def share_by_hand(found: dict[int, int], weight: int) -> float:
    """Over all ways in which each voter votes for or not: where the sum tells at least so surely
    how many of that weight voted for."""
    voters = [kind for kind, number in found.items() for _voter in range(number)]
    ways: dict[int, Counter[int]] = defaultdict(Counter)
    for marks in product((0, 1), repeat=len(voters)):
        own = sum(mark for mark, kind in zip(marks, voters, strict=True) if kind == weight)
        ways[sum(mark * kind for mark, kind in zip(marks, voters, strict=True))][own] += 1
    told = [w.total() for w in ways.values() if max(w.values()) >= SURE * w.total()]
    return sum(told) / 2 ** len(voters)


@settings(max_examples=60, deadline=None)
@given(kinds)
def test_share_is_that_of_all_ways_reckoned_one_by_one(found):
    told = {one.weight: one.share for one in told_by_sums(found)}
    for weight in found:
        share = share_by_hand(found, weight)
        if share < secrecy.OFTEN:
            assert weight not in told
        else:
            assert told[weight] == pytest.approx(share)


def test_two_heavy_voters_among_many_are_told_of():
    """237 for: two of a hundred each and 37 others."""
    [told] = told_by_sums({100: 2, 1: 60})
    assert (told.voters, told.weight) == (2, 100)
    assert told.share == pytest.approx(1)


def test_one_voter_with_a_vote_more_is_hidden_among_two_hundred():
    assert told_by_sums({2: 1, 1: 200}) == []


def test_the_few_light_ones_are_told_of_too():
    [told] = told_by_sums({10: 40, 1: 3})
    assert (told.voters, told.weight) == (3, 1)


def test_kind_that_is_not_small_is_not_asked_for_although_its_sum_is_known():
    assert told_by_sums({100: SMALL_ELECTORATE, 1: 60}) == []


def test_equal_votes_tell_nothing_of_a_kind():
    assert told_by_sums({1: 3}) == []
    assert told_by_sums({5: 3}) == []


def test_what_takes_too_long_to_reckon_is_asked_for():
    many = {10**digits: 9 for digits in range(8)}
    assert {one.share for one in told_by_sums(many)} == {None}
    assert len(told_by_sums(many)) == 8
