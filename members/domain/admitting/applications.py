"""Applications for admission: handed in, completed, withdrawn. They are kept as submitted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from members.domain import numbers, registration_code, uploads
from members.domain.admitting import application_steps as steps
from members.domain.days import local_day
from members.domain.standing import standing_on
from members.domain.uploads import Upload
from members.enums import (
    OPEN_APPLICATIONS,
    ApplicationAct,
    ApplicationEvent,
    ApplicationKind,
    ApplicationState,
    StandingStatus,
)
from members.errors import ApplicationUnderWay, MemberAlready, TooManyPapers
from members.models import (
    Application,
    ApplicationDocument,
    ApplicationStep,
    MemberClass,
    Membership,
    User,
)
from records.domain import log
from records.fields import Translated

# What one application may hold: room for each paper twice, and no store for strangers.
MAX_PAPERS = 20
ENDED = (StandingStatus.RESIGNED, StandingStatus.LOST, StandingStatus.EXPELLED)


@dataclass(frozen=True, slots=True)
class Submission:
    """What an applicant says, field by field; ``consent`` holds the words that were agreed to."""

    name: Translated
    registration_code: str
    trade: str
    member_class: MemberClass
    representative: Translated
    representative_post: Translated = field(default_factory=Translated)
    representative_phone: str = ""
    representative_email: str = ""
    size: str = ""
    district: Translated = field(default_factory=Translated)
    address: str = ""
    postal_address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    legal_representative: str = ""
    contact_name: str = ""
    contact_post: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    statement: str = ""
    consent: str = ""
    language: str = "zh"

    def as_json(self) -> dict[str, Any]:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        code = registration_code.check(self.registration_code)
        return values | {"registration_code": code, "member_class": self.member_class.key}


def digest_of(submitted: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of what was submitted."""
    plain = json.dumps(submitted, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def former_membership(code: str, day: date) -> Membership | None:
    """The membership that ended and whose firm has this code. Raises MemberAlready where the firm,
    or the entry that it was taken into, is a member on ``day``."""
    found = Membership.objects.filter(firm__registration_code=code).select_related("firm").first()
    while found is not None and found.firm.merged_into_id is not None:
        found = Membership.objects.select_related("firm").get(firm_id=found.firm.merged_into_id)
    if found is not None and standing_on(found, day).status not in ENDED:
        raise MemberAlready(value=code)
    return found


@transaction.atomic
def submit_application(
    *, submission: Submission, papers: Sequence[Upload] = (), by: User | None, at: datetime
) -> Application:
    """Take an application in; ``by`` is empty where the firm filled in the public form.

    Word for word the same again is the application that is under way, so that a form that was sent
    twice leads to the one page of it. Raises RegistrationCodeInvalid, MemberAlready,
    ApplicationUnderWay, PaperRefused, PaperTooLarge, TooManyPapers.
    """
    submitted = submission.as_json()
    try:
        application = _take_in(submission, submitted, by=by, at=at)
    except ApplicationUnderWay:
        same = Application.objects.filter(
            registration_code=submitted["registration_code"],
            digest=digest_of(submitted),
            state__in=OPEN_APPLICATIONS,
        ).first()
        if same is None:
            raise
        application = same
    for paper in papers:
        add_document(application=application, paper=paper, by=by, at=at)
    return Application.objects.get(pk=application.pk)


@transaction.atomic
def _take_in(
    submission: Submission, submitted: dict[str, Any], *, by: User | None, at: datetime
) -> Application:
    """In a transaction of its own, whose rollback gives the number back."""
    day, code = local_day(at), submitted["registration_code"]
    # Drawing a number comes first: two who submit for one firm at once then follow each other.
    number = numbers.next_number("application", year=day.year)
    under_way = Application.objects.filter(registration_code=code, state__in=OPEN_APPLICATIONS)
    if open_one := under_way.first():
        raise ApplicationUnderWay(value=code, number=open_one.number)
    former = former_membership(code, day)
    application = Application.objects.create(
        number=number,
        kind=ApplicationKind.READMISSION if former else ApplicationKind.ADMISSION,
        registration_code=code,
        name=submission.name,
        member_class=submission.member_class,
        submitted=submitted,
        digest=digest_of(submitted),
        submitted_at=at,
        submitted_by=by,
        contact_email=submission.contact_email,
        firm=former.firm if former else None,
    )
    step = ApplicationStep.objects.create(
        application=application, event=ApplicationEvent.SUBMITTED, at=at, by=by
    )
    payload = {"application": application.pk, "number": number, "digest": application.digest}
    log.record(
        stream=steps.STREAM,
        event="application_submitted",
        payload={**payload, "code": code, "step": step.pk},
        by=by,
        at=at,
    )
    return application


@transaction.atomic
def add_document(
    *, application: Application, paper: Upload, by: User | None, at: datetime
) -> ApplicationDocument:
    """Keep a paper with the application; the same file again changes nothing.

    Papers that were asked for put it before the secretariat again. Raises ApplicationActRefused,
    PaperRefused, PaperTooLarge, TooManyPapers.
    """
    application = steps.lock(application)
    steps.check(application, ApplicationAct.ADD_PAPER)
    document = uploads.keep(paper, at=at)
    known = application.documents.filter(document=document).first()
    if known is not None:
        return known
    if application.documents.count() >= MAX_PAPERS:
        raise TooManyPapers(count=MAX_PAPERS)
    row = ApplicationDocument.objects.create(
        application=application, title=paper.label, document=document, added_at=at
    )
    steps.go(
        application,
        ApplicationAct.ADD_PAPER,
        ApplicationEvent.DOCUMENT_ADDED,
        note=row.title,
        document=document,
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def request_papers(
    *, application: Application, note: str, by: User | None, at: datetime
) -> Application:
    """Say what is missing; the applicant reads ``note`` on the page of the application.

    Asking the same again changes nothing. Raises ApplicationActRefused.
    """
    application = steps.lock(application)
    asked = application.steps.filter(event=ApplicationEvent.PAPERS_REQUESTED).last()
    is_asked = application.state == ApplicationState.INCOMPLETE and asked is not None
    if is_asked and asked is not None and asked.note == note:
        return application
    event = ApplicationEvent.PAPERS_REQUESTED
    steps.go(application, ApplicationAct.ASK_PAPERS, event, note=note, by=by, at=at)
    return application


@transaction.atomic
def withdraw(
    *, application: Application, note: str = "", by: User | None, at: datetime
) -> Application:
    """End an application at the firm's own wish; again changes nothing.

    Raises ApplicationActRefused once it is decided.
    """
    application = steps.lock(application)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    event = ApplicationEvent.WITHDRAWN
    steps.go(application, ApplicationAct.WITHDRAW, event, note=note, by=by, at=at)
    return application
