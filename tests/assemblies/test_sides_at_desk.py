"""A meeting that votes by device and on paper at once: desk, rules, verdict, pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.presence import check_in, own_votes, sides, slips
from assemblies.domain.sitting import ballot, resolve, session
from assemblies.domain.writing.minutes_facts.boxes import box_of
from assemblies.enums import Method
from assemblies.errors.presence import NoPaperForSlip
from assemblies.models import Assembly, Motion
from bylaws.domain.parameters import BylawsParameter
from bylaws.enums import Matter
from elections.crypto import credentials
from elections.domain import credentials as published
from elections.domain import sides as boxes
from elections.domain import slip_box
from elections.domain.opening import consent_to_small_electorate
from elections.enums import Channel, ElectionState, VotersBy
from elections.errors import ElectionRefused, SideTooSmall
from elections.models import Ceremony, Election
from records.fields import Translated
from tests.factories.assemblies import (
    add_motion,
    entries_of,
    make_assembly,
    make_secretary,
    make_tellers,
    minute,
    opened,
)
from tests.factories.elections import AT, Box, make_ceremony, make_keys, motion
from tests.factories.mixed import count_papers, make_published_mixed_box
from tests.factories.proxies import lodge, meeting_by_proxy
from tests.factories.texts import put_bylaws_in_force

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


class Hall:
    """Twelve in the hall; the box of a motion takes votes both ways."""

    def __init__(self) -> None:
        self.assembly = make_assembly()
        self.motion = add_motion(self.assembly, Matter.DUES_STANDARD, Method.SECRET)
        self.tellers = make_tellers(self.assembly)
        opened(self.assembly, members=12, present=12)
        self.assembly.ceremony = make_ceremony()
        self.assembly.save()
        self.keys = make_keys(self.assembly.ceremony)
        session.set_current(item=self.motion.item, by=None, at=minute(1))
        election = ballot.prepare_box(
            motion=self.motion, channel=Channel.MIXED, by=None, at=minute(1)
        )
        self.box = Box(election, self.keys)
        self.box.codes = {entry.pk: credentials.new_code() for entry in self.box.entries}
        publics = [credentials.derive(c, election.code)[1] for c in self.box.codes.values()]
        published.submit_credentials(election=election, publics=sorted(publics), by=None, at=AT)
        consent_to_small_electorate(election=election, text="The meeting agrees.", by=None, at=AT)

    def to_paper(self, first: int) -> None:
        """The first of the roll vote on paper."""
        for entry in entries_of(self.assembly)[:first]:
            sides.take_paper(assembly=self.assembly, entry=entry, by=None, at=minute(1))

    def open(self) -> Election:
        self.motion.refresh_from_db()
        ballot.open_ballot(motion=self.motion, by=None, at=minute(2))
        return self.box.refresh()


def shown(assembly: Assembly) -> tuple[int, int, bool]:
    now = sides.sides_now(assembly)
    assert now is not None
    return now.electronic, now.papers, now.is_short


def test_desk_sees_the_sides_and_what_they_need() -> None:
    hall = Hall()
    assert shown(hall.assembly) == (12, 0, False)
    hall.to_paper(3)
    assert shown(hall.assembly) == (9, 3, True)
    with pytest.raises(SideTooSmall):
        hall.open()
    hall.to_paper(5)
    assert shown(hall.assembly) == (7, 5, False)
    back = [
        sides.take_device(
            assembly=hall.assembly, entry=entries_of(hall.assembly)[4], by=None, at=minute(1)
        )
        for _twice in "12"
    ]
    assert back == [1, 0]
    assert shown(hall.assembly) == (8, 4, True)


def test_both_ways_decide_a_motion_together() -> None:
    hall = Hall()
    hall.to_paper(5)
    box = hall.open()
    for entry in entries_of(hall.assembly)[5:]:
        hall.box.cast(entry, [[1, 0]])
    ballot.close_ballot(motion=hall.motion, by=None, at=minute(4))
    hall.box.refresh()
    hall.box.decrypt()
    count_papers(box, hall.tellers, (5, [(1, 4, 0)]))
    ballot.publish_ballot(motion=hall.motion, by=None, at=minute(6))

    resolution = resolve.resolve_motion(motion=hall.motion, by=None, at=minute(7))

    figures = resolution.figures
    assert (figures["present"], figures["issued"], figures["valid"]) == (12, 12, 12)
    assert (figures["for"], figures["against"], resolution.outcome) == (8, 4, "passed")


def test_phone_of_who_votes_on_paper_says_so() -> None:
    hall = Hall()
    hall.to_paper(5)
    hall.open()
    on_paper, by_device = entries_of(hall.assembly)[0], entries_of(hall.assembly)[11]

    told = [
        own_votes.own_votes(hall.assembly, entry.person, hall.motion.item)[0]
        for entry in (on_paper, by_device)
    ]

    assert [vote.can_vote for vote in told] == [False, True]
    assert told[0].reason.startswith("This vote is cast on paper")


def test_bylaws_set_how_few_a_side_may_be() -> None:
    put_bylaws_in_force(BylawsParameter("election.least_a_side", 7, "第一条"))
    hall = Hall()
    hall.to_paper(5)

    assert hall.box.refresh().least_a_side == 7
    with pytest.raises(SideTooSmall):
        hall.open()


def test_slip_given_back_for_paper_moves_the_vote_to_paper() -> None:
    hall = Hall()
    held = hall.assembly.ceremony
    assert held
    Ceremony.objects.filter(pk=held.pk).update(voters_by=VotersBy.SLIPS)
    hall.assembly.refresh_from_db()
    entry = entries_of(hall.assembly)[0]
    slips.draw_slips(assembly=hall.assembly, entry=entry, by=None, at=minute(1))
    assert boxes.on_paper(held) == set()

    for _twice in "12":
        slips.return_slips(
            assembly=hall.assembly, entry=entry, exchanged=True, by=None, at=minute(1)
        )

    assert boxes.on_paper(held) == {entry.pk}
    assert slip_box.holders_of_slips(Ceremony.objects.get(pk=held.pk)) == set()
    with pytest.raises(ElectionRefused):
        slips.draw_slips(assembly=hall.assembly, entry=entry, by=None, at=minute(1))


def test_slip_is_exchanged_for_paper_only_where_a_ballot_takes_papers() -> None:
    hall = Hall()
    held = hall.assembly.ceremony
    assert held
    Ceremony.objects.filter(pk=held.pk).update(voters_by=VotersBy.SLIPS)
    Election.objects.filter(pk=hall.box.election.pk).update(channel=Channel.ONLINE)
    hall.assembly.refresh_from_db()
    entry = entries_of(hall.assembly)[0]
    slips.draw_slips(assembly=hall.assembly, entry=entry, by=None, at=minute(1))
    with pytest.raises(NoPaperForSlip):
        slips.return_slips(
            assembly=hall.assembly, entry=entry, exchanged=True, by=None, at=minute(1)
        )
    assert slip_box.holders_of_slips(Ceremony.objects.get(pk=held.pk)) == {entry.pk}


def test_desk_page_moves_somebody_and_tells_what_is_short() -> None:
    hall = Hall()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    entry = entries_of(hall.assembly)[0]
    page = reverse("assemblies:desk", args=[hall.assembly.pk])

    def press(act: str) -> str:
        address = reverse("assemblies:desk_act", args=[hall.assembly.pk, entry.pk, act])
        client.post(address)
        return str(client.get(page, {"q": str(entry.person)}).content.decode())

    before = client.get(page, {"q": str(entry.person)}).content.decode()
    assert "Votes on paper" in before
    assert "Either side needs" not in before
    moved = press("paper")
    assert "Votes electronically after all" in moved
    assert "Either side needs at least 5 people" in moved
    assert "Either side needs" not in press("device")


def test_pages_of_a_mixed_box_say_what_is_waited_for() -> None:
    hall = Hall()
    hall.to_paper(5)
    box = hall.open()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    item = reverse("assemblies:item", args=[hall.assembly.pk, hall.motion.item.pk])
    board = reverse("elections:board", args=[box.pk])
    assert "papers handed out" in client.get(board).content.decode()

    ballot.close_ballot(motion=hall.motion, by=None, at=minute(4))
    assert box.pk == hall.box.refresh().pk
    told = client.get(item).content.decode()
    assert "Two tellers enter their own counts" in told
    assert "The scrutineers decrypt the result" in told
    assert "two tellers count the papers" in client.get(board).content.decode()
    count = client.get(reverse("elections:count", args=[box.pk])).content.decode()
    assert "vote on paper" in count


def test_box_for_both_is_prepared_from_the_item_page() -> None:
    assembly = make_assembly()
    motion: Motion = add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    opened(assembly)
    assembly.ceremony = make_ceremony()
    assembly.save()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    item = reverse("assemblies:item", args=[assembly.pk, motion.item.pk])
    assert "Prepare it for both" in client.get(item).content.decode()

    act = reverse("assemblies:item_act", args=[assembly.pk, motion.item.pk, "box-mixed"])
    client.post(act)

    motion.refresh_from_db()
    assert motion.election
    assert (motion.election.channel, motion.election.state) == (Channel.MIXED, ElectionState.DRAFT)


def test_consent_is_asked_for_where_few_vote_by_device() -> None:
    hall = Hall()
    Election.objects.update(small_electorate_consent="")
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    item = reverse("assemblies:item", args=[hall.assembly.pk, hall.motion.item.pk])
    asked = "Record the consent"
    assert asked not in client.get(item).content.decode()

    hall.to_paper(5)

    assert asked in client.get(item).content.decode()


def test_operator_is_told_which_side_is_short() -> None:
    hall = Hall()
    hall.to_paper(3)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    operate = reverse("assemblies:operate", args=[hall.assembly.pk])

    page = client.get(operate).content.decode()
    assert "9 people would vote electronically and 3 on paper" in page


def test_board_shows_what_each_way_gave() -> None:
    box = make_published_mixed_box(motion())
    board = Client(headers={"accept-language": "en"}).get(
        reverse("elections:board", args=[box.election.pk])
    )
    page = " ".join(board.content.decode().split())
    assert ">9<small>5 + 4</small></td>" in page
    assert "electronic + on paper" in page


def decrypted() -> tuple[Hall, Election]:
    """Seven voted by device, and that is decrypted; five papers are with the tellers."""
    hall = Hall()
    hall.to_paper(5)
    box = hall.open()
    for entry in entries_of(hall.assembly)[5:]:
        hall.box.cast(entry, [[1, 0]])
    ballot.close_ballot(motion=hall.motion, by=None, at=minute(4))
    hall.box.refresh()
    hall.box.decrypt()
    return hall, box


def test_box_that_is_decrypted_waits_for_its_tellers_alone() -> None:
    hall, box = decrypted()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    meeting = reverse("assemblies:assembly", args=[hall.assembly.pk])
    board = reverse("elections:board", args=[box.pk])

    assert "Two tellers count, each apart" in client.get(meeting).content.decode()
    assert "nothing decodes" not in client.get(board).content.decode()

    count_papers(box, hall.tellers, (5, [(5, 0, 0)]))
    assert "Publish the result" in client.get(meeting).content.decode()


def test_box_annulled_when_one_side_alone_was_counted_has_no_figures() -> None:
    hall, box = decrypted()
    ballot.annul_ballot(
        motion=hall.motion,
        reason="Papers lost",
        names="Chair",
        channel=Channel.PAPER,
        by=None,
        at=minute(6),
    )

    facts = box_of(Election.objects.get(pk=box.pk), {}, Translated())

    assert (facts.state, facts.contests[0].valid, facts.contests[0].parts) == ("annulled", None, [])


def test_box_on_paper_that_is_repeated_for_both_asks_the_rules() -> None:
    hall = Hall()
    Election.objects.update(channel=Channel.PAPER, least_a_side=None)
    hall.motion.refresh_from_db()

    again = ballot.annul_ballot(
        motion=hall.motion,
        reason="Power cut",
        names="Chair",
        channel=Channel.MIXED,
        by=None,
        at=minute(3),
    )

    assert (again.channel, again.least_a_side) == (Channel.MIXED, 5)


def test_tellers_have_nothing_to_count_where_nobody_took_a_paper() -> None:
    hall = Hall()
    ceremony = hall.open().ceremony
    assert ceremony
    assert boxes.boxes_for_tellers().count() == 0
    five = entries_of(hall.assembly)[:5]
    boxes.vote_on_paper(ceremony=ceremony, entries=five, by=None, at=minute(3))
    assert boxes.boxes_for_tellers().count() == 1


def test_holder_whose_own_vote_is_on_paper_draws_a_slip_for_the_other() -> None:
    assembly = meeting_by_proxy()
    principal, holder = entries_of(assembly)[:2]
    lodge(assembly, principal, holder)
    assembly.ceremony = make_ceremony()
    assembly.save()
    Ceremony.objects.update(voters_by=VotersBy.SLIPS)
    check_in.open_check_in(assembly=assembly, by=None, at=minute(0))
    check_in.check_in(assembly=assembly, entry=holder, by=None, at=minute(1))
    assert sides.take_paper(assembly=assembly, entry=holder, by=None, at=minute(2)) == 2
    assert sides.take_device(assembly=assembly, entry=principal, by=None, at=minute(3)) == 1

    assert slips.draw_slips(assembly=assembly, entry=holder, by=None, at=minute(4)) == 1

    held = Ceremony.objects.get(pk=assembly.ceremony.pk)
    assert slip_box.holders_of_slips(held) == {principal.pk}
