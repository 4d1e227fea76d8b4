"""Whether those who are laid on a ballot may stand: asked when it is prepared and when it opens.

Nominees were examined before they were confirmed, and are asked again, since a meeting may have
been postponed past somebody's birthday. Where no nominations were called for, nobody was asked what
only they can declare: what the register shows not to be met refuses the ballot, what it does not
show is told to who runs the meeting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from assemblies.domain.days import meeting_day
from assemblies.domain.nominating.checking import Asked, Check, Examined, examined, reasons
from assemblies.domain.nominating.confirming import call_of, confirmed_of
from assemblies.domain.nominating.examining import checks_of
from assemblies.domain.planning.compatibility import Place
from assemblies.enums import Finding
from assemblies.errors.nominating import CandidateUnfit, NomineeUnfit
from assemblies.models import AgendaItem, Motion, Nomination
from bylaws.domain.in_force import rulebook_on
from elections.domain.prepare import ContestSpec
from elections.models import Candidate, Election
from members.enums import Office


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who stands for an office, with their checks in the language of the moment."""

    place: Place
    nominated: bool
    checks: tuple[Check, ...]

    @property
    def barring(self) -> list[Check]:
        """What keeps them from standing: of nominees whatever stops one, of others what is
        certain."""
        return [
            one
            for one in self.checks
            if one.stops and (self.nominated or one.verdict == Finding.NOT_MET)
        ]

    @property
    def told(self) -> list[Check]:
        """What is not known, or is not met and keeps nobody from standing."""
        known = (Finding.NOT_MET, Finding.UNKNOWN)
        return [one for one in self.checks if one.verdict in known and one not in self.barring]


def refuse_unfit(item: AgendaItem, contests: Iterable[ContestSpec], *, today: date) -> None:
    """Raises CandidateUnfit, or NomineeUnfit, for a candidate of ``contests`` under ``item`` who
    may not stand. Arrears are those of ``today``."""
    _refuse(_standing(item, _asked(contests), today=today))


def refuse_unfit_box(item: AgendaItem, box: Election, *, today: date) -> None:
    """The same of a box that is about to open: the register may say more than when it was
    prepared."""
    _refuse(_standing(item, _in_box(box), today=today))


def told_of_standing(motion: Motion | None, *, today: date) -> list[str]:
    """Of those who were entered: what is not known or not met, a sentence for each of them. What
    nominees were asked stands on the page of the nominations."""
    if motion is None or motion.election is None:
        return []
    found = _standing(motion.item, _in_box(motion.election), today=today)
    return [
        _("%(person)s, candidate for %(office)s: %(what)s") % _names(one, one.told)
        for one in found
        if one.told and not one.nominated
    ]


def _refuse(found: Iterable[Standing]) -> None:
    for one in found:
        if one.barring:
            error = NomineeUnfit if one.nominated else CandidateUnfit
            raise error(**_names(one, one.barring))


def _names(one: Standing, checks: Sequence[Check]) -> dict[str, object]:
    return {
        "person": one.place.person,
        "office": Office(one.place.office).label,
        "what": reasons(checks),
    }


def _asked(contests: Iterable[ContestSpec]) -> list[Place]:
    """A preliminary ballot asks who is to be nominated; they are examined then."""
    return [
        Place(candidate.person, candidate.firm, contest.office)
        for contest in contests
        if contest.office and not contest.preliminary
        for candidate in contest.candidates
        if candidate.person is not None
    ]


def _in_box(box: Election) -> list[Place]:
    """Nobody in a further round: who stands there was voted on already, and whoever was written in
    is examined before a seat is given."""
    if box.round > 1:
        return []
    rows = Candidate.objects.filter(
        contest__election=box, contest__preliminary=False, is_write_in=False, person__isnull=False
    ).exclude(contest__office="")
    ordered = rows.select_related("person", "firm", "contest").order_by(
        "contest__position", "position"
    )
    return [Place(row.person, row.firm, row.contest.office) for row in ordered if row.person]


def _standing(item: AgendaItem, places: Sequence[Place], *, today: date) -> Iterator[Standing]:
    """Offices that do not go together are refused by themselves."""
    if not places:
        return
    call = call_of(item)
    confirmed = confirmed_of(call) if call is not None else []
    nominated = {(row.person_id, row.office): row for row in confirmed}
    day = meeting_day(item.assembly)
    book = rulebook_on(day)
    for place in places:
        row = nominated.get((place.person.pk, place.office))
        if row is not None:
            case = examined(row, today=today)
        else:
            entered = Nomination(person=place.person, firm=place.firm, office=place.office)
            case = Examined(entered, item.assembly, day, today, book, Asked.NOBODY)
        yield Standing(place, row is not None, tuple(checks_of(case, [])))
