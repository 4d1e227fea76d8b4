"""``manage.py demo --out DIR``: the whole example assembly, without a person or a web server.

Nothing that exists is touched: the command starts itself again with a database, documents and keys
of its own inside DIR.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from desk.domain.demo.report import run_demo

INSIDE = "ASSOCIATION_DEMO"


class Command(BaseCommand):
    help = "Hold the example assembly with real ballots, keys and papers; leave them in a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, help="folder for the papers; made when missing")
        parser.add_argument("--day", help="day of the assembly, YYYY-MM-DD (default: today)")
        parser.add_argument("--seed", type=int, help="draw the votes anew (default: the example's)")

    def handle(self, *args: Any, **options: Any) -> None:
        out = Path(options["out"]).resolve()
        day = parse_date(options["day"]) if options["day"] else timezone.localdate()
        if day is None:
            raise CommandError("--day wants a date such as 2026-12-18")
        if os.environ.get(INSIDE) != str(out):
            self._start_inside(out)
        call_command("migrate", verbosity=0)
        run_demo(out=out, var=Path(settings.VAR_DIR), day=day, seed=options["seed"])
        self.stdout.write(f"minutes, reports, archives and summary.json are in {out}")

    def _start_inside(self, out: Path) -> None:
        var = out / "var"
        if var.exists():
            raise CommandError(f"{out} holds a demo already; name another folder or remove it.")
        var.mkdir(parents=True)
        environment = {
            **os.environ,
            INSIDE: str(out),
            "VAR_DIR": str(var),
            "DATABASE_URL": f"sqlite:///{var / 'association.sqlite3'}",
            "ELECTION_KEY_DIR": str(var / "election-keys"),
            "SECRET_KEY": "of-a-throw-away-database",
        }
        sys.stdout.flush()
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)
