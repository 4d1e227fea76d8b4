"""What the register, the roll, the first page and the minutes cost, in a database of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from stdnum.cn import uscc

from assemblies.domain.presence import check_in
from assemblies.domain.sitting import hands, resolve, session
from assemblies.domain.writing import minutes
from assemblies.enums import ItemKind
from assemblies.models import Assembly, Motion
from desk.domain.example.data import read_json
from desk.domain.example.load import load_example
from elections.domain import roll
from elections.models import Roll
from members import exports
from members.domain.importing import imports
from members.enums import BodyKind, Role
from members.models import Body, Firm, ImportBatch, User
from tests.bench.table import Table

BIG_ROLL, BIG_IMPORT = 2_000, 10_000
HEADINGS = [
    "member_number",
    "name_zh",
    "name_en",
    "uscc",
    "trade",
    "class",
    "joined_on",
    "representative_zh",
    "email",
]


def measure(table: Table) -> None:
    call_command("migrate", verbosity=0)
    at = timezone.now()
    day = timezone.localdate()
    load_example(day=day, folder=Path(settings.VAR_DIR) / "example", at=at)
    _measure_minutes(table, at)
    _measure_pages(table, "overview page: example")
    _measure_roll(table, day, at)
    _import("first.csv", range(BIG_ROLL - _firms()), at)
    _measure_roll(table, day, at)
    _measure_import(table, at)
    _measure_pages(table, f"overview page: {_firms():,} firms")


def _measure_minutes(table: Table, at: datetime) -> None:
    """A draft with everybody of the example's day present and three items resolved."""
    assembly = Assembly.objects.get(parent=None)
    _hold_beginning(assembly, at)
    made = table.timed(
        "minutes: two PDFs",
        1,
        lambda: minutes.make_minutes(assembly=assembly, by=None, at=at),
        "Chinese and English, all firms listed, three items resolved",
    )
    sizes = [row.document.size for row in made.values() if row.document]
    table.add("minutes: size of both", sum(sizes) / 1024, "KiB", "")


def _hold_beginning(assembly: Assembly, at: datetime) -> None:
    away = read_json("votes.json")["attendance"]
    names = {*away["absent"], *(row["member_number"] for row in away["excused"])}
    check_in.open_check_in(assembly=assembly, by=None, at=at)
    entitled = Roll.objects.get(assemblies=assembly).entries.filter(entitled=True)
    present = entitled.exclude(firm__membership__number__in=names)
    for entry in present:
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=at)
    session.open_meeting(assembly=assembly, by=None, at=at)
    for item in assembly.items.filter(kind=ItemKind.MOTION).order_by("position")[:3]:
        motion = Motion.objects.get(item=item)
        session.set_current(item=item, by=None, at=at)
        hands.record_show_of_hands(
            motion=motion,
            votes_for=present.count(),
            votes_against=0,
            abstentions=0,
            by=None,
            at=at,
        )
        resolve.resolve_motion(motion=motion, by=None, at=at)


def _measure_pages(table: Table, name: str) -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.filter(roles__role=Role.SECRETARIAT)[0])

    def ask() -> None:
        assert client.get("/").status_code == 200

    ask()
    table.timed(name, 5, ask, "the secretariat's first page, without network")


def _firms() -> int:
    return Firm.objects.count()


def _measure_roll(table: Table, day: date, at: datetime) -> None:
    body = Body.objects.get(kind=BodyKind.GENERAL_ASSEMBLY)
    table.timed(
        f"freeze a roll: {_firms():,} firms",
        3,
        lambda: roll.freeze_roll(body=body, record_on=day, by=None, at=at),
        "who is entitled and why not",
    )


def _measure_import(table: Table, at: datetime) -> None:
    content = _register_file(range(BIG_ROLL, BIG_ROLL + BIG_IMPORT))
    batch = table.timed(
        f"import: check {BIG_IMPORT:,} rows",
        1,
        lambda: imports.stage_import(content=content, name="register.csv", by=None, at=at),
        "CSV read, every cell checked",
    )
    table.timed(
        f"import: enter {BIG_IMPORT:,} rows",
        1,
        lambda: imports.apply_import(batch=batch, by=None, at=at),
        "checked again, then all or none",
    )
    faulty = _faulty_file(range(BIG_ROLL + BIG_IMPORT, BIG_ROLL + 2 * BIG_IMPORT))
    refused = table.timed(
        f"import: check {BIG_IMPORT:,} faulty rows",
        1,
        lambda: imports.stage_import(content=faulty, name="faulty.csv", by=None, at=at),
        "a mistyped code in each, every one named; at most 5 s",
    )
    assert len(refused.faults) == BIG_IMPORT
    _measure_round(table, at)


def _measure_round(table: Table, at: datetime) -> None:
    day = timezone.localdate()
    firms = Firm.objects.order_by("membership__number")
    content = table.timed(
        f"export: {_firms():,} firms",
        1,
        lambda: exports.write(
            headings=exports.HEADINGS, rows=exports.firm_rows(firms, day=day), kind="csv"
        ),
        "CSV with a column for everything",
    )
    table.timed(
        f"import: compare {_firms():,} firms on record",
        1,
        lambda: imports.stage_import(content=content, name="again.csv", by=None, at=at),
        "an export read back, each cell compared",
    )


def _import(name: str, numbers: range, at: datetime) -> ImportBatch:
    batch = imports.stage_import(content=_register_file(numbers), name=name, by=None, at=at)
    return imports.apply_import(batch=batch, by=None, at=at)


def _register_file(numbers: range) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows(_rows(numbers))
    return text.getvalue().encode()


def _faulty_file(numbers: range) -> bytes:
    """Each code with its last character mistyped."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for row in _rows(numbers):
        row[3] = row[3][:-1] + ("0" if row[3][-1] != "0" else "1")
        writer.writerow(row)
    return text.getvalue().encode()


def _rows(numbers: range) -> Iterator[list[str]]:
    """Invented firms of a region that no province has."""
    for number in numbers:
        code = f"91480799B{number:08d}"
        yield [
            f"BX{number:06d}",
            f"晋东第{number}汽车服务有限公司",
            f"Jindong Car Service No. {number}",
            code + uscc.calc_check_digit(code),
            "repair",
            "ordinary",
            "2024-03-01",
            f"代表{number}",
            f"bench-{number}@firm.example",
        ]
