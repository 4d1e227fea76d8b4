"""An extraordinary assembly that members demand: their number against the share that suffices
(CN-A16, DE-10)."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from django.db import transaction

from assemblies.domain.governing import cited
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.enums import StepState
from assemblies.errors import DemandTooSmall
from assemblies.models import Assembly, PlanStep
from bylaws.domain.in_force import rulebook_on
from bylaws.errors import MustBeDeclared, NoRuleInForce
from members.enums import StandingStatus
from members.models import Standing, User
from records.domain import log
from records.fields import Translated

KEY = "demand"
PARAMETER = "assembly.convocation_share"
TITLE = Translated(zh="会员要求召开临时大会", en="Members demand an extraordinary assembly")


@transaction.atomic
def record_demand(
    *, assembly: Assembly, members: int, received_on: date, by: User | None, at: datetime
) -> PlanStep:
    """Put on record how many members demand the meeting. Recorded once; the same again changes
    nothing. Members are counted on the day of the demand, suspended ones among them.

    Raises DemandTooSmall below the share. Where no text sets one, the number stands without rule.
    """
    assembly = lock_assembly(assembly.pk)
    known = assembly.steps.filter(key=KEY).first()
    if known is not None:
        return known
    total = members_on(received_on)
    try:
        answer = rulebook_on(received_on).answer(PARAMETER)
    except (NoRuleInForce, MustBeDeclared):
        citation = Translated(zh="", en="")
    else:
        share, citation = answer.value, cited(answer.citations)
        assert isinstance(share, Fraction)  # a parameter of the kind "fraction"
        needed = -(-total * share.numerator // share.denominator)
        if members < needed:
            raise DemandTooSmall(
                members=members, total=total, needed=needed, citation=str(citation)
            )
    row = PlanStep.objects.create(
        assembly=assembly,
        key=KEY,
        position=0,
        title=TITLE,
        detail=Translated(
            zh=f"会员{total}家，其中{members}家提出要求。",
            en=f"{members} of {total} members demand it.",
        ),
        due_on=received_on,
        citation=citation,
        state=StepState.DONE,
        settled_at=at,
    )
    payload = {"steps": [str(row.pk)], "members": members, "of": total, "received_on": received_on}
    log.record(stream=stream_of(assembly), event="demand_recorded", payload=payload, by=by, at=at)
    return row


def members_on(day: date) -> int:
    """Members in good standing or suspended on a day."""
    held = Standing.objects.filter(
        Standing.holds_on(day),
        status__in=[StandingStatus.ACTIVE, StandingStatus.SUSPENDED],
        membership__firm__merged_into__isnull=True,
    )
    return held.count()
