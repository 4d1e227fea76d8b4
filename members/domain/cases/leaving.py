"""What ends with a membership: seats held for the firm, its representatives, its certificates.

All of it on the day on which the membership ends and in the same transaction, with a letter to the
firm that a person releases. The bylaws may say that seats stay; where they say nothing, they end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from members.domain import mandates, represent
from members.domain.admitting import certificates
from members.domain.cases.ends import ENDED, LEFT, held_for
from members.domain.letters import case_letters
from members.domain.rules import Ruling, in_one_line, ruling_on
from members.models import Firm, Mandate, Membership, Representative, Standing, User
from members.signals import membership_ended

__all__ = ["ENDED", "LEFT", "SEATS_RULE", "Ending", "follow", "what_ends"]

SEATS_RULE = "membership.seats_end_with_membership"


@dataclass(frozen=True, slots=True)
class Ending:
    """What a membership's end takes with it; ``ruling`` says whether seats end, or is None."""

    seats: Sequence[Mandate]
    representatives: Sequence[Representative]
    ruling: Ruling | None

    @property
    def seats_stay(self) -> bool:
        return self.ruling is not None and self.ruling.value is False


def what_ends(firm: Firm, day: date) -> Ending:
    """What would end if the membership of ``firm`` ended on ``day``."""
    lasting = Q(until_on__isnull=True) | Q(until_on__gt=day)
    seats = held_for(firm).filter(lasting, superseded_at__isnull=True)
    acting = firm.representatives.filter(lasting, superseded_at__isnull=True)
    return Ending(
        seats=list(seats.select_related("person", "term__body").order_by("office", "pk")),
        representatives=list(acting.select_related("person").order_by("-votes", "pk")),
        ruling=ruling_on(SEATS_RULE, day),
    )


def follow(*, membership: Membership, standing: Standing, by: User | None, at: datetime) -> Ending:
    """End what hangs on a membership that ends with ``standing``. The caller holds its lock."""
    day = standing.from_on
    ending = what_ends(membership.firm, day)
    seats = [] if ending.seats_stay else list(ending.seats)
    # Written first, since whoever acts for the firm until now is whom it goes to.
    case_letters.draft_end(
        firm=membership.firm,
        standing=standing,
        seats=seats,
        representatives=ending.representatives,
        by=by,
        at=at,
    )
    cited = in_one_line(ending.ruling.citation) if ending.ruling else ""
    for seat in seats:
        mandates.end_mandate(
            mandate=seat,
            on=max(day, seat.from_on),
            reason=in_one_line(ENDED),
            source=cited or standing.source,
            by=by,
            at=at,
        )
    for acting in ending.representatives:
        represent.stop_acting(
            representative=acting,
            on=max(day, acting.from_on),
            reason=in_one_line(ENDED),
            by=by,
            at=at,
        )
    because = in_one_line(ENDED)
    certificates.revoke_certificates(membership=membership, on=day, because=because, by=by, at=at)
    membership_ended.send(Membership, membership=membership, standing=standing, by=by, at=at)
    return ending
