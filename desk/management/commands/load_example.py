"""``manage.py load_example``: fill an empty database with the invented association."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from desk.domain.example.load import load_example
from desk.errors import ExampleRefused


class Command(BaseCommand):
    help = "Load the invented association, convened for today, into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", help="day of the assembly, YYYY-MM-DD (default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        day = parse_date(options["day"]) if options["day"] else timezone.localdate()
        if day is None:
            raise CommandError("--day wants a date such as 2026-12-18")
        folder = Path(settings.VAR_DIR) / "example"
        try:
            load_example(day=day, folder=folder, at=timezone.now())
        except ExampleRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"example loaded; keys, codes and accounts in {folder}")
