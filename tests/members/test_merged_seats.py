"""Seats held under an entry that goes on as another are the firm's all the same."""

from datetime import date, timedelta

import pytest

from members.domain.cases import leaving, standing_acts, succession
from members.domain.firms import merging
from members.domain.represent import appoint_representative
from members.domain.standing import standing_on
from members.enums import StandingStatus
from members.errors import MergeDropsMember
from members.models import Mandate
from records.fields import Translated
from tests.factories.firms import MERGED_AT, make_merge
from tests.factories.members import AT, make_membership, make_person, make_representative
from tests.factories.standing import DAY, give_seat, make_decision, state_rules

pytestmark = pytest.mark.django_db

LATER = MERGED_AT + timedelta(days=3)
LAST = date(2026, 12, 31)
FIRST = date(2021, 12, 17)


def two_entries_of_one_person():
    """The seat is recorded under the entry that is dropped."""
    person = make_person()
    dropped = make_representative(person=person).firm
    kept = make_representative(person=person).firm
    give_seat(person, dropped)
    make_merge(kept, dropped)
    return kept, dropped, person


def seats():
    rows = Mandate.objects.filter(superseded_at__isnull=True).order_by("from_on")
    return list(rows.values_list("person", "firm", "from_on", "until_on"))


def resign(membership):
    return standing_acts.resign(
        membership=membership,
        received_on=DAY,
        effective_on=LAST,
        source="Letter 7",
        by=None,
        at=LATER,
    )


def test_seat_under_the_dropped_entry_ends_with_the_membership():
    kept, dropped, person = two_entries_of_one_person()
    assert [seat.person for seat in leaving.what_ends(kept, LAST).seats] == [person]

    standing = resign(kept.membership)

    assert seats() == [(person.pk, dropped.pk, FIRST, LAST)]
    standing_acts.correct_latest(
        standing=standing, entry=None, because="Another", by=None, at=LATER + timedelta(hours=1)
    )
    assert seats() == [(person.pk, dropped.pk, FIRST, None)]


def test_seat_under_the_dropped_entry_passes_to_the_next_representative():
    state_rules({"mandate.passes_to_successor": True})
    kept, _dropped, person = two_entries_of_one_person()
    successor = make_person()
    assert [fate.passes for fate in succession.fates(kept, person, LAST)] == [True]

    appoint_representative(
        firm=kept, person=successor, post=Translated(), from_on=LAST, by=None, at=LATER
    )

    assert [(person_, until) for person_, _firm, _from, until in seats()] == [
        (person.pk, LAST),
        (successor.pk, None),
    ]


def test_member_is_not_dropped_for_an_entry_that_left():
    kept, dropped = make_membership(), make_membership()
    standing_acts.resign(
        membership=kept, received_on=DAY, effective_on=DAY, source="Letter 7", by=None, at=AT
    )

    with pytest.raises(MergeDropsMember, match=kept.number):
        make_merge(kept.firm, dropped.firm)

    day = MERGED_AT.date()
    assert standing_on(dropped, day).status == StandingStatus.ACTIVE
    make_merge(dropped.firm, kept.firm)
    assert standing_on(kept, day).status == StandingStatus.MERGED


def test_entry_is_merged_after_the_kept_one_came_back():
    kept, dropped = make_membership(), make_membership()
    standing_acts.resign(
        membership=kept, received_on=DAY, effective_on=DAY, source="Letter 7", by=None, at=AT
    )
    standing_acts.readmit(
        membership=kept,
        decision=make_decision(),
        on=date(2026, 12, 1),
        reason=Translated(zh="再次入会", en="Back again"),
        by=None,
        at=AT,
    )

    merge = merging.merge_firms(
        kept=kept.firm, dropped=dropped.firm, reason="Same", by=None, at=MERGED_AT
    )
    assert merge.dropped == dropped.firm
