"""The statement of ISO 20022: camt.053 in all versions, read entry by entry.

Elements go by their local names, since the versions .001.02 to .001.13 differ in their namespace
and in little else that matters here: where a party's name stands (`Dbtr/Nm`, from .08 on
`Dbtr/Pty/Nm`), how a status is written, and whether a transaction has an amount of its own.

The file comes from outside: document types and entities are refused, no address is fetched, and
libxml2's own limits of depth and size stay on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from io import BytesIO
from itertools import pairwise

from django.utils.translation import gettext as _
from lxml import etree

from dues.domain.amounts import exact_amount
from dues.domain.statements.camt_details import (
    Element,
    child,
    details_of,
    local,
    text_at,
    whole_text,
)
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
from dues.errors import (
    AmountRefused,
    AmountUnreadable,
    BrokenOff,
    DateMissing,
    DateUnreadable,
    LineBroken,
    NoStatementInside,
    PageMissing,
    XmlBroken,
    XmlRefused,
)

LAYOUT = "camt.053"
OPENING = ("OPBD", "PRCD")
CLOSING = ("CLBD",)
INTERIM = "ITBD"
"""Between the pages of one statement; the first that stands there opens the page."""

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_END = re.compile(rb"</(?:[\w.-]+:)?Document\s*>\s*$")


@dataclass(slots=True)
class _Page:
    """One Stmt: a statement, or a page of one."""

    line: int
    account: str = ""
    currencies: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    opening: Decimal | None = None
    closing: Decimal | None = None
    movements: list[Movement] = field(default_factory=list)


def is_camt(content: bytes) -> bool:
    """Whether the bytes begin as XML does, in an encoding of one byte a sign or of two."""
    start = content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith((b"<?xml", b"<Document", b"<!DOCTYPE")) or b":Document" in start


def read_camt(*, content: bytes, name: str) -> ReadStatement:
    """The movements of a file, over all of its statements of one account.

    Raises BrokenOff, XmlBroken, XmlRefused, NoStatementInside, LineBroken, PageMissing,
    BalancesDisagree, SeveralAccounts, SeveralCurrencies, StatementTooLarge.
    """
    if _DOCTYPE.search(content.replace(b"\0", b"")):
        raise XmlRefused(name=name)
    try:
        pages = list(_pages(content, name))
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        if _END.search(content.replace(b"\0", b"")[-2000:]):
            raise XmlBroken(line=line) from error
        raise BrokenOff(line=line) from error
    if not pages:
        raise NoStatementInside(name=name, kind=_kind(content))
    pages.sort(key=_begins_on)
    return _joined(pages)


def _begins_on(page: _Page) -> date:
    days = [*page.days, *(movement.booked_on for movement in page.movements)]
    return min(days, default=date.min)


def _joined(pages: list[_Page]) -> ReadStatement:
    account = one_account(page.account for page in pages)
    currency = one_currency(code for page in pages for code in page.currencies)
    for page in pages:
        check_balances(page.opening, page.closing, (m.amount for m in page.movements))
    for before, after in pairwise(pages):
        if None not in (before.closing, after.opening) and before.closing != after.opening:
            raise PageMissing(line=after.line)
    lines = placed(movement for page in pages for movement in page.movements)
    days = [day for page in pages for day in page.days]
    return ReadStatement(
        layout=LAYOUT,
        account=account,
        currency=currency,
        from_on=first_day(days, lines),
        until_on=last_day(days, lines),
        opening=pages[0].opening,
        closing=pages[-1].closing,
        lines=lines,
    )


def _pages(content: bytes, name: str) -> Iterator[_Page]:
    """Statement after statement; each entry is forgotten when it is read."""
    page: _Page | None = None
    count = 0
    for event, element in etree.iterparse(
        BytesIO(content),
        events=("start", "end"),
        tag=("{*}Stmt", "{*}Ntry", "{*}Bal", "{*}Acct", "{*}FrToDt"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    ):
        kind = local(element)
        if kind == "Stmt":
            if event == "start":
                page = _Page(line=element.sourceline or 1)
            elif page is not None:
                yield page
                page = None
        elif event == "end" and page is not None and local(element.getparent()) == "Stmt":
            _take(page, kind, element)
            if kind == "Ntry":
                count += 1
                check_count(max(count, len(page.movements)), name)
                _forget(element)


def _forget(element: Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _take(page: _Page, kind: str, element: Element) -> None:
    try:
        if kind == "Ntry":
            page.movements.extend(_movements(page, element))
        elif kind == "Bal":
            _take_balance(page, element)
        elif kind == "Acct":
            page.account = text_at(element, "Id", "IBAN") or text_at(element, "Id", "Othr", "Id")
            page.currencies.append(text_at(element, "Ccy"))
        else:
            page.days.extend(_day(whole_text(part)) for part in element)
    except (AmountRefused, DateUnreadable) as fault:
        place = _("Line %(line)s") % {"line": element.sourceline}
        raise LineBroken(place=place, fault=fault.text) from fault


def _take_balance(page: _Page, element: Element) -> None:
    code = text_at(element, "Tp", "CdOrPrtry", "Cd")
    amount = _signed(element, page)
    if code in OPENING or (code == INTERIM and page.opening is None):
        page.opening = amount
    elif code in CLOSING or (code == INTERIM and page.closing is None):
        page.closing = amount


def _signed(element: Element, page: _Page) -> Decimal:
    """The amount of an element by its CdtDbtInd, which also of a reversal tells what it did."""
    amount, currency = amount_of(child(element, "Amt"))
    page.currencies.append(currency)
    return amount if text_at(element, "CdtDbtInd") == "CRDT" else -amount


def amount_of(element: Element | None) -> tuple[Decimal, str]:
    """An Amt with its currency. Raises AmountUnreadable, AmountNotExact, AmountTooLarge."""
    written = whole_text(element)
    try:
        exact = Decimal(written)
    except InvalidOperation:
        raise AmountUnreadable(value=written) from None
    if not re.fullmatch(r"\d*\.?\d*", written):
        raise AmountUnreadable(value=written)
    return exact_amount(exact, written), "" if element is None else element.get("Ccy", "")


def _movements(page: _Page, entry: Element) -> list[Movement]:
    """The lines of an entry: one for each transaction where their amounts make up the entry's."""
    status = text_at(entry, "Sts", "Cd") or text_at(entry, "Sts")
    if status not in ("", "BOOK"):
        return []
    amount = _signed(entry, page)
    booked_on = _booked_on(entry)
    return [
        Movement(booked_on=booked_on, amount=part, **said)
        for part, said in details_of(entry, amount, amount_of)
    ]


def _booked_on(entry: Element) -> date:
    for name in ("BookgDt", "ValDt"):
        dated = child(entry, name)
        if dated is not None:
            return _day(whole_text(dated))
    raise DateMissing()


def _day(written: str) -> date:
    """The day of a Dt or DtTm as the bank wrote it, whatever the offset."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        raise DateUnreadable(value=written) from None


def _kind(content: bytes) -> str:
    """What other message the XML is, by the name below its root."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    return ", ".join(dict.fromkeys([local(root), *(local(part) for part in root[:1])]))
