"""Who is put forward, by whom, whether they agree, what is objected, and which list comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils.translation import override

from assemblies.domain.nominating import (
    calls,
    consenting,
    proposing,
)
from assemblies.domain.nominating.states import state_of
from assemblies.domain.planning import plan
from assemblies.enums import (
    Consent,
    Method,
    NominationState,
    NominationWay,
)
from assemblies.errors.nominating import (
    ConsentNotOwn,
    DayIsOver,
    NominationsClosed,
    NominationsStand,
    NominationWayClosed,
    NothingElected,
    NotNominatedJointly,
    OfficeNotElected,
    SupporterNotAMember,
)
from assemblies.models import Nomination
from bylaws.enums import Matter
from bylaws.models import Association
from members.domain.uploads import Upload
from members.enums import BodyKind, Office
from records.domain import documents, jobs
from records.models import Job, LogEntry
from tests.factories.assemblies import add_motion, make_assembly
from tests.factories.members import make_firm, make_representative, make_user, suspend
from tests.factories.nominations import (
    CALLED_AT,
    OVER_AT,
    UNTIL,
    agreed,
    hours,
    make_call,
    make_nomination,
    make_nominee,
)

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


# The call


def test_call_is_for_an_election_by_secret_ballot_and_has_the_figures_of_the_rules() -> None:
    call = make_call()
    assert (call.supporters, call.self_allowed) == (10, True)
    assert "Electoral Law, art. 30" in call.citation.en
    assert "unverified" in call.citation.en
    assert events("nominations_called") == 1
    for matter, method in (
        (Matter.WORK_REPORT, Method.SECRET),
        (Matter.ELECT_COUNCIL, Method.SHOW_OF_HANDS),
    ):
        motion = add_motion(call.item.assembly, matter, method)
        with pytest.raises(NothingElected):
            calls.call_for_nominations(item=motion.item, until_on=UNTIL, by=None, at=CALLED_AT)


def test_call_made_again_moves_its_last_day_and_nothing_else() -> None:
    call = make_call()
    again = calls.call_for_nominations(item=call.item, until_on=UNTIL, by=None, at=hours(1))
    moved = calls.call_for_nominations(
        item=call.item, until_on=UNTIL + timedelta(days=1), by=None, at=hours(1)
    )
    assert (again.pk, moved.pk, moved.until_on) == (call.pk, call.pk, date(2026, 11, 10))
    assert (events("nominations_called"), events("nominations_until")) == (1, 1)
    with pytest.raises(DayIsOver):
        calls.call_for_nominations(item=call.item, until_on=date(2026, 11, 1), by=None, at=LATE)


def test_members_have_no_right_to_nominate_that_no_text_gives_them() -> None:
    assembly = make_assembly()
    Association.objects.update(profile="de")
    call = make_call(assembly=assembly)
    assert calls.ways_of(call) == (NominationWay.COUNCIL,)
    Association.objects.update(profile="cn")
    council = make_call(Matter.ELECT_OFFICERS, assembly=make_assembly(BodyKind.COUNCIL))
    assert calls.ways_of(council) == (NominationWay.COUNCIL,)


def test_item_under_which_people_are_nominated_stays_on_the_agenda() -> None:
    call = make_call()
    with pytest.raises(NominationsStand):
        plan.remove_item(item=call.item, by=None, at=CALLED_AT)


# Nominating


def test_council_nominates_and_the_person_is_asked_by_mail() -> None:
    call = make_call()
    person = make_nominee()
    first = make_nomination(call, person)
    assert make_nomination(call, person) == first
    assert (first.firm, first.post.en) == (
        person.representations.get().firm,
        "General Manager",
    )
    assert state_of(first, UNTIL) == NominationState.ASKED
    job = Job.objects.get(task="assemblies.tell_nominee")
    jobs.run_job(job_id=str(job.pk), at=CALLED_AT)
    jobs.run_job(job_id=str(job.pk), at=CALLED_AT)
    [sent] = mail.outbox
    assert sent.to == [person.email]
    assert "You are nominated by the council." in sent.body
    assert events("nominated") == 1


def test_joint_nomination_waits_for_as_many_firms_as_the_rule_asks() -> None:
    call = make_call()
    call.supporters = 3
    call.save(update_fields=["supporters"])
    firms = [make_representative().firm for _firm in range(3)]
    nomination = proposing.nominate(
        call=call,
        office=Office.COUNCIL_MEMBER,
        person=make_nominee(),
        way=NominationWay.JOINT,
        supporter=firms[0],
        by=None,
        at=CALLED_AT,
    )
    agreed(nomination)

    def state() -> NominationState:
        return state_of(Nomination.objects.get(pk=nomination.pk), UNTIL)

    for firm in firms[:2]:
        proposing.support(nomination=nomination, firm=firm, by=None, at=hours(2))
    assert (nomination.supports.count(), state()) == (2, NominationState.GATHERING)
    proposing.support(nomination=nomination, firm=firms[2], by=None, at=hours(2))
    assert state() == NominationState.REVIEW
    for _again in range(2):
        proposing.take_back_support(nomination=nomination, firm=firms[2], by=None, at=hours(3))
    assert state() == NominationState.GATHERING
    assert (events("nomination_supported"), events("nomination_support_withdrawn")) == (3, 1)


def test_firm_without_standing_or_voter_supports_nobody() -> None:
    call = make_call()
    suspended = make_representative().firm
    suspend(suspended.membership)
    nomination = proposing.nominate(
        call=call,
        office=Office.COUNCIL_MEMBER,
        person=make_nominee(),
        way=NominationWay.JOINT,
        supporter=make_representative().firm,
        by=None,
        at=CALLED_AT,
    )
    for firm in (suspended, make_firm()):
        with pytest.raises(SupporterNotAMember):
            proposing.support(nomination=nomination, firm=firm, by=None, at=CALLED_AT)
    with pytest.raises(NotNominatedJointly):
        proposing.support(
            nomination=make_nomination(call),
            firm=make_representative().firm,
            by=None,
            at=CALLED_AT,
        )


def test_who_nominates_themselves_agrees_with_it_and_only_they_do() -> None:
    call = make_call()
    person = make_nominee()
    told = {"call": call, "office": Office.COUNCIL_MEMBER, "way": NominationWay.SELF}
    own = proposing.nominate(**told, person=person, by=make_user(person=person), at=CALLED_AT)
    assert (own.consent, own.consented_on) == (Consent.LOG_IN, date(2026, 11, 2))
    by_letter = proposing.nominate(**told, person=make_nominee(), by=make_user(), at=CALLED_AT)
    assert by_letter.consent == Consent.ASKED
    call.self_allowed = False
    call.save(update_fields=["self_allowed"])
    with pytest.raises(NominationWayClosed):
        proposing.nominate(**told, person=make_nominee(), by=None, at=CALLED_AT)


def test_nobody_is_nominated_too_late_or_for_another_office() -> None:
    call = make_call()
    told = {"call": call, "person": make_nominee(), "way": NominationWay.COUNCIL, "by": None}
    with pytest.raises(NominationsClosed):
        proposing.nominate(**told, office=Office.COUNCIL_MEMBER, at=LATE)
    with pytest.raises(OfficeNotElected):
        proposing.nominate(**told, office=Office.SUPERVISOR, at=CALLED_AT)
    assert not Nomination.objects.exists()


# Consent


def test_person_agrees_through_their_own_log_in_alone() -> None:
    nomination = make_nomination(make_call())
    with pytest.raises(ConsentNotOwn):
        consenting.agree(nomination=nomination, by=make_user(), at=CALLED_AT)
    own = make_user(person=nomination.person)
    for _again in range(2):
        row = consenting.agree(nomination=nomination, by=own, at=hours(1))
    assert (row.consent, row.consented_on, events("nomination_agreed")) == (
        "log_in",
        date(2026, 11, 2),
        1,
    )
    declined = consenting.decline(nomination=nomination, by=own, at=hours(2))
    assert state_of(declined, UNTIL) == NominationState.DECLINED


def test_signed_paper_is_kept_with_its_day() -> None:
    nomination = consenting.record_paper_consent(
        nomination=make_nomination(make_call()),
        on=UNTIL,
        paper=Upload("consent.pdf", b"%PDF-1.7 consent"),
        by=None,
        at=hours(1),
    )
    assert (nomination.consent, nomination.consented_on) == ("paper", UNTIL)
    assert nomination.consent_paper is not None
    assert documents.read(nomination.consent_paper) == b"%PDF-1.7 consent"
