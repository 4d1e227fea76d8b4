"""Extracts from final minutes: some items, word for word, for an addressee and a purpose.

The facts of the minutes are narrowed and never written anew, so that whoever has both files can
repeat it. No list of persons goes along: of the attendance only figures, of the quorum only what
was stated at the opening and for the items that are there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from assemblies.domain.days import local_day
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.domain.writing.minutes import TO_BE_SIGNED
from assemblies.domain.writing.minutes_facts.written import canonical, digest_of, read_back
from assemblies.domain.writing.minutes_layout import (
    lay_out_quorum,
    meetings_of,
    threshold_lines,
)
from assemblies.enums import Function
from assemblies.errors.writing import (
    CertifierUnknown,
    ExcerptEmpty,
    ExcerptOfDraft,
    ExcerptUnaddressed,
)
from assemblies.models import Assembly, Excerpt, Minutes
from members.enums import Office
from members.models import Mandate, Person, User
from records.domain import documents, log
from records.domain.media_types import PDF
from records.domain.pdf import Enclosed, make_pdf, maker

SCHEMA = "minutes-excerpt/1"
FACTS, FACTS_DESCRIBED = "excerpt.json", "The extract as data"
SERVED = ("chair", "recorder")
CERTIFIERS = {
    one.value: one.label for one in (Office.SECRETARY_GENERAL, Office.PRESIDENT, Function.CHAIR)
}
"""As what somebody certifies: two offices, and a function at the meeting."""
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Certifier:
    """Who may certify that an extract agrees with the minutes, and as what: a key of CERTIFIERS,
    which every paper words in its language."""

    person: Person
    function: str


def certifiers_of(assembly: Assembly, *, at: datetime) -> list[Certifier]:
    """The secretary-general and the president of the day, and whoever chaired the meeting."""
    day = local_day(at)
    found: dict[Any, Certifier] = {}
    for office in (Office.SECRETARY_GENERAL, Office.PRESIDENT):
        rows = Mandate.objects.filter(Mandate.holds_on(day), office=office)
        for row in rows.select_related("person").order_by("from_on"):
            found.setdefault(row.person_id, Certifier(row.person, office.value))
    chairs = assembly.appointments.filter(function=Function.CHAIR).select_related("person")
    for chair in chairs:
        found.setdefault(chair.person_id, Certifier(chair.person, Function.CHAIR.value))
    return list(found.values())


def make_excerpt(
    *,
    minutes: Minutes,
    items: Collection[str],
    attendance: bool,
    addressee: str,
    purpose: str,
    certifier: Person,
    by: User | None,
    at: datetime,
) -> Excerpt:
    """Print an extract in the language of ``minutes`` and keep it; asked for again on the same day
    in the same words it is the same extract. ``items`` are keys of items in the minutes' facts.

    Raises ExcerptOfDraft, ExcerptEmpty, ExcerptUnaddressed, CertifierUnknown, FontsMissing.
    """
    assembly = minutes.assembly
    if minutes.state not in TO_BE_SIGNED or minutes.document is None:
        raise ExcerptOfDraft
    if not addressee.strip() or not purpose.strip():
        raise ExcerptUnaddressed
    chosen = [one for one in _item_keys(minutes.facts) if one in items]
    if not chosen:
        raise ExcerptEmpty
    certifies = next(
        (one for one in certifiers_of(assembly, at=at) if one.person == certifier), None
    )
    if certifies is None:
        raise CertifierUnknown
    wanted = {
        "schema": SCHEMA,
        "language": minutes.language,
        "maker": maker(),
        "addressee": addressee.strip(),
        "purpose": purpose.strip(),
        "certifier": {
            "name": dict(certifies.person.name),
            "function": certifies.function,
        },
        "made_by": _name_of(by),
        "made_on": local_day(at).isoformat(),
        "minutes": {
            "number": minutes.facts["number"],
            "version": minutes.version,
            "facts": minutes.facts_digest,
            "paper": minutes.document.digest,
        },
        "attendance": attendance,
        "items": list(_counted(minutes.facts, chosen)),
        "facts": narrowed(minutes.facts, chosen, attendance=attendance),
    }
    number, known = _number_for(assembly, wanted)
    if known is not None:
        return known
    data = {**wanted, "number": number}
    content = print_excerpt(data)
    with transaction.atomic():
        assembly = lock_assembly(assembly.pk)
        again, known = _number_for(assembly, wanted)
        if known is not None:
            return known
        if again != number:  # somebody else took the number while the pages were set
            data = {**wanted, "number": again}
            content = print_excerpt(data)
        return _keep(minutes, data, content, certifier, by=by, at=at)


def _keep(
    minutes: Minutes,
    data: Data,
    content: bytes,
    certifier: Person,
    *,
    by: User | None,
    at: datetime,
) -> Excerpt:
    day = local_day(minutes.assembly.starts_at)
    name = f"extract-{day}-{data['number']}.{minutes.language}.pdf"
    document = documents.store(content=content, name=name, media_type=PDF, at=at)
    row = Excerpt.objects.create(
        minutes=minutes,
        number=data["number"],
        addressee=data["addressee"],
        purpose=data["purpose"],
        certifier=certifier,
        facts=data,
        digest=digest_of(data),
        document=document,
        made_by=by,
        made_at=at,
    )
    payload = {
        "excerpt": row.pk,
        "number": row.number,
        "minutes": minutes.pk,
        "digest": row.digest,
        "document": document.digest,
    }
    stream = stream_of(minutes.assembly)
    log.record(stream=stream, event="excerpt_made", payload=payload, by=by, at=at)
    return row


def _number_for(assembly: Assembly, wanted: Data) -> tuple[int, Excerpt | None]:
    """The next number of the meeting's extracts, or the one that says the same."""
    rows = Excerpt.objects.filter(minutes__assembly=assembly)
    for row in rows.filter(addressee=wanted["addressee"]):
        if {key: value for key, value in row.facts.items() if key != "number"} == wanted:
            return row.number, row
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1, None


