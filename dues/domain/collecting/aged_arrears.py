"""Arrears by their age: what each firm is behind with, and since when."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dues.domain.arrears import Arrears, arrears_on
from members.models import Membership

ZERO = Decimal(0)
AGES: tuple[tuple[relativedelta, str | Promise], ...] = (
    (relativedelta(days=30), _("up to 30 days")),
    (relativedelta(days=90), _("31–90 days")),
    (relativedelta(years=1), _("91 days to a year")),
    (relativedelta(years=2), _("over a year")),
)
OLDEST = _("over 2 years")
"""Columns of a report: nothing follows from them."""


def headings() -> list[str]:
    return [*(str(label) for _age, label in AGES), str(OLDEST)]


def age_of(since: date, day: date) -> int:
    """The column of a claim of ``since`` on ``day``."""
    for place, (age, _label) in enumerate(AGES):
        if day <= since + age:
            return place
    return len(AGES)


@dataclass(frozen=True, slots=True)
class Row:
    """A firm's arrears; ``parts`` as :func:`headings` names them."""

    firm: uuid.UUID
    number: str
    since: date
    days: int
    amount: Decimal
    parts: list[Decimal]


@dataclass(frozen=True, slots=True)
class Table:
    rows: list[Row]
    parts: list[Decimal]
    amount: Decimal


SORTS: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "since": lambda row: (row.since, row.number),
    "amount": lambda row: (-row.amount, row.number),
    "number": lambda row: (row.number,),
}


def table_on(day: date, *, sort: str = "since", only: Iterable[uuid.UUID] | None = None) -> Table:
    """The arrears on ``day``, the oldest first unless ``sort`` says otherwise; of the firms in
    ``only`` where it is given."""
    behind = arrears_on(day)
    if only is not None:
        wanted = set(only)
        behind = {pk: arrears for pk, arrears in behind.items() if pk in wanted}
    members = Membership.objects.filter(firm__in=list(behind))
    numbers = dict(members.values_list("firm_id", "number"))
    rows = [_row(arrears, numbers, day) for arrears in behind.values()]
    rows.sort(key=SORTS.get(sort, SORTS["since"]))
    parts = [sum(column, ZERO) for column in zip(*(row.parts for row in rows), strict=True)]
    return Table(rows, parts or [ZERO] * (len(AGES) + 1), sum((row.amount for row in rows), ZERO))


def _row(arrears: Arrears, numbers: Mapping[uuid.UUID, str], day: date) -> Row:
    parts = [ZERO] * (len(AGES) + 1)
    for claim in arrears.claims:
        parts[age_of(claim.since, day)] += claim.amount
    return Row(
        firm=arrears.firm,
        number=numbers[arrears.firm],
        since=arrears.since,
        days=arrears.days(day),
        amount=arrears.amount,
        parts=parts,
    )
