"""Elections on paper whose first ballot left seats open, and the rounds after it."""

from __future__ import annotations

from collections.abc import Sequence

from assemblies.domain.sitting import ballot
from assemblies.domain.sitting.seats_left import open_seats
from assemblies.domain.sitting.settle_seats import SeatChoice, settle_seats
from assemblies.enums import Method
from assemblies.models import Motion, SeatDecision
from bylaws.domain.parameters import BylawsParameter
from bylaws.enums import Matter
from elections.domain import publishing
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import Channel, ContestKind
from elections.models import Election
from members.enums import BodyKind
from tests.factories.assemblies import (
    add_motion,
    both,
    count_on_paper,
    entries_of,
    make_assembly,
    make_body,
    make_tellers,
    minute,
    opened,
    published_on_paper,
)
from tests.factories.texts import put_bylaws_in_force

Votes = Sequence[tuple[int, int, int]]
METHOD = "Election method of the day, art. 9"


def stated_by_the_bylaws(*rules: tuple[str, object]) -> None:
    """Bylaws that state ``rules``, from the first article on."""
    places = ("第一条", "第二条", "第三条")
    put_bylaws_in_force(
        *(
            BylawsParameter(key, value, place)
            for (key, value), place in zip(rules, places, strict=False)
        )
    )


def council(
    votes: Votes, seats: int, office: str = "council_member", members: int = 9, present: int = 7
) -> tuple[Motion, list[CandidateSpec]]:
    """A published first round on paper."""
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    make_tellers(assembly)
    opened(assembly, members=members, present=present)
    make_body(BodyKind.COUNCIL)
    standing = [
        CandidateSpec(name=entry.person.name, person=entry.person, firm=entry.firm)
        for entry in entries_of(assembly)[: len(votes)]
        if entry.person
    ]
    slate = ContestSpec(
        kind=ContestKind.SLATE,
        title=both("理事", "Council members"),
        seats=seats,
        office=office,
        candidates=standing,
    )
    published_on_paper(motion, [list(votes)], returned=present, contests=[slate])
    return motion, standing


def settle(motion: Motion, way: str, **more: object) -> list[SeatDecision]:
    """What is chosen for the first question whose seats are open."""
    (first, *_others) = open_seats(motion)
    assert motion.election is not None
    done = settle_seats(
        motion=motion,
        box=motion.election,
        choices=[SeatChoice(first.judged.contest.pk, way, **more)],  # type: ignore[arg-type] -- handed on
        channel=Channel.PAPER,
        by=None,
        at=minute(8),
    )
    motion.refresh_from_db()
    return done


def next_on_paper(motion: Motion, votes: Votes, *, at: int = 10, returned: int = 7) -> Election:
    """The next round, opened, counted and published."""
    ballot.open_ballot(motion=motion, by=None, at=minute(at))
    motion.refresh_from_db()
    assert motion.election is not None
    count_on_paper(motion.election, [votes], returned=returned)
    publishing.publish_result(election=motion.election, by=None, at=minute(at + 2))
    motion.refresh_from_db()
    return motion.election
