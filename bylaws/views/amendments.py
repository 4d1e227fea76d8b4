"""An amendment to read and to lead: its changes, its way to the vote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bylaws.choices import AmendmentState
from bylaws.domain import rule_words, stating, stored
from bylaws.domain.amendments import adoption, amending, commenting, competing, editing, proposing
from bylaws.domain.amendments.outline import Outline
from bylaws.domain.telling import language
from bylaws.domain.text.changes import Applied
from bylaws.domain.text.lint import lint
from bylaws.domain.text.provisions import Provision
from bylaws.domain.text.redline import redline, tally
from bylaws.enums import Scheme, Severity
from bylaws.errors import BylawsError
from bylaws.forms import AmendmentForm, CommentForm, ExplainForm, UntilForm
from bylaws.models import Amendment, Change, Comment, Version
from bylaws.permissions import (
    can_comment,
    can_read_amendment,
    can_read_drafts,
    is_secretariat,
    require,
)
from bylaws.views.answer import actor, answer, whole
from bylaws.views.downloads import offers_of_amendment

VIEWS = ("changes", "inline", "side", "checks")


def page_of(amendment: Amendment | UUID) -> str:
    pk = amendment if isinstance(amendment, UUID) else amendment.pk
    return reverse("bylaws:amendment", args=[pk])


@require(can_read_amendment)
@require_safe
def amendment_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    amendment = get_object_or_404(
        Amendment.objects.select_related(
            "regulation", "base", "draft", "result", "obsolete_by"
        ).prefetch_related("base__provisions", "changes", "comments"),
        pk=pk,
    )
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "changes"
    is_open = amendment.state in amending.EDITABLE
    office = is_secretariat(request.user)
    context: dict[str, Any] = {
        "amendment": amendment,
        "view": view,
        "may_edit": office and is_open,
        "is_office": office,
        "offers": offers_of_amendment(amendment, language()),
        "reads_drafts": can_read_drafts(request.user),
        "may_comment": commenting.is_open(amendment, timezone.localdate())
        and can_comment(request.user, pk),
        "text_language": "zh-Hans" if amendment.base.numbering == Scheme.ZH else "en",
    }
    try:
        context |= _Page(amendment).context(view)
    except BylawsError as broken:
        context["broken"] = broken.render(language())
    return render(request, "bylaws/amendment_detail.html", context)


class _Page:
    """What the page shows, each part computed once."""

    def __init__(self, amendment: Amendment) -> None:
        self.amendment = amendment
        self.scheme = Scheme(amendment.base.numbering)
        self.base = stored.provisions_of(amendment.base)
        self.rows = list(amendment.changes.all())
        self.applied = amending.preview(amendment)
        self.outline = Outline(amendment, self.base, self.applied, self.rows)

    def context(self, view: str) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "changes": self._changes,
            "inline": self._redline,
            "side": self._redline,
            "checks": self._checks,
        }[view]()
        return shown | self._notes()

    def _notes(self) -> dict[str, Any]:
        """What stands in the way of the vote, whatever part of the page is shown."""
        amendment = self.amendment
        is_open = amendment.state in competing.OPEN
        newest = adoption.latest_adopted(amendment.regulation) if is_open else None
        return {
            "lost": lost_references(self.applied, self.outline),
            "newest": newest if newest and newest.pk != amendment.base_id else None,
            "rivals": competing.rivals_of(amendment) if is_open else [],
            "mismatches": self._mismatches(),
            "states": proposing.steps_from(amendment),
            "until": UntilForm(initial={"until": amendment.comments_until}),
        }

    def _mismatches(self) -> list[stating.Mismatch]:
        rules = stating.parameters_after(self.amendment)
        found = stating.mismatches(rules, self.applied.provisions, self.scheme, self.base)
        return [one for one in found if self.amendment.state in competing.OPEN]

    def _changes(self) -> dict[str, Any]:
        comments: dict[UUID | None, list[Comment]] = defaultdict(list)
        for comment in self.amendment.comments.all():
            comments[comment.provision].append(comment)
        entries = [
            (
                entry,
                _explain(entry.row),
                comments.pop(entry.provision, ()) if entry.provision else (),
            )
            for entry in self.outline.entries()
        ]
        others = [
            (self.outline.number_of(provision), comment)
            for provision, group in comments.items()
            for comment in group
        ]
        return {
            "entries": entries,
            "conformed": self.outline.conformed(),
            "other_comments": others,
            "comment_form": CommentForm(),
            "stated": stated_rules(self.amendment, self.outline),
        }

    def _redline(self) -> dict[str, Any]:
        spans = [
            (index, start, end)
            for index, provision in enumerate(self.applied.provisions)
            for start, end in self.applied.spans.get(provision.identity, ())
        ]
        blocks = redline(self.base, self.applied.provisions, self.scheme, conforming=spans)
        return {"blocks": blocks, "tally": tally(blocks)}

    def _checks(self) -> dict[str, Any]:
        names = stored.own_names(self.amendment.regulation)
        return {"findings": findings_of(self.applied.provisions, self.scheme, names)}


def findings_of(
    provisions: Sequence[Provision], scheme: Scheme, names: Sequence[str]
) -> list[dict[str, Any]]:
    """The lint of a text, told in the reader's language."""
    tones = {Severity.BLOCK: "bad", Severity.WARN: "wait", Severity.INFO: "later"}
    return [
        {"tone": tones[f.severity], "place": f.place, "id": f.id, "told": f.render(language())}
        for f in lint(provisions, scheme, names)
    ]


