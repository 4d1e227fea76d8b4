"""What firms owed, or had paid ahead, when these books began: a file of them, as an import.

What is owed becomes an invoice of the kind opening balance, with a reference of its own, so that it
is paid, reminded and written off like any other; what was paid ahead becomes an advance. Taken
back, both are reversed, and only while nothing has been done with them since.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bylaws.models import Association
from dues.domain import crediting, posting, settling
from dues.domain.amounts import read_amount
from dues.domain.balances import advances, invoice_balances
from dues.domain.closing import opening_entry
from dues.domain.matching.known import Known, read_known
from dues.domain.matching.names import core_of
from dues.domain.matching.signs import squeezed
from dues.domain.references import draw_papers
from dues.enums import EntryKind, InvoiceKind
from dues.errors import AmountRefused
from dues.models import Entry, Invoice
from members.domain.days import local_day
from members.domain.firms.firm_names import likeness
from members.domain.importing.import_subjects import (
    Cell,
    Column,
    Fault,
    Findings,
    Row,
    Subject,
    Work,
    add_fault,
    compact,
    date_of,
    day_fault,
    narrow,
)
from members.enums import ImportSubject
from members.errors import RollBackRefused
from members.models import Firm, ImportBatch, User
from records.domain import log
from records.fields import Translated

STREAM = "dues"
LEAST_ALIKE = 80
NAMED = 5
ZERO = Decimal(0)
REASON = Translated(zh="期初余额导入已撤回", en="The file of opening balances was taken back")

COLUMNS = (
    Column(
        "member_number",
        _("member number"),
        longest=20,
        clean=narrow,
        aliases=("会员编号", "会员号", "编号"),
    ),
    Column(
        "uscc",
        _("unified social credit code"),
        longest=40,
        clean=compact,
        aliases=("信用代码", "社会信用代码", "税号"),
    ),
    Column("name", _("name"), required=True, aliases=("单位名称", "企业名称", "name_zh")),
    Column("owed", _("owed"), longest=40, clean=narrow, aliases=("欠费", "欠缴会费", "应收")),
    Column(
        "ahead", _("paid ahead"), longest=40, clean=narrow, aliases=("预缴", "预收", "预收会费")
    ),
    Column("due_on", _("due on"), longest=40, clean=narrow, aliases=("到期日", "应缴日期")),
    Column("note", _("note"), longest=300, aliases=("备注", "说明")),
)
SENTENCES: dict[str, str | Promise] = {
    "firm_unknown": _("No firm of the register has this number or code."),
    "firms_differ": _("The number and the code belong to different firms."),
    "name_differs": _("The register calls this firm %(name)s. Check the number, or the name."),
    "amount_invalid": _("%(fault)s"),
    "amount_not_positive": _("The amount must be more than nothing. Leave an empty cell for none."),
    "both_amounts": _("Give what is owed or what was paid ahead, each in a row of its own."),
    "row_repeated": _("Row %(other)s says the same of this firm."),
    "opening_known": _("This opening balance of the firm is in the books already."),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """A good row."""

    firm: UUID
    owed: Decimal
    ahead: Decimal
    due_on: date | None
    note: str


def _amount(text: str) -> Decimal:
    return read_amount(text) if text else ZERO


def _firm_of(row: Row, known: Known) -> tuple[UUID | None, bool]:
    """The firm that a row names, and whether number and code name different ones."""
    number, code = row.get("member_number", ""), row.get("uscc", "")
    by_number = known.member_numbers.get(squeezed(number)) if number else None
    by_code = known.codes.get(code.upper()) if code else None
    if number and code and by_number != by_code:
        return None, by_number is not None and by_code is not None
    return by_number or by_code, False


def _opening_of(row: Row, firm: UUID) -> Opening:
    return Opening(
        firm,
        _amount(row.get("owed", "")),
        _amount(row.get("ahead", "")),
        date_of(row["due_on"]) if row.get("due_on") else None,
        row.get("note", ""),
    )


def check_rows(rows: list[Row], day: date, findings: Findings) -> None:
    """The faults of all rows: an unknown firm, a name that is another's, an amount that is none."""
    known = read_known(day)
    there = _there()
    seen: dict[tuple[Any, ...], str] = {}
    for row in rows:
        for column, code, context in _faults_of(row, known, seen, there):
            add_fault(findings, row, column, code, context)
    findings.faults.sort(key=lambda fault: fault["row"])
    findings.new = len(rows) - len(findings.bad_rows)


def _faults_of(
    row: Row, known: Known, seen: dict[tuple[Any, ...], str], there: Counter[tuple[Any, ...]]
) -> Iterator[Cell]:
    firm, differ = _firm_of(row, known)
    key = "member_number" if row.get("member_number") else "uscc"
    if firm is None and row.get(key):
        yield key, "firms_differ" if differ else "firm_unknown", {}
    elif firm is not None and row.get("name") and not _is_called(row["name"], firm, known):
        yield "name", "name_differs", {"name": known.said(firm)}
    amounts = list(_amount_faults(row))
    yield from amounts
    fault = day_fault(row.get("due_on", ""))
    if fault:
        yield "due_on", fault, {}
    if firm is None or amounts or fault:
        return
    said = _opening_of(row, firm)
    what = (said.firm, said.owed, said.ahead, said.due_on)
    if what in seen:
        yield key, "row_repeated", {"other": seen[what]}
    elif there[said.firm, said.owed, said.ahead, said.due_on if said.owed else None]:
        yield key, "opening_known", {}
    seen[what] = row["row"]


def _amount_faults(row: Row) -> Iterator[Cell]:
    if row.get("owed") and row.get("ahead"):
        yield "ahead", "both_amounts", {}
    for column in ("owed", "ahead"):
        try:
            if row.get(column) and read_amount(row[column]) <= 0:
                yield column, "amount_not_positive", {}
        except AmountRefused:
            yield column, "amount_invalid", {}


