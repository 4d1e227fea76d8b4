"""The register of resolutions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from assemblies.models import Resolution
from assemblies.tables import ResolutionTable
from assemblies.views.assembly import readable
from members.permissions import is_logged_in, require


@require(is_logged_in)
@require_safe
def resolution_list(request: HttpRequest) -> HttpResponse:
    """Those of the meetings that one may see, the latest first."""
    query = request.GET.get("q", "").strip()
    resolutions = Resolution.objects.filter(
        motion__item__assembly__in=readable(request.user)
    ).select_related("motion__item__assembly", "decision")
    if query:
        titles = resolutions.filter(motion__item__title__zh__icontains=query)
        resolutions = titles | resolutions.filter(motion__item__title__en__icontains=query)
    table = ResolutionTable(resolutions.order_by("-year", "-number"))
    RequestConfig(request, paginate={"per_page": 25}).configure(table)
    context = {"table": table, "query": query}
    return render(request, "assemblies/resolution_list.html", context)
