"""Ten thousand lines of a statement: read, matched with a register of two sizes, and written."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bylaws.models import Association
from dues.domain.matching.known import read_known
from dues.domain.matching.scoring import Line as Paid
from dues.domain.matching.scoring import propose
from dues.domain.receiving import importing
from dues.domain.receiving.importing import Imported
from dues.domain.running import plan_for, write_run
from dues.domain.statements import read_statement
from dues.models import BankAccount, DuesSchedule, Invoice
from members.models import Membership
from records.fields import Translated
from tests.bench.register import fill
from tests.bench.table import Table
from tests.factories.dues import make_bank_account, make_schedule
from tests.factories.statements import ACCOUNT, Line, camt053, csv_layout_a

AT = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
YEAR, ISSUED, FIRST = date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5)
LINES, SMALL, LARGE = 10_000, 2_000, 12_000
SURNAMES, GIVEN = "丁武牛马田石钱孙周吴郑王冯陈", "岳峰通达鸿运顺安恒泰瑞丰"


def lines_of(count: int, *, seed: int = 5) -> list[Line]:
    """Of ten payments six quote the reference, two give the firm's name alone, one is made by a
    person, and one comes from nobody known; each firm pays more than once where there are fewer."""
    chance = random.Random(seed)
    owed = list(Invoice.objects.order_by("number").values_list("reference", "amount", "firm__name"))
    return [_line(number, owed[number % len(owed)], chance) for number in range(count)]


def _line(number: int, owed: tuple[str, Decimal, Translated], chance: random.Random) -> Line:
    reference, amount, name = owed
    person = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
    payer, text = (
        [(name.zh, f"2027年会费 {reference}")] * 6
        + [(name.zh.replace("晋东市", ""), "会费"), (name.zh[:-2], "会员会费")]
        + [(person, "代缴会费"), (f"晋东市{person}商贸有限公司", "货款")]
    )[number % 10]
    return Line(
        FIRST + timedelta(days=number // 200),
        amount,
        payer,
        f"6217{number % 15_000:012}",
        text,
        f"2027{number:010}",
    )


def _bill(members: int) -> BankAccount:
    """A register of that size, billed for the year, and the association's bank account."""
    fill(members - Membership.objects.count(), seed=members)
    Association.objects.get_or_create(defaults={"name": Translated(zh="协会", en="Association")})
    if not DuesSchedule.objects.exists():
        make_schedule({"president": 20000, "council": 3000, "ordinary": 1000})
    write_run(plan=plan_for(day=YEAR, issued_on=ISSUED), by=None, at=AT)
    return make_bank_account(f"{ACCOUNT}{members}")


def _import(content: bytes, account: BankAccount) -> Imported:
    return importing.import_statement(
        content=content, name="march.xml", account=account, by=None, at=AT
    )


def measure(table: Table) -> None:
    for members in (SMALL, LARGE):
        account = _bill(members)
        lines = lines_of(LINES, seed=members)
        content = camt053(lines).replace(ACCOUNT.encode(), account.number.encode())
        read = table.timed(
            f"statement read, {members} firms",
            3,
            lambda content=content: read_statement(content=content, name="march.xml"),  # type: ignore[misc]
            f"camt.053, {LINES} lines",
        )
        known = table.timed(
            f"register and books for matching, {members} firms",
            3,
            lambda: read_known(YEAR),
            "names, numbers, invoices, accounts",
        )
        table.timed(
            f"lines matched, {members} firms",
            1,
            lambda known=known, read=read: [  # type: ignore[misc]
                propose(Paid(r.amount, "CNY", r.payer, r.payer_account, r.text), known)
                for r in read.lines
            ],
            f"{LINES} lines",
        )
        done = table.timed(
            f"statement read, matched, written, {members} firms",
            1,
            lambda content=content, account=account: _import(content, account),  # type: ignore[misc]
            f"{LINES} lines with payments and entries",
        )
        table.add(f"of them certain, {members} firms", done.assigned, "", "assigned at once")
        table.timed(
            f"statement read again, {members} firms",
            1,
            lambda content=content, account=account: _import(content, account),  # type: ignore[misc]
            "nothing is new",
        )
    table.timed(
        "statement as CSV read",
        3,
        lambda: read_statement(content=csv_layout_a(lines), name="march.csv"),
        f"{LINES} lines",
    )
