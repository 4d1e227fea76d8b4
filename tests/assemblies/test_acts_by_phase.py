"""Every act in every phase: what it does is written out once, and the table is complete."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, isfunction

import pytest

from assemblies.domain.convening import convene, roll
from assemblies.domain.planning import amendment_votes, plan
from assemblies.domain.presence import appoint, check_in, excuse, quorum
from assemblies.domain.sitting import (
    adjourning,
    ballot,
    follow_up,
    hand_counts,
    hands,
    lots,
    operating,
    phases,
    resolve,
    roll_call,
    session,
    settle_seats,
    statements,
)
from assemblies.enums import Choice, Function, ItemKind, Method, Phase, StatementKind
from assemblies.models import Assembly, Motion, SeatDecision
from bylaws.enums import Matter
from elections.enums import Channel
from elections.models import Election
from members.enums import BodyKind
from records.errors import ActRefused
from tests.factories.amendments import submitted
from tests.factories.assemblies import (
    RECORD_ON,
    SENT_AT,
    add_motion,
    add_report,
    both,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    make_body,
    make_members,
    make_secretary,
    make_tellers,
    minute,
    vote_by_hands,
)
from tests.factories.elections import make_election
from tests.factories.members import make_person

pytestmark = pytest.mark.django_db

ORDER = [Phase.PREPARE, Phase.CONVENE, Phase.CHECK_IN, Phase.LIVE, Phase.MINUTES]
"""Counting behaves as live (its own test), signing and filing as minutes: nothing is open there."""


def brought_to(phase: Phase) -> tuple[Assembly, Motion, Motion]:
    """A meeting in ``phase`` with a report, a show of hands and a secret vote on its agenda."""
    assembly = make_assembly()
    report = add_report(assembly)
    by_hands = add_motion(assembly)
    secret = add_motion(assembly, Matter.FINANCIAL_RULES, Method.SECRET)
    make_tellers(assembly)
    make_members(1)
    if phase == Phase.PREPARE:
        return assembly, by_hands, secret
    convened(assembly)
    if phase == Phase.CONVENE:
        return assembly, by_hands, secret
    checked_in(assembly, 7)
    ballot.prepare_box(motion=secret, channel=Channel.PAPER, by=None, at=minute(0))
    secret.refresh_from_db()
    if phase == Phase.CHECK_IN:
        return assembly, by_hands, secret
    session.open_meeting(assembly=assembly, by=None, at=minute(0))
    if phase == Phase.LIVE:
        return assembly, by_hands, secret
    session.set_current(item=report, by=None, at=minute(1))
    session.settle_item(item=report, by=None, at=minute(1))
    vote_by_hands(by_hands, (7, 0, 0))
    secret.item.delete()
    session.close_meeting(assembly=assembly, by=None, at=minute(9))
    assembly.refresh_from_db()
    return assembly, by_hands, by_hands


Act = Callable[[Assembly, Motion, Motion], object]


def entry(assembly: Assembly) -> object:
    return entries_of(assembly)[0] if assembly.roll else None


def entered_by_two(assembly: Assembly, motion: Motion) -> object:
    Assembly.objects.filter(pk=assembly.pk).update(two_counts=True)
    return hand_counts.enter_count(
        motion=motion,
        votes_for=7,
        votes_against=0,
        abstentions=0,
        by=make_secretary(),
        at=minute(1),
    )


ACTS: dict[str, Act] = {
    "roll.freeze_assembly_roll": lambda a, h, s: roll.freeze_assembly_roll(
        assembly=a, record_on=RECORD_ON.replace(day=2), by=None, at=SENT_AT
    ),
    "convene.convene_assembly": lambda a, h, s: convene.convene_assembly(
        assembly=a, subject=both("通知", "Notice"), text=both("文", "Text"), by=None, at=SENT_AT
    ),
    "settle_seats.settle_seats": lambda a, h, s: settle_seats.settle_seats(
        motion=s,
        box=s.election or Election(),
        choices=[],
        channel="paper",
        by=None,
        at=minute(1),
    ),
    "lots.draw_lot": lambda a, h, s: lots.draw_lot(
        decision=SeatDecision.objects.create(
            motion=s,
            contest=make_election().contests.get(),
            way="vacant",
            seats=1,
            decided_at=minute(0),
        ),
        called="123456",
        by=None,
        at=minute(1),
    ),
    "plan.add_item": lambda a, h, s: plan.add_item(
        assembly=a,
        title=both("其他", "Other"),
        kind=ItemKind.REPORT,
        matter=Matter.ORDINARY,
        by=None,
        at=minute(0),
    ),
    "plan.remove_item": lambda a, h, s: plan.remove_item(item=h.item, by=None, at=minute(0)),
    "plan.swap_up": lambda a, h, s: plan.swap_up(item=h.item, by=None, at=minute(0)),
    "amendment_votes.put_amendment": lambda a, h, s: amendment_votes.put_amendment(
        assembly=a,
        amendment=submitted(),
        by_unit=True,
        method=Method.SHOW_OF_HANDS,
        by=None,
        at=minute(0),
    ),
    "amendment_votes.put_aside": lambda a, h, s: amendment_votes.put_aside(
        item=h.item, by=None, at=minute(1)
    ),
    "check_in.open_check_in": lambda a, h, s: check_in.open_check_in(
        assembly=a, by=None, at=minute(0)
    ),
    "check_in.check_in": lambda a, h, s: check_in.check_in(
        assembly=a,
        entry=entry(a),  # type: ignore[arg-type] -- none before the roll
        by=None,
        at=minute(0),
    ),
    "check_in.check_out": lambda a, h, s: check_in.check_out(
        assembly=a,
        entry=entry(a),  # type: ignore[arg-type] -- none before the roll
        by=None,
        at=minute(1),
    ),
    "excuse.excuse_entry": lambda a, h, s: excuse.excuse_entry(
        assembly=a,
        entry=entry(a),  # type: ignore[arg-type] -- none before the roll
        reason="",
        by=None,
        at=minute(0),
    ),
    "excuse.withdraw_excuse": lambda a, h, s: excuse.withdraw_excuse(
        assembly=a,
        entry=entry(a),  # type: ignore[arg-type] -- none before the roll
        by=None,
        at=minute(0),
    ),
    "appoint.appoint": lambda a, h, s: appoint.appoint(
        assembly=a, person=make_person(), function=Function.CHAIR, by=None, at=minute(0)
    ),
    "appoint.release": lambda a, h, s: appoint.release(
        appointment=a.appointments.filter(function=Function.COUNTER)[0], by=None, at=minute(0)
    ),
    "appoint.admit_guest": lambda a, h, s: appoint.admit_guest(
        assembly=a, name=both("来宾", "Guest"), by=None, at=minute(0)
    ),
    "session.open_meeting": lambda a, h, s: session.open_meeting(assembly=a, by=None, at=minute(0)),
    "session.set_current": lambda a, h, s: session.set_current(item=h.item, by=None, at=minute(1)),
    "session.settle_item": lambda a, h, s: session.settle_item(
        item=a.items.order_by("position")[0], by=None, at=minute(1)
    ),
    "session.close_meeting": lambda a, h, s: session.close_meeting(
        assembly=a, by=None, at=minute(9)
    ),
    "quorum.state_quorum": lambda a, h, s: quorum.state_quorum(assembly=a, by=None, at=minute(1)),
    "hands.record_show_of_hands": lambda a, h, s: hands.record_show_of_hands(
        motion=h, votes_for=7, votes_against=0, abstentions=0, by=None, at=minute(1)
    ),
    "hand_counts.enter_count": lambda a, h, s: entered_by_two(a, h),
    "roll_call.record_answer": lambda a, h, s: roll_call.record_answer(
        motion=h,
        entry=entry(a),  # type: ignore[arg-type] -- none before the roll
        choice=Choice.FOR,
        by=None,
        at=minute(1),
    ),
    "roll_call.end_roll_call": lambda a, h, s: roll_call.end_roll_call(
        motion=h, by=None, at=minute(1)
    ),
    "adjourning.adjourn": lambda a, h, s: adjourning.adjourn(
        assembly=a, reason=both("休会", "Break"), by=None, at=minute(1)
    ),
    "adjourning.resume": lambda a, h, s: adjourning.resume(assembly=a, by=None, at=minute(1)),
    "statements.put_statement": lambda a, h, s: statements.put_statement(
        item=h.item,
        person=make_person(),
        kind=StatementKind.OBJECTION,
        text="反对",
        by=None,
        at=minute(1),
    ),
    "operating.take_over": lambda a, h, s: operating.take_over(
        assembly=a, by=make_secretary(), at=minute(0)
    ),
    "resolve.resolve_motion": lambda a, h, s: resolve.resolve_motion(
        motion=h, by=None, at=minute(2)
    ),
    "ballot.prepare_box": lambda a, h, s: ballot.prepare_box(
        motion=s, channel=Channel.PAPER, by=None, at=minute(0)
    ),
    "ballot.open_ballot": lambda a, h, s: ballot.open_ballot(motion=s, by=None, at=minute(1)),
    "ballot.close_ballot": lambda a, h, s: ballot.close_ballot(motion=s, by=None, at=minute(1)),
    "ballot.publish_ballot": lambda a, h, s: ballot.publish_ballot(motion=s, by=None, at=minute(1)),
    "ballot.annul_ballot": lambda a, h, s: ballot.annul_ballot(
        motion=s, reason="r", names="n", channel=Channel.PAPER, by=None, at=minute(1)
    ),
    "follow_up.convene_follow_up": lambda a, h, s: follow_up.convene_follow_up(
        parent=a, body=make_body(BodyKind.COUNCIL), by=None, at=minute(5)
    ),
}

OK = "ok"
TABLE: dict[str, tuple[str, str, str, str, str]] = {
    #                              prepare, convene, check in, live, minutes
    "roll.freeze_assembly_roll": (OK, "roll_in_use", "roll_in_use", "roll_in_use", "roll_in_use"),
    # Convened again, a meeting gives the notice that was sent.
    "convene.convene_assembly": ("roll_missing", OK, OK, OK, OK),
    # Here no rule asks the notice to name every subject.
    "plan.add_item": (OK, OK, OK, OK, "agenda_fixed"),
    "plan.remove_item": (OK, "agenda_fixed", "agenda_fixed", "agenda_fixed", "agenda_fixed"),
    "plan.swap_up": (OK, "agenda_fixed", "agenda_fixed", "agenda_fixed", "agenda_fixed"),
    "amendment_votes.put_amendment": (OK, OK, OK, OK, "agenda_fixed"),
    "amendment_votes.put_aside": ("phase_forbids",) * 3 + ("item_not_now", "phase_forbids"),
    "check_in.open_check_in": ("phase_forbids", OK, OK, OK, "phase_forbids"),
    "check_in.check_in": ("phase_forbids", "phase_forbids", OK, OK, "phase_forbids"),
    "check_in.check_out": ("phase_forbids", "phase_forbids", OK, OK, "phase_forbids"),
    "excuse.excuse_entry": ("phase_forbids", OK, OK, OK, "phase_forbids"),
    "excuse.withdraw_excuse": ("phase_forbids", OK, OK, OK, "phase_forbids"),
    "appoint.appoint": (OK, OK, OK, OK, "phase_forbids"),
    "appoint.release": (OK, OK, OK, OK, "phase_forbids"),
    "appoint.admit_guest": (OK, OK, OK, OK, "phase_forbids"),
    "session.open_meeting": ("phase_forbids", "phase_forbids", OK, OK, "phase_forbids"),
    "session.set_current": ("phase_forbids",) * 3 + (OK, "phase_forbids"),
    "session.settle_item": ("phase_forbids",) * 3 + ("item_not_now", "phase_forbids"),
    # Closed again, it stays closed.
    "session.close_meeting": ("phase_forbids",) * 3 + ("items_undecided", OK),
    "quorum.state_quorum": ("phase_forbids", "phase_forbids", OK, OK, "phase_forbids"),
    "hands.record_show_of_hands": ("phase_forbids",) * 3 + ("item_not_now", "already_resolved"),
    "hand_counts.enter_count": ("phase_forbids",) * 3 + ("item_not_now", "already_resolved"),
    # The motion is voted by show of hands.
    "roll_call.record_answer": ("phase_forbids",) * 3
    + ("roll_call_not_foreseen", "already_resolved"),
    "roll_call.end_roll_call": ("phase_forbids",) * 3
    + ("roll_call_not_foreseen", "already_resolved"),
    "adjourning.adjourn": ("phase_forbids",) * 3 + (OK, "phase_forbids"),
    # A meeting that sits goes on sitting.
    "adjourning.resume": ("phase_forbids",) * 3 + (OK, "phase_forbids"),
    "statements.put_statement": ("phase_forbids",) * 3 + (OK, "phase_forbids"),
    "operating.take_over": ("phase_forbids", "phase_forbids", OK, OK, "phase_forbids"),
    # Resolved again, it is the same resolution.
    "resolve.resolve_motion": ("phase_forbids",) * 3 + ("not_voted_yet", OK),
    "ballot.prepare_box": ("roll_missing", OK, OK, OK, "phase_forbids"),
    "ballot.open_ballot": (
        "box_missing",
        "box_missing",
        "phase_forbids",
        "item_not_now",
        "hands_foreseen",
    ),
    "ballot.close_ballot": (
        "box_missing",
        "box_missing",
        "wrong_state",
        "wrong_state",
        "hands_foreseen",
    ),
    "ballot.publish_ballot": (
        "box_missing",
        "box_missing",
        "wrong_state",
        "wrong_state",
        "hands_foreseen",
    ),
    "ballot.annul_ballot": ("box_missing", "box_missing", OK, OK, "hands_foreseen"),
    "settle_seats.settle_seats": (
        "box_missing",
        "box_missing",
        "result_not_published",
        "result_not_published",
        "box_missing",
    ),
    "lots.draw_lot": ("lot_not_committed",) * 5,
    "follow_up.convene_follow_up": ("phase_forbids",) * 3 + ("no_holders", "no_holders"),
}


@pytest.mark.parametrize("act", TABLE)
@pytest.mark.parametrize("column", range(len(ORDER)), ids=[str(phase) for phase in ORDER])
def test_act_in_phase(act: str, column: int) -> None:
    assembly, by_hands, secret = brought_to(ORDER[column])
    try:
        ACTS[act](assembly, by_hands, secret)
        found = OK
    except ActRefused as refusal:
        found = refusal.code
    assert found == TABLE[act][column]


def test_table_names_every_act() -> None:
    modules = (
        adjourning, amendment_votes, appoint, ballot, check_in, convene, excuse, follow_up,
        hand_counts, hands, lots, operating, plan, quorum, resolve, roll, roll_call, session,
        settle_seats, statements,
    )  # fmt: skip
    acts = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in modules
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__
        and {"by", "at"} <= set(function.__annotations__)
        and not name.startswith("_")
    }
    helpers = {
        "amendment_votes.conclude",
        "session.finish_item",
        "hands.checked",
        "hands.put_down",
        "hands.stated_or_now",
        "operating.operate",
        "roll.freeze_delegates",
        "roll.freeze_for",
        "roll.freeze_holders",
        "plan.plan_assembly",
    }
    assert acts - helpers == set(TABLE)


@pytest.mark.parametrize("before", list(Phase))
@pytest.mark.parametrize("to", list(Phase))
def test_phase_moves_only_to_what_follows(before: Phase, to: Phase) -> None:
    follows = {
        (Phase.PREPARE, Phase.CONVENE),
        (Phase.CONVENE, Phase.CHECK_IN),
        (Phase.CHECK_IN, Phase.LIVE),
        (Phase.LIVE, Phase.COUNT),
        (Phase.LIVE, Phase.MINUTES),
        (Phase.COUNT, Phase.LIVE),
        (Phase.COUNT, Phase.MINUTES),
        (Phase.MINUTES, Phase.SIGN),
        (Phase.SIGN, Phase.FILE),
    }
    assembly = make_assembly()
    assembly.phase = before
    assembly.save()
    try:
        phases.move(assembly=assembly, to=to, by=None, at=minute(0))
        found = OK
    except ActRefused as refusal:
        found = refusal.code
    if before == to:
        assert found == OK
    elif (before, to) in follows:
        # Signing and filing want their paper; the rest begins by convening, opening, closing.
        own = {
            Phase.CHECK_IN: OK,
            Phase.SIGN: "minutes_not_ready",
            Phase.FILE: "minutes_not_ready",
        }
        assert found == own.get(to, "phase_has_its_act")
    else:
        assert found == "phase_forbids"
