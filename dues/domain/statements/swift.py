"""The statement of SWIFT: MT940, one message or several, in its envelope or without.

The tags are taken apart by the library `mt-940`, with all of its corrections switched on. Three
things it leaves to its caller are seen to here: that a file which was cut off is refused (every
message needs its closing balance, :62F:, and the movements must lead to it), that a movement
without a type does not make room for the next, and that no line of a statement reaches the logs.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from itertools import pairwise
from typing import Any

import mt940
from django.utils.translation import gettext as _
from mt940.models import Balance, Transactions

from dues.domain.amounts import exact_amount
from dues.domain.statements.lines import (
    Movement,
    ReadStatement,
    check_balances,
    check_count,
    first_day,
    last_day,
    one_account,
    one_currency,
    placed,
)
from dues.domain.statements.swift_details import details_of
from dues.errors import (
    AmountRefused,
    ClosingBalanceMissing,
    DateMissing,
    LineBroken,
    PageMissing,
    StatementUnreadable,
)

LAYOUT = "MT940"
BALANCES = {"opening": ":60[FM]:", "closing": ":62[FM]:"}
UNTYPED = "NMSC"
"""What SWIFT calls a movement of no particular type."""

# The library tells its log each value that it cannot read: names and accounts of people.
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)

_TAGGED = re.compile(r"^:(?:20|25P?|28C?|60[FM]|61):", re.MULTILINE)
_ENVELOPE = re.compile(r"^(?:\{\d:.*|-\}\{.*|-\}?[ \t]*)$", re.MULTILINE)
_MESSAGE = re.compile(r"^(?=:20:)", re.MULTILINE)
_CLOSED = re.compile(r"^:62[FM]:[CD]\d{6}[A-Z]{3}\d", re.MULTILINE)
_MOVEMENT = re.compile(r"^:61:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Message:
    """One message as the library read it; ``line`` and ``last_line`` are its place in the file."""

    part: str
    line: int
    last_line: int
    read: Transactions

    def exact(self, amount: Decimal, place: int) -> Decimal:
        """An amount that stands at a place of the message; LineBroken where it has more places."""
        try:
            return exact_amount(amount, str(amount))
        except AmountRefused as fault:
            line = self.line + self.part.count("\n", 0, place)
            raise LineBroken(place=_line(line), fault=fault.text) from fault

    def balance(self, name: str) -> Balance | None:
        """Opening or closing, of the whole statement or of a page of it."""
        kinds = (f"final_{name}_balance", f"intermediate_{name}_balance")
        return next((self.read.data[kind] for kind in kinds if kind in self.read.data), None)

    def amount(self, name: str) -> Decimal | None:
        written = getattr(self.balance(name), "amount", None)
        if written is None:
            return None
        found = re.search(f"^{BALANCES[name]}", self.part, re.MULTILINE)
        return self.exact(written.amount, found.start() if found else 0)


def is_swift(text: str) -> bool:
    """Whether tags such as :20: begin its first lines."""
    return len(_TAGGED.findall(text[:4000])) > 1


def read_swift(*, text: str, name: str) -> ReadStatement:
    """The movements of all messages in a file.

    Raises ClosingBalanceMissing, PageMissing, BalancesDisagree, LineBroken, SeveralAccounts,
    SeveralCurrencies, StatementTooLarge, StatementUnreadable.
    """
    check_count(len(_MOVEMENT.findall(text)), name)
    messages = _messages(text)
    if not messages:
        raise StatementUnreadable(name=name)
    _check_pages(messages)
    movements: list[Movement] = []
    for message in messages:
        found = _movements(message)
        amounts = [movement.amount for movement in found]
        check_balances(message.amount("opening"), message.amount("closing"), amounts)
        movements.extend(found)
    lines = placed(movements)
    currency = one_currency(str(message.read.currency or "") for message in messages)
    booked = [line.booked_on for line in lines]
    days = [_balance_day(message, name) for message in messages for name in BALANCES]
    return ReadStatement(
        layout=LAYOUT,
        account=one_account(_account(message, currency) for message in messages),
        currency=currency,
        # The opening balance bears the day of the statement before.
        from_on=first_day(booked or days, lines),
        until_on=last_day([*days, *booked], lines),
        opening=messages[0].amount("opening"),
        closing=messages[-1].amount("closing"),
        lines=lines,
    )


def _messages(text: str) -> list[_Message]:
    """Each message of the file. The envelope's lines are emptied, so that lines keep their
    number."""
    bare = _ENVELOPE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    messages, line = [], 1
    for part in _MESSAGE.split(bare):
        last_line = line + part.rstrip().count("\n")
        if part.startswith(":20:"):
            messages.append(_Message(part, line, last_line, _read(part, line, last_line)))
        line += part.count("\n")
    return messages


def _read(part: str, line: int, last_line: int) -> Transactions:
    """One message taken apart."""
    try:
        # From a handle: a text would be tried as the path of a file first.
        read = mt940.parse(
            StringIO(part),
            tags={61: mt940.tags.StatementGLS()},
            processors={"post_statement": [*_AFTER_STATEMENT, _with_type]},
            options=mt940.Options.all(),
        )
    except (RuntimeError, ValueError, InvalidOperation) as error:
        # Without the library's error, which quotes the line.
        raise _fault(part, line, last_line, error) from None
    if len(read.transactions) != len(_MOVEMENT.findall(part)):
        raise LineBroken(place=_line(line), fault=_("a movement is lost in this message."))
    return read


_AFTER_STATEMENT = Transactions.DEFAULT_PROCESSORS["post_statement"]


def _with_type(
    _transactions: Transactions, _tag: object, _read: Mapping[str, Any], result: dict[str, Any]
) -> dict[str, Any]:
    """A type where the bank gave none: without one the next movement would overwrite this."""
    return {**result, "id": result.get("id") or UNTYPED}


def _fault(part: str, line: int, last_line: int, error: Exception) -> Exception:
    """That the file was cut off where no closing balance is to be seen, or else the faulty line."""
    if not _CLOSED.search(part):
        return ClosingBalanceMissing(line=last_line)
    value = str(error.args[2]) if len(error.args) > 2 else ""
    at = part.find(":" + value.split("\n", 1)[0]) if value else 0
    where = line + part.count("\n", 0, max(at, 0))
    fault = _("the field cannot be read as MT940. Export the statement again.")
    return LineBroken(place=_line(where), fault=fault)


def _line(number: int) -> str:
    return _("Line %(line)s") % {"line": number}


def _check_pages(messages: list[_Message]) -> None:
    """Pages end in :62M: and go on with :60M:, the last one ends in :62F:."""
    for message in messages:
        if message.balance("closing") is None:
            raise ClosingBalanceMissing(line=message.last_line)
    if "final_closing_balance" not in messages[-1].read.data:
        raise ClosingBalanceMissing(line=messages[-1].last_line)
    if "final_opening_balance" not in messages[0].read.data:
        raise PageMissing(line=messages[0].line)
    for before, after in pairwise(messages):
        if before.amount("closing") != after.amount("opening"):
            raise PageMissing(line=after.line)


def _balance_day(message: _Message, name: str) -> date | None:
    return _plain_day(getattr(message.balance(name), "date", None))


def _plain_day(day: date | None) -> date | None:
    return None if day is None else date(day.year, day.month, day.day)


def _account(message: _Message, currency: str) -> str:
    """The number of :25:, without the currency that some banks put behind it."""
    number = str(message.read.data.get("account_identification") or "").strip()
    return number.removesuffix(currency).strip() if currency else number


def _movements(message: _Message) -> list[Movement]:
    found = []
    starts = _MOVEMENT.finditer(message.part)
    for start, transaction in zip(starts, message.read, strict=True):
        data = transaction.data
        day, written = _plain_day(data.get("entry_date") or data.get("date")), data.get("amount")
        if day is None or written is None:
            raise LineBroken(place=_line(message.line), fault=DateMissing().text)
        amount = message.exact(written.amount, start.start())
        found.append(Movement(booked_on=day, amount=amount, **details_of(data)))
    return found
