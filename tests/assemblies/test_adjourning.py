"""A meeting is interrupted and goes on, with its quorum stated anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assemblies.domain.days import meeting_day
from assemblies.domain.presence import check_in
from assemblies.domain.sitting import adjourning, hands, resolve, session
from assemblies.enums import Method
from assemblies.errors import (
    BoxStillOpen,
    MeetingAdjourned,
    NoQuorum,
    PhaseForbids,
    ResumedTooEarly,
)
from assemblies.models import QuorumCheck
from bylaws.enums import Matter
from tests.factories.assemblies import (
    DAY,
    add_motion,
    add_report,
    both,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    make_tellers,
    minute,
    open_paper_box,
    opened,
    vote_by_hands,
)

pytestmark = pytest.mark.django_db

LUNCH = both("午休", "Lunch")


def test_nothing_is_voted_or_resolved_in_a_break() -> None:
    assembly = make_assembly()
    motion, other = add_motion(assembly), add_motion(assembly)
    opened(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    hands.record_show_of_hands(
        motion=motion, votes_for=7, votes_against=0, abstentions=0, by=None, at=minute(2)
    )
    adjourning.adjourn(assembly=assembly, reason=LUNCH, by=None, at=minute(3))
    acts = (
        lambda: resolve.resolve_motion(motion=motion, by=None, at=minute(4)),
        lambda: session.set_current(item=other.item, by=None, at=minute(4)),
        lambda: session.close_meeting(assembly=assembly, by=None, at=minute(4)),
        lambda: hands.record_show_of_hands(
            motion=motion, votes_for=6, votes_against=1, abstentions=0, by=None, at=minute(4)
        ),
    )
    for act in acts:
        with pytest.raises(MeetingAdjourned):
            act()
    adjourning.resume(assembly=assembly, by=None, at=minute(60))
    assert vote_by_hands(other, (7, 0, 0)).outcome == "passed"


def test_meeting_resumes_with_its_quorum_stated_anew() -> None:
    assembly = make_assembly()
    add_report(assembly)
    opened(assembly)
    adjourning.adjourn(assembly=assembly, reason=LUNCH, by=None, at=minute(3))
    for entry in entries_of(assembly)[:3]:
        check_in.check_out(assembly=assembly, entry=entry, by=None, at=minute(4))
    with pytest.raises(NoQuorum):
        adjourning.resume(assembly=assembly, by=None, at=minute(60))
    assert adjourning.standing_adjournment(assembly) is not None
    for entry in entries_of(assembly)[:2]:
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=minute(61))
    adjourning.resume(assembly=assembly, by=None, at=minute(62))
    check = QuorumCheck.objects.latest("pk")
    assert (check.item, check.present, check.met) == (None, 6, True)
    assert assembly.adjournments.get().resumed_at == minute(62)


def test_meeting_of_several_days_keeps_the_day_it_was_opened_on() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    next_day = minute(0) + timedelta(days=1)
    adjourning.adjourn(assembly=assembly, reason=LUNCH, until_at=next_day, by=None, at=minute(3))
    assembly = adjourning.resume(assembly=assembly, by=None, at=next_day)
    assert meeting_day(assembly) == DAY
    session.set_current(item=motion.item, by=None, at=next_day)
    hands.record_show_of_hands(
        motion=motion, votes_for=7, votes_against=0, abstentions=0, by=None, at=next_day
    )
    resolution = resolve.resolve_motion(motion=motion, by=None, at=next_day)
    assert resolution.decision is not None
    assert resolution.decision.decided_on == DAY


def test_adjourning_or_resuming_twice_is_doing_it_once() -> None:
    assembly = make_assembly()
    add_report(assembly)
    opened(assembly)
    first = adjourning.adjourn(assembly=assembly, reason=LUNCH, by=None, at=minute(3))
    assert adjourning.adjourn(assembly=assembly, reason=LUNCH, by=None, at=minute(4)) == first
    for number in (5, 6):
        adjourning.resume(assembly=assembly, by=None, at=minute(number))
    assert assembly.adjournments.get().resumed_at == minute(5)


def test_meeting_does_not_break_over_an_open_box() -> None:
    assembly = make_assembly()
    make_tellers(assembly)
    motion = add_motion(assembly, Matter.FINANCIAL_RULES, Method.SECRET)
    opened(assembly)
    open_paper_box(motion)
    with pytest.raises(BoxStillOpen):
        adjourning.adjourn(assembly=assembly, reason=LUNCH, by=None, at=minute(4))


def test_break_ends_after_it_began() -> None:
    assembly = make_assembly()
    add_report(assembly)
    opened(assembly)
    with pytest.raises(ResumedTooEarly):
        adjourning.adjourn(
            assembly=assembly, reason=LUNCH, until_at=minute(2), by=None, at=minute(3)
        )


def test_meeting_that_is_not_open_is_not_adjourned() -> None:
    assembly = make_assembly()
    add_report(assembly)
    checked_in(convened(assembly), 7)
    with pytest.raises(PhaseForbids):
        adjourning.adjourn(assembly=assembly, reason=LUNCH, by=None, at=minute(3))
