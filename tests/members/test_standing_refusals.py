"""What an act on a standing refuses instead of passing it over."""

from datetime import date

import pytest

from members.domain.cases import standing_acts
from members.domain.cases.decided import Decided
from members.domain.standing import standing_on
from members.enums import StandingStatus
from members.errors import EnteredOtherwise, ExpelledStays
from members.models import Standing
from records.fields import Translated
from records.models import Decision
from tests.factories.applications import ENDED_ON, make_former
from tests.factories.members import AT, make_body, make_membership
from tests.factories.standing import DAY, GROUND

pytestmark = pytest.mark.django_db

Status = StandingStatus


def suspend(membership, source):
    return standing_acts.suspend(
        membership=membership, from_on=DAY, reason=GROUND, source=source, by=None, at=AT
    )


def test_other_paper_for_the_same_entry_is_not_passed_over():
    membership = make_membership()
    standing = suspend(membership, "2026-4")

    with pytest.raises(EnteredOtherwise, match="2026-4"):
        suspend(membership, "2026-9")

    assert suspend(membership, "2026-4") == standing
    assert Standing.objects.filter(status=Status.SUSPENDED).get().source == "2026-4"


@pytest.mark.parametrize(
    ("status", "stays"),
    [(Status.EXPELLED, True), (Status.RESIGNED, False), (Status.LOST, False)],
)
def test_expelled_firm_comes_back_by_an_application_only(status, stays):
    membership, back = make_former(status), date(2026, 3, 1)
    decided = Decided(
        title=Translated(zh="同意再次入会", en="Back again"),
        body=make_body(),
        decided_on=back,
        reference="2026-3",
    )
    before = Decision.objects.count()

    def readmit():
        return standing_acts.readmit_elsewhere(
            membership=membership, decided=decided, on=back, reason=GROUND, by=None, at=AT
        )

    if stays:
        with pytest.raises(ExpelledStays, match=ENDED_ON.isoformat()):
            readmit()
        assert Decision.objects.count() == before
    else:
        readmit()
    expected = Status.EXPELLED if stays else Status.ACTIVE
    assert standing_on(membership, back).status == expected
