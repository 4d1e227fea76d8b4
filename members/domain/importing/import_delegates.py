"""Delegates as something that files are about: a person and for whom they stand, a row each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.domain import delegates, mandates, persons
from members.domain.days import local_day
from members.domain.importing.import_subjects import (
    Cell,
    Column,
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
from members.enums import ImportSubject, Office
from members.models import Firm, ImportBatch, Mandate, Person, Representative, User
from records.domain import log
from records.fields import Translated

COLUMNS = (
    Column("person", _("delegate"), required=True, aliases=("会员代表", "姓名", "代表", "name")),
    Column(
        "member_number", _("member number"), longest=20, clean=narrow, aliases=("会员编号", "编号")
    ),
    Column(
        "uscc", _("unified social credit code"), longest=40, clean=compact, aliases=("信用代码",)
    ),
    Column("constituency", _("constituency"), aliases=("选区", "推选单位", "代表团", "行业")),
    Column("from_on", _("from"), longest=40, clean=narrow, aliases=("起始日期", "任期起")),
    Column("until_on", _("until"), longest=40, clean=narrow, aliases=("截止日期", "任期止")),
    Column("source", _("source"), aliases=("依据", "文件")),
)
SENTENCES: dict[str, str | Promise] = {
    "no_term": _("No term of the general assembly is on record. Enter it first."),
    "firm_unknown": _("No firm of the register has this number or code."),
    "person_ambiguous": _("Several persons have this name. Give the firm that they represent."),
    "row_repeated": _("Row %(other)s names the same delegate."),
    "days_reversed": _("The mandate would end before it begins."),
    "delegate_known": _("This person holds a delegate's mandate of the term already."),
}


def check_rows(rows: list[Row], day: date, findings: Findings) -> None:
    """An unknown firm, a name that is several people's, a delegate who is on record or twice in
    the file, days that are none."""
    term = delegates.term_on(day)
    held: set[Any] = set()
    if term is not None:
        current = Mandate.objects.filter(Mandate.holds_on(day), term=term, office=Office.DELEGATE)
        held = set(current.values_list("person_id", flat=True))
    seen: dict[tuple[str, object], str] = {}
    for row in rows:
        for column, code, context in _faults_of(row, day, held, seen, has_term=term is not None):
            add_fault(findings, row, column, code, context)
    findings.faults.sort(key=lambda fault: fault["row"])
    findings.new = len(rows) - len(findings.bad_rows)


def _faults_of(
    row: Row, day: date, held: set[Any], seen: dict[tuple[str, object], str], *, has_term: bool
) -> Iterator[Cell]:
    if not has_term:
        yield "person", "no_term", {}
        return
    for column in ("from_on", "until_on"):
        if fault := day_fault(row.get(column, "")):
            yield column, fault, {}
            return
    from_on, until_on = date_of(row.get("from_on", "")), date_of(row.get("until_on", ""))
    if until_on is not None and until_on <= (from_on or day):
        yield "until_on", "days_reversed", {}
    firm = _firm_of(row)
    numbered = row.get("member_number") or row.get("uscc")
    if numbered and firm is None:
        yield "member_number" if row.get("member_number") else "uscc", "firm_unknown", {}
        return
    found = _people(row, firm, day)
    if len(found) > 1:
        yield "person", "person_ambiguous", {}
        return
    key = (row.get("person", ""), found[0].pk if found else firm.pk if firm else "")
    if key in seen:
        yield "person", "row_repeated", {"other": seen[key]}
    elif found and found[0].pk in held:
        yield "person", "delegate_known", {}
    seen.setdefault(key, row["row"])


def _firm_of(row: Row) -> Firm | None:
    firms = Firm.objects.filter(merged_into__isnull=True)
    if number := row.get("member_number"):
        return firms.filter(membership__number__iexact=number).first()
    if code := row.get("uscc"):
        return firms.filter(registration_code__iexact=code).first()
    return None


def _people(row: Row, firm: Firm | None, day: date) -> list[Person]:
    """Whom the name means: who acts for the firm, else whoever on record is called so."""
    name = row.get("person", "")
    named = Person.objects.filter(name__zh=name) | Person.objects.filter(name__en=name)
    if firm is not None:
        acting = Representative.objects.filter(Representative.holds_on(day), firm=firm)
        own = list(named.filter(pk__in=acting.values("person")).distinct()[:2])
        if own:
            return own
    return list(named.filter(erased_at__isnull=True).distinct()[:2])


def enter_rows(work: Work) -> dict[str, Any]:
    """Mandates of the good rows; whoever is not on record yet is entered as a person."""
    day = local_day(work.at)
    term = delegates.term_on(day)
    assert term is not None  # without one every row has a fault
    made, people = [], []
    for row in work.rows:
        firm = _firm_of(row)
        found = _people(row, firm, day)
        person = found[0] if found else None
        if person is None:
            person = persons.add_person(name=Translated(zh=row["person"]), by=work.by, at=work.at)
            people.append(str(person.pk))
        mandate = delegates.name_delegate(
            term=term,
            person=person,
            firm=firm,
            constituency=row.get("constituency", ""),
            from_on=date_of(row.get("from_on", "")) or work.from_on,
            until_on=date_of(row.get("until_on", "")) or term.until_on,
            source=row.get("source", ""),
            by=work.by,
            at=work.at,
        )
        made.append(str(mandate.pk))
    return {
        "mandates": made,
        "persons": people,
        "left_out": len(work.batch.rows) - len(work.rows),
    }


def roll_back(batch: ImportBatch, by: User | None, at: datetime) -> None:
    """Supersede what the file had entered and was not ended since; people stay on record."""
    done = batch.effects["done"]
    held = Mandate.objects.filter(pk__in=done["mandates"], superseded_at__isnull=True)
    keys = [str(key) for key in held.values_list("pk", flat=True)]
    held.update(superseded_at=at)
    payload = {"batch": batch.pk, "mandates": keys}
    log.record(stream=mandates.STREAM, event="delegates_taken_back", payload=payload, by=by, at=at)


DELEGATES = Subject(
    key=ImportSubject.DELEGATES,
    label=_("delegates of the members"),
    columns=COLUMNS,
    check=check_rows,
    apply=enter_rows,
    roll_back=roll_back,
    shown=("person", "member_number", "constituency", "from_on", "until_on"),
    sentences=SENTENCES,
    either=(("member_number", "uscc", "constituency"),),
)
