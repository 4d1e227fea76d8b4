"""Nominations as pages show them: where each stands, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assemblies.domain.nominating.examining import review
from assemblies.domain.nominating.states import (
    OVER,
    last_notice,
    open_objections,
    state_of,
    supporters_of,
)
from assemblies.enums import Finding, NominationState
from assemblies.models import CandidateNotice, Nomination, NominationCall

TONES = {
    NominationState.GATHERING: "wait",
    NominationState.ASKED: "wait",
    NominationState.REVIEW: "wait",
    NominationState.ANNOUNCED: "wait",
    NominationState.SETTLED: "",
    NominationState.CONFIRMED: "",
    NominationState.STRUCK: "bad",
    NominationState.DECLINED: "later",
    NominationState.WITHDRAWN: "later",
}
CHECK_TONES = {
    Finding.MET: "",
    Finding.APPROVED: "",
    Finding.UNKNOWN: "wait",
    Finding.NOT_MET: "bad",
}


@dataclass(frozen=True, slots=True)
class Line:
    """``stopping``: the sentences of the checks that stand against them, ``warning`` of those that
    are not met and stop nobody."""

    nomination: Nomination
    state: NominationState
    supporters: int
    objections: int
    notice: CandidateNotice | None
    stopping: list[str]
    warning: list[str]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def stands(self) -> bool:
        return self.state not in OVER


def line_of(nomination: Nomination, today: date) -> Line:
    state = state_of(nomination, today)
    examined = state not in (*OVER, NominationState.CONFIRMED)
    checks = review(nomination, today=today).checks if examined else []
    return Line(
        nomination=nomination,
        state=state,
        supporters=supporters_of(nomination),
        objections=open_objections(nomination),
        notice=last_notice(nomination),
        stopping=[one.sentence for one in checks if one.stops],
        warning=[
            one.sentence for one in checks if one.verdict == Finding.NOT_MET and not one.stops
        ],
    )


def lines_of(call: NominationCall, today: date) -> list[Line]:
    """All of a call, also those who stand no more."""
    rows = call.nominations.select_related("call__item__assembly__body", "person", "firm")
    return [line_of(row, today) for row in rows]
