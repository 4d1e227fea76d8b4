"""People who work on texts, at the test client."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from members.enums import Role
from members.models import RoleGrant
from tests.factories.elections import make_user
from tests.factories.members import make_person


@pytest.fixture
def visit(db: None) -> Iterator[Callable[..., Client]]:
    """A client of someone with a role (``secretariat``, ``auditor``), of a member, or of nobody."""

    def log_in(role: str = "secretariat", *, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        if role == "nobody":
            return client
        user = make_user(make_person())
        if role in set(Role):
            RoleGrant.objects.create(user=user, role=role)
        client.force_login(user)
        return client

    yield log_in
    # A request leaves its language behind, which would change the names that other tests read.
    translation.deactivate()


@pytest.fixture
def office(visit: Callable[..., Client]) -> Client:
    """The secretariat, reading English."""
    return visit()
