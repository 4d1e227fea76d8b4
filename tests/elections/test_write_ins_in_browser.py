"""Writing somebody in, voting blank, and marks for alone, as voters do it in the booth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from elections.domain import paper, results
from elections.domain.closing import close_election
from elections.enums import Channel, ContestKind, WriteIns
from elections.models import Roll
from tests.elections.test_pages_in_browser import SLOW, booth_of
from tests.factories.elections import (
    AT,
    Box,
    both,
    make_election,
    make_open_box,
    make_person,
    make_roll,
    motion,
    slate,
)

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


def roll_of(*names: str) -> Roll:
    roll = make_roll(len(names))
    for entry, name in zip(roll.entries.all(), names, strict=True):
        entry.person.name = both(name)
        entry.person.save()
    return roll


def figures(box: Box) -> list[tuple[str, int, int, int]]:
    box.close()
    box.decrypt()
    return [
        (line.candidate.name.en, line.votes_for, line.votes_against, line.abstentions)
        for contest in box.election.contests.all()
        for line in results.contest_figures(contest).lines
    ]


def mark(page: Page, name: str, choice: str) -> None:
    page.get_by_role("group", name=f"{name} Firm · post").get_by_text(choice).click()


def cast(page: Page) -> None:
    page.get_by_role("button", name="Encrypt the ballot").click()
    page.get_by_role("button", name="Cast the ballot").click()
    expect(page.get_by_role("heading", name="Your ballot is in the box")).to_be_visible(
        timeout=SLOW
    )


def test_voter_writes_somebody_in_on_a_phone(visit: Callable[..., Page]) -> None:
    spec = replace(slate(("A", "B"), seats=2), write_ins=WriteIns.COVERED, blank_vote=True)
    box = make_open_box(spec, on_roll=roll_of("Zhao Yi", "Qian Er", "Sun San"))
    entry = box.entries[0]
    page = visit(booth_of(box, entry), entry.person)
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Continue").click()

    search = page.get_by_label("Search by name or unit")
    expect(page.get_by_role("checkbox", name="Sun San")).to_be_hidden()
    search.fill("sun  SA")
    expect(page.get_by_text("1 of 1 found")).to_be_visible()
    someone = page.get_by_role("checkbox", name="Sun San")
    someone.click()
    expect(page.get_by_text("No more can be written in than you vote against")).to_be_visible()
    expect(someone).not_to_be_checked()

    mark(page, "B", "Against")
    search.press("Enter")
    someone.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("1 of 2 chosen")).to_be_visible()
    search.fill("nobody at all")
    expect(page.get_by_text("Nobody found")).to_be_visible()
    expect(someone).to_be_visible()
    mark(page, "A", "For")
    search.fill("")
    mark(page, "B", "Abstain")
    expect(page.get_by_text("No more can be written in than you vote against")).to_be_visible()

    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(someone).to_be_checked()
    page.get_by_role("button", name="English").click()
    expect(someone).to_be_checked()
    expect(page.get_by_text("2 of 2 chosen")).to_be_visible()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("[data-mark=written]")).to_contain_text("Sun San")
    cast(page)
    assert figures(box) == [("A", 1, 0, 0), ("B", 0, 1, 0), ("Sun San", 1, 0, 0)]


def test_blank_vote_takes_every_other_mark_away(visit: Callable[..., Page]) -> None:
    asked = replace(motion(), blank_vote=True)
    spec = replace(slate(("A", "B"), seats=1), write_ins=WriteIns.FREE, blank_vote=True)
    box = make_open_box(asked, spec, voters=2)
    entry = box.entries[0]
    page = visit(booth_of(box, entry), entry.person)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Blank vote", exact=True).locator("visible=true").click()
    expect(page.get_by_role("radio", name="For").locator("visible=true")).to_be_disabled()
    page.get_by_role("button", name="Continue").click()

    mark(page, "A", "For")
    page.get_by_role("checkbox", name="Blank vote").locator("visible=true").click()
    expect(page.get_by_text("0 of 1 chosen")).to_be_visible()
    expect(page.get_by_label("Search by name or unit")).to_be_disabled()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#review [data-mark=blank]:visible")).to_have_count(2)
    expect(page.locator("#review [data-mark=abstain]:visible")).to_have_count(0)
    cast(page)
    assert [line[1:] for line in figures(box)] == [(0, 0, 1), (0, 0, 1), (0, 0, 1)]
    assert [results.contest_figures(c).blank for c in box.election.contests.all()] == [1, 1]


@pytest.mark.parametrize("kind", [ContestKind.APPROVAL, ContestKind.PLURALITY])
def test_marks_for_alone_are_ticked(visit: Callable[..., Page], kind: str) -> None:
    box = make_open_box(replace(slate(("A", "B", "C"), seats=2), kind=kind), voters=2)
    entry = box.entries[0]
    page = visit(booth_of(box, entry), entry.person)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("checkbox", name="A Firm").click()
    page.get_by_role("checkbox", name="B Firm").click()
    page.get_by_role("checkbox", name="C Firm").click()
    if kind == ContestKind.APPROVAL:
        expect(page.get_by_text("3 chosen", exact=True)).to_be_visible()
    else:
        expect(page.get_by_text("first take a mark back")).to_be_visible()
        expect(page.get_by_text("2 of 2 chosen")).to_be_visible()
    page.get_by_role("button", name="Check", exact=True).click()
    cast(page)
    third = (1, 0, 0) if kind == ContestKind.APPROVAL else (0, 0, 1)
    assert [line[1:] for line in figures(box)] == [(1, 0, 0), (1, 0, 0), third]


def test_teller_finds_who_was_written_in(visit: Callable[..., Page]) -> None:
    spec = replace(slate(("A", "B"), seats=2), write_ins=WriteIns.COVERED, blank_vote=True)
    election = make_election(
        spec, on_roll=roll_of("Zhao Yi", "Qian Er", "Sun San", "Li Si"), channel=Channel.PAPER
    )
    tellers = [make_person("Teller 1"), make_person("Teller 2")]
    paper.open_paper(
        election=election,
        present=list(election.roll.entries.all()),
        issued=4,
        tellers=tellers,
        by=None,
        at=AT,
    )
    close_election(election=election, by=None, at=AT)
    for teller in tellers:
        page = visit(f"/elections/{election.pk}/count/", teller)
        for name, number in (("returned", 4), ("valid", 4), ("invalid", 0), ("blank", 1)):
            page.locator(f"[name=c1-{name}]").fill(str(number))
        for place, row in ((1, (3, 0, 1, 0)), (2, (0, 2, 2, 0))):
            for key, number in zip(("for", "against", "abstain", "partly"), row, strict=True):
                page.locator(f"[name=c1-{key}-{place}]").fill(str(number))
        votes = page.get_by_label("Sun San")
        expect(votes).to_be_hidden()
        page.get_by_label("Search by name or unit").fill("sun")
        votes.fill("2")
        page.get_by_label("Search by name or unit").fill("li si")
        expect(votes).to_be_visible()
        page.get_by_role("button", name="Enter my count").click()
    expect(page.get_by_text("Both counts agree: the count stands.").first).to_be_visible()
    expect(page.get_by_text("Blank, of the valid: 1.")).to_be_visible()
    [contest] = election.contests.all()
    counted = results.contest_figures(contest)
    assert [(line.candidate.name.en, line.votes_for) for line in counted.lines] == [
        ("A", 3),
        ("B", 0),
        ("Sun San", 2),
    ]
