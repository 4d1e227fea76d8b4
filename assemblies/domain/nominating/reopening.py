"""A confirmed list is reopened, so that it can be put right and confirmed anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import require_phase, stream_of
from assemblies.domain.nominating import calls
from assemblies.domain.nominating.confirming import confirmed_of
from assemblies.domain.nominating.deciding import refuse_own
from assemblies.enums import NominationOutcome
from assemblies.errors.nominating import CandidatesLaidDown
from assemblies.errors.roll import ReasonNeeded
from assemblies.models import Motion, NominationCall
from members.models import User
from records.domain import log


@transaction.atomic
def reopen_list(
    *, call: NominationCall, reason: str, by: User | None, at: datetime
) -> NominationCall:
    """Take back that the list was confirmed, with the reason. Whoever was on it stands as before:
    agreed and announced, their approvals on record. Whom the committee struck off stays so. The
    log keeps the list as it was, with its order and seed. A list that is open already stays so.

    Raises ReasonNeeded, CandidatesLaidDown once they are on a ballot, OwnNomination for somebody on
    the list, PhaseForbids.
    """
    call = calls.lock_call(call)
    if call.confirmed_at is None:
        return call
    require_phase(call.item.assembly, *calls.BEFORE_THE_VOTE)
    if not reason.strip():
        raise ReasonNeeded
    if Motion.objects.filter(item=call.item_id, election__isnull=False).exists():
        raise CandidatesLaidDown(item=str(call.item.title))
    listed = confirmed_of(call)
    for row in listed:
        refuse_own(row, by)
    payload = {
        "item": str(call.item_id),
        "reason": reason.strip(),
        "confirmed_at": call.confirmed_at.isoformat(),
        "confirmed_by": call.confirmed_by,
        "order": call.order,
        "seed": call.seed,
        "nominations": [str(row.pk) for row in listed],
    }
    call.nominations.filter(pk__in=[row.pk for row in listed]).update(
        outcome=NominationOutcome.OPEN, position=None, findings=[], decided_at=None, decided_by=""
    )
    call.confirmed_at, call.confirmed_by, call.order, call.seed = None, "", "", ""
    call.reopened_at, call.reopened_because = at, reason.strip()
    call.save(
        update_fields=[
            "confirmed_at",
            "confirmed_by",
            "order",
            "seed",
            "reopened_at",
            "reopened_because",
        ]
    )
    stream = stream_of(call.item.assembly)
    log.record(stream=stream, event="candidates_reopened", payload=payload, by=by, at=at)
    return call
