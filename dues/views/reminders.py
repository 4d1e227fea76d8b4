"""Reminders: who is due, drafting their letters, what is drafted and what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dues.domain.collecting import reminder_papers, reminder_print, reminding
from dues.domain.collecting.due_reminders import DueReminder, due_reminders
from dues.domain.collecting.reminder_history import DRAFTED, SENT
from dues.domain.papers.invoice_papers import LANGUAGES
from dues.models import Reminder
from dues.views.arrears import currency
from members.models import Firm, Mailing
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import actor, run
from records.domain.media_types import PDF
from records.errors import ActRefused

REMINDERS_PER_PAGE = 50


@require(can_read_register)
@require_safe
def reminder_list(request: HttpRequest) -> HttpResponse:
    day = timezone.localdate()
    sent = Reminder.objects.filter(SENT).select_related(
        "firm__membership", "level", "letter__mailing"
    )
    query = request.GET.get("q", "").strip()
    if query:
        sent = sent.filter(
            Q(firm__membership__number__iexact=query)
            | Q(firm__name__zh__icontains=query)
            | Q(firm__name__en__icontains=query)
        )
    context = {
        "day": day,
        "currency": currency(),
        "due": due_reminders(day),
        "drafts": _drafts(),
        "settled": reminding.settled_since(day),
        "query": query,
        "page": Paginator(sent, REMINDERS_PER_PAGE).get_page(request.GET.get("page")),
        "languages": LANGUAGES,
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/reminder_list.html", context)


def _drafts() -> list[tuple[Mailing, int]]:
    """Drafted mailings, each with how many of its letters wait for their statement."""
    drafted = Reminder.objects.filter(DRAFTED).values("letter__mailing")
    mailings = Mailing.objects.filter(pk__in=drafted).annotate(number=Count("letters"))
    return [(row, reminder_print.missing(row)) for row in mailings.order_by("created_at")]


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def reminders_due(request: HttpRequest) -> HttpResponse:
    """Look at who is to be reminded today, leave some out, and draft the letters."""
    due = due_reminders(timezone.localdate())
    if request.method == "POST":
        return _draft(request)
    firms = [row.firm for row in due.reminders]
    context = {
        "due": due,
        "levels": [(level, rows, len(rows) - _mails(rows)) for level, rows in due.by_level()],
        "unreached": due.unreached(),
        "firms": Firm.objects.select_related("membership").in_bulk(firms),
        "currency": currency(),
    }
    return render(request, "dues/reminders_due.html", context)


def _mails(rows: Sequence[DueReminder]) -> int:
    return sum(1 for row in rows if row.by_mail)


def _draft(request: HttpRequest) -> HttpResponse:
    """Those that were ticked are left out; who has paid meanwhile falls out by itself."""
    left_out = {UUID(key) for key in request.POST.getlist("left_out") if _is_uuid(key)}
    try:
        drafted = reminding.remind(left_out=left_out, **actor(request))
    except ActRefused as refused:
        messages.error(request, str(refused))
        return redirect("dues:reminders_due")
    count = sum(mailing.letters.count() for mailing in drafted)
    if not drafted:
        messages.info(request, _("Nobody is to be reminded; nothing was drafted."))
        return redirect("dues:reminders")
    told = ngettext(
        "%(number)s reminder is drafted. Look at it and release it.",
        "%(number)s reminders are drafted. Look at them and release them.",
        count,
    )
    messages.success(request, told % {"number": count})
    if len(drafted) == 1:
        return redirect("members:mailing", pk=drafted[0].pk)
    return redirect("dues:reminders")


def _is_uuid(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True


@require(can_read_register)
@require_safe
def reminder_pdf(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """The statement as it went with the letter, or in the other language."""
    if language not in LANGUAGES:
        raise Http404
    reminder = get_object_or_404(Reminder.objects.select_related("level"), pk=pk)
    content = reminder_papers.statement_pdf(reminder, language=language)
    name = f"reminder-{reminder.reminded_on.isoformat()}.{language}.pdf"
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require(is_secretariat)
@require_POST
def reminder_take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a firm out of a drafted mailing."""
    reminder = get_object_or_404(Reminder, pk=pk)
    run(
        request,
        lambda: reminding.take_out(reminder=reminder, **actor(request)),
        done=_("The firm is taken out; it is due again as before."),
    )
    return redirect("dues:reminders")


@require(is_secretariat)
@require_POST
def reminders_settled(request: HttpRequest) -> HttpResponse:
    """Take out of the drafts who has paid since."""
    run(
        request,
        lambda: reminding.take_out_settled(**actor(request)),
        done=_("Who has paid since is taken out."),
    )
    return redirect("dues:reminders")
