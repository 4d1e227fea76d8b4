"""Who may vote at a moment: those in the hall, those who take part remotely, those represented,
less those recused on the item.

Whoever is recused stays present, so that the quorum keeps them; only their vote is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from assemblies.domain.governing import rule_for_item, rule_for_meeting
from assemblies.domain.presence.attendance import present_entries
from assemblies.models import AgendaItem, Assembly, Attendance, Proxy, Recusal
from bylaws.domain.rules import Rule
from elections.domain.weights import votes_of
from elections.models import RollEntry
from members.models import Person


@dataclass(frozen=True, slots=True)
class Votes:
    """``in_hall`` are the entitled entries that came themselves, ``remote`` those that take part
    themselves without, ``represented`` the authorities whose holder is present either way, each in
    the order of the roll. ``shut_out`` take part remotely, or through somebody who does, where the
    rule asks everybody to be in the hall: they count for nothing there. ``recused`` are
    keys of entries of either kind that have no vote on the item."""

    in_hall: tuple[RollEntry, ...]
    represented: tuple[Proxy, ...]
    recused: frozenset[UUID]
    remote: tuple[RollEntry, ...] = ()
    shut_out: tuple[RollEntry, ...] = ()
    shut_out_represented: int = 0

    @property
    def themselves(self) -> tuple[RollEntry, ...]:
        """Every entry that is there itself, in the hall or remotely."""
        return tuple(sorted((*self.in_hall, *self.remote), key=lambda entry: entry.position))

    @property
    def shut_out_themselves(self) -> int:
        """How many of those shut out are there themselves."""
        return len(self.shut_out) - self.shut_out_represented

    @property
    def present(self) -> tuple[RollEntry, ...]:
        """Every entry that is there, itself or by proxy, in the order of the roll."""
        entries = (*self.themselves, *(proxy.principal for proxy in self.represented))
        return tuple(sorted(entries, key=lambda entry: entry.position))

    @property
    def voting(self) -> tuple[RollEntry, ...]:
        """Who may vote on the item, by proxy or not, in the order of the roll."""
        return tuple(entry for entry in self.present if entry.pk not in self.recused)

    @property
    def total(self) -> int:
        """The votes of those who may vote on the item."""
        return votes_of(self.voting)

    @property
    def voters(self) -> int:
        """How many may vote on the item, whatever number of votes each has."""
        there = len(self.in_hall) + len(self.remote) + len(self.represented)
        return there - len(self.recused)

    @property
    def voting_by_proxy(self) -> tuple[Proxy, ...]:
        """The authorities that count on the item."""
        return tuple(p for p in self.represented if p.principal_id not in self.recused)

    @property
    def holders(self) -> dict[UUID, Person]:
        """Who votes for an entry that is represented, by the key of the entry."""
        return {proxy.principal_id: proxy.holder for proxy in self.voting_by_proxy}


def votes_now(assembly: Assembly, item: AgendaItem | None = None) -> Votes:
    """The votes of this moment, on the item where one is given."""
    return _votes(assembly, None, item)


def numbers_now(assembly: Assembly, rule: Rule) -> tuple[int, int]:
    """How many are there themselves now, and how many are represented: counted, since a desk asks
    at every arrival and loading five hundred entries takes longer than all else it does. Remotely
    nobody counts where the rule wants everybody in the hall."""
    there = None if rule.remote_allowed else False
    themselves = present_entries(assembly, remote=there).count()
    return themselves, _represented(assembly, None, remote=there).count()


def sums_now(assembly: Assembly, rule: Rule) -> tuple[int, int]:
    """Their votes, as :func:`numbers_now` counts them."""
    there = None if rule.remote_allowed else False
    themselves = _sum(present_entries(assembly, remote=there), "weight")
    return themselves, _sum(_represented(assembly, None, remote=there), "principal__weight")


def _sum(rows: QuerySet[Any], weight: str) -> int:
    return int(rows.aggregate(sum=Sum(weight))["sum"] or 0)


def votes_at(assembly: Assembly, at: datetime, item: AgendaItem | None = None) -> Votes:
    """The votes as they were at ``at``."""
    return _votes(assembly, at, item)


def _rule(assembly: Assembly, item: AgendaItem | None) -> Rule:
    return rule_for_item(item) if item is not None else rule_for_meeting(assembly)


def _votes(assembly: Assembly, at: datetime | None, item: AgendaItem | None) -> Votes:
    in_hall = tuple(present_entries(assembly, at, remote=False))
    remote = tuple(present_entries(assembly, at, remote=True))
    represented = tuple(_represented(assembly, at))
    shut_out: tuple[RollEntry, ...] = ()
    away: set[Proxy] = set()
    if assembly.is_hybrid and not _rule(assembly, item).remote_allowed:
        away = set(_represented(assembly, at, remote=True))
        shut_out = (*remote, *(proxy.principal for proxy in away))
        remote, represented = (), tuple(proxy for proxy in represented if proxy not in away)
    here = {entry.pk for entry in (*in_hall, *remote)} | {
        proxy.principal_id for proxy in represented
    }
    recused = frozenset(_recused(item, at)) & here if item is not None else frozenset()
    return Votes(
        in_hall=in_hall,
        represented=represented,
        recused=recused,
        remote=remote,
        shut_out=shut_out,
        shut_out_represented=len(away),
    )


def _represented(
    assembly: Assembly, at: datetime | None, *, remote: bool | None = None
) -> QuerySet[Proxy]:
    stays = Attendance.objects.filter(assembly=assembly, proxy__isnull=False)
    if remote is not None:
        stays = stays.filter(remote=remote)
    if at is None:
        stays = stays.filter(out_at__isnull=True)
    else:
        stays = stays.filter(Q(out_at__isnull=True) | Q(out_at__gt=at), in_at__lte=at)
    return (
        Proxy.objects.filter(
            pk__in=stays.values("proxy"),
            principal__roll=assembly.roll_id,
            principal__entitled=True,
        )
        .select_related("principal__firm", "principal__person", "holder")
        .order_by("principal__position")
    )


def _recused(item: AgendaItem, at: datetime | None) -> QuerySet[Recusal, UUID]:
    found = Recusal.objects.filter(item=item)
    if at is None:
        found = found.filter(withdrawn_at__isnull=True)
    else:
        found = found.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at), recorded_at__lte=at
        )
    return found.values_list("entry_id", flat=True)
