"""What the check-in desk shows of a voter: in since when and where, and for whom else they vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q

from assemblies.domain.presence.attendance import entries_with_presence, present_entries
from assemblies.domain.presence.badges import looks_like_code, read_code
from assemblies.enums import ProxyState
from assemblies.models import Assembly, Attendance, Proxy
from elections.domain.sides import on_paper
from elections.domain.slip_box import holders_of_slips
from elections.domain.weights import votes_of
from elections.models import RollEntry
from members.models import Person

Stays = dict[UUID, list[Attendance]]
Brought = dict[UUID, list[Proxy]]


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An entry of the roll with its stays, oldest first. ``also_for``: the authorities that its
    person holds; ``given``: the one by which another votes for it. ``slips``: of the votes that
    ``may_hold`` one, those for which a slip is out; ``papers``: those cast on paper today."""

    entry: RollEntry
    stays: tuple[Attendance, ...]
    also_for: tuple[Proxy, ...]
    given: Proxy | None
    slips: frozenset[UUID] = frozenset()
    papers: frozenset[UUID] = frozenset()

    @property
    def inside(self) -> Attendance | None:
        """The stay that goes on, in person, in the hall or remotely."""
        return next((s for s in self.stays if s.out_at is None and s.proxy_id is None), None)

    @property
    def is_remote(self) -> bool:
        """Whether who votes from here takes part remotely: themselves, or the holder."""
        return any(s.out_at is None and s.remote for s in self.stays)

    @property
    def outsider(self) -> Person | None:
        """Who votes for the entry without being on the roll: their coming is noted here."""
        given = self.given
        return given.holder if given is not None and given.holder_entry_id is None else None

    @property
    def is_represented(self) -> bool:
        """Whether a stay by proxy goes on."""
        return any(s.out_at is None and s.proxy_id is not None for s in self.stays)

    @property
    def votes(self) -> list[RollEntry]:
        """The votes that are cast from here now: a slip is drawn for each."""
        if self.inside is not None:
            return self.may_hold
        return [self.entry] if self.outsider is not None and self.is_represented else []

    @property
    def may_hold(self) -> list[RollEntry]:
        return [self.entry, *(proxy.principal for proxy in self.also_for)]

    @property
    def on_paper(self) -> bool:
        """Whether its own vote is cast on paper."""
        return self.entry.pk in self.papers

    @property
    def by_device(self) -> list[RollEntry]:
        """Of the votes that are cast from here, those that are not on paper."""
        return [vote for vote in self.votes if vote.pk not in self.papers]

    @property
    def to_draw(self) -> int:
        """How many slips are yet to be drawn here: one for each vote of each."""
        if self.is_remote:
            return 0
        return votes_of(vote for vote in self.by_device if vote.pk not in self.slips)

    @property
    def has_slips(self) -> int:
        """How many slips they have."""
        return votes_of(vote for vote in self.may_hold if vote.pk in self.slips)

    @property
    def takes_papers(self) -> int:
        """How many papers they get in a box, for the votes that are cast on paper."""
        return votes_of(vote for vote in self.votes if vote.pk in self.papers)


@dataclass(frozen=True, slots=True)
class Found:
    """What was typed or scanned, and whom it names. Of a code that is no badge of this door
    ``other`` is the meeting that it opens, ``is_old`` one of a roll that was replaced, and
    ``is_forged`` one that nobody here gave out."""

    rows: tuple[DeskRow, ...] = ()
    other: Assembly | None = None
    is_old: bool = False
    is_forged: bool = False

    @property
    def only(self) -> DeskRow | None:
        return self.rows[0] if len(self.rows) == 1 else None


def find(assembly: Assembly, text: str, *, limit: int) -> Found:
    """Whom ``text`` names: the code of a badge, else every word of it in a name, a firm, a credit
    code or a member number; at most ``limit``. A number or code that is one's own names nobody
    else, whatever contains it."""
    if looks_like_code(text):
        read = read_code(assembly, text)
        if read.entry is None:
            forged = read.other is None and not read.is_old
            return Found(other=read.other, is_old=read.is_old, is_forged=forged)
        return Found(rows=rows_of(assembly, [read.entry.pk], limit=limit))
    entries = entries_with_presence(assembly)
    exact = entries.filter(firm__registration_code__iexact=text) | entries.filter(
        firm__membership__number__iexact=text
    )
    keys = list(exact.values_list("pk", flat=True)[:limit])
    if not keys:
        for word in text.split():
            entries = entries.filter(matching(word))
        keys = list(entries.values_list("pk", flat=True)[:limit])
    return Found(rows=rows_of(assembly, keys, limit=limit))


def matching(query: str) -> Q:
    """Entries whose person, firm, credit code or member number contains ``query``."""
    return (
        Q(person__name__zh__icontains=query)
        | Q(person__name__en__icontains=query)
        | Q(firm__name__zh__icontains=query)
        | Q(firm__name__en__icontains=query)
        | Q(firm__registration_code__icontains=query)
        | Q(firm__membership__number__icontains=query)
    )


def missing(assembly: Assembly, *, limit: int) -> tuple[DeskRow, ...]:
    """The first of those entitled who are not in."""
    away = entries_with_presence(assembly).filter(entitled=True)
    keys = away.exclude(pk__in=present_entries(assembly)).values_list("pk", flat=True)
    return rows_of(assembly, list(keys[:limit]), limit=limit)


def rows_of(assembly: Assembly, keys: Sequence[UUID], *, limit: int) -> tuple[DeskRow, ...]:
    """The rows of entries by their keys; a fixed number of queries."""
    entries = list(entries_with_presence(assembly).filter(pk__in=keys)[:limit])
    stays: Stays = {}
    for stay in (
        Attendance.objects.filter(assembly=assembly, entry__in=entries)
        .select_related("proxy__holder")
        .order_by("in_at", "pk")
    ):
        stays.setdefault(stay.entry_id, []).append(stay)
    held: Brought = {}
    given: dict[UUID, Proxy] = {}
    people = [entry.person_id for entry in entries if entry.person_id]
    lodged = Proxy.objects.filter(assembly=assembly, state=ProxyState.LODGED)
    shown = lodged.select_related("principal__firm", "principal__person", "holder")
    concerned = shown.filter(Q(holder__in=people) | Q(principal__in=entries))
    for proxy in concerned.order_by("principal__position"):
        held.setdefault(proxy.holder_id, []).append(proxy)
        given[proxy.principal_id] = proxy
    ceremony = assembly.ceremony
    slips = frozenset(holders_of_slips(ceremony) if ceremony and ceremony.is_by_slip else ())
    papers = frozenset(on_paper(ceremony) if ceremony else ())
    rows = (
        DeskRow(
            entry=entry,
            stays=tuple(stays.get(entry.pk, ())),
            also_for=tuple(held.get(entry.person_id, ())) if entry.person_id else (),
            given=given.get(entry.pk),
        )
        for entry in entries
    )
    return tuple(_with_ways(row, slips, papers) for row in rows)


def _with_ways(row: DeskRow, slips: frozenset[UUID], papers: frozenset[UUID]) -> DeskRow:
    keys = {vote.pk for vote in row.may_hold}
    return replace(row, slips=slips & keys, papers=papers & keys)
