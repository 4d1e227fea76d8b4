"""What is written to an applicant, who is no member yet: drafted here, released by a person.

The text that was sent is kept as a step of the application: its first line is the subject.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from bylaws.models import Association
from members.domain.admitting import application_steps as steps
from members.enums import ApplicationAct, ApplicationEvent, ApplicationState
from members.errors import NoAddressToWriteTo
from members.models import Application, ApplicationStep, User
from records.domain import jobs
from records.domain.pdf import LANGUAGES
from records.models import Job

JOB = "members.mail_applicant"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter nobody has sent yet."""

    subject: str
    body: str


def draft_for(application: Application, *, link: str) -> Draft:
    """What there is to say in the state it is in, in the language that was applied in.

    ``link`` is the address of the application's own page.
    """
    language = LANGUAGES.get(application.submitted.get("language", ""), LANGUAGES["zh"])
    with override(language):
        association = str(Association.objects.first() or "")
        subject = _("Your application %(number)s") % {"number": application.number}
        parts = [
            _("To %(firm)s") % {"firm": application.name},
            _said(application),
            _("Your application can be seen at %(link)s") % {"link": link},
            association,
        ]
    return Draft(subject=subject, body="\n\n".join(part for part in parts if part))


def _said(application: Application) -> str:
    state = ApplicationState(application.state)
    if state == ApplicationState.INCOMPLETE:
        asked = application.steps.filter(event=ApplicationEvent.PAPERS_REQUESTED).last()
        note = asked.note if asked else ""
        return _("To go on with your application we need the following:\n%(note)s") % {"note": note}
    if state == ApplicationState.NOTICE and application.notice_until:
        until = date_format(application.notice_until)
        return _("Your application is open to public notice until %(day)s.") % {"day": until}
    if state == ApplicationState.READY:
        return _("Your application is complete and goes before the body that decides.")
    if state == ApplicationState.ADMITTED:
        return _admitted(application)
    if state == ApplicationState.REJECTED:
        return _decided(application, _("It was decided not to admit your firm (%(decision)s)."))
    if state == ApplicationState.WITHDRAWN:
        return _("Your application was withdrawn and is closed.")
    return _("Your application has come in and is being looked at.")


def _admitted(application: Application) -> str:
    welcome = _decided(application, _("Your firm was admitted (%(decision)s)."))
    firm = application.firm
    if firm is None:
        return welcome
    number = _("Its member number is %(number)s.") % {"number": firm.membership.number}
    return f"{welcome}\n{number}"


def _decided(application: Application, sentence: str) -> str:
    decision = application.decision
    if decision is None:
        return ""
    told = [str(decision.body_name), decision.reference, date_format(decision.decided_on)]
    return sentence % {"decision": ", ".join(part for part in told if part)}


@transaction.atomic
def release(
    *, application: Application, subject: str, body: str, by: User | None, at: datetime
) -> Job:
    """Promise to send what a person has read and released. The same text is promised once.

    Raises NoAddressToWriteTo.
    """
    application = steps.lock(application)
    if not application.contact_email:
        raise NoAddressToWriteTo(number=application.number)
    note = f"{' '.join(subject.split())}\n{body.strip()}"
    event = ApplicationEvent.WRITTEN
    step = application.steps.filter(event=event, note=note).first() or steps.go(
        application, ApplicationAct.WRITE, event, note=note, by=by, at=at
    )
    return jobs.request_job(
        task=JOB, key=f"applicant-mail:{step.pk}", arguments={"step_id": step.pk}, at=at
    )


def send(*, step_id: int, at: datetime) -> None:
    """The job behind :func:`release`."""
    step = ApplicationStep.objects.select_related("application").get(pk=step_id)
    subject, _newline, body = step.note.partition("\n")
    EmailMessage(subject=subject, body=body, to=[step.application.contact_email]).send()
