"""``make bench``: a table on the terminal, the same values in ``var/bench.json``.

Judges nothing. Where a machine has other work, the ratios are what to compare. The database is a
throw-away one with the settings that ``make run`` uses, so that a commit costs what it costs there.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import django

REPOSITORY = Path(__file__).resolve().parents[2]


def main() -> None:
    kept = Path(os.environ.get("VAR_DIR", REPOSITORY / "var")) / "bench.json"
    with tempfile.TemporaryDirectory(prefix="association-bench-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "VAR_DIR": folder}
        for name in ("DATABASE_URL", "ELECTION_KEY_DIR", "CELERY_BROKER_URL", "CACHE_URL"):
            os.environ.pop(name, None)
        django.setup()
        # Models can be imported only from here on.
        from tests.bench import (
            association,
            ballots,
            booth,
            engines,
            redlines,
            texts,
            verifying,
        )
        from tests.bench.table import Table

        table = Table()
        redlines.measure(table)
        ballots.measure(table)
        verifying.measure(table)
        booth.measure(table)
        association.measure(table)
        texts.measure(table)
        engines.measure(table, "tests.bench.register")
        engines.measure(table, "tests.bench.papers")
        engines.measure(table, "tests.bench.money")
        engines.measure_on_both(table, "tests.bench.books")
        engines.measure_on_both(table, "tests.bench.hall")
        engines.measure_on_both(table, "tests.bench.voting")
    table.write(kept)


if __name__ == "__main__":
    main()
