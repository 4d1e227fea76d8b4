"""The public notice 公示 of an application: for how long, what is objected, when it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from members.domain import uploads
from members.domain.admitting import application_steps as steps
from members.domain.days import local_day
from members.domain.rules import Ruling, ruling_on
from members.domain.uploads import Upload
from members.enums import ApplicationAct, ApplicationEvent, ApplicationState
from members.errors import NoticeInPast, NoticeNotOver, NoticeRequired, NoticeTooShort
from members.models import Application, ApplicationStep, User

KEY = "admission.notice_days"


def notice_rule_on(day: date) -> Ruling | None:
    """The days of public notice that govern on ``day``; None where no text states any."""
    return ruling_on(KEY, day)


def last_day(from_on: date, days: int) -> date:
    """The day of the notice itself is not counted, as for periods in days generally."""
    return from_on + timedelta(days=days)


@transaction.atomic
def open_public_notice(
    *, application: Application, from_on: date, days: int, by: User | None, at: datetime
) -> Application:
    """Put an application on the public page from ``from_on`` for ``days`` full days.

    The same again changes nothing. Raises NoticeInPast, NoticeTooShort, ApplicationActRefused.
    """
    application = steps.lock(application)
    until = last_day(from_on, days)
    if application.state == ApplicationState.NOTICE and (
        (application.notice_from, application.notice_until) == (from_on, until)
    ):
        return application
    steps.check(application, ApplicationAct.OPEN_NOTICE)
    if from_on < (day := local_day(at)):
        raise NoticeInPast(day=day.isoformat())
    rule = notice_rule_on(from_on)
    if rule is not None and days < rule.value:
        raise NoticeTooShort(days=rule.value, citation=str(rule.citation))
    application.notice_from, application.notice_until = from_on, until
    event = ApplicationEvent.NOTICE_OPENED
    note = f"{from_on.isoformat()} – {until.isoformat()}"
    steps.go(application, ApplicationAct.OPEN_NOTICE, event, note=note, by=by, at=at)
    return application


@transaction.atomic
def forgo_public_notice(
    *, application: Application, note: str, by: User | None, at: datetime
) -> Application:
    """Go on without a notice, where no rule asks for one. Raises NoticeRequired,
    ApplicationActRefused."""
    application = steps.lock(application)
    if application.state == ApplicationState.READY and application.notice_from is None:
        return application
    steps.check(application, ApplicationAct.FORGO_NOTICE)
    rule = notice_rule_on(local_day(at))
    if rule is not None and rule.value > 0:
        raise NoticeRequired(days=rule.value, citation=str(rule.citation))
    event = ApplicationEvent.NOTICE_CLOSED
    steps.go(application, ApplicationAct.FORGO_NOTICE, event, note=note, by=by, at=at)
    return application


@transaction.atomic
def record_objection(
    *,
    application: Application,
    note: str,
    paper: Upload | None = None,
    by: User | None,
    at: datetime,
) -> ApplicationStep:
    """Put down who objects and why; the council sees it before it decides.

    The same words again change nothing. Raises ApplicationActRefused, PaperRefused, PaperTooLarge.
    """
    application = steps.lock(application)
    event = ApplicationEvent.OBJECTION
    known = application.steps.filter(event=event, note=note).first()
    if known is not None:
        return known
    steps.check(application, ApplicationAct.OBJECT)
    document = uploads.keep(paper, at=at) if paper else None
    return steps.go(
        application, ApplicationAct.OBJECT, event, note=note, document=document, by=by, at=at
    )


@transaction.atomic
def close_public_notice(*, application: Application, by: User | None, at: datetime) -> Application:
    """End the notice after its last day: the application is ready for the body that decides.

    Again changes nothing. Raises NoticeNotOver, ApplicationActRefused.
    """
    application = steps.lock(application)
    if application.state == ApplicationState.READY:
        return application
    steps.check(application, ApplicationAct.CLOSE_NOTICE)
    until = application.notice_until
    if until is not None and local_day(at) <= until:
        raise NoticeNotOver(day=until.isoformat())
    event = ApplicationEvent.NOTICE_CLOSED
    steps.go(application, ApplicationAct.CLOSE_NOTICE, event, by=by, at=at)
    return application


def is_over(application: Application, day: date) -> bool:
    """Whether a running notice can be closed on ``day``."""
    return application.notice_until is not None and day > application.notice_until
