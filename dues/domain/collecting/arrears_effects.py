"""What the rules in force make of arrears: who is concerned on a day, and by which article.

Arrears have an effect only where a text in force says so. Where none does (CN-G4), that is told.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dues.domain.arrears import Arrears, arrears_on, suspensions_on
from dues.domain.balances import invoice_balances
from dues.domain.collecting.arrears_rules import Rules, rules_on
from dues.models import Invoice
from members.domain.cases.leaving import LEFT
from members.domain.cases.proceedings import OPEN
from members.domain.standing import statuses_on
from members.enums import ProceedingKind, StandingStatus
from members.models import Membership, Proceeding

MEMBERS = frozenset({StandingStatus.ACTIVE, StandingStatus.SUSPENDED})


@dataclass(slots=True)
class Effects:
    """Who is concerned, by firm. The longest in arrears first.

    ``behind``: all in arrears. ``exits``: longer than the bylaws allow, and no case is open;
    ``cases``: the same with an open case. ``may_suspend``: in arrears, no decision on the vote.
    ``give_back``: a decision took the vote, and nothing is in arrears any more. ``left``: no
    member any more and with open dues, which are still owed.
    """

    day: date
    rules: Rules
    behind: Mapping[uuid.UUID, Arrears] = field(default_factory=dict)
    exits: list[Arrears] = field(default_factory=list)
    cases: list[Arrears] = field(default_factory=list)
    may_suspend: list[Arrears] = field(default_factory=list)
    give_back: list[Membership] = field(default_factory=list)
    left: list[tuple[uuid.UUID, Decimal]] = field(default_factory=list)

    def firms_of(self, group: str) -> list[uuid.UUID]:
        """The firms of a group by its name."""
        if group == "give_back":
            return [membership.firm_id for membership in self.give_back]
        if group == "left":
            return [firm for firm, _amount in self.left]
        rows: list[Arrears] = getattr(self, group)
        return [arrears.firm for arrears in rows]


GROUPS = ("exits", "cases", "may_suspend", "give_back", "left")


def effects_on(day: date) -> Effects:
    """Everybody whom the rules concern on ``day``."""
    rules = rules_on(day)
    behind = arrears_on(day)
    effects = Effects(day, rules, behind)
    # Read plain: of thousands of memberships the rules concern a few.
    here = Membership.objects.filter(firm__merged_into__isnull=True)
    members = dict(here.order_by().values_list("firm_id", "pk"))
    held = statuses_on(day)
    status = {firm: held.get(pk, "") for firm, pk in members.items()}
    suspended = suspensions_on(day)
    oldest_first = sorted(behind.values(), key=lambda row: (row.since, -row.amount, str(row.firm)))
    open_cases = _firms_with_a_case()
    for arrears in oldest_first:
        if status.get(arrears.firm) not in MEMBERS:
            continue
        limit = rules.exit_day(arrears.since)
        if limit is not None and limit < day:
            (effects.cases if arrears.firm in open_cases else effects.exits).append(arrears)
        if rules.takes_vote and members[arrears.firm] not in suspended:
            effects.may_suspend.append(arrears)
    paid = [pk for firm, pk in members.items() if pk in suspended and firm not in behind]
    effects.give_back = list(here.filter(pk__in=paid).order_by("number"))
    effects.left = _left_with_dues({firm for firm, held in status.items() if held in LEFT}, day)
    return effects


def _firms_with_a_case() -> set[uuid.UUID]:
    rows = Proceeding.objects.filter(kind=ProceedingKind.LAPSE, state__in=OPEN)
    return set(rows.values_list("membership__firm_id", flat=True))


def _left_with_dues(gone: set[uuid.UUID], day: date) -> list[tuple[uuid.UUID, Decimal]]:
    if not gone:
        return []
    balances = invoice_balances(day=day, firm__in=list(gone))
    owners: Mapping[uuid.UUID, uuid.UUID] = dict(
        Invoice.objects.filter(firm__in=list(gone)).values_list("pk", "firm_id")
    )
    sums: dict[uuid.UUID, Decimal] = {}
    for invoice, amount in balances.items():
        if amount > 0 and invoice in owners:
            firm = owners[invoice]
            sums[firm] = sums.get(firm, Decimal(0)) + amount
    return sorted(sums.items(), key=lambda row: (-row[1], str(row[0])))
