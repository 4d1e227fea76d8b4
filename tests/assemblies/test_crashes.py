"""A crash between two steps leaves a state from which the same command goes on.

The crashes are failures of the database itself: a real constraint is broken in the middle of an
act, or the process stops between two acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection

from assemblies.domain.presence import check_in
from assemblies.domain.sitting import ballot, hands, resolve, session
from assemblies.domain.sitting.follow_up import convene_follow_up
from assemblies.enums import ItemState, Method, Phase
from assemblies.models import Assembly, QuorumCheck, Resolution
from bylaws.choices import RegulationKind
from bylaws.domain.recording import import_version, open_regulation
from bylaws.enums import Matter
from bylaws.models import Version
from elections.enums import Channel, ElectionState
from elections.models import Participation
from members.enums import BodyKind
from members.models import Mandate
from records.domain import log
from records.models import Decision, LogEntry, NumberSeries
from tests.assemblies.test_ballots import meeting_with, slate
from tests.factories.amendments import on_the_table
from tests.factories.assemblies import (
    SENT_AT,
    add_motion,
    both,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    make_body,
    minute,
    open_paper_box,
    opened,
    published_on_paper,
    vote_by_hands,
)

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def broken(table: str) -> Iterator[None]:
    """No row can be added to ``table``: a trigger of the database refuses it."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if sqlite:
            cursor.execute(
                f"CREATE TRIGGER broken BEFORE INSERT ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'broken'); END"
            )
        else:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT broken CHECK (false) NOT VALID")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            undo = (
                "DROP TRIGGER broken" if sqlite else f"ALTER TABLE {table} DROP CONSTRAINT broken"
            )
            cursor.execute(undo)


def events(assembly: Assembly) -> list[str]:
    stream = f"assembly:{assembly.pk}"
    log.verify(stream=stream)
    return list(LogEntry.objects.filter(stream__name=stream).values_list("event", flat=True))


def test_crash_while_resolving_leaves_nothing_and_the_same_command_goes_on() -> None:
    """The decision and the adopted text are written before the log: all or nothing."""
    assembly = make_assembly()
    regulation = open_regulation(
        kind=RegulationKind.BYLAWS, title=both("章程", "Bylaws"), by=None, at=SENT_AT
    )
    version = import_version(
        regulation=regulation,
        text="第一条　本会为行业协会。\n",
        label=both("草案", "draft"),
        by=None,
        at=SENT_AT,
    )
    motion = add_motion(assembly, Matter.BYLAWS, version=version)
    opened(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    hands.record_show_of_hands(
        motion=motion, votes_for=6, votes_against=1, abstentions=0, by=None, at=minute(2)
    )
    before = events(assembly)
    with broken("records_logentry"), pytest.raises(IntegrityError):
        resolve.resolve_motion(motion=motion, by=None, at=minute(3))
    version.refresh_from_db()
    motion.item.refresh_from_db()
    assert (Resolution.objects.count(), Decision.objects.count()) == (0, 0)
    assert (NumberSeries.objects.count(), version.adoption) == (0, None)
    assert (motion.item.state, events(assembly)) == (ItemState.CURRENT, before)

    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(4))
    version.refresh_from_db()
    assert (resolution.number, version.adoption) == (1, resolution.decision)
    # Adopted today, and not in force before its approval (CN-F2).
    assert (version.approval, version.effective_on) == (None, None)


def test_crash_while_an_amendment_is_adopted_leaves_it_submitted_and_goes_on() -> None:
    """Of two units one fell, so that a version of its own is written: all of it or nothing."""
    amendment, (first, second, closing) = on_the_table(by_unit=True)
    vote_by_hands(first, (7, 0, 0))
    vote_by_hands(second, (0, 7, 0))
    session.set_current(item=closing.item, by=None, at=minute(1))
    hands.record_show_of_hands(
        motion=closing, votes_for=7, votes_against=0, abstentions=0, by=None, at=minute(2)
    )
    before = (Version.objects.count(), Decision.objects.count(), Resolution.objects.count())
    for table in ("bylaws_provision", "records_logentry"):
        with broken(table), pytest.raises(IntegrityError):
            resolve.resolve_motion(motion=closing, by=None, at=minute(3))
        closing.refresh_from_db()
        amendment.refresh_from_db()
        assert before == (
            Version.objects.count(),
            Decision.objects.count(),
            Resolution.objects.count(),
        )
        assert (amendment.state, amendment.result, closing.version) == ("submitted", None, None)
    for _again in range(2):
        resolution = resolve.resolve_motion(motion=closing, by=None, at=minute(4))
    closing.refresh_from_db()
    amendment.refresh_from_db()
    assert (amendment.state, amendment.result) == ("adopted", closing.version)
    assert closing.version.adoption == resolution.decision


