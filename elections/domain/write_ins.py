"""Who can be written in (另选他人): everybody eligible is an answer of the question, so that only
sums appear; who got no mark appears nowhere but in the archive.

See CN-E5 and ``docs/explanation/ballots.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from elections.domain.entitlement import entitlements_on
from elections.enums import WriteIns, WriteInsFrom
from elections.models import Candidate, Contest, Election, EligiblePerson, Roll
from members.models import Firm, Person, Representative
from records.fields import Translated

Eligible = tuple[Person, Firm | None, Translated]
"""A person with the firm that they act for and their post in it."""


def note_of(firm: Firm | None, post: Translated) -> Translated:
    """Unit and post in one line, as ballots tell them beside a name."""
    if firm is None:
        return Translated(post)
    return Translated(
        zh=f"{firm.name.zh} {post.zh}".strip(),
        en=f"{firm.name.en}, {post.en}".strip(", "),
    )


def lay_out_eligible(election: Election) -> None:
    """Write down anew, for every question of a box that is not open yet, who can be written in.

    Without a roll nobody is yet. Candidates are left out: they are on the ballot.
    """
    for contest in election.contests.exclude(write_ins=WriteIns.NONE):
        contest.eligible.all().delete()
        if election.roll is not None:
            _lay_out(contest, election.roll)


def _lay_out(contest: Contest, roll: Roll) -> None:
    standing = {candidate.person_id for candidate in contest.standing}
    source = _of_members if contest.write_ins_from == WriteInsFrom.MEMBERS else _of_roll
    once: dict[object, Eligible] = {}
    for person, firm, post in source(roll):
        if person.pk not in standing:
            once.setdefault(person.pk, (person, firm, post))
    first = len(contest.standing) + 1
    EligiblePerson.objects.bulk_create(
        EligiblePerson(
            contest=contest,
            position=position,
            person=person,
            firm=firm,
            name=person.name,
            note=note_of(firm, post),
        )
        for position, (person, firm, post) in enumerate(once.values(), start=first)
    )


def _of_roll(roll: Roll) -> Iterator[Eligible]:
    entries = roll.entries.filter(entitled=True, person__isnull=False)
    for entry in entries.select_related("person", "firm").order_by("position"):
        assert entry.person is not None  # filtered above
        yield entry.person, entry.firm, entry.post


def _of_members(roll: Roll) -> Iterator[Eligible]:
    """Whoever represents a member on the record date, with a vote or without; a member whose vote
    is suspended loses nobody who could be chosen."""
    day: date = roll.record_on
    firms = {row.membership.firm_id for row in entitlements_on(day) if row.standing.is_active}
    acting = Representative.objects.filter(Representative.holds_on(day), firm__in=firms)
    for one in acting.select_related("person", "firm").order_by("firm__name", "-votes", "pk"):
        yield one.person, one.firm, one.post


def written_in(contest: Contest, positions: Iterable[int]) -> dict[int, Candidate]:
    """The candidates whom those at these places among the answers become, made where they are not
    there yet; to be called under the box's lock."""
    wanted = set(positions)
    found = {
        candidate.position: candidate
        for candidate in contest.candidates.filter(is_write_in=True, position__in=wanted)
    }
    for one in contest.eligible.filter(position__in=wanted - set(found)):
        found[one.position] = Candidate.objects.create(
            contest=contest,
            position=one.position,
            person=one.person,
            firm=one.firm,
            name=one.name,
            note=one.note,
            is_write_in=True,
        )
    return found
