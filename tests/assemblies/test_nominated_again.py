"""Nominating somebody who is nominated already, or who was and does not stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from assemblies.domain.nominating import confirming, consenting, deciding, proposing
from assemblies.domain.nominating.states import standing_of, state_of, supporters_of
from assemblies.enums import Consent, NominationState, NominationWay
from assemblies.errors.nominating import ListNotReady, NominatedAlready
from assemblies.models import Nomination, NominationCall
from bylaws.enums import Matter
from members.enums import Office
from members.models import Person
from tests.factories.members import make_representative, make_user
from tests.factories.nominations import (
    CALLED_AT,
    OVER_AT,
    UNTIL,
    agreed,
    make_call,
    make_nomination,
    make_nominee,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def put(call: NominationCall, person: Person, way: str, **more: object) -> Nomination:
    given = {"office": Office.COUNCIL_MEMBER, "by": None, "at": CALLED_AT, **more}
    return proposing.nominate(call=call, person=person, way=way, **given)  # type: ignore[arg-type]


def test_second_firm_that_nominates_the_same_person_joins_the_first() -> None:
    call = make_call()
    nominee = make_nominee()
    one, two = make_representative().firm, make_representative().firm
    first = put(call, nominee, NominationWay.JOINT, supporter=one)
    assert put(call, nominee, NominationWay.JOINT, supporter=two) == first
    assert put(call, nominee, NominationWay.JOINT, supporter=two) == first
    assert supporters_of(first) == 2
    assert call.nominations.count() == 1


def test_who_is_nominated_and_nominates_themselves_agrees() -> None:
    call = make_call()
    nominee = make_nominee()
    row = make_nomination(call, nominee)
    assert row.consent == Consent.ASKED
    own = make_user(person=nominee)
    for _twice in "12":
        assert put(call, nominee, NominationWay.SELF, by=own) == row
    row.refresh_from_db()
    assert (row.consent, row.way) == (Consent.LOG_IN, NominationWay.COUNCIL)


def test_another_way_for_who_is_nominated_already_is_refused_in_words() -> None:
    call = make_call()
    nominee = make_nominee()
    row = make_nomination(call, nominee)
    firm = make_representative().firm
    with pytest.raises(NominatedAlready, match="by the council"):
        put(call, nominee, NominationWay.JOINT, supporter=firm)
    assert put(call, nominee, NominationWay.COUNCIL, reference="again") == row
    assert supporters_of(row) == 0


@pytest.mark.parametrize("became", [NominationState.DECLINED, NominationState.STRUCK])
def test_who_declined_or_was_struck_off_is_nominated_anew(became: NominationState) -> None:
    call = make_call()
    nominee = make_nominee()
    old = make_nomination(call, nominee)
    if became == NominationState.DECLINED:
        consenting.decline(nomination=old, by=None, at=CALLED_AT)
    else:
        deciding.strike(nomination=old, reasons="No.", decided_by="C", by=None, at=CALLED_AT)

    new = put(call, nominee, NominationWay.COUNCIL, reference="No. 8")

    assert new != old
    assert (new.reference, new.consent) == ("No. 8", Consent.ASKED)
    assert standing_of(call) == [new]
    old.refresh_from_db()
    assert state_of(old, UNTIL) == became
    assert put(call, nominee, NominationWay.COUNCIL) == new


def test_what_keeps_a_list_from_being_confirmed_is_one_sentence() -> None:
    call = make_call(Matter.ELECT_OFFICERS)
    agreed(make_nomination(call, office=Office.PRESIDENT))
    make_nomination(call, office=Office.PRESIDENT)
    with pytest.raises(ListNotReady) as refused:
        confirming.confirm_list(call=call, decided_by="C", by=None, at=OVER_AT)
    assert ".." not in str(refused.value)
    assert ".;" not in str(refused.value)
    with override("zh-hans"), pytest.raises(ListNotReady) as refused:
        confirming.confirm_list(call=call, decided_by="C", by=None, at=OVER_AT)
    assert "。。" not in str(refused.value)
    assert "; " not in str(refused.value)
    assert "；" in str(refused.value)
