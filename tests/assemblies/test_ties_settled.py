"""Ties at the last seat that no ballot decides: a lot from a public seed, and seniority."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from assemblies.domain.sitting import ballot, resolve
from assemblies.domain.sitting.lots import draw_lot
from assemblies.domain.sitting.seats_left import open_seats
from assemblies.errors import (
    LotAlreadyDrawn,
    LotNotCommitted,
    LotOfAnnulledBallot,
    LotSeedInvalid,
    SeatsStillOpen,
    SeniorityEqual,
    SeniorityUnknown,
)
from assemblies.models import Motion, SeatDecision
from elections.counting.lot import draw
from elections.domain.prepare import CandidateSpec
from elections.enums import Channel
from members.models import Mandate, Membership
from records.models import LogEntry
from tests.factories.assemblies import minute
from tests.factories.rounds import METHOD, Votes, council, settle, stated_by_the_bylaws

pytestmark = pytest.mark.django_db


def by_lot(votes: Votes = ((6, 1, 0), (4, 3, 0), (4, 3, 0))) -> tuple[Motion, SeatDecision]:
    stated_by_the_bylaws(("election.tie_rule", "lot"))
    motion, _standing = council(votes, seats=2)
    (decision,) = settle(motion, "lot")
    return motion, decision


def test_lot_is_committed_drawn_once_and_can_be_drawn_again_by_anybody() -> None:
    motion, decision = by_lot()
    assert motion.election is not None
    assert decision.seed_begins == motion.election.code
    assert (decision.decided_at, decision.seed, decision.chosen) == (None, "", [])
    with pytest.raises(SeatsStillOpen):
        resolve.resolve_motion(motion=motion, by=None, at=minute(9))
    with pytest.raises(LotSeedInvalid):
        draw_lot(decision=decision, called="12345", by=None, at=minute(9))
    with pytest.raises(LotSeedInvalid):
        draw_lot(decision=decision, called="12345x", by=None, at=minute(9))
    drawn = draw_lot(decision=decision, called="4 1 5 9 2 6", by=None, at=minute(9))
    assert drawn.seed == f"{decision.seed_begins}|415926"
    listed = [row["candidate"] for row in decision.tied]
    assert drawn.chosen == [draw(drawn.seed, listed[::-1])[0].candidate]
    assert draw_lot(decision=decision, called="415926", by=None, at=minute(10)).seed == drawn.seed
    with pytest.raises(LotAlreadyDrawn):
        draw_lot(decision=decision, called="415927", by=None, at=minute(10))
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(11))
    row = resolution.figures["contests"][0]
    (chosen,) = [one for one in row["candidates"] if one["candidate"] == drawn.chosen[0]]
    assert chosen["outcome"] == "by_lot"
    assert [one["outcome"] for one in row["candidates"]].count("tied") == 1
    assert resolution.sentence.en.endswith(f"; elected by lot: {chosen['name']['en']}")
    assert Mandate.objects.count() == 2
    events = list(LogEntry.objects.filter(event__startswith="lot_").values_list("event", flat=True))
    assert events == ["lot_committed", "lot_drawn"]


def test_lot_elects_where_all_are_tied_and_nobody_was_elected_by_votes() -> None:
    stated_by_the_bylaws(("election.tie_rule", "lot"))
    motion, _standing = council([(4, 3, 0)] * 3, seats=2)
    (decision,) = settle(motion, "lot")
    draw_lot(decision=decision, called="000000", by=None, at=minute(9))
    assert resolve.resolve_motion(motion=motion, by=None, at=minute(11)).outcome == "passed"
    assert Mandate.objects.count() == 2


def test_lot_on_a_ballot_that_was_annulled_is_not_drawn() -> None:
    motion, decision = by_lot()
    ballot.annul_ballot(
        motion=motion,
        reason="Torn seal",
        names="Chair",
        channel=Channel.PAPER,
        by=None,
        at=minute(9),
    )
    with override("en"), pytest.raises(LotOfAnnulledBallot, match="was annulled"):
        draw_lot(decision=decision, called="123456", by=None, at=minute(10))
    decision.refresh_from_db()
    assert (decision.decided_at, decision.seed) == (None, "")
    assert not LogEntry.objects.filter(event="lot_drawn").exists()


def test_nothing_is_drawn_from_what_is_no_lot() -> None:
    motion, _standing = council([(6, 1, 0), (3, 3, 1)], seats=2)
    (decision,) = settle(motion, "vacant", decided=METHOD)
    with pytest.raises(LotNotCommitted):
        draw_lot(decision=decision, called="123456", by=None, at=minute(9))


def joined(spec: CandidateSpec, day: date) -> None:
    Membership.objects.filter(firm=spec.firm).update(joined_on=day)


def test_longest_membership_of_the_firm_decides_a_tie() -> None:
    stated_by_the_bylaws(("election.tie_rule", "longest_membership"))
    motion, standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    joined(standing[1], date(2011, 5, 1))
    joined(standing[2], date(2009, 5, 1))
    (decision,) = settle(motion, "longest_membership")
    assert [row["on"] for row in decision.tied] == ["2009-05-01", "2011-05-01"]
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(9))
    assert resolution.sentence.zh.endswith(f"按入会先后当选：{standing[2].name.zh}")
    assert standing[2].person in {mandate.person for mandate in Mandate.objects.all()}


def test_equal_membership_elects_nobody_and_the_meeting_decides() -> None:
    stated_by_the_bylaws(("election.tie_rule", "longest_membership"))
    motion, standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    for spec in standing[1:]:
        joined(spec, date(2011, 5, 1))
    with pytest.raises(SeniorityEqual):
        settle(motion, "longest_membership")
    (open_,) = open_seats(motion)
    assert [(one.way.value, one.by_meeting) for one in open_.ways] == [
        ("longest_membership", False),
        ("run_off", True),
        ("lot", True),
        ("vacant", True),
    ]


def test_age_decides_where_the_register_has_it_and_its_days_stay_there() -> None:
    stated_by_the_bylaws(("election.tie_rule", "oldest"))
    motion, standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    younger, older = standing[1].person, standing[2].person
    assert younger is not None
    assert older is not None
    younger.born_on = date(1980, 1, 1)
    younger.save()
    with pytest.raises(SeniorityUnknown) as refused:
        settle(motion, "oldest")
    assert str(older) in str(refused.value)
    older.born_on = date(1970, 1, 1)
    older.save()
    (decision,) = settle(motion, "oldest")
    assert decision.chosen == [decision.tied[0]["candidate"]]
    assert "1970" not in str(decision.tied)
    resolve.resolve_motion(motion=motion, by=None, at=minute(9))
    assert older in {mandate.person for mandate in Mandate.objects.all()}
