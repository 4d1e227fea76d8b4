"""The example association on a live server, and its people at their browsers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext

from assemblies.domain.days import local_day
from desk.domain.example.load import load_example
from tests.browser.assembly_day import Day
from tests.browser.people import Visitor


@pytest.fixture
def arrive(live_server: Any, new_context: Callable[..., BrowserContext]) -> Callable[..., Visitor]:
    """Somebody comes with a browser: ``arrive(language="en", phone=True)``."""

    def come(**options: Any) -> Visitor:
        return Visitor(new_context, live_server.url, **options)

    return come


@pytest.fixture
def pictures() -> Path | None:
    """Where screenshots go when somebody wants to look at them: ``PICTURES=folder``."""
    wanted = os.environ.get("PICTURES")
    return Path(wanted) if wanted else None


@pytest.fixture
def day(transactional_db: None, tmp_path: Path) -> Day:
    """The example as ``make run`` loads it: convened for today, just before check-in."""
    now = timezone.now()
    folder = tmp_path / "example"
    example = load_example(day=local_day(now), folder=folder, at=now)
    return Day(assembly=example.meetings["general_assembly"], codes=example.codes, folder=folder)
