"""The whole assembly with electronic ballot boxes, everyone at a browser of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assemblies.models import AgendaItem, Assembly, Resolution
from desk.domain.example.accounts import VISITORS
from elections.domain import results
from elections.enums import ElectionState
from elections.models import Contest, Election
from members.models import Mandate
from tests.browser import steps
from tests.browser.assembly_day import (
    COUNCIL_SEATS,
    PRESENT,
    SECRETARIAT,
    Day,
    council_candidates,
    email_of,
    functionaries,
    supervisor_candidates,
)
from tests.browser.papers import make_minutes, missing_in
from tests.browser.people import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = VISITORS
# Made in Python beside the two of the browsers; 43 are half of the 86 present.
MOTION_BALLOTS, SLATE_BALLOTS = 60, 46
VACANT = "By the meeting's vote: the seat stays vacant."
# For and against of 86 present.
BY_HAND = (
    ("work_report", 84, 0),
    ("bylaws", 77, 5),
    ("financial_rules", 81, 2),
    ("election_method", 82, 1),
    ("scrutineers", 85, 0),
)


@dataclass(slots=True)
class People:
    """Everyone who sits at a browser."""

    secretariat: Visitor
    authority: Visitor
    trustees: list[Visitor]
    voters: list[Visitor]


def test_assembly_from_check_in_to_minutes(
    day: Day, arrive: Callable[..., Visitor], tmp_path: Path, pictures: Path | None
) -> None:
    people = gather(day, arrive)
    check_in(day, people.secretariat, pictures)
    open_assembly(day, people.secretariat)
    vote_by_hand(day, people.secretariat)
    adopt_dues(day, people, pictures)
    verify_on_board(day, arrive(language="en"), tmp_path, pictures)
    elect_council(day, people, pictures)
    elect_supervisors(day, people)
    hold_council(day, people, pictures)
    hold_supervisory_board(day, people)
    draw_up_minutes(day, people.secretariat, pictures)


def gather(day: Day, arrive: Callable[..., Visitor]) -> People:
    """Each comes by the log-in page; the voters by the link of their letters, on telephones."""
    named = functionaries()
    secretariat = arrive(language="zh-hans")
    secretariat.log_in(SECRETARIAT)
    authority = arrive(language="zh-hans")
    authority.log_in(email_of(named["authority"][0]))
    trustees = [arrive(language=language) for language in ("zh-hans", "en")]
    for trustee, number in zip(trustees, named["trustees"], strict=True):
        trustee.log_in(email_of(number))
    voters = [arrive(language=language, phone=True) for language in ("zh-hans", "en")]
    for voter, number in zip(voters, VISITORS, strict=True):
        voter.open(f"/elections/vote/#{day.code_of(number)}")
        voter.follow("Log in")
        voter.give_password(email_of(number))
        expect(voter.page.locator("#code-held")).to_be_visible()
    return People(secretariat, authority, trustees, voters)


def check_in(day: Day, secretariat: Visitor, pictures: Path | None) -> None:
    """Three by hand at the desk, then the others; too few are told that there is no quorum."""
    page = secretariat.page
    secretariat.open("/")
    secretariat.look("overview", pictures)
    page.get_by_role("main").get_by_role("link", name=day.assembly.title.zh).click()
    secretariat.look("assembly-convened", pictures)
    secretariat.press("Open the check-in desk")
    secretariat.told("The check-in desk is open.")
    secretariat.follow("Check-in desk")
    for present, number in enumerate((FIRST, SECOND, "JD0065"), start=1):
        page.locator("#q").fill(number)
        row = page.locator(f"#entry-{day.entry(number).pk}")
        expect(page.locator(".desk-row")).to_have_count(1)
        secretariat.press("In", within=row)
        expect(row.get_by_text(secretariat.words("in the hall"))).to_be_visible()
        expect(page.locator("#desk-count .n").first).to_have_text(str(present))
    secretariat.look("desk", pictures)
    secretariat.open(f"/assemblies/{day.assembly.pk}/")
    secretariat.press("Open the meeting")
    expect(page.locator("ul.messages .error")).to_contain_text("84")


def open_assembly(day: Day, secretariat: Visitor) -> None:
    ahead = [*council_candidates(), *supervisor_candidates()]
    day.come(wanted=PRESENT, first=ahead)
    steps.open_meeting(secretariat, day.assembly)
    steps.hear(secretariat, day.assembly.items.get(position=1))


def vote_by_hand(day: Day, secretariat: Visitor) -> None:
    for matter, votes_for, votes_against in BY_HAND:
        steps.vote_by_hand(secretariat, day.item(matter), votes_for, votes_against)


def adopt_dues(day: Day, people: People, pictures: Path | None) -> None:
    box = steps.open_box(people.secretariat, day.item("dues_standard"))
    contest = box.contests.get()
    for number, voter, wanted in zip(VISITORS, people.voters, ("for", "against"), strict=True):
        steps.enter_booth(voter, box, letter=day.code_of(number))
        voter.look(f"code-{voter.language}", pictures)
        # The others of the day then need no letter again.
        voter.page.locator("#keep-code").check()
        steps.give_code(voter)
        voter.look(f"motion-{voter.language}", pictures)
        steps.mark(voter, contest, {"": wanted})
        steps.onward(voter, contest)
        tracker = steps.cast(voter)
        voter.look(f"sent-{voter.language}", pictures)
        steps.find_on_board(voter, tracker)
    day.others_vote(
        box,
        number=MOTION_BALLOTS,
        marks=lambda order, _contest: ["against" if order % 20 == 0 else "for"],
    )
    people.secretariat.open(day.path_of(day.item("dues_standard")))
    people.secretariat.look("item-open", pictures)
    count(day, people, day.item("dues_standard"))
    people.secretariat.look("item-resolved", pictures)
    assert figures(contest) == [("dues_standard", 58, 4, 0)]


def count(day: Day, people: People, item: AgendaItem, *, vacant: str = "") -> None:
    """Closed, decrypted by both trustees in their browsers, published, resolved; seats that are
    left open stay ``vacant`` by these words of the meeting."""
    steps.close_box(people.secretariat, item)
    for position, trustee in enumerate(people.trustees, start=1):
        steps.hand_in_share(trustee, steps.box_of(item), day.key_file(position))
    steps.publish(people.secretariat, item)
    if vacant:
        steps.leave_vacant(people.secretariat, item, vacant)
    steps.resolve(people.secretariat)


def figures(contest: Contest) -> list[tuple[str, int, int, int]]:
    """For, against and abstentions of each line as published; of a motion under its matter."""
    return [
        (
            line.candidate.firm.membership.number
            if line.candidate.firm
            else contest.election.motion.item.matter,
            line.votes_for,
            line.votes_against,
            line.abstentions,
        )
        for line in results.contest_figures(contest).lines
    ]


def verify_on_board(day: Day, anyone: Visitor, folder: Path, pictures: Path | None) -> None:
    """Somebody without a log-in downloads the archive and checks it without this installation."""
    box = steps.box_of(day.item("dues_standard"))
    anyone.open(f"/elections/{box.pk}/")
    anyone.look("board", pictures)
    archive = anyone.download(anyone.page.get_by_role("link", name=f"{box.slug}.bel"), folder)
    verified = subprocess.run(
        [sys.executable, "-m", "elections.crypto.verify", str(archive)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    expect(anyone.page.get_by_role("main")).to_contain_text(box.head)
    assert box.head in verified.stdout


def elect_council(day: Day, people: People, pictures: Path | None) -> None:
    """More candidates than seats: the others choose the first thirty-one of the ballot, each but
    for one of them."""
    steps.hear(people.secretariat, day.assembly.items.get(position=8))
    item = day.item("elect_council")
    box = steps.open_box(people.secretariat, item)
    contest = box.contests.get()
    own = ({FIRST: "for", SECOND: "for", "JD0065": "against"}, {FIRST: "for", SECOND: "against"})
    for voter, marks in zip(people.voters, own, strict=True):
        steps.enter_booth(voter, box)
        steps.give_code(voter)
        steps.mark(voter, contest, marks)
        voter.look(f"slate-{voter.language}", pictures)
        steps.onward(voter, contest)
        voter.look(f"review-{voter.language}", pictures)
        steps.cast(voter)

    def marks_of(order: int, _contest: Contest) -> list[str]:
        return [council_mark(order, place) for place in range(len(council_candidates()))]

    day.others_vote(box, number=SLATE_BALLOTS, marks=marks_of)
    count(day, people, item)
    people.secretariat.look("council-resolved", pictures)
    cast = [marks_of(order, contest) for order in range(SLATE_BALLOTS)] + [
        [marks.get(number, "abstain") for number in council_candidates()] for marks in own
    ]
    assert figures(contest) == [
        (number, *(column.count(mark) for mark in ("for", "against", "abstain")))
        for number, column in zip(council_candidates(), zip(*cast, strict=True), strict=True)
    ]
    elected = Mandate.objects.filter(decision__resolution__motion__item=item)
    assert {m.firm.membership.number for m in elected if m.firm} == set(
        council_candidates()[:COUNCIL_SEATS]
    )


def council_mark(order: int, place: int) -> str:
    if place >= COUNCIL_SEATS:
        return "against"
    return "abstain" if order % COUNCIL_SEATS == place else "for"


def elect_supervisors(day: Day, people: People) -> None:
    item = day.item("elect_supervisors")
    box = steps.open_box(people.secretariat, item)
    contest = box.contests.get()
    for voter in people.voters:
        steps.enter_booth(voter, box)
        steps.give_code(voter)
        steps.mark(voter, contest, dict.fromkeys(supervisor_candidates(), "for"))
        steps.onward(voter, contest)
        steps.cast(voter)
    day.others_vote(
        box, number=SLATE_BALLOTS, marks=lambda _order, _contest: ["for"] * 4 + ["abstain"]
    )
    count(day, people, item, vacant=VACANT)
    *others, last = supervisor_candidates()
    assert figures(contest) == [
        *((number, SLATE_BALLOTS + 2, 0, 0) for number in others),
        (last, 2, 0, SLATE_BALLOTS),
    ]


def first_meeting(
    day: Day, people: People, kind: str, pictures: Path | None = None
) -> tuple[AgendaItem, Election]:
    """Convened from the assembly's page, its credentials derived by the authority, its box open."""
    secretariat = people.secretariat
    meeting = Assembly.objects.get(parent=day.assembly, body__kind=kind)
    meeting = steps.hold_first_meeting(secretariat, day.assembly, meeting)
    steps.send_credentials(people.authority, meeting, day.codes_file)
    people.authority.look(f"codes-{kind}", pictures)
    steps.open_meeting(secretariat, meeting)
    item = meeting.items.get()
    steps.take_up(secretariat, item)
    return item, steps.box_of(item)


