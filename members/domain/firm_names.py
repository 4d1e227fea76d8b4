"""What of a firm's name tells it from others, for comparing entries; never shown or kept."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

FORM = "NFKC"
# A province, city or district in front; the town that all of a register share tells nothing.
PLACES = re.compile(r"^(?:[一-鿿]{2,8}?(?:省|自治区))?(?:[一-鿿]{2,4}?市)?(?:[一-鿿]{2,4}?[区县])?")
LEGAL_FORMS = re.compile(
    r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|总公司|分公司|公司|合伙企业|集团|股份)+$"
)
COMPANY_WORDS = ("co", "company", "ltd", "limited", "llc", "inc", "corp", "corporation", "group")
ENGLISH_FORMS = frozenset((*COMPANY_WORDS, "gmbh", "ag", "and", "the", "of"))
NOT_A_SIGN = re.compile(r"[\W_]+")
NUMERALS = re.compile(r"[0-9]+|[一二三四五六七八九十百零〇]+")
SHORTEST = 2
# Two branches or works that only their number tells apart are two firms.
OTHER_NUMBER = 30


def chinese_core(name: str, town: str = "") -> str:
    """The name without place, legal form, spaces, punctuation and width: 岳峰汽车销售.

    ``town`` is the association's own, which stands in front without 市 as well. What would leave
    nothing is left as it is.
    """
    plain = NOT_A_SIGN.sub("", unicodedata.normalize(FORM, name)).casefold()
    without_form = LEGAL_FORMS.sub("", plain)
    core = PLACES.sub("", without_form, count=1)
    core = core.removeprefix(town) if town else core
    return next((each for each in (core, without_form) if len(each) >= SHORTEST), plain)


def english_core(name: str, town: str = "") -> str:
    """The words that tell, in one order: ``auto sales yuefeng``."""
    plain = unicodedata.normalize(FORM, name).casefold()
    words = [word for word in NOT_A_SIGN.split(plain) if word]
    telling = [word for word in words if word not in ENGLISH_FORMS and word != town.casefold()]
    return " ".join(sorted(telling or words))


def likeness(first: str, second: str) -> int:
    """0 to 100 for two cores; less where they hold other numbers."""
    if not first or not second:
        return 0
    alike = round(fuzz.ratio(first, second))
    if NUMERALS.findall(first) != NUMERALS.findall(second):
        alike -= OTHER_NUMBER
    return max(alike, 0)
