"""Arrears: who is behind with what and since when, and the acts that the rules tie to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bylaws.models import Association
from dues.domain.arrears import arrears_on
from dues.domain.collecting import aged_arrears, arrears_measures, arrears_tasks
from dues.domain.collecting.arrears_effects import GROUPS, Effects, effects_on
from dues.domain.collecting.arrears_rules import rules_on
from dues.domain.collecting.reminder_fields import told_amount
from dues.forms.collecting import GiveVoteBackForm, LapseForm, SuspendVoteForm
from members import exports
from members.domain.cases import decided, proceedings
from members.domain.letters.recipients import day_in_words
from members.domain.rules import article_on
from members.enums import ProceedingKind
from members.models import Firm
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted
from members.views.firms import file_response
from records.enums import DecisionKind
from records.fields import Translated

Data = dict[str, Any]
FIRMS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A firm on the page; ``row`` is None where nothing of it is in arrears."""

    firm: Firm
    row: aged_arrears.Row | None
    amount: Any
    exit_on: date | None
    acts: list[tuple[str, str]]


def currency() -> str:
    association = Association.objects.first()
    return association.currency if association else ""


@require(can_read_register)
@require_safe
def arrears_list(request: HttpRequest) -> HttpResponse:
    day = timezone.localdate()
    effects = effects_on(day)
    show = request.GET.get("show", "")
    show = show if show in GROUPS else ""
    sort = request.GET.get("sort", "")
    only = effects.firms_of(show) if show else None
    table = aged_arrears.table_on(day, sort=sort, only=only)
    keys: list[UUID] = (
        (only or []) if show in ("give_back", "left") else [r.firm for r in table.rows]
    )
    page = Paginator(keys, FIRMS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "day": day,
        "currency": currency(),
        "effects": effects,
        "show": show,
        "sort": sort if sort in aged_arrears.SORTS else "since",
        "groups": _groups(effects),
        "headings": aged_arrears.headings(),
        "table": table,
        "page": page,
        "lines": _lines(list(page), table, effects, may_write=is_secretariat(request.user)),
        "tasks": arrears_tasks.tasks_on(day),
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/arrears.html", context)


def _groups(effects: Effects) -> list[tuple[str, str, int]]:
    labels = {
        "": _("in arrears"),
        "exits": _("longer than the bylaws allow"),
        "cases": _("with an open case"),
        "may_suspend": _("no decision on the vote"),
        "give_back": _("paid, still without a vote"),
        "left": _("left with open dues"),
    }
    counts = {"": len(effects.behind)} | {key: len(effects.firms_of(key)) for key in GROUPS}
    return [(key, labels[key], counts[key]) for key in labels if counts[key] or not key]


def _lines(
    keys: list[UUID], table: aged_arrears.Table, effects: Effects, *, may_write: bool
) -> list[Line]:
    firms = Firm.objects.select_related("membership").in_bulk(keys)
    rows = {row.firm: row for row in table.rows}
    left = dict(effects.left)
    groups = {key: set(effects.firms_of(key)) for key in GROUPS}
    return [
        Line(
            firm=firms[pk],
            row=rows.get(pk),
            amount=rows[pk].amount if pk in rows else left.get(pk),
            exit_on=effects.rules.exit_day(rows[pk].since) if pk in rows else None,
            acts=_acts(pk, groups) if may_write else [],
        )
        for pk in keys
    ]


def _acts(pk: UUID, groups: dict[str, set[UUID]]) -> list[tuple[str, str]]:
    wanted = [
        ("exits", _("Open the case"), "dues:lapse_open"),
        ("may_suspend", _("Enter a decision on the vote"), "dues:vote_suspend"),
        ("give_back", _("Give the vote back"), "dues:vote_give_back"),
    ]
    return [(label, reverse(name, args=[pk])) for key, label, name in wanted if pk in groups[key]]


@require(can_read_register)
@require_safe
def arrears_export(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in exports.MEDIA_TYPES:
        raise Http404
    day = timezone.localdate()
    table = aged_arrears.table_on(day, sort=request.GET.get("sort", ""))
    names = Firm.objects.in_bulk([row.firm for row in table.rows])
    headings = [
        _("Member number"),
        _("Firm"),
        _("Overdue since"),
        _("Days overdue"),
        *aged_arrears.headings(),
        _("Together"),
    ]
    rows = [
        [
            row.number,
            str(names[row.firm].name),
            row.since.isoformat(),
            str(row.days),
            *(f"{part:.2f}" for part in row.parts),
            f"{row.amount:.2f}",
        ]
        for row in table.rows
    ]
    content = exports.write(headings=headings, rows=rows, kind=kind)
    return file_response(content, kind=kind, name=f"arrears-{day.isoformat()}")


def _member_firm(pk: UUID) -> Firm:
    return get_object_or_404(
        Firm.objects.select_related("membership").filter(membership__isnull=False), pk=pk
    )


def _question(heading: str, submit: str, firm: Firm, explanation: str = "") -> Question:
    return Question(
        heading=heading,
        submit=submit,
        back=reverse("dues:arrears"),
        back_label=_("Arrears"),
        explanation=explanation or f"{firm.membership.number} {firm}",
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def vote_suspend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A body's decision that takes a member's vote, which the bylaws must allow."""
    firm, rules = _member_firm(pk), rules_on(timezone.localdate())
    form = SuspendVoteForm(posted(request), request.FILES or None, initial=_decision_on_vote())

    def act(data: Data) -> str:
        who = actor(request)
        decision = decided.record_decided(form.decided(), kind=DecisionKind.OTHER, at=who["at"])
        arrears_measures.suspend_vote(
            membership=firm.membership, from_on=data["from_on"], decision=decision, **who
        )
        return reverse("dues:arrears")

    return answer_form(
        request,
        form=form,
        question=_question(_("Decision that suspends the vote"), _("Put it on record"), firm),
        act=act,
        done=_("The decision is on record."),
        template="dues/arrears_act.html",
        further={"rules": rules, "firm": firm, **_owed(firm)},
    )


def _decision_on_vote() -> Data:
    title = Translated(zh="欠缴会费，暂停表决权", en="Suspends the vote for unpaid dues")
    return {"title": title, "from_on": timezone.localdate()}


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def vote_give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    firm = _member_firm(pk)
    form = GiveVoteBackForm(
        posted(request),
        initial={"on": timezone.localdate(), "reason": _("The arrears are paid.")},
    )

    def act(data: Data) -> str:
        arrears_measures.give_vote_back(membership=firm.membership, **data, **actor(request))
        return reverse("dues:arrears")

    return answer_form(
        request,
        form=form,
        question=_question(_("Give the vote back"), _("Give it back"), firm),
        act=act,
        done=_("The vote is no longer suspended."),
        template="dues/arrears_act.html",
        further={"firm": firm, **_owed(firm)},
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def lapse_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the case of a member whose arrears have lasted longer than the bylaws allow."""
    firm, day = _member_firm(pk), timezone.localdate()
    rules = rules_on(day)
    form = LapseForm(
        posted(request),
        initial={
            "ground": _ground(firm, day),
            "citation": rules.exit_years.citation
            if rules.exit_years
            else article_on(ProceedingKind.LAPSE, day),
        },
    )

    def act(data: Data) -> str:
        opened = proceedings.open_proceeding(
            membership=firm.membership, kind=ProceedingKind.LAPSE, **data, **actor(request)
        )
        return reverse("members:proceeding", args=[opened.pk])

    return answer_form(
        request,
        form=form,
        question=_question(_("Open a case of loss of membership"), _("Open the case"), firm),
        act=act,
        done=_("The case is open. Nothing changes for the firm before it is decided."),
        template="dues/arrears_act.html",
        further={"rules": rules, "firm": firm, **_owed(firm)},
    )


def _owed(firm: Firm) -> Data:
    day = timezone.localdate()
    return {"day": day, "currency": currency(), "arrears": arrears_on(day, firm=firm).get(firm.pk)}


def _ground(firm: Firm, day: date) -> Translated:
    """The arrears as the books of ``day`` have them, in both languages."""
    behind = arrears_on(day, firm=firm).get(firm.pk)
    if behind is None:
        return Translated()
    amount, since, on = (
        told_amount(behind.amount, currency()),
        day_in_words(behind.since),
        day_in_words(day),
    )
    return Translated(
        zh=f"截至{on.zh}，尚欠会费{amount.zh}，最早一笔应于{since.zh}前缴纳。",
        en=f"On {on.en} dues of {amount.en} were unpaid, the oldest payable by {since.en}.",
    )
