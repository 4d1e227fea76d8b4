"""What a voter was told is in the box survives a power cut: the embedded database waits for the
disk, as it is set up where nothing is configured (the suite's own does not wait)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ASKED = """
import threading
import django
django.setup()
from django.db import connection, transaction

def ask():
    with transaction.atomic(), connection.cursor() as cursor:
        for name in ("synchronous", "journal_mode"):
            print(cursor.execute(f"PRAGMA {name}").fetchone()[0])
    connection.close()

ask()
other = threading.Thread(target=ask)
other.start()
other.join()
"""
FULL = "2"  # https://www.sqlite.org/pragma.html#pragma_synchronous


@pytest.mark.parametrize("settings", ["dev", "production"])
def test_embedded_database_waits_for_the_disk_in_every_connection(
    settings: str, tmp_path: Path
) -> None:
    named = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    named |= {
        "DJANGO_SETTINGS_MODULE": f"config.settings.{settings}",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "for-tests-only",
        "ALLOWED_HOSTS": "vote.example",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=REPOSITORY,
        env=named,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [FULL, "wal"] * 2
    assert (tmp_path / "association.sqlite3").exists()
