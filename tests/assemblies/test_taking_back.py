"""A ballot prepared by mistake is taken back before it is opened, and never after."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.sitting import ballot
from assemblies.domain.sitting.taking_back import take_box_back
from assemblies.enums import Method
from assemblies.errors import BoxNotOpened, BoxReplaced
from assemblies.models import Assembly, Motion, SeatDecision
from bylaws.enums import Matter
from elections.enums import Channel, ElectionState
from elections.errors import RepetitionStands, WrongState
from elections.models import Candidate, Election
from members.enums import BodyKind
from records.models import LogEntry
from tests.assemblies.test_ballots import meeting_with, slate
from tests.factories.assemblies import (
    add_motion,
    entries_of,
    make_body,
    make_secretary,
    minute,
    open_paper_box,
)
from tests.factories.rounds import METHOD, council, settle

pytestmark = pytest.mark.django_db


def prepared(seats: int = 2) -> Motion:
    assembly, motion = meeting_with(Matter.ELECT_COUNCIL)
    return prepare(motion, entries_of(assembly)[:3], seats)


def prepare(motion: Motion, standing: list, seats: int = 2) -> Motion:
    ballot.prepare_box(
        motion=motion,
        channel=Channel.PAPER,
        contests=[slate(standing, seats)],
        by=None,
        at=minute(1),
    )
    motion.refresh_from_db()
    return motion


def take_back(motion: Motion, box: Election | None = None) -> Motion:
    box = box or motion.election
    assert box is not None
    taken = take_box_back(motion=motion, box=box.pk, by=None, at=minute(2))
    motion.refresh_from_db()
    return taken


def test_box_is_gone_the_log_keeps_who_stood_and_another_can_be_prepared():
    motion = prepared()
    names = [dict(one.name) for one in Candidate.objects.order_by("position")]
    take_back(motion)

    assert motion.election is None
    assert not Election.objects.exists()
    told = LogEntry.objects.get(event="election_discarded").payload
    assert [one["candidates"] for one in told["contests"]] == [names]
    prepare(motion, entries_of(motion.item.assembly)[3:6])
    assert motion.election is not None
    assert motion.election.state == ElectionState.READY


def test_taking_back_twice_changes_nothing():
    motion = prepared()
    box = motion.election
    assert box is not None
    take_back(motion, box)
    take_back(motion, box)
    prepare(motion, entries_of(motion.item.assembly)[:3])
    take_back(motion, box)

    assert motion.election is not None
    assert LogEntry.objects.filter(event="box_taken_back").count() == 1


def test_box_that_was_opened_stays():
    motion = prepared()
    open_paper_box(motion)
    motion.refresh_from_db()
    with pytest.raises(WrongState):
        take_back(motion)
    assert motion.election is not None


def test_repetition_keeps_the_place_of_what_was_annulled():
    motion = prepared()
    open_paper_box(motion)
    annulled = Election.objects.get()
    ballot.annul_ballot(
        motion=motion,
        reason="Torn seal",
        names="Chair",
        channel=Channel.PAPER,
        by=None,
        at=minute(3),
    )
    motion.refresh_from_db()
    with pytest.raises(RepetitionStands):
        take_back(motion)
    with pytest.raises(BoxReplaced):
        take_back(motion, annulled)


def annul(motion: Motion) -> Election:
    return ballot.annul_ballot(
        motion=motion,
        reason="Torn seal",
        names="Chair",
        channel=Channel.PAPER,
        by=None,
        at=minute(3),
    )


def test_box_that_waits_for_its_roll_is_taken_back_and_not_annulled():
    """That of a first meeting, before it is convened."""
    assembly, _motion = meeting_with(Matter.WORK_REPORT)
    child = Assembly.objects.create(
        body=make_body(BodyKind.COUNCIL),
        term=assembly.term,
        parent=assembly,
        title=assembly.title,
        place=assembly.place,
        starts_at=assembly.starts_at,
    )
    motion = add_motion(child, Matter.ELECT_OFFICERS, Method.SECRET)
    prepare(motion, entries_of(assembly)[:2], 1)
    with override("en"), pytest.raises(BoxNotOpened, match="Take it back"):
        annul(motion)
    take_back(motion)
    assert motion.election is None


@pytest.mark.parametrize("state", ["prepared", "open", "repeated"])
def test_page_offers_to_take_back_what_was_not_opened_and_to_annul_the_rest(client, state: str):
    """A repetition keeps its place in the record: it is annulled too, opened or not."""
    motion = prepared()
    if state != "prepared":
        open_paper_box(motion)
    if state == "repeated":
        annul(motion)
    client.force_login(make_secretary())
    here = reverse("assemblies:item", args=[motion.item.assembly_id, motion.item_id])
    page = client.get(here, headers={"accept-language": "en"}).content.decode()
    offered = ("Take the ballot back" in page, "Annul and repeat" in page)
    assert offered == (state == "prepared", state != "prepared")


def test_further_round_is_taken_back_and_its_seats_are_open_again():
    motion, _standing = council([(6, 1, 0), (3, 4, 0), (2, 5, 0)], seats=2)
    first = motion.election
    settle(motion, "another_ballot", decided=METHOD, number=2)
    assert motion.election is not None
    assert motion.election.follows == first
    take_back(motion)

    assert motion.election == first
    assert not SeatDecision.objects.exists()
    [told] = LogEntry.objects.get(event="box_taken_back").payload["decisions"]
    assert told["way"] == "another_ballot"
    settle(motion, "another_ballot", decided=METHOD, number=2)
    assert motion.election is not None
    assert motion.election.follows == first


def test_operator_takes_it_back_on_the_items_page(client):
    motion = prepared()
    client.force_login(make_secretary())
    here = [motion.item.assembly_id, motion.item_id]
    page = client.get(
        reverse("assemblies:item", args=here), headers={"accept-language": "en"}
    ).content.decode()
    assert "Take the ballot back" in page
    answer = client.post(
        reverse("assemblies:take_back", args=here), {"box": str(motion.election_id)}
    )
    assert answer.status_code == 302
    motion.refresh_from_db()
    assert motion.election is None
    assert client.post(reverse("assemblies:take_back", args=here)).status_code == 302
    page = client.get(
        reverse("assemblies:item", args=here), headers={"accept-language": "en"}
    ).content.decode()
    assert "Take the ballot back" not in page
