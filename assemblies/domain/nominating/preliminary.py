"""From a preliminary ballot (预选) to the election: whom it found stand, and nobody is typed again.

A preliminary ballot is an item of its own, at the same meeting or an earlier one. Those put forward
for an election can be voted on in it, and whom it found can be taken as candidates; where there is
a call for nominations, who was not found is struck off its list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assemblies.domain.nominating.deciding import strike
from assemblies.domain.nominating.states import standing_of
from assemblies.domain.sitting.judged import Judged, judged_contests
from assemblies.errors import RuleRefused, told_by_the_rules
from assemblies.errors.nominating import NobodyFound
from assemblies.models import AgendaItem, Assembly, Motion, Nomination, NominationCall
from elections.enums import ElectionState
from elections.models import Contest, RollEntry
from members.enums import Office
from members.models import Person, User

LATEST = 5
"""How many earlier ballots are offered: the one that is meant was held last or nearly so."""


@dataclass(frozen=True, slots=True)
class Source:
    """People for an office whom the record knows already: ``key`` names them in a form, ``label``
    says where from."""

    key: str
    label: str
    people: tuple[Person, ...]


def found_by_ballots(office: str, besides: AgendaItem) -> list[Source]:
    """Whom preliminary ballots for ``office`` found, the latest first."""
    contests = Contest.objects.filter(
        preliminary=True, office=office, election__state=ElectionState.PUBLISHED
    ).exclude(election__motion__item=besides)
    rows = contests.select_related("election__motion__item__assembly")
    found = []
    for contest in rows.order_by("-election__published_at")[:LATEST]:
        if people := _found_by(contest):
            item = contest.election.motion.item
            told = _("Found by the preliminary ballot “%(item)s”, %(meeting)s")
            label = told % {"item": item.title, "meeting": item.assembly}
            found.append(Source(str(contest.pk), label, people))
    return found


def _judged(contest: Contest) -> Judged | None:
    """None where its count is refused, which resolving says in its own words."""
    motion: Motion | None = getattr(contest.election, "motion", None)
    if motion is None:
        return None
    try:
        with told_by_the_rules():
            judged = judged_contests(motion)
    except RuleRefused:
        return None
    return next((one for one in judged if one.contest.pk == contest.pk), None)


def _found_by(contest: Contest) -> tuple[Person, ...]:
    judged = _judged(contest)
    chosen = judged.elected if judged is not None else ()
    return tuple(one.person for one in chosen if one.person is not None)


def _outvoted(contest: Contest) -> set[UUID]:
    """Who stood and was not found; a tie for the last place decides on nobody."""
    judged = _judged(contest)
    if judged is None:
        return set()
    kept = {one.pk for one in (*judged.elected, *judged.named(judged.slate.tied_at_edge))}
    standing = (line.candidate for line in judged.counted.lines)
    return {one.person_id for one in standing if one.person_id and one.pk not in kept}


def put_forward(office: str, item: AgendaItem) -> list[Source]:
    """Who is nominated for ``office`` under another item of the meeting, for a preliminary ballot
    among them."""
    calls = NominationCall.objects.filter(item__assembly=item.assembly_id).exclude(item=item)
    found = []
    for call in calls.select_related("item"):
        rows = [row for row in standing_of(call) if row.office == office]
        if rows:
            label = _("Nominated under “%(item)s”") % {"item": call.item.title}
            found.append(Source(str(call.pk), label, tuple(row.person for row in rows)))
    return found


def sources_of(office: str, item: AgendaItem) -> list[Source]:
    """Both, for the page on which candidates of ``item`` are entered."""
    return [*found_by_ballots(office, item), *put_forward(office, item)]


def entries_of_people(assembly: Assembly, people: Iterable[Person]) -> list[RollEntry]:
    """Their places on the roll of the meeting, one for each who has one."""
    entries = RollEntry.objects.filter(roll=assembly.roll_id, entitled=True, person__in=people)
    first: dict[UUID | None, RollEntry] = {}
    for entry in entries.order_by("position"):
        first.setdefault(entry.person_id, entry)
    return list(first.values())


@transaction.atomic
def keep_found(
    *, call: NominationCall, contest: Contest, decided_by: str, by: User | None, at: datetime
) -> list[Nomination]:
    """Strike off the list of ``call`` whoever stood in a preliminary ballot for their office and
    was not found by it; the reason names the ballot. Who did not stand in it, or tied for its last
    place, stays. Returns who was struck off; again, nobody.

    Raises NobodyFound where the ballot has no published result, ReasonNeeded without the name of
    who decides, OwnNomination, ListConfirmed, PhaseForbids.
    """
    contest = Contest.objects.select_related("election__motion__item__assembly").get(pk=contest.pk)
    is_published = contest.election.state == ElectionState.PUBLISHED
    if not (contest.preliminary and is_published and _found_by(contest)):
        raise NobodyFound
    outvoted = _outvoted(contest)
    item = contest.election.motion.item
    reasons = _("Not among the nominees of the preliminary ballot “%(item)s”, %(meeting)s.") % {
        "item": item.title,
        "meeting": item.assembly,
    }
    office = Office(contest.office)
    return [
        strike(nomination=row, reasons=reasons, decided_by=decided_by, by=by, at=at)
        for row in standing_of(call)
        if row.office == office and row.person_id in outvoted
    ]
