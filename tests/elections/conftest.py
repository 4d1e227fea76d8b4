"""People at browsers of their own, for the pages of elections."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Request

from members.models import Person, User
from tests.factories.elections import make_user

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def sent() -> list[str]:
    """All that the browsers of ``visit`` send: addresses, headers and bodies."""
    return []


@pytest.fixture
def visit(  # type: ignore[no-untyped-def]  # live_server is pytest-django's own class
    live_server, new_context: Callable[..., BrowserContext], sent: list[str]
) -> Callable[..., Page]:
    """Open a page in a browser of the person's own, logged in as that person."""

    def note(request: Request) -> None:
        # No browser sends what stands after "#" (RFC 9110, section 7.1), where letters have a code.
        body = (request.post_data_buffer or b"").decode(errors="replace")
        sent.append(f"{request.url.partition('#')[0]} {request.headers} {body}")

    def open_page(path: str, person: Person | None = None, **options: object) -> Page:
        context = new_context(
            locale="en", base_url=live_server.url, viewport=PHONE, accept_downloads=True, **options
        )
        context.on("request", note)
        if person is not None:
            user = User.objects.filter(person=person).first() or make_user(person)
            client = Client()
            client.force_login(user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    return open_page
