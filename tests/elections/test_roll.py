"""Who is entitled on a record date, and what is said of the others."""

from __future__ import annotations

from datetime import date

import pytest

from elections.domain import roll
from elections.errors import RollEmpty
from members.enums import StandingStatus
from members.models import Standing
from tests.factories.elections import AT, DAY, both, make_body, make_firm, make_member, make_person

pytestmark = pytest.mark.django_db


def test_roll_holds_every_membership_with_the_reason_of_each_exclusion() -> None:
    make_member()
    make_member(status=StandingStatus.SUSPENDED, reason="no dues paid")
    make_member(status=StandingStatus.RESIGNED, represented=False)
    make_member(represented=False)
    make_member(status=None)

    frozen = roll.freeze_roll(body=make_body(), record_on=DAY, by=None, at=AT)

    assert [(e.position, e.entitled, e.reason.en, e.citation.zh) for e in frozen.entries.all()] == [
        (1, True, "", ""),
        (2, False, "Membership suspended (since 2020-01-01): no dues paid", "Council decision 3"),
        (3, False, "Membership resigned (since 2020-01-01)", ""),
        (4, False, "No voting representative named on the record date", ""),
        (5, False, "No standing on record on the record date", ""),
    ]
    assert (
        frozen.entries.get(position=2).reason.zh
        == "会员资格暂停（自2020-01-01起）：no dues paid（中）"
    )


def test_roll_follows_the_record_date_and_not_today() -> None:
    member = make_member(status=None)
    for status, from_on, until_on in [
        (StandingStatus.ACTIVE, date(2020, 1, 1), date(2026, 12, 1)),
        (StandingStatus.LOST, date(2026, 12, 1), None),
    ]:
        Standing.objects.create(
            membership=member, status=status, from_on=from_on, until_on=until_on, recorded_at=AT
        )

    before = roll.freeze_roll(body=make_body(), record_on=date(2026, 11, 30), by=None, at=AT)

    assert before.entries.get().entitled
    with pytest.raises(RollEmpty):
        roll.freeze_roll(body=make_body(), record_on=date(2026, 12, 1), by=None, at=AT)


def test_digest_tells_when_an_entry_was_changed_behind_the_back() -> None:
    make_member()
    make_member()
    frozen = roll.freeze_roll(body=make_body(), record_on=DAY, by=None, at=AT)
    assert roll.digest_of(frozen) == frozen.digest

    frozen.entries.filter(position=2).update(entitled=False)

    assert roll.digest_of(frozen) != frozen.digest


def test_roll_of_holders_gives_each_person_a_vote_of_their_own() -> None:
    firm, one, two = make_firm(), make_person("One"), make_person("Two")
    frozen = roll.freeze_roll_of_holders(
        body=make_body("council"),
        holders=[(one, firm, both("Director")), (two, None, both(""))],
        record_on=DAY,
        by=None,
        at=AT,
    )

    assert [(e.person, e.firm, e.entitled) for e in frozen.entries.all()] == [
        (one, firm, True),
        (two, None, True),
    ]
