"""Two entries of one firm are taken as one. Nothing is moved, so that it can be undone.

The dropped entry keeps its membership, its letters and its papers; it points at the kept one, its
standing says so from that day, and what the kept one lacks of it is copied. What was copied and
which standing it was stands in the merge.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.domain import days, facts
from members.domain.cases.ends import LEFT
from members.domain.firms import merge_copies
from members.domain.standing import standing_on
from members.enums import ApplicationState, ProceedingState, RequestState, StandingStatus
from members.errors import (
    MergeDropsMember,
    MergeHasOpenCases,
    MergeMovedOn,
    MergeOfKept,
    MergeOfMerged,
    MergeOfOne,
)
from members.models import (
    Application,
    ChangeRequest,
    Firm,
    Membership,
    Merge,
    Proceeding,
    Standing,
    User,
)
from records.domain import log
from records.fields import Translated

STREAM = "register"
OPEN_APPLICATIONS = [
    ApplicationState.SUBMITTED,
    ApplicationState.INCOMPLETE,
    ApplicationState.NOTICE,
    ApplicationState.READY,
]
OPEN_PROCEEDINGS = [ProceedingState.OPENED, ProceedingState.CHARGED, ProceedingState.HEARD]

OBSTACLES: list[Callable[[Firm, date], list[str]]] = []
"""What apps that stand above know to be open on a day with an entry that is to be dropped."""


@transaction.atomic
def merge_firms(*, kept: Firm, dropped: Firm, reason: str, by: User | None, at: datetime) -> Merge:
    """Let ``dropped`` go on as ``kept`` from the day of ``at``; doing it again changes nothing.

    Raises MergeOfOne, MergeOfMerged, MergeOfKept, MergeHasOpenCases, MergeDropsMember,
    LaterFactExists.
    """
    kept, dropped = _locked(kept, dropped)
    if dropped.merged_into_id == kept.pk:
        return Merge.objects.get(dropped=dropped, distinct=False, undone_at__isnull=True)
    _refuse(kept, dropped, days.local_day(at))
    effects = merge_copies.copy_over(kept=kept, dropped=dropped, by=by, at=at)
    effects |= _end_standing(kept, dropped, at)
    dropped.merged_into = kept
    dropped.save(update_fields=["merged_into"])
    merge = Merge.objects.create(
        kept=kept, dropped=dropped, reason=reason, effects=effects, merged_at=at
    )
    payload = {"merge": merge.pk, "kept": kept.pk, "dropped": dropped.pk}
    log.record(stream=STREAM, event="firms_merged", payload=payload, by=by, at=at)
    return merge


def _locked(first: Firm, second: Firm) -> tuple[Firm, Firm]:
    """Both rows, locked in one order whoever is kept: two who merge a pair both ways wait."""
    if first.pk == second.pk:
        raise MergeOfOne
    # Memberships before firms, as all acts that change a standing do.
    pair = Membership.objects.filter(firm__in=[first.pk, second.pk]).order_by("pk")
    list(pair.select_for_update().values_list("pk"))
    rows = {
        row.pk: row
        for row in Firm.objects.select_for_update()
        .filter(pk__in=[first.pk, second.pk])
        .order_by("pk")
    }
    return rows[first.pk], rows[second.pk]


def _refuse(kept: Firm, dropped: Firm, day: date) -> None:
    for firm in (kept, dropped):
        if firm.merged_into_id is not None:
            raise MergeOfMerged(firm=str(firm))
    if dropped.duplicates.exists():
        raise MergeOfKept(firm=str(dropped))
    cases = open_cases(dropped, day)
    if cases:
        raise MergeHasOpenCases(firm=str(dropped), cases=", ".join(cases))
    goes_on, ends = (standing_on(firm.membership, day).status for firm in (kept, dropped))
    if goes_on in LEFT and ends not in LEFT:
        raise MergeDropsMember(kept=str(kept.membership), dropped=str(dropped.membership))


def open_cases(firm: Firm, day: date) -> list[str]:
    """What is still to be decided of an entry, in words."""
    applications = Application.objects.filter(state__in=OPEN_APPLICATIONS)
    codes = applications.filter(registration_code=firm.registration_code)
    found = [str(row.number) for row in codes | applications.filter(firm=firm)]
    proceedings = Proceeding.objects.filter(membership__firm=firm, state__in=OPEN_PROCEEDINGS)
    found += [str(row.get_kind_display()) for row in proceedings]
    if ChangeRequest.objects.filter(firm=firm, state=RequestState.OPEN).exists():
        found.append(_("a request for changes"))
    return found + [told for ask in OBSTACLES for told in ask(firm, day)]


def _end_standing(kept: Firm, dropped: Firm, at: datetime) -> dict[str, Any]:
    """The dropped membership is MERGED from the day on; ids of what stood before and since."""
    series = Standing.objects.filter(membership=dropped.membership)
    before = set(series.filter(superseded_at__isnull=True).values_list("pk", flat=True))
    number = kept.membership.number
    merged = facts.continue_with(
        series=series,
        new=Standing(
            membership=dropped.membership,
            status=StandingStatus.MERGED,
            from_on=max(days.local_day(at), dropped.membership.joined_on),
            reason=Translated(
                zh=f"与会员号{number}为同一单位，重复登记",
                en=f"The same firm as member number {number}, recorded twice",
            ),
            source=f"{kept.registration_code} {number}",
        ),
        at=at,
    )
    since = set(series.filter(superseded_at__isnull=True).values_list("pk", flat=True))
    return {
        "standing": merged.pk,
        "standings_replaced": sorted(before - since),
        "standings_made": sorted(since - before),
    }


@transaction.atomic
def undo_merge(*, merge: Merge, by: User | None, at: datetime) -> Merge:
    """Both are entries of their own again, as if it had not been; undoing twice changes nothing.

    The standing of the dropped one is what it was before, by new rows; what was copied is taken
    back unless it was changed since. Raises MergeMovedOn.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None or merge.distinct:
        return merge
    kept, dropped = _locked(merge.kept, merge.dropped)
    _restore_standing(merge, dropped, at)
    merge_copies.take_back(kept=kept, effects=merge.effects, at=at)
    dropped.merged_into = None
    dropped.save(update_fields=["merged_into"])
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    payload = {"merge": merge.pk, "kept": kept.pk, "dropped": dropped.pk}
    log.record(stream=STREAM, event="merge_undone", payload=payload, by=by, at=at)
    return merge


