"""The example's assembly on its day: whom the browsers do not play comes and votes by the acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from assemblies.domain.presence import check_in
from assemblies.models import AgendaItem, Assembly
from desk.domain.demo import ballots, voters
from desk.domain.example.data import read_json
from desk.domain.example.keys import VotingCodes
from desk.domain.example.register import person_of
from elections.enums import ContestKind
from elections.models import Contest, Election, RollEntry
from members.models import User

SECRETARIAT = "lin.hui@jindong-auto.example"
COUNCIL_SEATS = 31
# 126 are entitled and two thirds of them are a quorum: two more than that.
PRESENT = 86

# Everyone's marks in a box: the voter's number in order and the contest give a mark a candidate.
Marking = Callable[[int, Contest], Sequence[str]]


def council_candidates() -> list[str]:
    """Their firms' member numbers in the order of the ballot."""
    return [row["member_number"] for row in read_json("candidates.json")["council"]["candidates"]]


def supervisor_candidates() -> list[str]:
    rows = read_json("candidates.json")["supervisors"]["candidates"]
    return [row["member_number"] for row in rows]


def email_of(number: str) -> str:
    """The log-in of the representative of the firm with that member number."""
    return User.objects.get(person=person_of(number)).email


def functionaries() -> dict[str, list[str]]:
    """Member numbers of those whom the example gives a function, by function."""
    named = read_json("candidates.json")
    tellers = named["scrutineers"]
    return {
        "authority": [named["credential_authority"]["member_number"]],
        "trustees": [row["member_number"] for row in tellers["scrutineers"] if row["trustee"]],
        "counters": [row["member_number"] for row in tellers["counters"]],
    }


@dataclass(slots=True)
class Day:
    """The assembly, the codes of the authority's file, and the folder with the trustees' keys."""

    assembly: Assembly
    codes: VotingCodes
    folder: Path

    def key_file(self, position: int) -> Path:
        return self.folder / f"trustee-{position}.json"

    @property
    def codes_file(self) -> Path:
        return self.folder / "voting-codes.json"

    def entry(self, number: str, *, meeting: Assembly | None = None) -> RollEntry:
        roll = (meeting or self.assembly).roll
        return RollEntry.objects.get(roll=roll, firm__membership__number=number)

    def code_of(self, number: str) -> str:
        return self.codes.of(self.entry(number))

    def item(self, matter: str, *, meeting: Assembly | None = None) -> AgendaItem:
        return AgendaItem.objects.get(assembly=meeting or self.assembly, matter=matter)

    def path_of(self, item: AgendaItem) -> str:
        return f"/assemblies/{item.assembly_id}/items/{item.pk}/"

    def come(self, *, wanted: int, first: Iterable[str] = ()) -> None:
        """Check people in until ``wanted`` are in the hall, ``first`` before any others."""
        here = check_in.present_entries(self.assembly)
        away = RollEntry.objects.filter(roll=self.assembly.roll, entitled=True).exclude(
            pk__in=here.values("pk")
        )
        ahead = set(first)
        waiting = sorted(
            away.select_related("firm__membership"),
            key=lambda entry: entry.firm is None or entry.firm.membership.number not in ahead,
        )
        for entry in waiting[: wanted - here.count()]:
            check_in.check_in(assembly=self.assembly, entry=entry, by=None, at=timezone.now())

    def others_vote(self, box: Election, *, number: int, marks: Marking) -> None:
        """``number`` of those admitted who have not voted cast a ballot, made as a voter's device
        makes it."""
        waiting = RollEntry.objects.filter(
            participations__election=box,
            participations__admitted=True,
            participations__cast=False,
        )
        contests = list(box.contests.all())
        for order, entry in enumerate(waiting.order_by("pk")[:number]):
            choices = [
                answer
                for contest in contests
                for answer in voters.choices_of(
                    list(marks(order, contest)), slate=contest.kind == ContestKind.SLATE
                )
            ]
            ballots.cast(ballots.Vote(str(box.pk), str(entry.pk), self.codes.of(entry), choices))
