"""Voting at a meeting in which some take part remotely: boxes, papers, verdicts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from assemblies.domain.convening import proxies
from assemblies.domain.presence import outside_holders, own_presence, sides
from assemblies.domain.presence.check_in import check_out
from assemblies.domain.presence.own_votes import own_votes
from assemblies.domain.presence.quorum import quorum_now, state_quorum
from assemblies.domain.presence.remote import set_remote_access
from assemblies.domain.presence.votes import votes_now
from assemblies.domain.sitting import ballot, judgement, session
from assemblies.domain.sitting.ballot_figures import took_part_remotely
from assemblies.domain.sitting.calculator import calculator
from assemblies.domain.writing.minutes_facts import build_facts
from assemblies.enums import Method, Phase
from assemblies.errors.remote import (
    PaperInHallOnly,
    RemoteBySlip,
    RemoteOnPaper,
    RemoteWithoutBallot,
)
from assemblies.models import Assembly, Attendance
from bylaws.enums import Matter, Outcome
from elections.crypto import credentials
from elections.domain import credentials as published
from elections.domain.eligibility import obstacle_to_vote
from elections.domain.opening import consent_to_small_electorate
from elections.enums import VotersBy
from elections.errors import VoterNotAdmitted
from elections.models import PaperVoter
from tests.factories import elections
from tests.factories.assemblies import (
    entries_of,
    make_tellers,
    minute,
    open_paper_box,
    vote_by_hands,
)
from tests.factories.members import make_person
from tests.factories.proxies import SIGNED, lodge, person_of
from tests.factories.remote import LINK, attended, come, hybrid_meeting, only_motion

pytestmark = pytest.mark.django_db
SECRET = (Matter.DUES_STANDARD, Method.SECRET)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def counted(assembly: Assembly) -> tuple[int, int, int]:
    """In the hall, remotely, represented."""
    now = votes_now(assembly)
    return len(now.in_hall), len(now.remote), len(now.represented)


class Box(elections.Box):
    """The box of a motion that six in the hall and six others vote on by device."""

    def __init__(self) -> None:
        assembly = hybrid_meeting(SECRET, members=12)
        assembly.ceremony = elections.make_ceremony()
        assembly.save()
        keys = elections.make_keys(assembly.ceremony)
        self.there = attended(assembly, in_hall=6, remote=6)
        session.open_meeting(assembly=assembly, by=None, at=minute(1))
        self.assembly, self.motion = assembly, only_motion(assembly)
        session.set_current(item=self.motion.item, by=None, at=minute(1))
        box = ballot.prepare_box(motion=self.motion, by=None, at=minute(1))
        super().__init__(box, keys)
        self.codes = {entry.pk: credentials.new_code() for entry in self.entries}
        publics = [credentials.derive(code, box.code)[1] for code in self.codes.values()]
        published.submit_credentials(election=box, publics=sorted(publics), by=None, at=minute(1))
        consent_to_small_electorate(election=box, text="Agreed.", by=None, at=minute(1))
        self.motion.refresh_from_db()
        ballot.open_ballot(motion=self.motion, by=None, at=minute(2))
        self.refresh()

    def published(self) -> None:
        ballot.close_ballot(motion=self.motion, by=None, at=minute(6))
        self.refresh()
        self.decrypt()
        ballot.publish_ballot(motion=self.motion, by=None, at=minute(7))


def test_box_admits_them_while_they_take_part() -> None:
    box = Box()
    assert (box.election.in_hall, box.election.present_at_opening) == (False, 12)
    away = box.there[-1]
    assert obstacle_to_vote(box.election, away) is None
    check_out(assembly=box.assembly, entry=away, by=None, at=minute(3))
    assert isinstance(obstacle_to_vote(box.election, away), VoterNotAdmitted)
    come(box.assembly, away, minute(4), remote=True)
    for entry in box.there:
        box.cast(entry, [[1, 0]])
    box.published()
    found = judgement.judge_motion(only_motion(box.assembly))
    assert (found.outcome, found.figures["for"]) == (Outcome.PASSED, 12)
    Assembly.objects.update(re_election=True)
    assert judgement.judge_motion(only_motion(box.assembly)).outcome is Outcome.NOT_COMPLIANT


def test_verdict_knows_who_went_to_their_screen_while_the_box_was_open() -> None:
    box = Box()
    Attendance.objects.filter(remote=True).update(remote=False)
    first = box.there[0]
    for entry in box.there[1:]:
        box.cast(entry, [[1, 0]])
    assert not took_part_remotely(box.motion, box.election)
    come(box.assembly, first, minute(3), remote=True)
    box.cast(first, [[1, 0]])
    come(box.assembly, first, minute(4))
    box.published()
    assert took_part_remotely(box.motion, box.refresh())


def test_election_in_china_is_voted_on_in_the_hall_whoever_else_takes_part() -> None:
    """The bylaws open the meeting, and CN-A11 no election: who is not in the hall counts for the
    other items alone."""
    assembly = hybrid_meeting(
        (Matter.WORK_REPORT, Method.SHOW_OF_HANDS), (Matter.ELECT_COUNCIL, Method.SECRET)
    )
    first, away = attended(assembly, in_hall=6, remote=1)[0], entries_of(assembly)[6]
    session.open_meeting(assembly=assembly, by=None, at=minute(1))
    work, election = assembly.items.order_by("position")
    assert (votes_now(assembly, work).voters, votes_now(assembly, election).voters) == (7, 6)
    assert votes_now(assembly, election).shut_out == (away,)
    assert (quorum_now(assembly, work).present, quorum_now(assembly, election).present) == (7, 6)
    assert state_quorum(assembly=assembly, item=election, by=None, at=minute(2)).present == 6
    assert (calculator(assembly, work).shut_out, calculator(assembly, election).shut_out) == (0, 1)
    told = {}
    for item in (work, election):
        session.set_current(item=item, by=None, at=minute(3))
        [vote] = own_votes(assembly, person_of(away), item)
        told[item.matter] = vote.reason, vote.citation
    assert told["elect_council"] == (
        "This is voted on in the hall: who takes part remotely has no vote on it.",
        "Notice Minfa (2014) 227, no. 1",
    )
    assert "show of hands" in told["work_report"][0]
    assert own_votes(assembly, person_of(first), election)[0].citation == ""


def test_box_of_the_hall_alone_is_closed_to_who_goes_to_their_screen() -> None:
    box = Box()
    first, away = box.there[0], box.there[-1]
    type(box.election).objects.update(in_hall=True)
    check_out(assembly=box.assembly, entry=away, by=None, at=minute(3))
    come(box.assembly, away, minute(3), remote=True)
    come(box.assembly, first, minute(3), remote=True)
    box.refresh()
    for entry in (first, away):
        assert isinstance(obstacle_to_vote(box.election, entry), VoterNotAdmitted)
    come(box.assembly, first, minute(4))
    assert obstacle_to_vote(box.election, first) is None


def test_paper_alone_would_shut_them_out() -> None:
    assembly = hybrid_meeting(SECRET)
    make_tellers(assembly)
    entries = attended(assembly, in_hall=6, remote=1)
    session.open_meeting(assembly=assembly, by=None, at=minute(1))
    motion = only_motion(assembly)
    with pytest.raises(RemoteWithoutBallot) as refused:
        open_paper_box(motion)
    assert str(entries[-1]) in str(refused.value)
    check_out(assembly=assembly, entry=entries[-1], by=None, at=minute(2))
    assert open_paper_box(motion).state == "open"


def test_papers_and_slips_are_for_the_hall() -> None:
    assembly = hybrid_meeting(SECRET)
    assembly.ceremony = elections.make_ceremony()
    assembly.save()
    there, away = attended(assembly, in_hall=1, remote=1)
    with pytest.raises(PaperInHallOnly):
        sides.take_paper(assembly=assembly, entry=away, by=None, at=minute(1))
    sides.take_paper(assembly=assembly, entry=there, by=None, at=minute(1))
    with pytest.raises(RemoteOnPaper):
        come(assembly, there, minute(2), remote=True)
    assert counted(assembly) == (1, 1, 0)
    assembly.ceremony.voters_by = VotersBy.SLIPS
    assembly.ceremony.save()
    with pytest.raises(RemoteBySlip):
        come(assembly, entries_of(assembly)[3], minute(2), remote=True)
    Assembly.objects.update(phase=Phase.PREPARE, remote_access={})
    with pytest.raises(RemoteBySlip):
        set_remote_access(assembly=assembly, access=LINK, by=None, at=minute(2))


def test_verdict_is_told_and_judges_by_the_rule() -> None:
    """Allowed, the vote stands; where the rule turns out to forbid it, the same votes do not."""
    assembly = hybrid_meeting()
    attended(assembly, in_hall=5, remote=2)
    session.open_meeting(assembly=assembly, by=None, at=minute(1))
    motion = only_motion(assembly)
    assert vote_by_hands(motion, (7, 0, 0)).outcome == Outcome.PASSED
    # Planned wrongly: it had re-elected the whole body, and no authority had consented.
    Assembly.objects.update(re_election=True)
    found = judgement.judge_motion(only_motion(assembly))
    assert found.outcome is Outcome.NOT_COMPLIANT
    assert "some took part remotely" in found.sentence["en"]
    assert "227" in found.citation["zh"]


def test_no_vote_on_paper_goes_remote_with_another() -> None:
    """Neither that of a second firm nor that of whom one represents."""
    assembly = hybrid_meeting(SECRET, **{"assembly.proxies_per_holder": 2})
    assembly.ceremony = elections.make_ceremony()
    assembly.save()
    first, second, principal, other = entries_of(assembly)[:4]
    second.person = person_of(first)
    second.save()
    for entry in (first, second):
        come(assembly, entry, minute(0))
    sides.take_paper(assembly=assembly, entry=second, by=None, at=minute(1))
    with pytest.raises(RemoteOnPaper):
        own_presence.join_remotely(
            assembly=assembly, person=person_of(first), by=None, at=minute(2)
        )
    assert counted(assembly) == (2, 0, 0)
    PaperVoter.objects.all().delete()
    PaperVoter.objects.create(ceremony=assembly.ceremony, entry=principal)
    lodge(assembly, principal, other)
    with pytest.raises(RemoteOnPaper):
        come(assembly, other, minute(2), remote=True)


def test_verdict_knows_of_a_holder_who_is_not_on_the_roll() -> None:
    assembly = hybrid_meeting(
        **{"assembly.proxies_per_holder": 2, "assembly.proxies_to_anyone": True}
    )
    outsider, principal = make_person(), entries_of(assembly)[8]
    drafted = proxies.draft_proxy(
        assembly=assembly, principal=principal, holder=outsider, by=None, at=minute(0)
    )
    proxies.lodge_proxy(proxy=drafted, signed_copy=SIGNED, by=None, at=minute(0))
    attended(assembly, in_hall=7, remote=0)
    outside_holders.holder_in(
        assembly=assembly, entry=principal, remote=True, by=None, at=minute(0)
    )
    session.open_meeting(assembly=assembly, by=None, at=minute(1))
    vote_by_hands(only_motion(assembly), (8, 0, 0))
    assert took_part_remotely(only_motion(assembly))
    [row] = [row for row in build_facts(assembly).meeting.attendance.rows if row.through]
    assert row.remote_from == [minute(0)]
