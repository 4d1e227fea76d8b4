"""``manage.py verify_package FILE``: does the package of a term hold what it was packed with?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assemblies.domain.carrying.package_check import Findings, check_package


class Command(BaseCommand):
    help = "Check a term's package without a database; end with 1 and name what differs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--digest", help="the manifest's SHA-256, as noted when it was made")

    def handle(self, *, file: Path, digest: str | None, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        found = check_package(content)
        lines = _told(found)
        if digest and not found.unread and digest.lower() != found.digest:
            lines.append(f"another manifest: {found.digest}")
        if lines:
            raise CommandError("\n".join(lines))
        self.stdout.write(f"{found.files} files are as they were packed")
        self.stdout.write(f"{found.links} links of the log follow one another")
        self.stdout.write(f"manifest {found.digest}")


def _told(found: Findings) -> list[str]:
    words = {
        "missing": found.missing,
        "changed": found.changed,
        "added": found.added,
        "broken": found.broken,
    }
    lines = [f"{word}: {name}" for word, names in words.items() for name in names]
    return [f"no package: {found.unread}", *lines] if found.unread else lines
