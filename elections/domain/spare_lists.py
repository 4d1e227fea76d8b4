"""Public codes for boxes still to come, where the server makes the codes and keeps none.

A run-off is prepared when nobody has the codes any more that were mailed in the morning. So while
they are there, the public halves for some further boxes of the same roll are computed too, each
under the name that such a box will have: one code serves all of a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from elections.fields import new_election_code
from elections.models import Ceremony, Roll, SpareList

SPARE = 8
"""Further boxes of one roll that a day's codes are made for; beyond them new codes are mailed."""


def keep_spare_lists(
    ceremony: Ceremony, rolls: Iterable[Roll], publics_for: Callable[[Roll, str], Sequence[str]]
) -> None:
    """Make the lists anew for ``rolls``; ``publics_for`` gives those of a roll in a box of a name,
    in an order that tells nothing."""
    for roll in rolls:
        ceremony.spare_lists.filter(roll=roll).delete()
        for _box in range(SPARE):
            code = new_election_code()
            ceremony.spare_lists.create(roll=roll, code=code, publics=list(publics_for(roll, code)))


def take_spare_list(ceremony: Ceremony | None, roll: Roll | None) -> SpareList | None:
    """A list for a new box of ``roll``, which no other box gets; None where there is none. For a
    transaction that makes the box."""
    if ceremony is None or roll is None:
        return None
    # The ceremony's lock first, as whoever mails codes takes it.
    held = Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    if not held.server_makes_codes:
        return None
    found = held.spare_lists.filter(roll=roll).first()
    if found is not None:
        found.delete()
    return found
