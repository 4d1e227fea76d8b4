"""One screen runs the meeting; another takes it over by a press of its own."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.sitting import operating, session
from assemblies.domain.sitting.log_words import last_lines
from assemblies.enums import Phase
from assemblies.errors import AnotherOperates, NoQuorum, PhaseForbids
from assemblies.models import Assembly
from members.enums import BodyKind
from members.models import User
from records.models import LogEntry
from tests.factories.assemblies import (
    add_motion,
    checked_in,
    convened,
    make_assembly,
    make_body,
    make_secretary,
    minute,
    opened,
)

pytestmark = pytest.mark.django_db


def run(assembly: Assembly, by: User | None, number: int = 1) -> object:
    """Set the first item "now" from somebody's screen."""
    item = assembly.items.order_by("position")[0]
    return operating.operate(
        assembly=assembly,
        act=lambda: session.set_current(item=item, by=by, at=minute(number)),
        by=by,
        at=minute(number),
    )


@pytest.fixture
def meeting() -> Assembly:
    assembly = make_assembly()
    add_motion(assembly)
    return opened(assembly)


def events(assembly: Assembly) -> list[str]:
    entries = LogEntry.objects.filter(stream__name=f"assembly:{assembly.pk}")
    return list(entries.order_by("position").values_list("event", flat=True))


def test_first_who_acts_holds_the_meeting(meeting: Assembly) -> None:
    lin = make_secretary()
    run(meeting, lin)
    meeting.refresh_from_db()
    assert (meeting.operator, meeting.operator_since) == (lin, minute(1))
    run(meeting, lin, 2)
    meeting.refresh_from_db()
    assert meeting.operator_since == minute(1)
    assert events(meeting).count("operator_began") == 1


def test_act_from_another_screen_is_refused_until_it_takes_over(meeting: Assembly) -> None:
    lin, wang = make_secretary(), make_secretary()
    run(meeting, lin)
    with pytest.raises(AnotherOperates) as refusal:
        run(meeting, wang, 2)
    assert refusal.value.context == {"operator": str(lin), "since": "09:01"}
    operating.take_over(assembly=meeting, by=wang, at=minute(3))
    run(meeting, wang, 4)
    with pytest.raises(AnotherOperates):
        run(meeting, lin, 5)
    assert events(meeting)[-1] == "operator_took_over"


def test_taking_over_twice_is_taken_over_once(meeting: Assembly) -> None:
    wang = make_secretary()
    operating.take_over(assembly=meeting, by=wang, at=minute(1))
    operating.take_over(assembly=meeting, by=wang, at=minute(2))
    meeting.refresh_from_db()
    assert meeting.operator_since == minute(1)
    assert events(meeting).count("operator_took_over") == 1


def test_end_of_a_ballot_and_first_meetings_are_announced_by_who_runs_the_meeting(
    client: Client, meeting: Assembly
) -> None:
    lin, wang = make_secretary(), make_secretary()
    run(meeting, lin)
    client.force_login(wang)
    item = meeting.items.get()
    council = make_body(BodyKind.COUNCIL)
    with override("en"):
        told = str(AnotherOperates(operator=str(lin), since="09:01"))
    for name, args in (
        ("announce", [meeting.pk, item.pk]),
        ("follow_up", [meeting.pk, council.pk]),
    ):
        address = reverse(f"assemblies:{name}", args=args)
        page = client.post(address, {"minutes": 5}, follow=True, headers={"accept-language": "en"})
        assert told in html.unescape(page.content.decode())


def test_what_happened_names_the_phase_that_was_entered(meeting: Assembly) -> None:
    with override("en"):
        lines = [(row.what, row.detail) for row in last_lines(meeting)]
    assert lines[0] == ("phase entered", "Vote and elect")
    assert ("phase entered", "Check in") in lines


def test_refused_act_takes_no_screen() -> None:
    assembly = make_assembly()
    add_motion(assembly)
    checked_in(convened(assembly), 2)
    lin = make_secretary()
    with pytest.raises(NoQuorum):
        operating.operate(
            assembly=assembly,
            act=lambda: session.open_meeting(assembly=assembly, by=lin, at=minute(0)),
            by=lin,
            at=minute(0),
        )
    assembly.refresh_from_db()
    assert assembly.operator is None


def test_preparation_and_minutes_are_run_from_any_screen(meeting: Assembly) -> None:
    lin, wang = make_secretary(), make_secretary()
    run(meeting, lin)
    meeting.refresh_from_db()
    for phase in (Phase.CONVENE, Phase.MINUTES):
        meeting.phase = phase
        meeting.save(update_fields=["phase"])
        operating.operate(assembly=meeting, act=lambda: None, by=wang, at=minute(5))
        with pytest.raises(PhaseForbids):
            operating.take_over(assembly=meeting, by=wang, at=minute(5))
