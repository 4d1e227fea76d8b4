import pytest
from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain.parameters import UNLIMITED, is_at_least_as_hard, parse_value
from bylaws.domain.ways import AnyOf, Way, is_at_least_as_strict, together, ways_of
from bylaws.enums import Base
from bylaws.errors import ParameterInvalid
from tests.bylaws.tables import share

KEY = "assembly.bylaws.threshold"
HALF = {"base": "entitled", "num": 1, "den": 2, "comparison": "gt"}
TWO_THIRDS = {"base": "cast", "num": 2, "den": 3, "comparison": "ge"}
ENTITLED_HALF, CAST_TWO_THIRDS = share(Base.ENTITLED, "1/2 gt"), share(Base.CAST, "2/3 ge")
SHARES = [share(base, w) for base in (Base.CAST, Base.ENTITLED) for w in ("1/2 gt", "2/3 ge")]
adoptions = st.one_of(
    st.lists(st.sampled_from(SHARES), min_size=1, max_size=2).map(tuple),
    st.lists(
        st.builds(
            Way, st.lists(st.sampled_from(SHARES), min_size=1, max_size=2).map(tuple), st.booleans()
        ),
        min_size=1,
        max_size=2,
    ).map(lambda ways: AnyOf(tuple(ways))),
)


def is_adopted(adoption, met, noticed):
    """Whether some way is open and all its thresholds are among those that are met."""
    return any(
        set(way.thresholds) <= met and (noticed or not way.previous_notice)
        for way in ways_of(adoption)
    )


def reached(cast, entitled):
    votes = {Base.CAST: (cast, 100), Base.ENTITLED: (entitled, 100)}
    return {threshold for threshold in SHARES if threshold.is_met(*votes[threshold.base])}


def test_ways_of_a_profile_are_read():
    value = {"any_of": [{"all_of": [TWO_THIRDS], "previous_notice": True}, {"all_of": [HALF]}]}
    assert parse_value(KEY, value) == AnyOf(
        (Way((CAST_TWO_THIRDS,), previous_notice=True), Way((ENTITLED_HALF,)))
    )


@pytest.mark.parametrize(
    "value",
    [
        {"any_of": []},
        {"any_of": TWO_THIRDS},
        {"any_of": [TWO_THIRDS]},
        {"any_of": ["all"]},
        {"any_of": [{"all_of": []}]},
        {"any_of": [{"all_of": [TWO_THIRDS], "previous_notice": "yes"}]},
        {"base": "entitled", "count": 2},
    ],
)
def test_ways_of_another_shape_are_refused(value):
    with pytest.raises(ParameterInvalid, match=r"assembly\.bylaws\.threshold"):
        parse_value(KEY, value)


@pytest.mark.parametrize(
    "value",
    [
        {"base": "present", "count": 2},
        {"base": "entitled", "count": 0},
        {"base": "entitled", "count": -1},
        {"base": "entitled", "count": True},
        {"any_of": [{"all_of": [HALF]}]},
    ],
)
def test_quorum_of_another_shape_is_refused(value):
    with pytest.raises(ParameterInvalid, match=r"assembly\.quorum"):
        parse_value("assembly.quorum", value)


def test_number_without_limit_is_for_proxies_alone():
    assert parse_value("assembly.proxies_per_holder", "unlimited") == UNLIMITED
    with pytest.raises(ParameterInvalid):
        parse_value("assembly.notice_days", "unlimited")


def test_fixed_quorum_and_share_include_neither_each_other():
    two, half = (
        parse_value("assembly.quorum", value) for value in ({"base": "entitled", "count": 2}, HALF)
    )
    assert not is_at_least_as_hard("assembly.quorum", two, half)
    assert not is_at_least_as_hard("assembly.quorum", half, two)
    joined = two[0].joined(half[0])
    assert [joined.required(of) for of in (2, 3, 10)] == [2, 2, 6]


def test_one_more_way_is_easier():
    one, either = (CAST_TWO_THIRDS,), AnyOf((Way((CAST_TWO_THIRDS,)), Way((ENTITLED_HALF,))))
    assert is_at_least_as_strict(one, either)
    assert not is_at_least_as_strict(either, one)


def test_way_without_notice_does_not_satisfy_one_with_it():
    noticed = AnyOf((Way((CAST_TWO_THIRDS,), previous_notice=True),))
    assert is_at_least_as_strict(noticed, (CAST_TWO_THIRDS,))
    assert not is_at_least_as_strict((CAST_TWO_THIRDS,), noticed)


@given(adoptions, adoptions, st.integers(0, 100), st.integers(0, 100), st.booleans())
def test_stricter_ways_include_the_others(one, other, cast, entitled, noticed):
    met = reached(cast, entitled)
    if is_at_least_as_strict(one, other) and is_adopted(one, met, noticed):
        assert is_adopted(other, met, noticed)


@given(adoptions, adoptions, st.integers(0, 100), st.integers(0, 100), st.booleans())
def test_ways_together_are_both_of_them(one, other, cast, entitled, noticed):
    met = reached(cast, entitled)
    assert is_adopted(together(one, other), met, noticed) is (
        is_adopted(one, met, noticed) and is_adopted(other, met, noticed)
    )
