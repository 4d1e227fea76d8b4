"""Who is in the hall may vote; who leaves may not, until they come back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from elections.enums import ElectionState
from elections.models import Participation, RollEntry


@transaction.atomic
def withdraw_admission(*, roll_entry: RollEntry) -> int:
    """The entry left the hall: it cannot vote in open boxes any more; what it cast counts.

    Returns the number of boxes concerned. Boxes open to remote voters are not.
    """
    return _hall_boxes(roll_entry).update(admitted=False)


@transaction.atomic
def restore_admission(*, roll_entry: RollEntry) -> int:
    """The entry came back: it may vote again in open boxes that were opened in its presence."""
    return _hall_boxes(roll_entry).update(admitted=True)


def _hall_boxes(entry: RollEntry) -> QuerySet[Participation]:
    return Participation.objects.filter(
        entry=entry, election__state=ElectionState.OPEN, election__in_hall=True
    )
