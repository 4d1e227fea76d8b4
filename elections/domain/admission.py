"""Who is present may vote; who leaves may not, until they come back.

Present is who is in the hall or was noted as taking part remotely, where that is allowed.

A vote that is exercised by written authority is admitted with its holder. What was cast stands:
where the vote passes from one to the other after that, nobody votes in that box again.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from elections.enums import ElectionState
from elections.models import Election, Participation, RollEntry
from members.models import Person


@transaction.atomic
def withdraw_admission(*, roll_entry: RollEntry) -> int:
    """The entry, or who votes for it, left: it cannot vote in open boxes any more; what was cast
    counts. Returns the number of boxes concerned."""
    return _open_boxes(roll_entry).update(admitted=False)


@transaction.atomic
def restore_admission(
    *, roll_entry: RollEntry, holder: Person | None = None, remote: bool = False
) -> list[Election]:
    """The entry came back, or who votes for it by written authority (``holder``): it may vote
    again in open boxes that were opened in its presence; ``remote``, in those that are not for the
    hall alone.

    Returns the boxes in which the other one had voted already: that vote stands.
    """
    standing = []
    for row in _open_boxes(roll_entry).select_related("election"):
        if remote and row.election.in_hall:
            continue
        passes = row.holder_id != (holder.pk if holder else None)
        if passes and row.cast:
            standing.append(row.election)
            row.admitted = False
        else:
            row.holder = holder
            row.admitted = True
        row.save(update_fields=["admitted", "holder"])
    return standing


@transaction.atomic
def end_authority(*, roll_entry: RollEntry) -> list[Election]:
    """Nobody votes by written authority for the entry any more; it votes itself once it is present.
    Returns the boxes in which the holder had voted: that vote stands."""
    standing = []
    for row in _open_boxes(roll_entry).filter(holder__isnull=False).select_related("election"):
        row.admitted = False
        if row.cast:
            standing.append(row.election)
        else:
            row.holder = None
        row.save(update_fields=["admitted", "holder"])
    return standing


def _open_boxes(entry: RollEntry) -> QuerySet[Participation]:
    """Locked: a ballot that is cast at this moment is seen, or waits."""
    found = Participation.objects.select_for_update(of=("self",))
    return found.filter(entry=entry, election__state=ElectionState.OPEN)
