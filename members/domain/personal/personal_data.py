"""What is kept of a person, what for, and by which rule: every app tells of its own tables.

An app adds a :class:`Holding` for each table that says something of persons, an eraser for what can
go when the person asks, and an obstacle for what the person still has to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bylaws.domain.in_force import rulebook_on
from bylaws.models import Association
from members.domain.personal.traces import Traces
from members.models import Person
from records.fields import Translated, in_all_languages

TOPIC = "data.personal"
Words = str | Promise
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of data: ``columns`` are (key, label), each row has a value for each of them.

    ``kept_because`` is why it stays when the person asks for erasure; empty where it goes.
    """

    key: str
    title: Words
    purpose: Words
    columns: tuple[tuple[str, Words], ...]
    rows: Callable[[Person], Iterable[Row]]
    kept_because: Words = ""


HOLDINGS: list[Holding] = []
ERASERS: list[Callable[[Traces], int]] = []
"""Each makes what its app keeps of a person say nothing of them; the number of rows it changed."""
OBSTACLES: list[Callable[[Person, date], list[str]]] = []
"""What a person still has to do, in words: whoever acts for others cannot be forgotten."""

NO_RULE = _("The rules of the association's profile name no source for this.")
NO_PERIOD = _("No text in force states a period; the association decides.")


@dataclass(frozen=True, slots=True)
class Section:
    """A holding as it is for one person."""

    holding: Holding
    rows: Sequence[Row]


def sections_of(person: Person) -> list[Section]:
    """Everything that any app keeps of ``person``, without what there is nothing of."""
    found = [Section(holding, tuple(holding.rows(person))) for holding in HOLDINGS]
    return [section for section in found if section.rows]


def rule_on(day: date) -> Translated:
    """The sources of the rule on personal data in the association's profile; empty where none."""
    if not Association.objects.exists():
        return Translated()
    sources = rulebook_on(day).sources(TOPIC)
    return Translated(
        zh="；".join(source.render("zh") for source in sources),
        en="; ".join(source.render("en") for source in sources),
    )


def export_person(*, person: Person, day: date) -> dict[str, Any]:
    """Everything kept of ``person`` with purpose and basis, as JSON can hold it.

    Labels come in all languages of the association; values are as stored, days as ISO 8601.
    """
    return {
        "person": str(person.pk),
        "on": day.isoformat(),
        "basis": dict(rule_on(day) or in_all_languages(NO_RULE)),
        "data": [_told(section) for section in sections_of(person)],
    }


def _told(section: Section) -> dict[str, Any]:
    holding = section.holding
    keys = [key for key, _label in holding.columns]
    return {
        "key": holding.key,
        "title": dict(in_all_languages(holding.title)),
        "purpose": dict(in_all_languages(holding.purpose)),
        "columns": {key: dict(in_all_languages(label)) for key, label in holding.columns},
        "rows": [dict(zip(keys, map(_plain, row), strict=True)) for row in section.rows],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return dict(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if value is None or isinstance(value, bool | int):
        return value
    return str(value) if not isinstance(value, UUID) else value.hex


def kept_of(person: Person, day: date) -> list[dict[str, Any]]:
    """What stays of ``person`` when they ask for erasure, why, until when, and by which rule."""
    rule = rule_on(day) or in_all_languages(NO_RULE)
    return [
        {
            "key": section.holding.key,
            "what": dict(in_all_languages(section.holding.title)),
            "why": dict(in_all_languages(section.holding.kept_because)),
            "until": dict(in_all_languages(NO_PERIOD)),
            "rule": dict(rule),
            "number": len(section.rows),
        }
        for section in sections_of(person)
        if section.holding.kept_because
    ]
