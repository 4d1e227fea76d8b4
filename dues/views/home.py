"""The first page of the section: the figures, and what is to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bylaws.models import Association
from dues.domain import overview
from members.permissions import can_read_register, is_secretariat, require


@require(can_read_register)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    day = timezone.localdate()
    association = Association.objects.first()
    context = {
        "day": day,
        "currency": association.currency if association else "",
        "figures": overview.figures_on(day),
        "tasks": overview.tasks_on(day),
        "books": overview.books_status(),
        "lists": {"payments": reverse("dues:waiting"), "receipts": reverse("dues:receipts")},
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/home.html", context)
