"""The register of resolutions."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from assemblies.domain.carrying import register
from assemblies.domain.days import local_day
from assemblies.exports import resolutions_csv
from assemblies.forms import MATTERS
from assemblies.forms.carrying import RegisterForm
from assemblies.models import Resolution
from assemblies.permissions import can_check_files
from assemblies.tables import ResolutionTable
from assemblies.views.assembly import readable
from members.permissions import can_read_register, is_logged_in, require


def _form(request: HttpRequest) -> RegisterForm:
    return RegisterForm(request.GET, matters={key.value: name for key, name in MATTERS.items()})


def _found(request: HttpRequest) -> QuerySet[Resolution]:
    """Those of the meetings that one may see, the latest first, as the search narrows them."""
    resolutions = Resolution.objects.filter(
        motion__item__assembly__in=readable(request.user)
    ).select_related("motion__item__assembly__body", "decision", "owner")
    form = _form(request)
    form.is_valid()
    asked, today = form.cleaned_data, local_day(timezone.now())
    found = register.search(resolutions, **asked, today=today)
    return found.order_by("-year", "-number")


@require(is_logged_in)
@require_safe
def resolution_list(request: HttpRequest) -> HttpResponse:
    table = ResolutionTable(_found(request))
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    context = {
        "table": table,
        "form": _form(request),
        "reads_register": can_read_register(request.user),
        "checks_files": can_check_files(request.user),
        "narrowed": request.GET.urlencode(),
    }
    return render(request, "assemblies/resolution_list.html", context)


@require(is_logged_in)
@require_safe
def resolutions_export(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages of it."""
    response = HttpResponse(
        resolutions_csv(_found(request)), content_type="text/csv; charset=utf-8"
    )
    day = local_day(timezone.now()).isoformat()
    response["Content-Disposition"] = f'attachment; filename="resolutions-{day}.csv"'
    return response
