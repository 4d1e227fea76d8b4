"""A run-off by electronic ballot, with real keys, codes and ballots in both rounds; and a lot drawn
from the head of an electronic board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from assemblies.domain.sitting import ballot, resolve, session
from assemblies.domain.sitting.lots import draw_lot
from assemblies.domain.sitting.seats_left import open_seats
from assemblies.domain.sitting.settle_seats import SeatChoice, settle_seats
from assemblies.models import Motion
from bylaws.enums import Matter
from elections.crypto import archive, credentials
from elections.crypto.audit import audit
from elections.domain import credentials as published
from elections.domain.board import archive_bytes, has_supplements, supplements_bytes
from elections.domain.opening import consent_to_small_electorate
from elections.domain.prepare import ContestSpec
from elections.enums import Channel
from elections.models import Election
from members.enums import BodyKind
from members.models import Mandate
from tests.assemblies.test_ballots import meeting_with, slate
from tests.factories.assemblies import entries_of, make_body, minute
from tests.factories.elections import (
    Box,
    make_ceremony,
    make_keys,
    make_open_box,
    standing,
)
from tests.factories.elections import both as named
from tests.factories.rounds import stated_by_the_bylaws

pytestmark = pytest.mark.django_db

FIRST = ["AB", "AB", "AB", "BC", "AC", "AC", "AC"]
"""Who marks whom of A, B, C: six, four and four votes for two seats."""


class Hall:
    """The keys and the codes of a day, and the ballots cast with them in each round."""

    def __init__(self) -> None:
        self.assembly, self.motion = meeting_with(Matter.ELECT_COUNCIL)
        make_body(BodyKind.COUNCIL)
        self.assembly.ceremony = make_ceremony()
        self.assembly.save()
        self.keys = make_keys(self.assembly.ceremony)
        self.entries = entries_of(self.assembly)
        self.codes = {entry.pk: credentials.new_code() for entry in self.entries}

    def prepare(self) -> None:
        """A slate of three for two seats, its item called up."""
        ballot.prepare_box(
            motion=self.motion,
            contests=[slate(self.entries[:3], seats=2)],
            channel=Channel.ONLINE,
            by=None,
            at=minute(0),
        )
        session.set_current(item=self.motion.item, by=None, at=minute(1))

    def ready(self, *, at: int) -> Box:
        """The box of the motion with all that it needs before it is opened."""
        self.motion.refresh_from_db()
        election = self.motion.election
        assert election is not None
        publics = [credentials.derive(code, election.code)[1] for code in self.codes.values()]
        published.submit_credentials(
            election=election, publics=sorted(publics), by=None, at=minute(at)
        )
        consent_to_small_electorate(election=election, text="Agreed.", by=None, at=minute(at))
        return Box(election, self.keys, self.codes)

    def vote(self, marks: Sequence[str], names: str, *, at: int) -> Election:
        """Each of those present marks the candidates of ``names`` that stand in their string."""
        box = self.ready(at=at)
        ballot.open_ballot(motion=self.motion, by=None, at=minute(at + 1))
        box.refresh()
        for entry, chosen in zip(self.entries, marks, strict=False):
            for_ = [int(name in chosen) for name in names]
            box.cast(entry, [for_, [0] * len(names)])
        ballot.close_ballot(motion=self.motion, by=None, at=minute(at + 2))
        box.refresh()
        box.decrypt()
        ballot.publish_ballot(motion=self.motion, by=None, at=minute(at + 3))
        self.motion.refresh_from_db()
        assert self.motion.election is not None
        return self.motion.election


def prepared() -> Hall:
    """A slate of three for two seats, its item called up."""
    hall = Hall()
    hall.prepare()
    return hall


def first_round() -> tuple[Hall, Election]:
    hall = prepared()
    return hall, hall.vote(FIRST, "ABC", at=2)


def settle(motion: Motion, way: str) -> None:
    (open_,) = open_seats(motion)
    assert motion.election is not None
    settle_seats(
        motion=motion,
        box=motion.election,
        choices=[SeatChoice(open_.judged.contest.pk, way)],
        channel=Channel.ONLINE,
        by=None,
        at=minute(9),
    )


def verified(election: Election, folder: Path) -> int:
    """How many ballots the verifier counts in the archive that anybody may fetch."""
    path = folder / f"{election.slug}.bel"
    path.write_bytes(archive_bytes(election))
    more = folder / f"{election.slug}.supplements.jsons"
    if has_supplements(election):
        more.write_bytes(supplements_bytes(election))
    report = audit(archive.read(path, more if more.exists() else None), 1)
    return report.ballots


def test_run_off_by_electronic_ballot_with_keys_and_codes_of_the_day(tmp_path: Path) -> None:
    hall, first = first_round()
    settle(hall.motion, "run_off")
    second = hall.vote(["B", "C", "C", "", "", "", "C"], "BC", at=10)
    assert (second.round, second.follows, second.channel) == (2, first, Channel.ONLINE)
    assert (verified(first, tmp_path), verified(second, tmp_path)) == (7, 7)
    assert first.code != second.code
    assert first.trustees_raw != second.trustees_raw  # another server key
    assert second.server_key_destroyed_at is not None
    resolution = resolve.resolve_motion(motion=hall.motion, by=None, at=minute(20))
    rows = resolution.figures["contests"]
    assert [[one["for"] for one in row["candidates"]] for row in rows] == [[6, 4, 4], [1, 3]]
    elected = {mandate.person_id for mandate in Mandate.objects.all()}
    assert elected == {hall.entries[0].person_id, hall.entries[2].person_id}


def test_lot_of_an_electronic_ballot_begins_with_the_head_of_its_board() -> None:
    stated_by_the_bylaws(("election.tie_rule", "lot"))
    hall, first = first_round()
    settle(hall.motion, "lot")
    decision = hall.motion.seat_decisions.get()
    assert decision.seed_begins == first.head
    assert len(first.head) == 64
    draw_lot(decision=decision, called="123456", by=None, at=minute(10))
    resolution = resolve.resolve_motion(motion=hall.motion, by=None, at=minute(20))
    assert (resolution.outcome, Mandate.objects.count()) == ("passed", 2)


def test_approval_ballot_has_more_marks_than_seats(tmp_path: Path) -> None:
    """Three candidates for one seat, and each voter marks two: the proofs allow it."""
    spec = ContestSpec(
        kind="approval",
        title=named("Council"),
        seats=1,
        office="council_member",
        candidates=standing(["A", "B", "C"]),
    )
    box = make_open_box(spec)
    for entry in box.entries:
        box.cast(entry, [[1, 1, 0]])
    box.close()
    box.decrypt()
    lines = box.election.contests.get().counts.get().lines.order_by("candidate__position")
    assert [line.votes_for for line in lines] == [3, 3, 0]
    assert verified(box.election, tmp_path) == 3
    assert timedelta(0) < box.election.closed_at - box.election.opened_at
