"""Which column of a file is which: by its headings, as a person said, or as the last time."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import pgettext

from members.domain.importing.import_subjects import Row, Subject, folded, in_all_languages
from members.domain.importing.sheets import MAX_ROWS, Table, too_large
from members.errors import ColumnsMissing, ColumnTwice, FileEmpty
from members.models import ColumnMapping

HEADINGS_WITHIN = 20
"""Lines in which the headings are looked for: above them stand a title, a date, who made it."""
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """``line`` of the headings from 0; ``keys`` are ours for each of ``headings``, or empty."""

    line: int
    headings: list[str]
    keys: list[str]

    def as_json(self) -> dict[str, Any]:
        return {"line": self.line, "headings": self.headings, "keys": self.keys}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Layout:
        return cls(line=kept["line"], headings=kept["headings"], keys=kept["keys"])

    @property
    def left_out(self) -> list[str]:
        """Headings of columns that are not read."""
        pairs = zip(self.headings, self.keys, strict=True)
        return [heading for heading, key in pairs if heading and not key]


def find_layout(*, subject: Subject, table: Table, name: str) -> Layout:
    """How ``table`` is to be read; its ``keys`` are all empty where a person has to say it.

    What was said of the same headings goes before what they are called. Raises ColumnsMissing
    where the file has too few columns to hold what is needed.
    """
    candidates = list(enumerate(table.lines[:HEADINGS_WITHIN]))
    digests = {headings_digest(line): at for at, line in candidates if any(line)}
    said = ColumnMapping.objects.filter(subject=subject.key, headings_digest__in=digests).first()
    if said is not None:
        at = digests[said.headings_digest]
        return Layout(line=at, headings=table.lines[at], keys=said.mapping["keys"])
    recognised = [(at, line, _recognised(subject, line)) for at, line in candidates]
    at, line, keys = max(recognised, key=lambda found: sum(map(bool, found[2])))
    lacking = subject.lacking(keys)
    if not lacking:
        return Layout(line=at, headings=line, keys=keys)
    if not any(keys):
        widest = max(sum(map(bool, line)) for _at, line in candidates)
        at, line = next((a, c) for a, c in candidates if sum(map(bool, c)) == widest)
    if sum(map(bool, line)) < subject.fewest_columns:
        raise ColumnsMissing(name=name, columns=pgettext("list", ", ").join(lacking))
    return Layout(line=at, headings=line, keys=[])


def suggested(subject: Subject, headings: list[str]) -> list[str]:
    """What the headings are recognised as, each column once."""
    return _recognised(subject, headings)


def check_keys(*, subject: Subject, layout: Layout, name: str) -> None:
    """Raises ColumnTwice, ColumnsMissing."""
    used = [key for key in layout.keys if key]
    for key in used:
        if used.count(key) > 1:
            raise ColumnTwice(column=str(subject.column(key).label))
    if lacking := subject.lacking(used):
        raise ColumnsMissing(name=name, columns=pgettext("list", ", ").join(lacking))


def remember(*, subject: Subject, layout: Layout, at: datetime) -> None:
    """Files with the same headings are read like this from now on."""
    ColumnMapping.objects.update_or_create(
        subject=subject.key,
        headings_digest=headings_digest(layout.headings),
        defaults={"mapping": {"keys": layout.keys}, "used_at": at},
    )


def headings_digest(headings: list[str]) -> str:
    """SHA-256 of the headings, whatever their width, case and spaces."""
    plain = json.dumps([folded(heading) for heading in headings], ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def rows_below(*, subject: Subject, table: Table, layout: Layout, name: str) -> list[Row]:
    """The rows below the headings; those without any text are left out.

    Raises FileEmpty, FileTooLarge.
    """
    columns = [(at, key, subject.column(key).clean) for at, key in enumerate(layout.keys) if key]
    last = max((n for n, line in enumerate(table.lines) if any(line)), default=0)
    rows: list[Row] = []
    for number in range(layout.line + 1, len(table.lines)):
        line = table.lines[number]
        cells = {key: clean(line[at]) for at, key, clean in columns if at < len(line) and line[at]}
        if not cells:
            continue
        without = [key for at, key, _clean in columns if (number, at) in table.odd]
        if without:
            cells["formulas"] = " ".join(without)
        if table.cut and number == last:
            cells["cut"] = "1"
        rows.append({"row": str(number + 1), **cells})
    if not rows:
        raise FileEmpty(name=name)
    if len(rows) > MAX_ROWS:
        raise too_large(name)
    return rows


def samples(table: Table, layout: Layout) -> list[list[str]]:
    """The first cells of each column, to tell by what it holds."""
    below = [line for line in table.lines[layout.line + 1 :] if any(line)][:SAMPLES]
    return [
        [line[at] for line in below if at < len(line) and line[at]]
        for at in range(len(layout.headings))
    ]


def _recognised(subject: Subject, headings: list[str]) -> list[str]:
    known = _known_headings(subject)
    keys: list[str] = []
    for heading in headings:
        key = known.get(folded(heading), "") if heading else ""
        keys.append(key if key not in keys else "")
    return keys


def _known_headings(subject: Subject) -> dict[str, str]:
    """Aliases yield to labels, labels to keys."""
    known = {folded(alias): column.key for column in subject.columns for alias in column.aliases}
    for column in subject.columns:
        known.update(dict.fromkeys(in_all_languages(column.label), column.key))
    known.update({folded(column.key): column.key for column in subject.columns})
    return known
