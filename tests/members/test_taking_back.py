"""An end of a membership that was entered by mistake: all that ended with it comes back."""

from datetime import date, timedelta

import pytest

from members.domain.admitting import certificates
from members.domain.cases import standing_acts
from members.domain.represent import appoint_representative, voting_representative
from members.enums import MailingState
from members.models import Mailing, Mandate, Representative
from records.fields import Translated
from tests.factories.assemblies import make_association
from tests.factories.members import AT, make_person, make_representative
from tests.factories.standing import DAY, give_seat

pytestmark = pytest.mark.django_db

LEFT_AT = AT + timedelta(hours=1)
MEANWHILE = AT + timedelta(hours=2)
CORRECTED_AT = AT + timedelta(hours=3)


def resign(membership, day=DAY):
    return standing_acts.resign(
        membership=membership,
        received_on=min(day, DAY),
        effective_on=day,
        source="Letter 7",
        by=None,
        at=LEFT_AT,
    )


def take_back(standing):
    return standing_acts.correct_latest(
        standing=standing, entry=None, because="Another firm", by=None, at=CORRECTED_AT
    )


def appoint(firm, person, day, at=MEANWHILE):
    return appoint_representative(
        firm=firm, person=person, post=Translated(), from_on=day, source="Letter 8", by=None, at=at
    )


def facts_of(model, **which):
    rows = model.objects.filter(superseded_at__isnull=True, **which).order_by("from_on", "pk")
    return list(rows.values_list("person", "from_on", "until_on"))


def test_who_acted_before_acts_again_until_another_was_named():
    acting = make_representative()
    standing = resign(acting.firm.membership)
    successor = appoint(acting.firm, make_person(), date(2026, 12, 1))

    take_back(standing)

    assert facts_of(Representative) == [
        (acting.person_id, acting.from_on, date(2026, 12, 1)),
        (successor.person_id, date(2026, 12, 1), None),
    ]


def test_seat_lasts_until_another_was_given_meanwhile():
    acting = make_representative()
    give_seat(acting.person, acting.firm)
    standing = resign(acting.firm.membership)
    other = make_representative().firm
    give_seat(acting.person, other, from_on=date(2026, 12, 1))

    take_back(standing)

    assert facts_of(Mandate) == [
        (acting.person_id, date(2021, 12, 17), date(2026, 12, 1)),
        (acting.person_id, date(2026, 12, 1), None),
    ]


def test_what_had_not_begun_comes_back_too():
    acting = make_representative()
    give_seat(acting.person, acting.firm, from_on=date(2026, 11, 20))
    appoint(acting.firm, make_person(), date(2026, 11, 10), at=AT)
    before = (facts_of(Representative), facts_of(Mandate))

    standing = resign(acting.firm.membership)
    assert (facts_of(Mandate), voting_representative(acting.firm, DAY)) == ([], None)
    take_back(standing)

    assert (facts_of(Representative), facts_of(Mandate)) == before


def test_letter_that_tells_of_the_end_is_not_left_to_be_sent():
    acting = make_representative()
    standing = resign(acting.firm.membership)
    assert Mailing.objects.get().state == MailingState.DRAFT

    take_back(standing)

    assert Mailing.objects.get().state == MailingState.DISCARDED


def test_who_is_named_before_the_membership_ends_acts_until_then():
    acting = make_representative()
    end = date(2026, 12, 31)
    standing = resign(acting.firm.membership, end)
    successor = appoint(acting.firm, make_person(), date(2026, 12, 1))

    assert facts_of(Representative) == [
        (acting.person_id, acting.from_on, date(2026, 12, 1)),
        (successor.person_id, date(2026, 12, 1), end),
    ]

    take_back(standing)
    assert facts_of(Representative)[-1] == (successor.person_id, date(2026, 12, 1), None)


def test_certificate_that_was_revoked_before_the_end_stays_revoked():
    make_association()
    membership = make_representative().firm.membership
    first = certificates.issue_certificate(
        membership=membership,
        issued_on=date(2026, 4, 1),
        valid_until=None,
        site="https://members.example",
        by=None,
        at=AT,
    )
    standing = resign(membership, date(2026, 12, 31))

    lost = certificates.revoke_certificate(
        certificate=first, on=date(2026, 12, 18), because="Lost", by=None, at=MEANWHILE
    )
    assert (lost.revoked_on, lost.revoked_because) == (date(2026, 12, 18), "Lost")

    take_back(standing)
    first.refresh_from_db()
    assert first.revoked_on == date(2026, 12, 18)
