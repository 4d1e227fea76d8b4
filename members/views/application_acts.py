"""What each act on an application asks, and what it then does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.domain import numbers
from members.domain.admitting import admission, applicant_mail, applications, public_notice
from members.domain.admitting.lifting import Lifting
from members.domain.uploads import Upload
from members.enums import ApplicationAct, StandingStatus
from members.forms.applications import (
    AdmissionForm,
    LetterForm,
    NoteForm,
    NoticeForm,
    ObjectionForm,
    PaperForm,
    RejectionForm,
)
from members.models import Application
from members.views.acting import actor, posted
from records.domain.pdf import LANGUAGES
from records.fields import in_all_languages
from records.models import Decision
from records.tasks import run_job


@dataclass(frozen=True, slots=True)
class Asked:
    """A form, the act behind it and what is said around it; ``warning`` before anything else."""

    form: forms.Form
    act: Callable[[dict[str, Any]], object]
    done: str
    explanation: str = ""
    citation: str = ""
    warning: str = ""
    submit: str = ""


def _add_paper(request: HttpRequest, application: Application) -> Asked:
    def act(data: dict[str, Any]) -> object:
        paper = Upload(name=data["paper"].name, content=data["paper"].content, title=data["title"])
        return applications.add_document(application=application, paper=paper, **actor(request))

    form = PaperForm(posted(request), request.FILES or None)
    return Asked(form, act, _("The paper is kept."))


def _ask_papers(request: HttpRequest, application: Application) -> Asked:
    return Asked(
        form=NoteForm(posted(request)),
        act=lambda data: applications.request_papers(
            application=application, note=data["note"], **actor(request)
        ),
        done=_("The applicant sees on the application's page what is needed. Write to them too."),
        explanation=_("The applicant reads this on the page of the application."),
    )


def _open_notice(request: HttpRequest, application: Application) -> Asked:
    today = timezone.localdate()
    rule = public_notice.notice_rule_on(today)
    initial = {"from_on": today} | ({"days": rule.value} if rule else {})
    if rule is None:
        told = _("No text in force says for how long a notice runs: give the days yourself.")
    else:
        told = _("The rules ask for at least %(days)s days.") % {"days": rule.value}
    return Asked(
        form=NoticeForm(posted(request), initial=initial),
        act=lambda data: public_notice.open_public_notice(
            application=application, **data, **actor(request)
        ),
        done=_("The public notice is open."),
        explanation=told,
        citation=str(rule.citation) if rule else "",
    )


def _forgo_notice(request: HttpRequest, application: Application) -> Asked:
    return Asked(
        form=NoteForm(posted(request), label=_("Why there is none")),
        act=lambda data: public_notice.forgo_public_notice(
            application=application, note=data["note"], **actor(request)
        ),
        done=_("The application is ready for the body that decides."),
        explanation=_("No text in force asks for a public notice."),
    )


def _object(request: HttpRequest, application: Application) -> Asked:
    form = ObjectionForm(
        posted(request), request.FILES or None, label=_("Who objects, when it came, and why")
    )
    return Asked(
        form=form,
        act=lambda data: public_notice.record_objection(
            application=application, note=data["note"], paper=data["paper"], **actor(request)
        ),
        done=_("The objection is on record."),
        explanation=_("The body that decides sees it before it decides. It is not public."),
    )


def _close_notice(request: HttpRequest, application: Application) -> Asked:
    until = application.notice_until
    told = _("It ran until the end of %(day)s.") % {"day": date_format(until)} if until else ""
    return Asked(
        form=forms.Form(posted(request)),
        act=lambda _data: public_notice.close_public_notice(
            application=application, **actor(request)
        ),
        done=_("The application is ready for the body that decides."),
        explanation=told,
    )


def _decision(data: dict[str, Any], at: Any) -> Decision:
    if data["decision"]:
        chosen: Decision = data["decision"]
        return chosen
    return admission.record_decision(
        title=in_all_languages(_DecisionTitle()),
        decided_on=data["decided_on"],
        body=data["body"],
        reference=data["reference"],
        evidence=data["evidence"],
        at=at,
    )


class _DecisionTitle:
    def __str__(self) -> str:
        return _("Decision on the admission of members")


def _admit(request: HttpRequest, application: Application) -> Asked:
    ending = admission.ending_of(application, timezone.localdate())
    expelled = ending is not None and ending.status == StandingStatus.EXPELLED

    @transaction.atomic
    def act(data: dict[str, Any]) -> object:
        who = actor(request)
        lifting = None
        if expelled:
            lifting = Lifting(data["lifting_reference"], data["lifting_ground"])
        return admission.admit(
            application=application,
            decision=_decision(data, who["at"]),
            number=data.get("number", ""),
            joined_on=data["joined_on"],
            member_class=data["member_class"],
            lifting=lifting,
            **who,
        )

    initial = {
        "number": numbers.propose_member_number(),
        "member_class": application.member_class_id,
    }
    form = AdmissionForm(
        posted(request),
        request.FILES or None,
        initial=initial,
        returns=application.firm_id is not None,
        expelled=expelled,
    )
    warning = _expelled_words() if expelled else ""
    return Asked(form, act, _("The firm is a member."), warning=warning)


def _expelled_words() -> str:
    return _(
        "This firm was expelled. It comes back only by a decision of the body that expelled it, "
        "or of one above it, that lifts the expulsion: give its reference and its ground below."
    )


def _reject(request: HttpRequest, application: Application) -> Asked:
    @transaction.atomic
    def act(data: dict[str, Any]) -> object:
        who = actor(request)
        decision = _decision(data, who["at"])
        return admission.reject(
            application=application, decision=decision, note=data["note"], **who
        )

    form = RejectionForm(posted(request), request.FILES or None)
    return Asked(form, act, _("The rejection is on record."))


def _withdraw(request: HttpRequest, application: Application) -> Asked:
    return Asked(
        form=NoteForm(posted(request), label=_("How the firm told it"), required=False),
        act=lambda data: applications.withdraw(
            application=application, note=data["note"], **actor(request)
        ),
        done=_("The application is withdrawn."),
    )


def _announce(request: HttpRequest, application: Application) -> Asked:
    return Asked(
        form=forms.Form(posted(request)),
        act=lambda _data: admission.announce(application=application, **actor(request)),
        done=_("The admission is announced."),
        explanation=_("Name, class and day of admission appear on the public page for a year."),
    )


def _write(request: HttpRequest, application: Application) -> Asked:
    language = LANGUAGES.get(application.submitted.get("language", ""), LANGUAGES["zh"])
    page = reverse("admission:joined", args=[application.pk])
    link = request.build_absolute_uri(f"{page}?lang={language[:2]}")
    draft = applicant_mail.draft_for(application, link=link)

    def act(data: dict[str, Any]) -> object:
        job = applicant_mail.release(application=application, **data, **actor(request))
        transaction.on_commit(lambda: run_job.delay(str(job.pk)))
        return job

    told = _("To %(address)s. Nothing is sent before you release it.")
    return Asked(
        form=LetterForm(posted(request), initial={"subject": draft.subject, "body": draft.body}),
        act=act,
        done=_("The letter is on its way."),
        explanation=told % {"address": application.contact_email or "–"},
        submit=_("Release and send"),
    )


ASKING: dict[ApplicationAct, Callable[[HttpRequest, Application], Asked]] = {
    ApplicationAct.ADD_PAPER: _add_paper,
    ApplicationAct.ASK_PAPERS: _ask_papers,
    ApplicationAct.OPEN_NOTICE: _open_notice,
    ApplicationAct.FORGO_NOTICE: _forgo_notice,
    ApplicationAct.OBJECT: _object,
    ApplicationAct.CLOSE_NOTICE: _close_notice,
    ApplicationAct.ADMIT: _admit,
    ApplicationAct.REJECT: _reject,
    ApplicationAct.WITHDRAW: _withdraw,
    ApplicationAct.ANNOUNCE: _announce,
    ApplicationAct.WRITE: _write,
}
