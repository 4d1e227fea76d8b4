"""Slips as the authority, the desk and a voter use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from elections.models import Ceremony, Election
from members.enums import Role
from records.fields import Translated
from tests.factories.assemblies import make_association
from tests.factories.elections import make_person, make_user
from tests.factories.pdf import pages_of
from tests.factories.slips import make_slip_box

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 60_000


def test_slips_are_made_scanned_out_and_cast_without_a_cookie(
    visit: Callable[..., Page], sent: list[str], tmp_path: Path
) -> None:
    box = make_slip_box(printed=1)
    held = box.ceremony
    page = visit(f"/elections/codes/{held.pk}/", held.authority)
    page.get_by_label("How many").fill("5")
    page.get_by_role("button", name="Make the slips").click()
    expect(page.get_by_text("5 slips are made.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the slips").click()
    download.value.save_as(tmp_path / "slips.json")
    codes = json.loads((tmp_path / "slips.json").read_text())["codes"]
    page.get_by_role("button", name="Send for every box").click()
    expect(page.get_by_text("All public halves are with the server.")).to_be_visible(timeout=SLOW)
    assert (len(codes), held.slips.count(), box.election.credentials.count()) == (5, 5, 5)
    page.evaluate("window.print = () => document.body.classList.add('printed')")
    page.get_by_role("button", name="Print the slips").click()
    expect(page.locator("body.printed")).to_be_attached()
    printed = page.locator("#sheets .slip .big-code").all_text_contents()
    assert sorted(printed) == codes

    box.issue(box.entries[:3])
    secretary = make_person()
    make_user(secretary).roles.create(role=Role.SECRETARIAT)
    desk = visit(f"/elections/slip-desk/{held.pk}/", secretary)
    wrong = codes[4][:-1] + ("2" if codes[4][-1] != "2" else "3")
    for text, told in [
        (wrong, "There is a typing error in the code."),
        (f"https://hall.example/elections/slip/{held.pk}/#{codes[4]}", "1 slips are read."),
        (codes[4], "This slip is among those read already."),
        (codes[3], "2 slips are read."),
    ]:
        desk.get_by_label("Scan a slip, or type its code").fill(text)
        desk.keyboard.press("Enter")
        expect(desk.get_by_text(told)).to_be_visible()
    desk.get_by_role("button", name="Take 2 slips out").click()
    expect(desk.get_by_text("2 slips are out.")).to_be_visible()
    expect(desk.locator("[data-figure=to_scan]")).to_have_text("0")
    box.open(box.entries[:3])

    voter = visit(f"/elections/slip/{held.pk}/#{wrong}")
    expect(voter.get_by_text("There is a typing error in the code.")).to_be_visible()
    voter.get_by_label("The code of your slip").fill(codes[0])
    voter.get_by_role("button", name="Continue").click()
    voter.get_by_role("link", name="Vote").click()
    voter.get_by_role("button", name="Continue").click()
    # The step shown is kept over a change of the language: it has to be there before the click.
    expect(voter.get_by_text("For", exact=True).locator("visible=true")).to_be_visible()
    voter.get_by_role("link", name="中文").click()
    expect(voter.get_by_text("同意", exact=True).locator("visible=true")).to_be_visible()
    voter.get_by_role("link", name="English").click()
    voter.get_by_text("For", exact=True).locator("visible=true").click()
    voter.get_by_role("button", name="Check", exact=True).click()
    voter.get_by_role("button", name="Encrypt the ballot").click()
    voter.get_by_role("button", name="Cast the ballot").click(timeout=SLOW)
    expect(voter.get_by_role("heading", name="Your ballot is in the box")).to_be_visible(
        timeout=SLOW
    )
    assert voter.locator("#tracker").inner_text() == box.election.ballots.get().tracker

    voter.goto(f"/elections/{box.election.pk}/slip-booth/?lang=en")
    voter.get_by_role("button", name="Continue").click()
    voter.get_by_text("Against", exact=True).locator("visible=true").click()
    voter.get_by_role("button", name="Check", exact=True).click()
    voter.get_by_role("button", name="Encrypt the ballot").click()
    voter.get_by_role("button", name="Cast the ballot").click(timeout=SLOW)
    expect(voter.get_by_text("A ballot of this slip is in the box; it is final.")).to_be_visible(
        timeout=SLOW
    )
    assert voter.context.cookies() == []
    assert not any(code in line for code in codes for line in sent)
    assert Election.objects.get(pk=box.election.pk).ballots.count() == 1


def test_slips_stand_four_on_a_sheet_and_nothing_runs_over_the_cutting_line(
    visit: Callable[..., Page],
) -> None:
    make_association()
    box = make_slip_box(printed=1)
    held = box.ceremony
    title = {
        "zh": "晋东市汽车流通与维修协会第四届第一次会员代表大会暨换届选举大会",
        "en": "First assembly of the fourth term of the association, with its re-election",
    }
    Ceremony.objects.filter(pk=held.pk).update(title=Translated(title))
    page = visit(f"/elections/codes/{held.pk}/", held.authority)
    page.get_by_label("How many").fill("8")
    page.get_by_role("button", name="Make the slips").click()
    expect(page.get_by_text("8 slips are made.")).to_be_visible()
    with page.expect_download():
        page.get_by_role("button", name="Save the slips").click()
    page.evaluate("window.print = () => document.body.classList.add('printed')")
    page.get_by_role("button", name="Print the slips").click()
    expect(page.locator("body.printed")).to_be_attached()

    assert pages_of(page.pdf(format="A4")) == 2
    # A4 less its margins, in the pixels of a printed page.
    page.set_viewport_size({"width": round(174 / 25.4 * 96), "height": 1000})
    page.emulate_media(media="print")
    spare = page.evaluate(
        """() => [...document.querySelectorAll("#sheets .slip")].map((slip) => {
          const { top, bottom, right } = slip.getBoundingClientRect();
          const parts = [...slip.querySelectorAll("*")].map((one) => one.getBoundingClientRect());
          return Math.min(...parts.flatMap((one) => [
            one.top - top, bottom - one.bottom, right - one.right]));
        })"""
    )
    assert len(spare) == 8
    assert min(spare) >= 0
