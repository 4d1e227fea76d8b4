"""Texts as dated versions: read in, adopted, approved, found by date, compared."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bylaws.choices import RegulationKind
from bylaws.domain.text import compare, provisions
from bylaws.domain.parameters import BylawsParameter, parse_value
from bylaws.enums import ChangeKind, ProvisionKind
from bylaws.errors import ApprovalUntimely
from bylaws.models import Parameter, Provision, Regulation, Version
from records.domain import log
from records.fields import Translated
from records.models import Decision


@transaction.atomic
def import_version(
    *,
    regulation: Regulation,
    text: str,
    label: Translated,
    by: Any,
    at: datetime,
    base: Version | None = None,
    parameters: Sequence[BylawsParameter] = (),
    summary: Translated | None = None,
) -> Version:
    """Keep ``text`` as a new version; provisions that also stand in ``base`` keep their ids.

    Raises ``TextUnreadable`` for a number out of order, ``ParameterInvalid`` for a parameter that
    is none. The same text on the same base is the same version.
    """
    text = provisions.canonical(text)
    parsed = provisions.parse(text)
    for parameter in parameters:
        parse_value(parameter.key, parameter.value)
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = regulation.versions.filter(digest=digest, base=base).first()
    if known is not None:
        return known
    version = Version.objects.create(
        regulation=regulation,
        label=label,
        base=base,
        summary=summary or Translated(),
        digest=digest,
        previous=base.digest if base else "",
        recorded_at=at,
    )
    ids = _permanent_ids(parsed, base)
    Provision.objects.bulk_create(
        Provision(version=version, position=n, permanent_id=ids[n], kind=row.kind, text=row.text)
        for n, row in enumerate(parsed)
    )
    Parameter.objects.bulk_create(
        Parameter(version=version, key=row.key, value=row.value, article=row.article_ref)
        for row in parameters
    )
    payload = {"version": str(version.pk), "digest": digest}
    log.record(stream="bylaws", event="version_recorded", payload=payload, by=by, at=at)
    return version


def _permanent_ids(parsed: Sequence[provisions.Provision], base: Version | None) -> list[uuid.UUID]:
    if base is None:
        return [uuid.uuid4() for _row in parsed]
    stored = list(base.provisions.all())
    kept = compare.matching(_plain(stored), parsed)
    return [
        stored[kept[position]].permanent_id if position in kept else uuid.uuid4()
        for position in range(len(parsed))
    ]


def _plain(stored: Sequence[Provision]) -> list[provisions.Provision]:
    return [provisions.Provision(ProvisionKind(row.kind), row.text) for row in stored]


def text_of(version: Version) -> str:
    """The whole text with its numbers, one provision a line."""
    return provisions.render(_plain(list(version.provisions.all())))


@transaction.atomic
def adopt_version(*, version: Version, decision: Decision, by: Any, at: datetime) -> None:
    """Record that ``decision`` adopted the version. Bylaws do not govern before they are approved;
    other texts hold from the day of the decision."""
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.adoption_id is not None:
        return
    version.adoption = decision
    if version.regulation.kind != RegulationKind.BYLAWS and version.effective_on is None:
        version.effective_on = decision.decided_on
    version.save(update_fields=["adoption", "effective_on"])
    payload = {"version": str(version.pk), "decision": str(decision.pk)}
    log.record(stream="bylaws", event="version_adopted", payload=payload, by=by, at=at)


@transaction.atomic
def approve_version(
    *, version: Version, decision: Decision, effective_on: date, by: Any, at: datetime
) -> None:
    """Record the registrar's approval; the version governs from ``effective_on`` (CN-F2).

    Raises ``ApprovalUntimely`` for a draft, and for a day before the approval or the adoption.
    """
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.approval_id is not None:
        return
    if version.adoption is None:
        raise ApprovalUntimely(
            zh="该文本尚未通过，不能记载核准。",
            en="This text was not adopted yet, so its approval cannot be recorded.",
        )
    if effective_on < max(decision.decided_on, version.adoption.decided_on):
        raise ApprovalUntimely(
            zh=f"核准之前不能生效（{effective_on}）。",
            en=f"A text does not take effect before its approval ({effective_on}).",
        )
    version.approval, version.effective_on = decision, effective_on
    version.save(update_fields=["approval", "effective_on"])
    payload = {"version": str(version.pk), "decision": str(decision.pk)}
    log.record(stream="bylaws", event="version_approved", payload=payload, by=by, at=at)


def awaits_approval(version: Version) -> bool:
    """Adopted bylaws whose approval is not on record yet."""
    return (
        version.regulation.kind == RegulationKind.BYLAWS
        and version.adoption_id is not None
        and version.approval_id is None
    )


def version_on(*, regulation: Regulation, day: date) -> Version | None:
    """The version in force on ``day``: the latest one effective by then."""
    return (
        regulation.versions.filter(adoption__isnull=False, effective_on__lte=day)
        .order_by("-effective_on", "-recorded_at")
        .first()
    )


@dataclass(frozen=True, slots=True)
class Status:
    """Where a version stands on a day, in words, with the tone of its mark."""

    label: str
    tone: str


def status_on(*, version: Version, day: date) -> Status:
    """Draft, adopted and to be approved, in force, or superseded, on ``day``."""
    if version.adoption_id is None:
        return Status(_("draft"), "later")
    if version.effective_on is None:
        return Status(_("adopted, awaiting approval"), "wait")
    if version.effective_on > day:
        return Status(_("adopted, not yet in force"), "wait")
    current = version_on(regulation=version.regulation, day=day)
    if current == version:
        return Status(_("in force"), "ok")
    return Status(_("superseded"), "later")


@dataclass(frozen=True, slots=True)
class NumberedProvision:
    """A provision with the number that follows from its place."""

    kind: str
    number: str
    text: str
    permanent_id: uuid.UUID


def numbered_provisions(version: Version) -> list[NumberedProvision]:
    """The provisions in order, each with its mark (第二十五条, （一）, or none)."""
    stored = list(version.provisions.all())
    marks = [place.mark for place in provisions.places(_plain(stored))]
    return [
        NumberedProvision(row.kind, mark, row.text, row.permanent_id)
        for row, mark in zip(stored, marks, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """One changed article as it is shown: what happened to it, both numbers and both texts."""

    kind: ChangeKind
    label: str
    tone: str
    old_label: str
    new_label: str
    old_text: str
    new_text: str


def changes_between(old: Version, new: Version) -> list[Change]:
    """The articles that differ, in the new text's order; mere renumbering is left out."""
    labels = {
        ChangeKind.AMENDED: (_("amended"), "wait"),
        ChangeKind.ADDED: (_("added"), "ok"),
        ChangeKind.REPEALED: (_("repealed"), "bad"),
        ChangeKind.MOVED: (_("moved"), "later"),
    }
    found = compare.compare(_plain(list(old.provisions.all())), _plain(list(new.provisions.all())))
    return [
        Change(
            change.kind,
            *labels[change.kind],
            old_label=change.old_number,
            new_label=change.new_number,
            old_text=change.old_text,
            new_text=change.new_text,
        )
        for change in compare.visible(found)
    ]
