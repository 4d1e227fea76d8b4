"""The marks of a meeting's ballots: one alphabet for the day, kept once a ballot was opened."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assemblies.domain.planning.ballot_marks import marks_of, set_marks
from assemblies.domain.sitting import ballot
from assemblies.domain.writing import script
from assemblies.domain.writing.minutes_facts import as_data, build_facts
from assemblies.enums import Method
from assemblies.models import Assembly
from bylaws.enums import Matter
from elections.domain.alphabet import Alphabet, alphabet_of, as_kept
from elections.enums import Channel
from records.models import LogEntry
from tests.factories.assemblies import (
    add_motion,
    count_on_paper,
    make_assembly,
    make_secretary,
    make_tellers,
    minute,
    open_paper_box,
    opened,
)
from tests.factories.pdf import squeezed, text_of

pytestmark = pytest.mark.django_db
CELL = Alphabet(in_one_cell=True, agree="√", against="×", abstain="○")
OTHER = Alphabet(agree="×")


def meeting() -> Assembly:
    assembly = make_assembly()
    for _both in "12":
        add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    make_tellers(assembly)
    return opened(assembly)


def fix(assembly: Assembly, alphabet: Alphabet) -> None:
    set_marks(assembly=assembly, alphabet=alphabet, by=None, at=minute(1))
    assembly.refresh_from_db()


def test_marks_hold_for_the_day_but_for_what_was_opened() -> None:
    assembly = meeting()
    first, second = (item.motion for item in assembly.items.order_by("position"))
    ballot.prepare_box(motion=first, channel=Channel.PAPER, by=None, at=minute(1))
    for _twice in "12":
        fix(assembly, CELL)
    assert LogEntry.objects.filter(event="ballot_marks_set").count() == 1
    first.refresh_from_db()
    assert alphabet_of(first.election) == CELL
    box = open_paper_box(first)
    fix(assembly, OTHER)
    box.refresh_from_db()
    assert alphabet_of(box) == CELL
    second = type(second).objects.get(pk=second.pk)
    later = ballot.prepare_box(motion=second, channel=Channel.PAPER, by=None, at=minute(3))
    assert alphabet_of(later) == OTHER
    again = ballot.annul_ballot(
        motion=first,
        reason="Wrong papers.",
        names="Chair",
        channel=Channel.PAPER,
        by=None,
        at=minute(4),
    )
    assert alphabet_of(again) == OTHER


def test_first_meeting_has_the_marks_of_the_assembly() -> None:
    assembly = meeting()
    fix(assembly, CELL)
    first = Assembly.objects.create(
        body=assembly.body,
        term=assembly.term,
        parent=assembly,
        title=assembly.title,
        starts_at=minute(9),
    )
    assert marks_of(first) == as_kept(CELL)


def test_script_and_minutes_tell_the_marks_and_why_papers_are_invalid() -> None:
    assembly = meeting()
    fix(assembly, CELL)
    motion = assembly.items.order_by("position")[0].motion
    told = "√ for, × against, ○ to abstain"
    assert squeezed(told) in squeezed(
        text_of(script.chair_script(assembly=assembly, language="en"))
    )
    count_on_paper(open_paper_box(motion), [[(5, 1, 0)]], returned=7, invalid=1)
    [box] = as_data(build_facts(assembly))["meeting"]["items"][0]["boxes"]
    assert box["alphabet"] == as_kept(CELL)
    assert box["contests"][0]["parts"][0]["void_reasons"] == {"unreadable": 1}


def test_page_fixes_the_marks_and_says_what_is_ambiguous() -> None:
    assembly = meeting()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    page = reverse("assemblies:ballot_marks", args=[assembly.pk])
    sent = {"layout": "cell", "agree": "√", "against": "√", "abstain": "", "blank": "abstain"}
    assert "needs a mark of its own" in client.post(page, sent, follow=True).content.decode()
    told = client.post(page, sent | {"against": "×"}, follow=True).content.decode()
    assert "√ for, × against." in told
    assembly.refresh_from_db()
    assert assembly.alphabet == as_kept(
        Alphabet(in_one_cell=True, agree="√", against="×", abstain="")
    )
