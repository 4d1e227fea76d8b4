"""The one way in which a page does an act: do it, say so or say why not, go on."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assemblies.domain.sitting.operating import operate
from assemblies.models import Assembly
from members.models import User
from records.domain import documents
from records.errors import STORE_REFUSED, ActRefused, log_not_stored
from records.models import Document


def actor(request: HttpRequest) -> User:
    """Who acts. Behind ``require`` nobody anonymous comes this far."""
    assert isinstance(request.user, User)
    return request.user


def answer(
    request: HttpRequest, act: Callable[[], object], *, done: str, to: str
) -> HttpResponseRedirect:
    """Do ``act`` and go to ``to`` with a message: ``done``, the refusal in its own words, or what
    to do where the database refused to keep it."""
    try:
        act()
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    except STORE_REFUSED as error:
        log_not_stored(request.path, error)
        messages.error(request, _not_stored())
    else:
        messages.success(request, done)
    return HttpResponseRedirect(to)


def _not_stored() -> str:
    return _(
        "The server cannot store anything at the moment, and nothing has changed. Tell whoever "
        "runs the server, and press again in a few minutes: what is pressed twice counts once."
    )


def operated(
    request: HttpRequest,
    assembly: Assembly,
    act: Callable[[], object],
    *,
    done: str,
    to: str,
) -> HttpResponseRedirect:
    """As :func:`answer`, from the one screen that runs the meeting."""
    return answer(
        request,
        lambda: operate(assembly=assembly, act=act, by=actor(request), at=timezone.now()),
        done=done,
        to=to,
    )


def whole(text: str) -> int:
    """A number that the page wrote into its form; anything else is -1, which no act accepts."""
    return int(text) if text.isascii() and text.isdigit() else -1


def download(content: bytes, *, name: str, assembly: Assembly) -> HttpResponse:
    """A CSV file named for its meeting's day."""
    day = assembly.starts_at.date().isoformat()
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}-{day}.csv"'
    return response


def stored(document: Document | None) -> HttpResponse:
    """A document as it is kept, shown in the browser; 404 where there is none."""
    if document is None:
        raise Http404
    content = documents.read(document)
    return shown(content, media_type=document.media_type, name=document.name)


def shown(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """A file for the browser to show, under a name that cannot end the header's quotes."""
    safe = "".join(sign for sign in name if sign.isascii() and sign not in '"\\\r\n')
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{safe or "paper"}"'
    return response