def open_first(secretariat: Visitor, item: AgendaItem) -> None:
    secretariat.press("Open the ballot")
    secretariat.told("The ballot is open.")


def hold_council(day: Day, people: People, pictures: Path | None) -> None:
    """The officers: three questions on one ballot; both voters were elected and vote again."""
    item, box = first_meeting(day, people, "council", pictures)
    open_first(people.secretariat, item)
    contests = {contest.office: contest for contest in box.contests.all()}
    officers = {
        office: [c.firm.membership.number for c in contest.candidates.all() if c.firm]
        for office, contest in contests.items()
    }
    for voter in people.voters:
        steps.enter_booth(voter, box)
        steps.give_code(voter)
        for office, contest in contests.items():
            marks = dict.fromkeys(officers[office], "for")
            steps.mark(voter, contest, marks)
            voter.look(f"officers-{office}-{voter.language}", pictures)
            steps.onward(voter, contest)
        steps.cast(voter)
    day.others_vote(
        box,
        number=28,
        marks=lambda _order, contest: ["for"] * contest.candidates.count(),
    )
    count(day, people, item)
    held = {
        office: [
            m.firm.membership.number for m in Mandate.objects.filter(office=office, until_on=None)
        ]
        for office in contests
    }
    assert {office: sorted(numbers) for office, numbers in held.items()} == {
        office: sorted(numbers) for office, numbers in officers.items()
    }
    steps.close_meeting(people.secretariat, item.assembly)


