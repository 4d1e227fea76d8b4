"""References to places in a Chinese text, told in English."""

import re

from bylaws.domain.numerals import DIGITS, UNITS, from_chinese

NUMERAL = f"[{DIGITS}{''.join(unit for _, unit in UNITS)}]+"
REFERENCE = re.compile(rf"第({NUMERAL})条(?:第({NUMERAL})款)?(?:第({NUMERAL})项|（({NUMERAL})）)?")


def in_english(reference: str) -> str:
    """第二十五条第一款第三项 as "art. 25, para. 1, item 3"; anything else stays as it is."""
    return REFERENCE.sub(_place, reference)


def _place(match: re.Match[str]) -> str:
    article, paragraph, item, bracketed = match.groups()
    place = f"art. {from_chinese(article)}"
    if paragraph:
        place += f", para. {from_chinese(paragraph)}"
    if item or bracketed:
        place += f", item {from_chinese(item or bracketed)}"
    return place
