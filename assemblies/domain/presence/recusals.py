"""Who has no vote on an item since it is about themselves 回避.

Only a text that says so takes a vote against the will of its holder (BGB, § 34); elsewhere somebody
who steps aside of their own accord is recorded the same way, without a citation. Whoever is recused
stays present for the quorum. Authorities that they hold are votes of others, and stand.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.domain.locking import lock_item, require_phase, stream_of
from assemblies.domain.presence.quorum import state_quorum
from assemblies.enums import ItemState, Phase
from assemblies.errors import ItemOnlyHeard, NotEntitled, NotOnRoll
from assemblies.errors.roll import ReasonNeeded, RecusalLate
from assemblies.models import AgendaItem, Recusal
from bylaws.domain.in_force import rulebook_on
from elections.enums import BEFORE_OPENING
from elections.models import RollEntry
from members.models import User
from records.domain import log
from records.fields import Translated

TOPIC = "vote.conflict"
OPEN = (Phase.CONVENE, Phase.CHECK_IN, Phase.LIVE, Phase.COUNT)
STATED_IN = (Phase.CHECK_IN, Phase.LIVE, Phase.COUNT)


def conflict_rule(item: AgendaItem) -> Translated:
    """What takes the vote of who is concerned; empty where no text does."""
    return cited(rulebook_on(meeting_day(item.assembly)).sources(TOPIC))


@transaction.atomic
def recuse(
    *, item: AgendaItem, entry: RollEntry, reason: str, by: User | None, at: datetime
) -> Recusal:
    """Note that an entry has no vote on an item. Recused already, nothing changes.

    Where the quorum was stated for the item, it is stated anew, since the votes are others now.
    Raises ReasonNeeded, RecusalLate once the vote is open or taken, ItemOnlyHeard, NotOnRoll,
    NotEntitled, PhaseForbids.
    """
    item = lock_item(item)
    _require_before_the_vote(item)
    if entry.roll_id != item.assembly.roll_id:
        raise NotOnRoll(voter=str(entry))
    if not entry.entitled:
        raise NotEntitled(voter=str(entry), reason=str(entry.reason))
    known = item.recusals.filter(entry=entry, withdrawn_at__isnull=True).first()
    if known is not None:
        return known
    if not reason.strip():
        raise ReasonNeeded
    recusal = Recusal.objects.create(
        item=item,
        entry=entry,
        reason=reason.strip(),
        citation=conflict_rule(item),
        recorded_at=at,
    )
    _log(recusal, "recused", by, at)
    _state_anew(item, by, at)
    return recusal


@transaction.atomic
def withdraw_recusal(*, recusal: Recusal, by: User | None, at: datetime) -> Recusal:
    """They vote on the item after all. Withdrawn already, nothing changes. Raises RecusalLate."""
    item = lock_item(recusal.item)
    recusal = Recusal.objects.select_related("entry").get(pk=recusal.pk)
    recusal.item = item
    if recusal.withdrawn_at is not None:
        return recusal
    _require_before_the_vote(item)
    recusal.withdrawn_at = at
    recusal.save(update_fields=["withdrawn_at"])
    _log(recusal, "recusal_withdrawn", by, at)
    _state_anew(item, by, at)
    return recusal


def _require_before_the_vote(item: AgendaItem) -> None:
    require_phase(item.assembly, *OPEN)
    motion = getattr(item, "motion", None)
    if motion is None:
        raise ItemOnlyHeard(item=str(item.title))
    box = motion.election
    begun = box is not None and box.state not in BEFORE_OPENING
    if begun or motion.present is not None or motion.roll_call.exists():
        raise RecusalLate(item=str(item.title))


def _state_anew(item: AgendaItem, by: User | None, at: datetime) -> None:
    stated = item.assembly.quorum_checks.filter(item=item).exists()
    if stated and item.state == ItemState.CURRENT and item.assembly.phase in STATED_IN:
        state_quorum(assembly=item.assembly, item=item, by=by, at=at)


def _log(recusal: Recusal, event: str, by: User | None, at: datetime) -> None:
    payload = {
        "item": str(recusal.item_id),
        "entry": str(recusal.entry_id),
        "reason": recusal.reason,
    }
    stream = stream_of(recusal.item.assembly)
    log.record(stream=stream, event=event, payload=payload, by=by, at=at)
