"""``manage.py verify_package FILE``: does the package of a term hold what it was packed with?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from assemblies.domain.carrying.package_check import check_package, told_faults, told_figures
from records.domain.caller import caller_language
from records.domain.pdf import LANGUAGES


class Command(BaseCommand):
    help = "Check a term's package without a database; end with 1 and name what differs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--digest", help="the manifest's SHA-256, as noted when it was made")
        parser.add_argument(
            "--language",
            choices=list(LANGUAGES),
            default="",
            help="of what is told; else that of the terminal (LC_ALL, LC_MESSAGES, LANG)",
        )

    def handle(self, *, language: str = "", **options: Any) -> None:
        with override(caller_language(language)):
            self._check(**options)

    def _check(self, *, file: Path, digest: str | None, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        found = check_package(content)
        lines = told_faults(found)
        if digest and not found.unread and digest.lower() != found.digest:
            lines.append(_("another manifest: %(digest)s") % {"digest": found.digest})
        if lines:
            raise CommandError("\n".join(lines))
        for line in told_figures(found):
            self.stdout.write(line)
