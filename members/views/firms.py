"""Firms: the list, one firm, and what the secretariat may do with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from members import exports, forms
from members.domain import listing, persons, register, represent
from members.domain.register import FirmFacts
from members.filters import FirmFilter
from members.models import Firm, Representative, Tag
from members.permissions import can_read_register, is_secretariat, require
from members.tables import FirmRows, FirmTable
from members.views.acting import Question, actor, answer_form, posted
from members.views.firm_parts import firm_of, letter_of
from members.views.seats import what_follows
from records.fields import Translated

FIRMS_PER_PAGE = 50
FILTERS = FirmFilter.base_filters


@require(can_read_register)
@require_GET
def firm_list(request: HttpRequest) -> HttpResponse:
    day = timezone.localdate()
    found = FirmFilter(request.GET or None, queryset=listing.memberships_on(day), day=day)
    may_write = is_secretariat(request.user)
    rows = FirmRows(found.qs, whole=listing.firms_on(day))
    table = FirmTable(rows, exclude=() if may_write else ("pick",))
    RequestConfig(request, paginate={"per_page": FIRMS_PER_PAGE}).configure(table)
    context = {
        "filter": found,
        "table": table,
        "figures": listing.figures_on(day),
        "query": request.GET.urlencode(),
        "narrowed": "&".join(f"{k}={v}" for k, v in request.GET.items() if v and k in FILTERS),
        "may_write": may_write,
        "tags": Tag.objects.all() if may_write else (),
        "day": day,
    }
    return render(request, "members/firm_list.html", context)


@require(can_read_register)
@require_GET
def firms_export(request: HttpRequest, kind: str) -> HttpResponse:
    """What the list shows, whole, in the columns that an import reads."""
    if kind not in exports.MEDIA_TYPES:
        raise Http404
    day = timezone.localdate()
    found = FirmFilter(request.GET or None, queryset=listing.memberships_on(day), day=day)
    firms = listing.firms_on(day).filter(membership__in=found.qs).select_related("membership")
    rows = exports.firm_rows(firms, day=day)
    content = exports.write(headings=exports.HEADINGS, rows=rows, kind=kind)
    return file_response(content, kind=kind, name=f"firms-{day.isoformat()}")


def file_response(content: bytes, *, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=exports.MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _facts(data: dict[str, Any]) -> FirmFacts:
    return FirmFacts(
        name=data["name"],
        registration_code=data["registration_code"],
        trade=data["trade"],
        size=data["size"],
        district=data["district"] or Translated(),
        address=data["address"],
        legal_representative=data["legal_representative"],
        postal_address=data["postal_address"],
        phone=data["phone"],
        email=data["email"],
        website=data["website"],
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def firm_admit(request: HttpRequest) -> HttpResponse:
    def act(data: dict[str, Any]) -> str:
        kept = {key: data[key] for key in ("number", "joined_on", "member_class", "source")}
        membership = register.admit_firm(
            facts_of_firm=_facts(data), reason=data["reason"], **kept, **actor(request)
        )
        return reverse("members:firm", args=[membership.firm_id])

    question = Question(
        heading=_("Admit a firm"),
        submit=_("Admit the firm"),
        back=reverse("members:firms"),
        back_label=_("Firms"),
        explanation=_("It is an active member from the day it joined."),
    )
    form = forms.AdmissionForm(posted(request), initial={"joined_on": timezone.localdate()})
    return answer_form(
        request, form=form, question=question, act=act, done=_("The firm is in the register.")
    )


def _question(firm: Firm, heading: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=_("Save"),
        back=reverse("members:firm", args=[firm.pk]),
        back_label=str(firm),
        explanation=explanation,
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def firm_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = firm_of(pk)
    question = _question(firm, _("Correct the firm"))

    def act(data: dict[str, Any]) -> str:
        register.edit_firm(firm=firm, facts_of_firm=_facts(data), **actor(request))
        return question.back

    initial = {name: getattr(firm, name) for name in forms.FirmForm.base_fields}
    form = forms.FirmForm(posted(request), initial=initial)
    return answer_form(request, form=form, question=question, act=act, done=_("Saved."))


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def firm_class(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = firm_of(pk)
    question = _question(firm, _("Change the class"))

    def act(data: dict[str, Any]) -> str:
        register.change_class(membership=firm.membership, **data, **actor(request))
        return question.back

    form = forms.ClassForm(posted(request), initial={"from_on": timezone.localdate()})
    return answer_form(
        request, form=form, question=question, act=act, done=_("The class is changed.")
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def firm_represent(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = firm_of(pk)
    question = _question(firm, _("Name a representative"))

    def act(data: dict[str, Any]) -> str:
        person = data["person"] or persons.add_person(
            name=data["name"], email=data["email"], **actor(request)
        )
        represent.appoint_representative(
            firm=firm,
            person=person,
            post=data["post"] or Translated(),
            from_on=data["from_on"],
            votes=data["votes"],
            source=data["source"],
            letter=letter_of(data["letter"], request),
            **actor(request),
        )
        return question.back

    initial = {"from_on": timezone.localdate(), "votes": True}
    form = forms.RepresentativeForm(posted(request), request.FILES or None, initial=initial)
    voting = represent.voting_representative(firm, timezone.localdate())
    return answer_form(
        request,
        form=form,
        question=question,
        act=act,
        done=_("The representative is named."),
        template="members/representing.html",
        further=what_follows(firm, voting),
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def representation_end(request: HttpRequest, pk: int) -> HttpResponse:
    acting = get_object_or_404(
        Representative.objects.select_related("firm", "person"), pk=pk, superseded_at__isnull=True
    )
    question = _question(
        acting.firm, _("%(person)s no longer acts for the firm") % {"person": acting.person}
    )

    def act(data: dict[str, Any]) -> str:
        represent.end_representation(
            representative=acting, on=data["on"], reason=data["reason"], **actor(request)
        )
        return question.back

    form = forms.EndForm(posted(request), initial={"on": timezone.localdate()})
    return answer_form(
        request,
        form=form,
        question=question,
        act=act,
        done=_("The end is on record."),
        template="members/representing.html",
        further=what_follows(acting.firm, acting if acting.votes else None, ending=True),
    )
