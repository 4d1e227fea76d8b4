"""Templates of letters: the list, one of them, and how it reads for a firm."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.domain.letters import letter_templates
from members.domain.letters.letter_fields import known_for
from members.enums import LetterPurpose
from members.forms.letters import TemplateForm, TextForm
from members.models import LetterTemplate
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import actor, posted, run
from members.views.letter_choice import fields_of, preview
from members.views.letters import typed
from members.views.mailings import tell
from records.errors import ActRefused


@require(can_read_register)
@require_GET
def template_list(request: HttpRequest) -> HttpResponse:
    context = {
        "templates": LetterTemplate.objects.all(),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "members/letter_template_list.html", context)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def template_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def template_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _edit(request, get_object_or_404(LetterTemplate, pk=pk))


def _edit(request: HttpRequest, template: LetterTemplate | None) -> HttpResponse:
    names = ("title", "purpose", "subject", "body")
    initial = {name: getattr(template, name) for name in names} if template else {}
    form = TemplateForm(posted(request), initial={"purpose": LetterPurpose.GENERAL, **initial})
    shown = None
    if form.is_bound and "show" in request.POST:
        shown = preview(TextForm(request.POST))
    elif form.is_bound and form.is_valid():
        subject, body = form.texts()
        try:
            letter_templates.save_template(
                template=template,
                title=form.cleaned_data["title"],
                purpose=LetterPurpose(form.cleaned_data["purpose"]),
                subject=subject,
                body=body,
                **actor(request),
            )
        except ActRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The template is kept."))
            return redirect("members:letter_templates")
    purpose = request.POST.get("purpose") or form.initial["purpose"]
    context = {
        "form": form,
        "template": template,
        "fields": fields_of(known_for(purpose), purpose),
        "preview": shown or preview(TextForm(typed(form))),
    }
    status = 400 if form.is_bound and form.errors and shown is None else 200
    return render(request, "members/letter_template_edit.html", context, status=status)


@require(is_secretariat)
@require_POST
def template_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    template = get_object_or_404(LetterTemplate, pk=pk)
    run(
        request,
        lambda: letter_templates.remove_template(template=template, **actor(request)),
        done=_("The template is removed. Mailings written from it stay."),
    )
    return redirect("members:letter_templates")


@require(is_secretariat)
@require_POST
def templates_standard(request: HttpRequest) -> HttpResponse:
    def act() -> str:
        number = letter_templates.add_standard_templates(**actor(request))
        return ngettext(
            "%(number)s template is added.", "%(number)s templates are added.", number
        ) % {"number": number}

    tell(request, act)
    return redirect("members:letter_templates")
