"""Files read in: look at every bad cell and every change, confirm, discard or take back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from members import exports
from members.domain.importing import import_columns, imports
from members.domain.importing.import_columns import Layout
from members.domain.importing.import_subjects import (
    SENTENCES,
    SUBJECTS,
    Subject,
    describe,
    subject_of,
)
from members.enums import ImportState, ImportSubject
from members.forms.imports import ColumnsForm, ConfirmForm, ImportForm, NothingForm
from members.models import ImportBatch
from members.permissions import is_secretariat, require
from members.tables import ImportTable, listed_imports
from members.views.acting import Question, actor, answer_form, posted, run
from members.views.firms import file_response
from records.errors import ActRefused

PER_PAGE = 100
ROWS_SHOWN = 10


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    form = ImportForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = imports.stage_import(
                content=file.read(),
                name=file.name,
                subject=form.cleaned_data["subject"] or ImportSubject.FIRMS,
                **actor(request),
            )
        except ActRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect(_next(batch))
    table = ImportTable(listed_imports(), orderable=False)
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    context = {"form": form, "table": table, "subjects": SUBJECTS.values()}
    status = 400 if form.errors else 200
    return render(request, "members/import_list.html", context, status=status)


def _next(batch: ImportBatch) -> str:
    """Where a batch is looked at next: its columns, as long as nobody said which is which."""
    name = "members:import" if batch.mapping.get("keys") else "members:import_columns"
    return reverse(name, args=[batch.pk])


def _batch(pk: UUID) -> ImportBatch:
    batch: ImportBatch = get_object_or_404(ImportBatch.objects.select_related("document"), pk=pk)
    return batch


@require(is_secretariat)
@require_GET
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _batch(pk)
    subject = subject_of(batch)
    if batch.state == ImportState.STAGED and not batch.mapping.get("keys"):
        return redirect(_next(batch))
    faults = Paginator(batch.faults, PER_PAGE).get_page(request.GET.get("page"))
    changes = Paginator(batch.effects.get("changes", []), PER_PAGE).get_page(
        request.GET.get("changes")
    )
    context = {
        "batch": batch,
        "subject": subject,
        "counts": batch.effects.get("counts", {}),
        "left_out": Layout.from_json(batch.mapping).left_out if batch.mapping else [],
        "page": faults,
        "faults": [_fault(subject, fault) for fault in faults],
        "changes_page": changes,
        "changes": [_change(subject, change) for change in changes],
        "columns": [subject.column(key) for key in subject.shown],
        "shown": _shown(batch, subject),
        "form": ConfirmForm(initial={"from_on": timezone.localdate()}),
    }
    return render(request, "members/import_detail.html", context)


def _fault(subject: Subject, fault: dict[str, Any]) -> dict[str, Any]:
    label = subject.column(fault["column"]).label
    return {**fault, "label": label, "sentence": describe(subject, fault)}


def _change(subject: Subject, change: dict[str, Any]) -> dict[str, Any]:
    return {
        **change,
        "cells": [
            {
                "label": subject.column(cell["column"]).label,
                "old": _displayed(subject, cell["column"], cell["old"]),
                "new": _displayed(subject, cell["column"], cell["new"]),
                "dated": "from" in cell,
                "since": cell.get("from", ""),
            }
            for cell in change["cells"]
        ],
    }


def _displayed(subject: Subject, column: str, value: str) -> str:
    return subject.display(column, value) if subject.display else value


def _shown(batch: ImportBatch, subject: Subject) -> list[list[str]]:
    """The first good rows, by the columns that tell them apart."""
    bad = {fault["row"] for fault in batch.faults}
    good = [row for row in batch.rows if int(row["row"]) not in bad][:ROWS_SHOWN]
    return [[_displayed(subject, key, row.get(key, "")) for key in subject.shown] for row in good]


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def import_columns_say(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which column of the file is which; remembered for files with the same headings."""
    batch = _batch(pk)
    subject = subject_of(batch)
    if batch.state != ImportState.STAGED:
        return redirect("members:import", pk=batch.pk)
    layout = Layout.from_json(batch.mapping)
    examples = import_columns.samples(imports.table_of(batch), layout)
    suggested = layout.keys or import_columns.suggested(subject, layout.headings)
    form = ColumnsForm(
        posted(request),
        subject=subject,
        headings=layout.headings,
        samples=examples,
        suggested=suggested,
    )
    if form.is_bound and form.is_valid():
        try:
            imports.say_columns(batch=batch, keys=form.keys(), **actor(request))
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("members:import", pk=batch.pk)
    context = {
        "batch": batch,
        "form": form,
        "needed": subject.lacking([]),
        "line": layout.line + 1,
    }
    status = 400 if form.is_bound else 200
    return render(request, "members/import_columns.html", context, status=status)


@require(is_secretariat)
@require_POST
def import_apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _batch(pk)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        run(
            request,
            lambda: imports.apply_import(
                batch=batch,
                from_on=form.cleaned_data["from_on"],
                only_good=form.cleaned_data["only_good"],
                **actor(request),
            ),
            done=_("The file is entered."),
        )
    else:
        messages.error(request, str(SENTENCES["date_invalid"]))
    return redirect("members:import", pk=batch.pk)


@require(is_secretariat)
@require_POST
def import_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _batch(pk)
    run(
        request,
        lambda: imports.discard_import(batch=batch, **actor(request)),
        done=_("The file is discarded; nothing of it was imported."),
    )
    return redirect("members:imports")


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def import_roll_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = _batch(pk)
    question = Question(
        heading=_("Take the file back"),
        submit=_("Take it back"),
        back=reverse("members:import", args=[batch.pk]),
        back_label=batch.document.name,
        explanation=_(
            "What the file made goes again, and what it changed becomes what it was, as long as "
            "nothing was built on it since. The log keeps both."
        ),
    )

    def act(_data: dict[str, Any]) -> str:
        imports.roll_back_import(batch=batch, **actor(request))
        return question.back

    return answer_form(
        request,
        form=NothingForm(posted(request)),
        question=question,
        act=act,
        done=_("The file is taken back."),
    )


@require(is_secretariat)
@require_GET
def import_faulty(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The rows with faults alone, to be mended and read again."""
    batch = _batch(pk)
    if kind not in exports.MEDIA_TYPES:
        raise Http404
    content = exports.faulty_rows(batch, kind=kind)
    return file_response(content, kind=kind, name="rows-to-mend")


@require(is_secretariat)
@require_GET
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    subject = SUBJECTS.get(request.GET.get("subject", ImportSubject.FIRMS))
    if kind not in exports.MEDIA_TYPES or subject is None:
        raise Http404
    content = exports.template(subject=subject, kind=kind)
    name = "register" if subject.key == ImportSubject.FIRMS else subject.key
    return file_response(content, kind=kind, name=f"{name}-template")
