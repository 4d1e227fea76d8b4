"""Shows of hands counted by two people, each on their own: only a count that both came to stands.

Neither sees the other's figures before both are in. Where they differ, both lapse and the figures
are named, so that both count again; nobody can simply follow the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assemblies.domain.locking import lock_motion, stream_of
from assemblies.domain.sitting.hands import ENTERED, checked, put_down
from assemblies.errors import CountedByOne
from assemblies.models import HandsCount, Motion
from members.models import User
from records.domain import log

FIGURES = ("votes_for", "votes_against", "abstentions", "written_consents")


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure on which two counts differ: its name and both values."""

    name: str
    values: tuple[int, int]


@dataclass(frozen=True, slots=True)
class CountsSeen:
    """What one person may know: their own count; how many others are in; on what the last two
    differed, while nothing new was entered."""

    mine: HandsCount | None
    others_in: int
    differences: tuple[Difference, ...]
    agreed: bool


@transaction.atomic
def enter_count(
    *,
    motion: Motion,
    votes_for: int,
    votes_against: int,
    abstentions: int,
    by: User,
    at: datetime,
    written_consents: int = 0,
) -> HandsCount:
    """Enter the count of ``by``; a new one takes the place of their former.

    As soon as another person's count is equal, it is the count of the motion. Where it differs,
    both lapse. A count that was agreed on and is entered otherwise before the resolution is open
    again. Raises CountedByOne where the meeting has one count, and what ``record_show_of_hands``
    refuses.
    """
    motion = lock_motion(motion)
    if not motion.item.assembly.two_counts:
        raise CountedByOne
    voted = (votes_for, votes_against, abstentions)
    check = checked(motion, voted, written_consents, by=by, at=at)
    figures = (*voted, written_consents)
    standing = motion.hands_counts.filter(superseded_at__isnull=True)
    mine = standing.filter(counted_by=by).first()
    if mine is not None and _figures(mine) == figures:
        return mine
    standing.filter(counted_by=by).update(superseded_at=at)
    count = HandsCount.objects.create(
        motion=motion,
        counted_by=by,
        entered_at=at,
        **dict(zip(FIGURES, figures, strict=True)),
    )
    _log(motion, "hands_count_entered", by, at, count=str(count.pk))
    other = standing.exclude(pk=count.pk).order_by("entered_at").last()
    if other is None:
        return count
    if _figures(other) == figures:
        put_down(motion, check, voted, written_consents, by=by, at=at)
    else:
        _open_again(motion, (other, count), at)
    return count


def _open_again(motion: Motion, counts: tuple[HandsCount, HandsCount], at: datetime) -> None:
    motion.hands_counts.filter(superseded_at__isnull=True).update(superseded_at=at)
    motion.present, motion.written_consents = None, 0
    motion.votes_for = motion.votes_against = motion.abstentions = None
    motion.save(update_fields=ENTERED)
    _log(motion, "hands_counts_differ", None, at, counts=[str(count.pk) for count in counts])


def counts_seen(motion: Motion, user: User) -> CountsSeen:
    """The state of the counts as ``user`` may see it."""
    standing = list(motion.hands_counts.filter(superseded_at__isnull=True))
    mine = next((count for count in standing if count.counted_by_id == user.pk), None)
    return CountsSeen(
        mine=mine,
        others_in=sum(count.counted_by_id != user.pk for count in standing),
        differences=() if standing else _last_differences(motion),
        agreed=motion.present is not None,
    )


def _last_differences(motion: Motion) -> tuple[Difference, ...]:
    """Two counts that lapsed at one instant had differed."""
    lapsed = motion.hands_counts.filter(superseded_at__isnull=False)
    last = lapsed.order_by("superseded_at").last()
    if last is None:
        return ()
    together = lapsed.filter(superseded_at=last.superseded_at).order_by("entered_at")
    pair = list({count.counted_by_id: count for count in together}.values())
    if len(pair) < 2:
        return ()
    names = (_("For"), _("Against"), _("Abstain"), _("Consenting in writing"))
    rows = zip(names, _figures(pair[0]), _figures(pair[1]), strict=True)
    return tuple(Difference(name, (one, two)) for name, one, two in rows if one != two)


def _figures(count: HandsCount) -> tuple[int, ...]:
    return tuple(getattr(count, name) for name in FIGURES)


def _log(motion: Motion, event: str, by: User | None, at: datetime, **more: object) -> None:
    payload = {"motion": str(motion.pk), **more}
    log.record(stream=stream_of(motion.item.assembly), event=event, payload=payload, by=by, at=at)
