"""Who stood and is elected, but holds a seat by now that does not go with it (CN-C4, CN-D2)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assemblies.domain.nominating.checking import UNSETTLED, Check
from assemblies.domain.planning.compatibility import (
    Conflict,
    Place,
    conflicts_of,
    places_held,
    rules_apart,
)
from assemblies.domain.sitting.elected import elected_told, written_in_for
from assemblies.enums import Finding
from assemblies.models import Motion
from bylaws.domain.profiles import FIRM
from elections.models import Candidate
from members.enums import Office
from members.models import Person


@dataclass(frozen=True, slots=True)
class Elect:
    """Somebody elected, with what is asked before the seat is given, in the language of the moment.
    ``stood``: on the ballot; else they were written in."""

    candidate: Candidate
    person: Person
    office: Office
    checks: tuple[Check, ...]
    stood: bool = False

    @property
    def stopping(self) -> list[Check]:
        """What keeps the seat from being given."""
        return [one for one in self.checks if one.stops]

    @property
    def told(self) -> list[Check]:
        """What is not met, or not known, and keeps no seat from being given."""
        return [one for one in self.checks if one.verdict in UNSETTLED and not one.stops]


def kept_apart(motion: Motion) -> list[Elect]:
    """Whoever stood in the motion's ballots, is elected, and holds a seat on the other side.

    Ballots are prepared so that nobody stands for both, but who is tied stands for nothing until a
    lot or seniority chooses them, and a seat may be given in the register meanwhile. Then the vote
    stands, and the seat is held back as that of somebody written in is: refusing to resolve would
    leave two valid results without a way on. Only seats that are given count: of two elections the
    one that is resolved on first gives its seat, else neither would.
    """
    assembly = motion.item.assembly
    rules = rules_apart(assembly)
    if not rules:
        return []
    held = list(places_held(assembly))
    written_in = written_in_for(motion)  # they are examined whole
    found = []
    for candidate, person, office in elected_told(motion):
        if (person.pk, office) in written_in:
            continue
        place = Place(person, candidate.firm, office)
        checks = tuple(_check(one) for one in conflicts_of(place, held, rules))
        if checks:
            found.append(Elect(candidate, person, office, checks, stood=True))
    return found


def _check(conflict: Conflict) -> Check:
    told = {"person": conflict.other.person, "office": Office(conflict.other.office).label}
    if conflict.between == FIRM:
        sentence = _("%(person)s, of the same firm, holds a seat as %(office)s.") % told
    else:
        sentence = _("%(person)s holds a seat as %(office)s.") % told
    return Check(
        topic=f"{conflict.topic}.offices",
        title=_("Offices that do not go together"),
        verdict=Finding.NOT_MET,
        sentence=sentence,
        citation=conflict.citation,
        blocks=True,
    )
