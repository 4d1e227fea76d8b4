"""The quorum, stated at the opening and again before each vote: of members, or where the rules
count votes, of theirs.

Where the rule counts those who came alone, whoever is represented does not add to it; else they do.
Whoever takes part remotely has come, where the rule allows it, and counts for nothing where not.
Who is recused on the item adds to the quorum and has no vote.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.governing import cited, rule_for_item, rule_for_meeting
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.presence.votes import Votes, numbers_now, sums_now, votes_now
from assemblies.enums import Phase
from assemblies.errors import NoQuorum, RollMissing
from assemblies.models import AgendaItem, Assembly, QuorumCheck
from bylaws.domain.figures import Figures
from bylaws.domain.quorums import QuorumVerdict, judge_quorum
from bylaws.domain.rules import Rule
from bylaws.enums import Unit
from elections.domain.weights import entitled_votes, votes_of
from members.models import User
from records.domain import log


def quorum_now(assembly: Assembly, item: AgendaItem | None = None) -> QuorumVerdict:
    """The quorum of this moment under the rule of the item, or of the meeting."""
    rule = _rule(assembly, item)
    by_votes = rule.unit is Unit.VOTE
    return _judged(assembly, rule, *(sums_now if by_votes else numbers_now)(assembly, rule))


def quorum_of_votes(assembly: Assembly, votes: Votes, item: AgendaItem | None) -> QuorumVerdict:
    """The quorum with ``votes``; its ``present`` is what counts towards it."""
    rule = _rule(assembly, item)
    if rule.unit is Unit.VOTE:
        themselves = votes_of(votes.themselves)
        return _judged(assembly, rule, themselves, votes_of(votes.present) - themselves)
    return _judged(assembly, rule, len(votes.themselves), len(votes.represented))


def _rule(assembly: Assembly, item: AgendaItem | None) -> Rule:
    return rule_for_item(item) if item is not None else rule_for_meeting(assembly)


def _judged(assembly: Assembly, rule: Rule, themselves: int, represented: int) -> QuorumVerdict:
    if assembly.roll is None:
        return judge_quorum(rule, Figures())
    by_votes = rule.unit is Unit.VOTE
    figures = Figures(
        entitled=entitled_votes(assembly.roll)
        if by_votes
        else assembly.roll.entries.filter(entitled=True).count(),
        present=themselves + represented,
        in_person=themselves,
    )
    return judge_quorum(rule, figures)


@transaction.atomic
def state_quorum(
    *, assembly: Assembly, item: AgendaItem | None = None, by: User | None, at: datetime
) -> QuorumCheck:
    """Put on record how many are there now, how many votes they have and whether they suffice;
    each time anew.

    It is recorded whether met or not; the acts that need a quorum refuse without.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, Phase.CHECK_IN, Phase.LIVE, Phase.COUNT)
    votes = votes_now(assembly, item)
    verdict = quorum_of_votes(assembly, votes, item)
    if verdict.entitled is None or verdict.present is None or verdict.required is None:
        raise RollMissing
    check = QuorumCheck.objects.create(
        assembly=assembly,
        item=item,
        at=at,
        entitled=verdict.entitled,
        present=verdict.present,
        represented=len(votes.represented),
        remote=len(votes.remote),
        shut_out=votes.shut_out_themselves,
        shut_out_votes=votes_of(votes.shut_out),
        recused=len(votes.recused),
        voters=votes.voters,
        votes=votes.total,
        required=verdict.required,
        met=verdict.is_met is True,
        citation=cited(verdict.citations),
    )
    payload = {
        "item": str(item.pk) if item else None,
        "entitled": check.entitled,
        "present": check.present,
        "represented": check.represented,
        **({"remote": check.remote} if check.remote else {}),
        **({"shut_out": check.shut_out_votes} if check.shut_out_votes else {}),
        "recused": check.recused,
        "voters": check.voters,
        "votes": check.votes,
        "required": check.required,
        "met": check.met,
    }
    log.record(stream=stream_of(assembly), event="quorum_stated", payload=payload, by=by, at=at)
    return check


def require_quorum(check: QuorumCheck) -> QuorumCheck:
    """Raises NoQuorum unless the stated quorum was met."""
    if not check.met:
        raise NoQuorum(
            present=check.present,
            entitled=check.entitled,
            required=check.required,
            citation=str(check.citation),
        )
    return check
