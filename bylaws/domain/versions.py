"""Texts as dated versions: adopted, approved, found by date, compared."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bylaws.domain import stored
from bylaws.domain.approval import governs_only_when_approved
from bylaws.domain.effective import version_on as version_on
from bylaws.domain.text import compare
from bylaws.domain.text.provisions import places, render
from bylaws.enums import ChangeKind, Scheme
from bylaws.errors import ApprovalUntimely
from bylaws.models import Regulation, Version
from records.domain import log
from records.models import Decision


def text_of(version: Version) -> str:
    """The whole text with its numbers, one provision a line."""
    return render(stored.provisions_of(version), Scheme(version.numbering))


def text_on(*, regulation: Regulation, day: date) -> str | None:
    """The whole text in force on ``day``; None where none was."""
    version = version_on(regulation=regulation, day=day)
    return text_of(version) if version else None


@transaction.atomic
def adopt_version(*, version: Version, decision: Decision, by: Any, at: datetime) -> None:
    """Record that ``decision`` adopted the version. Where the rules of the day have bylaws wait for
    approval, they do not govern before it; every other text holds from the day of the decision."""
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.adoption_id is not None:
        return
    version.adoption = decision
    day = decision.decided_on
    waits = governs_only_when_approved(version.regulation, day=day)
    if not waits and version.effective_on is None:
        version.effective_on = day
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
    """Adopted bylaws that do not govern yet, since their approval is not on record. Those that
    took effect on adoption (:func:`adopt_version`) wait for nothing."""
    return (
        version.regulation.needs_approval
        and version.adoption_id is not None
        and version.approval_id is None
        and version.effective_on is None
    )


@dataclass(frozen=True, slots=True)
class Status:
    """Where a version stands on a day, in words, with the tone of its mark."""

    label: str
    tone: str


def status_on(*, version: Version, day: date) -> Status:
    """Draft, adopted and to be approved, in force, or superseded, on ``day``."""
    if version.adoption_id is None or not version.effective_on or version.effective_on > day:
        return status_beside(version, None, day)
    return status_beside(version, version_on(regulation=version.regulation, day=day), day)


def status_beside(version: Version, current: Version | None, day: date) -> Status:
    """As :func:`status_on`, where the version in force on ``day`` is known."""
    if version.adoption_id is None:
        return Status(_("draft"), "later")
    if version.effective_on is None:
        return Status(_("adopted, awaiting approval"), "wait")
    if version.effective_on > day:
        return Status(_("adopted, not yet in force"), "wait")
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
    is_repealed: bool = False


def numbered_provisions(version: Version) -> list[NumberedProvision]:
    """The provisions in order, each with its mark (第二十五条, （一）, or none)."""
    kept, scheme = stored.provisions_of(version), Scheme(version.numbering)
    return [
        NumberedProvision(row.kind, place.mark, row.text, row.identity, row.is_repealed)
        for row, place in zip(kept, places(kept, scheme), strict=True)
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
    found = compare.compare(
        stored.provisions_of(old), stored.provisions_of(new), Scheme(new.numbering)
    )
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
