"""The codes of the facts in words, and the numbers of headings."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assemblies.domain.writing.excerpts import CERTIFIERS
from assemblies.enums import (
    Answer,
    Authority,
    Choice,
    DeliveryChannel,
    Function,
    HandoverKind,
    ListOrder,
    Method,
    NominationWay,
    NoticeKind,
    ObjectionOutcome,
    ProxyEnd,
    SeatDecisionWay,
    StatementKind,
)
from bylaws.domain.numerals import to_chinese
from elections.domain.alphabet import read_alphabet
from elections.enums import Channel, ElectionState, RoundReason, VoidReason
from members.enums import BodyKind, Office

register = template.Library()

OWN_NAMES = {"zh": "中文", "en": "English", "de": "Deutsch", "fr": "Français"}

LABELS: dict[str, dict[str, Any]] = {
    "function": dict(Function.choices),
    "certifier": CERTIFIERS,
    "seat": {
        BodyKind.GENERAL_ASSEMBLY: _("member"),
        BodyKind.COUNCIL: Office.COUNCIL_MEMBER.label,
        BodyKind.STANDING_COUNCIL: Office.STANDING_MEMBER.label,
        BodyKind.SUPERVISORY_BOARD: Office.SUPERVISOR.label,
    },
    "method": dict(Method.choices),
    "channel": dict(Channel.choices),
    "delivery": dict(DeliveryChannel.choices),
    "notice": dict(NoticeKind.choices),
    "authority": dict(Authority.choices),
    "answer": dict(Answer.choices),
    "objection": dict(ObjectionOutcome.choices),
    "nomination_way": dict(NominationWay.choices),
    "list_order": dict(ListOrder.choices),
    "proxy_end": dict(ProxyEnd.choices),
    "choice": dict(Choice.choices),
    "statement": dict(StatementKind.choices),
    "box": dict(ElectionState.choices),
    "round": dict(RoundReason.choices),
    "void": dict(VoidReason.choices),
    "seat_way": dict(SeatDecisionWay.choices),
    "outcome": {
        "passed": _("adopted"),
        "failed": _("not adopted"),
        "not_compliant": _("not compliant"),
        "not_determinable": _("not determinable"),
    },
    "election_outcome": {
        "passed": _("decided"),
        "failed": _("nobody elected"),
        "not_compliant": _("not compliant"),
        "not_determinable": _("not determinable"),
    },
    "candidate": {
        "elected": _("elected"),
        "not_declared": _("votes suffice, not declared"),
        "tied": _("tied at the last seat"),
        "by_lot": _("elected by lot"),
        "by_seniority": _("elected by seniority"),
        "fewer_votes": _("fewer votes"),
        "outvoted": _("enough votes, outvoted"),
        "not_reached": _("threshold not reached"),
    },
    "nominee": {
        "elected": _("nominated"),
        "not_declared": _("votes suffice, not declared"),
        "tied": _("tied at the last place"),
        "outvoted": _("fewer votes"),
        "not_reached": _("without a vote"),
    },
    "change": {
        "amended": _("amended"),
        "added": _("added"),
        "repealed": _("repealed"),
        "moved": _("moved"),
    },
    "equality": {
        "valid_and_invalid": _("valid + invalid = returned"),
        "returned_at_most_issued": _("returned ≤ issued"),
        "issued_at_most_present": _("issued ≤ present"),
        "lines_and_valid": _("lines where for + against + abstain + partly invalid = valid"),
        "marks_at_most_seats": _("votes for of all candidates ≤ valid × seats"),
    },
    "currency": {"CNY": _("CNY")},
    "handover": dict(HandoverKind.choices),
    "attendance": {
        "attended": _("attended"),
        "represented": _("represented"),
        "excused": _("excused"),
        "absent": _("absent"),
    },
}


@register.filter
def label(code: str, kind: str) -> str:
    """The word for ``code``; a code that has none shows itself."""
    return str(LABELS[kind].get(code, code))


@register.filter
def marks(box: dict[str, Any]) -> list[str]:
    """How the papers of a box are marked, in the language of the paper."""
    kinds = [contest["kind"] for contest in box["contests"]]
    return read_alphabet(box["alphabet"]).told_for(kinds)


@register.filter
def tongue_name(language: str) -> str:
    """A language's own name for itself."""
    return OWN_NAMES.get(language, language)


@register.filter
def lines(text: Any) -> list[str]:
    """The lines of a text, each a paragraph on paper."""
    return str(text or "").splitlines()


@register.filter
def numeral(number: int) -> str:
    """一, 二, 三 in Chinese; 1, 2, 3 elsewhere."""
    return to_chinese(number) if (get_language() or "").startswith("zh") else str(number)


@register.filter
def line_of(part: dict[str, Any], position: int) -> dict[str, Any] | None:
    """A channel's own line of a candidate; None for who was written in on the other one alone."""
    return next((line for line in part["lines"] if line["position"] == position), None)


@register.filter
def unequal(answers: list[dict[str, Any]]) -> bool:
    """Whether one of the answers to a roll call is more than one vote."""
    return any(answer.get("weight", 1) > 1 for answer in answers)


@register.filter
def tally(answers: list[dict[str, Any]], choice: str) -> int:
    """The votes of those who answered ``choice`` to a roll call."""
    return sum(answer.get("weight", 1) for answer in answers if answer["choice"] == choice)


@register.filter
def standing(candidates: list[dict[str, Any]]) -> int:
    """How many of the lines of a count are of people who stood; the others were written in."""
    return sum(not candidate.get("is_write_in") for candidate in candidates)


@register.filter
def of_kind(changes: list[dict[str, Any]], kind: str) -> int:
    """How many of the changed articles are of ``kind``."""
    return sum(change["kind"] == kind for change in changes)
