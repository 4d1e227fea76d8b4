"""Register files: read, look at every bad cell, confirm or discard."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from members import exports, forms
from members.domain import imports
from members.domain.import_faults import column_label, describe
from members.models import ImportBatch
from members.permissions import is_secretariat, require
from members.tables import ImportTable
from members.views.acting import actor, posted, run
from members.views.firms import file_response
from records.errors import ActRefused

FAULTS_PER_PAGE = 100
ROWS_SHOWN = 10


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    form = forms.ImportForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = imports.stage_import(content=file.read(), name=file.name, **actor(request))
        except ActRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("members:import", pk=batch.pk)
    table = ImportTable(
        ImportBatch.objects.select_related("document").order_by("-staged_at"), orderable=False
    )
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    status = 400 if form.errors else 200
    return render(
        request, "members/import_list.html", {"form": form, "table": table}, status=status
    )


@require(is_secretariat)
@require_GET
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = get_object_or_404(ImportBatch.objects.select_related("document"), pk=pk)
    page = Paginator(batch.faults, FAULTS_PER_PAGE).get_page(request.GET.get("page"))
    faults = [
        {**fault, "label": column_label(fault["column"]), "sentence": describe(fault)}
        for fault in page
    ]
    context = {
        "batch": batch,
        "page": page,
        "faults": faults,
        "bad_rows": len({fault["row"] for fault in batch.faults}),
        "shown": batch.rows[:ROWS_SHOWN],
    }
    return render(request, "members/import_detail.html", context)


@require(is_secretariat)
@require_POST
def import_apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = get_object_or_404(ImportBatch, pk=pk)
    run(
        request,
        lambda: imports.apply_import(batch=batch, **actor(request)),
        done=_("Firms imported: %(count)s.") % {"count": len(batch.rows)},
    )
    return redirect("members:import", pk=batch.pk)


@require(is_secretariat)
@require_POST
def import_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = get_object_or_404(ImportBatch, pk=pk)
    run(
        request,
        lambda: imports.discard_import(batch=batch, **actor(request)),
        done=_("The file is discarded; nothing of it was imported."),
    )
    return redirect("members:imports")


@require(is_secretariat)
@require_GET
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in exports.MEDIA_TYPES:
        raise Http404
    return file_response(exports.template(kind=kind), kind=kind, name="register-template")
