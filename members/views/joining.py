"""Pages for everyone, without a log-in: to apply, to follow one's application, to see what is open
to objections, to check a certificate.

The address of an application is its key: it is told to whoever applied, and stands on no page that
others see, since who has it may add papers and withdraw.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bylaws.domain.in_force import rulebook_on
from bylaws.models import Association
from bylaws.views import asked
from members.domain.admitting import application_guide, applications, certificates, published
from members.enums import ApplicationAct, ApplicationEvent, ApplicationState
from members.forms.applications import JoinForm, PapersForm
from members.models import Application
from members.permissions import is_auditor
from members.tables import APPLICATION_TONES, STATUS_TONES
from records.domain.pdf import LANGUAGES
from records.errors import ActRefused

Page = Callable[..., HttpResponse]
TOO_MANY = 429
# How long an admission stays on the public page.
ANNOUNCED_FOR = timedelta(days=365)


def for_everyone(view: Page) -> Page:
    """In the language of ``?lang=``, which a link can carry; an auditor only looks."""

    @wraps(view)
    def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and is_auditor(request.user):
            raise PermissionDenied
        language = LANGUAGES[asked.language(request)]
        with translation.override(language):
            response = view(request, **kwargs)
        response["Content-Language"] = language
        return response

    return shown


def _address(name: str, *args: object) -> str:
    language = (translation.get_language() or "zh")[:2]
    return f"{reverse(f'admission:{name}', args=args)}?lang={language}"


def consent_words() -> str:
    """What the data is used for, as it is shown beside the box that agrees to it."""
    return _(
        "The association uses this data to examine the application, and where the firm is admitted "
        "to keep its member register and to write to it. The firm's name, its trade and the class "
        "it applies for are published for objections; nothing of persons is. An application that "
        "is not followed by an admission is kept as a record of the decision. Whoever is named in "
        "it may ask the secretariat what is kept of them."
    )


def _sources() -> list[str]:
    if not Association.objects.exists():
        return []
    language = asked_language()
    cited = rulebook_on(timezone.localdate()).sources("data.personal")
    return [source.render(language) for source in cited]


def asked_language() -> Any:
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


@for_everyone
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The form; what it gives is kept as it was submitted."""
    bound = request.method == "POST"
    form = JoinForm(request.POST if bound else None, request.FILES or None)
    status = 200
    if bound:
        status = 400
        if not ratelimit.consume(request, action="join"):
            form.add_error(None, _("Too many forms came from your address. Try in an hour."))
            status = TOO_MANY
        elif form.is_valid() and (application := _submitted(request, form)) is not None:
            return redirect(_address("joined", application.pk))
    context = {"form": form, "consent": consent_words(), "sources": _sources()}
    return render(request, "members/public_join.html", context, status=status)


def _submitted(request: HttpRequest, form: JoinForm) -> Application | None:
    try:
        return applications.submit_application(
            submission=form.submission(consent=consent_words()),
            papers=form.cleaned_data["papers"],
            by=None,
            at=timezone.now(),
        )
    except ActRefused as refused:
        form.add_error(None, str(refused))
        return None


@for_everyone
@never_cache
@require_safe
def joined(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the application stands and what is asked for; who has the address may act on it."""
    application = get_object_or_404(
        Application.objects.select_related("member_class", "decision", "firm__membership"), pk=pk
    )
    return _joined_page(request, application, PapersForm(), status=200)


def _joined_page(
    request: HttpRequest, application: Application, form: PapersForm, *, status: int
) -> HttpResponse:
    day = timezone.localdate()
    possible = {offer.act for offer in application_guide.offers_of(application, day)}
    state = ApplicationState(application.state)
    last = {step.event: step for step in application.steps.all()}
    context = {
        "application": application,
        "tone": APPLICATION_TONES.get(state, "later"),
        "phases": application_guide.phases_of(application),
        "asked": last.get(ApplicationEvent.PAPERS_REQUESTED),
        "rejected": last.get(ApplicationEvent.REJECTED),
        "papers": application.documents.all(),
        "form": form,
        "may_add": ApplicationAct.ADD_PAPER in possible,
        "may_withdraw": ApplicationAct.WITHDRAW in possible,
        "address": request.build_absolute_uri(_address("joined", application.pk)),
    }
    response = render(request, "members/public_joined.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


@for_everyone
@never_cache
@require_POST
def joined_act(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    """What an applicant may do: add papers, withdraw."""
    application = get_object_or_404(Application, pk=pk)
    if act not in ("papers", "withdraw"):
        raise Http404
    if not ratelimit.consume(request, action="join_act"):
        messages.error(request, _("Too many forms came from your address. Try in an hour."))
        return redirect(_address("joined", pk))
    try:
        if act == "withdraw":
            _withdraw(request, application)
        else:
            _add(request, application)
    except ActRefused as refused:
        messages.error(request, str(refused))
    return redirect(_address("joined", pk))


def _withdraw(request: HttpRequest, application: Application) -> None:
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Tick the box to say that the application is to be withdrawn."))
        return
    applications.withdraw(application=application, by=None, at=timezone.now())
    messages.success(request, _("The application is withdrawn."))


def _add(request: HttpRequest, application: Application) -> None:
    form = PapersForm(request.POST, request.FILES)
    if not form.is_valid():
        for fault in form.errors["papers"]:
            messages.error(request, str(fault))
        return
    with transaction.atomic():
        for paper in form.cleaned_data["papers"]:
            applications.add_document(
                application=application, paper=paper, by=None, at=timezone.now()
            )
    messages.success(request, _("The papers have come in."))


@for_everyone
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What is open to objections now, and who was admitted lately."""
    day = timezone.localdate()
    association = Association.objects.first()
    context = {
        "day": day,
        "open": published.under_notice(day),
        "announced": published.announced_since(timezone.now() - ANNOUNCED_FOR),
        "seat": association.seat if association else "",
    }
    return render(request, "members/public_notices.html", context)


@for_everyone
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code that is typed from a certificate."""
    if code := request.GET.get("code", "").replace("/", "").strip()[:40].strip("."):
        return redirect(_address("certificate", code))
    return render(request, "members/public_verify.html", {"checked": None})


@for_everyone
@never_cache
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate is worth today; a code that nobody issued says so."""
    checked = certificates.check_certificate(code, timezone.localdate())
    context = {
        "asked": code,
        "checked": checked,
        "code": certificates.grouped_code(checked.certificate.code) if checked else "",
        "tone": STATUS_TONES.get(checked.today.status, "later") if checked else "",  # type: ignore[call-overload]  # a status is a string
        "day": timezone.localdate(),
    }
    status = 200 if checked else 404
    return render(request, "members/public_verify.html", context, status=status)
