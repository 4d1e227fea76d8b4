"""What is wrong with the rows of a register file, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.domain import registration_code
from members.domain.firms.tagging import LONGEST as LONGEST_TAG
from members.domain.importing.import_changes import Comparison, compare
from members.domain.importing.import_subjects import (
    Cell,
    Fault,
    Findings,
    Row,
    add_fault,
    day_fault,
    narrow,
)
from members.domain.importing.register_file import (
    DATE_COLUMNS,
    EMAIL_COLUMNS,
    day_in,
    status_of,
    tags_of,
    trade_of,
)
from members.domain.importing.register_rows import Entry, entries_on
from members.enums import StandingStatus, Trade
from members.errors import RegistrationCodeInvalid
from members.models import Firm, MemberClass, Person

# How a sheet shows, and saves as CSV, a number of more digits than it can hold.
AS_NUMBER = re.compile(r"^\d(\.\d+)?E\+\d+$", re.IGNORECASE)

# That a firm was recorded twice is found here and never read from a file.
KNOWN_STATUSES = [status.value for status in StandingStatus if status != StandingStatus.MERGED]

SENTENCES: dict[str, str | Promise] = {
    "code_invalid": _("This is not a unified social credit code: %(fault)s"),
    "code_as_number": _(
        "The sheet kept the code as a number and lost its last digits. Format the column as text "
        "and type the code again."
    ),
    "code_repeated": _("The same code stands in row %(other)s."),
    "code_known": _("The code belongs to %(firm)s, which is no member. Open that firm instead."),
    "code_merged": _("The entry with this code goes on as %(firm)s. Use that entry's code."),
    "number_repeated": _("The same member number stands in row %(other)s."),
    "number_known": _("The member number belongs to %(firm)s, which is in the register already."),
    "number_differs": _(
        "The firm with this code is in the register as %(number)s. Correct the number or the code."
    ),
    "class_unknown": _("No member class is called so. Known are: %(known)s."),
    "trade_unknown": _("No trade is called so. Known are: %(known)s."),
    "status_unknown": _("No standing is called so. Known are: %(known)s."),
    "before_joining": _("This day comes before the firm joined."),
    "joined_differs": _("The register says %(day)s. A file does not move the day of joining."),
    "day_differs": _(
        "The register has the same from %(day)s. A file does not move the day: correct it on the "
        "page of the firm."
    ),
    "day_before_record": _(
        "Something later is on record already, from %(day)s. Give a day from then on."
    ),
    "status_by_act": _(
        "A membership ends, and begins again, by an act of its own with its decision. Open the "
        "firm for it."
    ),
    "status_before_joining": _("The standing begins before the firm joined."),
    "status_day_missing": _("Say from which day the firm is no longer active."),
    "status_reason_missing": _("Say why the firm is not active; the roll quotes it."),
    "email_invalid": _("This is not an e-mail address."),
    "email_of_another": _("The address belongs to %(person)s. Each person needs their own."),
    "representative_missing": _("An address is given, but not whose it is."),
    "contact_missing": _("An address or number is given, but not whose it is."),
    "tag_too_long": _("A tag has at most %(longest)s characters. Part tags with semicolons."),
}
# Without these a row cannot be told apart; of a firm on record the other cells may be empty.
ALWAYS_NEEDED = ("uscc", "member_number")


@dataclass(slots=True)
class Known:
    """What the register holds already, read once for all rows, and what earlier rows claim."""

    classes: dict[str, MemberClass]
    entries: dict[str, Entry]
    goes_on_as: dict[str, str]
    others: dict[str, str]
    numbers: dict[str, tuple[str, str]]
    owners: dict[str, str]
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    rows_by_code: dict[str, str] = field(default_factory=dict)
    rows_by_number: dict[str, str] = field(default_factory=dict)

    def entry_of(self, row: Row) -> Entry | None:
        return self.entries.get(plain_code(row))


def read_known(rows: list[Row], day: date) -> Known:
    """The register as far as ``rows`` touch it; numbers and addresses of all."""
    codes = {plain_code(row) for row in rows}
    listed = Firm.objects.values_list(
        "pk", "registration_code", "membership__number", "name", "merged_into"
    )
    firms = {pk: (code, number, name) for pk, code, number, name, _into in listed}
    merged = {pk: into for pk, _code, _number, _name, into in listed if into}
    touched = [pk for pk, (code, _number, _name) in firms.items() if code in codes]
    entries = {entry.firm.registration_code: entry for entry in entries_on(touched, day)}
    return Known(
        classes=class_names(),
        entries=entries,
        goes_on_as={
            firms[pk][0]: _said(firms[_last(pk, merged)]) for pk in touched if pk in merged
        },
        others={
            firms[pk][0]: firms[pk][2].zh
            for pk in touched
            if pk not in merged and firms[pk][0] not in entries
        },
        numbers={
            narrow(number): (code, name.zh) for code, number, name in firms.values() if number
        },
        owners={
            email.casefold(): name.zh
            for email, name in Person.objects.exclude(email="").values_list("email", "name")
        },
    )


def _last(pk: Any, merged: dict[Any, Any]) -> Any:
    for _step in merged:
        if pk not in merged:
            break
        pk = merged[pk]
    return pk


def _said(firm: tuple[str, str | None, Any]) -> str:
    code, number, name = firm
    return f"{name.zh} ({number or '–'}, {code})"


def plain_code(row: Row) -> str:
    """The code without further check, to look a row up."""
    return row.get("uscc", "").upper()


def class_names() -> dict[str, MemberClass]:
    """Member classes by all that a file may call them: key and name in each language."""
    return {
        text.casefold(): member_class
        for member_class in MemberClass.objects.all()
        for text in (member_class.key, *member_class.name.values())
        if text
    }


def check_rows(rows: list[Row], day: date, findings: Findings) -> None:
    """Find the faults of all rows, and of the good ones what they would change as of ``day``."""
    known = read_known(rows, day)
    on_record = {int(row["row"]) for row in rows if known.entry_of(row) is not None}
    findings.faults = [f for f in findings.faults if not _may_be_empty(f, on_record)]
    for row in rows:
        for check in CHECKS:
            for column, code, context in check(row, known):
                add_fault(findings, row, column, code, context)
    bad = findings.bad_rows
    for row in rows:
        if int(row["row"]) not in bad:
            _count(row, known, findings)


def _count(row: Row, known: Known, findings: Findings) -> None:
    entry = known.entry_of(row)
    if entry is None:
        findings.new += 1
        return
    cells = known.comparisons[row["row"]].cells
    if not cells:
        findings.unchanged += 1
        return
    key, name = str(entry.firm.pk), entry.firm.name.zh
    findings.changes.append({"row": int(row["row"]), "key": key, "name": name, "cells": cells})


def _may_be_empty(fault: Fault, on_record: set[int]) -> bool:
    is_needed = fault["column"] in ALWAYS_NEEDED
    return fault["code"] == "missing" and not is_needed and fault["row"] in on_record


def explain(fault: Fault) -> dict[str, Any]:
    """What a sentence says in the language of the moment that the batch does not hold."""
    if fault["code"] == "code_invalid":
        try:
            registration_code.check(fault["value"])
        except RegistrationCodeInvalid as refused:
            return {"fault": refused.context["fault"]}
    return {}


def _check_code(row: Row, known: Known) -> Iterator[Cell]:
    if not row.get("uscc"):
        return
    try:
        code = registration_code.check(row["uscc"])
    except RegistrationCodeInvalid:
        yield "uscc", "code_as_number" if AS_NUMBER.match(row["uscc"]) else "code_invalid", {}
        return
    if code in known.rows_by_code:
        yield "uscc", "code_repeated", {"other": known.rows_by_code[code]}
    elif code in known.goes_on_as:
        yield "uscc", "code_merged", {"firm": known.goes_on_as[code]}
    elif code in known.others:
        yield "uscc", "code_known", {"firm": known.others[code]}
    known.rows_by_code.setdefault(code, row["row"])


def _check_number(row: Row, known: Known) -> Iterator[Cell]:
    number = row.get("member_number", "")
    if not number:
        return
    entry = known.entry_of(row)
    code, firm = known.numbers.get(number, ("", ""))
    if number in known.rows_by_number:
        yield "member_number", "number_repeated", {"other": known.rows_by_number[number]}
    elif entry is not None and code != entry.firm.registration_code:
        yield "member_number", "number_differs", {"number": entry.firm.membership.number}
    elif entry is None and code and code != plain_code(row):
        yield "member_number", "number_known", {"firm": firm}
    known.rows_by_number.setdefault(number, row["row"])


def _check_choices(row: Row, known: Known) -> Iterator[Cell]:
    if row.get("class") and row["class"].casefold() not in known.classes:
        names = sorted({member_class.key for member_class in known.classes.values()})
        yield "class", "class_unknown", {"known": ", ".join(names)}
    if row.get("trade") and trade_of(row["trade"]) is None:
        yield "trade", "trade_unknown", {"known": ", ".join(Trade.values)}
    if status_of(row.get("status", "")) is None:
        yield "status", "status_unknown", {"known": ", ".join(KNOWN_STATUSES)}
    if any(len(tag) > LONGEST_TAG for tag in tags_of(row.get("tags", ""))):
        yield "tags", "tag_too_long", {"longest": LONGEST_TAG}


def _check_days(row: Row, known: Known) -> Iterator[Cell]:
    for column in DATE_COLUMNS:
        if fault := day_fault(row.get(column, "")):
            yield column, fault, {}
    entry, joined = known.entry_of(row), day_in(row, "joined_on")
    if entry is not None:
        on_record = entry.firm.membership.joined_on
        if joined is not None and joined != on_record:
            yield "joined_on", "joined_differs", {"day": on_record.isoformat()}
            return
        joined = on_record
    is_active = status_of(row.get("status", "")) == StandingStatus.ACTIVE
    since = None if is_active else day_in(row, "status_from")
    if joined and since and since < joined:
        yield "status_from", "status_before_joining", {}
    if joined and (since := day_in(row, "class_from")) and since < joined:
        yield "class_from", "before_joining", {}


def _check_standing(row: Row, known: Known) -> Iterator[Cell]:
    status = status_of(row.get("status", ""))
    if status in (None, StandingStatus.ACTIVE):
        return
    entry = known.entry_of(row)
    held = entry.standing if entry else None
    if held is not None and held.status == status:
        return
    if entry is None and not row.get("status_from"):
        yield "status_from", "status_day_missing", {}
    if not (row.get("status_reason_zh") or row.get("status_reason_en")):
        yield "status_reason_zh", "status_reason_missing", {}


def _check_emails(row: Row, known: Known) -> Iterator[Cell]:
    for column in EMAIL_COLUMNS:
        if row.get(column):
            try:
                validate_email(row[column])
            except ValidationError:
                yield column, "email_invalid", {}


def _check_persons(row: Row, known: Known) -> Iterator[Cell]:
    if not row.get("dues_contact") and (
        row.get("dues_contact_email") or row.get("dues_contact_phone")
    ):
        yield "dues_contact", "contact_missing", {}
    name = row.get("representative_zh") or row.get("representative_en", "")
    email = row.get("email", "")
    if not name and (email or row.get("post_zh") or row.get("post_en")):
        yield "representative_zh", "representative_missing", {}
    elif email:
        owner = known.owners.setdefault(email.casefold(), name)
        if owner not in (name, row.get("representative_en", name)):
            yield "email", "email_of_another", {"person": owner}


def _check_record(row: Row, known: Known) -> Iterator[Cell]:
    """What a row says of a dated fact has to follow what is on record of it."""
    entry = known.entry_of(row)
    if entry is not None:
        comparison = known.comparisons[row["row"]] = compare(row, entry, known.classes)
        yield from comparison.faults


CHECKS: tuple[Callable[[Row, Known], Iterator[Cell]], ...] = (
    _check_number,
    _check_code,
    _check_choices,
    _check_days,
    _check_standing,
    _check_emails,
    _check_persons,
    _check_record,
)
