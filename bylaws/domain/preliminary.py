"""A preliminary ballot (预选): the most votes make nominees, as many as there are places.

No threshold applies and nobody is elected: an election follows among the nominees. Those with equal
votes at the last place are none of them nominated, they are reported.
"""

from dataclasses import replace

from bylaws.domain import abroad
from bylaws.domain.elected import SlateVerdict
from bylaws.domain.rules import Rule
from bylaws.domain.verdicts import reasons_text
from bylaws.enums import Outcome
from bylaws.errors import Lang


def without_thresholds(rule: Rule) -> Rule:
    """The rule of the election that follows, for the form of the ballot alone."""
    cited = {**rule.citations, "thresholds": ()}
    return replace(rule, thresholds=(), alternatives=(), undeclared=None, citations=cited)


def nominees_sentence(slate: SlateVerdict, lang: Lang) -> str:
    """What the ballot found, in place of the sentence of an election."""
    if slate.outcome in (Outcome.NOT_DETERMINABLE, Outcome.NOT_COMPLIANT):
        return slate.sentence(lang)
    if lang in abroad.ABROAD:
        return abroad.nominees_sentence(slate, lang)
    chosen, tied = len(slate.elected), len(slate.tied_at_edge)
    why = reasons_text(slate.reasons, lang)
    if lang == "zh":
        told = [f"预选正式候选人{slate.seats}名，以得票多者为准", f"选出{chosen}名"]
        told += [f"末位票数相等{tied}人，尚余{slate.tied_seats}名未定"] if tied else []
        told += [f"空缺{slate.unfilled}名"] if slate.unfilled else []
        return "；".join(told) + (f"：{why}" if why else "")
    told = [f"preliminary ballot for {slate.seats} nominees by the most votes", f"found {chosen}"]
    told += [f"tied {tied} for {slate.tied_seats}, none of them nominated"] if tied else []
    told += [f"vacant {slate.unfilled}"] if slate.unfilled else []
    return "; ".join(told) + (f": {why}" if why else "")
