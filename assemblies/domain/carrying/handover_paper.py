"""The protocol on paper, printed from facts alone: as it stands while the list is open, as it was
concluded from then on."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from assemblies.domain.carrying.handover_due import rule_of
from assemblies.domain.days import local_day, zone
from assemblies.domain.writing.minutes_facts.written import canonical, digest_of, read_back
from assemblies.domain.writing.minutes_layout import in_rows
from assemblies.domain.writing.word.writing import write_word
from assemblies.enums import HandoverKind
from assemblies.models import Handover, HandoverItem
from bylaws.models import Association
from members.models import Person
from records.domain.pdf import Enclosed, make_pdf

SCHEMA = "handover/1"
FACTS = "handover.json"
TEMPLATE = "print/handover.html"
GIVER, TAKER, WITNESS = "giver", "taker", "witness"


def facts_of(row: Handover) -> dict[str, Any]:
    """Everything that the protocol says, as plain JSON data; texts in all languages."""
    rule = rule_of(row)
    items = in_order(row)
    facts = {
        "schema": SCHEMA,
        "association": dict(Association.objects.get().name),
        "body": dict(row.term.body.name),
        "term": row.term.number,
        "to_term": row.to_term.number,
        "from_on": row.to_term.from_on,
        "number": row.number,
        "held_on": row.held_on,
        "due_on": rule.last_day,
        "citation": dict(rule.citation),
        "witness": _named(row.witness),
        "items": [
            {
                "position": number,
                "kind": item.kind,
                "what": dict(item.what),
                "given_by": _named(item.given_by),
                "taken_by": _named(item.taken_by),
                "handed_on": item.handed_on,
                "remark": item.remark,
            }
            for number, item in enumerate(items, start=1)
        ],
    }
    plain: dict[str, Any] = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    return plain


def in_order(row: Handover) -> list[HandoverItem]:
    """The lines as they are numbered: kind by kind, in each as they came."""
    kinds = list(HandoverKind)
    items = row.items.select_related("given_by", "taken_by")
    return sorted(items, key=lambda item: (kinds.index(HandoverKind(item.kind)), item.position))


def _named(person: Person | None) -> dict[str, Any] | None:
    return {"id": person.pk, "name": dict(person.name)} if person else None


def places_of(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Who signs: everybody who gave or took something, in the order of the list, and the witness;
    whoever is on no record signs on an empty line."""
    places = []
    for role, field in ((GIVER, "given_by"), (TAKER, "taken_by")):
        handed = [item for item in facts["items"] if item["handed_on"]]
        people = {item[field]["id"]: item[field] for item in handed if item[field]}
        places += [{"role": role, "person": one} for one in people.values() or [None]]
    return [*places, {"role": WITNESS, "person": facts["witness"]}]


def context_of(facts: dict[str, Any], *, digest: str) -> dict[str, Any]:
    """What the page is set from; without a ``digest`` it is a draft and says so."""
    told = read_back(facts)
    kinds = list(dict.fromkeys(item["kind"] for item in told["items"]))
    return {
        "facts": told,
        "groups": [
            {"kind": kind, "items": [one for one in told["items"] if one["kind"] == kind]}
            for kind in kinds
        ],
        "rows": in_rows([read_back(place) for place in places_of(facts)]),
        "digest": digest,
    }


def print_handover(facts: dict[str, Any], *, language: str, digest: str = "") -> bytes:
    """The PDF; the facts lie in it. Raises FontsMissing."""
    return make_pdf(
        template=TEMPLATE,
        context=context_of(facts, digest=digest),
        language=language,
        zone=zone(),
        dated=_dated(facts),
        enclosed=[Enclosed(FACTS, canonical(facts), "The protocol as data")],
    )


def write_handover(facts: dict[str, Any], *, language: str, digest: str = "") -> bytes:
    """The same page as a Word file."""
    return write_word(
        template=TEMPLATE,
        context=context_of(facts, digest=digest),
        language=language,
        zone=zone(),
        on=local_day(_dated(facts)),
    )


def standing_facts(row: Handover) -> tuple[dict[str, Any], str]:
    """The facts as concluded with their digest, or as the list stands now without one."""
    return (row.facts, digest_of(row.facts)) if row.closed_at else (facts_of(row), "")


def _dated(facts: dict[str, Any]) -> datetime:
    day = datetime.fromisoformat(facts["held_on"] or facts["from_on"]).date()
    return datetime.combine(day, time(), zone())
