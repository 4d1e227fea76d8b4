"""Capital numerals: the examples of the rules themselves, and each place where 零 is in doubt."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dues.domain.papers.amount_words import amount_in_words

# 《正确填写票据和结算凭证的基本规定》, its own examples.
OF_THE_RULES = {
    "1409.50": "人民币壹仟肆佰零玖元伍角",
    "6007.14": "人民币陆仟零柒元壹角肆分",
    "1680.32": "人民币壹仟陆佰捌拾元叁角贰分",
    "107000.53": "人民币壹拾万零柒仟元伍角叁分",
    "16409.02": "人民币壹万陆仟肆佰零玖元零贰分",
    "325.04": "人民币叁佰贰拾伍元零肆分",
}
OTHERS = {
    "0.00": "人民币零元整",
    "0.06": "人民币陆分",
    "0.50": "人民币伍角",
    "0.56": "人民币伍角陆分",
    "1.00": "人民币壹元整",
    "1.01": "人民币壹元零壹分",
    "10.00": "人民币壹拾元整",
    "10.10": "人民币壹拾元壹角",
    "100.00": "人民币壹佰元整",
    "1000.00": "人民币壹仟元整",
    "1001.00": "人民币壹仟零壹元整",
    "1010.00": "人民币壹仟零壹拾元整",
    "5000.00": "人民币伍仟元整",
    "10000.00": "人民币壹万元整",
    "10001.00": "人民币壹万零壹元整",
    "10200.00": "人民币壹万零贰佰元整",
    "12000.00": "人民币壹万贰仟元整",
    "100000.00": "人民币壹拾万元整",
    "101000.00": "人民币壹拾万零壹仟元整",
    "111000.00": "人民币壹拾壹万壹仟元整",
    "1000000.00": "人民币壹佰万元整",
    "1000001.00": "人民币壹佰万零壹元整",
    "10000000.00": "人民币壹仟万元整",
    "100000000.00": "人民币壹亿元整",
    "100000001.00": "人民币壹亿零壹元整",
    "100010000.00": "人民币壹亿零壹万元整",
    "1000010000.00": "人民币壹拾亿零壹万元整",
    "120030405.06": "人民币壹亿贰仟零叁万零肆佰零伍元零陆分",
    "999999999999.99": "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}


@pytest.mark.parametrize(("amount", "words"), [*OF_THE_RULES.items(), *OTHERS.items()])
def test_amount_in_words(amount: str, words: str) -> None:
    assert amount_in_words(Decimal(amount)) == words


def test_amount_in_words_of_other_currencies() -> None:
    found = {code: amount_in_words(Decimal("120.50"), code) for code in ("EUR", "HKD", "XXX")}

    assert found == {
        "EUR": "欧元壹佰贰拾元伍角",
        "HKD": "港币壹佰贰拾元伍角",
        "XXX": "",
    }


@pytest.mark.parametrize("amount", ["-1.00", "0.001", "100000000000000"])
def test_amount_without_words(amount: str) -> None:
    assert amount_in_words(Decimal(amount)) == ""
