"""By when the handover has to be done, by which text, and that it waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.governing import cited
from assemblies.models import Assembly, Handover
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.notice import last_day
from bylaws.errors import MustBeDeclared, NoRuleInForce
from members.domain.tasks import Task
from members.enums import BodyKind
from members.models import Term
from records.fields import Translated

TOPIC, PERIOD = "officers.handover", "handover.days"


@dataclass(frozen=True, slots=True)
class HandoverRule:
    """``last_day`` is None where no text in force sets a period; ``citation`` is empty where none
    says anything of a handover."""

    last_day: date | None
    citation: Translated


def rule_of(row: Handover) -> HandoverRule:
    return rule_for(row.to_term)


def rule_for(to_term: Term) -> HandoverRule:
    """Counted from the day on which the new term begins, by the texts in force on it."""
    book = rulebook_on(to_term.from_on)
    try:
        answer = book.answer(PERIOD)
    except (NoRuleInForce, MustBeDeclared):
        return HandoverRule(None, cited(book.sources(TOPIC)))
    assert isinstance(answer.value, int)  # the parameter is a number of days
    sources = (*answer.citations, *book.sources(TOPIC))
    return HandoverRule(last_day(to_term.from_on, answer.value), cited(sources))


def tasks_on(day: date) -> Iterator[Task]:
    """The handover to the term that runs, until it is concluded; its signed copy after that."""
    for kind in (BodyKind.COUNCIL, BodyKind.GENERAL_ASSEMBLY):
        begun = Term.objects.filter(body__kind=kind, from_on__lte=day).order_by("number").last()
        if begun is not None:
            yield from _of_term(begun, day)
            return


def _of_term(to_term: Term, day: date) -> Iterator[Task]:
    term = Term.objects.filter(body=to_term.body_id, number=to_term.number - 1).first()
    if term is None:
        return
    rows = Handover.objects.filter(term=term, to_term=to_term).order_by("number")
    last = rows.last()
    rule = rule_for(to_term)
    if last is None and not (rule.citation and _changed_here(to_term)):
        return
    if last is not None and last.closed_at is not None:
        unsigned = rows.filter(signed_copy__isnull=True).first()
        if unsigned is not None:
            title = _("Keep the signed protocol of the handover")
            yield _task(to_term, title, "", rule, day, unsigned)
        return
    detail = _("not begun yet")
    if last is not None:
        items = list(last.items.all())
        settled = sum(item.is_settled for item in items)
        figures = {"settled": settled, "total": len(items)}
        detail = _("%(settled)s of %(total)s lines are settled") % figures
    title = _("Hand over from term %(old)s to term %(new)s") % {
        "old": term.number,
        "new": to_term.number,
    }
    yield _task(to_term, title, detail, rule, day, last)


def _changed_here(to_term: Term) -> bool:
    """Whether the meeting that began the term is on record; of terms long past nothing waits."""
    return Assembly.objects.filter(
        term__number=to_term.number, re_election=True, closed_at__isnull=False
    ).exists()


def _task(
    to_term: Term, title: str, detail: str, rule: HandoverRule, day: date, row: Handover | None
) -> Task:
    late = rule.last_day is not None and rule.last_day < day
    if rule.last_day is not None:
        words = _("late, due by %(day)s") if late else _("by %(day)s")
        due = words % {"day": date_format(rule.last_day)}
        detail = f"{due} · {detail}" if detail else due
    url = reverse("assemblies:handover", args=[row.pk]) if row else reverse("assemblies:handovers")
    return Task(
        title=title,
        detail=detail,
        citation=str(rule.citation),
        url=url,
        since=to_term.from_on,
        tone="bad" if late else "wait",
        group=_("Filing and handover"),
    )
