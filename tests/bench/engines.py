"""The same benchmark on each database engine that is there, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests.bench.table import Table, Value

# A server on this machine that trusts local connections; BENCH_POSTGRES_URL names another.
LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
NAME = f"association_bench_{os.getpid()}"


def measure(table: Table, module: str) -> None:
    """Add what ``module`` measures in an empty SQLite database."""
    with tempfile.TemporaryDirectory(prefix="association-bench-") as folder:
        _run(table, module, Path(folder), {})


def measure_on_both(table: Table, module: str) -> None:
    """The same, and on PostgreSQL where a server can be reached."""
    measure(table, module)
    server = os.environ.get("BENCH_POSTGRES_URL", LOCAL)
    try:
        with _database(server) as url, tempfile.TemporaryDirectory() as folder:
            _run(table, module, Path(folder), {"DATABASE_URL": url})
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        sys.stdout.write(f"PostgreSQL is not measured: {reason} (BENCH_POSTGRES_URL names one)\n")


def _run(table: Table, module: str, folder: Path, more: dict[str, str]) -> None:
    out = folder / "bench.json"
    told = {**os.environ, "VAR_DIR": str(folder), **more}
    subprocess.run(
        [sys.executable, "-m", "tests.bench.apart", module, str(out)], check=True, env=told
    )
    table.values += [Value(**row) for row in json.loads(out.read_text(encoding="utf-8"))]


@contextmanager
def _database(server: str) -> Iterator[str]:
    """A database of its own on ``server``, taken away afterwards."""
    with psycopg.connect(server, autocommit=True, connect_timeout=3) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        try:
            yield f"{server.rsplit('/', 1)[0]}/{NAME}"
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(NAME))
            )
