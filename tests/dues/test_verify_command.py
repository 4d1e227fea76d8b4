"""``manage.py verify_books`` from the terminal."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from dues.models import Entry
from tests.factories.dues import make_schedule, run_dues
from tests.factories.members import make_membership

pytestmark = pytest.mark.django_db


def verified() -> list[str]:
    said = io.StringIO()
    call_command("verify_books", stdout=said)
    return said.getvalue().splitlines()


def test_command_tells_that_the_books_are_whole() -> None:
    make_schedule()
    for _member in range(3):
        make_membership()
    run_dues()

    assert verified() == [
        "3 entries are as they were written",
        "debits and credits are both 3000.00",
    ]


def test_command_of_empty_books() -> None:
    assert verified() == [
        "0 entries are as they were written",
        "debits and credits are both 0.00",
    ]


def test_command_ends_with_an_error_where_an_entry_was_taken_away() -> None:
    make_schedule()
    for _member in range(3):
        make_membership()
    run_dues()
    Entry.objects.order_by("pk")[1].delete()

    with override("en"), pytest.raises(CommandError, match="not as they were written"):
        verified()
