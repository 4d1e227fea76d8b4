"""The one way in which views ask who may see them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

Predicate = Callable[..., bool]
View = Callable[..., HttpResponseBase]


def require(predicate: Predicate, *, hide: bool = True) -> Callable[[View], View]:
    """Let a view run only when ``predicate(user, **url_kwargs)`` holds.

    Who is not logged in is sent to the log-in; who is and may not gets 404, so that nothing is
    told of what exists, or 403 where everyone knows that the page exists (``hide=False``).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if predicate(request.user, **kwargs):
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if hide:
                raise Http404
            raise PermissionDenied

        return guarded

    return decorate
