"""The two groups: encodings, membership, and the identity that libsodium refuses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings

from elections.crypto.errors import ElectionRefused, NotInGroup
from elections.crypto.group import BELENIOS_2048, ED25519, Group, group_named

GROUPS = [ED25519, BELENIOS_2048]
scalars = st.integers(0, ED25519.q - 1)
P = 2**255 - 19


def hexadecimal(number: int) -> str:
    return f"{number:064x}"


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_generator_has_the_order_of_the_group(group: Group) -> None:
    assert group.mul(group.power(group.g, group.q - 1), group.g) == group.identity
    assert group.g != group.identity


def test_generator_of_ed25519_is_the_point_with_y_four_fifths() -> None:
    assert ED25519.encode(ED25519.g) == hexadecimal(4 * pow(5, -1, P) % P)


@given(scalars)
@settings(max_examples=30, deadline=None)
def test_encoding_comes_back(exponent: int) -> None:
    element = ED25519.power_of_g(exponent)
    assert ED25519.decode(ED25519.encode(element)) == element
    assert ED25519.decode_for_power(ED25519.encode(element)) == element


@given(scalars, scalars)
@settings(max_examples=30, deadline=None)
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_exponents_add_and_multiply(group: Group, first: int, second: int) -> None:
    left, right = group.power_of_g(first), group.power_of_g(second)
    assert group.mul(left, right) == group.power_of_g((first + second) % group.q)
    assert group.div(left, right) == group.power_of_g((first - second) % group.q)
    assert group.power(left, second) == group.power_of_g(first * second % group.q)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_identity_is_an_element(group: Group) -> None:
    one = group.identity
    assert group.decode(group.encode(one)) == one
    assert group.power(one, 5) == one
    assert group.power(group.g, 0) == one
    assert group.power_of_g(0) == one
    assert group.product([]) == one
    assert group.div(group.g, group.g) == one
    assert group.mul(one, group.g) == group.g


SMALL_ORDER = (P - 1).to_bytes(32, "little")
MIXED = bindings.crypto_core_ed25519_add(ED25519.g, SMALL_ORDER)


@pytest.mark.parametrize("outside", [SMALL_ORDER, MIXED], ids=["order 2", "order 2q"])
@pytest.mark.parametrize("exponent", [0, 1, 12345])
def test_power_refuses_what_is_outside_the_prime_order_subgroup(
    outside: bytes, exponent: int
) -> None:
    element = ED25519.decode_for_power(outside[::-1].hex())
    with pytest.raises(NotInGroup):
        ED25519.power(element, exponent)
    with pytest.raises(NotInGroup):
        ED25519.decode(outside[::-1].hex())


def test_multiplication_refuses_what_is_not_on_the_curve() -> None:
    off_curve = next(
        number.to_bytes(32, "little")
        for number in range(2, 50)
        if not bindings.crypto_core_ed25519_is_valid_point(number.to_bytes(32, "little"))
        and not _on_curve(number)
    )
    with pytest.raises(NotInGroup):
        ED25519.mul(ED25519.g, off_curve)
    with pytest.raises(NotInGroup):
        ED25519.div(ED25519.g, off_curve)


def _on_curve(y: int) -> bool:
    d = -121665 * pow(121666, -1, P) % P
    square = (y * y - 1) * pow(d * y * y + 1, -1, P) % P
    return pow(square, (P - 1) // 2, P) in (0, 1)


@pytest.mark.parametrize(
    "text",
    [
        hexadecimal(P + 1),  # the identity, not reduced
        hexadecimal(2**255 + 1),  # the identity with a sign
        hexadecimal(1)[1:],
        "0" + hexadecimal(1),
        ED25519.encode(ED25519.power_of_g(3)).upper(),
        " " + ED25519.encode(ED25519.g)[1:],
        "",
        None,
        7,
    ],
)
def test_only_the_canonical_encoding_of_ed25519_is_read(text: object) -> None:
    with pytest.raises(NotInGroup):
        ED25519.decode(text)


def test_an_element_to_be_raised_must_be_canonical_too() -> None:
    for text in (hexadecimal(P), hexadecimal(P + 1), hexadecimal(2**255 + P + 3), "F" * 64):
        with pytest.raises(NotInGroup, match=r"canonical|hexadecimal"):
            ED25519.decode_for_power(text)


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "-1",
        "+1",
        "01",
        "2",  # not a power of g
        str(BELENIOS_2048.p + 1),
        str(BELENIOS_2048.p - 1),  # of order 2
        "1" * 618,
        "１",
        4,
        None,
    ],
)
def test_only_canonical_members_of_belenios_2048_are_read(text: object) -> None:
    with pytest.raises(NotInGroup):
        BELENIOS_2048.decode(text)


def test_unknown_group_is_refused() -> None:
    with pytest.raises(ElectionRefused):
        group_named("RFC-3526-2048")
