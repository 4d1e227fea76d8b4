"""What comes first on the way to an admission cannot be put behind it by its date."""

from datetime import date, timedelta
from typing import Any

import pytest

from members.domain import uploads
from members.domain.admitting import admission, public_notice
from members.domain.represent import appoint_representative
from members.enums import ApplicationState
from members.errors import DecidedTooEarly, NoticeInPast
from members.models import Representative
from tests.factories import applications as made
from tests.factories.assemblies import make_association
from tests.factories.members import make_representative

pytestmark = pytest.mark.django_db

BY: dict[str, Any] = {"by": None, "at": made.SUBMITTED_AT + timedelta(hours=1)}


def test_notice_is_not_dated_back():
    application = made.make_application()
    day = made.SUBMITTED_AT.date()

    with pytest.raises(NoticeInPast, match=day.isoformat()):
        public_notice.open_public_notice(
            application=application, from_on=day - timedelta(days=20), days=10, **BY
        )

    application.refresh_from_db()
    assert (application.state, application.notice_from) == (ApplicationState.SUBMITTED, None)


@pytest.mark.parametrize("act", [admission.admit, admission.reject])
def test_nothing_is_decided_before_the_notice_is_over(act):
    application = made.bring_to(ApplicationState.READY)
    assert application.notice_until == date(2026, 3, 8)
    decision = made.make_decision()
    decision.decided_on = date(2026, 3, 8)
    decision.save()

    with pytest.raises(DecidedTooEarly, match="2026-03-08"):
        act(application=application, decision=decision, by=None, at=made.DECIDED_AT)

    application.refresh_from_db()
    assert application.state == ApplicationState.READY


@pytest.mark.parametrize("code", ["/", ".", "..", "%00", "%E4%BC%9A", "%3F/%23"])
def test_typed_code_that_is_none_never_breaks_the_page(client, code):
    make_association()

    led = client.get(f"/verify/?code={code}", follow=True)

    assert led.status_code in (200, 404)
    assert led.request["PATH_INFO"].startswith("/verify/")


def test_letter_that_comes_later_is_kept_with_who_acts_already():
    acting = make_representative()
    letter = uploads.keep(made.make_paper("letter.pdf"), at=made.SUBMITTED_AT)

    def again(document):
        return appoint_representative(
            firm=acting.firm,
            person=acting.person,
            post=acting.post,
            from_on=date(2026, 12, 1),
            letter=document,
            by=None,
            at=made.DECIDED_AT,
        )

    assert again(letter).letter == letter
    assert Representative.objects.get() == acting
    other = uploads.keep(made.make_paper("other.pdf", b"%PDF-1.7 other"), at=made.SUBMITTED_AT)
    assert again(other).letter == letter
