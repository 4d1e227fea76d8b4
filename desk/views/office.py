"""The pages that join all parts: the secretariat's and a firm's home, the outbox, the log."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bylaws.domain import versions
from bylaws.models import Version
from desk.domain import approval, chains, home, overview, own_firm, own_nominations
from desk.domain.search import find
from desk.errors import ApprovalRefused
from desk.forms import ApprovalForm
from members.domain.letters import mailing_list
from members.permissions import can_read_register, is_secretariat, require
from records.models import OutgoingMail

LETTERS_SHOWN = 5


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The secretariat's and the auditor's overview; everyone else's own page."""
    if can_read_register(request.user):
        context = {"overview": overview.overview(day=timezone.localdate())}
        return render(request, "desk/overview.html", context)
    return _own_page(request)


@login_required
@require_safe
def own_page(request: HttpRequest) -> HttpResponse:
    return _own_page(request)


def _own_page(request: HttpRequest) -> HttpResponse:
    person = getattr(request.user, "person", None)
    today = timezone.localdate()
    cards = home.firm_cards(person=person, day=today) if person else []
    asked = own_nominations.duties(person=person, day=today) if person else []
    context = {
        "person": person,
        "firms": cards,
        "letters": own_firm.letters_to([card.firm for card in cards])[:LETTERS_SHOWN],
        "meetings": home.meeting_cards(person=person) if person else [],
        "duties": [*asked, *home.duties(person=person)] if person else [],
    }
    return render(request, "desk/home.html", context)


@require(is_secretariat)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(OutgoingMail.objects.all(), 50).get_page(request.GET.get("page"))
    context = {"page": page, "drafts": mailing_list.drafts()}
    return render(request, "desk/outbox.html", context)


@require(is_secretariat)
@require_safe
def outbox_mail(request: HttpRequest, pk: str) -> HttpResponse:
    mail = get_object_or_404(OutgoingMail, pk=pk)
    return render(request, "desk/outbox_mail.html", {"mail": mail})


@require(is_secretariat)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, pk: str) -> HttpResponse:
    """The registration authority's approval of adopted bylaws."""
    version = get_object_or_404(Version.objects.select_related("regulation"), pk=pk)
    form = ApprovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            approval.record_approval(
                version=version, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except ApprovalRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The approval is on record."))
            return redirect("bylaws:version", pk=version.pk)
    awaited = versions.awaits_approval(version)
    return render(
        request, "desk/approve.html", {"version": version, "form": form, "awaited": awaited}
    )


@require(can_read_register)
@require_safe
def log_list(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/log_list.html", {"chains": chains.all_chains()})


@require(can_read_register)
@require_safe
def log_detail(request: HttpRequest, pk: int) -> HttpResponse:
    chain, entries = chains.chain(pk)
    page = Paginator(entries, 100).get_page(request.GET.get("page"))
    return render(request, "desk/log_detail.html", {"chain": chain, "page": page})


@require(can_read_register)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    context = {"query": query, "hits": find(query) if query else []}
    return render(request, "desk/search.html", context)
