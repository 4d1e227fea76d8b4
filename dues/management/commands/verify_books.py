"""``manage.py verify_books``: is every entry on record still as it was written?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dues.domain import posting
from dues.domain.overview import books_status
from dues.errors import BooksAltered
from records.errors import ChainBroken


class Command(BaseCommand):
    help = "Compare all entries with the digests in the log; end with 1 where one differs."

    def handle(self, **options: Any) -> None:
        try:
            entries = posting.verify_books()
        except (BooksAltered, ChainBroken) as error:
            raise CommandError(str(error)) from error
        books = books_status()
        if books.debit != books.credit:
            raise CommandError(f"debits are {books.debit} and credits {books.credit}")
        self.stdout.write(f"{entries} entries are as they were written")
        self.stdout.write(f"debits and credits are both {books.debit:.2f}")
