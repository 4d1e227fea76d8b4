"""What a body decides about arrears: a vote that is suspended, and given back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from dues.models import VoteSuspension
from members.domain import facts
from members.models import Membership, User
from records.domain import log
from records.models import Decision

STREAM = "dues"


@transaction.atomic
def suspend_vote(
    *, membership: Membership, from_on: date, decision: Decision, by: User | None, at: datetime
) -> VoteSuspension:
    """Put on record that ``decision`` suspends the member's vote for arrears from ``from_on`` on.

    It takes the vote only where the bylaws say that arrears do (CN-G4), and only while the arrears
    last. The same again changes nothing.
    """
    membership = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    series = VoteSuspension.objects.filter(membership=membership)
    same = series.filter(VoteSuspension.holds_on(from_on), decision=decision).first()
    if same is not None:
        return same
    made = facts.continue_with(
        series=series,
        new=VoteSuspension(
            membership=membership,
            from_on=from_on,
            decision=decision,
            source=decision.reference,
        ),
        at=at,
    )
    payload = {"membership": membership.pk, "from_on": from_on, "decision": decision.pk}
    log.record(stream=STREAM, event="vote_suspended", payload=payload, by=by, at=at)
    return made


@transaction.atomic
def give_vote_back(
    *, membership: Membership, on: date, reason: str, by: User | None, at: datetime
) -> None:
    """``on`` is the first day on which no decision suspends the vote any more."""
    membership = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    holding = VoteSuspension.objects.filter(
        VoteSuspension.holds_on(on), membership=membership
    ).first()
    if holding is None:
        return
    facts.end_on(fact=holding, day=on, at=at, reason=reason)
    payload = {"membership": membership.pk, "on": on, "reason": reason}
    log.record(stream=STREAM, event="vote_given_back", payload=payload, by=by, at=at)
