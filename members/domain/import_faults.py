"""What is wrong with the rows of a register file, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from members.domain import registration_code
from members.domain.register_file import (
    BY_KEY,
    COLUMNS,
    DATE_COLUMNS,
    Row,
    date_of,
    status_of,
    trade_of,
)
from members.enums import StandingStatus, Trade
from members.errors import RegistrationCodeInvalid
from members.models import Firm, MemberClass, Person

# How a sheet shows, and saves as CSV, a number of more digits than it can hold.
AS_NUMBER = re.compile(r"^\d(\.\d+)?E\+\d+$", re.IGNORECASE)

# That a firm was recorded twice is found here and never read from a file.
KNOWN_STATUSES = [status.value for status in StandingStatus if status != StandingStatus.MERGED]

Fault = dict[str, Any]
Cell = tuple[str, str, dict[str, Any]]

# Kept by code in the batch and said when shown, so that each reader has it in their own language.
SENTENCES = {
    "missing": _("The cell is empty and must be filled in."),
    "too_long": _("The text is too long: at most %(longest)s characters."),
    "code_invalid": _("This is not a unified social credit code: %(fault)s"),
    "code_as_number": _(
        "The sheet kept the code as a number and lost its last digits. Format the column as text "
        "and type the code again."
    ),
    "code_repeated": _("The same code stands in row %(other)s."),
    "code_known": _("The code belongs to %(firm)s, which is in the register already."),
    "number_repeated": _("The same member number stands in row %(other)s."),
    "number_known": _("The member number belongs to %(firm)s, which is in the register already."),
    "class_unknown": _("No member class is called so. Known are: %(known)s."),
    "trade_unknown": _("No trade is called so. Known are: %(known)s."),
    "status_unknown": _("No standing is called so. Known are: %(known)s."),
    "date_invalid": _("This is not a date. Write it as 2021-12-17."),
    "status_before_joining": _("The standing begins before the firm joined."),
    "status_day_missing": _("Say from which day the firm is no longer active."),
    "status_reason_missing": _("Say why the firm is not active; the roll quotes it."),
    "email_invalid": _("This is not an e-mail address."),
    "email_of_another": _("The address belongs to %(person)s. Each person needs their own."),
    "representative_missing": _("An address is given, but not whose it is."),
}


@dataclass(slots=True)
class Known:
    """What the register holds already, read once for all rows, and what earlier rows claim."""

    classes: dict[str, MemberClass]
    codes: dict[str, str]
    numbers: dict[str, str]
    owners: dict[str, str]
    rows_by_code: dict[str, str] = field(default_factory=dict)
    rows_by_number: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_register(cls) -> Known:
        firms = list(Firm.objects.values_list("registration_code", "membership__number", "name"))
        people = Person.objects.exclude(email="").values_list("email", "name")
        return cls(
            classes=class_names(),
            codes={code: name.zh for code, _number, name in firms},
            numbers={number: name.zh for _code, number, name in firms if number},
            owners={email.casefold(): name.zh for email, name in people},
        )


def class_names() -> dict[str, MemberClass]:
    """Member classes by all that a file may call them: key and name in each language."""
    return {
        text.casefold(): member_class
        for member_class in MemberClass.objects.all()
        for text in (member_class.key, *member_class.name.values())
        if text
    }


def find_faults(rows: list[Row]) -> list[Fault]:
    """Faults of all rows in their order: ``row``, ``column``, ``value``, ``code``, ``context``."""
    known = Known.from_register()
    return [
        {
            "row": int(row["row"]),
            "column": column,
            "value": row.get(column, ""),
            "code": code,
            "context": context,
        }
        for row in rows
        for check in CHECKS
        for column, code, context in check(row, known)
    ]


def describe(fault: Fault) -> str:
    """The fault as a sentence in the language of the moment."""
    context = dict(fault["context"])
    if fault["code"] == "code_invalid":
        try:
            registration_code.check(fault["value"])
        except RegistrationCodeInvalid as refused:
            context["fault"] = refused.context["fault"]
    return str(SENTENCES[fault["code"]]) % context


def _check_presence(row: Row, known: Known) -> Iterator[Cell]:
    for column in COLUMNS:
        value = row.get(column.key, "")
        if column.required and not value:
            yield column.key, "missing", {}
        if len(value) > column.longest:
            yield column.key, "too_long", {"longest": column.longest}


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
    elif code in known.codes:
        yield "uscc", "code_known", {"firm": known.codes[code]}
    known.rows_by_code.setdefault(code, row["row"])


def _check_number(row: Row, known: Known) -> Iterator[Cell]:
    number = row.get("member_number", "")
    if not number:
        return
    if number in known.rows_by_number:
        yield "member_number", "number_repeated", {"other": known.rows_by_number[number]}
    elif number in known.numbers:
        yield "member_number", "number_known", {"firm": known.numbers[number]}
    known.rows_by_number.setdefault(number, row["row"])


def _check_choices(row: Row, known: Known) -> Iterator[Cell]:
    if row.get("class") and row["class"].casefold() not in known.classes:
        keys = sorted({member_class.key for member_class in known.classes.values()})
        yield "class", "class_unknown", {"known": ", ".join(keys)}
    if row.get("trade") and trade_of(row["trade"]) is None:
        yield "trade", "trade_unknown", {"known": ", ".join(Trade.values)}
    if status_of(row.get("status", "")) is None:
        yield "status", "status_unknown", {"known": ", ".join(KNOWN_STATUSES)}


def _check_days(row: Row, known: Known) -> Iterator[Cell]:
    for column in DATE_COLUMNS:
        if row.get(column) and date_of(row[column]) is None:
            yield column, "date_invalid", {}


def _check_standing(row: Row, known: Known) -> Iterator[Cell]:
    if status_of(row.get("status", "")) in (None, StandingStatus.ACTIVE):
        return
    if not row.get("status_from"):
        yield "status_from", "status_day_missing", {}
    if not (row.get("status_reason_zh") or row.get("status_reason_en")):
        yield "status_reason_zh", "status_reason_missing", {}
    joined, since = date_of(row.get("joined_on", "")), date_of(row.get("status_from", ""))
    if joined and since and since < joined:
        yield "status_from", "status_before_joining", {}


def _check_email(row: Row, known: Known) -> Iterator[Cell]:
    email = row.get("email", "")
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError:
        yield "email", "email_invalid", {}
        return
    name = row.get("representative_zh") or row.get("representative_en", "")
    if not name:
        yield "representative_zh", "representative_missing", {}
        return
    owner = known.owners.setdefault(email.casefold(), name)
    if owner != name:
        yield "email", "email_of_another", {"person": owner}


CHECKS: tuple[Callable[[Row, Known], Iterator[Cell]], ...] = (
    _check_presence,
    _check_number,
    _check_code,
    _check_choices,
    _check_days,
    _check_standing,
    _check_email,
)


def column_label(key: str) -> str:
    return str(BY_KEY[key].label)
