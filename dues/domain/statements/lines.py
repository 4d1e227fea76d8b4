"""What a bank statement says, in whatever format it came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dues.errors import BalancesDisagree, SeveralAccounts, SeveralCurrencies, StatementTooLarge

MAX_BYTES = 32 * 1024 * 1024
"""Ten thousand entries of a wordy camt.053 take some fifteen million bytes."""
MAX_LINES = 50_000

LONGEST_PAYER = 200
LONGEST_ACCOUNT = 60
LONGEST_TEXT = 2000
LONGEST_REFERENCE = 100

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff]")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A movement. ``position`` counts from 1 in the order of the file; positive amounts came in.

    ``payer`` is the other side, also where money went out.
    """

    position: int
    booked_on: date
    amount: Decimal
    payer: str
    payer_account: str
    text: str
    bank_reference: str


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """``from_on`` and ``until_on`` are the first and the last day of it, both included.

    ``account`` and ``currency`` are as the file tells them, empty where it does not.
    """

    layout: str
    account: str
    currency: str
    from_on: date | None
    until_on: date | None
    opening: Decimal | None
    closing: Decimal | None
    lines: list[ReadLine]


@dataclass(frozen=True, slots=True)
class Movement:
    """A line before it has its place."""

    booked_on: date
    amount: Decimal
    payer: str = ""
    payer_account: str = ""
    text: str = ""
    bank_reference: str = ""


def placed(movements: Iterable[Movement]) -> list[ReadLine]:
    """The lines of movements in their order, no text longer than its column.

    Where no money moved there is no line: banks also use them for notes and rates.
    """
    return [
        ReadLine(
            position=position,
            booked_on=movement.booked_on,
            amount=movement.amount,
            payer=clean(movement.payer)[:LONGEST_PAYER],
            payer_account=clean(movement.payer_account)[:LONGEST_ACCOUNT],
            text=clean(movement.text)[:LONGEST_TEXT],
            bank_reference=clean(movement.bank_reference)[:LONGEST_REFERENCE],
        )
        for position, movement in enumerate((m for m in movements if m.amount), start=1)
    ]


def clean(text: str) -> str:
    """Without control characters, and with single blanks."""
    return " ".join(_CONTROL.sub(" ", text).split())


def joined(parts: Iterable[str]) -> str:
    """The parts that say something, each once."""
    return " ".join(dict.fromkeys(part for part in map(clean, parts) if part))


def check_balances(
    opening: Decimal | None, closing: Decimal | None, amounts: Iterable[Decimal]
) -> None:
    """BalancesDisagree unless the movements lead from one balance to the other."""
    if opening is None or closing is None:
        return
    total = sum(amounts, Decimal("0.00"))
    if opening + total != closing:
        raise BalancesDisagree(opening=opening, sum=total, made=opening + total, closing=closing)


def check_count(count: int, name: str) -> None:
    """StatementTooLarge beyond what is read at once."""
    if count > MAX_LINES:
        raise too_large(name)


def too_large(name: str) -> StatementTooLarge:
    return StatementTooLarge(name=name, mb=MAX_BYTES // 1024**2, lines=MAX_LINES)


def one_account(numbers: Iterable[str]) -> str:
    """The account that all name. Raises SeveralAccounts; banks set numbers in groups or not."""
    found = {"".join(number.split()): number for number in numbers if number}
    if len(found) > 1:
        raise SeveralAccounts(accounts=", ".join(list(found.values())[:5]))
    return next(iter(found), "")


def one_currency(codes: Iterable[str]) -> str:
    found = list(dict.fromkeys(code for code in codes if code))
    if len(found) > 1:
        raise SeveralCurrencies(currencies=", ".join(found[:5]))
    return found[0] if found else ""


def first_day(days: Sequence[date | None], lines: Sequence[ReadLine]) -> date | None:
    """The earliest of the days that the file states, or else of its lines."""
    stated = [day for day in days if day]
    return min(stated or [line.booked_on for line in lines], default=None)


def last_day(days: Sequence[date | None], lines: Sequence[ReadLine]) -> date | None:
    stated = [day for day in days if day]
    return max(stated or [line.booked_on for line in lines], default=None)
