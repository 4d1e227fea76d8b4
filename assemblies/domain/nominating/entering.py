"""Who stands, when their box is prepared and when it opens: what the rules say of them then.

Nominees are asked what only they can declare, and nobody is confirmed while a check stops them.
They are examined again, since the day of the meeting and the register may change after that. Where
no nominations were called for nobody asked those who are entered: what is not known is told to who
runs the meeting, and what the register shows not to be met refuses the box (CN-C1 to CN-C7, each
with its citation). An approval is put on record where nominations are called for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.domain.nominating.checking import UNSETTLED, Asked, Check, Examined, reasons
from assemblies.domain.nominating.confirming import call_of, confirmed_of
from assemblies.domain.nominating.examining import checks_of
from assemblies.domain.planning.compatibility import Place, places_taken
from assemblies.domain.presence.key_holders import confirmed_by
from assemblies.enums import Finding
from assemblies.errors.nominating import CandidateUnfit, NomineeUnfit
from assemblies.models import AgendaItem, Assembly, Motion, Nomination, NominationCall
from bylaws.domain.in_force import rulebook_on
from dues.domain.arrears import arrears_on
from elections.domain.prepare import ContestSpec
from elections.domain.rounds import rounds_of
from elections.enums import BEFORE_OPENING
from elections.models import Candidate, Election
from members.enums import ONE_HOLDER, Office
from records.fields import Translated

NUMBER = "officers.number"
"""The topic of the rule on how many officers there are (CN-B8)."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who was entered for an office, with their checks in the language of the moment."""

    place: Place
    checks: tuple[Check, ...]

    @property
    def barring(self) -> list[Check]:
        """What is certain, and keeps them from standing."""
        return [one for one in self.checks if one.stops and one.verdict == Finding.NOT_MET]

    @property
    def told(self) -> list[Check]:
        """What is not met or not known."""
        return [one for one in self.checks if one.verdict in UNSETTLED]


@dataclass(frozen=True, slots=True)
class Remark:
    """What who runs the meeting has to know before a vote: of the ``people``, each with the office
    they stand for, or of the ballot itself where it names nobody."""

    title: str
    sentence: str
    citation: Translated
    people: tuple[str, ...] = ()


def refuse_unfit(item: AgendaItem, contests: Iterable[ContestSpec], *, today: date) -> None:
    """Raises NomineeUnfit for a candidate of ``contests`` who is on the confirmed list under
    ``item`` and whose checks would keep them off it now; CandidateUnfit, where no nominations were
    called for, for one who by the register may not stand. Arrears are those of ``today``."""
    _refuse(item, _asked(contests), today=today)


def refuse_unfit_box(item: AgendaItem, box: Election, *, today: date) -> None:
    """The same of a box that is about to open: the register may say more than when it was
    prepared. Whoever was written in before is examined when the result is resolved on."""
    _refuse(item, _standing(box), today=today)


def told_before_vote(motion: Motion | None, *, today: date) -> list[Remark]:
    """Of a box that is not open yet: where no resolution confirmed who holds its keys, where more
    would be elected to an office than the rules know, and, of those who were entered without
    nominations, what is not known or not met; who has the same check open for the same reason is
    told together."""
    box = motion.election if motion is not None else None
    if motion is None or box is None or box.state not in BEFORE_OPENING:
        return []
    return [
        *_keys_told(motion.item.assembly, box),
        *_seats_told(motion.item, box),
        *_entered_told(motion, box, today=today),
    ]


def _keys_told(assembly: Assembly, box: Election) -> Iterator[Remark]:
    held = assembly.ceremony
    if not box.is_electronic or held is None or held.is_server_alone or confirmed_by(assembly):
        return
    names = tuple(str(one.person) for one in held.trustees.select_related("person"))
    words = _("No resolution on record says that the meeting confirmed who holds the keys.")
    yield Remark(_("Trustees"), words, Translated(), names)


def _seats_told(item: AgendaItem, box: Election) -> Iterator[Remark]:
    rule = rulebook_on(meeting_day(item.assembly)).about(NUMBER)
    if rule is None:
        return
    seats: Counter[str] = Counter()
    for contest in box.contests.filter(office__in=ONE_HOLDER, preliminary=False):
        seats[contest.office] += contest.seats
    words = _("%(seats)s would be elected %(office)s, an office that one holds.")
    for office, number in seats.items():
        if number > 1:
            sentence = words % {"office": Office(office).label, "seats": number}
            yield Remark(_("Number of seats"), sentence, cited(rule.sources))


def _entered_told(motion: Motion, box: Election, *, today: date) -> Iterator[Remark]:
    if call_of(motion.item) is not None:
        return
    together: dict[tuple[str, str], Remark] = {}
    for one in _entered(motion.item, _standing(box), today=today):
        names = {"person": one.place.person, "office": Office(one.place.office).label}
        name = _("%(person)s (%(office)s)") % names
        for check in one.told:
            key = (check.title, check.sentence)
            known = together.get(key) or Remark(check.title, check.sentence, check.citation)
            together[key] = replace(known, people=(*known.people, name))
    yield from together.values()


def _refuse(item: AgendaItem, places: Sequence[Place], *, today: date) -> None:
    call = call_of(item)
    if call is not None:
        _refuse_nominees(item, call, places, today=today)
        return
    for one in _entered(item, places, today=today):
        if one.barring:
            raise CandidateUnfit(**_names(one.place, one.barring))


def _refuse_nominees(
    item: AgendaItem, call: NominationCall, places: Sequence[Place], *, today: date
) -> None:
    """Beside what else they hold or stand for, and not what others nominate them for since: that
    stops the other list, and no ballot of this one."""
    if not places:
        return
    asked = {(place.person.pk, place.office): place for place in places}
    others, known = places_taken(item.assembly), _read(item, today)
    for row in confirmed_of(call):
        place = asked.get((row.person_id, row.office))
        if place is None:
            continue
        case = replace(known, nomination=row, asked=Asked.NOMINEE)
        stopping = [one for one in checks_of(case, others) if one.stops]
        if stopping:
            raise NomineeUnfit(**_names(place, stopping))


def _names(place: Place, checks: Sequence[Check]) -> dict[str, object]:
    return {
        "person": place.person,
        "office": Office(place.office).label,
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


def _standing(box: Election) -> list[Place]:
    written = Candidate.objects.filter(contest__election__in=rounds_of(box), is_write_in=True)
    known = set(written.values_list("person", "contest__office"))
    rows = Candidate.objects.filter(
        contest__election=box, contest__preliminary=False, is_write_in=False, person__isnull=False
    ).exclude(contest__office="")
    rows = rows.select_related("person", "firm", "contest").order_by(
        "contest__position", "position"
    )
    return [
        Place(row.person, row.firm, row.contest.office)
        for row in rows
        if row.person is not None and (row.person.pk, row.contest.office) not in known
    ]


def _entered(item: AgendaItem, places: Sequence[Place], *, today: date) -> Iterator[Entered]:
    if not places:
        return
    known = _read(item, today)
    for place in places:
        row = Nomination(person=place.person, firm=place.firm, office=place.office)
        # Offices that do not go together are refused by themselves.
        yield Entered(place, tuple(checks_of(replace(known, nomination=row), [])))


def _read(item: AgendaItem, today: date) -> Examined:
    """What is the same for all: read once, since a council has many candidates."""
    day = meeting_day(item.assembly)
    return Examined(
        nomination=Nomination(),
        assembly=item.assembly,
        day=day,
        today=today,
        book=rulebook_on(day),
        asked=Asked.NOBODY,
        arrears=arrears_on(today),
    )
