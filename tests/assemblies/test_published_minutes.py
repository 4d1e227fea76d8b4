"""Votes of published minutes, judged again: what their figures give, and who errs where it differs.

``published_minutes.json`` has figures alone, with where they were published; ``finding`` says what
comparing came to. Passed, failed and the rest as in :class:`bylaws.enums.Outcome`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bylaws.domain.elected import CandidateFigures, SlateVerdict, decide_slate
from bylaws.domain.figures import Figures
from bylaws.domain.parameters import BylawsParameter
from bylaws.domain.rules import Rule
from bylaws.domain.verdicts import Verdict, judge
from bylaws.enums import BodyKind, Matter, MethodUsed, Outcome
from bylaws.errors import CountDoesNotReconcile
from tests.bylaws.make import make_rulebook

CASES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("published_minutes.json").read_text(encoding="utf-8")
)
JUDGED = [case for case in CASES if "refused" not in case]
DECLARED = [
    (case, base, required)
    for case in CASES
    for base, required in case.get("with_declared", {}).items()
]


def named(value: Any) -> str | None:
    return value["id"] if isinstance(value, dict) else None


def rule_of(case: dict[str, Any], **declared: Any) -> Rule:
    stated = {**case.get("declared", {}), **declared}
    parameters = [BylawsParameter(key, value, "") for key, value in stated.items()]
    book = make_rulebook(*parameters, profile=case["profile"])
    return book.rule_for(BodyKind.GENERAL_ASSEMBLY, Matter(case["matter"]))


def judged(
    case: dict[str, Any], rule: Rule | None = None, written_consents: int = 0
) -> Verdict | SlateVerdict:
    form = {
        "method_used": MethodUsed(case["method"]),
        "remote_used": case.get("remote_used", False),
    }
    rule, figures = rule or rule_of(case), Figures(**case["figures"])
    if "candidates" in case:
        standing = [CandidateFigures(**one) for one in case["candidates"]]
        return decide_slate(standing, seats=case["seats"], rule=rule, figures=figures, **form)
    return judge(figures, rule, written_consents=written_consents, **form)


@pytest.mark.parametrize("case", JUDGED, ids=named)
def test_verdict_and_quorum_are_as_told(case: dict[str, Any]) -> None:
    verdict = judged(case)
    found: dict[str, Any] = {
        "outcome": str(verdict.outcome),
        "required": verdict.required,
        "quorum_required": verdict.quorum.required,
        "quorum_met": verdict.quorum.is_met,
    }
    if isinstance(verdict, SlateVerdict):
        found["elected"] = list(verdict.declared)
    assert {key: found[key] for key in case["ours"]} == case["ours"]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_finding_begins_with_whether_the_minutes_say_the_same(case: dict[str, Any]) -> None:
    ours = case.get("ours", {})
    same = {key: ours.get(key) for key in case["stated"]} == case["stated"]
    assert case["finding"].startswith("The same") == same


@pytest.mark.parametrize(("case", "base", "required"), DECLARED, ids=named)
def test_what_bylaws_leave_open_is_settled_by_any_base_that_they_name(
    case: dict[str, Any], base: str, required: int
) -> None:
    share = {"base": base, "num": 1, "den": 2, "comparison": "gt"}
    verdict = judged(case, rule_of(case, **{"assembly.ordinary.threshold": share}))
    assert (verdict.outcome, verdict.required) == (Outcome.PASSED, required)


def test_absent_members_who_consent_in_writing_carry_a_new_purpose() -> None:
    (case,) = [one for one in CASES if "with_consents" in one]
    wanted = case["with_consents"]
    verdict = judged(case, written_consents=wanted["written_consents"])
    assert str(verdict.outcome) == wanted["outcome"]


def test_more_votes_than_members_are_refused_and_not_judged() -> None:
    (case,) = [one for one in CASES if "refused" in one]
    with pytest.raises(CountDoesNotReconcile, match=case["refused"]):
        judged(case)


def test_lines_of_ballot_papers_would_have_to_add_up() -> None:
    (case,) = [one for one in CASES if "candidates" in one]
    papers = {"issued": 17, "returned": 17, "valid": 17, "invalid": 0}
    with pytest.raises(CountDoesNotReconcile):
        judged({**case, "method": "secret", "figures": {**case["figures"], **papers}})


def test_there_are_ten_and_more_and_each_names_its_source() -> None:
    assert len(CASES) == len({case["id"] for case in CASES}) == 13
    assert {case["profile"] for case in CASES} == {"uk", "de", "fr", "cn"}
    assert [case["id"] for case in CASES if not case["source"] or not case["finding"]] == []
