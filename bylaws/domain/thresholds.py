"""A share that a vote or an attendance must reach. Integers only."""

from dataclasses import dataclass, replace

from bylaws.domain import abroad
from bylaws.domain.numerals import share_in_chinese
from bylaws.enums import Base, Comparison, Unit
from bylaws.errors import Lang, ThresholdInvalid

BASE_ZH = {
    Base.ENTITLED: "应到",
    Base.PRESENT: "到会",
    Base.ISSUED: "发出选票",
    Base.RETURNED: "收回选票",
    Base.VALID: "有效票",
    Base.CAST: "赞成与反对票合计",
    Base.CAST_WITH_ILLEGAL: "赞成、反对与无效票合计",
}
BASE_EN = {
    Base.ENTITLED: "entitled",
    Base.PRESENT: "present",
    Base.ISSUED: "ballots issued",
    Base.RETURNED: "ballots returned",
    Base.VALID: "valid ballots",
    Base.CAST: "votes cast",
    Base.CAST_WITH_ILLEGAL: "votes cast with invalid ballots",
}
OF_BASE_EN = {
    Base.ENTITLED: "of those entitled",
    Base.PRESENT: "of those present",
    Base.ISSUED: "of the ballots issued",
    Base.RETURNED: "of the ballots returned",
    Base.VALID: "of the valid ballots",
    Base.CAST: "of the votes cast",
    Base.CAST_WITH_ILLEGAL: "of the votes cast with invalid ballots",
}
UNIT_ZH = {Unit.FIRM: "家", Unit.PERSON: "人", Unit.VOTE: "票"}
OF_VOTERS = frozenset({Base.ENTITLED, Base.PRESENT})


@dataclass(frozen=True, slots=True)
class Threshold:
    """`num`/`den` of `base`, reached (GE, 以上) or exceeded (GT, 超过, 过半数).

    `least`: so many in any case, however small the share is; with a share of nothing it is a
    fixed number (two members, Companies Act 2006, s. 318). Source of the two readings: Civil
    Code, art. 1259. Raises ThresholdInvalid for a share outside 0..1 and for more than the
    whole, which nobody could reach.
    """

    base: Base
    num: int
    den: int
    comparison: Comparison
    least: int = 0

    def __post_init__(self) -> None:
        whole = self.num == self.den and self.comparison is Comparison.GT
        if self.den <= 0 or not 0 <= self.num <= self.den or whole or self.least < 0:
            raise ThresholdInvalid(
                zh=f"{self.num}/{self.den}（{self.comparison}）不能作为通过比例：比例应当在零至全部之间。",
                en=f"{self.num}/{self.den} ({self.comparison}) is no threshold: "
                "a share lies between nothing and the whole.",
            )

    def required(self, of: int) -> int:
        """The least integer n for which `is_met(n, of)` holds."""
        if self.comparison is Comparison.GE:
            return max(self.least, -(-of * self.num // self.den))
        return max(self.least, of * self.num // self.den + 1)

    def is_met(self, n: int, of: int) -> bool:
        if n < self.least:
            return False
        if self.comparison is Comparison.GE:
            return n * self.den >= of * self.num
        return n * self.den > of * self.num

    @property
    def is_fixed(self) -> bool:
        """A number of voters, whatever they are taken of."""
        return self.num == 0 and self.least > 0

    def is_at_least_as_strict_as(self, other: "Threshold") -> bool:
        """Whether whoever meets this one meets the other too, whatever the figures.

        False also where the two have different bases and cannot be compared.
        """
        return self.base is other.base and self.least >= other.least and self._share_covers(other)

    def joined(self, other: "Threshold") -> "Threshold":
        """What satisfies both, which are shares of one base."""
        harder = self if self._share_covers(other) else other
        return replace(harder, least=max(self.least, other.least))

    def _share_covers(self, other: "Threshold") -> bool:
        mine, theirs = self.num * other.den, other.num * self.den
        if mine != theirs:
            return mine > theirs
        return self.comparison is Comparison.GT or other.comparison is Comparison.GE

    def words(self, lang: Lang) -> str:
        """The share alone: 三分之二以上, 过半数; "at least 2/3", "more than half", "at least 2"."""
        if lang in abroad.ABROAD:
            return abroad.share(self, lang)
        if self.num == 0:
            return f"{'至少' if lang == 'zh' else 'at least '}{max(1, self.least)}"
        share = _words_zh(self) if lang == "zh" else _words_en(self)
        if not self.least:
            return share
        return f"{share}{'且至少' if lang == 'zh' else ' and at least '}{self.least}"

    def words_with_base(self, lang: Lang) -> str:
        """到会的三分之二以上; "at least 2/3 of those present"."""
        if lang == "zh":
            return f"{BASE_ZH[self.base]}的{self.words('zh')}"
        return f"{self.words('en')} {OF_BASE_EN[self.base]}"

    def formula(self, of: int, lang: Lang, *, unit: Unit, votes: bool = True) -> str:
        """The whole reckoning: 到会109家的三分之二以上即73票;
        "present 109, at least 2/3 required: 73".

        `votes`: what is required are votes (票); for a quorum, which counts attendance, False.
        """
        if lang in abroad.ABROAD:
            return abroad.formula(self, of, lang)
        if lang == "en":
            told = f"{BASE_EN[self.base]} {of}, {self.words('en')} required"
            return told if self.is_fixed else f"{told}: {self.required(of)}"
        counted = UNIT_ZH[unit]
        amount = f"{BASE_ZH[self.base]}{of}{counted if self.base in OF_VOTERS else '票'}"
        needed = f"{self.required(of)}{'票' if votes else counted}"
        if self.is_fixed:
            return f"{amount}，至少{needed}"
        least = f"且至少{self.least}{'票' if votes else counted}" if self.least else ""
        if self.comparison is Comparison.GT and self.num * 2 != self.den:
            return f"超过{amount}的{share_in_chinese(self.num, self.den)}{least}即{needed}"
        return f"{amount}的{_words_zh(self)}{least}即{needed}"


def _words_zh(threshold: Threshold) -> str:
    if threshold.num == threshold.den:
        return "全部"
    share = share_in_chinese(threshold.num, threshold.den)
    if threshold.comparison is Comparison.GE:
        return f"{share}以上"
    return "过半数" if threshold.num * 2 == threshold.den else f"超过{share}"


def _words_en(threshold: Threshold) -> str:
    if threshold.num == threshold.den:
        return "all"
    if threshold.comparison is Comparison.GE:
        return f"at least {threshold.num}/{threshold.den}"
    if threshold.num * 2 == threshold.den:
        return "more than half"
    return f"more than {threshold.num}/{threshold.den}"
