"""The election as Belenios reads it: questions made of the contests, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elections.crypto.election import Question, make_election
from elections.enums import ContestKind
from elections.models import Contest, Election
from records.fields import Translated

FOR = "赞成 / for"
AGAINST = "反对 / against"


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a contest: ``first`` is the number of its first one (from 0)."""

    contest: Contest
    first: int

    @property
    def exclusive(self) -> tuple[int, int] | None:
        """The two questions of a slate, in which nobody may be marked twice."""
        return (self.first, self.first + 1) if self.contest.kind == ContestKind.SLATE else None


def joined(text: Translated) -> str:
    """Both languages in one line, since the description exists once; equal ones once."""
    return " / ".join(dict.fromkeys(part for part in (text.zh, text.en) if part))


def questions_of(contests: Sequence[Contest]) -> list[Questions]:
    """A motion or single candidate is one question, a slate is two: marks for, marks against."""
    result, number = [], 0
    for contest in contests:
        result.append(Questions(contest, number))
        number += 2 if contest.kind == ContestKind.SLATE else 1
    return result


def _questions(contest: Contest) -> list[Question]:
    title = joined(contest.title)
    if contest.kind != ContestKind.SLATE:
        return [Question(title, (FOR, AGAINST), 0, 1)]
    names = tuple(
        f"{candidate.position}. {joined(candidate.name)}" for candidate in contest.candidates.all()
    )
    return [
        Question(f"{title} · {FOR}", names, 0, contest.most_marks),
        Question(f"{title} · {AGAINST}", names, 0, len(names)),
    ]


def describe(election: Election, *, public_key: str) -> str:
    """The description, byte for byte as it will be hashed. Raises crypto's ElectionRefused."""
    contests = list(election.contests.prefetch_related("candidates"))
    exclusive = [pair.exclusive for pair in questions_of(contests) if pair.exclusive]
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
        exclusive=exclusive,
    )