def test_crash_while_mandates_are_made_leaves_no_resolution() -> None:
    assembly, motion = meeting_with(Matter.ELECT_COUNCIL)
    make_body(BodyKind.COUNCIL)
    standing = entries_of(assembly)[:3]
    published_on_paper(motion, [[(7, 0, 0)] * 3], returned=7, contests=[slate(standing, seats=3)])
    with broken("members_mandate"), pytest.raises(IntegrityError):
        resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    assert (Resolution.objects.count(), Decision.objects.count()) == (0, 0)
    resolve.resolve_motion(motion=motion, by=None, at=minute(8))
    assert Mandate.objects.count() == 3


def test_crash_while_a_box_opens_leaves_it_closed() -> None:
    _assembly, motion = meeting_with(Matter.DUES_STANDARD)
    ballot.prepare_box(motion=motion, channel=Channel.PAPER, by=None, at=minute(1))
    session.set_current(item=motion.item, by=None, at=minute(1))
    with broken("elections_participation"), pytest.raises(IntegrityError):
        ballot.open_ballot(motion=motion, by=None, at=minute(2))
    motion.refresh_from_db()
    assert motion.election.state == ElectionState.READY
    assert (
        Participation.objects.count(),
        QuorumCheck.objects.filter(item=motion.item).count(),
    ) == (
        0,
        0,
    )
    ballot.open_ballot(motion=motion, by=None, at=minute(3))
    assert Participation.objects.count() == 7


def test_crash_between_annulling_and_repeating_leaves_the_box_that_stood() -> None:
    _assembly, motion = meeting_with(Matter.DUES_STANDARD)
    first = open_paper_box(motion)

    def annul() -> object:
        return ballot.annul_ballot(
            motion=motion,
            box=first,
            reason="Mark on a ballot",
            names="Chair",
            channel=Channel.PAPER,
            by=None,
            at=minute(4),
        )

    with broken("elections_contest"), pytest.raises(IntegrityError):
        annul()
    first.refresh_from_db()
    motion.refresh_from_db()
    assert (first.state, motion.election) == (ElectionState.OPEN, first)
    annul()
    first.refresh_from_db()
    motion.refresh_from_db()
    assert (first.state, motion.election.repeats) == (ElectionState.ANNULLED, first)


def test_crash_while_the_first_meeting_is_convened_leaves_none() -> None:
    assembly, motion = meeting_with(Matter.ELECT_COUNCIL)
    body = make_body(BodyKind.COUNCIL)
    standing = entries_of(assembly)[:3]
    published_on_paper(motion, [[(7, 0, 0)] * 3], returned=7, contests=[slate(standing, seats=3)])
    resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    with broken("assemblies_attendance"), pytest.raises(IntegrityError):
        convene_follow_up(parent=assembly, body=body, by=None, at=minute(8))
    assert not assembly.follow_ups.exists()
    meeting = convene_follow_up(parent=assembly, body=body, by=None, at=minute(9))
    assert check_in.present_entries(meeting).count() == 3


def test_every_command_pressed_again_goes_on_from_where_it_stopped() -> None:
    """As after a crash at each border: the command before is given again, then the next."""
    assembly = make_assembly()
    motion = add_motion(assembly, method=Method.SHOW_OF_HANDS)
    convened(assembly)
    for _again in range(2):
        checked_in(assembly, 7)
    for _again in range(2):
        session.open_meeting(assembly=assembly, by=None, at=minute(0))
    for _again in range(2):
        session.set_current(item=motion.item, by=None, at=minute(1))
    for _again in range(2):
        hands.record_show_of_hands(
            motion=motion, votes_for=7, votes_against=0, abstentions=0, by=None, at=minute(2)
        )
    for _again in range(2):
        resolve.resolve_motion(motion=motion, by=None, at=minute(3))
    for _again in range(2):
        session.close_meeting(assembly=assembly, by=None, at=minute(4))
    assembly.refresh_from_db()
    assert (assembly.phase, Resolution.objects.count()) == (Phase.MINUTES, 1)
    told = events(assembly)
    for once in ("assembly_convened", "hands_counted", "motion_resolved", "item_settled"):
        assert told.count(once) == 1, once
    assert told.count("checked_in") == 7
