"""What the whole suite shares: a browser, an empty cache, and no test that passes unrun."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytest_plugins = ["tests.migrated"]
REPOSITORY = Path(__file__).resolve().parent.parent
CATALOGUES = sorted((REPOSITORY / "locale").glob("*/LC_MESSAGES/django.po"))
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
LONGEST_ID = 60
# Debian's package, Ubuntu's wrapper around the snap, Google's package.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A name of this machine over which browsers do not trust plain HTTP, as they do over localhost.
INSECURE_HOST = "booth.test"
# As root there is no sandbox; the rest keeps Chromium from calling home while tests run.
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {INSECURE_HOST} 127.0.0.1",
]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the languages that pages and papers are tested with; workers start after this."""
    for catalogue in CATALOGUES:
        compiled = catalogue.with_suffix(".mo")
        stale = not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime
        if stale and not hasattr(config, "workerinput"):
            subprocess.run(["msgfmt", "-o", str(compiled), str(catalogue)], check=True)
            # Django was set up before this file was read, without them or with older ones.
            translation_file_changed(None, compiled)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Whole files are no names: they fill the terminal, and those with an hour in them differ
    between the processes of one run."""
    if isinstance(val, bytes):
        return argname
    if isinstance(val, str) and len(val) > LONGEST_ID:
        return val[:LONGEST_ID]
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by what a test uses, and keep the browser's tests in one process: one Chromium."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
        if fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and nothing here may pass by being skipped: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(autouse=True)
def _language_of_the_house() -> None:
    """A page asked for in English leaves its language behind, and the next test would speak it."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Log-in limits count in the cache: one test's attempts must not refuse the next one's."""
    yield
    cache.clear()


def installed_browser() -> str | None:
    """``CHROMIUM``, else the first browser that is installed."""
    wanted = os.environ.get("CHROMIUM")
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser that the tests drive: ``CHROMIUM``, else the first that is installed."""
    found = installed_browser()
    if not found:
        wanted = os.environ.get("CHROMIUM") or ", ".join(BROWSERS)
        pytest.fail(
            f"No browser to drive: {wanted} is not installed. On Debian: "
            "apt-get install chromium. On Ubuntu see CONTRIBUTING.md. CHROMIUM=path names another."
        )
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One headless Chromium for the whole process."""
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous interface runs an event loop in this thread, which Django takes for
    # a view that would block it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make a person's own browser: ``new_context(locale="zh-CN", viewport=...)``.

    At the end the test fails when a page raised an error of its own or broke the content security
    policy, however right the page looked.
    """
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**options)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if "Content Security Policy" in message.text
                else None
            ),
        )
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context().new_page()