def _name_of(user: User | None) -> dict[str, str]:
    if user is None:
        return {}
    return dict(user.person.name) if user.person else {"zh": user.email, "en": user.email}


def _item_keys(facts: Data) -> list[str]:
    return [item["id"] for meeting in meetings_of(facts) for item in meeting["items"]]


def _counted(facts: Data, chosen: Collection[str]) -> Iterator[Data]:
    """Of each meeting of the minutes, which items are in the extract and which are not, by their
    numbers alone: what the others are about is left out with them."""
    for meeting in meetings_of(facts):
        numbers: dict[bool, list[int]] = {True: [], False: []}
        for item in meeting["items"]:
            numbers[item["id"] in chosen].append(item["position"])
        yield {"meeting": meeting["id"], "chosen": numbers[True], "left_out": numbers[False]}


def narrowed(facts: Data, chosen: Collection[str], *, attendance: bool) -> Data:
    """The facts of the minutes with nothing but the ``chosen`` items, and the figures of the
    attendance where they are asked for; a meeting that followed stays only with an item of its."""
    parts = [
        _narrowed_meeting(meeting, chosen, attendance=attendance) for meeting in meetings_of(facts)
    ]
    head = ("association", "seat", "currency", "time_zone", "number")
    return {
        **{key: facts[key] for key in head},
        "meeting": parts[0],
        "follow_ups": [part for part in parts[1:] if part["items"]],
    }


def _narrowed_meeting(meeting: Data, chosen: Collection[str], *, attendance: bool) -> Data:
    items = [item for item in meeting["items"] if item["id"] in chosen]
    head = ("id", "title", "body", "body_kind", "place", "starts_at", "opened_at", "closed_at")
    told = {key: meeting[key] for key in head}
    told["officers"] = [one for one in meeting["officers"] if one["function"] in SERVED]
    told["items"] = items
    if meeting.get("hybrid"):
        told["hybrid"] = True
    told["attendance"], told["quorum"] = None, []
    if attendance and items:
        numbers = {None, *(item["position"] for item in items)}
        told["quorum"] = [check for check in meeting["quorum"] if check["item"] in numbers]
        figures = ("entitled", "attended", "excused", "absent", "guests", "rate")
        told["attendance"] = {
            **{key: meeting["attendance"][key] for key in figures},
            "represented": meeting["attendance"].get("represented", 0),
            "votes": meeting["attendance"].get("votes"),
            "weighed_by": meeting["attendance"].get("weighed_by", {}),
            "weights_citation": meeting["attendance"].get("weights_citation", {}),
        }
        # Only where there is something to tell: an extract of earlier minutes has no such line.
        if remote := meeting["attendance"].get("remote"):
            told["attendance"]["remote"] = remote
    return told


def print_excerpt(data: Data) -> bytes:
    """The PDF of an extract as it was kept; nothing is asked of the record. Raises FontsMissing."""
    told = read_back(data)
    meetings = meetings_of(told["facts"])
    for meeting in meetings:
        lay_out_quorum(meeting)
    items = [item for meeting in meetings for item in meeting["items"]]
    context = {
        "excerpt": told,
        "facts": told["facts"],
        "meetings": [meeting for meeting in meetings if meeting["items"]],
        "counted": _told_counts(told),
        # Of meetings that are in the minutes and not in the extract at all.
        "elsewhere": sum(len(row["left_out"]) for row in told["items"] if not row["chosen"]),
        "contests": threshold_lines(box for item in items for box in item["boxes"]),
        "digest": digest_of(data),
    }
    zone = ZoneInfo(data["facts"]["time_zone"])
    return make_pdf(
        template="print/excerpt.html",
        context=context,
        language=data["language"],
        zone=zone,
        dated=datetime.combine(
            datetime.fromisoformat(data["made_on"]), datetime.min.time(), tzinfo=zone
        ),
        enclosed=[Enclosed(FACTS, canonical(data), FACTS_DESCRIBED)],
    )


def _told_counts(told: Data) -> list[Data]:
    """Of each meeting with an item in the extract: its title, and which items are in and out."""
    titles = {meeting["id"]: meeting["title"] for meeting in meetings_of(told["facts"])}
    return [
        {
            "title": titles[row["meeting"]],
            "chosen": ranges(row["chosen"]),
            "left_out": ranges(row["left_out"]),
            "rest": len(row["left_out"]),
        }
        for row in told["items"]
        if row["chosen"]
    ]


def ranges(numbers: list[int]) -> str:
    """``1–3, 5`` of 1, 2, 3, 5."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in found)
