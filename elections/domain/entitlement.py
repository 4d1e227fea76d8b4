"""Who may vote on a day, and why not when not: the register, the dues and the rules together.

Arrears take the vote only where the bylaws say so, by a dated decision (CN-G4); where they say
nothing they take none.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bylaws.domain.answers import Answer
from bylaws.domain.in_force import rulebook_on
from bylaws.errors import MustBeDeclared, NoRuleInForce
from bylaws.models import Association
from dues.domain import arrears
from dues.domain.arrears import Arrears
from dues.models import VoteSuspension
from elections.domain.weighing import NO_VOTE, Weighing, weighing_on
from members.domain.standing import StandingOn, standings_on
from members.enums import StandingStatus
from members.models import Membership, Representative
from records.fields import Translated

RULE = "membership.arrears_suspend_vote"
UNITS = {"CNY": "元"}
STANDING_REASONS = {
    StandingStatus.SUSPENDED: Translated(zh="会员资格暂停", en="Membership suspended"),
    StandingStatus.RESIGNED: Translated(zh="已退会", en="Membership resigned"),
    StandingStatus.LOST: Translated(zh="会员资格丧失", en="Membership lost"),
    StandingStatus.EXPELLED: Translated(zh="已除名", en="Expelled"),
    StandingStatus.MERGED: Translated(zh="重复登记", en="Recorded twice"),
}
NO_STANDING = Translated(zh="登记日无有效的会籍记录", en="No standing on record on the record date")
NO_REPRESENTATIVE = Translated(
    zh="登记日未指定有表决权的会员代表",
    en="No voting representative named on the record date",
)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What a membership is on a day with regard to votes: ``reason`` and ``citation`` say why not.

    ``representative`` is who votes for it, where somebody is named; ``weight`` how many votes it
    has.
    """

    membership: Membership
    standing: StandingOn
    representative: Representative | None
    entitled: bool
    reason: Translated = field(default_factory=Translated)
    citation: Translated = field(default_factory=Translated)
    weight: int = 1


@dataclass(frozen=True, slots=True)
class _Behind:
    """What decides about arrears: the rule, who is behind, and whose vote a decision suspended."""

    rule: Answer
    arrears: Mapping[uuid.UUID, Arrears]
    suspensions: Mapping[uuid.UUID, VoteSuspension]
    currency: str


def entitlements_on(day: date) -> list[Entitlement]:
    """Every membership that had begun by ``day``, by number, entitled or not and why.

    Entries that were recorded twice are left out: the firm goes on under the other.
    """
    members: Sequence[Membership] = list(
        Membership.objects.filter(joined_on__lte=day, firm__merged_into__isnull=True)
        .select_related("firm")
        .order_by("number")
    )
    standings = standings_on(day)
    voting = Representative.objects.filter(Representative.holds_on(day), votes=True).select_related(
        "person"
    )
    representatives = {acting.firm_id: acting for acting in voting}
    behind, weighing = _behind(day), weighing_on(day)
    return [
        _judge(member, standings[member.pk], representatives.get(member.firm_id), behind, weighing)
        for member in members
    ]


def _behind(day: date) -> _Behind | None:
    """None where no rule takes the vote for arrears."""
    association = Association.objects.first()
    if association is None:
        return None
    try:
        rule = rulebook_on(day).answer(RULE)
    except (NoRuleInForce, MustBeDeclared):
        return None
    if rule.value is not True:
        return None
    return _Behind(rule, arrears.arrears_on(day), arrears.suspensions_on(day), association.currency)


def _judge(
    member: Membership,
    standing: StandingOn,
    acting: Representative | None,
    behind: _Behind | None,
    weighing: Weighing | None,
) -> Entitlement:
    reason, citation = Translated(), Translated()
    weight = weighing.votes(member, standing) if weighing is not None else 1
    if not standing.status:
        reason = NO_STANDING
    elif not standing.is_active:
        reason = _with_detail(STANDING_REASONS[StandingStatus(standing.status)], standing)
        citation = Translated(zh=standing.source, en=standing.source)
    elif (told := _for_arrears(member, behind)) is not None:
        reason, citation = told
    elif weighing is not None and not weight:
        reason, citation = NO_VOTE, weighing.citation
    elif acting is None:
        reason = NO_REPRESENTATIVE
    return Entitlement(member, standing, acting, not reason, reason, citation, max(weight, 1))


def _with_detail(reason: Translated, standing: StandingOn) -> Translated:
    """The reason with the day it began and what the register says of it."""
    since = standing.since.isoformat() if standing.since else ""
    zh, en = f"{reason.zh}（自{since}起）", f"{reason.en} (since {since})"
    if standing.reason:
        zh, en = f"{zh}：{standing.reason.zh}", f"{en}: {standing.reason.en}"
    return Translated(zh=zh, en=en)


def _for_arrears(
    member: Membership, behind: _Behind | None
) -> tuple[Translated, Translated] | None:
    """Reason and citation where a decision took the vote and the arrears are still there."""
    if behind is None or member.firm_id not in behind.arrears:
        return None
    suspension = behind.suspensions.get(member.pk)
    if suspension is None:
        return None
    owed, decision = behind.arrears[member.firm_id], suspension.decision
    since, amount = owed.since.isoformat(), f"{owed.amount:,.2f}"
    unit = UNITS.get(behind.currency, f" {behind.currency}")
    reason = Translated(
        zh=f"欠缴会费{amount}{unit}（自{since}起），表决权已暂停",
        en=f"Dues of {behind.currency} {amount} unpaid since {since}; the vote is suspended",
    )
    source, day = behind.rule.citations[0], decision.decided_on.isoformat()
    citation = Translated(
        zh=f"{source.render('zh')}；{decision.body_name.zh}{day}决定{decision.reference}",
        en=f"{source.render('en')}; decision of the {decision.body_name.en} of {day} "
        f"{decision.reference}".rstrip(),
    )
    return reason, citation
