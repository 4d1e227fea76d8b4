"""libdecaf computes what libsodium computes, and refuses what libsodium refuses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings

from elections.crypto import decaf
from elections.crypto.errors import NotInGroup
from elections.crypto.group import Ed25519

SODIUM, BOTH = Ed25519(with_decaf=False), Ed25519()
Q = SODIUM.q
EDGES = [0, 1, 2, 8, Q - 1, Q - 8, Q // 2]
bits = st.integers(0, 251)
scalars = st.one_of(
    st.sampled_from(EDGES),
    st.integers(0, Q - 1),
    st.builds(lambda high, low: abs(2**high - 2**low), bits, bits),  # a run of ones
    st.lists(bits, max_size=4).map(lambda places: sum(2**place for place in set(places))),
)
elements = scalars.map(SODIUM.power_of_g)
SMALL_ORDER = (2**255 - 20).to_bytes(32, "little")
MIXED = bindings.crypto_core_ed25519_add(SODIUM.g, SMALL_ORDER)


pytestmark = pytest.mark.usefixtures("libdecaf")


@given(elements | st.just(SODIUM.g), scalars, elements, scalars, st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_a_commitment_is_the_same(
    base: bytes, exponent: int, element: bytes, challenge: int, value: int
) -> None:
    expected = SODIUM.commitment(base, exponent, element, challenge, value)
    assert BOTH.commitment(base, exponent, element, challenge, value) == expected


@given(elements, elements, st.lists(st.tuples(scalars, scalars), min_size=5, max_size=9))
@settings(max_examples=20, deadline=None)
def test_bases_that_come_back_give_the_same(
    key: bytes, element: bytes, numbers: list[tuple[int, int]]
) -> None:
    for value, (exponent, challenge) in enumerate(numbers):
        for base in (BOTH.g, key):
            expected = SODIUM.commitment(base, exponent, element, challenge, value)
            assert BOTH.commitment(base, exponent, element, challenge, value) == expected


@given(st.lists(elements, max_size=30))
@settings(max_examples=30, deadline=None)
def test_a_product_is_the_same(factors: list[bytes]) -> None:
    assert BOTH.product(factors) == SODIUM.product(factors)
    assert BOTH.product(iter(factors * 4)) == SODIUM.product(factors * 4)


@pytest.mark.parametrize("group", [SODIUM, BOTH], ids=["libsodium", "with libdecaf"])
@pytest.mark.parametrize("outside", [SMALL_ORDER, MIXED], ids=["order 2", "order 2q"])
@pytest.mark.parametrize("exponent", [0, 1, 8, 12345])
def test_what_is_outside_the_prime_order_subgroup_is_refused_each_time(
    group: Ed25519, outside: bytes, exponent: int
) -> None:
    for _again in range(4):
        with pytest.raises(NotInGroup):
            group.commitment(group.g, 3, outside, exponent)
        with pytest.raises(NotInGroup):
            group.commitment(outside, exponent, group.g, 3)
        with pytest.raises(NotInGroup):
            group.commitment(group.g, 3, outside, exponent, 1)


def test_a_product_does_not_lose_what_is_outside() -> None:
    """libdecaf's group knows nothing of points of small order: they would vanish in it."""
    with pytest.raises(NotInGroup):
        BOTH.product([MIXED, *[BOTH.g] * 20])


def test_threads_that_meet_the_same_bases_do_not_write_into_each_other() -> None:
    fresh, together = Ed25519(), Barrier(4)
    bases = [(SODIUM.power_of_g(n), SODIUM.power_of_g(n + 1)) for n in range(1000, 1200)]
    expected = [SODIUM.commitment(a, n, b, n + 1, 1) for n, (a, b) in enumerate(bases)]

    def all_of_them() -> list[bytes]:
        together.wait(timeout=60)
        return [fresh.commitment(a, n, b, n + 1, 1) for n, (a, b) in enumerate(bases)]

    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(all_of_them) for _ in range(4)]
        assert all(run.result() == expected for run in runs)


@pytest.mark.parametrize("name", ["libnowhere.so.0", "libc.so.6"])
def test_without_the_library_there_is_none(name: str) -> None:
    assert decaf.load(SODIUM, name) is None


def test_a_library_that_computes_something_else_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert decaf.load(SODIUM) is not None
    monkeypatch.setattr(decaf, "_RATIOS", (2, 2))
    assert decaf.load(SODIUM) is None
