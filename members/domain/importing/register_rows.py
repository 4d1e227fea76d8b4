"""What the register says of firms on a day, in the columns of its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from members.domain.importing.register_file import FIELDS
from members.enums import ContactPurpose, StandingStatus
from members.models import ClassPeriod, Contact, Firm, Representative, Standing, Tag
from records.models import DatedFact

AT_A_TIME = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A firm as it stands on a day; ``standing`` and ``period`` may lack, if the books do."""

    firm: Firm
    standing: Standing | None
    period: ClassPeriod | None
    acting: Representative | None
    contact: Contact | None
    tags: tuple[str, ...]


def entries_on(keys: Iterable[UUID], day: date) -> list[Entry]:
    """The firms with these keys, in that order, in six queries for each two thousand of them.

    Without those that go on as another entry or never were a member. Of a membership that begins
    later it is what its first day has.
    """
    wanted = list(keys)
    return [
        entry
        for start in range(0, len(wanted), AT_A_TIME)
        for entry in _entries(wanted[start : start + AT_A_TIME], day)
    ]


def _entries(keys: list[UUID], day: date) -> list[Entry]:
    found = Firm.objects.filter(
        pk__in=keys, merged_into__isnull=True, membership__isnull=False
    ).select_related("membership")
    firms = {firm.pk: firm for firm in found}
    current = {"superseded_at__isnull": True}
    standings = _by_owner(
        Standing.objects.filter(membership__firm__in=keys, **current), "membership_id"
    )
    periods = _by_owner(
        ClassPeriod.objects.filter(membership__firm__in=keys, **current).select_related(
            "member_class"
        ),
        "membership_id",
    )
    acting = _by_owner(
        Representative.objects.filter(firm__in=keys, votes=True, **current).select_related(
            "person"
        ),
        "firm_id",
    )
    contacts = _by_owner(
        Contact.objects.filter(firm__in=keys, purpose=ContactPurpose.DUES).order_by("name"),
        "firm_id",
    )
    tags: dict[Any, list[str]] = {}
    for firm_id, name in Tag.objects.filter(firms__in=keys).values_list("firms", "name"):
        tags.setdefault(firm_id, []).append(name)
    return [
        Entry(
            firm=firms[key],
            standing=_holding(standings.get(firms[key].membership.pk, []), firms[key], day),
            period=_holding(periods.get(firms[key].membership.pk, []), firms[key], day)
            or _next(periods.get(firms[key].membership.pk, []), day),
            acting=_holding(acting.get(key, []), firms[key], day),
            contact=next(iter(contacts.get(key, [])), None),
            tags=tuple(sorted(tags.get(key, []))),
        )
        for key in keys
        if key in firms
    ]


def _by_owner(rows: Iterable[Any], owner: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, owner), []).append(row)
    return found


def _holding(facts: list[Any], firm: Firm, day: date) -> Any:
    then = max(day, firm.membership.joined_on)
    return next((f for f in facts if f.from_on <= then and _open_after(f, then)), None)


def _open_after(fact: DatedFact, day: date) -> bool:
    return fact.until_on is None or fact.until_on > day


def _next(periods: list[Any], day: date) -> Any:
    """A class is on record from a day later than the admission: it is all that is known."""
    later = [period for period in periods if period.from_on > day]
    return min(later, key=lambda period: period.from_on, default=None)


def values_of(entry: Entry) -> dict[str, str]:
    """The cells of an entry by column, the empty ones left out."""
    firm = entry.firm
    values: dict[str, object] = {
        "member_number": firm.membership.number,
        "name_zh": firm.name.zh,
        "name_en": firm.name.get("en"),
        "uscc": firm.registration_code,
        "district_zh": firm.district.get("zh"),
        "district_en": firm.district.get("en"),
        "joined_on": firm.membership.joined_on,
        "tags": "; ".join(entry.tags),
        **{column: getattr(firm, field) for column, field in FIELDS.items()},
        **_facts(entry),
    }
    return {key: str(value) for key, value in values.items() if value}


def _facts(entry: Entry) -> dict[str, object]:
    values: dict[str, object] = {}
    if entry.period is not None:
        values |= {"class": entry.period.member_class.key, "class_from": entry.period.from_on}
    if entry.standing is not None:
        values["status"] = entry.standing.status
        if entry.standing.status != StandingStatus.ACTIVE:
            values |= {
                "status_from": entry.standing.from_on,
                "status_reason_zh": entry.standing.reason.get("zh"),
                "status_reason_en": entry.standing.reason.get("en"),
            }
    if entry.acting is not None:
        values |= {
            "representative_zh": entry.acting.person.name.get("zh"),
            "representative_en": entry.acting.person.name.get("en"),
            "post_zh": entry.acting.post.get("zh"),
            "post_en": entry.acting.post.get("en"),
            "email": entry.acting.person.email,
            "representative_from": entry.acting.from_on,
        }
    if entry.contact is not None:
        values |= {
            "dues_contact": entry.contact.name,
            "dues_contact_email": entry.contact.email,
            "dues_contact_phone": entry.contact.phone,
        }
    return values
