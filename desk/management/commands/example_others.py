"""``manage.py example_others come|vote``: a hundred people, so that one can walk the example."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from desk.domain.demo import others
from desk.domain.demo.report import Progress
from records.errors import ActRefused


class Command(BaseCommand):
    help = "Let the others of the example come to the hall, or vote in the boxes that are open."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["come", "vote"])

    def handle(self, *, act: str, **options: Any) -> None:
        folder, at = Path(settings.VAR_DIR) / "example", timezone.now()
        try:
            if act == "come":
                self.stdout.write(f"{others.come(folder=folder, at=at)} came to the hall")
                return
            with tqdm(total=0, unit="ballot") as bar:
                cast = others.vote(folder=folder, at=at, progress=Progress(bar))
        except ActRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{cast} ballots cast")
