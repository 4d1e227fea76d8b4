"""Whether the column of balances follows the movements, and which signs they have by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dues.errors import BalanceBreaks, DebitSignUnclear

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A movement as its row has it; ``number`` is that of the row in the file.

    ``went_out`` is as written, of either sign; at most one of the two is not nothing.
    """

    number: int
    booked_on: date
    came_in: Decimal
    went_out: Decimal
    balance: Decimal | None
    cells: Sequence[str]

    @property
    def amount(self) -> Decimal:
        return self.came_in - self.went_out


@dataclass(frozen=True, slots=True)
class Chain:
    """The balances before the first and after the last movement, by time."""

    opening: Decimal
    closing: Decimal


def follow(rows: Sequence[TableRow]) -> Chain | None:
    """The chain of balances, with the oldest movement on top or at the bottom; None without any.

    Which it is, the days tell; where all are of one day, the balances. Raises BalanceBreaks at the
    row where it does not go on.
    """
    if not any(row.balance is not None for row in rows):
        return None
    first, last = rows[0].booked_on, rows[-1].booked_on
    chain, broken_at = _chain(reversed(rows) if first > last else rows)
    if chain is None and first == last:
        chain, _row = _chain(reversed(rows))
    if chain is None:
        raise BalanceBreaks(row=broken_at)
    return chain


def _chain(rows: Iterable[TableRow]) -> tuple[Chain | None, int]:
    """The chain, or the row that breaks it. A row may lack its balance: the next that has one
    counts for both."""
    opening, running = None, ZERO
    for row in rows:
        running += row.amount
        if row.balance is None:
            continue
        if opening is None:
            opening, running = row.balance - running, row.balance
        elif running != row.balance:
            return None, row.number
    return (None if opening is None else Chain(opening, running)), 0


def with_signs(rows: Sequence[TableRow]) -> list[TableRow]:
    """The rows with what went out as a positive amount, and a reversal of it as a negative one.

    Some banks write what went out with a minus; others give a minus only to what they take back.
    Where all of it has a minus, only the balances can tell; raises DebitSignUnclear where they do
    not, or are not there.
    """
    outgoing = [row for row in rows if row.went_out]
    negative = [row for row in outgoing if row.went_out < 0]
    if not negative or len(negative) < len(outgoing):
        return list(rows)
    turned = [_turned(row) for row in rows]
    as_written, as_turned = _follows(rows), _follows(turned)
    has_balances = any(row.balance is not None for row in rows)
    if as_written == as_turned and (as_written or not has_balances):
        raise DebitSignUnclear(row=negative[0].number)
    return turned if as_turned else list(rows)


def _turned(row: TableRow) -> TableRow:
    return TableRow(
        row.number, row.booked_on, row.came_in, abs(row.went_out), row.balance, row.cells
    )


def _follows(rows: Sequence[TableRow]) -> bool:
    """Whether balances are there that prove these signs."""
    try:
        return follow(rows) is not None
    except BalanceBreaks:
        return False
