"""What waits for the secretariat."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.domain import tasks
from members.permissions import can_read_register, is_secretariat, require

FIRMS_PER_PAGE = 50


@require(is_secretariat)
@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    return render(
        request, "members/task_list.html", {"tasks": tasks.tasks_on(timezone.localdate())}
    )


@require(can_read_register)
@require_safe
def gap_list(request: HttpRequest, gap: str) -> HttpResponse:
    """The members that lack something, each with the page that mends it."""
    if gap not in tasks.GAPS:
        raise Http404
    firms = tasks.firms_lacking(gap, timezone.localdate())
    titles = {
        "representative": _("Members without a voting representative"),
        "address": _("Members without any address"),
    }
    context = {
        "gap": gap,
        "title": titles[gap],
        "page": Paginator(firms, FIRMS_PER_PAGE).get_page(request.GET.get("page")),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "members/gap_list.html", context)
