"""A database that refuses: as a whole, or one of its writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from records.models import LogEntry

Refusal = Callable[[], AbstractContextManager[None]]


@contextmanager
def read_only() -> Iterator[None]:
    """As where the disk was mounted read-only, or the server is a standby."""
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": (
            "SET default_transaction_read_only = on",
            "SET default_transaction_read_only = off",
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(off)


@contextmanager
def refusing(table: str, act: str, when: str = "") -> Iterator[None]:
    """One of several writes fails: a trigger raises as the database would in its place. ``when``
    says of which rows, by NEW or OLD; of all where it says nothing."""
    name, which = "refuse_for_test", f"FOR EACH ROW WHEN ({when or 'true'})"
    if connection.vendor == "sqlite":
        made = [
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} {which} "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        ]
        gone = [f"DROP TRIGGER {name}"]
    else:
        made = [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$",
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} {which} EXECUTE FUNCTION {name}()",
        ]
        gone = [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}"]
    with connection.cursor() as cursor:
        for statement in made:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in gone:
                cursor.execute(statement)


def on(model: Any, act: str, when: str = "") -> Refusal:
    """That write of ``model``, for a test that is given several."""

    def refusal() -> AbstractContextManager[None]:
        return refusing(model._meta.db_table, act, when)

    refusal.__name__ = f"{model.__name__} {act} {when}".strip()  # what the test is called by
    return refusal


def at_log(event: str) -> Refusal:
    return on(LogEntry, "INSERT", f"NEW.event = '{event}'")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row but of sessions, so that nothing half-written is overlooked."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label != "sessions"
    }
