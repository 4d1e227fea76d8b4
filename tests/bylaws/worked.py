"""The tables of the profiles' pages: what they answer, and votes judged by their rules."""

from typing import Any

from bylaws.domain.figures import Figures
from bylaws.domain.parameters import UNLIMITED, BylawsParameter
from bylaws.domain.profiles import ProfileRule
from bylaws.domain.rules import Rule
from bylaws.domain.thresholds import Threshold
from bylaws.domain.verdicts import Verdict, judge
from bylaws.domain.ways import Way
from bylaws.enums import BodyKind, Grade, InNotice, Matter, MethodUsed
from tests.bylaws.make import make_rulebook
from tests.bylaws.tables import ABSENT, based_share, number

GRADES = {grade: grade.value for grade in Grade} | {Grade.UNVERIFIED: "M, unverified"}
ALSO = {
    "subject_in_notice": "subject in notice",
    "text_in_notice": "wording in notice",
    "full_count": "full count",
    "written_consent": "consent in writing",
    "proxies_to_anyone": "proxies to anyone",
}


def told_rule(rule: ProfileRule) -> dict[str, str]:
    """A rule as a row of its profile's page."""
    stated = [f"`{key}`" for key in rule.parameters]
    stated += [f"bylaws: `{key}`" for key in rule.must_declare]
    days = [str(rule.valid_from)] if rule.valid_from else []
    days += [f"until {rule.valid_to}"] if rule.valid_to else []
    return {
        "rule": rule.id,
        "topic": rule.topic,
        "text": rule.en,
        "中文": rule.zh,
        "grade": GRADES[rule.grade],
        "severity": rule.severity.value,
        "override": rule.override.value,
        "parameters": ", ".join(stated) or ABSENT,
        "from": " ".join(days) or ABSENT,
    }


def told_answer(rule: Rule) -> dict[str, str]:
    """What the rulebook answers, as a row of the profile's page."""
    proxies = rule.proxies_per_holder
    return {
        "body": rule.body.value,
        "matter": rule.matter.value,
        "quorum": _share(rule.quorum),
        "threshold": " or ".join(_way(way) for way in rule.ways) or "to be declared",
        "method": rule.method.value,
        "remote": "yes" if rule.remote_allowed else "no",
        "notice days": f"{rule.notice_days}{' clear' if rule.notice_clear_days else ''}",
        "proxies": "unlimited" if proxies == UNLIMITED else str(proxies),
        "also": ", ".join(words for name, words in ALSO.items() if getattr(rule, name)) or ABSENT,
    }


def judge_row(profile: str, row: dict[str, str]) -> Verdict:
    """The verdict on a row of worked votes; `declared` is what the bylaws state."""
    stated: list[BylawsParameter] = []
    if row.get("declared", ABSENT) != ABSENT:
        stated.append(
            BylawsParameter("assembly.ordinary.threshold", _as_json(row["declared"]), "第二十五条")
        )
    rule = make_rulebook(*stated, profile=profile).rule_for(
        BodyKind.GENERAL_ASSEMBLY, Matter(row["matter"])
    )
    votes = {
        "for_" if name == "for" else name: number(row[name])
        for name in ("entitled", "present", "for", "against", "abstain", "invalid")
    }
    return judge(
        Figures(**votes),
        rule,
        method_used=MethodUsed(row["method"]),
        in_notice=InNotice(row["in notice"]),
        written_consents=int(row["in writing"]),
    )


def told_verdict(verdict: Verdict) -> dict[str, str]:
    return {
        "outcome": verdict.outcome.value,
        "English": verdict.sentence("en"),
        "中文": verdict.sentence("zh"),
    }


def _share(threshold: Threshold) -> str:
    if threshold.is_fixed:
        return f"{threshold.base} count {threshold.least}"
    return f"{threshold.base} {threshold.num}/{threshold.den} {threshold.comparison}"


def _way(way: Way) -> str:
    words = "; ".join(_share(threshold) for threshold in way.thresholds)
    return f"{words} with notice" if way.previous_notice else words


def _as_json(words: str) -> dict[str, Any]:
    threshold = based_share(words)
    return {
        "base": threshold.base.value,
        "num": threshold.num,
        "den": threshold.den,
        "comparison": threshold.comparison.value,
    }
