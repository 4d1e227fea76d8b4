"""When a membership ends by what is on record, be it on a day still to come, and what it held."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from members.enums import StandingStatus
from members.models import Firm, Mandate, Standing
from records.fields import Translated

LEFT = frozenset({StandingStatus.RESIGNED, StandingStatus.LOST, StandingStatus.EXPELLED})
"""The firm is no member any more."""
ENDED = Translated(zh="会员资格终止", en="The membership ended")
"""Why a seat, a representation or a certificate ended with it."""


def held_for(firm: Firm) -> QuerySet[Mandate]:
    """Seats held for ``firm``, also those recorded under an entry that goes on as it."""
    return Mandate.objects.filter(Q(firm=firm) | Q(firm__merged_into=firm))


def ends_on(firm: Firm, after: date) -> date | None:
    """The day after ``after`` on which the membership of ``firm`` ends; None where none is known.

    A firm that gave notice is a member until then, and whoever is named meanwhile acts until then.
    """
    coming = Standing.objects.filter(
        membership__firm=firm, superseded_at__isnull=True, from_on__gt=after, status__in=LEFT
    )
    return coming.order_by("from_on").values_list("from_on", flat=True).first()
