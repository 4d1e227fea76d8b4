"""An amount in capital Chinese numerals, as papers about money state it.

By the rules for filling in bills and settlement vouchers (《支付结算办法》附一《正确填写票据和结算
凭证的基本规定》, 银发〔1997〕393号): 整 follows a whole amount of 元; noughts between figures are
written once as 零; where 角 is nought and 分 is not, 零 follows 元. Where the rules leave a choice,
零 is written after 万 and 亿 and left out before 角.
"""

from __future__ import annotations

from decimal import Decimal

FIGURES = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
NAMES = {"CNY": "人民币", "EUR": "欧元", "USD": "美元", "HKD": "港币"}
SIGNS = "".join([FIGURES, *PLACES, *GROUPS, *NAMES.values(), "元角分整"])
"""Every sign of which such words are made."""
MOST = Decimal(10) ** 14


def amount_in_words(amount: Decimal, currency: str = "CNY") -> str:
    """``amount`` (two places, not negative) in words, such as 人民币壹仟元整.

    Empty for a currency whose name is not known here, and for an amount that has no such words.
    """
    if currency not in NAMES or not 0 <= amount < MOST:
        return ""
    hundredths = int(amount * 100)
    if hundredths != amount * 100:
        return ""
    whole, rest = divmod(hundredths, 100)
    return NAMES[currency] + (_whole(whole) + _parts(rest, bool(whole)) if hundredths else "零元整")


def _parts(rest: int, after_whole: bool) -> str:
    """角 and 分; 整 where there are none."""
    tenths, hundredths = divmod(rest, 10)
    if not rest:
        return "整"
    if tenths:
        return f"{FIGURES[tenths]}角" + (f"{FIGURES[hundredths]}分" if hundredths else "")
    return ("零" if after_whole else "") + f"{FIGURES[hundredths]}分"


def _whole(number: int) -> str:
    if not number:
        return ""
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words, gap = "", False
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            gap = True
            continue
        if words and (gap or group < 1_000 or groups[place + 1] % 10 == 0):
            words += "零"
        words += _group(group) + GROUPS[place]
        gap = False
    return words.replace("亿亿", "亿") + "元"


def _group(number: int) -> str:
    """One to 9999; noughts at its end are not written."""
    words, gap = "", False
    for place in reversed(range(4)):
        figure = number // 10**place % 10
        if not figure:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + FIGURES[figure] + PLACES[place]
        gap = False
    return words
