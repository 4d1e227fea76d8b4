"""Rows of a register file enter: new firms in bulk, changed ones through the acts of the register.

What :mod:`members.domain.importing.import_rollback` needs to take it back is plain data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from members.domain import persons, register, represent
from members.domain.cases.ends import held_for
from members.domain.firms import contacts, tagging
from members.domain.firms.contacts import ContactFacts
from members.domain.importing import import_entries
from members.domain.importing.import_changes import is_same_person, wanted_value
from members.domain.importing.import_entries import Entries, people_by_email, person_of
from members.domain.importing.import_subjects import Row, Work, date_of
from members.domain.importing.register_file import FIELDS, tags_of, texts_of
from members.domain.importing.register_rows import Entry, entries_on, values_of
from members.domain.register import FirmFacts
from members.enums import ContactPurpose, StandingStatus
from members.errors import RowRefused
from members.models import Firm, Tag
from records.domain import log
from records.errors import ActRefused
from records.fields import Translated

STREAM = register.STREAM
Changed = dict[str, Any]


def enter_rows(work: Work) -> dict[str, Any]:
    """Enter new firms and bring those on record in line. Raises RowRefused."""
    entries = Entries(source=work.batch.document.name, at=work.at, people=people_by_email())
    codes = _codes_on_record()
    for row in work.rows:
        if row["uscc"].upper() not in codes:
            import_entries.gather(row, entries)
    entries.write()
    persons_made = [str(person.pk) for person in entries.persons]
    changed = _change_rows(work, entries)
    payload = {
        "batch": work.batch.pk,
        "document": work.batch.document.digest,
        "codes": [firm.registration_code for firm in entries.firms],
        "changed": [change["key"] for change in work.changes],
        "left_out": len(work.batch.rows) - len(work.rows),
    }
    log.record(stream=STREAM, event="import_applied", payload=payload, by=work.by, at=work.at)
    return {
        "firms": [str(firm.pk) for firm in entries.firms],
        "persons": persons_made,
        "changed": changed,
    }


def _codes_on_record() -> set[str]:
    return set(Firm.objects.values_list("registration_code", flat=True))


@dataclass(slots=True)
class _Change:
    """One row that says otherwise than the register: its cells by column, and what was done."""

    row: Row
    entry: Entry
    cells: dict[str, dict[str, str]]
    work: Work
    entries: Entries
    done: Changed = field(default_factory=dict)

    @property
    def firm(self) -> Firm:
        return self.entry.firm

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.work.by, "at": self.work.at}

    def since(self, *columns: str) -> date:
        """The day that the row gives the change, or the person who confirmed."""
        given = next((self.cells[c]["from"] for c in columns if c in self.cells), "")
        return date_of(given) or self.work.from_on

    def value(self, column: str) -> str:
        return wanted_value(column, self.row, self.entries.classes)


def _change_rows(work: Work, entries: Entries) -> list[Changed]:
    rows = {int(row["row"]): row for row in work.rows}
    keys = [UUID(change["key"]) for change in work.changes]
    on_record = {str(entry.firm.pk): entry for entry in entries_on(keys, work.from_on)}
    changed = []
    for found in work.changes:
        cells = {cell["column"]: cell for cell in found["cells"]}
        entry = on_record[found["key"]]
        change = _Change(rows[found["row"]], entry, cells, work, entries)
        try:
            for act in ACTS:
                act(change)
        except ActRefused as refused:
            raise RowRefused(row=found["row"], firm=found["name"], why=str(refused)) from refused
        changed.append({"firm": found["key"], "name": found["name"], **change.done})
    return changed


def _change_fields(change: _Change) -> None:
    wanted: dict[str, Any] = {
        FIELDS[column]: change.value(column) for column in change.cells if column in FIELDS
    }
    for name in ("name", "district"):
        if texts := _texts_changed(change, name):
            wanted[name] = Translated({**getattr(change.firm, name), **texts})
    if not wanted:
        return
    before = {name: getattr(change.firm, name) for name in wanted}
    now = {known.name: getattr(change.firm, known.name) for known in fields(FirmFacts)}
    register.edit_firm(firm=change.firm, facts_of_firm=FirmFacts(**now | wanted), **change.who)
    change.done["fields"] = {name: [before[name], wanted[name]] for name in wanted}


def _texts_changed(change: _Change, name: str) -> dict[str, str]:
    return {
        key: change.cells[f"{name}_{key}"]["new"]
        for key in ("zh", "en")
        if f"{name}_{key}" in change.cells
    }


def _change_tags(change: _Change) -> None:
    if "tags" not in change.cells:
        return
    wanted, held = set(tags_of(change.row["tags"])), set(change.entry.tags)
    for name in sorted(wanted - held):
        tagging.tag_firms(firms=[change.firm], name=name, **change.who)
    for tag in Tag.objects.filter(name__in=held - wanted):
        tagging.untag_firm(firm=change.firm, tag=tag, **change.who)
    change.done["tags"] = [sorted(held), sorted(wanted)]


def _change_contact(change: _Change) -> None:
    columns = {
        "dues_contact": "name",
        "dues_contact_email": "email",
        "dues_contact_phone": "phone",
    }
    new = {columns[c]: cell["new"] for c, cell in change.cells.items() if c in columns}
    if not new:
        return
    held = change.entry.contact
    if held is None:
        made = contacts.add_contact(
            firm=change.firm, facts=ContactFacts(purpose=ContactPurpose.DUES, **new), **change.who
        )
        change.done["contact"] = {"made": str(made.pk), "after": new}
        return
    before = {"name": held.name, "post": held.post, "email": held.email, "phone": held.phone}
    after = before | new
    if "name" in new:
        after["post"] = ""
    contacts.edit_contact(
        contact=held, facts=ContactFacts(purpose=ContactPurpose.DUES, **after), **change.who
    )
    change.done["contact"] = {"edited": str(held.pk), "before": before, "after": after}


def _change_class(change: _Change) -> None:
    if "class" in change.cells:
        register.change_class(
            membership=change.firm.membership,
            member_class=change.entries.classes[change.row["class"].casefold()],
            from_on=change.since("class"),
            reason="",
            source=change.entries.source,
            **change.who,
        )


def _change_standing(change: _Change) -> None:
    columns = ("status", "status_reason_zh", "status_reason_en")
    if not any(column in change.cells for column in columns):
        return
    held = change.entry.standing
    reason = texts_of(change.row, "status_reason")
    if "status" not in change.cells and held is not None:
        reason = Translated({**held.reason, **reason})
    status = change.value("status") or (held.status if held else "")
    register.change_standing(
        membership=change.firm.membership,
        status=StandingStatus(status),
        from_on=change.since(*columns),
        reason=reason,
        source=change.entries.source,
        **change.who,
    )


def _change_representative(change: _Change) -> None:
    """Name and address of who acts already are corrected; anybody else, and another post, is
    another representation."""
    acting = change.entry.acting
    named = ("representative_zh", "representative_en", "email")
    posts = ("post_zh", "post_en")
    if not any(column in change.cells for column in (*named, *posts)):
        return
    post = texts_of(change.row, "post")
    wanted = {column: change.value(column) for column in (*named, *posts)}
    if acting is not None and is_same_person(values_of(change.entry), wanted):
        person = acting.person
        _correct_person(change, named)
        if not any(column in change.cells for column in posts):
            return
        post = Translated({**acting.post, **post})
    else:
        made = len(change.entries.persons)
        found = person_of(change.row, change.entries.people, change.entries.persons)
        if found is None:
            return
        person = found
        if len(change.entries.persons) > made:
            person.save(force_insert=True)
    represent.appoint_representative(
        firm=change.firm,
        person=person,
        post=post,
        from_on=change.since(*named, *posts),
        source=change.entries.source,
        **change.who,
    )


def _correct_person(change: _Change, named: tuple[str, ...]) -> None:
    acting = change.entry.acting
    if acting is None or not any(column in change.cells for column in named):
        return
    person = acting.person
    name = Translated({**person.name, **_texts_changed(change, "representative")})
    email = change.cells["email"]["new"] if "email" in change.cells else person.email
    change.done["person"] = {
        "key": str(person.pk),
        "before": {"name": person.name, "email": person.email},
        "after": {"name": name, "email": email},
    }
    persons.edit_person(
        person=person,
        name=name,
        email=email,
        phone=person.phone,
        born_on=person.born_on,
        **change.who,
    )


SERIES = {
    "class": lambda firm: firm.membership.class_periods,
    "standing": lambda firm: firm.membership.standings,
    "representative": lambda firm: firm.representatives.filter(votes=True),
    # Seats pass or end with the representative.
    "seat": held_for,
}
"""Dated facts of a firm that a file can change, or that change with those."""


def _noting(name: str, act: Callable[[_Change], None]) -> Callable[[_Change], None]:
    """Keep which facts an act ended and which it made, to be undone by their keys."""

    def noted(change: _Change) -> None:
        before = _current(name, change.firm)
        act(change)
        after = _current(name, change.firm)
        if after != before:
            change.done[name] = {"ended": sorted(before - after), "made": sorted(after - before)}

    return noted


def _current(name: str, firm: Firm) -> set[int]:
    facts = SERIES[name](firm).filter(superseded_at__isnull=True)
    return set(facts.values_list("pk", flat=True))


ACTS: tuple[Callable[[_Change], None], ...] = (
    _change_fields,
    _change_tags,
    _change_contact,
    _noting("class", _change_class),
    _noting("standing", _change_standing),
    _noting("seat", _noting("representative", _change_representative)),
)