def hold_supervisory_board(day: Day, people: People) -> None:
    """Five voters: the meeting is told what so few ballots reveal, and agrees."""
    item, box = first_meeting(day, people, "supervisory_board")
    steps.consent_to_few_ballots(people.secretariat, item)
    open_first(people.secretariat, item)
    day.others_vote(box, number=4, marks=lambda _order, _contest: ["for"])
    count(day, people, item)
    steps.close_meeting(people.secretariat, item.assembly)


def draw_up_minutes(day: Day, secretariat: Visitor, pictures: Path | None) -> None:
    """Every verdict, every elected person and every box's board stand in both languages."""
    steps.hear(secretariat, day.assembly.items.get(position=11))
    steps.close_meeting(secretariat, day.assembly)
    secretariat.look("assembly-closed", pictures)
    texts = make_minutes(secretariat, pictures)
    for language in ("zh", "en"):
        assert missing_in(texts[language], told_of(day, language)) == []


def told_of(day: Day, language: str) -> list[str]:
    """What the minutes have to say: figures as counted here, the rest as it is on record."""
    resolutions = Resolution.objects.filter(annulled_at__isnull=True)
    mandates = Mandate.objects.filter(decision__resolution__in=resolutions).select_related("person")
    boxes = Election.objects.filter(state=ElectionState.PUBLISHED)
    assert (resolutions.count(), boxes.count()) == (10, 5)
    return [
        *(row.sentence.text(language) for row in resolutions),
        *(mandate.person.name.text(language) for mandate in mandates),
        *(box.head for box in boxes),
        # Entitled, present, for, against, abstaining; then the box with what came back in between.
        *(f"126{PRESENT}{yes}{no}{PRESENT - yes - no}" for _matter, yes, no in BY_HAND),
        f"126{PRESENT}{PRESENT}62246205840",
        f"126{PRESENT}{PRESENT}4838480",
    ]
