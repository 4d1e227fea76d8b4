"""An electronic box is annulled and repeated on paper, counted twice, and both rounds stand in the
minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assemblies.domain.presence import check_in
from assemblies.models import Resolution
from desk.domain.example.accounts import VISITORS
from elections.domain import results
from elections.enums import VoidReason
from elections.models import Contest, Election
from members.models import Mandate
from tests.browser import steps
from tests.browser.assembly_day import (
    PRESENT,
    SECRETARIAT,
    Day,
    email_of,
    functionaries,
    supervisor_candidates,
)
from tests.browser.papers import hand_over, make_minutes, missing_in, pages_of, text_of
from tests.browser.people import Visitor
from tests.desk.access import adopt_what_comes_first

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "会场网络中断，部分会员无法投票。"
NAMES = "褚卫民、高维国、戴春燕"
ISSUED, RETURNED, VALID, INVALID = 86, 85, 83, 2
WHY_INVALID = f"void-{VoidReason.TOO_MANY}"
# For, against, abstain and partly invalid of each candidate; every line adds up to the valid.
LINES = ((80, 1, 2, 0), (79, 2, 2, 0), (83, 0, 0, 0), (70, 10, 2, 1), (40, 30, 13, 0))

# As printed: of the 86 present, and what became of each.
RATES = (
    ("93.0%", "当选"),
    ("91.9%", "当选"),
    ("96.5%", "当选"),
    ("81.4%", "当选"),
    ("46.5%", "未达到票数"),
)


def test_annulled_box_is_repeated_on_paper(
    day: Day, arrive: Callable[..., Visitor], pictures: Path | None
) -> None:
    secretariat = arrive(language="zh-hans")
    secretariat.log_in(SECRETARIAT)
    check_in.open_check_in(assembly=day.assembly, by=None, at=timezone.now())
    day.come(wanted=PRESENT, first=(*VISITORS, *supervisor_candidates()))
    steps.open_meeting(secretariat, day.assembly)
    adopt_what_comes_first(day.assembly, timezone.now())
    voter = arrive(language="zh-hans", phone=True)
    voter.log_in(email_of(VISITORS[0]))
    tellers = [arrive(language="zh-hans"), arrive(language="en", phone=True)]
    for teller, number in zip(tellers, functionaries()["counters"], strict=True):
        teller.log_in(email_of(number))

    annulled = vote_and_annul(day, secretariat, voter, pictures)
    repeated = steps.box_of(day.item("elect_supervisors"))
    see_what_became_of_it(voter, annulled, repeated, pictures)
    print_ballots(secretariat, repeated, pictures)
    vote_on_paper(day, secretariat, tellers[0], repeated)
    count_twice(tellers, repeated, pictures)
    declare(day, secretariat, repeated, pictures)
    read_minutes(day, secretariat, pictures)


def vote_and_annul(
    day: Day, secretariat: Visitor, voter: Visitor, pictures: Path | None
) -> Election:
    item = day.item("elect_supervisors")
    box = steps.open_box(secretariat, item)
    contest = box.contests.get()
    steps.enter_booth(voter, box, letter=day.code_of(VISITORS[0]))
    steps.give_code(voter)
    steps.mark(voter, contest, dict.fromkeys(supervisor_candidates(), "for"))
    steps.onward(voter, contest)
    steps.cast(voter)
    page = secretariat.page
    page.get_by_text(secretariat.words("Annul and repeat")).click()
    page.locator("[name=reason]").fill(REASON)
    page.locator("[name=names]").fill(NAMES)
    page.locator("[name=channel][value=paper]").check()
    secretariat.look("annul", pictures)
    secretariat.press("Annul the ballot")
    secretariat.told("The ballot is annulled and stays in the record. Its repetition is prepared.")
    secretariat.look("annulled", pictures)
    return Election.objects.get(pk=box.pk)


def see_what_became_of_it(
    voter: Visitor, annulled: Election, repeated: Election, pictures: Path | None
) -> None:
    """The board says why and by whom, leads to the repetition, and the booth takes nothing."""
    voter.open(f"/elections/{annulled.pk}/")
    verdict = voter.page.locator(".verdict.bad")
    expect(verdict).to_contain_text(REASON)
    expect(verdict).to_contain_text(NAMES)
    voter.look("board-annulled", pictures)
    voter.follow("Go to its repetition")
    assert voter.page.url.endswith(f"/elections/{repeated.pk}/")
    voter.open(f"/elections/{annulled.pk}/booth/")
    voter.look("booth-annulled", pictures)
    expect(voter.page.locator("#booth")).to_have_count(0)
    expect(voter.page.get_by_role("main")).not_to_contain_text(
        voter.words("A ballot of yours is in the box; it counts.")
    )


def print_ballots(secretariat: Visitor, repeated: Election, pictures: Path | None) -> None:
    """One for everyone entitled unless another number is asked for; every ballot the same."""
    secretariat.follow("Ballots to print")
    assert secretariat.page.url.endswith(f"/elections/{repeated.pk}/count/")
    secretariat.look("count-secretariat", pictures)
    # Who counts is named as the box opens.
    expect(secretariat.page.locator(".count-grid li")).to_have_count(0)
    link = secretariat.page.get_by_role("link", name=secretariat.words("Ballots to print"))
    address = link.get_attribute("href")
    pages = pages_of(secretariat.fetch(f"{address}?copies={ISSUED}"))
    assert len(pages) == ISSUED
    assert len(set(pages)) == 1
    for candidate in repeated.contests.get().candidates.all():
        assert candidate.name.zh in pages[0]


def vote_on_paper(day: Day, secretariat: Visitor, teller: Visitor, repeated: Election) -> None:
    """The papers are handed out; before the closing nobody enters a count."""
    secretariat.open(day.path_of(day.item("elect_supervisors")))
    secretariat.page.locator("[name=issued]").fill(str(ISSUED))
    secretariat.press("Open the ballot")
    secretariat.told("The ballot is open.")
    teller.open(f"/elections/{repeated.pk}/count/")
    teller.sees("The box is not closed yet. Count once the chair has closed it.")
    steps.close_box(secretariat, day.item("elect_supervisors"))


def enter(teller: Visitor, valid: int, lines: Sequence[Sequence[int]]) -> None:
    form = teller.page.locator("form[action*='/count/']")
    figures = {"returned": RETURNED, "valid": valid, "invalid": INVALID, WHY_INVALID: INVALID}
    for name, figure in figures.items():
        form.locator(f"[name$='-{name}']").fill(str(figure))
    for place, line in enumerate(lines, start=1):
        for column, figure in zip(("for", "against", "abstain", "partly"), line, strict=True):
            form.locator(f"[name$='-{column}-{place}']").fill(str(figure))
    form.locator("button").click()


def count_twice(tellers: Sequence[Visitor], repeated: Election, pictures: Path | None) -> None:
    """A count that does not add up is refused; two that differ are told where; then they agree."""
    first, second = tellers
    for teller in tellers:
        teller.open(f"/elections/{repeated.pk}/count/")
    first.look("count-form", pictures)
    enter(first, VALID + 1, LINES)
    expect(first.page.locator(".errorlist.nonfield")).to_contain_text(f"（{RETURNED}）")
    first.look("count-refused", pictures)
    enter(first, VALID, LINES)
    first.told("Your count is kept. The other teller has not entered theirs.")

    second.page.reload()
    second.sees("The other teller has entered a count. You see it once yours is in.")
    wrong = ((81, 0, 2, 0), *LINES[1:])
    second.look("count-form-phone", pictures)
    enter(second, VALID, wrong)
    expect(second.page.locator("ul.messages")).to_contain_text(
        second.words("The two counts differ. Count again, each on your own.")
    )
    candidate = repeated.contests.get().candidates.get(position=1)
    expect(second.page.locator(".verdict.bad li")).to_have_count(1)
    expect(second.page.locator(".verdict.bad li")).to_contain_text(candidate.name.en)
    second.look("count-differs", pictures)
    enter(second, VALID, LINES)
    second.told("Both counts agree: the count stands.")
    second.look("count-agrees", pictures)


def declare(day: Day, secretariat: Visitor, repeated: Election, pictures: Path | None) -> None:
    item = day.item("elect_supervisors")
    steps.publish(secretariat, item)
    steps.leave_vacant(secretariat, item, "By the meeting's vote: the seat stays vacant.")
    steps.resolve(secretariat)
    secretariat.look("supervisors-resolved", pictures)
    partly = secretariat.page.locator(f"td[data-label='{secretariat.words('partly invalid')}']")
    expect(partly).to_have_text([str(line[-1]) for line in LINES])
    contest = repeated.contests.get()
    assert (
        tuple(
            (line.votes_for, line.votes_against, line.abstentions, line.partly_invalid)
            for line in results.contest_figures(contest).lines
        )
        == LINES
    )
    elected = Mandate.objects.filter(decision__resolution__motion__item=item)
    # Forty-three are half of those present.
    assert {m.firm.membership.number for m in elected if m.firm} == set(supervisor_candidates()[:4])
    sheet = text_of(hand_over(secretariat, secretariat.words("Result sheet as PDF"), pictures))
    told = [
        "选举结果报告单（第2轮）",
        # The equalities of the count, each with its numbers.
        "有效票+无效票=收回选票83+2=85是收回选票≤发出选票85≤86是发出选票≤实到86≤86是",
        *(row_of(contest, place) for place in range(len(LINES))),
    ]
    assert missing_in(sheet, told) == []


def row_of(contest: Contest, place: int) -> str:
    """A candidate's line of the table, as the sheet and the minutes print it in Chinese."""
    candidate = contest.candidates.get(position=place + 1)
    votes_for, against, abstain, partly = LINES[place]
    rate, outcome = RATES[place]
    who = f"{place + 1}{candidate.name.zh}{candidate.note.zh}"
    return f"{who}{votes_for}{rate}{against}{abstain}{partly}{outcome}"


def read_minutes(day: Day, secretariat: Visitor, pictures: Path | None) -> None:
    """The annulled round with reason and names, beside the one that stands with its figures."""
    contest = steps.box_of(day.item("elect_supervisors")).contests.get()
    verdict = Resolution.objects.get(motion__item=day.item("elect_supervisors"))
    secretariat.open(f"/assemblies/{day.assembly.pk}/")
    texts = make_minutes(secretariat, pictures)
    rounds = {
        "zh": ("第1轮（电子投票）于", "结果报告单（第1轮，已作废）", "结果报告单（第2轮）"),
        "en": ("Round 1 (electronic) was annulled at", "Election result sheet (round 2)"),
    }
    for language, text in texts.items():
        told = (*rounds[language], REASON, NAMES, verdict.sentence.text(language))
        assert missing_in(text, told) == []
    assert missing_in(texts["zh"], [row_of(contest, place) for place in range(len(LINES))]) == []
