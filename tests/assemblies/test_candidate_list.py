"""The public notice of who is nominated, objections to them, and the list that comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core import mail
from django.utils.translation import override

from assemblies.domain.convening import agenda_papers
from assemblies.domain.nominating import (
    announcing,
    confirming,
    deciding,
    proposing,
)
from assemblies.domain.planning import settled, steps
from assemblies.domain.sitting import ballot
from assemblies.domain.writing.minutes import print_minutes
from assemblies.domain.writing.minutes_facts import as_data, build_facts, digest_of
from assemblies.domain.writing.minutes_facts.conduct_shapes import NominationFacts, WayFacts
from assemblies.domain.writing.minutes_facts.items import item_of
from assemblies.enums import (
    ListOrder,
    NominationOutcome,
    NominationWay,
    ObjectionOutcome,
)
from assemblies.errors.nominating import (
    CandidatesLaidDown,
    CandidateUnconfirmed,
    ListConfirmed,
    ListNotReady,
    NobodyToAnnounce,
    NominationsStillOpen,
    NotAnnounced,
    NoticeBeyondMeeting,
    NoticeOver,
    NoticePeriodShort,
    OwnNomination,
    PlacesUnclear,
)
from assemblies.errors.roll import ObjectionDecided, ReasonNeeded
from assemblies.models import Nomination, NominationObjection
from elections.enums import Channel
from members.enums import Office
from records.domain import documents, jobs
from records.fields import Translated
from records.models import Job, LogEntry
from tests.factories.assemblies import convened, make_assembly, make_tellers
from tests.factories.members import make_user
from tests.factories.nominations import (
    CALLED_AT,
    NOTICE_AT,
    NOTICE_UNTIL,
    OVER_AT,
    WHERE,
    agreed,
    announced,
    hours,
    make_call,
    make_nomination,
    make_nominee,
)
from tests.factories.pdf import squeezed, text_of

pytestmark = pytest.mark.django_db
LATE = hours(24 * 8)
DAY = OVER_AT.date()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def events(name: str) -> int:
    return LogEntry.objects.filter(event=name).count()


def ready_call(number: int = 2) -> tuple[object, list[Nomination]]:
    call = make_call()
    return call, [agreed(make_nomination(call)) for _one in range(number)]


# Notice and objections


def test_notice_stands_for_the_days_of_the_rule_and_names_who_agreed() -> None:
    call, (first, second) = ready_call()
    asked = make_nomination(call)
    notice = announced(call)
    assert (notice.from_on, notice.until_on, notice.days_required) == (
        date(2026, 11, 10),
        NOTICE_UNTIL,
        7,
    )
    assert set(notice.nominations.all()) == {first, second}
    assert announced(call) == notice
    english, chinese = (
        text_of(documents.read(paper)) for paper in (notice.paper_en, notice.paper_zh)
    )
    for name in (first.person.name, second.person.name):
        assert (squeezed(name.en) in english, name.zh in chinese) == (True, True)
    assert squeezed(asked.person.name.en) not in english
    assert (squeezed(WHERE.en) in english, squeezed(WHERE.zh) in chinese) == (True, True)
    assert "2026年11月17日" in chinese
    assert "17November2026" in english
    agreed(asked)
    later = announced(call)
    assert [row.pk for row in later.nominations.all()] == [asked.pk]
    assert events("candidates_announced") == 2


def test_notice_is_neither_shorter_than_the_rule_nor_longer_than_there_is_time() -> None:
    call, _nominees = ready_call()
    for days, refusal in ((6, NoticePeriodShort), (38, NoticeBeyondMeeting)):
        with pytest.raises(refusal):
            announcing.publish_notice(
                call=call, objections_to=WHERE, days=days, by=None, at=NOTICE_AT
            )
    longest = announcing.publish_notice(
        call=call, objections_to=WHERE, days=37, by=None, at=NOTICE_AT
    )
    assert longest.until_on == date(2026, 12, 17)


def test_nobody_is_announced_who_has_not_agreed() -> None:
    call = make_call()
    make_nomination(call)
    with pytest.raises(NobodyToAnnounce):
        announced(call)


def test_objection_is_decided_with_reasons_and_the_person_is_told() -> None:
    call, (first, second) = ready_call()
    told = {"raised_by": "Niu Jia", "text": "He left the firm in May.", "by": None}
    with pytest.raises(NotAnnounced):
        deciding.object_to(nomination=first, **told, at=NOTICE_AT)
    announced(call)
    for _again in range(2):
        objection = deciding.object_to(nomination=first, **told, at=NOTICE_AT)
    with pytest.raises(NoticeOver):
        deciding.object_to(nomination=second, **told, at=OVER_AT)
    assert NominationObjection.objects.get() == objection
    decided = {"reasons": "He acts for it still.", "decided_by": "Committee", "at": OVER_AT}
    with pytest.raises(ReasonNeeded):
        deciding.decide_objection(
            objection=objection,
            outcome=ObjectionOutcome.DISMISSED,
            by=None,
            **decided | {"reasons": " "},
        )
    with pytest.raises(OwnNomination):
        deciding.decide_objection(
            objection=objection,
            outcome=ObjectionOutcome.DISMISSED,
            by=make_user(person=first.person),
            **decided,
        )
    for _again in range(2):
        deciding.decide_objection(
            objection=objection, outcome=ObjectionOutcome.DISMISSED, by=None, **decided
        )
    with pytest.raises(ObjectionDecided):
        deciding.decide_objection(
            objection=objection, outcome=ObjectionOutcome.UPHELD, by=None, **decided
        )
    for job in Job.objects.filter(task="assemblies.tell_nominee").order_by("created_at", "pk"):
        jobs.run_job(job_id=str(job.pk), at=OVER_AT)
    to_first = [sent.body for sent in mail.outbox if sent.to == [first.person.email]]
    assert any("He left the firm in May." in body for body in to_first)
    assert any("He acts for it still." in body for body in to_first)
    assert not any("Niu Jia" in body for body in to_first)
    assert (events("nomination_objected"), events("nomination_objection_decided")) == (1, 1)


def test_objection_that_is_upheld_strikes_the_person_off() -> None:
    call, (first, second) = ready_call()
    announced(call)
    objection = deciding.object_to(
        nomination=first, raised_by="Niu Jia", text="Forged.", by=None, at=NOTICE_AT
    )
    with pytest.raises(ListNotReady, match="an objection is not decided"):
        confirm(call)
    deciding.decide_objection(
        objection=objection,
        outcome=ObjectionOutcome.UPHELD,
        reasons="The signature is not hers.",
        decided_by="Committee",
        by=None,
        at=OVER_AT,
    )
    first.refresh_from_db()
    assert (first.outcome, first.reasons) == ("struck", "The signature is not hers.")
    confirm(call)
    assert [row.pk for row in confirming.confirmed_of(call)] == [second.pk]


# The list


def confirm(call: object, **more: object) -> object:
    told: dict[str, object] = {"decided_by": "Committee", "by": None, "at": OVER_AT}
    return confirming.confirm_list(call=call, **told | more)  # type: ignore[arg-type]


def test_list_stands_by_strokes_of_the_surnames() -> None:
    call = make_call()
    # 丁 has two strokes, 王 four, 李 seven, 魏 seventeen.
    for zh in ("魏红", "李娜", "丁一", "王伟"):
        agreed(make_nomination(call, make_nominee(zh=zh)))
    announced(call)
    for _again in range(2):
        confirm(call)
    listed = confirming.confirmed_of(call)
    assert [(row.position, row.person.name.zh) for row in listed] == [
        (1, "丁一"),
        (2, "王伟"),
        (3, "李娜"),
        (4, "魏红"),
    ]
    assert events("candidates_confirmed") == 1
    call.refresh_from_db()
    assert (call.order, call.confirmed_by) == (ListOrder.STROKES, "Committee")
    for act in (
        lambda: make_nomination(call, make_nominee()),
        lambda: deciding.strike(
            nomination=listed[0], reasons="a", decided_by="b", by=None, at=OVER_AT
        ),
    ):
        with pytest.raises(ListConfirmed):
            act()


def test_list_stands_as_the_committee_decided_it() -> None:
    call, (first, second) = ready_call()
    announced(call)
    for places in ({first.pk: 1}, {first.pk: 1, second.pk: 1}, {first.pk: 2, second.pk: 3}):
        with pytest.raises(PlacesUnclear):
            confirm(call, order=ListOrder.DECIDED, arrange=confirming.as_decided(places))
    assert not Nomination.objects.filter(outcome=NominationOutcome.CONFIRMED).exists()
    decided = confirming.as_decided({first.pk: 2, second.pk: 1})
    confirm(call, order=ListOrder.DECIDED, arrange=decided)
    assert [row.pk for row in confirming.confirmed_of(call)] == [second.pk, first.pk]


def test_list_waits_for_the_notice_and_for_everybody_on_it() -> None:
    call, (first, _second) = ready_call()
    asked = make_nomination(call)
    with pytest.raises(NominationsStillOpen):
        confirm(call, at=CALLED_AT)
    announced(call)
    with pytest.raises(ListNotReady, match="announced, open to objections"):
        confirm(call, at=NOTICE_AT)
    with pytest.raises(ListNotReady, match="waits for the person"):
        confirm(call)
    deciding.strike(
        nomination=asked, reasons="No answer.", decided_by="Committee", by=None, at=OVER_AT
    )
    with pytest.raises(OwnNomination):
        confirm(call, by=make_user(person=first.person))
    confirm(call)
    assert len(confirming.confirmed_of(call)) == 2
    assert {row["verdict"] for row in Nomination.objects.get(pk=first.pk).findings} == {"met"}


def test_ballot_takes_confirmed_nominees_alone() -> None:
    assembly = make_assembly()
    call = make_call(assembly=assembly)
    make_tellers(assembly)
    rows = [agreed(make_nomination(call)) for _one in range(2)]
    announced(call)
    convened(assembly)
    motion = call.item.motion

    def lay(*nominations: Nomination) -> object:
        contest = confirming.contest_of_nominees(
            office=Office.COUNCIL_MEMBER, seats=1, nominations=nominations
        )
        return ballot.prepare_box(
            motion=motion, contests=[contest], channel=Channel.PAPER, by=None, at=OVER_AT
        )

    with pytest.raises(CandidateUnconfirmed, match=rows[0].person.name.en):
        lay(*rows)
    confirm(call)
    gone = confirming.confirmed_of(call)[0]
    proposing.withdraw(nomination=gone, reason="ill", by=None, at=OVER_AT)
    with pytest.raises(CandidateUnconfirmed):
        lay(gone)
    [left] = confirming.confirmed_of(call)
    box = lay(left)
    [candidate] = box.contests.get().candidates.all()  # type: ignore[attr-defined]
    assert (candidate.person, candidate.note.en) == (
        left.person,
        f"{left.firm.name.en}, General Manager",
    )
    with pytest.raises(CandidatesLaidDown):
        proposing.withdraw(nomination=left, reason="ill", by=None, at=OVER_AT)


# The plan


def test_steps_of_the_plan_are_settled_by_the_nominations() -> None:
    assembly = make_assembly()
    steps.make_plan(assembly=assembly, kind="re_election", by=None, at=CALLED_AT)
    keys = {"qualification_review", "public_notice"}

    def on_record() -> dict[str, object]:
        told = settled.settled_by_record(assembly)
        return {key: told[key].on for key in keys & set(told)}

    assert on_record() == {}
    call = make_call(assembly=assembly)
    agreed(make_nomination(call))
    assert on_record() == {}
    announced(call)
    assert on_record() == {"qualification_review": date(2026, 11, 10)}
    confirm(call)
    assert on_record() == {
        "qualification_review": date(2026, 11, 10),
        "public_notice": date(2026, 11, 18),
    }


# What papers say


def test_minutes_and_list_of_candidates_say_where_they_came_from() -> None:
    assembly = make_assembly()
    call = make_call(assembly=assembly)
    make_tellers(assembly)
    rows = [
        agreed(make_nomination(call), introduction="Twenty years in the trade."),
        agreed(make_nomination(call, way=NominationWay.SELF)),
    ]
    announced(call)
    convened(assembly)
    assert item_of(call.item).nominations is None
    confirm(call)
    facts = item_of(call.item).nominations
    assert facts == NominationFacts(
        ways=[WayFacts("council", 1), WayFacts("self", 1)],
        announced_on=date(2026, 11, 10),
        until_on=NOTICE_UNTIL,
        objections=0,
        confirmed_on=date(2026, 11, 18),
        confirmed_by="Committee",
        order="strokes",
        citation=Translated(
            zh="《选举法》第30条（类推）；一家社会团体的选举办法：三十名以上会员代表联名（实例，不是法律）；"
            "未见规定；依惯例推定（未核实）",
            en="Electoral Law, art. 30 (by analogy); election method of one association: thirty "
            "delegates or more (an instance, not law); no text seen; assumed from practice "
            "(unverified)",
        ),
        notice_citation=Translated(
            zh="未见规定；依惯例推定（未核实）",
            en="no text seen; assumed from practice (unverified)",
        ),
    )
    ballot.prepare_box(
        motion=call.item.motion,
        contests=[
            confirming.contest_of_nominees(
                office=Office.COUNCIL_MEMBER, seats=1, nominations=confirming.confirmed_of(call)
            )
        ],
        channel=Channel.PAPER,
        by=None,
        at=OVER_AT,
    )
    listed = text_of(agenda_papers.candidates_pdf(assembly, "en"))
    assert squeezed(f"{rows[0].person.name.en}") in listed
    assert squeezed("Twenty years in the trade.") in listed
    data = as_data(build_facts(assembly))
    paper = print_minutes(data, language="en", digest=digest_of(data), version=1, state="draft")
    minutes = text_of(paper)
    assert squeezed("by the council 1, by oneself 1.") in minutes
    assert squeezed("from 10 November 2026 until 17 November 2026, with 0 objections") in minutes
    assert squeezed("confirmed on 18 November 2026 by Committee, by the strokes") in minutes
