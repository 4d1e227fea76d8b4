"""Chinese numerals up to 9999, as laws and bylaws number their articles, and words for shares."""

from bylaws.errors import TextUnreadable

DIGITS = "零一二三四五六七八九"
UNITS = ((1000, "千"), (100, "百"), (10, "十"))
LARGEST = 9999


def to_chinese(number: int) -> str:
    """二十一 for 21, 一百零五 for 105, 十 for 10; raises TextUnreadable outside 0..9999."""
    if not 0 <= number <= LARGEST:
        raise TextUnreadable(
            zh=f"{number}超出可以编号的范围（0至{LARGEST}）。",
            en=f"{number} is outside the range of numbering (0 to {LARGEST}).",
        )
    if number < 10:
        return DIGITS[number]
    written, rest, gap = "", number, False
    for size, unit in UNITS:
        digit, rest = divmod(rest, size)
        if digit:
            written += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        elif written:
            gap = True
    if rest:
        written += ("零" if gap else "") + DIGITS[rest]
    return written.removeprefix("一") if written.startswith("一十") else written


def from_chinese(text: str) -> int:
    """The number of a numeral that `to_chinese` writes; anything else raises TextUnreadable."""
    number, digit = 0, 0
    values = {unit: size for size, unit in UNITS}
    for sign in text:
        if sign in values:
            number += (digit or 1) * values[sign]
            digit = 0
        elif sign in DIGITS:
            digit = DIGITS.index(sign)
        else:
            break
    number += digit
    if not text or number > LARGEST or to_chinese(number) != text:
        raise TextUnreadable(zh=f"“{text}”不是中文数字。", en=f"“{text}” is no Chinese numeral.")
    return number


def share_in_chinese(num: int, den: int) -> str:
    """三分之二 for 2/3."""
    return f"{to_chinese(den)}分之{to_chinese(num)}"
