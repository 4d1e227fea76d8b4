"""The digests of what runs in browsers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from elections.domain.booth_files import booth_files, digest_of_all, listed


@require_safe
def booth_digests(request: HttpRequest) -> HttpResponse:
    """Open to all: who votes without a log-in of their own compares as well."""
    files = booth_files()
    facts = {
        "files": files,
        "all": digest_of_all(files),
        "origin": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "elections/booth_files.html", facts)


@require_safe
def booth_digests_text(request: HttpRequest) -> HttpResponse:
    return HttpResponse(listed(booth_files()), content_type="text/plain; charset=utf-8")


@require_safe
def check_ballot(request: HttpRequest) -> HttpResponse:
    """Checks an opened ballot in the browser, from its file: nothing of it is sent."""
    return render(request, "elections/check_ballot.html", {})
