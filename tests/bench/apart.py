"""``python -m tests.bench.apart MODULE OUT``: one module's measurements in an empty database of its
own, in a process of its own, so that neither data nor memory of others are in them."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import django


def main(module: str, out: Path) -> None:
    django.setup()
    # Models can be imported only from here on.
    from django.core.management import call_command

    from tests.bench.table import Table

    call_command("migrate", verbosity=0)
    table = Table()
    import_module(module).measure(table)
    out.write_text(json.dumps([asdict(row) for row in table.values]), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    main(sys.argv[1], Path(sys.argv[2]))
