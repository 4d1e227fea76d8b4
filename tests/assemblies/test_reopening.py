"""A confirmed list that turns out wrong is reopened, put right, and confirmed anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.nominating import (
    calls,
    confirming,
    deciding,
    examining,
    proposing,
    reopening,
)
from assemblies.domain.nominating.states import state_of
from assemblies.domain.sitting import ballot
from assemblies.domain.sitting.taking_back import take_box_back
from assemblies.enums import ListOrder, NominationState
from assemblies.errors.nominating import (
    CandidateNotListed,
    CandidatesLaidDown,
    ListConfirmed,
    ListNotReady,
    NominationsStillOpen,
    OwnNomination,
)
from assemblies.errors.roll import ReasonNeeded
from assemblies.models import Motion, Nomination, NominationCall
from bylaws.enums import Matter
from elections.enums import Channel
from elections.models import Election
from members.enums import Office
from members.models import Person
from records.models import LogEntry
from tests.assemblies.test_operator_page import client_of
from tests.factories.assemblies import both, convened, make_secretary, make_tellers
from tests.factories.members import make_user
from tests.factories.nominations import (
    OVER_AT,
    agreed,
    announced,
    give_terms,
    make_call,
    make_nomination,
    make_nominee,
)

pytestmark = pytest.mark.django_db
TODAY = OVER_AT.date()
REASON = "One of them withdrew."


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def confirm(call: NominationCall, **more: object) -> None:
    told: dict[str, object] = {"decided_by": "Committee", "by": None, "at": OVER_AT}
    confirming.confirm_list(call=call, **told | more)  # type: ignore[arg-type]


def confirmed(**more: object) -> tuple[NominationCall, list[Nomination]]:
    call = make_call()
    rows = [agreed(make_nomination(call)) for _one in range(2)]
    announced(call)
    confirm(call, **more)
    return call, rows


def reopen(call: NominationCall, reason: str = REASON) -> NominationCall:
    return reopening.reopen_list(call=call, reason=reason, by=None, at=OVER_AT)


def lay(call: NominationCall, rows: list[Nomination]) -> Election:
    contest = confirming.contest_of_nominees(
        office=calls.offices_of(call.item)[0], seats=1, nominations=rows
    )
    return ballot.prepare_box(
        motion=Motion.objects.get(item=call.item_id),
        contests=[contest],
        channel=Channel.PAPER,
        by=None,
        at=OVER_AT,
    )


def test_who_was_confirmed_stands_as_before_and_the_log_keeps_the_list() -> None:
    call, rows = confirmed(order=ListOrder.LOT, called="471182")
    seed = NominationCall.objects.get(pk=call.pk).seed
    listed = [str(row.pk) for row in confirming.confirmed_of(call)]
    for _again in range(2):
        reopen(call)
    call.refresh_from_db()
    assert (call.confirmed_at, call.confirmed_by, call.order, call.seed) == (None, "", "", "")
    assert call.reopened_because == REASON
    for row in Nomination.objects.filter(pk__in=[row.pk for row in rows]):
        assert (row.position, row.findings, row.decided_at) == (None, [], None)
        assert state_of(row, TODAY) == NominationState.SETTLED
    (entry,) = LogEntry.objects.filter(event="candidates_reopened")
    assert entry.payload is not None
    told = entry.payload
    assert (told["reason"], told["seed"], told["nominations"]) == (REASON, seed, listed)


def test_list_that_a_nominee_left_takes_somebody_new_and_is_confirmed_anew() -> None:
    call, (first, second) = confirmed()
    proposing.withdraw(nomination=first, reason="ill", by=None, at=OVER_AT)
    until = date(2026, 11, 20)
    with pytest.raises(ListConfirmed, match="reopens the list first"):
        calls.call_for_nominations(item=call.item, until_on=until, by=None, at=OVER_AT)
    reopen(call)
    calls.call_for_nominations(item=call.item, until_on=until, by=None, at=OVER_AT)
    new = proposing.nominate(
        call=call, office=first.office, person=make_nominee(), way="council", by=None, at=OVER_AT
    )
    with pytest.raises(NominationsStillOpen):
        confirm(call)
    late = OVER_AT + timedelta(days=3)
    with pytest.raises(ListNotReady, match="waits for the person"):
        confirm(call, at=late)
    deciding.strike(nomination=new, reasons="No answer.", decided_by="Committee", by=None, at=late)
    confirm(call, at=late)
    assert [row.pk for row in confirming.confirmed_of(call)] == [second.pk]


def test_approval_of_a_check_that_turned_is_recorded_once_the_list_is_open() -> None:
    call = make_call(Matter.ELECT_OFFICERS)
    row = agreed(make_nomination(call, office=Office.PRESIDENT))
    give_terms(make_nominee(), Office.PRESIDENT, 1, 2, 3)
    announced(call)
    confirm(call)
    Person.objects.filter(pk=row.person_id).update(born_on=date(1950, 1, 1))

    def approve() -> object:
        return examining.record_approval(
            nomination=row,
            topic="officers.age",
            granted_by=both("晋东市商务局", "Jindong Commerce Bureau"),
            reference="17",
            granted_on=TODAY,
            by=None,
            at=OVER_AT,
        )

    with pytest.raises(ListConfirmed):
        approve()
    reopen(call, "The date of birth was wrong.")
    approve()
    confirm(call)
    make_tellers(call.item.assembly)
    convened(call.item.assembly)
    assert lay(call, confirming.confirmed_of(call)).contests.get().office == "president"


def test_list_is_reopened_with_a_reason_and_not_while_its_ballot_is_prepared() -> None:
    call, rows = confirmed()
    with pytest.raises(ReasonNeeded):
        reopen(call, " ")
    with pytest.raises(OwnNomination):
        reopening.reopen_list(
            call=call, reason=REASON, by=make_user(person=rows[0].person), at=OVER_AT
        )
    make_tellers(call.item.assembly)
    convened(call.item.assembly)
    box = lay(call, rows)
    with pytest.raises(CandidatesLaidDown, match="Take the ballot back first"):
        reopen(call)
    motion = Motion.objects.get(item=call.item_id)
    take_box_back(motion=motion, box=box.pk, by=None, at=OVER_AT)
    assert reopen(call).confirmed_at is None


def test_ballot_says_that_the_list_is_confirmed_without_somebody() -> None:
    call, (first, _second) = confirmed()
    proposing.withdraw(nomination=first, reason="ill", by=None, at=OVER_AT)
    make_tellers(call.item.assembly)
    convened(call.item.assembly)
    with pytest.raises(CandidateNotListed) as refused:
        lay(call, [first])
    said = str(refused.value)
    assert "is confirmed, and these are not on it" in said
    assert "Confirm the list first" not in said


def test_office_reopens_the_list_on_its_page_and_nobody_else_does() -> None:
    call, _rows = confirmed()
    here = [call.item.assembly_id, call.item_id]
    page, act = (
        reverse(f"assemblies:{name}", args=here)
        for name in ("item_nominations", "nominations_reopen")
    )
    assert client_of(make_user()).post(act, {"reason": REASON}).status_code == 404
    client = client_of(make_secretary())
    assert "Reopen the list" in client.get(page).content.decode()
    assert "This field is required." in client.post(act, {}).content.decode()
    told = client.post(act, {"reason": REASON}, follow=True).content.decode()
    assert "The list is open again." in told
    assert "The list was reopened on" in told
    assert REASON in told
    call.refresh_from_db()
    assert call.confirmed_at is None
    assert "Reopen the list" not in client.get(page).content.decode()


def test_refusal_to_confirm_ends_each_sentence_once() -> None:
    call = make_call(Matter.ELECT_OFFICERS)
    row = agreed(make_nomination(call, office=Office.PRESIDENT))
    other = agreed(make_nomination(call, office=Office.SECRETARY_GENERAL))
    for office in (Office.PRESIDENT, Office.SECRETARY_GENERAL):
        give_terms(make_nominee(), office, 1, 2, 3)
    announced(call)
    Person.objects.filter(pk__in=[row.person_id, other.person_id]).update(born_on=None)
    with pytest.raises(ListNotReady) as refused:
        confirm(call)
    said = str(refused.value)
    assert ".." not in said
    assert ".;" not in said
    assert f"{row.person}: The date of birth is not on record." in said
    with override("zh-hans"), pytest.raises(ListNotReady) as refused:
        confirm(call)
    with override("zh-hans"):
        said = str(refused.value)
    assert "；" in said
    for doubled in ("。。", "。.", ".。", "; ", "。；"):
        assert doubled not in said
