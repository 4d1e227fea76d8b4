"""Whether enough attend, with the sentence that says so."""

from dataclasses import dataclass

from bylaws.domain import abroad
from bylaws.domain.figures import NAME_EN, NAME_ZH, Figures
from bylaws.domain.rules import Citation, Rule
from bylaws.domain.thresholds import UNIT_ZH, Threshold
from bylaws.enums import Unit
from bylaws.errors import Lang


@dataclass(frozen=True, slots=True)
class QuorumVerdict:
    """`is_met` and `required` are None where those entitled or present are not recorded. A fixed
    number, or none at all, is met or not whoever is entitled."""

    threshold: Threshold
    unit: Unit
    entitled: int | None
    present: int | None
    required: int | None
    is_met: bool | None
    citations: tuple[Citation, ...] = ()

    def sentence(self, lang: Lang) -> str:
        if lang in abroad.ABROAD:
            return abroad.quorum_sentence(self, lang)
        if self.missing:
            name = self.missing[0]
            if lang == "zh":
                return f"无法判定是否达到法定人数：未记录{NAME_ZH[name]}"
            return f"quorum not determinable: {NAME_EN[name]} not recorded"
        formula = self._formula(lang)
        if lang == "zh":
            end = "达到法定人数" if self.is_met else "未达到法定人数"
            return f"{formula}；实到{self.present}{UNIT_ZH[self.unit]}：{end}"
        return f"{formula}; present {self.present}: {'quorum' if self.is_met else 'no quorum'}"

    @property
    def missing(self) -> tuple[str, ...]:
        """The figures that it needs and the record lacks."""
        needed = ("present",) if self.threshold.num == 0 else ("entitled", "present")
        return tuple(name for name in needed if getattr(self, name) is None)

    def _formula(self, lang: Lang) -> str:
        entitled = self.entitled
        if entitled is None:
            number = f"{self.required}{UNIT_ZH[self.unit]}" if lang == "zh" else self.required
            return f"至少{number}到会" if lang == "zh" else f"at least {number} must attend"
        if self.threshold.required(entitled):
            return self.threshold.formula(entitled, lang, unit=self.unit, votes=False)
        if lang == "zh":
            return f"应到{entitled}{UNIT_ZH[self.unit]}，至少一{UNIT_ZH[self.unit]}到会"
        return f"entitled {entitled}, at least one must attend"


def judge_quorum(rule: Rule, figures: Figures) -> QuorumVerdict:
    """Whether enough attend. At least one must, whatever the rule says.

    What was stated to count towards the quorum (`figures.for_quorum`) stands. Otherwise, where the
    quorum counts those in the hall, `figures.in_person` is used if it is recorded; if not, everyone
    present is in the hall.
    """
    present = figures.present
    if figures.for_quorum is not None:
        present = figures.for_quorum
    elif rule.quorum_in_person and figures.in_person is not None:
        present = figures.in_person
    entitled = figures.entitled_for_quorum
    if entitled is None:
        entitled = figures.entitled
    if entitled is None and rule.quorum.num:
        required = None
    else:
        required = max(1, rule.quorum.required(entitled or 0))
    is_met = None if required is None or present is None else present >= required
    return QuorumVerdict(
        threshold=rule.quorum,
        unit=rule.unit,
        entitled=entitled,
        present=present,
        required=required,
        is_met=is_met,
        citations=rule.citations["quorum"],
    )
