"""The election as Belenios reads it: questions made of the contests, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elections.crypto.declarations import Covered, Pair
from elections.crypto.election import Question, make_election
from elections.domain.eligibility import is_by_slip
from elections.enums import LISTS, ContestKind, WriteIns
from elections.models import Contest, Election, EligiblePerson
from records.fields import Translated

FOR = "赞成 / for"
AGAINST = "反对 / against"


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a contest: ``first`` is the number of its first one (from 0)."""

    contest: Contest
    first: int

    @property
    def length(self) -> int:
        """A slate is two questions, marks for and marks against; any other kind is one."""
        return 2 if self.contest.kind == ContestKind.SLATE else 1

    @property
    def exclusive(self) -> tuple[Pair, ...]:
        """The two questions of a slate, in which nobody may be marked twice."""
        return ((self.first, self.first + 1),) if self.length == 2 else ()

    @property
    def covered(self) -> tuple[Covered, ...]:
        """Where write-ins are no more than marks against: from which answer on they stand."""
        if self.contest.write_ins != WriteIns.COVERED or not self.contest.eligible.all():
            return ()
        return ((self.first, len(self.contest.standing), self.first + 1),)

    @property
    def blank(self) -> tuple[Pair, ...]:
        """The questions of a slate in both of which a blank vote is the only mark."""
        return self.exclusive if self.contest.blank_vote else ()


def joined(text: Translated) -> str:
    """Both languages in one line, since the description exists once; equal ones once."""
    return " / ".join(dict.fromkeys(part for part in (text.zh, text.en) if part))


def questions_of(contests: Sequence[Contest]) -> list[Questions]:
    """Which questions of the description belong to which contest, in their order."""
    result: list[Questions] = []
    for contest in contests:
        first = result[-1].first + result[-1].length if result else 0
        result.append(Questions(contest, first))
    return result


def _questions(contest: Contest) -> list[Question]:
    title, blank = joined(contest.title), contest.blank_vote
    if contest.kind not in LISTS:
        return [Question(title, (FOR, AGAINST), 0, 1, blank)]
    names = tuple(f"{one.position}. {joined(one.name)}" for one in contest.standing)
    others = tuple(_told(one) for one in contest.eligible.all())
    marks_for = Question(f"{title} · {FOR}", (*names, *others), 0, contest.most_marks, blank)
    if not contest.has_against:
        return [marks_for]
    return [marks_for, Question(f"{title} · {AGAINST}", names, 0, len(names))]


def _told(one: EligiblePerson) -> str:
    """With unit and post, since among all the members two may have one name."""
    note = joined(one.note)
    return f"{one.position}. {joined(one.name)}{f' · {note}' if note else ''}"


def describe(election: Election, *, public_key: str) -> str:
    """The description, byte for byte as it will be hashed. Raises crypto's ElectionRefused."""
    contests = list(election.contests.prefetch_related("candidates", "eligible"))
    asked = questions_of(contests)
    text = "\n".join(
        f"{contest.position}. {joined(contest.text or contest.title)}".replace("\n", " ")
        for contest in contests
    )
    authority = election.ceremony.authority if election.ceremony else None
    return make_election(
        uuid=election.code,
        name=joined(election.title),
        description=text,
        questions=[question for contest in contests for question in _questions(contest)],
        public_key=public_key,
        credential_authority=joined(authority.name) if authority else None,
        exclusive=[pair for one in asked for pair in one.exclusive],
        covered=[demand for one in asked for demand in one.covered],
        blank=[pair for one in asked for pair in one.blank],
        final=is_by_slip(election),
    )
