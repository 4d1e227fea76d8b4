"""A file that names another representative moves seats; taken back, they are where they were."""

from datetime import date

import pytest

from members.domain.cases import succession
from members.enums import MailingState
from members.errors import RollBackRefused
from members.models import Mailing, Mandate, Succession
from tests.factories.members import make_class, make_membership
from tests.factories.standing import give_seat, state_rules
from tests.members.test_import_changes import ROW, appoint
from tests.members.test_import_rollback import LATER, enter, roll_back

pytestmark = pytest.mark.django_db

FIRST = date(2021, 12, 17)
FROM = date(2026, 12, 20)
OTHER = {
    **ROW,
    "representative_zh": "武国栋",
    "email": "wu@a.example",
    "representative_from": FROM.isoformat(),
}


@pytest.fixture
def seat():
    make_class()
    membership = make_membership(zh="甲厂", en="Works A", code=ROW["uscc"], number="JD0001")
    acting = appoint(membership)
    return give_seat(acting.person, acting.firm)


def seats():
    rows = Mandate.objects.filter(superseded_at__isnull=True).order_by("from_on")
    return list(rows.values_list("person__name__zh", "from_on", "until_on"))


@pytest.mark.parametrize(
    ("passes", "after"),
    [
        (True, [("丁一", FIRST, FROM), ("武国栋", FROM, None)]),
        (False, [("丁一", FIRST, FROM)]),
    ],
)
def test_seat_is_where_it_was_once_the_file_is_taken_back(seat, passes, after):
    state_rules({"mandate.passes_to_successor": passes})
    batch = enter(OTHER)
    assert (seats(), Succession.objects.count()) == (after, int(passes))

    roll_back(batch)

    assert seats() == [("丁一", FIRST, None)]
    assert Succession.objects.count() == 0
    assert Mailing.objects.get().state == MailingState.DISCARDED


def test_file_stays_once_the_council_was_told_of_the_seat(seat):
    state_rules({"mandate.passes_to_successor": True})
    batch = enter(OTHER)
    succession.file_succession(
        succession=Succession.objects.get(), on=FROM, filed_with="2026-9", by=None, at=LATER
    )

    with pytest.raises(RollBackRefused, match="changed since"):
        roll_back(batch)

    assert seats() == [("丁一", FIRST, FROM), ("武国栋", FROM, None)]
