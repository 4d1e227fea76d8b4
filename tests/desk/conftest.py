"""The example association, loaded once for a module and rolled back after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from desk.domain.example.load import Example, load_example
from members.models import User


@pytest.fixture(scope="module")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("example")


@pytest.fixture(scope="module")
def loaded_example(
    django_db_setup: None, django_db_blocker: Any, example_folder: Path
) -> Iterator[Example]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_example(day=date(2026, 12, 18), folder=example_folder, at=timezone.now())
        transaction.set_rollback(True)


@pytest.fixture
def example(loaded_example: Example, db: None) -> Example:
    """The example as loaded; what a test changes is undone after it."""
    return loaded_example


@pytest.fixture
def logged_in() -> Any:
    """A client logged in as the person with that e-mail address."""

    def log_in(email: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(
            User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    return log_in
