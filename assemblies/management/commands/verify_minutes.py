"""``manage.py verify_minutes FILE``: do signatures, evidence, figures and pages hold together?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from assemblies.domain.signing.verifying import verify_minutes
from records.domain.caller import caller_language
from records.domain.pdf import LANGUAGES
from records.errors import FontsMissing


class Command(BaseCommand):
    help = (
        "Check final minutes, or an extract of them, from the file alone; end with 1 where "
        "anything does not hold."
    )
    # Nothing of an installation is needed, its database least of all.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the PDF")
        parser.add_argument(
            "--authority",
            action="append",
            default=[],
            metavar="FINGERPRINT",
            help="a root under which every signature must be (SHA-256); may be given again",
        )
        parser.add_argument(
            "--revoked",
            action="append",
            default=[],
            type=Path,
            metavar="LIST",
            help="a later list of revoked certificates (DER); may be given again",
        )
        parser.add_argument(
            "--minutes", type=Path, metavar="FILE", help="of an extract: the whole minutes"
        )
        parser.add_argument("--jobs", type=int, default=1, help="processes for the archives")
        parser.add_argument(
            "--without-pages",
            action="store_true",
            help="leave the printed pages out, where the faces they are set in are not installed",
        )
        parser.add_argument("--json", action="store_true", help="print the checks as JSON")
        parser.add_argument(
            "--language",
            choices=list(LANGUAGES),
            default="",
            help="of what is told; else that of the terminal (LC_ALL, LC_MESSAGES, LANG)",
        )

    def handle(self, **options: Any) -> None:
        with override(caller_language(options["language"])):
            self._check(options)

    def _check(self, options: dict[str, Any]) -> None:
        try:
            content = options["file"].read_bytes()
            lists = [path.read_bytes() for path in options["revoked"]]
            minutes = options["minutes"].read_bytes() if options["minutes"] else None
        except OSError as error:
            raise CommandError(str(error)) from error
        accepted = {one.replace(":", "").replace(" ", "").lower() for one in options["authority"]}
        try:
            checks = verify_minutes(
                content,
                accepted=accepted,
                lists=lists,
                jobs=options["jobs"],
                pages=not options["without_pages"],
                minutes=minutes,
            )
        except FontsMissing as error:
            raise CommandError(str(error)) from error
        broken = sum(not check.holds for check in checks)
        if options["json"]:
            told = {"holds": not broken, "checks": [asdict(check) for check in checks]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            for check in checks:
                verdict = _("holds ") if check.holds else _("BROKEN")
                self.stdout.write(f"{verdict}  {check.subject}: {check.told}")
        if broken:
            words = _("%(broken)s of %(number)s checks do not hold")
            raise CommandError(words % {"broken": broken, "number": len(checks)})
        if not options["json"]:
            self.stdout.write(_("all checks hold"))
