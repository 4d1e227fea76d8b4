"""Cases against a member: every act in every state, the hearing, and what a decision does."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from members.domain.cases import proceedings, standing_acts
from members.domain.standing import standing_on
from members.domain.uploads import Upload
from members.enums import ProceedingKind, ProceedingState, StandingStatus
from members.errors import (
    AnswerTimeRuns,
    AnswerTimeShort,
    CitationMissing,
    HearingMissing,
    ProceedingOpen,
    ProceedingStateForbids,
    StandingForbids,
)
from members.models import Mailing, Proceeding
from records.fields import Translated
from records.models import LogEntry
from tests.factories.members import AT, make_membership, make_representative, suspend
from tests.factories.standing import (
    GROUND,
    RULE,
    give_seat,
    make_decision,
    make_proceeding,
    state_rules,
)

pytestmark = pytest.mark.django_db

Kind, State = ProceedingKind, ProceedingState
TODAY = date(2026, 12, 18)
LAST = date(2027, 1, 7)
AFTER = AT + timedelta(days=21)


def charge(case, respond_by=LAST, **more):
    return proceedings.charge(proceeding=case, respond_by=respond_by, by=None, at=AT, **more)


def hear(case):
    return proceedings.hear(proceeding=case, on=TODAY, statement="We regret it.", by=None, at=AT)


def decline(case):
    return proceedings.decline_hearing(proceeding=case, by=None, at=AFTER)


def decide(case):
    return proceedings.decide(proceeding=case, decision=make_decision(TODAY), by=None, at=AFTER)


def dismiss(case):
    return proceedings.dismiss(proceeding=case, because="Settled", by=None, at=AFTER)


ACTS = {"charge": charge, "hear": hear, "decline": decline, "decide": decide, "dismiss": dismiss}


def brought_to(state, kind):
    case = make_proceeding(kind=kind)
    if state == State.CHARGED:
        charge(case)
    if state == State.HEARD:
        charge(case)
        hear(case)
    if state == State.DECIDED:
        charge(case)
        hear(case)
        decide(case)
    if state == State.DISMISSED:
        dismiss(case)
    return Proceeding.objects.get(pk=case.pk)


# State → where each act leads, or the refusal. What is not told again is done already.
SAME = {
    State.CHARGED: ("charged", "heard", "heard", HearingMissing, "dismissed"),
    State.HEARD: (
        ProceedingStateForbids,
        "heard",
        ProceedingStateForbids,
        "decided",
        "dismissed",
    ),
    State.DECIDED: (ProceedingStateForbids,) * 5,
    State.DISMISSED: (ProceedingStateForbids,) * 4 + ("dismissed",),
}
TABLE = {
    Kind.EXPULSION: {
        State.OPENED: (
            "charged",
            ProceedingStateForbids,
            ProceedingStateForbids,
            HearingMissing,
            "dismissed",
        ),
        **SAME,
    },
    Kind.SUSPENSION: {
        State.OPENED: (
            "charged",
            ProceedingStateForbids,
            ProceedingStateForbids,
            "decided",
            "dismissed",
        ),
        **SAME,
    },
}
TABLE[Kind.LAPSE] = TABLE[Kind.SUSPENSION]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("state", State)
def test_each_state_with_each_act(kind, state):
    found = []
    for act in ACTS.values():
        case = brought_to(state, kind)
        try:
            found.append(act(case).state)
        except (HearingMissing, ProceedingStateForbids) as refused:
            found.append(type(refused))
            assert Proceeding.objects.get(pk=case.pk).state == state

    assert dict(zip(ACTS, found, strict=True)) == dict(zip(ACTS, TABLE[kind][state], strict=True))


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Kind.SUSPENSION, StandingStatus.SUSPENDED),
        (Kind.EXPULSION, StandingStatus.EXPELLED),
        (Kind.LAPSE, StandingStatus.LOST),
    ],
)
def test_decision_changes_the_standing_and_is_quoted(kind, status):
    case = decide(brought_to(State.HEARD, kind))

    standing = case.membership.standings.get(superseded_at__isnull=True, until_on__isnull=True)
    assert (standing.status, standing.from_on, standing.reason, standing.source) == (
        status,
        TODAY,
        GROUND,
        f"理决〔2026〕9号；{RULE.zh} / {RULE.en}",
    )
    assert (standing.decision, case.decision, case.effective_on) == (
        case.decision,
        case.decision,
        TODAY,
    )


def test_decision_done_again_changes_nothing():
    case = brought_to(State.HEARD, Kind.EXPULSION)
    decision = make_decision(TODAY)
    first = proceedings.decide(proceeding=case, decision=decision, by=None, at=AFTER)
    entries = LogEntry.objects.count()
    again = proceedings.decide(proceeding=case, decision=decision, by=None, at=AFTER)

    assert (again, LogEntry.objects.count()) == (first, entries)


def test_case_is_opened_once_and_with_its_rule():
    case = make_proceeding()
    assert make_proceeding(case.membership) == case
    with pytest.raises(ProceedingOpen):
        proceedings.open_proceeding(
            membership=case.membership,
            kind=Kind.EXPULSION,
            ground=Translated(zh="另一事由", en="Another ground"),
            citation=RULE,
            by=None,
            at=AT,
        )
    with pytest.raises(CitationMissing):
        proceedings.open_proceeding(
            membership=case.membership,
            kind=Kind.LAPSE,
            ground=GROUND,
            citation=Translated(),
            by=None,
            at=AT,
        )


def test_no_case_against_who_is_no_member_or_is_suspended_already():
    membership = make_membership()
    suspend(membership)
    with pytest.raises(StandingForbids):
        make_proceeding(membership, Kind.SUSPENSION)
    case = decide(brought_to(State.HEARD, Kind.EXPULSION))
    with pytest.raises(StandingForbids):
        make_proceeding(case.membership, Kind.LAPSE)


def test_charge_leaves_the_time_that_the_rule_gives():
    state_rules({"proceeding.hearing_days": 15})
    case = make_proceeding()
    with override("en"), pytest.raises(AnswerTimeShort) as refused:
        charge(case, date(2027, 1, 1))
    assert "15 days" in str(refused.value)
    assert "until 2027-01-02" in str(refused.value)

    assert charge(case, date(2027, 1, 2)).respond_by == date(2027, 1, 2)


def test_charge_without_a_rule_asks_for_a_day_that_is_not_over():
    with pytest.raises(AnswerTimeShort):
        charge(make_proceeding(), date(2026, 12, 17))


def test_charge_is_a_letter_that_waits_for_a_person():
    acting = make_representative()
    case = make_proceeding(acting.firm.membership)
    charge(case, hearing="2027-01-05 14:00")
    charge(case)

    letter = Mailing.objects.get().letters.get()
    assert (letter.person, letter.sent_at) == (acting.person, None)
    for said in ("expulsion", GROUND.en, RULE.en, "It is heard: 2027-01-05 14:00."):
        assert said in letter.body.en
    assert case.steps.get(event="charged").note == "2027-01-05 14:00"


def test_silence_is_noted_only_after_the_last_day():
    case = brought_to(State.CHARGED, Kind.EXPULSION)
    last_day = AT + timedelta(days=20)
    with pytest.raises(AnswerTimeRuns):
        proceedings.decline_hearing(proceeding=case, by=None, at=last_day)

    assert decline(case).state == State.HEARD


def test_statement_and_paper_are_kept():
    case = brought_to(State.CHARGED, Kind.EXPULSION)
    paper = Upload("answer.pdf", b"%PDF-1.7 answer")
    proceedings.hear(proceeding=case, on=TODAY, statement="We paid.", paper=paper, by=None, at=AT)

    step = case.steps.get(event="heard")
    assert (step.note, step.document.name) == ("2026-12-18 We paid.", "answer.pdf")


def test_expulsion_overtakes_a_resignation_to_come():
    acting = make_representative()
    seat = give_seat(acting.person, acting.firm)
    case = make_proceeding(acting.firm.membership)
    standing_acts.resign(
        membership=case.membership,
        received_on=TODAY,
        effective_on=date(2027, 6, 30),
        source="Letter",
        by=None,
        at=AT,
    )
    charge(case)
    hear(case)
    decide(case)

    for day in (TODAY, date(2027, 7, 1)):
        assert standing_on(case.membership, day).status == StandingStatus.EXPELLED
    rows = type(seat).objects.filter(superseded_at__isnull=True)
    assert [row.until_on for row in rows] == [TODAY]


def test_expulsion_by_any_other_way_is_refused():
    case = make_proceeding()
    with pytest.raises(HearingMissing):
        standing_acts.expel(proceeding=case, decision=make_decision(), on=TODAY, by=None, at=AT)
    lapse = brought_to(State.HEARD, Kind.LAPSE)
    with pytest.raises(HearingMissing):
        standing_acts.expel(proceeding=lapse, decision=make_decision(), on=TODAY, by=None, at=AT)


@pytest.mark.parametrize("kind", Kind)
def test_possible_acts_are_those_of_the_table(kind):
    found = {s: set(proceedings.possible_events(brought_to(s, kind))) for s in State}

    decides = set() if kind == Kind.EXPULSION else {"decided"}
    assert found == {
        State.OPENED: {"charged", "dismissed"} | decides,
        State.CHARGED: {"heard", "hearing_declined", "dismissed"},
        State.HEARD: {"decided", "dismissed"},
        State.DECIDED: set(),
        State.DISMISSED: set(),
    }
