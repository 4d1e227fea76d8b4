"""What the notice named, and what becomes of a vote on what it did not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from assemblies.domain.convening.naming import told_of
from assemblies.domain.planning import plan
from assemblies.enums import Phase
from assemblies.errors import AgendaFixed, SubjectNotNamed
from assemblies.models import Assembly, Notice
from bylaws.enums import InNotice, Matter, Outcome
from bylaws.models import Association
from records.fields import Translated
from tests.factories.assemblies import (
    STARTS_AT,
    add_motion,
    add_report,
    both,
    convened,
    make_assembly,
    opened,
    vote_by_hands,
)

pytestmark = pytest.mark.django_db
IN_TIME = STARTS_AT - timedelta(days=16)
TOO_LATE = STARTS_AT - timedelta(days=3)


def meeting(profile: str = "") -> Assembly:
    assembly = make_assembly()
    if profile:
        Association.objects.update(profile=profile)
    add_report(assembly)
    return assembly


def forget(notice: Notice, position: int, *, only_the_text: bool = False) -> None:
    """As if the notice had been sent without the item, or without its wording."""
    rows = [row for row in notice.agenda if only_the_text or row["position"] != position]
    for row in rows:
        if row["position"] == position:
            row["text"] = {"zh": "另发", "en": "will follow"}
    Notice.objects.filter(pk=notice.pk).update(agenda=rows)


@pytest.mark.parametrize(
    ("profile", "matter", "without", "outcome"),
    [
        ("de", Matter.ORDINARY, "subject", Outcome.NOT_COMPLIANT),
        ("de", Matter.ORDINARY, "text", Outcome.PASSED),
        ("de", Matter.BYLAWS, "", Outcome.PASSED),
        ("uk", Matter.BYLAWS, "text", Outcome.NOT_COMPLIANT),
        ("uk", Matter.BYLAWS, "", Outcome.PASSED),
        ("uk", Matter.ORDINARY, "subject", Outcome.PASSED),
        ("ronr", Matter.BYLAWS, "", Outcome.PASSED),
        ("cn", Matter.ORDINARY, "subject", Outcome.PASSED),
    ],
)
def test_verdict_knows_what_the_notice_named(
    profile: str, matter: Matter, without: str, outcome: Outcome
) -> None:
    assembly = meeting(profile)
    motion = add_motion(assembly, matter)
    opened(assembly)
    if without:
        forget(assembly.notices.get(), motion.item.position, only_the_text=without == "text")
    resolution = vote_by_hands(motion, (7, 0, 0))
    assert resolution.outcome == outcome, resolution.sentence.en


def test_lower_majority_of_roberts_rules_needs_the_notice() -> None:
    """RONR: two thirds of the votes with previous notice, else a majority of all members. Nine
    are entitled; four of six votes cast are two thirds and no majority of nine."""
    assembly = meeting("ronr")
    with_notice, without = (add_motion(assembly, Matter.BYLAWS) for _each in range(2))
    opened(assembly, present=7)
    forget(assembly.notices.get(), without.item.position)
    assert vote_by_hands(with_notice, (4, 2, 1)).outcome == Outcome.PASSED
    resolution = vote_by_hands(without, (4, 2, 1))
    assert resolution.outcome == Outcome.FAILED
    assert "there was no previous notice" in resolution.sentence.en


def test_notice_that_came_too_late_named_nothing() -> None:
    assembly = meeting()
    motion = add_motion(assembly)
    convened(assembly, 3)
    assert told_of(motion.item) == InNotice.TEXT
    Notice.objects.update(sent_on=TOO_LATE.date())
    assert told_of(motion.item) == InNotice.NOTHING


def add_late(assembly: Assembly, matter: Matter = Matter.ORDINARY, *, days: int) -> Translated:
    return plan.add_item(
        assembly=assembly,
        title=both("临时议案", "Late motion"),
        kind="motion",
        matter=matter,
        text=both("会议决定。", "The meeting resolves."),
        method="show_of_hands",
        by=None,
        at=STARTS_AT - timedelta(days=days),
    ).title


def test_late_subject_is_refused_where_the_notice_has_to_name_it() -> None:
    """BGB, § 32 (1) sentence 2. The law asks for no days, so a correction would be in time until
    the desk opens."""
    assembly = convened(meeting("de"), 3)
    add_late(assembly, days=1)
    Assembly.objects.update(phase=Phase.CHECK_IN)
    with override("en"), pytest.raises(SubjectNotNamed) as refused:
        add_late(assembly, days=0)
    assert "s. 32" in str(refused.value)
    assert "18 December 2026" in str(refused.value)
    assert assembly.items.count() == 2


def test_late_subject_is_taken_up_where_no_rule_forbids_it() -> None:
    assembly = convened(meeting(), 3)
    add_late(assembly, days=2)
    item = assembly.items.get(title__zh="临时议案")
    assert item.added_at == STARTS_AT - timedelta(days=2)
    assert told_of(item) == InNotice.NOTHING


def test_special_resolution_is_refused_where_its_wording_comes_too_late() -> None:
    assembly = convened(meeting("uk"), 3)
    add_late(assembly, days=2)
    with pytest.raises(SubjectNotNamed):
        add_late(assembly, Matter.BYLAWS, days=2)


def test_late_item_can_be_taken_off_again_and_an_announced_one_cannot() -> None:
    assembly = convened(meeting(), 3)
    add_late(assembly, days=2)
    announced, late = assembly.items.order_by("position")
    plan.remove_item(item=late, by=None, at=TOO_LATE)
    with pytest.raises(AgendaFixed):
        plan.remove_item(item=announced, by=None, at=TOO_LATE)


def test_nothing_is_added_once_the_meeting_is_over() -> None:
    assembly = convened(meeting(), 3)
    Assembly.objects.update(phase=Phase.MINUTES)
    with pytest.raises(AgendaFixed):
        add_late(assembly, days=0)
