"""Words that one text should write in one form, and why: both forms together are a slip, or leave
open whether two things are meant. Either alone is right.
"""

import re
from dataclasses import dataclass
from functools import cache

from bylaws.domain.text.numbering import NUMERAL


@dataclass(frozen=True, slots=True)
class Term:
    """Two forms as regular expressions, and the reason to settle on one."""

    one: str
    other: str
    zh: str
    en: str

    @staticmethod
    @cache
    def compiled(form: str) -> re.Pattern[str]:
        return re.compile(form)


TERMS = (
    Term(
        "交纳",
        "缴纳",
        "会费依规定缴付，宜统一为“缴纳”。",
        "dues are owed by rule, for which 缴纳 is the word; settle on one.",
    ),
    Term("其它", "其他", "法律文本统一用“其他”。", "texts of law write 其他."),
    Term(
        "会员代表大会",
        "会员大会",
        "二者是不同的机构，须明确本会设哪一个。",
        "they are two different bodies; say which one the association has.",
    ),
    Term(
        "制订",
        "制定",
        "有权定案的用“制定”，只拟草案的用“制订”。",
        "制定 is to enact, 制订 only to draft.",
    ),
    Term("帐(?=[户簿目号册务])", "账", "现行规范用“账”。", "today's standard writes 账."),
    Term(
        r"(?<![\d/])[1-9]\d?/\d{1,2}(?![\d/])",
        rf"[二三四五六七八九十]分之{NUMERAL}",
        "比例宜统一写法。",
        "write shares in one way.",
    ),
    Term(
        "理事长",
        "会长(?!期|远|久)",
        "负责人称谓须统一，以免被认为是两个职务。",
        "one name for the office, or it may be taken for two.",
    ),
    Term("做出(?=决议|决定|规定)", "作出(?=决议|决定|规定)", "宜用“作出”。", "作出 is the word."),
    Term("做为", "作为", "宜用“作为”。", "作为 is the word."),
    Term("截止(?=[\\d本前])", "截至(?=[\\d本前])", "某日为止用“截至”。", "up to a day is 截至."),
    Term("部份", "部分", "规范写法为“部分”。", "the standard writes 部分."),
)
"""Each row is looked for in a Chinese text; the first words of `zh` and `en` follow a colon."""