def lost_references(applied: Applied, outline: Outline) -> list[dict[str, Any]]:
    return [
        {"id": lost.id, "number": outline.number_of(lost.id), "written": lost.written}
        for lost in applied.lost
    ]


def stated_rules(amendment: Amendment, outline: Outline) -> list[dict[str, Any]]:
    """The rules that the amendment itself sets, by their names."""
    return [
        {
            "key": row["key"],
            "name": rule_words.name_of(row["key"]),
            "value": "" if row["value"] is None else rule_words.value_of(row["key"], row["value"]),
            "number": outline.number_of(UUID(row["provision"])),
            "quote": row["quote"],
        }
        for row in amendment.parameters
    ]


def _explain(row: Change) -> ExplainForm:
    return ExplainForm(
        initial={"reason": row.reason, "unit": row.unit}, auto_id=f"id_{row.position}_%s"
    )


@require(is_secretariat)
def amendment_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """On a version, to be changed article by article."""
    version = get_object_or_404(Version.objects.select_related("regulation"), pk=pk)
    form = AmendmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        amendment = amending.open_amendment(
            base=version, **form.cleaned_data, by=actor(request), at=timezone.now()
        )
        messages.success(request, _("The amendment is opened. Choose what it changes."))
        return redirect("bylaws:amendment_text", pk=amendment.pk)
    latest = adoption.latest_adopted(version.regulation)
    context = {"version": version, "form": form, "latest": latest}
    return render(request, "bylaws/amendment_new.html", context)


@require(is_secretariat)
def amendment_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it is called, who proposes it and why."""
    amendment = get_object_or_404(Amendment, pk=pk)
    facts = ("title", "label", "proposer", "reason")
    form = AmendmentForm(request.POST or None, initial={f: getattr(amendment, f) for f in facts})
    if request.method == "POST" and form.is_valid():
        return answer(
            request,
            lambda: proposing.rename_amendment(
                amendment=amendment, **form.cleaned_data, by=actor(request), at=timezone.now()
            ),
            done=_("Kept."),
            to=page_of(amendment),
        )
    may_edit = amendment.state in amending.EDITABLE
    context = {"amendment": amendment, "form": form, "may_edit": may_edit}
    return render(request, "bylaws/amendment_edit.html", context)


@require(is_secretariat)
@require_POST
def amendment_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponseRedirect:
    """Open to comments, back to the desk, to the vote, withdrawn."""
    amendment = get_object_or_404(Amendment, pk=pk)
    state = proposing.STEPS.get(step)
    if state is None:
        raise Http404
    if step == "submit":
        return answer(
            request,
            lambda: adoption.submit_amendment(
                amendment=amendment, by=actor(request), at=timezone.now()
            ),
            done=_("The amendment is fixed for the vote."),
            to=page_of(amendment),
        )
    form = UntilForm(request.POST)
    if state == AmendmentState.CONSULTATION and not form.is_valid():
        messages.error(request, _("Say until which day, from today on, comments are taken."))
        return HttpResponseRedirect(page_of(amendment))
    until = form.cleaned_data.get("until") if form.is_valid() else None
    return answer(
        request,
        lambda: amending.go_to(
            amendment=amendment, state=state, until=until, by=actor(request), at=timezone.now()
        ),
        done=_("Noted."),
        to=page_of(amendment),
    )


@require(is_secretariat)
@require_POST
def change_explain(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Reason and unit of vote of one change; or the change is taken back."""
    change = get_object_or_404(Change.objects.select_related("amendment"), pk=pk)
    revision = whole(request.POST.get("revision", ""))
    to = f"{page_of(change.amendment_id)}#c-{change.pk}"
    if "drop" in request.POST:
        return answer(
            request,
            lambda: editing.drop_change(
                change=change, revision=revision, by=actor(request), at=timezone.now()
            ),
            done=_("The change is taken back."),
            to=page_of(change.amendment_id),
        )
    form = ExplainForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The number of the vote is a number from 1 on."))
        return HttpResponseRedirect(to)
    return answer(
        request,
        lambda: editing.explain_change(
            change=change,
            **form.cleaned_data,
            revision=revision,
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("Kept."),
        to=to,
    )


@require(can_comment)
@require_POST
def comment_make(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    amendment = get_object_or_404(Amendment, pk=pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write what you want to say."))
        return HttpResponseRedirect(page_of(amendment))
    return answer(
        request,
        lambda: commenting.add_comment(
            amendment=amendment,
            **form.cleaned_data,
            author_name=str(request.user)[:200],
            by=actor(request),
            at=timezone.now(),
            day=timezone.localdate(),
        ),
        done=_("Your comment is on record."),
        to=page_of(amendment),
    )


@require(is_secretariat)
@require_POST
def comment_answer(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    comment = get_object_or_404(Comment, pk=pk)
    text = request.POST.get("answer", "").strip()
    if not text:
        messages.error(request, _("Write an answer."))
        return HttpResponseRedirect(page_of(comment.amendment_id))
    return answer(
        request,
        lambda: commenting.answer_comment(
            comment=comment, answer=text[:4000], by=actor(request), at=timezone.now()
        ),
        done=_("The answer is on record."),
        to=f"{page_of(comment.amendment_id)}#k-{comment.pk}",
    )
