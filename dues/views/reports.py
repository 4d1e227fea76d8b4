"""Reports: collection, forecast, the comparison of two schedules, the year for the members."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bylaws.models import Association
from dues.domain import comparing
from dues.domain.reports import annual, collection, comparison_paper, forecast, publishing
from dues.domain.schedule_dates import schedule_before
from dues.forms.reports import AsOfForm
from dues.models import AnnualStatement, DuesSchedule
from members import exports
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import actor, run
from members.views.firms import file_response
from records.domain import documents
from records.models import Document


def _currency() -> str:
    association = Association.objects.first()
    return association.currency if association else ""


def pdf_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@require(can_read_register)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The collection as of a day, by class or tier."""
    form = AsOfForm(request.GET or None)
    asked: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day = asked.get("on") or timezone.localdate()
    by = asked.get("by") or "class"
    told = collection.collection_on(day, by=by)
    context = {
        "form": AsOfForm(initial={"on": day, "by": by}),
        "day": day,
        "by": by,
        "years": told.years(),
        "currency": _currency(),
        "query": f"on={day.isoformat()}&by={by}",
    }
    return render(request, "dues/reports.html", context)


@require(can_read_register)
@require_safe
def collection_export(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in exports.MEDIA_TYPES:
        raise Http404
    form = AsOfForm(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    day = asked.get("on") or timezone.localdate()
    told = collection.collection_on(day, by=asked.get("by") or "class")
    headings = [
        _("Year"),
        _("Class or tier"),
        _("Invoices"),
        _("Billed"),
        _("Taken back"),
        _("Written off"),
        _("Paid"),
        _("Open"),
    ]
    rows = [
        [
            str(row.year),
            str(row.name),
            str(row.invoices),
            *(f"{sum_:.2f}" for sum_ in (row.billed, row.taken_back, row.written_off)),
            f"{row.paid:.2f}",
            f"{row.open:.2f}",
        ]
        for row in told.lines
    ]
    content = exports.write(headings=headings, rows=rows, kind=kind)
    return file_response(content, kind=kind, name=f"collection-{day.isoformat()}")


@require(can_read_register)
@require_safe
def forecast_page(request: HttpRequest) -> HttpResponse:
    told = forecast.forecast_on(timezone.localdate())
    return render(request, "dues/forecast.html", {"told": told, "currency": _currency()})


@require(can_read_register)
@require_safe
def schedule_compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a schedule would bring, beside the one before it, on today's register."""
    new = get_object_or_404(DuesSchedule, pk=pk)
    old = schedule_before(new)
    told = comparing.compare_schedules(old=old, new=new, day=timezone.localdate())
    context = {"old": old, "new": new, "told": told, "currency": new.currency}
    return render(request, "dues/schedule_compare.html", context)


@require(can_read_register)
@require_safe
def schedule_compare_paper(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    if language not in ("zh", "en"):
        raise Http404
    new = get_object_or_404(DuesSchedule, pk=pk)
    content = comparison_paper.comparison_paper(
        new=new, day=timezone.localdate(), language=language, at=timezone.now()
    )
    return pdf_response(content, f"dues-comparison.{language}")


@login_required
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """The years that were told to the members; the secretariat sees what the books say now."""
    day = timezone.localdate()
    may_read = can_read_register(request.user)
    published = AnnualStatement.objects.all()
    told = {statement.year for statement in published}
    context = {
        "published": [
            (row, *(Decimal(row.figures[key]) for key in ("income_sum", "expense_sum", "result")))
            for row in published
        ],
        "currency": _currency(),
        "last": annual.year_of(day.year - 1) if may_read else None,
        "this": annual.year_of(day.year) if may_read else None,
        "is_missing": day.year - 1 not in told,
        "sources": [
            source.render("zh" if _is_chinese() else "en") for source in annual.sources(day)
        ],
        "may_read": may_read,
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/years.html", context)


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@require(is_secretariat)
@require_POST
def year_publish(request: HttpRequest, year: int) -> HttpResponse:
    run(
        request,
        lambda: publishing.publish_year(year=year, today=timezone.localdate(), **actor(request)),
        done=_("The year is published; every member who logs in sees it."),
    )
    return redirect("dues:years")


@login_required
@require_safe
def year_paper(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    statement = get_object_or_404(AnnualStatement, pk=pk)
    if language not in statement.papers:
        raise Http404
    document = get_object_or_404(Document, pk=statement.papers[language])
    return pdf_response(documents.read(document), f"dues-{statement.year}.{language}")
