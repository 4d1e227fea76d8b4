"""Applications for tests, each brought by the real acts to the point that a test is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from members.domain import register
from members.domain.admitting import admission, applications, public_notice
from members.domain.admitting.applications import Submission
from members.domain.uploads import Upload
from members.enums import ApplicationState, BodyKind, StandingStatus, Trade
from members.models import Application, Membership
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision
from tests.factories.assemblies import make_association, make_body
from tests.factories.members import make_class, make_code, make_membership

SUBMITTED_AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DECIDED_ON = date(2026, 3, 16)
DECIDED_AT = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)
ENDED_ON = date(2025, 6, 1)
PDF = b"%PDF-1.7 licence"
_serial = count(1)


def make_submission(**told: Any) -> Submission:
    """What a firm tells, with whatever the test is about in place of it."""
    serial = next(_serial)
    given: dict[str, Any] = {
        "name": Translated(
            zh=f"晋东市第{serial}汽车服务有限公司", en=f"Jindong Car Service {serial}"
        ),
        "registration_code": told.get("registration_code") or make_code(),
        "trade": Trade.REPAIR,
        "member_class": make_class(),
        "representative": Translated(zh=f"田一{serial}", en=f"Tian Yi {serial}"),
        "representative_post": Translated(zh="经理", en="Manager"),
        "representative_email": f"tian{serial}@service.example",
        "contact_name": "何苗",
        "contact_email": f"office{serial}@service.example",
        "phone": "0353-555001",
        "consent": "I agree.",
    }
    return Submission(**{**given, **told})


def make_paper(name: str = "licence.pdf", content: bytes = PDF, title: str = "") -> Upload:
    return Upload(name=name, content=content, title=title)


def make_application(**told: Any) -> Application:
    """As submitted through the public form, without papers."""
    make_association()
    return applications.submit_application(
        submission=make_submission(**told), by=None, at=SUBMITTED_AT
    )


def make_decision(
    kind: BodyKind = BodyKind.COUNCIL, *, reference: str = "理决〔2026〕2号", on: date = DECIDED_ON
) -> Decision:
    return Decision.objects.create(
        kind=DecisionKind.ADMISSION,
        title=Translated(zh="关于接纳会员的决定", en="Decision on admissions"),
        decided_on=on,
        body_name=make_body(kind).name,
        reference=reference,
        recorded_at=DECIDED_AT,
    )


def make_former(status: StandingStatus, *, body: BodyKind | None = BodyKind.COUNCIL) -> Membership:
    """A membership that ended in 2025, by a decision of ``body`` where one is given."""
    membership, decision = make_membership(), None
    if body is not None:
        decision = make_decision(body, reference="理决〔2025〕9号", on=ENDED_ON)
    register.change_standing(
        membership=membership,
        status=status,
        from_on=ENDED_ON,
        reason=Translated(zh="欠费", en="Dues unpaid"),
        source="理决〔2025〕9号",
        decision=decision,
        by=None,
        at=SUBMITTED_AT,
    )
    return membership


def bring_to(state: ApplicationState, **told: Any) -> Application:
    """An application in ``state``."""
    application = make_application(**told)
    step: dict[str, Any] = {"by": None, "at": SUBMITTED_AT + timedelta(hours=1)}
    if state == ApplicationState.INCOMPLETE:
        applications.request_papers(application=application, note="The licence.", **step)
    elif state == ApplicationState.WITHDRAWN:
        applications.withdraw(application=application, **step)
    elif state == ApplicationState.REJECTED:
        admission.reject(application=application, decision=make_decision(), **step)
    elif state != ApplicationState.SUBMITTED:
        _after_notice(application, state)
    return Application.objects.get(pk=application.pk)


def _after_notice(application: Application, state: ApplicationState) -> None:
    step: dict[str, Any] = {"application": application, "by": None}
    public_notice.open_public_notice(from_on=date(2026, 3, 3), days=5, at=SUBMITTED_AT, **step)
    if state == ApplicationState.NOTICE:
        return
    public_notice.close_public_notice(at=SUBMITTED_AT + timedelta(days=7), **step)
    if state == ApplicationState.ADMITTED:
        admission.admit(decision=make_decision(), at=DECIDED_AT, **step)
