"""The shape of a check of somebody's qualification, and what a check is given to judge by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.enums import Finding
from assemblies.models import Assembly, Nomination, NominationApproval
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.rulebook import Rulebook
from bylaws.domain.rules import Citation
from bylaws.enums import Grade, Override, Severity
from bylaws.errors import MustBeDeclared, NoRuleInForce
from dues.domain.arrears import Arrears
from members.enums import Office
from records.fields import Translated

TERMS = "officers.terms"
"""The topic of the rule on terms in a row (CN-C3), which an approval may set aside."""
OFFICERS = frozenset({Office.PRESIDENT, Office.VICE_PRESIDENT, Office.SECRETARY_GENERAL})
"""负责人: the officers to whom the rules on age, terms and public service speak."""


UNSETTLED = (Finding.NOT_MET, Finding.UNKNOWN)
"""What is told of a check, whether or not it stops anybody."""


@dataclass(frozen=True, slots=True)
class Check:
    """``blocks``: nobody is confirmed against it; ``approvable``: the rule lets an approval set it
    aside. ``sentence`` gives the figures, or says who has to add what is missing."""

    topic: str
    title: str
    verdict: Finding
    sentence: str
    citation: Translated
    blocks: bool
    approvable: bool = False

    @property
    def stops(self) -> bool:
        """Whether somebody cannot be announced or confirmed because of it."""
        return self.blocks and self.verdict in UNSETTLED


@dataclass(frozen=True, slots=True)
class Ground:
    """What a check rests on: the value that governs, and how hard the rule is."""

    value: Any
    citation: Translated
    blocks: bool
    approvable: bool


class Asked(Enum):
    """Who was asked to declare what only they know: nominees; and not who is written in, or who
    stands where no nominations were called for."""

    NOMINEE = "nominee"
    NOT_WRITTEN_IN = "not written in"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Examined:
    """A nomination on the day of the election, under that day's rules; ``today`` is for what is
    asked of the moment. ``arrears``: those of all firms, where they were read for many at once."""

    nomination: Nomination
    assembly: Assembly
    day: date
    today: date
    book: Rulebook
    asked: Asked = Asked.NOMINEE
    arrears: Mapping[UUID, Arrears] | None = None

    @property
    def office(self) -> Office:
        return Office(self.nomination.office)

    def about(self, *topics: str) -> Ground | None:
        """What the profile's rules on ``topics`` say together; the hardest of them counts."""
        rules = [rule for topic in topics if (rule := self.book.about(topic)) is not None]
        if not rules:
            return None
        return Ground(
            value=True,
            citation=cited([source for rule in rules for source in rule.sources]),
            blocks=any(rule.severity is Severity.BLOCK for rule in rules),
            approvable=any(rule.override is Override.WITH_APPROVAL for rule in rules),
        )

    def stated(self, key: str, topic: str) -> Ground | None:
        """What governs ``key``; None where no text states it. What the bylaws ask blocks."""
        try:
            answer = self.book.answer(key)
        except (NoRuleInForce, MustBeDeclared):
            return None
        rule = self.book.about(topic)
        own = _is_own(answer.citations)
        return Ground(
            value=answer.value,
            citation=cited(answer.citations),
            blocks=own or (rule is not None and rule.severity is Severity.BLOCK),
            approvable=rule is not None and rule.override is Override.WITH_APPROVAL,
        )


def _is_own(citations: Sequence[Citation]) -> bool:
    return any(citation.grade is Grade.BYLAWS for citation in citations)


def examined(nomination: Nomination, *, today: date) -> Examined:
    assembly = nomination.call.item.assembly
    day = meeting_day(assembly)
    return Examined(nomination, assembly, day, today, rulebook_on(day))


def check(topic: str, title: str, verdict: Finding, sentence: str, ground: Ground) -> Check:
    return Check(
        topic=topic,
        title=title,
        verdict=verdict,
        sentence=sentence,
        citation=ground.citation,
        blocks=ground.blocks,
        approvable=ground.approvable,
    )


def reasons(checks: Sequence[Check]) -> str:
    """Checks in words, the rule's citation behind each."""
    told = _("%(title)s: %(sentence)s (%(citation)s)")
    return " ".join(
        told % {"title": one.title, "sentence": one.sentence, "citation": one.citation}
        for one in checks
    )


def met(is_so: bool) -> Finding:
    return Finding.MET if is_so else Finding.NOT_MET


def with_approval(found: Check, approvals: dict[str, NominationApproval]) -> Check:
    """The check as an approval on record leaves it."""
    approval = approvals.get(found.topic)
    if approval is None or found.verdict != Finding.NOT_MET or not found.approvable:
        return found
    approved = _("Approved by %(who)s, %(reference)s, %(on)s.") % {
        "who": approval.granted_by,
        "reference": approval.reference,
        "on": date_format(approval.granted_on),
    }
    return replace(found, verdict=Finding.APPROVED, sentence=f"{found.sentence} {approved}")
