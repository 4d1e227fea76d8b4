"""What waits because of unpaid dues, each with the rule it rests on and the page that settles it.

Of each kind one task, however many firms: an association of thousands has hundreds in arrears.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dues.domain.collecting import calling
from dues.domain.collecting.arrears_effects import Effects, effects_on
from dues.domain.collecting.due_reminders import Due, due_reminders
from dues.domain.collecting.reminder_history import DRAFTED
from dues.domain.collecting.reminding import settled_since
from dues.models import Reminder
from members.domain.tasks import Task
from members.models import Firm, Mailing

NAMED = 3


def tasks_on(day: date) -> list[Task]:
    """Everything that unpaid dues ask of the secretariat on ``day``."""
    effects = effects_on(day)
    return [*_measures(effects), *_reminders(due_reminders(day)), *_calls(day)]


def _measures(effects: Effects) -> Iterator[Task]:
    rules = effects.rules
    if effects.exits and rules.exit_years is not None:
        yield _task(
            ngettext(
                "%(n)s firm in arrears for longer than the bylaws allow: open the case",
                "%(n)s firms in arrears for longer than the bylaws allow: open the cases",
                len(effects.exits),
            )
            % {"n": len(effects.exits)},
            effects.firms_of("exits"),
            "exits",
            citation=str(rules.exit_years.citation),
            since=effects.exits[0].since,
            tone="bad",
        )
    if effects.give_back:
        yield _task(
            ngettext(
                "%(n)s firm has paid and is still without its vote: give it back",
                "%(n)s firms have paid and are still without their vote: give it back",
                len(effects.give_back),
            )
            % {"n": len(effects.give_back)},
            effects.firms_of("give_back"),
            "give_back",
            citation=str(rules.suspend_vote.citation) if rules.suspend_vote else "",
        )
    if effects.may_suspend and rules.suspend_vote is not None:
        yield _task(
            ngettext(
                "The council may suspend the vote of %(n)s firm in arrears",
                "The council may suspend the vote of %(n)s firms in arrears",
                len(effects.may_suspend),
            )
            % {"n": len(effects.may_suspend)},
            effects.firms_of("may_suspend"),
            "may_suspend",
            citation=str(rules.suspend_vote.citation),
            since=effects.may_suspend[0].since,
            tone="later",
        )
    if effects.left:
        yield _task(
            ngettext(
                "%(n)s firm left with open dues, which are still owed",
                "%(n)s firms left with open dues, which are still owed",
                len(effects.left),
            )
            % {"n": len(effects.left)},
            effects.firms_of("left"),
            "left",
            tone="later",
        )


def _reminders(due: Due) -> Iterator[Task]:
    group, page = _("Reminders of dues"), reverse("dues:reminders_due")
    for level, rows in due.by_level():
        title = ngettext(
            "%(n)s firm is due for: %(level)s", "%(n)s firms are due for: %(level)s", len(rows)
        ) % {"n": len(rows), "level": level.title}
        yield Task(
            title=title,
            detail=_named([row.firm for row in rows]),
            citation=str(level.source),
            url=page,
            since=rows[0].since,
            group=group,
        )
    if unreached := due.unreached():
        title = ngettext(
            "%(n)s firm to be reminded has no address at all",
            "%(n)s firms to be reminded have no address at all",
            len(unreached),
        ) % {"n": len(unreached)}
        detail = _named([row.firm for row in unreached])
        yield Task(title=title, detail=detail, url=page, tone="bad", group=group)
    yield from _drafts(due.day, group)


def _drafts(day: date, group: str) -> Iterator[Task]:
    drafted = Reminder.objects.filter(DRAFTED).values("letter__mailing")
    for mailing in Mailing.objects.filter(pk__in=drafted).order_by("created_at"):
        yield Task(
            title=_("Reminders are drafted: look at them and release them"),
            detail=mailing.title,
            url=reverse("members:mailing", args=[mailing.pk]),
            group=group,
        )
    if settled := settled_since(day):
        title = ngettext(
            "%(n)s firm with a drafted reminder has paid since: take it out",
            "%(n)s firms with a drafted reminder have paid since: take them out",
            len(settled),
        ) % {"n": len(settled)}
        detail = _named([row.firm_id for row in settled])
        yield Task(title=title, detail=detail, url=reverse("dues:reminders"), group=group)


def _calls(day: date) -> Iterator[Task]:
    if calls := calling.call_list(day):
        title = ngettext("%(n)s firm is to be called", "%(n)s firms are to be called", len(calls))
        yield Task(
            title=title % {"n": len(calls)},
            detail=_named([call.firm.pk for call in calls]),
            url=reverse("dues:calls"),
            since=min(call.day for call in calls),
            group=_("Reminders of dues"),
        )


def _task(
    title: str,
    firms: Sequence[uuid.UUID],
    group: str,
    *,
    citation: str = "",
    since: date | None = None,
    tone: str = "wait",
) -> Task:
    return Task(
        title=title,
        detail=_named(firms),
        citation=citation,
        url=f"{reverse('dues:arrears')}?show={group}",
        since=since,
        tone=tone,
        group=_("Arrears"),
    )


def _named(firms: Sequence[uuid.UUID]) -> str:
    """The first few by name."""
    rows = Firm.objects.in_bulk(list(firms[:NAMED]))
    shown = "、".join(str(rows[pk].name) for pk in firms[:NAMED])
    return f"{shown} …" if len(firms) > NAMED else shown
