"""Bylaws in force and draft, rules, dues standards: the texts on the assembly's table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bylaws.choices import RegulationKind
from bylaws.domain import recording, versions
from bylaws.domain.parameters import BylawsParameter
from bylaws.models import Amendment, Regulation, Version
from desk.domain.example.amendment import load_amendment
from desk.domain.example.data import both, read_json, read_text
from dues.domain import schedules
from dues.models import DuesSchedule, Tier
from members.models import MemberClass
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision

KINDS = {
    "financial-rules.txt": RegulationKind.FINANCIAL_RULES,
    "dues-measures.txt": RegulationKind.DUES_MEASURES,
    "election-method.txt": RegulationKind.ELECTION_METHOD,
}
DRAFT = Translated(zh="草案", en="draft")


@dataclass(frozen=True, slots=True)
class Texts:
    """Every text by its file's name, and the amendment that makes the draft of the bylaws."""

    versions: dict[str, Version]
    amendment: Amendment


def load_texts(*, day: date, by: Any, at: datetime) -> Texts:
    """The bylaws of 2021 are adopted and approved; what amends them is submitted to the meeting of
    ``day``."""
    told = read_json("texts/en.json")
    bylaws = recording.open_regulation(
        kind=RegulationKind.BYLAWS, title=both(told["bylaws-v1.txt"]["title"]), by=by, at=at
    )
    first = _bylaws_in_force(bylaws, told["bylaws-v1.txt"], by, at)
    found = {"bylaws-v1.txt": first}
    amendment = load_amendment(base=first, day=day, by=by, at=at)
    assert amendment.draft is not None  # submitted just before
    found["bylaws-v2.txt"] = amendment.draft
    for name, kind in KINDS.items():
        found[name] = recording.import_version(
            regulation=recording.open_regulation(
                kind=kind, title=both(told[name]["title"]), by=by, at=at
            ),
            text=read_text(f"texts/{name}"),
            label=DRAFT,
            summary=both(told[name]["summary"]),
            by=by,
            at=at,
        )
    return Texts(found, amendment)


def _bylaws_in_force(
    regulation: Regulation, told: dict[str, Any], by: Any, at: datetime
) -> Version:
    version = recording.import_version(
        regulation=regulation,
        text=read_text("texts/bylaws-v1.txt"),
        label=Translated(zh="2021年版", en="2021"),
        parameters=_parameters("v1"),
        summary=both(told["summary"]),
        by=by,
        at=at,
    )
    adopted, approved = (
        date.fromisoformat(told["adopted_on"]),
        date.fromisoformat(told["approved_on"]),
    )
    adoption = _decision(
        DecisionKind.ADOPTION,
        told["title"],
        adopted,
        Translated(zh="会员大会", en="General assembly"),
        at,
    )
    versions.adopt_version(version=version, decision=adoption, by=by, at=at)
    authority = both(read_json("association.json")["registration_authority"])
    approval = _decision(DecisionKind.APPROVAL, told["title"], approved, authority, at)
    versions.approve_version(
        version=version,
        decision=approval,
        effective_on=date.fromisoformat(told["in_force_from"]),
        by=by,
        at=at,
    )
    version.refresh_from_db()
    return version


def _decision(
    kind: str, title: dict[str, str], day: date, body: Translated, at: datetime
) -> Decision:
    return Decision.objects.create(
        kind=kind, title=both(title), decided_on=day, body_name=body, recorded_at=at
    )


def _parameters(version: str) -> list[BylawsParameter]:
    return [
        BylawsParameter(
            key=row["key"], value=row["value"], article_ref=row["article"], quote=row["quote"]
        )
        for row in read_json("texts/parameters.json")
        if row["version"] == version
    ]


def load_dues(*, by: Any, at: datetime) -> dict[str, DuesSchedule]:
    """The standard in use, adopted by its assembly, and the draft on the table."""
    source = read_json("dues.json")
    found = {}
    for row in source["schedules"]:
        schedule = DuesSchedule.objects.create(
            title=both(row["title"]),
            effective_on=date.fromisoformat(row["effective_from"]),
            currency=source["currency"],
            recorded_at=at,
        )
        Tier.objects.bulk_create(
            Tier(
                schedule=schedule,
                member_class=MemberClass.objects.get(key=key),
                amount=Decimal(tier["amount"]),
            )
            for tier in row["tiers"]
            for key in tier["classes"]
        )
        if decided := row["decided"]:
            decision = Decision.objects.create(
                kind=DecisionKind.ADOPTION,
                title=both(row["title"]),
                decided_on=date.fromisoformat(decided["on"]),
                body_name=both(decided["title"]),
                recorded_at=at,
            )
            schedules.adopt_schedule(schedule=schedule, decision=decision, by=by, at=at)
        found[row["key"]] = schedule
    return found
