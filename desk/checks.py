"""Settings that contradict what the association needs are told at the start, not in the hall."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.http.request import validate_host

NOT_SHARED = ("locmem.LocMemCache", "dummy.DummyCache")
UNSAFE_SOURCES = ("'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:", "http:")


@register(Tags.caches)
def check_cache_is_shared(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """With a cache for each process, guessing a password gets as many tries as there are."""
    if not settings.CACHES["default"]["BACKEND"].endswith(NOT_SHARED):
        return []
    hint = "Leave CACHES as config.settings.base has it, or set CACHE_URL to a Redis."
    return [Error("The cache is not shared by all processes.", hint=hint, id="desk.E001")]


@register(Tags.database)
def check_sqlite_takes_lock_first(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A deferred transaction that reads and then writes fails when another wrote in between."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    if database.get("OPTIONS", {}).get("transaction_mode") == "IMMEDIATE":
        return []
    hint = 'Set OPTIONS["transaction_mode"] to "IMMEDIATE".'
    return [Error("SQLite's transactions do not lock first.", hint=hint, id="desk.E002")]


@register(Tags.database)
def check_postgresql_writes_through(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Asked of the connection, since server, database, role and address may each set it. With
    ``off`` a power cut takes back what a voter was told is in the box."""
    return [
        Warning(
            f"PostgreSQL confirms what is not on disk yet ({alias}: synchronous_commit is off).",
            hint="Set synchronous_commit to on: ALTER DATABASE ... SET synchronous_commit = on",
            id="desk.W002",
        )
        for alias in databases or ()
        if _setting_of(alias, "synchronous_commit") == "off"
    ]


def _setting_of(alias: str, name: str) -> str:
    """What PostgreSQL says of a setting; nothing of any other database."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


@register(Tags.security)
def check_policy_lets_nothing_foreign_in(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """One foreign or inline script in the booth could carry a voter's code away."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return [
        Error(
            f"The content security policy has {source} in {name}.",
            hint="Serve the file from static/ instead.",
            id="desk.E003",
        )
        for name, sources in directives.items()
        for source in sources
        if source in UNSAFE_SOURCES
    ]


@register(Tags.security)
def check_election_keys_are_not_served(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    served = {"STATIC_ROOT": settings.STATIC_ROOT, "DOCUMENT_DIR": settings.DOCUMENT_DIR}
    return [
        Error(
            f"ELECTION_KEY_DIR lies inside {name}, whose files are handed out.",
            hint="Give the election keys a folder of their own.",
            id="desk.E004",
        )
        for name, folder in served.items()
        if Path(settings.ELECTION_KEY_DIR).is_relative_to(folder)
    ]


@register(Tags.security, deploy=True)
def check_election_keys_are_kept_apart(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A backup of the data folder must not hold the server's share of a key (it is destroyed
    after the result, and a copy in a backup would outlive that)."""
    if not Path(settings.ELECTION_KEY_DIR).is_relative_to(settings.VAR_DIR):
        return []
    hint = "Set ELECTION_KEY_DIR to a folder outside VAR_DIR that no backup takes."
    return [Warning("Election keys lie among the data.", hint=hint, id="desk.W001")]


@register(Tags.urls)
def check_slip_origin_is_answered(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Printed slips lead there: one that nobody answers is noticed before they are printed."""
    host = urlsplit(settings.SLIP_ORIGIN).hostname
    if not host:
        return []
    if not validate_host(host, settings.ALLOWED_HOSTS):
        hint = f"Add {host} to ALLOWED_HOSTS."
        return [Error("Slips lead to a host that is not answered.", hint=hint, id="desk.E005")]
    if set(settings.ALLOWED_HOSTS) == {host}:
        hint = "Add the host under which members log in to ALLOWED_HOSTS."
        return [Error("Nobody can log in where slips lead.", hint=hint, id="desk.E006")]
    return []
