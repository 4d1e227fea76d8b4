"""What a file can be about: its columns, what is checked, what becomes of the rows.

An app that has something to read in registers a :class:`Subject` in :data:`SUBJECTS` when it is
ready; reading, saying which column is which, the faults, the confirmation and the file of faulty
rows are the same for all (:mod:`members.domain.importing.imports`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.enums import ImportSubject
from members.models import ImportBatch, User

Row = dict[str, str]
"""A row of a file by our column keys, empty cells left out; ``row`` is the number that the file
shows. ``formulas`` names columns whose cell holds no value, ``cut`` marks a row that ends early."""

Fault = dict[str, Any]
"""``row``, ``column``, ``value``, ``code`` and ``context``: said in words when shown, so that each
reader has it in their own language."""

Cell = tuple[str, str, dict[str, Any]]
"""Column, code of the fault, context."""


def one_line(text: str) -> str:
    return " ".join(text.split("\n")) if "\n" in text else text


def as_written(text: str) -> str:
    """A text that may have several lines."""
    return text


def narrow(text: str) -> str:
    """A number, day or word in which full width means nothing."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def compact(text: str) -> str:
    """A code or address, in which spaces mean nothing either."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` heads it in exchanged files, ``label`` in files for people; both are understood.

    ``aliases`` are headings of other registers; ``clean`` gives a cell as it counts.
    """

    key: str
    label: str | Promise
    required: bool = False
    longest: int = 200
    clean: Callable[[str], str] = one_line
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class Findings:
    """What would come of the rows. ``changes`` are rows of what is on record already and said
    otherwise: ``row``, ``key`` (an id for :attr:`Subject.apply`), ``name`` and ``cells`` with
    ``column``, ``old``, ``new`` and, for dated facts, ``from`` (a day, or empty: the day given).
    """

    faults: list[Fault] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    new: int = 0
    unchanged: int = 0

    @property
    def bad_rows(self) -> set[int]:
        return {fault["row"] for fault in self.faults}


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be entered: only good rows, of which ``changes`` are on record otherwise."""

    batch: ImportBatch
    rows: list[Row]
    changes: list[dict[str, Any]]
    from_on: date
    by: User | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """``either``: of the columns of each group one is needed, and in each row one cell of them.

    ``check`` adds to the findings; rows that have a fault by then are its own to leave out.
    ``apply`` enters the rows and returns what :attr:`roll_back` needs; ``shown`` are the columns by
    which a page shows a row; ``done`` says how many were entered, with ``%(count)s``.
    """

    key: str
    label: str | Promise
    columns: tuple[Column, ...]
    check: Callable[[list[Row], date, Findings], None]
    apply: Callable[[Work], dict[str, Any]]
    roll_back: Callable[[ImportBatch, User | None, datetime], None]
    shown: tuple[str, ...]
    sentences: Mapping[str, str | Promise] = field(default_factory=dict)
    either: tuple[tuple[str, ...], ...] = ()
    explain: Callable[[Fault], dict[str, Any]] | None = None
    display: Callable[[str, str], str] | None = None

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def lacking(self, keys: list[str]) -> list[str]:
        """Labels of the columns without which no row can be read."""
        alone = [str(c.label) for c in self.columns if c.required and c.key not in keys]
        groups = [
            " / ".join(str(self.column(key).label) for key in group)
            for group in self.either
            if not set(group) & set(keys)
        ]
        return alone + groups

    @property
    def fewest_columns(self) -> int:
        return sum(column.required for column in self.columns) + len(self.either)


SUBJECTS: dict[str, Subject] = {}

SENTENCES: dict[str, str | Promise] = {
    "missing": _("The cell is empty and must be filled in."),
    "too_long": _("The text is too long: at most %(longest)s characters."),
    "formula": _(
        "The cell holds a formula or an error and not its result. Save the sheet with its values."
    ),
    "cut": _("The file ends in the middle of this row. Export it again, whole."),
    "date_invalid": _("This is not a date. Write it as 2021-12-17."),
    "date_as_number": _(
        "The sheet kept the day as a number. Format the column as a date, or write 2021-12-17."
    ),
}


def subject_of(batch: ImportBatch) -> Subject:
    return SUBJECTS[batch.subject]


def register_subject(subject: Subject) -> None:
    """Let files be about ``subject``; an app calls it when it is ready."""
    SUBJECTS[ImportSubject(subject.key)] = subject


@lru_cache(maxsize=2048)
def in_all_languages(label: str | Promise) -> frozenset[str]:
    """What a heading or a cell may call something, folded for comparison."""
    texts = set()
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts.add(folded(str(label)))
    return frozenset(texts)


def folded(text: str) -> str:
    """A heading without width, case, spaces and marks of duty such as ``*``."""
    return re.sub(r"[\s*:_-]+", "", unicodedata.normalize("NFKC", text)).casefold()


def find_common_faults(subject: Subject, rows: list[Row], findings: Findings) -> None:
    """Faults that any file can have: empty, overlong, cut, without a value."""
    for row in rows:
        for column, code, context in _common_faults(subject, row):
            add_fault(findings, row, column, code, context)


def add_fault(
    findings: Findings, row: Row, column: str, code: str, context: dict[str, Any]
) -> None:
    findings.faults.append(
        {
            "row": int(row["row"]),
            "column": column,
            "value": row.get(column, ""),
            "code": code,
            "context": context,
        }
    )


def _common_faults(subject: Subject, row: Row) -> Iterator[Cell]:
    without_value = row.get("formulas", "").split()
    for column in subject.columns:
        value = row.get(column.key, "")
        if column.key in without_value:
            yield column.key, "formula", {}
        elif column.required and not value:
            yield column.key, "missing", {}
        elif len(value) > column.longest:
            yield column.key, "too_long", {"longest": column.longest}
    for group in subject.either:
        if not any(row.get(key) for key in group):
            yield group[0], "missing", {}
    if "cut" in row:
        yield subject.columns[-1].key, "cut", {}


def describe(subject: Subject, fault: Fault) -> str:
    """The fault as a sentence in the language of the moment."""
    sentences = {**SENTENCES, **subject.sentences}
    context = dict(fault["context"])
    if subject.explain is not None:
        context |= subject.explain(fault)
    return str(sentences[fault["code"]]) % context


@lru_cache(maxsize=8192)
def date_of(text: str) -> date | None:
    """A day written as 2021-12-17, 2021/12/17, 2021.12.17, 2021年12月17日, 20211217 or 17.12.2021,
    with or without a midnight behind it; None for others."""
    written = unicodedata.normalize("NFKC", text).strip()
    written = re.sub(r"[ T]00:00(:00(\.0+)?)?$", "", written)
    written = re.sub(r"[年月]", "-", written).replace("日", "").replace(" ", "")
    patterns = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y"]
    if re.fullmatch(r"\d{8}", written):
        patterns = ["%Y%m%d"]
    for pattern in patterns:
        try:
            return datetime.strptime(written, pattern).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None


def day_fault(text: str) -> str:
    """The fault of a cell that should hold a day; empty when it does."""
    if not text or date_of(text) is not None:
        return ""
    return "date_as_number" if re.fullmatch(r"\d{5}", text) else "date_invalid"