def _restore_standing(merge: Merge, dropped: Firm, at: datetime) -> None:
    made = Standing.objects.filter(pk__in=merge.effects["standings_made"])
    replaced = Standing.objects.filter(pk__in=merge.effects["standings_replaced"])
    current = Standing.objects.filter(membership=dropped.membership, superseded_at__isnull=True)
    untouched = not made.filter(superseded_at__isnull=False).exists()
    later = current.filter(from_on__gt=Standing.objects.get(pk=merge.effects["standing"]).from_on)
    if not untouched or later.exists():
        raise MergeMovedOn(firm=str(dropped))
    made.update(superseded_at=at)
    for fact in replaced.order_by("from_on"):
        again = copy(fact)
        again.pk, again._state.adding = None, True
        again.superseded_at, again.recorded_at = None, at
        again.save()


@transaction.atomic
def mark_distinct(
    *, first: Firm, second: Firm, reason: str = "", by: User | None, at: datetime
) -> Merge:
    """That these two are two firms, so that nobody is asked again. Twice changes nothing.

    Raises MergeOfOne, MergeOfMerged.
    """
    kept, dropped = _locked(first, second)
    for firm in (kept, dropped):
        if firm.merged_into_id is not None:
            raise MergeOfMerged(firm=str(firm))
    pair = [kept.pk, dropped.pk]
    known = Merge.objects.filter(distinct=True, kept__in=pair, dropped__in=pair).first()
    if known is not None:
        return known
    merge = Merge.objects.create(
        kept=kept, dropped=dropped, distinct=True, reason=reason, merged_at=at
    )
    payload = {"firms": sorted(str(pk) for pk in pair)}
    log.record(stream=STREAM, event="firms_found_distinct", payload=payload, by=by, at=at)
    return merge
