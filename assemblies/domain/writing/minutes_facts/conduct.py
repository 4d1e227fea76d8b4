"""How a meeting was conducted: its quorum, its interruptions, who signs for it."""

from __future__ import annotations

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited, rule_for_meeting
from assemblies.domain.presence.votes import votes_at
from assemblies.domain.writing.minutes_facts.conduct_shapes import (
    AdjournmentFacts,
    CalledFacts,
    CountFacts,
    RecusalFacts,
    SigningFacts,
    StatementFacts,
)
from assemblies.domain.writing.minutes_facts.presence import NOBODY
from assemblies.domain.writing.minutes_facts.presence_shapes import QuorumFacts
from assemblies.enums import Function
from assemblies.models import AgendaItem, Assembly, Motion, QuorumCheck
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.parameters import PREFIX
from bylaws.domain.rules import Citation
from bylaws.enums import BodyKind, Unit
from bylaws.errors import BylawsError
from elections.domain.weights import votes_of
from records.fields import Translated

ALWAYS_SIGN = (Function.CHAIR, Function.RECORDER)
BY_RULE = {
    "minutes_by_supervisors": (Function.SUPERVISOR,),
    "minutes_by_tellers": (Function.CHIEF_SCRUTINEER, Function.SCRUTINEER),
}
"""Who signs beside them where the rules say so (CN-D6, CN-E12), by the parameter that says it."""
ATTENDING = "minutes_by_attending"


def quorum_of(assembly: Assembly) -> list[QuorumFacts]:
    """Every statement of the quorum, in the order of time."""
    checks = list(assembly.quorum_checks.select_related("item").order_by("at", "pk"))
    by_votes = bool(checks) and rule_for_meeting(assembly).unit is Unit.VOTE
    return [
        QuorumFacts(
            at=check.at,
            item=check.item.position if check.item else None,
            title=check.item.title if check.item else Translated(),
            entitled=check.entitled,
            present=check.present,
            required=check.required,
            met=check.met,
            citation=check.citation,
            represented=check.represented,
            remote=check.remote,
            shut_out=check.shut_out,
            shut_out_votes=check.shut_out_votes,
            recused=check.recused,
            votes=check.votes,
            voters=check.voters,
            by_votes=by_votes,
            recused_votes=_recused_votes(assembly, check) if check.recused else 0,
        )
        for check in checks
    ]


def _recused_votes(assembly: Assembly, check: QuorumCheck) -> int:
    votes = votes_at(assembly, check.at, check.item)
    return votes_of(votes.present) - votes.total


def adjournments_of(assembly: Assembly) -> list[AdjournmentFacts]:
    return [
        AdjournmentFacts(one.from_at, one.until_at, one.resumed_at, one.reason)
        for one in assembly.adjournments.order_by("from_at")
    ]


def signing_of(assembly: Assembly) -> SigningFacts:
    """Chair and recorder sign everywhere; who signs with them is for the rules of the day."""
    book = rulebook_on(meeting_day(assembly))
    prefix = PREFIX[BodyKind(assembly.body.kind)]
    told: dict[str, tuple[Citation, ...]] = {}
    for name in (*BY_RULE, ATTENDING):
        try:
            answer = book.answer(f"{prefix}.{name}")
        except BylawsError:
            # No text asks for it.
            continue
        if answer.value:
            told[name] = answer.citations
    functions = [*ALWAYS_SIGN, *(one for name in BY_RULE if name in told for one in BY_RULE[name])]
    return SigningFacts(
        functions=[function.value for function in functions],
        attending=ATTENDING in told,
        citation=cited([one for citations in told.values() for one in citations]),
    )


def recusals_of(item: AgendaItem) -> list[RecusalFacts]:
    rows = item.recusals.filter(withdrawn_at__isnull=True)
    return [
        RecusalFacts(
            firm=row.entry.firm.name if row.entry.firm else NOBODY,
            person=row.entry.person.name if row.entry.person else NOBODY,
            reason=row.reason,
            citation=row.citation,
        )
        for row in rows.select_related("entry__firm", "entry__person").order_by("entry__position")
    ]


def roll_call_of(motion: Motion | None) -> list[CalledFacts]:
    """In the order of the roll."""
    if motion is None:
        return []
    rows = motion.roll_call.select_related("entry__firm", "entry__person")
    return [
        CalledFacts(
            number=number,
            firm=row.entry.firm.name if row.entry.firm else NOBODY,
            person=row.entry.person.name if row.entry.person else NOBODY,
            choice=row.choice,
            weight=row.entry.weight,
        )
        for number, row in enumerate(rows.order_by("entry__position"), start=1)
    ]


def statements_of(item: AgendaItem) -> list[StatementFacts]:
    rows = item.statements.select_related("person", "entry__firm").order_by("made_at", "pk")
    return [
        StatementFacts(
            kind=row.kind,
            person=row.person.name,
            firm=row.entry.firm.name if row.entry and row.entry.firm else NOBODY,
            text=row.text,
            made_at=row.made_at,
        )
        for row in rows
    ]


def counts_of(motion: Motion | None) -> list[CountFacts]:
    """Both counts of a show of hands that two people counted."""
    if motion is None:
        return []
    rows = motion.hands_counts.filter(superseded_at__isnull=True).select_related(
        "counted_by__person"
    )
    return [
        CountFacts(
            counted_by=str(row.counted_by),
            votes_for=row.votes_for,
            votes_against=row.votes_against,
            abstentions=row.abstentions,
            entered_at=row.entered_at,
        )
        for row in rows.order_by("entered_at")
    ]
