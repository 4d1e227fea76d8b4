"""A rule that a text states, in the words of the moment's language: its name and its value."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bylaws.domain.numerals import share_in_chinese
from bylaws.domain.parameters import PREFIX, SPECS, UNLIMITED, decided_by, parse_value
from bylaws.domain.rule_table import body_name, matter_name
from bylaws.domain.vote_scales import VoteScale
from bylaws.domain.ways import AnyOf, Way, ways_of
from bylaws.enums import BodyKind, Counting, Matter, RequiredMethod, ScaleBy, SeatWay, Unit
from bylaws.errors import Lang


def name_of(key: str) -> str:
    """会员大会 · 章程 · 通过比例; raises KeyError for a key that no profile knows."""
    spec = SPECS[key]
    words = spec.zh if _language() == "zh" else spec.en
    body, matter = _subject(key)
    told = [body_name(body)] if body else []
    told += [matter_name(matter)] if matter else []
    return " · ".join([*told, words])


def value_of(key: str, value: Any) -> str:
    """到会的三分之二以上, 15, 无记名投票; raises ParameterInvalid for a value that is none."""
    parsed = parse_value(key, value)
    if isinstance(parsed, tuple) and key.endswith("quorum"):
        return parsed[0].words(_language())
    if isinstance(parsed, tuple | AnyOf):
        return _(" or ").join(_way(way) for way in ways_of(parsed))
    if isinstance(parsed, Fraction):
        share = parsed.numerator, parsed.denominator
        return share_in_chinese(*share) if _language() == "zh" else f"{share[0]}/{share[1]}"
    if isinstance(parsed, RequiredMethod):
        return _("secret ballot") if parsed is RequiredMethod.SECRET else _("show of hands allowed")
    if isinstance(parsed, Unit):
        return {
            Unit.FIRM: _("firms"),
            Unit.PERSON: _("persons"),
            Unit.VOTE: pgettext("counted", "votes"),
        }[parsed]
    if isinstance(parsed, Counting | SeatWay):
        return choice_name(parsed)
    if isinstance(parsed, VoteScale):
        return ("；" if _language() == "zh" else "; ").join(scale_rows(parsed))
    if isinstance(parsed, bool):
        return _("yes") if parsed else _("no")
    return _("without limit") if parsed == UNLIMITED else str(parsed)


def choice_name(choice: StrEnum) -> str:
    """A way of counting, or of settling seats that a ballot left open."""
    return {
        Counting.THRESHOLD: _("the threshold of the matter, for each candidate"),
        Counting.APPROVAL: _("approval: the most marks, of any number"),
        Counting.PLURALITY: _("plurality: the most marks, one for each seat"),
        SeatWay.RUN_OFF: _("run-off among the tied"),
        SeatWay.ANOTHER_BALLOT: _("another ballot among those not elected"),
        SeatWay.LOWER_BAR: _("another ballot with the lower bar"),
        SeatWay.LONGEST_MEMBERSHIP: _("longest membership"),
        SeatWay.OLDEST: _("age"),
        SeatWay.LOT: _("lot"),
        SeatWay.VACANT: _("the seats stay vacant"),
    }[choice]


def scale_rows(scale: VoteScale) -> list[str]:
    """A row for each class, by its key, or for each step of the dues."""
    if scale.by is ScaleBy.CLASS:
        told = _("class %(what)s: %(votes)s votes")
        return [told % {"what": key, "votes": votes} for key, votes in scale.by_class]
    told = _("dues from %(what)s: %(votes)s votes")
    return [told % {"what": f"{least:,}", "votes": votes} for least, votes in scale.steps]


def _language() -> Lang:
    return "en" if (get_language() or "").startswith("en") else "zh"


def _subject(key: str) -> tuple[BodyKind | None, Matter | None]:
    """The body and the matter that a key begins with, where it does."""
    for body, prefix in PREFIX.items():
        if not key.startswith(f"{prefix}."):
            continue
        rest = key.removeprefix(f"{prefix}.")
        matter = next((m for m in decided_by(body) if rest.startswith(f"{m.value}.")), None)
        return body, matter
    return None, None


def _way(way: Way) -> str:
    words = " + ".join(one.words_with_base(_language()) for one in way.thresholds)
    return _("%(share)s with previous notice") % {"share": words} if way.previous_notice else words
