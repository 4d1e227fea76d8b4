"""A migrated SQLite database, kept between runs: to migrate takes longer than most test files do.

What is kept bears the digest of all that the migrations are made of, so that another state of them
begins anew. PostgreSQL, and a fresh clone, always migrate.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

REPOSITORY = Path(__file__).resolve().parent.parent
KEPT = REPOSITORY / ".cache" / "test-database"
# What migrations import, and the versions of what runs them.
BESIDE = (
    "records/fields.py",
    "records/immutability.py",
    "records/exclusion.py",
    "requirements/dev.txt",
)


def _kept() -> Path:
    found = hashlib.sha256()
    for path in [*sorted(REPOSITORY.glob("*/migrations/*.py")), *map(REPOSITORY.joinpath, BESIDE)]:
        found.update(f"{path.relative_to(REPOSITORY)}\0".encode())
        found.update(path.read_bytes())
    return KEPT / f"{found.hexdigest()[:32]}.sqlite3"


def _is_file() -> bool:
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """True where a kept one is laid under the tests, so that it is not made anew."""
    return bool(request.config.getvalue("reuse_db")) or (_is_file() and _kept().exists())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool
) -> None:
    name = connection.settings_dict["TEST"]["NAME"]
    if _is_file() and django_db_keepdb and _kept().exists() and not Path(name).exists():
        shutil.copyfile(_kept(), name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    if _is_file() and not (place := _kept()).exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        aside = place.with_suffix(f".{os.getpid()}")
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(aside)])
        for older in KEPT.glob("*.sqlite3"):
            older.unlink(missing_ok=True)
        aside.replace(place)
