"""Columns that the database itself refuses to change, on both engines."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation


class ForbidUpdate(Operation):
    """Migration operation: once written, ``columns`` of ``model`` keep their value.

    A trigger that compares, so that saving a row as it is goes through. Deleting is not refused:
    foreign keys protect what others refer to. On SQLite a later migration that rebuilds the table
    drops the trigger and has to repeat this operation.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, columns: list[str]) -> None:
        self.model = model
        self.columns = columns

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.model, self.columns], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models is untouched."""

    def _names(self, app_label: str) -> tuple[str, str]:
        table = f"{app_label}_{self.model.lower()}"
        return table, f"{table}_stays"

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table, name = self._names(app_label)
        if schema_editor.connection.vendor == "postgresql":
            differs = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in self.columns)
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION 'immutable: {name}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN ({differs}) EXECUTE FUNCTION {name}()"
            )
            return
        differs = " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in self.columns)
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {differs} "
            f"BEGIN SELECT RAISE(ABORT, 'immutable: {name}'); END"
        )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table, name = self._names(app_label)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
            return
        schema_editor.execute(f"DROP TRIGGER {name}")

    def describe(self) -> str:
        return f"Forbid changes of {', '.join(self.columns)} in {self.model}"
