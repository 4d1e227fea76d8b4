"""Sentences of the rules in the languages that papers know beside Chinese and English.

The words are data, ``bylaws/sentences/<language>.json``; pages ask for none of them. What has no
words of its own there (a citation, a remark) is told in English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bylaws.enums import Comparison, Outcome, SeatWay
from bylaws.errors import Lang

if TYPE_CHECKING:
    from bylaws.domain.elected import SlateVerdict
    from bylaws.domain.quorums import QuorumVerdict
    from bylaws.domain.rules import Finding
    from bylaws.domain.thresholds import Threshold
    from bylaws.domain.verdicts import Verdict

FOLDER = Path(__file__).resolve().parents[1] / "sentences"
ABROAD: tuple[Lang, ...] = ("de", "fr")


@cache
def words(lang: Lang) -> Mapping[str, Any]:
    """The words of one language; empty for Chinese and English, which the modules hold."""
    if lang not in ABROAD:
        return {}
    found: dict[str, Any] = json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8"))
    return found


def share(threshold: Threshold, lang: Lang) -> str:
    """The share alone: mindestens 3/4, plus de la moitié."""
    told = words(lang)["share"]
    if threshold.num == 0:
        return str(told["number"]).format(least=max(1, threshold.least))
    part = f"{threshold.num}/{threshold.den}"
    if threshold.num == threshold.den:
        text = told["all"]
    elif threshold.comparison is Comparison.GE:
        text = told["at_least"].format(share=part)
    elif threshold.num * 2 == threshold.den:
        text = told["half"]
    else:
        text = told["more"].format(share=part)
    return str(told["and"].format(share=text, least=threshold.least) if threshold.least else text)


def formula(threshold: Threshold, of: int, lang: Lang) -> str:
    """abgegebene Stimmen 7, erforderlich mindestens 3/4: 6."""
    told = words(lang)
    filled = {
        "base": told["base"][threshold.base].format(of=of),
        "share": share(threshold, lang),
        "number": threshold.required(of),
    }
    name = "required_fixed" if threshold.is_fixed else "required"
    return str(told[name].format(**filled))


def quorum_sentence(quorum: QuorumVerdict, lang: Lang) -> str:
    told = words(lang)["quorum"]
    if quorum.missing:
        return str(told["unknown"].format(name=words(lang)["figures"][quorum.missing[0]]))
    if quorum.entitled is None:
        asked = told["number"].format(number=quorum.required)
    elif quorum.threshold.required(quorum.entitled):
        asked = formula(quorum.threshold, quorum.entitled, lang)
    else:
        asked = told["one"].format(entitled=quorum.entitled)
    end = told["met" if quorum.is_met else "not_met"]
    return str(end.format(formula=asked, present=quorum.present))


def verdict_sentence(verdict: Verdict, lang: Lang) -> str:
    told = words(lang)
    end = told["election" if verdict.rule.matter.is_election else "motion"]
    outcome = str(verdict.outcome)
    if verdict.outcome is Outcome.NOT_COMPLIANT and verdict.votes_suffice:
        outcome = "enough"
    text = _with_reasons(end[outcome], verdict.reasons, lang)
    if verdict.outcome is Outcome.NOT_DETERMINABLE or not verdict.requirements:
        return text
    name = "votes_in_writing" if verdict.written_consents else "votes"
    votes = told[name].format(
        votes=verdict.figures.for_, consents=verdict.written_consents, told=text
    )
    ways = [
        told["and"].join(
            formula(r.threshold, r.of, lang) for r in way if r.threshold.required(r.of) > 0
        )
        for way in (verdict.requirements, *verdict.others)
    ]
    reckoning = told["or"].join(way for way in ways if way)
    return str(told["and"].join(part for part in (reckoning, votes) if part))


def slate_sentence(slate: SlateVerdict, lang: Lang) -> str:
    told, numbers = words(lang), words(lang)["slate"]
    if slate.outcome is Outcome.NOT_DETERMINABLE:
        return _with_reasons(told["election"]["not_determinable"], slate.reasons, lang)
    parts = [
        formula(r.threshold, r.of, lang)
        for r in slate.requirements
        if r.threshold.required(r.of) > 0
    ]
    relative = slate.rule.counting.is_relative
    parts += [str(numbers["most_votes"])] if relative else []
    parts.append(numbers["seats"].format(number=slate.seats))
    if slate.outcome is Outcome.NOT_COMPLIANT:
        text = _with_reasons(told["election"]["not_compliant"], slate.reasons, lang)
        return str(told["and"].join([*parts, text]))
    counted = {
        "elected": len(slate.elected),
        "tied": len(slate.tied_at_edge),
        "outvoted": len(slate.outvoted),
        "without_vote" if relative else "failed": len(slate.failed),
        "vacant": slate.unfilled,
    }
    parts += [
        numbers[name].format(number=number, seats=slate.tied_seats)
        for name, number in counted.items()
        if number or name == "elected"
    ]
    return _with_reasons(told["and"].join(parts), slate.reasons, lang)


def nominees_sentence(slate: SlateVerdict, lang: Lang) -> str:
    told, numbers = words(lang), words(lang)["nominees"]
    counted = {
        "places": slate.seats,
        "found": len(slate.elected),
        "tied": len(slate.tied_at_edge),
        "vacant": slate.unfilled,
    }
    parts = [
        numbers[name].format(number=number, seats=slate.tied_seats)
        for name, number in counted.items()
        if number or name in ("places", "found")
    ]
    return _with_reasons(told["and"].join(parts), slate.reasons, lang)


def round_title(number: int, way: SeatWay | None, lang: Lang) -> str:
    told = words(lang)["rounds"]
    if way is None:
        return str(told["first"].format(number=number))
    return str(told["round"].format(number=number, way=told[way.value]))


def settled_words(way: SeatWay, *, seats: int, names: Sequence[str], lang: Lang) -> str:
    told = words(lang)["rounds"]
    if way is SeatWay.VACANT:
        return str(told["vacant"].format(seats=seats))
    return str(told["chosen"].format(way=told[way.value], names=", ".join(names)))


def finding(found: Finding, lang: Lang) -> str:
    """English where the finding has no words in ``lang``."""
    told = words(lang)
    if found.code in told["findings"]:
        return str(told["findings"][found.code])
    for name, text in told["figures"].items():
        if found.code == f"missing_{name.strip('_')}":
            return str(told["missing"].format(name=text))
    return found.en


def bylaws_at_home(profile: str, place: str) -> dict[str, str]:
    """A place of the bylaws in the language of the profile's country: Satzung, § 5."""
    return {
        lang: str(words(lang)["bylaws"]).format(place=place) for lang in ABROAD if lang == profile
    }


def unverified(text: str, lang: Lang) -> str:
    return str(words(lang)["unverified"].format(text=text))


def _with_reasons(end: str, reasons: Sequence[Finding], lang: Lang) -> str:
    told = words(lang)
    why = told["and"].join(reason.render(lang) for reason in reasons)
    return str(told["why"].format(end=end, why=why) if why else end)
