"""Seats when another person represents the firm for which they are held."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.domain.cases import succession
from members.forms.standing import FileForm
from members.models import Firm, Representative, Succession
from members.permissions import is_secretariat, require
from members.views.acting import Question, actor, answer_form, posted


def what_follows(
    firm: Firm, voting: Representative | None, *, ending: bool = False
) -> dict[str, Any]:
    """What becomes of the seats of ``voting`` when another votes for the firm, or nobody does."""
    day = timezone.localdate()
    found = succession.fates(firm, voting.person, day) if voting else []
    return {"voting": voting, "fates": found, "ending": ending}


@require(is_secretariat)
@require_http_methods(["GET", "POST"])
def succession_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that the council was told that a seat passed."""
    row = get_object_or_404(
        Succession.objects.select_related(
            "former__person", "successor__person", "successor__term__body", "successor__firm"
        ),
        pk=pk,
    )
    names = {"former": row.former.person, "successor": row.successor.person}
    question = Question(
        heading=_("File with the council that a seat passed"),
        submit=_("It was filed"),
        back=reverse("members:tasks"),
        back_label=_("To do"),
        explanation=_("From %(former)s to %(successor)s.") % names,
    )

    def act(data: dict[str, Any]) -> str:
        succession.file_succession(succession=row, **data, **actor(request))
        return question.back

    form = FileForm(posted(request), initial={"on": timezone.localdate()})
    return answer_form(
        request,
        form=form,
        question=question,
        act=act,
        done=_("It is noted that the council was told."),
        template="members/succession_file.html",
        further={"succession": row},
    )
