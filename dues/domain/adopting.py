"""A dues standard that was adopted where no meeting is kept here: put in use by that decision."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bylaws.domain import in_force
from bylaws.enums import RequiredMethod
from bylaws.errors import MustBeDeclared, NoRuleInForce
from dues.domain.schedules import adopt_schedule
from dues.errors import SecretBallotWanted
from dues.models import DuesSchedule
from members.domain.cases.decided import Decided, record_decided
from members.models import User
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision

RULE = "assembly.dues_standard.method"


@transaction.atomic
def adopt_by_decision(
    *,
    schedule: DuesSchedule,
    decided: Decided,
    secret: bool,
    by: User | None,
    at: datetime,
) -> Decision:
    """Put the decision on record and ``schedule`` in use. Again changes nothing.

    ``secret``: whether it was voted on by secret ballot, as ``decided`` shows. Raises
    SecretBallotWanted where the rules of that day want one and there was none, and what
    ``adopt_schedule`` raises.
    """
    if not secret:
        _refuse_open_vote(decided)
    decision = record_decided(decided, kind=DecisionKind.ADOPTION, at=at)
    adopt_schedule(schedule=schedule, decision=decision, by=by, at=at)
    return decision


def _refuse_open_vote(decided: Decided) -> None:
    try:
        answer = in_force.rulebook_on(decided.decided_on).answer(RULE)
    except (NoRuleInForce, MustBeDeclared):
        return
    if answer.value == RequiredMethod.SECRET:
        source = answer.citations[0]
        raise SecretBallotWanted(
            citation=str(Translated(zh=source.render("zh"), en=source.render("en")))
        )
