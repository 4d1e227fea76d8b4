"""The confirmed list 正式候选人名单, in its order, and the ballot that takes nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assemblies.domain.days import local_day
from assemblies.domain.locking import stream_of
from assemblies.domain.nominating import calls
from assemblies.domain.nominating.deciding import refuse_own
from assemblies.domain.nominating.examining import kept, review
from assemblies.domain.nominating.states import open_objections, standing_of, state_of
from assemblies.domain.planning.lot_seed import digits_called
from assemblies.domain.planning.nominate import by_strokes, contest_of
from assemblies.enums import ListOrder, NominationOutcome, NominationState
from assemblies.errors.nominating import (
    CandidateNotListed,
    CandidateUnconfirmed,
    ListNotReady,
    NominationsStillOpen,
    PlacesUnclear,
)
from assemblies.errors.roll import ReasonNeeded
from assemblies.models import AgendaItem, Nomination, NominationCall
from elections.counting.lot import SEPARATOR, digest_of
from elections.domain.prepare import CandidateSpec, ContestSpec
from members.enums import Office
from members.models import User
from records.domain import log
from records.fields import Translated

Order = Callable[[Sequence[Nomination]], Sequence[Nomination]]
"""Puts the nominees for one office in the order of the ballot."""


def as_decided(places: Mapping[UUID, int]) -> Order:
    """The order that the committee gave: each nomination's place, from 1 in its office. Raises
    PlacesUnclear, when it is used, where that is no order."""

    def ordered(rows: Sequence[Nomination]) -> Sequence[Nomination]:
        given = sorted(places.get(row.pk, 0) for row in rows)
        if given != list(range(1, len(rows) + 1)):
            raise PlacesUnclear
        return sorted(rows, key=lambda row: places[row.pk])

    return ordered


def lot_begins(call: NominationCall) -> str:
    """What the seed for the order begins with: the digest of the latest public notice, which named
    those who stand before any digit was called."""
    notice = call.notices.select_related("paper_zh").last()
    return notice.paper_zh.digest if notice is not None else ""


def by_lot(seed: str) -> Order:
    """The order drawn from a public seed (``elections.counting.lot``), by the nominations' keys."""

    def ordered(rows: Sequence[Nomination]) -> Sequence[Nomination]:
        return sorted(rows, key=lambda row: digest_of(seed, str(row.pk)))

    return ordered


@transaction.atomic
def confirm_list(
    *,
    call: NominationCall,
    decided_by: str,
    by: User | None,
    at: datetime,
    order: ListOrder = ListOrder.STROKES,
    arrange: Order = by_strokes,
    called: str = "",
) -> NominationCall:
    """Confirm all who stand, in the order that ``arrange`` gives and ``order`` names; the checks
    are kept as they are now. By lot, it is drawn with the digits ``called``. Confirmed already,
    nothing changes.

    Everybody is announced, the days for objections are over, each objection is decided, no check
    stands against anybody. Raises NominationsStillOpen, ListNotReady, PlacesUnclear,
    LotSeedInvalid, ReasonNeeded without the name of who decides, OwnNomination, PhaseForbids.
    """
    call = calls.lock_call(call)
    if call.confirmed_at is not None:
        return call
    calls.require_unconfirmed(call)
    today = local_day(at)
    if today <= call.until_on:
        raise NominationsStillOpen(day=date_format(call.until_on))
    if not decided_by.strip():
        raise ReasonNeeded
    standing = standing_of(call)
    for row in standing:
        row.call = call
        refuse_own(row, by)
    lacking = what_lacks(standing, today)
    if lacking:
        raise ListNotReady(what=_in_one(lacking))
    seed = ""
    if order == ListOrder.LOT:
        seed = f"{lot_begins(call)}{SEPARATOR}{digits_called(called)}"
        arrange = by_lot(seed)
    for office in calls.offices_of(call.item):
        ordered = arrange([row for row in standing if row.office == office])
        for place, row in enumerate(ordered, start=1):
            _confirm(row, place, decided_by.strip(), today, at)
    call.confirmed_at, call.confirmed_by = at, decided_by.strip()
    call.order, call.seed = order, seed
    call.save(update_fields=["confirmed_at", "confirmed_by", "order", "seed"])
    payload = {
        "item": str(call.item_id),
        "order": call.order,
        "seed": call.seed,
        "nominations": [str(row.pk) for row in confirmed_of(call)],
    }
    stream = stream_of(call.item.assembly)
    log.record(stream=stream, event="candidates_confirmed", payload=payload, by=by, at=at)
    return call


