"""Who may stand, by which rule: age, terms, dues, posts, offices that do not go together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from assemblies.domain.nominating import announcing, examining, proposing
from assemblies.domain.nominating.checking import Check
from assemblies.domain.nominating.of_officers import age_on
from assemblies.domain.sitting import ballot
from assemblies.enums import Finding, Method
from assemblies.errors.nominating import ApprovalOnRecord, NomineesUnqualified, NotApprovable
from assemblies.errors.planning import UnitsIncompatible
from assemblies.models import Nomination, NominationCall
from bylaws.enums import Matter
from bylaws.models import Association
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import Channel, ContestKind
from members.enums import Office
from members.models import Person
from records.models import LogEntry
from tests.bylaws.tables import ABSENT, tables
from tests.factories.assemblies import (
    SENT_AT,
    add_motion,
    both,
    convened,
    make_assembly,
    make_tellers,
)
from tests.factories.members import make_representative
from tests.factories.nominations import (
    NOTICE_AT,
    WHERE,
    agreed,
    give_terms,
    hours,
    make_call,
    make_nomination,
    make_nominee,
)
from tests.factories.reminders import make_debtors

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[1] / "vectors" / "rules" / "cases.json"
TODAY = NOTICE_AT.date()
_CHECKS, AGES, SERVED = tables("nominations")
MEASURES = "Measures with notice Minfa (2015) 166, art. 4"
UNIT = both("晋东市商务局", "Jindong Commerce Bureau")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def call() -> NominationCall:
    """Officers elected by the assembly of 18 December 2026."""
    return make_call(Matter.ELECT_OFFICERS)


def president(call: NominationCall, person: Person | None = None) -> Nomination:
    return agreed(make_nomination(call, person, office=Office.PRESIDENT))


def checks(nomination: Nomination) -> dict[str, Check]:
    row = Nomination.objects.get(pk=nomination.pk)
    return {one.topic: one for one in examining.review(row, today=TODAY).checks}


# Age, CN-C1 and CN-C2


@pytest.mark.parametrize("row", AGES, ids=lambda row: row["born on"])
def test_officers_are_at_most_70_on_the_day_of_the_election(
    call: NominationCall, row: dict[str, str]
) -> None:
    known = row["born on"] != ABSENT
    person = make_nominee(born_on=date.fromisoformat(row["born on"]) if known else None)
    found = checks(president(call, person))["officers.age"]
    assert (found.verdict, found.stops) == (row["verdict"], row["verdict"] != "met")
    assert found.citation.en.startswith(MEASURES)
    if known:
        assert found.sentence == f"{row['full years']} full years on 18 December 2026, at most 70."
    else:
        assert "The secretariat adds it" in found.sentence


@pytest.mark.parametrize(
    ("born_on", "years", "verdict"),
    [(date(1961, 12, 18), 70, "not_met"), (date(1961, 12, 19), 69, "met")],
)
def test_who_turns_70_within_the_term_is_pointed_out_and_not_stopped(
    call: NominationCall, born_on: date, years: int, verdict: str
) -> None:
    found = checks(president(call, make_nominee(born_on=born_on)))["officers.age_in_term"]
    assert (found.verdict, found.stops) == (verdict, False)
    assert f"{years} full years at the end of a term of 5 years" in found.sentence


def test_council_members_are_asked_for_none_of_it() -> None:
    found = checks(agreed(make_nomination(make_call())))
    assert set(found) == {"nomination.dues", "supervisors.incompatible.offices"}


@given(st.dates(date(1920, 1, 1), date(2000, 1, 1)), st.dates(date(2000, 1, 2), date(2100, 1, 1)))
def test_age_grows_by_one_on_each_birthday_and_never_else(born_on: date, day: date) -> None:
    before, now = age_on(born_on, day - timedelta(days=1)), age_on(born_on, day)
    leap_day = (born_on.month, born_on.day) == (2, 29) and (day.month, day.day) == (3, 1)
    skipped = leap_day and (day - timedelta(days=1)).day == 28
    birthday = (born_on.month, born_on.day) == (day.month, day.day) or skipped
    assert now - before == (1 if birthday else 0)
    assert age_on(born_on, born_on) == 0


# Terms, CN-C3


@pytest.mark.parametrize("row", SERVED, ids=lambda row: " ".join(row.values()))
def test_terms_in_a_row_are_counted_back_from_the_term_that_ends(
    call: NominationCall, row: dict[str, str]
) -> None:
    person = make_nominee()
    for name, holder in (("president in term", person), ("others in term", make_nominee())):
        give_terms(holder, Office.PRESIDENT, *numbers(row[name]))
    nomination = make_nomination(call, person, office=Office.PRESIDENT)
    agreed(nomination, terms_before=next(iter(numbers(row["declared"])), None))
    found = checks(nomination)["officers.terms"]
    assert (found.verdict, found.sentence.split()[0]) == (row["verdict"], row["in a row"])
    assert "Notice Minfa (2015) 166" in found.citation.en


def numbers(told: str) -> list[int]:
    return [] if told == ABSENT else [int(one) for one in told.split(", ")]


def test_terms_in_another_office_are_not_counted(call: NominationCall) -> None:
    person = make_nominee()
    give_terms(make_nominee(), Office.PRESIDENT, 3)
    give_terms(person, Office.VICE_PRESIDENT, 2, 3)
    found = checks(president(call, person))["officers.terms"]
    assert (found.verdict, found.sentence[:2]) == ("met", "0 ")


def test_approval_sets_aside_what_the_rule_lets_be_approved(call: NominationCall) -> None:
    nomination = president(call, make_nominee(born_on=date(1950, 1, 1)))
    told = {
        "nomination": nomination,
        "granted_by": UNIT,
        "granted_on": date(2026, 11, 5),
        "by": None,
        "at": hours(3),
    }
    for _again in range(2):
        examining.record_approval(topic="officers.age", reference="17", **told)
    found = checks(nomination)["officers.age"]
    assert (found.verdict, found.stops) == (Finding.APPROVED, False)
    assert "Approved by Jindong Commerce Bureau, 17, 5 November 2026." in found.sentence
    with pytest.raises(ApprovalOnRecord):
        examining.record_approval(topic="officers.age", reference="18", **told)
    for topic in ("officers.separate", "officers.public_servants", "nomination.dues"):
        with pytest.raises(NotApprovable):
            examining.record_approval(topic=topic, reference="17", **told)
    assert LogEntry.objects.filter(event="nomination_approved").count() == 1


# Dues


def test_arrears_of_the_firm_are_told_with_the_sum_and_stop_nobody() -> None:
    call = make_call()
    [member] = make_debtors("JD9001", year=date(2026, 1, 1))
    person = make_representative(firm=member.firm).person
    found = checks(agreed(make_nomination(call, person)))["nomination.dues"]
    assert (found.verdict, found.stops) == (Finding.NOT_MET, False)
    assert found.sentence == f"{member.firm} owes 1,000 CNY since 31 March 2026."
    assert "unverified" in found.citation.en


# What somebody declares, CN-C4, CN-C5, CN-C7


@pytest.mark.parametrize(
    ("declared", "topic", "verdict", "approvable"),
    [
        ({}, "officers.public_servants", "met", False),
        ({"public_service": "serving"}, "officers.public_servants", "not_met", False),
        ({"public_service": "retired"}, "officers.public_servants", "not_met", True),
        ({}, "officers.separate", "met", False),
        ({"elsewhere": "Used Car Association"}, "officers.separate", "not_met", False),
        (
            {"represents_elsewhere": "Used Car Association"},
            "officers.legal_representative",
            "not_met",
            False,
        ),
    ],
)
def test_posts_are_as_the_person_declares_them(
    call: NominationCall,
    declared: dict[str, str],
    topic: str,
    verdict: str,
    approvable: bool,
) -> None:
    nomination = make_nomination(call, office=Office.PRESIDENT)
    agreed(nomination, **declared)
    found = checks(nomination)[topic]
    assert (found.verdict, found.stops) == (verdict, verdict == "not_met")
    if declared.get("public_service"):
        assert found.approvable is approvable


def test_nothing_declared_is_not_determinable(call: NominationCall) -> None:
    found = checks(make_nomination(call, office=Office.PRESIDENT))
    unknown = {topic for topic, one in found.items() if one.verdict == Finding.UNKNOWN}
    assert unknown == {
        "officers.public_servants",
        "officers.separate",
        "officers.legal_representative",
        "officers.terms",
    }
    assert "The nominee declares it" in found["officers.separate"].sentence


def test_nobody_is_announced_against_whom_a_check_stands(call: NominationCall) -> None:
    nomination = president(call, make_nominee(born_on=date(1950, 1, 1)))
    with pytest.raises(NomineesUnqualified, match=nomination.person.name.en):
        announcing.publish_notice(call=call, objections_to=WHERE, by=None, at=NOTICE_AT)


# Offices that do not go together, CN-C4 and CN-D2


def test_x9_supervisor_is_not_also_a_council_member() -> None:
    case = next(c for c in json.loads(CASES.read_text()) if c.get("id") == "X9")
    assert (case["who"], case["expect"]) == ("supervisor also council member", "block CN-D2")
    council = make_call()
    supervisors = make_call(Matter.ELECT_SUPERVISORS, assembly=council.item.assembly)
    person = make_nominee()
    first = agreed(make_nomination(council, person))
    second = agreed(make_nomination(supervisors, person))
    for nomination, office in ((first, "supervisor"), (second, "council member")):
        found = checks(nomination)["supervisors.incompatible.offices"]
        assert (found.verdict, found.stops) == (Finding.NOT_MET, True)
        assert found.sentence == f"{person} is or stands as {office} too."
        assert "a provincial regulation on trade associations" in found.citation.en
    proposing.withdraw(nomination=second, reason="council", by=None, at=hours(2))
    assert checks(first)["supervisors.incompatible.offices"].verdict == Finding.MET


@pytest.mark.parametrize(
    ("declared", "verdict"),
    [({"financial_staff": True}, "not_met"), ({"financial_staff": False}, "met")],
)
def test_financial_staff_supervises_nothing(declared: dict[str, bool], verdict: str) -> None:
    nomination = agreed(make_nomination(make_call(Matter.ELECT_SUPERVISORS)), **declared)
    assert checks(nomination)["supervisors.incompatible.offices"].verdict == verdict


def test_president_and_secretary_general_come_from_two_firms(call: NominationCall) -> None:
    chair = make_nominee()
    firm = chair.representations.get().firm
    aide = make_nominee()
    first = president(call, chair)
    second = make_nomination(call, aide, office=Office.SECRETARY_GENERAL)
    agreed(second)
    assert checks(first)["officers.separate.offices"].verdict == Finding.MET
    Nomination.objects.filter(pk=second.pk).update(firm=firm)
    found = checks(first)["officers.separate.offices"]
    assert (found.verdict, found.sentence) == (
        Finding.NOT_MET,
        f"{aide}, of the same firm, is or stands as secretary-general.",
    )


def test_ballot_refuses_president_and_secretary_general_of_one_firm() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.ELECT_OFFICERS, Method.SECRET)
    make_tellers(assembly)
    convened(assembly)
    firm = make_representative().firm
    contests = [
        ContestSpec(
            kind=ContestKind.SINGLE,
            title=both("职务", office),
            office=office,
            candidates=[CandidateSpec(name=person.name, person=person, firm=firm)],
        )
        for office, person in (
            ("president", make_nominee()),
            ("secretary_general", make_nominee()),
        )
    ]
    with pytest.raises(UnitsIncompatible, match=str(firm)):
        ballot.prepare_box(
            motion=motion, contests=contests, channel=Channel.PAPER, by=None, at=SENT_AT
        )


def test_profile_without_the_rules_checks_nothing() -> None:
    call = make_call(Matter.ELECT_OFFICERS)
    nomination = president(call, make_nominee(born_on=date(1930, 1, 1)))
    Association.objects.update(profile="de")
    assert checks(nomination) == {}
