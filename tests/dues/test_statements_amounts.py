"""Amounts as written: read exactly, or refused with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dues.domain.amounts import exact_amount, read_amount
from dues.errors import AmountNotExact, AmountRefused, AmountTooLarge

CENTS = st.integers(min_value=-(10**14) + 1, max_value=10**14 - 1)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234", "1234.00"),
        ("1234.5", "1234.50"),
        ("0.05", "0.05"),
        (".50", "0.50"),
        ("000012.00", "12.00"),
        ("1,234.56", "1234.56"),
        ("1,234", "1234.00"),
        ("12,345,678.90", "12345678.90"),
        ("１，２３４．５６", "1234.56"),
        ("￥1,234.56", "1234.56"),
        ("¥ 1,234.56", "1234.56"),
        ("1,234.56元", "1234.56"),
        ("人民币 1234.56", "1234.56"),
        ("CNY 1,234.56", "1234.56"),
        ("1,234.56 CNY", "1234.56"),
        ("€1.234,56", "1234.56"),
        ("　1234.56\t", "1234.56"),
        ("1 234.56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1.234.567,89", "1234567.89"),
        ("1.234.567", "1234567.00"),
        ("1234,56", "1234.56"),
        ("12,34", "12.34"),
        ("-1,234.56", "-1234.56"),
        ("－1234.56", "-1234.56"),
        ("−5", "-5.00"),
        ("1,234.56-", "-1234.56"),
        ("1.234,56-", "-1234.56"),
        ("(1,234.56)", "-1234.56"),
        ("（1234.56）", "-1234.56"),
        ("(¥1,234.56)", "-1234.56"),
        ("¥-5.00", "-5.00"),
        ("-¥5.00", "-5.00"),
        ("-5元", "-5.00"),
        ("+5", "5.00"),
        ("-0.00", "0.00"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_amount_is_read(text: str, amount: str):
    assert str(read_amount(text)) == amount


MISSING = "No amount is given. Enter one, such as 1234.56."
UNREADABLE = "“{}” is no amount. Write it in figures, such as 1234.56."
AMBIGUOUS = (
    "“{}” could be read as more than one amount. Write it with a point before two decimals, such "
    "as 1234.56."
)
NOT_EXACT = "“{}” has more than two decimals. Amounts are never rounded: write it with two."
TOO_LARGE = "“{}” has too many figures for an amount. Check that it is no number of an account."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", MISSING),
        (" 　", MISSING),
        ("-", MISSING),
        ("--", MISSING),
        ("1.234", AMBIGUOUS),
        ("1,5", AMBIGUOUS),
        ("1,23,45", AMBIGUOUS),
        ("12,34.56", AMBIGUOUS),
        ("1,234,56", AMBIGUOUS),
        ("1.234.56", AMBIGUOUS),
        ("1,234.567,89", AMBIGUOUS),
        ("12 34", AMBIGUOUS),
        ("5.", AMBIGUOUS),
        ("0.125", NOT_EXACT),
        ("1234.567", NOT_EXACT),
        ("1,234.567", NOT_EXACT),
        ("1.234,567", NOT_EXACT),
        ("100.0000", NOT_EXACT),
        ("0.30000000000000004", NOT_EXACT),
        ("1000000000000", TOO_LARGE),
        ("6222000011112222333", TOO_LARGE),
        ("一千元", UNREADABLE),
        ("12万元", UNREADABLE),
        ("约500", UNREADABLE),
        ("10²", UNREADABLE),
        ("٣٤", UNREADABLE),
        ("1e3", UNREADABLE),
        ("NaN", UNREADABLE),
        ("Infinity", UNREADABLE),
        ("0x10", UNREADABLE),
        ("=1+1", UNREADABLE),
        ("(-5)", UNREADABLE),
        ("-5-", UNREADABLE),
        ("--5", UNREADABLE),
        ("¥", UNREADABLE),
        ("12.00 CR", UNREADABLE),
        ("2026-03-15", UNREADABLE),
    ],
)
def test_amount_is_refused(text: str, sentence: str):
    with translation.override("en"), pytest.raises(AmountRefused) as refused:
        read_amount(text)
    assert str(refused.value) == sentence.format(text)


@given(CENTS)
def test_amount_is_read_as_it_was_written_in_any_style(cents: int):
    amount = Decimal(cents) / 100
    plain, grouped = f"{amount:.2f}", f"{amount:,.2f}"
    continental = grouped.translate({ord(","): ".", ord("."): ","})
    wide = grouped.translate({0x21 + n: 0xFF01 + n for n in range(0x5E)})
    written = [plain, grouped, continental, wide, f"￥{grouped}", f"{grouped}元", f"{plain} CNY"]
    assert [read_amount(text) for text in written] == [amount] * len(written)


@given(CENTS.filter(lambda cents: cents > 0))
def test_amount_negates_alike_with_a_sign_before_or_behind_or_brackets(cents: int):
    grouped = f"{Decimal(cents) / 100:,.2f}"
    written = [f"-{grouped}", f"{grouped}-", f"({grouped})", f"－{grouped}", f"（{grouped}）"]
    assert {read_amount(text) for text in written} == {-Decimal(cents) / 100}


@given(st.text(alphabet="0123456789.,-+()¥元 '", max_size=12))
def test_amount_keeps_every_figure_or_is_refused(text: str):
    try:
        amount = read_amount(text)
    except AmountRefused:
        return
    figures = "".join(sign for sign in text if sign.isdigit())
    cents = f"{abs(amount):.2f}".replace(".", "")
    assert figures.lstrip("0") in {cents.lstrip("0")[: len(cents) - cut] for cut in (0, 1, 2)} | {
        cents.strip("0")
    }


def test_exact_amount_is_never_rounded():
    assert str(exact_amount(Decimal("12.500"), "12.500")) == "12.50"
    with pytest.raises(AmountNotExact):
        exact_amount(Decimal("12.505"), "12.505")
    with pytest.raises(AmountTooLarge):
        exact_amount(Decimal("Infinity"), "Infinity")
