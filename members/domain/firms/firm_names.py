"""What of a firm's name tells it from others, for comparing entries; never shown or kept."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

FORM: Final = "NFKC"
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
# In so many names, and in one of a hundred, a word is the trade's and not the firm's.
SEVERAL = 3


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


@dataclass(frozen=True, slots=True)
class Core:
    """A name's core, and what is left of it without what many names of the register end in."""

    whole: str
    own: str


def chinese_cores(names: Iterable[str], town: str = "") -> list[Core]:
    """Of 轮源汽车用品, where several end in 汽车用品, the own part is 轮源."""
    wholes = [chinese_core(name, town) for name in names]
    ends = Counter(whole[start:] for whole in wholes for start in range(1, len(whole)))
    common = _common(ends, len(wholes))
    return [Core(whole, _without_end(whole, common)) for whole in wholes]


def _without_end(whole: str, common: frozenset[str]) -> str:
    """At least one sign stays."""
    return next((whole[:n] for n in range(1, len(whole)) if whole[n:] in common), whole)


def english_cores(names: Iterable[str], town: str = "") -> list[Core]:
    """The own part leaves out the words that several names hold."""
    wholes = [english_core(name, town) for name in names]
    common = _common(Counter(w for whole in wholes for w in set(whole.split())), len(wholes))
    return [
        Core(whole, " ".join(w for w in whole.split() if w not in common) or whole)
        for whole in wholes
    ]


def _common(found: Counter[str], among: int) -> frozenset[str]:
    least = max(SEVERAL, among // 100)
    return frozenset(word for word, number in found.items() if number >= least)


def likeness(first: str, second: str) -> int:
    """0 to 100 for two cores; less where they hold other numbers."""
    return _alike(((first, second),))


def likeness_in_register(first: Core, second: Core) -> int:
    """As :func:`likeness`, half for the whole and half for the own part."""
    return _alike(((first.whole, second.whole), (first.own, second.own)))


def _alike(parts: tuple[tuple[str, str], ...]) -> int:
    first, second = parts[0]
    if not first or not second:
        return 0
    alike = round(sum(fuzz.ratio(*part) for part in parts) / len(parts))
    if NUMERALS.findall(first) != NUMERALS.findall(second):
        alike -= OTHER_NUMBER
    return max(alike, 0)
