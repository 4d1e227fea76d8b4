"""Rows of a table as the movements of a statement, by the layout that its headings fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from dues.domain.amounts import read_amount
from dues.domain.statements.days import read_day
from dues.domain.statements.layouts import Layout, guess_layout, plain
from dues.domain.statements.lines import (
    Movement,
    ReadStatement,
    check_balances,
    check_count,
    first_day,
    joined,
    last_day,
    one_account,
    one_currency,
    placed,
)
from dues.domain.statements.table_balance import ZERO, TableRow, follow, with_signs
from dues.domain.statements.table_facts import (
    BALANCES,
    SUBTOTALS,
    TOTALS,
    Facts,
    begins_with,
    currency_code,
    facts_of,
)
from dues.domain.statements.tables import Table
from dues.errors import (
    AmountMissing,
    AmountRefused,
    BothDirections,
    DirectionUnknown,
    LayoutUnknown,
    LineBroken,
    RowBrokenOff,
    StatementEmpty,
    StatementRefused,
    TooManyCells,
    TotalsDisagree,
)

LONGEST_TOLD = 80
"""Characters of a cell that is refused, as the refusal quotes it; no day or amount is longer."""
HEADINGS_WITHIN = 40
"""Rows from the top; above the headings stand account, period and balance."""
CAME_IN = {"贷", "贷方", "收", "收入", "转入", "来账", "入账", "入", "c", "cr", "credit", "h", "+"}
WENT_OUT = {
    "借",
    "借方",
    "付",
    "支",
    "支出",
    "转出",
    "往账",
    "出账",
    "出",
    "d",
    "dr",
    "debit",
    "s",
    "-",
}

_ROUNDED_NUMBER = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the headings stand and what they mean."""

    row: int
    headings: list[str]
    layout: Layout
    places: Mapping[str, tuple[int, ...]]

    @property
    def width(self) -> int:
        return max(index for index, heading in enumerate(self.headings) if heading) + 1

    def cell(self, cells: Sequence[str], field: str) -> str:
        columns = self.places.get(field, ())
        return cells[columns[0]] if columns and columns[0] < len(cells) else ""

    def heading(self, field: str) -> str:
        return self.headings[self.places[field][0]]


def read_rows(*, table: Table, name: str, layouts: Sequence[Layout]) -> ReadStatement:
    """The statement in a table.

    Raises LayoutUnknown, StatementEmpty, LineBroken, TooManyCells, DebitSignUnclear,
    SeveralAccounts, SeveralCurrencies, StatementTooLarge, and as StatementIncomplete RowBrokenOff,
    BalanceBreaks, BalancesDisagree, TotalsDisagree.
    """
    frame = _frame(table, name, layouts)
    raw, beside = _parted(table, frame)
    check_count(len(raw), name)
    if not raw:
        raise StatementEmpty(name=name)
    facts = facts_of([*table.rows[: frame.row], *beside])
    rows = with_signs(raw)
    opening, closing = _balances(rows, facts)
    _check_totals(raw, rows, facts, _totals_row(beside, frame))
    lines = placed(_movement(row, frame) for row in rows)
    return ReadStatement(
        layout=frame.layout.name,
        account=one_account([facts.account, *_column(rows, frame, "account")]),
        currency=one_currency(
            [facts.currency, *map(currency_code, _column(rows, frame, "currency"))]
        ),
        from_on=first_day([facts.from_on], lines),
        until_on=last_day([facts.until_on], lines),
        opening=opening,
        closing=closing,
        lines=lines,
    )


def _frame(table: Table, name: str, layouts: Sequence[Layout]) -> _Frame:
    top = table.rows[:HEADINGS_WITHIN]
    for number, row in enumerate(top):
        layout = guess_layout(row, layouts)
        if layout is not None:
            return _Frame(number, row, layout, layout.places(row))
    fullest = max(top, key=lambda row: sum(bool(cell) for cell in row), default=[])
    raise LayoutUnknown(name=name, headings=[cell for cell in fullest if cell])


def _parted(table: Table, frame: _Frame) -> tuple[list[TableRow], list[list[str]]]:
    """The movements, and the rows below the headings that are none."""
    rows: list[TableRow] = []
    beside: list[list[str]] = []
    heads = [plain(heading) for heading in frame.headings]
    for number, cells in enumerate(table.rows[frame.row + 1 :], start=frame.row + 2):
        if not any(cells) or [plain(cell) for cell in cells] == heads:
            continue
        if _is_beside(cells, frame):
            beside.append(cells)
            continue
        if table.is_text:
            _check_width(cells, frame, number)
        rows.append(_row(cells, frame, number))
    return rows, beside


def _is_beside(cells: list[str], frame: _Frame) -> bool:
    """A total, a note, a balance, a page's end: no day in the column of days, and a word for it
    or nothing in the columns of amounts. One that begins with a figure was cut off."""
    has_amount = any(frame.cell(cells, field) for field in ("credit", "debit", "amount"))
    if not has_amount and begins_with(cells, BALANCES):
        return True
    if frame.cell(cells, "booked_on")[:1].isdigit():
        return False
    if begins_with(cells, TOTALS + SUBTOTALS):
        return True
    begins_with_figure = next((cell for cell in cells if cell), "")[:1].isdigit()
    return not begins_with_figure and (not has_amount or _is_label(cells))


def _is_label(cells: list[str]) -> bool:
    facts = facts_of([cells])
    return facts.opening is not None or facts.closing is not None


