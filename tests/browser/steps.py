"""What each kind of person does at the assembly, step by step, on their own pages."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from assemblies.models import AgendaItem, Assembly
from elections.models import Contest, Election
from tests.browser.people import SLOW, Visitor


def take_up(runner: Visitor, item: AgendaItem) -> None:
    """Whoever runs the meeting sets an item "now"."""
    runner.open(f"/assemblies/{item.assembly_id}/items/{item.pk}/")
    runner.press("Set it “now”")
    runner.told("This is the current item.")


def hear(runner: Visitor, item: AgendaItem) -> None:
    take_up(runner, item)
    runner.press("It was heard: settle it")
    runner.told("The item is settled.")


def vote_by_hand(runner: Visitor, item: AgendaItem, votes_for: int, votes_against: int) -> None:
    """Quorum, hands for and against, the abstentions that follow, and the verdict."""
    take_up(runner, item)
    runner.press("State the quorum")
    runner.told("The quorum is stated and on record.")
    runner.page.locator("[name=votes_for]").fill(str(votes_for))
    runner.page.locator("[name=votes_against]").fill(str(votes_against))
    runner.press("Enter the count")
    runner.press("This is the count")
    runner.told("The count is entered. Resolve on it.")
    resolve(runner)


def open_box(runner: Visitor, item: AgendaItem) -> Election:
    take_up(runner, item)
    runner.press("Open the ballot")
    runner.told("The ballot is open.")
    return box_of(item)


def box_of(item: AgendaItem) -> Election:
    """The box that stands for the item now."""
    return Election.objects.get(motion__item=item)


def close_box(runner: Visitor, item: AgendaItem) -> None:
    runner.open(f"/assemblies/{item.assembly_id}/items/{item.pk}/")
    runner.press("Close the ballot")
    runner.told("The ballot is closed.", timeout=SLOW)


def publish(runner: Visitor, item: AgendaItem) -> None:
    runner.open(f"/assemblies/{item.assembly_id}/items/{item.pk}/")
    runner.press("Publish the result")
    runner.told("The result is published.", timeout=SLOW)


def leave_vacant(runner: Visitor, item: AgendaItem, decided: str) -> None:
    """The seats that the ballot left open stay so, as the meeting decided in these words."""
    runner.follow("Decide on the seats left open")
    runner.page.locator("input[type=radio][value=vacant]").check()
    runner.page.locator("textarea").fill(decided)
    runner.press("Put it on record and go on")
    runner.open(f"/assemblies/{item.assembly_id}/items/{item.pk}/")


def resolve(runner: Visitor) -> None:
    runner.press("Resolve")
    runner.told("The resolution is on record.")


def enter_booth(voter: Visitor, box: Election, *, letter: str = "") -> None:
    """From the list of one's ballots into the booth, with the code of the letter's link, or with
    the one that the tab keeps."""
    voter.open(f"/elections/vote/#{letter}" if letter else "/elections/vote/")
    link = voter.page.locator(f"a[data-booth][href*='{box.pk}']")
    expect(link).to_have_text(voter.words("Vote"))
    link.click()


def give_code(voter: Visitor) -> None:
    """The code that stands in the field is checked on the device, then the first question comes."""
    # The page's script fills it in, faster than anybody presses.
    expect(voter.page.locator("#code")).not_to_have_value("")
    voter.press("Continue")
    expect(voter.page.locator("[data-step=choose]").first).to_be_visible()


def mark(voter: Visitor, contest: Contest, marks: dict[str, str]) -> None:
    """Mark candidates by their member numbers, with ``for``, ``against`` or ``abstain``; a motion
    and a single candidate have one line, named by the empty string."""
    section = voter.page.locator(f"[data-contest='{contest.pk}']")
    candidates = {
        candidate.firm.membership.number if candidate.firm and "" not in marks else "": candidate
        for candidate in contest.candidates.select_related("firm__membership")
    }
    for number, wanted in marks.items():
        name = str(candidates[number].pk)
        choice = section.locator(f"label:has(input[name='{name}'][value={wanted}])")
        choice.click()
        expect(choice.locator("input")).to_be_checked()


def onward(voter: Visitor, contest: Contest) -> None:
    voter.page.locator(f"[data-contest='{contest.pk}'] [data-next]").click()


def cast(voter: Visitor) -> str:
    """Encrypt and cast what was marked; the tracker that the page shows."""
    voter.press("Encrypt the ballot")
    expect(voter.button("Cast the ballot")).to_be_visible(timeout=SLOW)
    voter.press("Cast the ballot")
    voter.sees("Your ballot is in the box", timeout=SLOW)
    return voter.page.locator("#tracker").inner_text()


def find_on_board(voter: Visitor, tracker: str) -> None:
    voter.follow("Find it on the board")
    expect(voter.page.locator("li:target")).to_have_text(tracker)


def hand_in_share(trustee: Visitor, box: Election, key: Path) -> None:
    """The key from its file; the sum of the ballots is computed here and compared, then the share
    of its decryption goes to the server."""
    trustee.open(f"/elections/keys/{box.ceremony_id}/")
    trustee.page.locator("#decrypt-file").set_input_files(key)
    trustee.press("Take the key")
    row: Locator = trustee.page.locator("[data-box]").filter(has_text=str_in(trustee, box))
    trustee.press("Add up and decrypt", within=row)
    hand_in = trustee.button("They are equal: hand in my share", within=row)
    expect(hand_in).to_be_visible(timeout=SLOW)
    box.refresh_from_db()
    expect(row.locator("[data-fill=head]")).to_have_text(box.head)
    hand_in.click()
    expect(row.get_by_text(trustee.words("Your share is in."))).to_be_visible(timeout=SLOW)


def str_in(visitor: Visitor, box: Election) -> str:
    return box.title.zh if visitor.language == "zh-hans" else box.title.en


def send_credentials(authority: Visitor, meeting: Assembly, codes: Path) -> None:
    """The authority loads the codes and sends the public halves of every box that lacks them."""
    authority.open(f"/elections/codes/{meeting.ceremony_id}/")
    authority.page.locator("#codes-file").set_input_files(codes)
    authority.press("Load the file")
    authority.press("Send for every box")
    authority.sees("All public halves are with the server.", timeout=SLOW)


def hold_first_meeting(runner: Visitor, parent: Assembly, meeting: Assembly) -> Assembly:
    """From the assembly's page: those just elected who are in the hall meet at once."""
    runner.open(f"/assemblies/{parent.pk}/")
    name = meeting.body.name
    runner.press(
        "Hold the first meeting: %(name)s",
        name=name.zh if runner.language == "zh-hans" else name.en,
    )
    runner.told("The first meeting is convened and those in the hall are in.")
    assert runner.page.url.endswith(f"/assemblies/{meeting.pk}/")
    return Assembly.objects.get(pk=meeting.pk)


def consent_to_few_ballots(runner: Visitor, item: AgendaItem) -> None:
    runner.page.locator("form[action$='/consent/'] textarea").fill("会议知悉并同意。")
    runner.press("Record the consent")
    runner.told("The consent is on record.")


def open_meeting(runner: Visitor, meeting: Assembly) -> None:
    runner.open(f"/assemblies/{meeting.pk}/")
    runner.press("Open the meeting")
    runner.told("The meeting is open.")


def close_meeting(runner: Visitor, meeting: Assembly) -> None:
    runner.open(f"/assemblies/{meeting.pk}/")
    runner.press("Close the meeting")
    runner.told("The meeting is closed. The minutes follow.")
