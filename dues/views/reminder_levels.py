"""The levels of reminding: those that hold, those to come and those before, and their texts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dues.domain.collecting import reminder_levels
from dues.forms.collecting import EndLevelForm, LevelForm
from dues.models import ReminderLevel
from members.domain.letters import letter_fields
from members.enums import LetterPurpose
from members.permissions import can_read_register, is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted, run

Data = dict[str, Any]


@require(can_read_register)
@require_safe
def level_list(request: HttpRequest) -> HttpResponse:
    day = timezone.localdate()
    held = reminder_levels.levels_on(day)
    rows = ReminderLevel.objects.order_by("position", "-effective_on")
    context = {
        "held": list(held.values()),
        "others": [row for row in rows if row not in held.values()],
        "day": day,
        "next": max(held, default=0) + 1,
        "empty": not rows,
        "may_write": is_secretariat(request.user),
    }
    return render(request, "dues/reminder_levels.html", context)


def _question(heading: str, submit: str, explanation: str) -> Question:
    return Question(
        heading=heading,
        submit=submit,
        back=reverse("dues:reminder_levels"),
        back_label=_("Levels of reminding"),
        explanation=explanation,
    )


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def level_edit(request: HttpRequest, position: int) -> HttpResponse:
    """Set what holds for a level from a day on: a new one, or a change."""
    today = timezone.localdate()
    newest = ReminderLevel.objects.filter(position=position).order_by("-effective_on").first()
    if newest is None and position > len(reminder_levels.levels_on(today)) + 1:
        raise Http404
    form = LevelForm(posted(request), initial=_initial(newest))

    def act(data: Data) -> str:
        reminder_levels.set_level(
            position=position,
            effective_on=data["effective_on"],
            terms=form.terms(),
            **actor(request),
        )
        return reverse("dues:reminder_levels")

    return answer_form(
        request,
        form=form,
        question=_question(
            _("Level %(position)s") % {"position": position},
            _("Save"),
            _("What was sent keeps its text. A change holds from its day on."),
        ),
        act=act,
        done=_("The level is saved."),
        template="dues/reminder_level.html",
        further={"known": letter_fields.known_for(LetterPurpose.REMINDER)},
    )


def _initial(row: ReminderLevel | None) -> Data:
    today = timezone.localdate()
    if row is None:
        return {"effective_on": today}
    names = ("title", "days_after", "subject", "body", "by_phone", "source")
    given = {name: getattr(row, name) for name in names}
    return given | {"effective_on": max(today, row.effective_on)}


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def level_end(request: HttpRequest, position: int) -> HttpResponse:
    level = reminder_levels.levels_on(timezone.localdate()).get(position)
    if level is None:
        raise Http404
    form = EndLevelForm(posted(request), initial={"effective_on": timezone.localdate()})

    def act(data: Data) -> str:
        reminder_levels.end_level(position=position, **data, **actor(request))
        return reverse("dues:reminder_levels")

    return answer_form(
        request,
        form=form,
        question=_question(_("End the level"), _("End it"), str(level)),
        act=act,
        done=_("The level ends on that day."),
    )


@require(is_secretariat)
@require_POST
def levels_standard(request: HttpRequest) -> HttpResponse:
    run(
        request,
        lambda: reminder_levels.add_standard_levels(**actor(request)),
        done=_("Three levels are added. Read their texts and make them your own."),
    )
    return redirect("dues:reminder_levels")