def _check_width(cells: list[str], frame: _Frame, number: int) -> None:
    if len(cells) < frame.width:
        raise RowBrokenOff(row=number, count=len(cells), expected=frame.width)
    if any(cells[len(frame.headings) :]):
        raise TooManyCells(row=number)


def _row(cells: list[str], frame: _Frame, number: int) -> TableRow:
    read = _Reader(cells, frame, number)
    came_in, went_out = read.amounts()
    return TableRow(
        number=number,
        booked_on=read.field("booked_on", lambda text: read_day(text, frame.layout.date_format)),
        came_in=came_in,
        went_out=went_out,
        balance=read.money("balance"),
        cells=cells,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the cells of a row; what is wrong is told with row and heading."""

    cells: list[str]
    frame: _Frame
    number: int

    def field(self, field: str, read: Callable[[str], T]) -> T:
        try:
            return read(self.frame.cell(self.cells, field)[:LONGEST_TOLD])
        except (AmountRefused, StatementRefused) as fault:
            place = _("Row %(row)s, column “%(column)s”") % {
                "row": self.number,
                "column": self.frame.heading(field),
            }
            raise LineBroken(place=place, fault=fault.text) from fault

    def money(self, field: str) -> Decimal | None:
        """The amount in a column; None where there is no such column or nothing in it."""
        if field not in self.frame.places:
            return None
        try:
            return self.field(field, read_amount)
        except LineBroken as broken:
            if isinstance(broken.__cause__, AmountMissing):
                return None
            raise

    def amounts(self) -> tuple[Decimal, Decimal]:
        """What came in and what went out, as written."""
        if "credit" in self.frame.places and "debit" in self.frame.places:
            came_in, went_out = self.money("credit"), self.money("debit")
            if came_in is None and went_out is None:
                self.field("credit", read_amount)
            if came_in and went_out:
                raise LineBroken(place=self.place(), fault=BothDirections().text)
            return came_in or ZERO, went_out or ZERO
        amount = self.field("amount", read_amount)
        if "direction" in self.frame.places:
            return (amount, ZERO) if self.field("direction", _came_in) else (ZERO, amount)
        return (amount, ZERO) if amount > 0 else (ZERO, -amount)

    def place(self) -> str:
        return _("Row %(row)s") % {"row": self.number}


def _came_in(text: str) -> bool:
    """Whether a cell such as 贷, 来账[Credit] or D says that money came in."""
    words = {plain(word) for word in re.split(r"[\s\[\](（）)/]+", text)} - {""}
    if words and words <= CAME_IN | WENT_OUT and words.isdisjoint(WENT_OUT):
        return True
    if words and words <= WENT_OUT:
        return False
    raise DirectionUnknown(value=text)


def _balances(rows: list[TableRow], facts: Facts) -> tuple[Decimal | None, Decimal | None]:
    """Opening and closing balance; what is stated, and what the column of balances shows, must
    both hold."""
    chain = follow(rows)
    openings = [facts.opening, chain.opening if chain else None]
    closings = [facts.closing, chain.closing if chain else None]
    for opening in openings:
        for closing in closings:
            check_balances(opening, closing, (row.amount for row in rows))
    return (
        next((amount for amount in openings if amount is not None), None),
        next((amount for amount in closings if amount is not None), None),
    )


def _totals_row(beside: list[list[str]], frame: _Frame) -> dict[str, Decimal]:
    """The totals that a row at the end states in the columns of what came in and what went out."""
    for cells in beside:
        if begins_with(cells, TOTALS) and not begins_with(cells, SUBTOTALS):
            return {
                field: amount
                for field in ("credit", "debit")
                if (amount := _amount_or_none(frame.cell(cells, field))) is not None
            }
    return {}


def _amount_or_none(text: str) -> Decimal | None:
    try:
        return read_amount(text)
    except AmountRefused:
        return None


def _check_totals(
    raw: list[TableRow], rows: list[TableRow], facts: Facts, stated: Mapping[str, Decimal]
) -> None:
    """TotalsDisagree unless every total that the file states is that of its rows."""
    came_in = sum((row.amount for row in rows if row.amount > 0), ZERO)
    went_out = sum((-row.amount for row in rows if row.amount < 0), ZERO)
    pairs: list[tuple[Decimal | int | None, Decimal | int]] = [
        (stated.get("credit"), sum((row.came_in for row in raw), ZERO)),
        (stated.get("debit"), sum((row.went_out for row in raw), ZERO)),
        (facts.came_in, came_in),
        (facts.went_out, went_out),
        (facts.count, len(rows)),
    ]
    for total, made in pairs:
        if total is not None and abs(total) != abs(made):
            raise TotalsDisagree(stated=total, made=made)


def _column(rows: Iterable[TableRow], frame: _Frame, field: str) -> Iterable[str]:
    return dict.fromkeys(frame.cell(row.cells, field) for row in rows)


def _movement(row: TableRow, frame: _Frame) -> Movement:
    """The other side is who paid, or who was paid where the table has columns for both."""
    side = "payee" if row.amount < 0 and "payee" in frame.places else "payer"
    number = frame.cell(row.cells, f"{side}_account")
    return Movement(
        booked_on=row.booked_on,
        amount=row.amount,
        payer=frame.cell(row.cells, side),
        # A spreadsheet has rounded it: half of the accounts of a bank look like this one.
        payer_account="" if _ROUNDED_NUMBER.fullmatch(number) else number,
        text=joined(
            row.cells[column] for column in frame.places.get("text", ()) if column < len(row.cells)
        ),
        bank_reference=frame.cell(row.cells, "bank_reference"),
    )
