"""``manage.py verify_texts``: is every text on record still the one that was adopted?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bylaws.domain import chain
from bylaws.models import Regulation

FAULTS = {
    True: "its text is not the one that was recorded",
    False: "its link does not fit the version that it amends",
}


class Command(BaseCommand):
    help = "Check the chain of every text; end with 1 and name the versions where one is broken."

    def handle(self, **options: Any) -> None:
        broken = 0
        for regulation in Regulation.objects.order_by("kind", "pk"):
            breaks = chain.breaks(regulation)
            broken += len(breaks)
            versions = regulation.versions.count()
            self.stdout.write(f"{regulation.title.en}: {versions} versions, {len(breaks)} broken")
            for found in breaks:
                what = FAULTS[found.is_text]
                self.stderr.write(f"broken: {found.version.label.en} ({found.version.pk}): {what}")
        if broken:
            raise CommandError(f"{broken} versions do not verify")
        self.stdout.write("every chain holds")
