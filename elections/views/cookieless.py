"""Pages that set no cookie and read none: whoever votes by slip leaves no name behind.

The language is that of the address (``?lang=``) or of the browser, never a cookie's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]


def cookieless(view: View) -> View:
    """A view that answers everybody alike. Nothing is protected from forged requests, because
    nothing here acts by a log-in."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = _language_of(request)
        with override(language):
            request.LANGUAGE_CODE = language
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        return response

    answered.is_cookieless = True  # type: ignore[attr-defined]  # which the middleware asks for
    return answered


def _language_of(request: HttpRequest) -> str:
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    for code in (request.GET.get("lang", ""), *(code for code, _weight in accepted)):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
