"""A text cut into what a reader takes in as one: numbers, dates, offices, words, else characters.

A redline changes whole tokens, so that 三分之二 never becomes 三~~分之二~~/4 and a date is replaced
as a date. Chinese has no spaces between words, and a dictionary of words would be a large thing to
keep; one character each serves but for what stands here.
"""

import re

DIGITS = "〇零一二两三四五六七八九"
NUMERAL = f"[{DIGITS}十百千万亿]+"
OFFICES = ("理事长", "会长", "监事长", "秘书长")
"""With what may stand before them; else 理事长 to 会长 would keep the 长 and lose the office."""
BODIES = ("会员代表大会", "会员大会", "理事会", "监事会", "秘书处")
"""Else 理事会 to 监事会 would keep 事会."""
LETTER = r"[A-Za-zÀ-ɏ]"

TOKEN = re.compile(
    "|".join(
        [
            r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?",
            rf"[{DIGITS}]{{4}}年(?:{NUMERAL}月(?:{NUMERAL}日)?)?",
            rf"{NUMERAL}分之{NUMERAL}",
            r"\d+/\d+",
            rf"第(?:{NUMERAL}|\d+)(?:[章节条款项目届次]|(?![章节条款项目届次]))(?:之{NUMERAL})?",
            r"\d+(?:[.,]\d+)*[%‰]?[万亿]*",
            NUMERAL,
            # 社会长期: no president.
            rf"(?:常务副|名誉|执行|副)?(?:{'|'.join(OFFICES)})(?![期久远])",
            "|".join(BODIES),
            rf"{LETTER}+(?:['’-]{LETTER}+)*",
            r"\s+",
            ".",
        ]
    ),
    re.DOTALL,
)


def tokens(text: str) -> list[str]:
    """The tokens in order; joined they are the text."""
    return TOKEN.findall(text)
