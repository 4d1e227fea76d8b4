"""What hangs on a firm: contacts, tags and papers."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.domain import listing
from members.domain.firms import contacts, firm_papers, tagging
from members.domain.firms.contacts import ContactFacts
from members.enums import FirmDocumentKind
from members.filters import FirmFilter
from members.forms.firms import ContactForm
from members.forms.papers import FirmPaperForm
from members.models import Contact, Firm, FirmDocument, Representative, Tag
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted, run
from records.domain import documents
from records.models import Document


def firm_of(pk: UUID) -> Firm:
    """A firm that stands on its own: one that goes on as another is changed there."""
    return get_object_or_404(
        Firm.objects.select_related("membership"), pk=pk, merged_into__isnull=True
    )


def _page(firm_id: object) -> str:
    return reverse("members:firm", args=[firm_id])


def _question(firm: Firm, heading: str, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=_("Save"),
        back=_page(firm.pk),
        back_label=str(firm),
        explanation=explanation,
    )


def letter_of(file: UploadedFile | None, request: HttpRequest) -> Document | None:
    """An uploaded paper as a stored document; None where none was chosen."""
    if file is None:
        return None
    return firm_papers.store_paper(
        content=file.read(), name=str(file.name), at=actor(request)["at"]
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def contact_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = firm_of(pk)
    question = _question(
        firm, _("Add a contact"), _("Whom to write to. Who acts or votes is a representative.")
    )

    def act(data: dict[str, Any]) -> str:
        contacts.add_contact(firm=firm, facts=ContactFacts(**data), **actor(request))
        return question.back

    form = ContactForm(posted(request))
    return answer_form(
        request, form=form, question=question, act=act, done=_("The contact is on record.")
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def contact_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    contact = get_object_or_404(Contact.objects.select_related("firm"), pk=pk)
    question = _question(contact.firm, _("Correct the contact"))

    def act(data: dict[str, Any]) -> str:
        contacts.edit_contact(contact=contact, facts=ContactFacts(**data), **actor(request))
        return question.back

    initial = {name: getattr(contact, name) for name in ContactForm.base_fields}
    form = ContactForm(posted(request), initial=initial)
    return answer_form(request, form=form, question=question, act=act, done=_("Saved."))


@require(is_secretariat)
@require_POST
def contact_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    contact = get_object_or_404(Contact, pk=pk)
    run(
        request,
        lambda: contacts.remove_contact(contact=contact, **actor(request)),
        done=_("The contact is removed."),
    )
    return redirect(_page(contact.firm_id))


@require(is_secretariat)
@require_POST
def firm_tag(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = firm_of(pk)
    _tag(request, [firm])
    return redirect(_page(firm.pk))


def _tag(request: HttpRequest, firms: list[Firm]) -> None:
    name = request.POST.get("tag", "")
    run(
        request,
        lambda: tagging.tag_firms(firms=firms, name=name, **actor(request)),
        done=_("Tagged: %(number)s.") % {"number": len(firms)},
    )


@require(is_secretariat)
@require_POST
def firm_untag(request: HttpRequest, pk: UUID, tag: int) -> HttpResponse:
    firm, held = firm_of(pk), get_object_or_404(Tag, pk=tag)
    run(
        request,
        lambda: tagging.untag_firm(firm=firm, tag=held, **actor(request)),
        done=_("The tag is taken away."),
    )
    return redirect(_page(firm.pk))


@require(is_secretariat)
@require_POST
def firms_tag(request: HttpRequest) -> HttpResponse:
    """The firms that were ticked, or all that the list showed (``all``, with its ``query``)."""
    query = request.POST.get("query", "")
    _tag(request, _chosen(request, query))
    return redirect(f"{reverse('members:firms')}?{query}" if query else reverse("members:firms"))


def _chosen(request: HttpRequest, query: str) -> list[Firm]:
    day = timezone.localdate()
    if request.POST.get("all"):
        found = FirmFilter(QueryDict(query), queryset=listing.memberships_on(day), day=day)
        return list(Firm.objects.filter(membership__in=found.qs))
    keys = [key for key in request.POST.getlist("firm") if _is_key(key)]
    return list(listing.registered().filter(pk__in=keys))


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def paper_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = firm_of(pk)
    question = _question(firm, _("Add a paper"))

    def act(data: dict[str, Any]) -> str:
        file: UploadedFile = data["file"]
        firm_papers.keep_paper(
            firm=firm,
            kind=FirmDocumentKind(data["kind"]),
            title=data["title"] or PurePath(str(file.name)).stem[:200],
            content=file.read(),
            name=str(file.name),
            **actor(request),
        )
        return question.back

    form = FirmPaperForm(posted(request), request.FILES or None)
    return answer_form(request, form=form, question=question, act=act, done=_("The paper is kept."))


@require(is_secretariat)
@require_POST
def paper_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    paper = get_object_or_404(FirmDocument.objects.select_related("document"), pk=pk)
    run(
        request,
        lambda: firm_papers.remove_paper(paper=paper, **actor(request)),
        done=_("The paper is taken from the firm."),
    )
    return redirect(_page(paper.firm_id))


@require(can_read_register)
@require_GET
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    kept = get_object_or_404(FirmDocument.objects.select_related("document"), pk=pk)
    return download(kept.document)


@require(can_read_register)
@require_GET
def representation_letter(request: HttpRequest, pk: int) -> HttpResponse:
    acting = get_object_or_404(Representative.objects.select_related("letter"), pk=pk)
    if acting.letter is None:
        raise Http404
    return download(acting.letter)


def download(document: Document) -> HttpResponse:
    """Always saved, never shown: what somebody uploaded must not run under our address."""
    response = HttpResponse(documents.read(document), content_type=document.media_type)
    name = quote(document.name, safe="")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