def _confirm(row: Nomination, place: int, decided_by: str, today: date, at: datetime) -> None:
    row.findings = kept(row, today=today)
    row.outcome, row.position = NominationOutcome.CONFIRMED, place
    row.decided_at, row.decided_by = at, decided_by
    row.save(update_fields=["findings", "outcome", "position", "decided_at", "decided_by"])


def what_lacks(standing: Sequence[Nomination], today: date) -> list[str]:
    """What keeps the list of ``standing`` from being confirmed, a sentence each."""
    if not standing:
        return [_("nobody is nominated")]
    found = []
    for row in standing:
        state = state_of(row, today)
        if state != NominationState.SETTLED:
            found.append(_("%(person)s: %(what)s") % {"person": row, "what": state.label})
        elif open_objections(row):
            found.append(_("%(person)s: an objection is not decided") % {"person": row})
        elif stopping := review(row, today=today).stopping:
            what = stopping[0].sentence
            found.append(_("%(person)s: %(what)s") % {"person": row, "what": what})
    return found


def _in_one(sentences: Sequence[str]) -> str:
    """Sentences joined for a refusal that ends them itself."""
    return pgettext("list", "; ").join(one.rstrip(".。 ") for one in sentences)


def confirmed_of(call: NominationCall) -> list[Nomination]:
    """Who is on the confirmed list and has not withdrawn since, office by office."""
    rows = call.nominations.filter(
        outcome=NominationOutcome.CONFIRMED, withdrawn_at__isnull=True
    ).select_related("person", "firm", "call__item")
    offices = list(calls.offices_of(call.item))
    return sorted(rows, key=lambda row: (offices.index(Office(row.office)), row.position or 0))


@dataclass(frozen=True, slots=True)
class Nominees:
    """Who is confirmed for one office, in the order of the list."""

    office: Office
    rows: tuple[Nomination, ...]


def nominees_of(call: NominationCall) -> tuple[Nominees, ...]:
    """The confirmed list office by office; one for which nobody is confirmed is not voted on."""
    confirmed = confirmed_of(call)
    by_office = (
        Nominees(office, tuple(row for row in confirmed if row.office == office))
        for office in calls.offices_of(call.item)
    )
    return tuple(one for one in by_office if one.rows)


def call_of(item: AgendaItem) -> NominationCall | None:
    """The call under an item; None where its candidates are entered directly."""
    return NominationCall.objects.filter(item=item).select_related("item").first()


def contest_of_nominees(
    *, office: str, seats: int, nominations: Sequence[Nomination]
) -> ContestSpec:
    """The question that elects ``seats`` of those confirmed, in the order of the list."""
    candidates = [
        CandidateSpec(
            name=row.person.name, person=row.person, firm=row.firm, note=unit_and_post(row)
        )
        for row in nominations
    ]
    return contest_of(office=office, seats=seats, candidates=candidates)


def unit_and_post(row: Nomination) -> Translated:
    """What stands beside a name: unit and post, as they were when somebody was nominated."""
    firm = row.firm.name if row.firm else Translated()
    return Translated(
        zh=f"{firm.zh} {row.post.zh}".strip(), en=f"{firm.en}, {row.post.en}".strip(", ")
    )


def refuse_unconfirmed(item: AgendaItem, contests: Iterable[ContestSpec]) -> None:
    """Raises CandidateUnconfirmed where nominations were called for under ``item`` and a candidate
    of ``contests`` is not on the confirmed list for that office, CandidateNotListed where there is
    such a list. A preliminary ballot asks who is to be nominated, before there is a list."""
    call = call_of(item)
    if call is None:
        return
    confirmed = {(row.person_id, row.office) for row in confirmed_of(call)}
    names = [
        str(candidate.name)
        for contest in contests
        if not contest.preliminary
        for candidate in contest.candidates
        if (candidate.person.pk if candidate.person else None, contest.office) not in confirmed
    ]
    if names:
        refusal = CandidateUnconfirmed if call.confirmed_at is None else CandidateNotListed
        raise refusal(item=str(item.title), names=pgettext("list", ", ").join(names))
