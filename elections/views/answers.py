"""How a page's script is answered: JSON, and a refusal as its code and sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.models import Person
from records.errors import STORE_REFUSED, ActRefused, log_not_stored

REFUSED, MALFORMED, NOT_STORED = 409, 400, 503
Answer = Callable[..., dict[str, Any]]


def actor(request: HttpRequest) -> dict[str, Any]:
    """Who acts and when, as every act of the domain wants it."""
    return {"by": request.user, "at": timezone.now()}


def person_of(request: HttpRequest) -> Person:
    """The person behind the log-in; pages that need one exist for nobody else."""
    person: Person | None = getattr(request.user, "person", None)
    if person is None:
        raise Http404
    return person


def json_act(view: Answer) -> Callable[..., JsonResponse]:
    """A POST view that gets the JSON object ``sent`` and returns what is answered: 409 with the
    refusal of the act, 503 where the database refused to keep it."""

    @require_POST
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            sent = json.loads(request.body or b"{}")
        except (ValueError, RecursionError):
            sent = None
        if not isinstance(sent, dict):
            return refused("malformed", _("The page sent something unreadable. Reload it."))
        try:
            return JsonResponse(view(request, *args, sent=sent, **kwargs))
        except ActRefused as refusal:
            return refused(refusal.code, str(refusal), REFUSED)
        except STORE_REFUSED as error:
            log_not_stored(view.__name__, error)
            return refused("not_stored", _not_stored(), NOT_STORED)

    return answered


def _not_stored() -> str:
    return _(
        "The server cannot store anything at the moment, and nothing has changed. Keep this page "
        "open, tell the secretariat, and try again in a few minutes: what is sent again counts "
        "once."
    )


def refused(code: str, message: str, status: int = MALFORMED) -> JsonResponse:
    return JsonResponse({"error": code, "message": message}, status=status)
