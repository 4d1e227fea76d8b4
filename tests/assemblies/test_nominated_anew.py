"""Somebody is put forward who is nominated already, or was before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from assemblies.domain.nominating import confirming, consenting, deciding, proposing
from assemblies.domain.nominating.states import standing_of, state_of, supporters_of
from assemblies.enums import Consent, NominationState, NominationWay
from assemblies.errors.nominating import NominatedAlready, NominationsClosed
from assemblies.models import Nomination, NominationCall
from members.enums import Office
from members.models import Firm, Person, User
from records.models import Job, LogEntry
from tests.assemblies.test_nomination_pages import address, member, post
from tests.assemblies.test_nomination_pages import make_call as make_call_now
from tests.factories.members import make_representative, make_secretary, make_user
from tests.factories.nominations import (
    CALLED_AT,
    OVER_AT,
    UNTIL,
    agreed,
    announced,
    hours,
    make_call,
    make_nomination,
    make_nominee,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client: Client) -> Iterator[None]:
    client.cookies["django_language"] = "en"
    with override("en"):
        yield


def put_forward(
    call: NominationCall,
    person: Person,
    way: str,
    *,
    firm: Firm | None = None,
    by: User | None = None,
    reference: str = "",
) -> Nomination:
    return proposing.nominate(
        call=call,
        office=Office.COUNCIL_MEMBER,
        person=person,
        way=way,
        supporter=firm,
        reference=reference,
        by=by,
        at=hours(2),
    )


def firm() -> Firm:
    return make_representative().firm


# Nominated already


def test_second_firm_that_nominates_somebody_jointly_joins_the_first() -> None:
    call, person = make_call(), make_nominee()
    first, second = firm(), firm()
    row = put_forward(call, person, NominationWay.JOINT, firm=first)
    for _again in range(2):
        assert put_forward(call, person, NominationWay.JOINT, firm=second) == row
    assert supporters_of(row) == 2
    assert put_forward(call, person, NominationWay.JOINT, firm=first) == row
    assert supporters_of(row) == 2
    assert LogEntry.objects.filter(event="nomination_supported").count() == 2
    assert LogEntry.objects.filter(event="nominated").count() == 1


def test_second_firm_is_counted_when_it_nominates_from_the_page_of_the_members(
    client: Client,
) -> None:
    call = make_call_now()
    target = make_representative()
    for user in (member(), member()):
        client.force_login(user)
        page = post(
            client,
            address(call, "own_nominations_act", "nominate"),
            office="council_member",
            member=target.firm.membership.number,
        )
        assert "Noted." in page
    (row,) = call.nominations.all()
    assert supporters_of(row) == 2


def test_who_is_nominated_and_says_that_they_stand_agrees_with_it() -> None:
    call, person = make_call(), make_nominee()
    row = put_forward(call, person, NominationWay.COUNCIL)
    own = make_user(person=person)
    for _again in range(2):
        assert put_forward(call, person, NominationWay.SELF, by=own) == row
    row.refresh_from_db()
    assert (row.consent, row.way) == (Consent.LOG_IN, NominationWay.COUNCIL)
    assert LogEntry.objects.filter(event="nomination_agreed").count() == 1


def test_nomination_in_another_way_is_refused_and_the_state_is_told() -> None:
    call, person = make_call(), make_nominee()
    row = put_forward(call, person, NominationWay.COUNCIL, reference="No. 1")
    assert put_forward(call, person, NominationWay.COUNCIL, reference=" No. 1 ") == row
    for way, more in (
        (NominationWay.JOINT, {"firm": firm()}),
        (NominationWay.COUNCIL, {"reference": "No. 2"}),
        (NominationWay.SELF, {"by": make_user()}),
    ):
        with pytest.raises(NominatedAlready) as refused:
            put_forward(call, person, way, **more)  # type: ignore[arg-type]
        said = str(refused.value)
        assert said.startswith(f"{person} is nominated for council member already, by the council")
        assert str(NominationState.ASKED.label) in said
    assert supporters_of(row) == 0


def test_firm_that_comes_too_late_does_not_join_by_nominating() -> None:
    call, person = make_call(), make_nominee()
    row = put_forward(call, person, NominationWay.JOINT, firm=firm())
    with pytest.raises(NominationsClosed):
        proposing.nominate(
            call=call,
            office=Office.COUNCIL_MEMBER,
            person=person,
            way=NominationWay.JOINT,
            supporter=firm(),
            by=None,
            at=OVER_AT,
        )
    assert supporters_of(row) == 1


# Nominated before


def struck(row: Nomination) -> Nomination:
    return deciding.strike(
        nomination=row, reasons="No answer.", decided_by="Committee", by=None, at=hours(1)
    )


def declined(row: Nomination) -> Nomination:
    return consenting.decline(nomination=row, by=None, at=hours(1))


@pytest.mark.parametrize("over", [struck, declined])
def test_who_declined_or_was_struck_off_is_nominated_anew_and_the_old_one_stays(over) -> None:
    call, person = make_call(), make_nominee()
    old = over(make_nomination(call, person))
    state = state_of(old, UNTIL)
    new = put_forward(call, person, NominationWay.COUNCIL, reference="No. 2")
    assert new.pk != old.pk
    assert (new.reference, state_of(new, UNTIL)) == ("No. 2", NominationState.ASKED)
    old.refresh_from_db()
    assert state_of(old, UNTIL) == state
    assert standing_of(call) == [new]
    assert Job.objects.filter(task="assemblies.tell_nominee", key__contains=str(new.pk)).exists()
    agreed(new)
    announced(call)
    confirming.confirm_list(call=call, decided_by="Committee", by=None, at=OVER_AT)
    assert [row.pk for row in confirming.confirmed_of(call)] == [new.pk]


def test_only_one_nomination_for_an_office_stands_at_a_time() -> None:
    call = make_call()
    row = make_nomination(call)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.create(
            call=call, office=row.office, person=row.person, way=row.way, nominated_at=CALLED_AT
        )


def test_office_that_nominates_anew_finds_it_on_the_page(client: Client) -> None:
    call, rep = make_call_now(), make_representative()
    now = timezone.now()
    old = proposing.nominate(
        call=call, office="council_member", person=rep.person, way="council", by=None, at=now
    )
    consenting.decline(nomination=old, by=None, at=now)
    client.force_login(make_secretary())
    page = post(
        client,
        address(call, "nominations_add"),
        office="council_member",
        person=rep.person.pk,
        way="council",
        reference="No. 2",
    )
    assert "The nomination is on record, and the person is asked." in page
    assert "No. 2" in page
    assert call.nominations.count() == 2
    meeting = client.get(address(call, "nominations")).content.decode()
    assert '<td data-label="Nominees">1</td>' in meeting
    client.force_login(make_user(person=rep.person))
    own = client.get(address(call, "own_nominations")).content.decode()
    assert own.count("You are nominated: council member") == 1
    assert "I agree to stand" in own
