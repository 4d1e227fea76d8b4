"""Who stands is examined when the ballot is prepared and when it opens: also who was entered
without nominations, and who was confirmed before the day or the register changed (CN-C1 to C7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.convening import correcting
from assemblies.domain.convening.sending import Wording
from assemblies.domain.nominating import confirming, entering, examining, proposing
from assemblies.domain.sitting import ballot, session
from assemblies.domain.sitting.day import ballots_of_day
from assemblies.enums import NominationOutcome
from assemblies.errors.nominating import CandidateUnfit, NomineeUnfit
from assemblies.models import Motion, Nomination, NominationCall
from bylaws.enums import Matter
from bylaws.models import Association
from elections.enums import Channel, ElectionState, WriteIns
from elections.models import Candidate, Election
from members.enums import Office
from members.models import Person
from tests.assemblies.test_operator_page import client_of
from tests.factories.assemblies import (
    DAY,
    both,
    clear_for_office,
    convened,
    make_secretary,
    make_tellers,
    minute,
    open_paper_box,
    opened,
    published_on_paper,
)
from tests.factories.nominations import (
    OVER_AT,
    agreed,
    announced,
    give_terms,
    hours,
    make_call,
    make_nomination,
    make_nominee,
)
from tests.factories.rounds import METHOD, council, settle
from tests.factories.written_in import meeting, question

pytestmark = pytest.mark.django_db
MEASURES = "Measures with notice Minfa (2015) 166, art. 4"
OLD = date(1955, 12, 18)
"""71 full years on the day of the meeting, 18 December 2026."""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def officers() -> tuple[Motion, Person]:
    (motion,), (first, *_others) = meeting(Matter.ELECT_OFFICERS)
    clear_for_office(motion.item.assembly, first)
    return motion, first


def born(person: Person, day: date | None) -> None:
    Person.objects.filter(pk=person.pk).update(born_on=day)
    person.refresh_from_db()


def prepare(motion: Motion, person: Person, office: Office = Office.PRESIDENT) -> Election:
    return ballot.prepare_box(
        motion=motion,
        contests=[question(office, person)],
        channel=Channel.PAPER,
        by=None,
        at=minute(1),
    )


def told(motion: Motion) -> list[entering.Remark]:
    return entering.told_before_vote(Motion.objects.get(pk=motion.pk), today=DAY)


def item_page(motion: Motion) -> str:
    address = reverse("assemblies:item", args=[motion.item.assembly_id, motion.item_id])
    return client_of(make_secretary()).get(address).content.decode()


# Entered without nominations


def test_who_is_too_old_is_not_entered_for_an_office_and_the_rule_is_cited() -> None:
    motion, person = officers()
    born(person, OLD)
    with pytest.raises(CandidateUnfit) as refused:
        prepare(motion, person)
    said = str(refused.value)
    assert said.startswith(f"{person} cannot stand for president: Age on the day of the election")
    assert "71 full years on 18 December 2026, at most 70." in said
    assert MEASURES in said
    assert not Election.objects.exists()


def test_who_served_too_many_terms_on_record_is_not_entered() -> None:
    motion, person = officers()
    give_terms(person, Office.PRESIDENT, 1, 2, 3)
    with pytest.raises(CandidateUnfit, match="3 terms in a row as president until now"):
        prepare(motion, person)


def test_what_is_not_known_of_who_is_entered_stops_nothing_and_is_told_to_the_operator() -> None:
    motion, person = officers()
    born(person, None)
    prepare(motion, person)
    said = {one.sentence for one in told(motion)}
    assert (
        "The date of birth is not on record. The secretariat adds it on the person's page." in said
    )
    assert "Not declared: no nominations were called for, so nobody was asked." in said
    assert not [one for one in said if one.startswith("The nominee declares")]
    assert {one.people for one in told(motion)} == {(f"{person} (president)",)}
    page = item_page(motion)
    assert "The date of birth is not on record." in page
    assert MEASURES in page
    open_paper_box(Motion.objects.get(pk=motion.pk))
    assert told(motion) == []


def test_those_with_the_same_check_open_are_told_together_the_rule_once() -> None:
    (motion,), (first, second, *_others) = meeting(Matter.ELECT_OFFICERS)
    clear_for_office(motion.item.assembly, first, second)
    for person in (first, second):
        born(person, None)
    contests = [question(Office.PRESIDENT, first), question(Office.VICE_PRESIDENT, second)]
    ballot.prepare_box(
        motion=motion, contests=contests, channel=Channel.PAPER, by=None, at=minute(1)
    )
    found = [one for one in told(motion) if one.title == "Age on the day of the election"]
    (age,) = found
    assert age.people == (f"{first} (president)", f"{second} (vice-president)")
    assert item_page(motion).count("Age on the day of the election") == 1


def test_operator_page_tells_how_much_it_is_at_the_step_that_opens_the_ballot() -> None:
    motion, person = officers()
    born(person, None)
    prepare(motion, person)
    session.set_current(item=motion.item, by=None, at=minute(1))
    address = reverse("assemblies:operate", args=[motion.item.assembly_id])
    page = client_of(make_secretary()).get(address).content.decode()
    item = reverse("assemblies:item", args=[motion.item.assembly_id, motion.item_id])
    assert f"{len(told(motion))} points to know before the vote." in page
    assert f'href="{item}#before-vote"' in page
    assert 'id="before-vote"' in item_page(motion)


def test_check_that_is_not_met_and_stops_nobody_is_told_alone() -> None:
    motion, person = officers()
    born(person, date(1958, 5, 6))
    prepare(motion, person)
    said = {one.title: one.sentence for one in told(motion)}
    assert said["Age within the term"].startswith("73 full years")
    assert "Age on the day of the election" not in said


def test_ballot_stays_shut_where_the_register_learns_of_it_after_it_was_prepared() -> None:
    motion, person = officers()
    box = prepare(motion, person)
    born(person, OLD)
    with pytest.raises(CandidateUnfit, match="taken back"):
        open_paper_box(Motion.objects.get(pk=motion.pk))
    box.refresh_from_db()
    assert box.state == ElectionState.READY


def test_preliminary_ballot_asks_who_is_to_be_nominated_and_examines_nobody() -> None:
    motion, person = officers()
    born(person, OLD)
    asked = replace(question(Office.PRESIDENT, person), preliminary=True, write_ins=WriteIns.NONE)
    entering.refuse_unfit(motion.item, [asked], today=DAY)


def test_nobody_is_examined_where_the_profile_has_no_such_rule() -> None:
    motion, person = officers()
    born(person, OLD)
    Association.objects.update(profile="de")
    entering.refuse_unfit(motion.item, [question(Office.PRESIDENT, person)], today=DAY)


def test_further_ballot_for_open_seats_opens_as_the_first_one_did() -> None:
    motion, _standing = council([(6, 1, 0), (4, 3, 0), (4, 3, 0)], seats=2)
    settle(motion, "run_off", decided=METHOD)
    box = ballot.open_ballot(motion=motion, by=None, at=minute(9))
    assert (box.round, box.state) == (2, ElectionState.OPEN)


def test_who_was_written_in_is_not_refused_a_further_ballot_but_examined_after_it() -> None:
    (motion,), (stands, person, *_others) = meeting(Matter.ELECT_OFFICERS)
    clear_for_office(motion.item.assembly, stands, person)
    published_on_paper(
        motion,
        [[(3, 4, 0)]],
        returned=7,
        contests=[question(Office.PRESIDENT, stands)],
        written={2: 3},
    )
    settle(motion, "another_ballot", decided=METHOD, number=2)
    assert person in {one.person for one in Candidate.objects.filter(is_write_in=False)}
    born(person, OLD)
    assert ballot.open_ballot(motion=motion, by=None, at=minute(9)).state == ElectionState.OPEN


def test_nobody_left_on_the_confirmed_list_is_said_where_the_ballot_is_prepared() -> None:
    call = make_call()
    row = agreed(make_nomination(call))
    announced(call)
    confirming.confirm_list(call=call, decided_by="Committee", by=None, at=OVER_AT)
    proposing.withdraw(nomination=row, reason="ill", by=None, at=OVER_AT)
    assembly = convened(call.item.assembly)
    (one,) = ballots_of_day(assembly)
    said = "Nobody is on the confirmed list any more."
    assert one.obstacle.startswith(said)
    address = reverse("assemblies:candidates", args=[assembly.pk, call.item_id])
    assert said in client_of(make_secretary()).get(address).content.decode()


# Confirmed after nominations


def confirmed(**nominee: object) -> tuple[NominationCall, Nomination]:
    """One nominee for president, on the confirmed list."""
    call = make_call(Matter.ELECT_OFFICERS)
    row = make_nomination(call, make_nominee(**nominee), office=Office.PRESIDENT)  # type: ignore[arg-type]
    give_terms(make_nominee(), Office.PRESIDENT, 1, 2, 3)
    agreed(row)
    return call, row


def confirm(call: NominationCall) -> None:
    announced(call)
    confirming.confirm_list(call=call, decided_by="Committee", by=None, at=OVER_AT)


def lay(call: NominationCall) -> Election:
    rows = confirming.confirmed_of(call)
    contest = confirming.contest_of_nominees(office="president", seats=1, nominations=rows)
    motion = Motion.objects.get(item=call.item_id)
    return ballot.prepare_box(
        motion=motion, contests=[contest], channel=Channel.PAPER, by=None, at=OVER_AT
    )


def postponed(call: NominationCall) -> None:
    assembly = call.item.assembly
    convened(assembly)
    make_tellers(assembly)
    correcting.postpone_meeting(
        assembly=assembly,
        starts_at=assembly.starts_at + timedelta(days=30),
        place=assembly.place,
        wording=Wording(subject=both("延期", "Postponed"), text=both("延期", "Postponed")),
        by=None,
        at=OVER_AT,
    )


def test_who_grows_too_old_by_a_postponement_is_not_laid_on_the_ballot() -> None:
    call, row = confirmed(born_on=date(1955, 12, 28))
    confirm(call)
    postponed(call)
    with pytest.raises(NomineeUnfit) as refused:
        lay(call)
    said = str(refused.value)
    assert said.startswith(f"{row.person} is on the confirmed list for president")
    assert "71 full years on 17 January 2027, at most 70." in said
    assert "Reopen the list" in said
    assert not Election.objects.exists()


def test_approval_on_record_lets_a_nominee_onto_the_ballot_of_any_day() -> None:
    call, row = confirmed(born_on=date(1955, 12, 18))
    examining.record_approval(
        nomination=row,
        topic="officers.age",
        granted_by=both("晋东市商务局", "Jindong Commerce Bureau"),
        reference="17",
        granted_on=date(2026, 11, 5),
        by=None,
        at=hours(3),
    )
    confirm(call)
    postponed(call)
    assert lay(call).state == ElectionState.READY


def test_check_that_stops_nobody_keeps_no_confirmed_nominee_off_the_ballot() -> None:
    call, row = confirmed(born_on=date(1958, 5, 6))
    confirm(call)
    found = {one.topic: one for one in examining.review(row, today=OVER_AT.date()).checks}
    assert found["officers.age_in_term"].verdict == "not_met"
    postponed(call)
    assert lay(call).state == ElectionState.READY


def test_nomination_elsewhere_after_the_list_was_confirmed_stops_no_ballot() -> None:
    call = make_call()
    row = agreed(make_nomination(call))
    announced(call)
    confirming.confirm_list(call=call, decided_by="Committee", by=None, at=OVER_AT)
    supervisors = make_call(Matter.ELECT_SUPERVISORS, assembly=call.item.assembly)
    make_nomination(supervisors, row.person)
    assert examining.review(row, today=OVER_AT.date()).stopping
    contest = confirming.contest_of_nominees(
        office="council_member", seats=1, nominations=confirming.confirmed_of(call)
    )
    entering.refuse_unfit(call.item, [contest], today=OVER_AT.date())


def test_nominee_whose_check_turned_since_the_ballot_was_prepared_keeps_it_shut() -> None:
    call, row = confirmed()
    confirm(call)
    assembly = call.item.assembly
    make_tellers(assembly)
    opened(assembly, members=6)
    clear_for_office(assembly, row.person)
    lay(call)
    born(row.person, OLD)
    with pytest.raises(NomineeUnfit):
        open_paper_box(Motion.objects.get(item=call.item_id))
    row.refresh_from_db()
    assert row.outcome == NominationOutcome.CONFIRMED
    born(row.person, date(1980, 5, 6))
    assert open_paper_box(Motion.objects.get(item=call.item_id)).state == ElectionState.OPEN
