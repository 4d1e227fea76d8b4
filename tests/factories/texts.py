"""Texts, versions and amendments as rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bylaws.choices import RegulationKind
from bylaws.domain import recording, versions
from bylaws.domain.amendments import amending
from bylaws.domain.parameters import BylawsParameter
from bylaws.models import Amendment, Association, Regulation, Version
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision

AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)


def make_regulation(kind: str = RegulationKind.BYLAWS, **more: Any) -> Regulation:
    """Bylaws of the one association, which is made where it is missing."""
    Association.objects.get_or_create(
        only=True,
        defaults={"name": Translated(zh="协会", en="Association"), "profile": "cn"},
    )
    title = more.pop("title", Translated(zh="章程", en="Bylaws"))
    return recording.open_regulation(kind=kind, title=title, by=None, at=AT, **more)


def make_version(regulation: Regulation, text: str, *, label: str = "一版", **more: Any) -> Version:
    return recording.import_version(
        regulation=regulation,
        text=text,
        label=Translated(zh=label, en=f"version {label}"),
        by=None,
        at=more.pop("at", AT),
        **more,
    )


def make_decision(day: date, kind: str = DecisionKind.ADOPTION) -> Decision:
    return Decision.objects.create(
        kind=kind,
        title=Translated(zh="章程", en="Bylaws"),
        decided_on=day,
        body_name=Translated(zh="会员大会", en="General assembly"),
        recorded_at=AT,
    )


def bring_into_force(version: Version, day: date) -> Version:
    """Adopt and approve a version, both on the day from which it governs."""
    versions.adopt_version(version=version, decision=make_decision(day), by=None, at=AT)
    if version.regulation.needs_approval:
        approval = make_decision(day, DecisionKind.APPROVAL)
        versions.approve_version(
            version=version, decision=approval, effective_on=day, by=None, at=AT
        )
    version.refresh_from_db()
    return version


def make_amendment(base: Version, *, title: str = "修正案", label: str = "二版") -> Amendment:
    return amending.open_amendment(
        base=base,
        title=Translated(zh=title, en="Amendment"),
        label=Translated(zh=label, en=f"version {label}"),
        proposer="理事会",
        by=None,
        at=AT,
    )


def put_bylaws_in_force(
    *parameters: BylawsParameter, text: str = "", day: date = date(2021, 12, 17)
) -> Version:
    """Bylaws that state ``parameters``, in force from ``day``; each in its article of ``text``."""
    wanted = text or "\n".join(f"{p.article_ref}　{p.quote or p.key}。" for p in parameters)
    version = make_version(make_regulation(), wanted, parameters=parameters)
    return bring_into_force(version, day)
