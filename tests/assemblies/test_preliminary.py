"""From nominations to a preliminary ballot to the election: nobody is typed a second time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.test import Client
from django.urls import reverse

from assemblies.domain.nominating import confirming
from assemblies.domain.nominating.preliminary import (
    entries_of_people,
    found_by_ballots,
    keep_found,
    put_forward,
)
from assemblies.domain.planning.ballot_method import BallotMethod, asked_by
from assemblies.domain.planning.nominate import contest_for
from assemblies.enums import Method, NominationOutcome
from assemblies.errors.nominating import NobodyFound
from assemblies.models import AgendaItem, Assembly, Motion, Nomination, NominationCall
from bylaws.enums import Matter
from elections.models import Contest
from members.models import Person
from tests.factories.assemblies import (
    add_motion,
    make_assembly,
    make_secretary,
    make_tellers,
    minute,
    opened,
    published_on_paper,
)
from tests.factories.nominations import agreed, announced, make_call, make_nomination, make_nominee

pytestmark = pytest.mark.django_db
OFFICE = "council_member"
FOUND = ((6, 1, 0), (1, 6, 0), (5, 1, 1))


class Day:
    """Three are nominated for the council; a preliminary ballot and the election follow."""

    def __init__(self) -> None:
        self.assembly: Assembly = make_assembly()
        self.ballot: Motion = add_motion(self.assembly, Matter.ELECT_COUNCIL, Method.SECRET)
        self.later: Motion = add_motion(self.assembly, Matter.ELECT_COUNCIL, Method.SECRET)
        self.call: NominationCall = make_call(assembly=self.assembly)
        self.people: list[Person] = [
            make_nominee(zh=zh, en=en)
            for zh, en in (("丁一", "Ding Yi"), ("王二", "Wang Er"), ("张三", "Zhang San"))
        ]
        for person in self.people:
            agreed(make_nomination(self.call, person))
        announced(self.call)
        make_tellers(self.assembly)
        opened(self.assembly, members=6)
        self.assembly.refresh_from_db()

    @property
    def election_item(self) -> AgendaItem:
        return self.call.item

    def vote(self, votes: Sequence[tuple[int, int, int]] = FOUND) -> Contest:
        """Of two places; without other votes the first and the last are found."""
        entries = entries_of_people(self.assembly, self.people)
        spec = contest_for(office=OFFICE, seats=2, entries=entries)
        election = published_on_paper(
            self.ballot,
            [list(votes)],
            returned=7,
            contests=[asked_by(spec, BallotMethod(preliminary=True))],
        )
        return election.contests.get()


def marked(client: Client, item: AgendaItem, source: str) -> set[str]:
    """Whom the page of candidates has marked."""
    page = client.get(
        reverse("assemblies:candidates", args=[item.assembly_id, item.pk]), {"from": source}
    )
    [form] = page.context["forms"]
    keys = form.initial["candidates"]
    rows = form.fields["candidates"].queryset.filter(pk__in=keys)
    return {str(row.person) for row in rows}


def test_those_nominated_are_voted_on_without_being_typed(client: Client) -> None:
    day = Day()
    client.force_login(make_secretary())
    [source] = put_forward(OFFICE, day.ballot.item)
    assert set(source.people) == set(day.people)
    assert marked(client, day.ballot.item, source.key) == {str(one) for one in day.people}
    assert marked(client, day.ballot.item, "nobody") == set()
    assert put_forward(OFFICE, day.election_item) == []


def test_whom_it_found_stays_on_the_list_and_nobody_else() -> None:
    day = Day()
    contest = day.vote()
    [source] = found_by_ballots(OFFICE, day.election_item)
    assert source.people == (day.people[0], day.people[2])
    struck = [
        keep_found(
            call=day.call, contest=contest, decided_by="Election committee", by=None, at=minute(8)
        )
        for _twice in "12"
    ]
    assert [[row.person for row in rows] for rows in struck] == [[day.people[1]], []]
    row = Nomination.objects.get(person=day.people[1])
    assert row.outcome == NominationOutcome.STRUCK
    assert str(day.ballot.item.title) in row.reasons
    confirming.confirm_list(call=day.call, decided_by="Election committee", by=None, at=minute(9))
    [nominees] = confirming.nominees_of(day.call)
    assert {row.person for row in nominees.rows} == {day.people[0], day.people[2]}


def test_who_did_not_stand_or_tied_for_the_last_place_stays() -> None:
    day = Day()
    contest = day.vote([(6, 1, 0), (3, 4, 0), (3, 4, 0)])
    late = make_nomination(day.call, make_nominee(zh="李四", en="Li Si"))
    assert (
        keep_found(call=day.call, contest=contest, decided_by="Committee", by=None, at=minute(8))
        == []
    )
    late.refresh_from_db()
    assert late.outcome == NominationOutcome.OPEN


def test_ballot_without_a_result_strikes_nobody_off() -> None:
    day = Day()
    contest = day.vote()
    type(contest.election).objects.update(state="counted")
    contest.election.refresh_from_db()
    with pytest.raises(NobodyFound):
        keep_found(call=day.call, contest=contest, decided_by="All", by=None, at=minute(8))
    assert found_by_ballots(OFFICE, day.election_item) == []


def test_election_without_nominations_takes_whom_it_found(client: Client) -> None:
    day = Day()
    contest = day.vote()
    client.force_login(make_secretary())
    assert marked(client, day.later.item, str(contest.pk)) == {
        str(day.people[0]),
        str(day.people[2]),
    }


def test_secretariat_strikes_off_on_the_page_of_nominations(client: Client) -> None:
    day = Day()
    contest = day.vote()
    client.force_login(make_secretary())
    here = [day.assembly.pk, day.election_item.pk]
    page = client.get(reverse("assemblies:item_nominations", args=here)).content.decode()
    assert f'value="{contest.pk}"' in page
    sent = {"ballot": str(contest.pk), "decided_by": ""}
    client.post(reverse("assemblies:nominations_keep", args=here), sent)
    assert not Nomination.objects.filter(outcome=NominationOutcome.STRUCK).exists()
    sent["decided_by"] = "Election committee"
    client.post(reverse("assemblies:nominations_keep", args=here), sent)
    assert Nomination.objects.get(outcome=NominationOutcome.STRUCK).person == day.people[1]
