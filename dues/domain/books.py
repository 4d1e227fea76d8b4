"""The chart of accounts: opened once from the profile's, then the association's own."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from bylaws.models import Association
from dues.enums import AccountRole
from dues.errors import BooksNotOpen
from dues.models import Account
from members.models import User
from records.domain import log
from records.fields import Translated

STREAM = "dues"
CHARTS = Path(__file__).resolve().parent.parent / "charts"
GENERAL = "general"


@transaction.atomic
def open_books(*, by: User | None, at: datetime) -> list[Account]:
    """Put up the accounts of the association's profile; where any are there, nothing changes."""
    if Account.objects.exists():
        return list(Account.objects.all())
    association = Association.objects.first()
    chart = CHARTS / f"{association.profile if association else GENERAL}.json"
    if not chart.exists():
        chart = CHARTS / f"{GENERAL}.json"
    told = json.loads(chart.read_text(encoding="utf-8"))
    Account.objects.bulk_create(
        Account(
            code=row["code"],
            name=Translated(zh=row["zh"], en=row["en"]),
            kind=row["kind"],
            role=row["role"],
        )
        for row in told["accounts"]
    )
    payload = {"chart": chart.stem, "accounts": [row["code"] for row in told["accounts"]]}
    log.record(stream=STREAM, event="books_opened", payload=payload, by=by, at=at)
    return list(Account.objects.all())


def account_for(role: AccountRole) -> Account:
    """The account with that role; of several the first by number. Raises BooksNotOpen."""
    account = Account.objects.filter(role=role).first()
    if account is None:
        raise BooksNotOpen(role=str(role.label))
    return account


def account_ids() -> dict[str, int]:
    """The account of each role, in one query. Raises BooksNotOpen where none is there."""
    found: dict[str, int] = {}
    for role, pk in Account.objects.order_by("-code").values_list("role", "pk"):
        found[role] = pk
    if not found:
        raise BooksNotOpen(role=str(AccountRole.RECEIVABLE.label))
    return found
