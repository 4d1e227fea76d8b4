"""How a page that asks for one act answers: form, act, message, redirect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from records.errors import ActRefused


@dataclass(frozen=True, slots=True)
class Question:
    """What the page says around its form, and where it leads back to."""

    heading: str
    submit: str
    back: str
    back_label: str
    explanation: str = ""


def actor(request: HttpRequest) -> dict[str, Any]:
    """Who acts and when: the two that every act takes."""
    return {"by": request.user, "at": timezone.now()}


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty answer, all boxes unticked, is an answer too."""
    return request.POST if request.method == "POST" else None


def answer_form(
    request: HttpRequest,
    *,
    form: forms.Form,
    question: Question,
    act: Callable[[dict[str, Any]], str],
    done: str,
    template: str = "members/act.html",
    further: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """``act`` takes the form's data, does it and returns the address to go on to.

    What it refuses is shown at the form, with everything typed still there. ``template`` extends
    the page with what ``further`` holds.
    """
    if form.is_bound and form.is_valid():
        try:
            address = act(form.cleaned_data)
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(address)
    status = 400 if form.is_bound else 200
    context = {"form": form, "question": question, **(further or {})}
    return render(request, template, context, status=status)


def run(request: HttpRequest, act: Callable[[], object], *, done: str) -> None:
    """Do an act that asks nothing further; its refusal becomes a message."""
    try:
        act()
    except ActRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
