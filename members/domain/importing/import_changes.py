"""What a row says of a firm on record that the register says otherwise.

An empty cell says nothing. Dated facts (class, standing, voting representative) take the place of
the one on record from the day in the row; where that day is the old entry's own, which an edited
export still shows, or there is none, from the day that the person who confirms gives.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from members.domain.importing.import_subjects import Cell, Row
from members.domain.importing.register_file import (
    BY_KEY,
    FIELDS,
    day_in,
    size_of,
    status_of,
    tags_of,
    trade_of,
)
from members.domain.importing.register_rows import Entry, values_of
from members.enums import StandingStatus
from members.models import MemberClass
from records.models import DatedFact

REASONS = ("status_reason_zh", "status_reason_en")
NAMES = ("representative_zh", "representative_en")
POSTS = ("post_zh", "post_en")
CONTACT = ("dues_contact", "dues_contact_email", "dues_contact_phone")
PLAIN = ("name_zh", "name_en", "district_zh", "district_en", *FIELDS, "tags")
# A membership ends, and begins again, by an act that takes seats, certificates and letters along.
LEFT = {StandingStatus.RESIGNED, StandingStatus.LOST, StandingStatus.EXPELLED}


@dataclass(slots=True)
class Comparison:
    """``cells`` that differ (``column``, ``old``, ``new``, for dated facts ``from``), and what
    cannot be brought in line with the record."""

    cells: list[dict[str, str]] = field(default_factory=list)
    faults: list[Cell] = field(default_factory=list)


def wanted_value(column: str, row: Row, classes: dict[str, MemberClass]) -> str:
    """The cell as the register would keep it; what is not understood comes back as it is."""
    text = row.get(column, "")
    if not text:
        return ""
    if column == "trade":
        return str(trade_of(text) or text)
    if column == "size":
        return size_of(text)
    if column == "status":
        return str(status_of(text) or text)
    if column == "class":
        found = classes.get(text.casefold())
        return found.key if found else text
    if column == "tags":
        return "; ".join(tags_of(text))
    return text


def compare(row: Row, entry: Entry, classes: dict[str, MemberClass]) -> Comparison:
    held = {key: BY_KEY[key].clean(value) for key, value in values_of(entry).items()}
    wanted = {key: wanted_value(key, row, classes) for key in BY_KEY}
    said = {key: value for key, value in wanted.items() if value and value != held.get(key, "")}
    found = Comparison()
    for column in PLAIN:
        if column in said:
            found.cells.append(_cell(column, held, said))
    # Another name is another contact: what was the old one's does not pass on.
    everything = wanted if "dues_contact" in said else said
    for column in CONTACT:
        if column in everything and everything[column] != held.get(column, ""):
            found.cells.append(_cell(column, held, everything))
    _compare_class(found, row, entry, held, said)
    _compare_standing(found, row, entry, held, said)
    _compare_representative(found, row, entry, held, wanted, said)
    return found


def is_same_person(held: dict[str, str], wanted: dict[str, str]) -> bool:
    """Whether a row means the person who acts already: by the name in one language, or address."""
    for column in NAMES:
        if wanted.get(column) and held.get(column):
            return wanted[column] == held[column]
    return bool(held.get("email")) and held["email"].casefold() == wanted["email"].casefold()


def _cell(
    column: str, held: dict[str, str], said: dict[str, str], since: str | None = None
) -> dict[str, str]:
    cell = {"column": column, "old": held.get(column, ""), "new": said[column]}
    return cell if since is None else {**cell, "from": since}


def _compare_class(
    found: Comparison, row: Row, entry: Entry, held: dict[str, str], said: dict[str, str]
) -> None:
    if "class" in said:
        since = _since(found, row, "class_from", entry.period)
        found.cells.append(_cell("class", held, said, since))
    elif "class_from" in said:
        _refuse_moved(found, row, "class_from", entry.period)


def _compare_standing(
    found: Comparison, row: Row, entry: Entry, held: dict[str, str], said: dict[str, str]
) -> None:
    is_active = "status" in row and status_of(row["status"]) == StandingStatus.ACTIVE
    columns = [c for c in ("status", *REASONS) if c in said and not (is_active and c in REASONS)]
    if "status" not in said and held.get("status") == StandingStatus.ACTIVE:
        # A reason or day beside an active standing is none of a standing on record.
        return
    if "status" in said and LEFT & {said["status"], held.get("status", "")}:
        found.faults.append(("status", "status_by_act", {}))
    elif columns:
        since = _since(found, row, "status_from", entry.standing)
        found.cells += [_cell(column, held, said, since) for column in columns]
    elif "status_from" in said:
        _refuse_moved(found, row, "status_from", entry.standing)


def _compare_representative(
    found: Comparison,
    row: Row,
    entry: Entry,
    held: dict[str, str],
    wanted: dict[str, str],
    said: dict[str, str],
) -> None:
    if entry.acting is None or not is_same_person(held, wanted):
        if not any(wanted.get(column) for column in NAMES):
            return
        since = _since(found, row, "representative_from", entry.acting)
        columns = (*NAMES, *POSTS, "email")
        given = {c: wanted[c] for c in columns if wanted[c] and wanted[c] != held.get(c)}
        found.cells += [_cell(column, held, given, since) for column in given]
        return
    found.cells += [_cell(c, held, said) for c in (*NAMES, "email") if _differs(c, held, said)]
    posts = [column for column in POSTS if column in said]
    if posts:
        since = _since(found, row, "representative_from", entry.acting)
        found.cells += [_cell(column, held, said, since) for column in posts]
    elif "representative_from" in said:
        _refuse_moved(found, row, "representative_from", entry.acting)


def _differs(column: str, held: dict[str, str], said: dict[str, str]) -> bool:
    if column != "email" or column not in said:
        return column in said
    return said[column].casefold() != held.get(column, "").casefold()


def _since(found: Comparison, row: Row, column: str, fact: DatedFact | None) -> str:
    """The day of the change: the row's, unless it is the old entry's own."""
    given = day_in(row, column)
    if given is None or (fact is not None and given == fact.from_on):
        return ""
    if fact is not None and given < fact.from_on:
        found.faults.append((column, "day_before_record", {"day": fact.from_on.isoformat()}))
    return given.isoformat()


def _refuse_moved(found: Comparison, row: Row, column: str, fact: DatedFact | None) -> None:
    given: date | None = day_in(row, column)
    if fact is not None and given is not None and given != fact.from_on:
        found.faults.append((column, "day_differs", {"day": fact.from_on.isoformat()}))