def explain(fault: Fault) -> dict[str, Any]:
    """What is wrong with an amount, in the language of the moment."""
    if fault["code"] == "amount_invalid":
        try:
            read_amount(fault["value"])
        except AmountRefused as refused:
            return {"fault": str(refused)}
    return {}


def _is_called(name: str, firm: UUID, known: Known) -> bool:
    core = core_of(name, known.town)
    return any(
        likeness(core, core_of(own, known.town)) >= LEAST_ALIKE
        for own in known.firms[firm].names.values()
        if own
    )


def _there() -> Counter[tuple[Any, ...]]:
    """Opening balances in the books: firm, owed, ahead, and the day due, or none, since a row need
    not name it."""
    rows = Entry.objects.filter(kind=EntryKind.OPENING, reversal__isnull=True, firm__isnull=False)
    found: Counter[tuple[Any, ...]] = Counter()
    for firm, amount, due_on in rows.order_by().values_list("firm", "amount", "invoice__due_on"):
        owed = amount if due_on else ZERO
        for day in {due_on, None}:
            found[firm, owed, amount - owed, day] += 1
    return found


def enter_rows(work: Work) -> dict[str, Any]:
    """Invoices and advances of the good rows, in one batch of the books. Raises BooksNotOpen,
    BooksClosed."""
    known = read_known(local_day(work.at))
    rows = [
        _opening_of(row, firm)
        for row in work.rows
        for firm, _differ in [_firm_of(row, known)]
        if firm is not None
    ]
    invoices = _write_invoices([row for row in rows if row.owed], work)
    own = iter(invoices)
    entries = [
        opening_entry(
            amount=row.owed or row.ahead,
            on=work.from_on,
            firm_id=row.firm,
            invoice_id=next(own).pk if row.owed else None,
            text=row.note,
        )
        for row in rows
    ]
    made = posting.post(entries, by=work.by, at=work.at, batch_of_openings=work.batch.pk)
    payload = {"batch": work.batch.pk, "entries": len(made), "invoices": len(invoices)}
    log.record(stream=STREAM, event="openings_entered", payload=payload, by=work.by, at=work.at)
    return {"entries": [entry.pk for entry in made], "left_out": len(work.batch.rows) - len(rows)}


def _write_invoices(rows: list[Opening], work: Work) -> list[Invoice]:
    if not rows:
        return []
    currency = Association.objects.get().currency
    posting.hold_books()
    papers = draw_papers("invoice", year=work.from_on.year, count=len(rows))
    return Invoice.objects.bulk_create(
        [
            Invoice(
                number=number,
                reference=reference,
                kind=InvoiceKind.OPENING,
                firm_id=row.firm,
                issued_on=work.from_on,
                due_on=row.due_on or work.from_on,
                currency=currency,
                amount=row.owed,
                recorded_at=work.at,
            )
            for row, (number, reference) in zip(rows, papers, strict=True)
        ],
        batch_size=posting.BATCH,
    )


def roll_back(batch: ImportBatch, by: User | None, at: datetime) -> None:
    """Reverse the entries of a file, or nothing. Raises RollBackRefused with the firms that have
    paid, or used the advance, since."""
    keys = batch.effects["done"]["entries"]
    entries = list(Entry.objects.filter(pk__in=keys, reversal__isnull=True).order_by("pk"))
    firms = {entry.firm_id for entry in entries if entry.firm_id}
    list(Firm.objects.select_for_update(no_key=True).filter(pk__in=firms).order_by("pk").only("pk"))
    touched = _touched(entries)
    if touched:
        raise RollBackRefused(reasons=_in_words(touched))
    on = posting.open_day(local_day(at))
    posting.reverse(entries, on=on, text=REASON.zh, by=by, at=at, batch_of_openings=batch.pk)
    sums = {entry.invoice_id: entry.amount for entry in entries if entry.invoice_id}
    crediting.write_notes(sums, on=on, reason=REASON, at=at)
    settling.settle(firms=firms, on=on, by=by, at=at)


def _touched(entries: list[Entry]) -> set[UUID]:
    """Firms of which something was done with what the file had entered."""
    left, held = invoice_balances(), advances()
    ahead: dict[UUID, Decimal] = defaultdict(Decimal)
    touched = set()
    for entry in entries:
        if entry.firm_id is None:
            continue
        if entry.invoice_id is None:
            ahead[entry.firm_id] += entry.amount
        elif left.get(entry.invoice_id, ZERO) != entry.amount:
            touched.add(entry.firm_id)
    return touched | {firm for firm, sum_ in ahead.items() if held.get(firm, ZERO) < sum_}


def _in_words(firms: set[UUID]) -> str:
    named = Firm.objects.filter(pk__in=list(firms)[:NAMED])
    told = ", ".join(sorted(firm.name.zh for firm in named))
    more = "" if len(firms) <= NAMED else f" … ({len(firms)})"
    return str(_("Paid or used since: %(firms)s.") % {"firms": told + more})


def display(column: str, value: str) -> str:
    """An amount as it was understood."""
    if column in ("owed", "ahead") and value:
        try:
            return f"{read_amount(value):,.2f}"
        except AmountRefused:
            return value
    return value


OPENINGS = Subject(
    key=ImportSubject.OPENING,
    label=_("opening balances of the dues"),
    columns=COLUMNS,
    check=check_rows,
    apply=enter_rows,
    roll_back=roll_back,
    shown=("name", "member_number", "owed", "ahead", "due_on"),
    sentences=SENTENCES,
    either=(("member_number", "uscc"), ("owed", "ahead")),
    explain=explain,
    display=display,
)
