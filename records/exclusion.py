"""No two dated facts of one kind may hold on one day: the database says so, on both engines."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation


class ForbidOverlap(Operation):
    """Migration operation: facts of ``model`` that agree in ``keys`` may not overlap.

    Half-open ranges ``[from_on, until_on)``, a null end meaning open; superseded rows do not count;
    ``where`` (the name of a boolean column) narrows it further. An exclusion constraint on
    PostgreSQL (needs the trusted extension ``btree_gist``), a pair of triggers on SQLite.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, keys: list[str], where: str = "") -> None:
        self.model = model
        self.keys = keys
        self.where = where

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.model, self.keys, self.where], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models is untouched."""

    def _names(self, app_label: str) -> tuple[str, str]:
        table = f"{app_label}_{self.model.lower()}"
        return table, f"{table}_no_overlap" + ("_" + self.keys[0] if self.where else "")

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table, name = self._names(app_label)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            equal = ", ".join(f"{key} WITH =" for key in self.keys)
            condition = "superseded_at IS NULL" + (f" AND ({self.where})" if self.where else "")
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist "
                f"({equal}, daterange(from_on, until_on) WITH &&) WHERE ({condition})"
            )
            return
        for event in ("INSERT", "UPDATE"):
            schema_editor.execute(self._trigger(table, name, event))

    def _trigger(self, table: str, name: str, event: str) -> str:
        same = " AND ".join(f"other.{key} = NEW.{key}" for key in self.keys)
        narrowed_new = narrowed_other = ""
        if self.where:
            narrowed_new = f" AND NEW.{self.where}"
            narrowed_other = f" AND other.{self.where}"
        return (
            f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {table} "
            f"WHEN NEW.superseded_at IS NULL{narrowed_new} AND EXISTS ("
            f"SELECT 1 FROM {table} other WHERE {same} AND other.id <> COALESCE(NEW.id, -1) "
            f"AND other.superseded_at IS NULL{narrowed_other} "
            f"AND (other.until_on IS NULL OR other.until_on > NEW.from_on) "
            f"AND (NEW.until_on IS NULL OR NEW.until_on > other.from_on)) "
            f"BEGIN SELECT RAISE(ABORT, 'overlap: {name}'); END"
        )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table, name = self._names(app_label)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            return
        for event in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER {name}_{event}")

    def describe(self) -> str:
        return f"Forbid overlapping facts in {self.model} by {', '.join(self.keys)}"
