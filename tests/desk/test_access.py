"""Who may open which address of the project, and who may act: one table, and it is complete.

A page answers 200; an act by someone who may act answers what the example makes of an empty form:
302 where it is done or its refusal told on the page it leads to, 200 or 400 where the form comes
back, 409 where the act itself refuses. Everybody else is led to the log-in, or told 404.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from desk.domain.example.load import Example
from records.models import LogEntry
from tests.desk import access
from tests.desk.access_roles import JSON, LOGIN, ROLES
from tests.desk.access_table import ACTS, PAGES, TABLE


class Visitors:
    """A client of each role; whatever one of them does is undone before the next one asks."""

    def __init__(self, example: Example) -> None:
        assembly = example.meetings["general_assembly"]
        access.hold_the_morning(assembly, assembly.starts_at)
        assembly.refresh_from_db()
        self.targets = access.targets(assembly, assembly.starts_at)
        # A ballot sheet is asked for once, and one badge of them all: each page takes a second.
        [one] = assembly.roll.entries.filter(entitled=True)[:1]
        self.queries = {"ballot": {"copies": 1}, "badges": {"entry": str(one.pk)}}
        self.clients = {}
        for role, user in access.users().items():
            self.clients[role] = Client()
            if user is not None:
                self.clients[role].force_login(user)

    def ask(self, role: str, name: str, *, post: bool) -> int | str:
        target, _answers = TABLE[name]
        address = reverse(name, kwargs=self.targets[target])
        client: Any = self.clients[role]
        with transaction.atomic():
            if post:
                answer = client.post(address, "{}", content_type=JSON)
            else:
                answer = client.get(address, self.queries.get(target, {}))
            transaction.set_rollback(True)
        led = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        return LOGIN if led else answer.status_code


@pytest.fixture
def visitors(example: Example) -> Visitors:
    return Visitors(example)


READING_FORMS = {"assemblies:file_check"}
"""A file is sent there to be checked, and nothing is kept of it."""

BY_SLIP = {"elections:slip_cast", "elections:slip_open"}
"""Whoever has drawn a slip votes without a log-in; these acts do not know who asks."""


def test_table_names_every_address_of_the_project() -> None:
    assert sorted(access.names()) == sorted(TABLE)


def test_pages_open_to_whom_the_table_names(visitors: Visitors) -> None:
    found = {name: tuple(visitors.ask(role, name, post=False) for role in ROLES) for name in PAGES}

    assert found == {name: answers for name, (_target, answers) in PAGES.items()}


def test_acts_are_done_by_whom_the_table_names(visitors: Visitors) -> None:
    found = {name: tuple(visitors.ask(role, name, post=True) for role in ROLES) for name in ACTS}

    assert found == {name: answers for name, (_target, answers) in ACTS.items()}


def test_acts_are_no_pages(visitors: Visitors) -> None:
    """A link that somebody is lured to changes nothing, whoever follows it."""
    found = {
        name: {visitors.ask(role, name, post=False) for role in ROLES} - {LOGIN, 404, 405}
        for name in ACTS
    }

    assert found == {name: set() for name in ACTS}


def test_auditor_changes_nothing(visitors: Visitors) -> None:
    before = LogEntry.objects.count()

    asked = [name for name in TABLE if name not in READING_FORMS and name not in BY_SLIP]
    refused = {name: visitors.ask("auditor", name, post=True) for name in asked}

    assert {name: status for name, status in refused.items() if status not in (403, 404, 405)} == {}
    assert LogEntry.objects.count() == before
