"""JSON and numbers have one form only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.crypto import encoding
from elections.crypto.errors import Malformed

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(json_values)
@settings(deadline=None)
def test_what_is_dumped_is_canonical(value: object) -> None:
    assert encoding.load_canonical(encoding.dump(value)) == value


@pytest.mark.parametrize(
    "raw",
    [
        '{"a":1,"a":2}',
        "1.5",
        "1e3",
        "NaN",
        '"\ud800"',
        '{"a":1',
        "[" * 100_000,
        "1" * 5000,
        "",
        "\ufeff1",
    ],
)
def test_ambiguous_json_is_refused(raw: str) -> None:
    with pytest.raises(Malformed):
        encoding.load(raw)


@pytest.mark.parametrize("raw", ['{"a": 1}', "[1]\n", '"\\u0041"', '"\\/"', "-0", '"\\ud800"'])
def test_other_serialisations_are_refused(raw: str) -> None:
    with pytest.raises(Malformed):
        encoding.load_canonical(raw)


@pytest.mark.parametrize(
    "value", ["00", "-1", "+1", " 1", "1 ", "", "10", "1" * 800, "１", 1, None]
)
def test_decimal_takes_canonical_numbers_below_the_bound(value: object) -> None:
    with pytest.raises(Malformed):
        encoding.decimal(value, 10)


def test_decimal_reads_numbers_up_to_the_bound() -> None:
    assert [encoding.decimal(text, 10) for text in ("0", "9")] == [0, 9]


def test_fields_wants_the_names_in_their_order() -> None:
    assert encoding.fields({"a": 1, "b": 2, "c": 3}, ("a", "b"), ("c", "d")) == {
        "a": 1,
        "b": 2,
        "c": 3,
    }
    for wrong in ({"b": 2, "a": 1}, {"a": 1}, {"a": 1, "b": 2, "x": 3}, [], None):
        with pytest.raises(Malformed):
            encoding.fields(wrong, ("a", "b"), ("c", "d"))


def test_counts_are_numbers_or_for_large_ones_texts() -> None:
    for number, written in ((0, 0), (2**31 - 1, 2**31 - 1), (4_000_000_000, "4000000000")):
        assert encoding.count_json(number) == written
        assert encoding.count(written) == number
    for wrong in (-1, True, "x", "01", "7", None):
        with pytest.raises(Malformed):
            encoding.count(wrong)


def test_hashes_are_those_of_the_standard() -> None:
    assert encoding.sha256_hex("") == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    assert encoding.sha256_base64("") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
