"""Whether those on a ballot may stand is asked when it is prepared and when it opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.convening import correcting
from assemblies.domain.convening.sending import Wording
from assemblies.domain.nominating import confirming, examining
from assemblies.domain.nominating.may_stand import told_of_standing
from assemblies.domain.sitting import ballot, session
from assemblies.errors.nominating import CandidatesLaidDown, CandidateUnfit, NomineeUnfit
from assemblies.errors.roll import ReasonNeeded
from assemblies.models import Motion, Nomination, NominationCall
from bylaws.enums import Matter
from elections.enums import Channel
from members.enums import Office
from members.models import Person
from records.fields import Translated
from records.models import LogEntry
from tests.factories.assemblies import (
    clear_for_office,
    convened,
    make_secretary,
    make_tellers,
    minute,
    open_paper_box,
)
from tests.factories.nominations import (
    OVER_AT,
    agreed,
    announced,
    give_terms,
    make_call,
    make_nomination,
    make_nominee,
)
from tests.factories.written_in import meeting, question

pytestmark = pytest.mark.django_db
POSTPONED = Translated(zh="改期", en="Postponed")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def prepare(motion: Motion, *contests: Any, at: Any = None) -> Any:
    return ballot.prepare_box(
        motion=motion, contests=contests, channel=Channel.PAPER, by=None, at=at or minute(1)
    )


def test_who_is_too_old_by_the_register_is_put_on_no_ballot() -> None:
    (officers,), (first, second, *_others) = meeting(Matter.ELECT_OFFICERS)
    Person.objects.filter(pk=first.pk).update(born_on=date(1940, 1, 1))
    first.refresh_from_db()
    with pytest.raises(CandidateUnfit, match=r"Age on the day of the election: \d+ full years"):
        prepare(officers, question(Office.PRESIDENT, first))
    assert officers.election is None
    # The rule speaks of officers: in the council age is nobody's concern.
    Person.objects.filter(pk=second.pk).update(born_on=date(1990, 1, 1))
    second.refresh_from_db()
    assert prepare(officers, question(Office.PRESIDENT, second)).contests.count() == 1


def test_what_the_register_cannot_tell_stops_nobody_and_is_told_to_who_runs_the_meeting(
    client: Client,
) -> None:
    (officers,), (first, *_others) = meeting(Matter.ELECT_OFFICERS)
    Person.objects.filter(pk=first.pk).update(born_on=None)
    first.refresh_from_db()
    prepare(officers, question(Office.PRESIDENT, first))
    officers.refresh_from_db()
    [told] = told_of_standing(officers, today=date(2026, 12, 18))
    assert f"{first}, candidate for president:" in told
    assert "The date of birth is not on record." in told
    assert "no nominations were called for, so nobody was asked" in told

    client.force_login(make_secretary())
    item = officers.item
    session.set_current(item=item, by=None, at=minute(2))
    for name, keys in (
        ("assemblies:item", [item.assembly_id, item.pk]),
        ("assemblies:operate", [item.assembly_id]),
    ):
        page = client.get(reverse(name, args=keys), headers={"accept-language": "en"})
        assert "The date of birth is not on record." in page.content.decode()


def test_what_the_register_learns_after_the_ballot_was_prepared_is_seen_when_it_opens() -> None:
    (officers,), (first, *_others) = meeting(Matter.ELECT_OFFICERS)
    clear_for_office(officers.item.assembly, first)
    box = prepare(officers, question(Office.PRESIDENT, first))
    Person.objects.filter(pk=first.pk).update(born_on=date(1940, 1, 1))
    with pytest.raises(CandidateUnfit):
        open_paper_box(officers)
    box.refresh_from_db()
    assert box.opened_at is None


def confirmed_president(born_on: date) -> tuple[NominationCall, Nomination]:
    call = make_call(Matter.ELECT_OFFICERS)
    row = make_nomination(call, make_nominee(born_on=born_on), office=Office.PRESIDENT)
    give_terms(make_nominee(), Office.PRESIDENT, 1, 2, 3)
    agreed(row)
    announced(call)
    confirming.confirm_list(call=call, decided_by="Committee", by=None, at=OVER_AT)
    convened(call.item.assembly)
    make_tellers(call.item.assembly)
    return call, Nomination.objects.get(pk=row.pk)


def listed(row: Nomination) -> Any:
    return confirming.contest_of_nominees(office="president", seats=1, nominations=[row])


def test_meeting_that_is_postponed_past_a_birthday_asks_its_nominees_again() -> None:
    call, row = confirmed_president(date(1955, 12, 28))
    assembly = call.item.assembly
    correcting.postpone_meeting(
        assembly=assembly,
        starts_at=assembly.starts_at + timedelta(days=30),
        place=assembly.place,
        wording=Wording(
            subject=Translated(zh="改期", en="Postponed"),
            text=Translated(zh="改期", en="Postponed"),
        ),
        by=None,
        at=OVER_AT,
    )
    motion = Motion.objects.get(item=call.item)
    with pytest.raises(NomineeUnfit, match="71 full years") as refused:
        prepare(motion, listed(row), at=OVER_AT)
    assert "Reopen the list" in str(refused.value)

    confirming.reopen_list(call=call, reason="postponed", by=None, at=OVER_AT)
    row.refresh_from_db()
    examining.record_approval(
        nomination=row,
        topic="officers.age",
        granted_by=Translated(zh="登记管理机关", en="The registration authority"),
        reference="2027-1",
        granted_on=OVER_AT.date(),
        by=None,
        at=OVER_AT,
    )
    confirming.confirm_list(call=call, decided_by="Committee", by=None, at=OVER_AT)
    row = Nomination.objects.get(pk=row.pk)
    assert prepare(motion, listed(row), at=OVER_AT).contests.count() == 1


def test_confirmed_list_is_reopened_with_a_reason_until_its_people_are_on_a_ballot() -> None:
    call, row = confirmed_president(date(1970, 1, 1))
    with pytest.raises(ReasonNeeded):
        confirming.reopen_list(call=call, reason=" ", by=None, at=OVER_AT)
    for _twice in "12":
        confirming.reopen_list(call=call, reason="One withdrew.", by=None, at=OVER_AT)
    call.refresh_from_db()
    row.refresh_from_db()
    assert (call.confirmed_at, row.outcome, row.position) == (None, "open", None)
    [entry] = LogEntry.objects.filter(event="candidates_reopened")
    assert entry.payload["reason"] == "One withdrew."
    assert entry.payload["nominations"] == [str(row.pk)]

    confirming.confirm_list(call=call, decided_by="Committee", by=None, at=OVER_AT)
    row = Nomination.objects.get(pk=row.pk)
    prepare(Motion.objects.get(item=call.item), listed(row), at=OVER_AT)
    with pytest.raises(CandidatesLaidDown):
        confirming.reopen_list(call=call, reason="Too late.", by=None, at=OVER_AT)


def test_list_is_reopened_on_its_page(client: Client) -> None:
    call, _row = confirmed_president(date(1970, 1, 1))
    client.force_login(make_secretary())
    keys = [call.item.assembly_id, call.item_id]
    page = client.get(reverse("assemblies:item_nominations", args=keys)).content.decode()
    assert "Reopen the list" in page or "重新开放名单" in page
    address = reverse("assemblies:nominations_reopen", args=keys)
    assert client.post(address, {"reason": ""}).status_code == 200
    assert NominationCall.objects.get().confirmed_at is not None
    client.post(address, {"reason": "One withdrew."})
    assert NominationCall.objects.get().confirmed_at is None
