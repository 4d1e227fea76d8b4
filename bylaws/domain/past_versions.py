"""Texts that were decided before this record began: each with its decisions, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bylaws.domain import recording, stating, versions
from bylaws.domain.approval import governs_only_when_approved
from bylaws.domain.parameters import BylawsParameter
from bylaws.domain.text.provisions import Provision
from bylaws.enums import Scheme
from bylaws.errors import HistoryUntimely
from bylaws.models import Association, Regulation, Version
from records.domain import log
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision


@dataclass(frozen=True, slots=True)
class Past:
    """What is on paper of a version: adopted when, by which body and under which number, approved
    when and under which number, in force since when. Days that never came are None."""

    adopted_on: date
    adopted_by: Translated
    adoption_reference: str = ""
    approved_on: date | None = None
    approval_reference: str = ""
    effective_on: date | None = None


def predecessor_on(regulation: Regulation, day: date) -> Version | None:
    """The version that was adopted last before ``day``; a text of that day amended it."""
    adopted = regulation.versions.filter(adoption__decided_on__lt=day)
    return adopted.order_by("-adoption__decided_on", "-recorded_at").first()


def neighbour_of(regulation: Regulation, day: date | None = None) -> Version | None:
    """The version whose provisions a text of ``day`` continues, or is continued by: the one
    before it, else the one after it; without a day the latest."""
    adopted = regulation.versions.filter(adoption__isnull=False)
    latest = adopted.order_by("-adoption__decided_on", "-recorded_at")
    if day is None:
        return latest.first() or regulation.versions.order_by("-recorded_at").first()
    return predecessor_on(regulation, day) or latest.last()


@transaction.atomic
def record_past_version(
    *,
    regulation: Regulation,
    provisions: Sequence[Provision],
    label: Translated,
    past: Past,
    by: Any,
    at: datetime,
    today: date,
) -> Version:
    """Keep a text that was adopted already, with the decisions that adopted and approved it.

    ``provisions`` with the identities of what they continue. The version before it, by the day of
    adoption, becomes its base, whose stated rules are carried where the words still agree. Raises
    ``HistoryUntimely`` for days that contradict each other or lie ahead, and where another version
    was adopted that same day; then nothing is written. The same text of the same day is one
    version.
    """
    Regulation.objects.select_for_update().get(pk=regulation.pk)
    _check_days(regulation, past, today)
    known = regulation.versions.filter(adoption__decided_on=past.adopted_on).first()
    version = recording.record_version(
        regulation=regulation,
        provisions=provisions,
        label=label,
        base=predecessor_on(regulation, past.adopted_on),
        parameters=_rules(regulation, past.adopted_on, provisions),
        by=by,
        at=at,
    )
    if known is not None and known.pk != version.pk:
        raise HistoryUntimely(
            zh=f"已记载{past.adopted_on}通过的另一文本（{known.label.zh}）。",
            en=f"Another text adopted on {past.adopted_on} is on record ({known.label.en}).",
        )
    if version.adoption_id is not None:
        return version
    _decide(version, past, by, at)
    version.refresh_from_db()
    return version


def _rules(
    regulation: Regulation, day: date, provisions: Sequence[Provision]
) -> list[BylawsParameter]:
    base = predecessor_on(regulation, day)
    if base is None:
        return []
    return stating.agreeing(base, provisions, Scheme(regulation.numbering))


def _decide(version: Version, past: Past, by: Any, at: datetime) -> None:
    regulation = version.regulation
    adoption = Decision.objects.create(
        kind=DecisionKind.ADOPTION,
        title=Translated(regulation.title),
        decided_on=past.adopted_on,
        body_name=past.adopted_by,
        reference=past.adoption_reference,
        recorded_at=at,
    )
    waits = governs_only_when_approved(regulation, day=past.adopted_on)
    if not waits and past.effective_on is not None:
        version.effective_on = past.effective_on
        version.save(update_fields=["effective_on"])
    versions.adopt_version(version=version, decision=adoption, by=by, at=at)
    if past.approved_on is not None and past.effective_on is not None:
        approval = Decision.objects.create(
            kind=DecisionKind.APPROVAL,
            title=Translated(regulation.title),
            decided_on=past.approved_on,
            body_name=Association.objects.get().registration_authority,
            reference=past.approval_reference,
            recorded_at=at,
        )
        versions.approve_version(
            version=version, decision=approval, effective_on=past.effective_on, by=by, at=at
        )
    payload = {"version": str(version.pk), "adopted_on": past.adopted_on}
    log.record(stream="bylaws", event="past_version_recorded", payload=payload, by=by, at=at)


def _check_days(regulation: Regulation, past: Past, today: date) -> None:
    if past.adopted_on > today or (past.approved_on and past.approved_on > today):
        raise HistoryUntimely(
            zh="通过和核准的日期不能在今天之后；尚未通过的文本请作为修正案提出。",
            en="Days of adoption and approval do not lie ahead; what was not adopted yet is "
            "proposed as an amendment.",
        )
    if past.approved_on and past.approved_on < past.adopted_on:
        raise HistoryUntimely(
            zh="核准日期不能早于通过日期。", en="A text is not approved before it is adopted."
        )
    if past.effective_on and past.effective_on < max(
        past.adopted_on, past.approved_on or past.adopted_on
    ):
        raise HistoryUntimely(
            zh="生效日期不能早于通过和核准的日期。",
            en="A text does not take effect before it is adopted and approved.",
        )
    waits = governs_only_when_approved(regulation, day=past.adopted_on)
    if waits and (past.approved_on is None) != (past.effective_on is None):
        raise HistoryUntimely(
            zh="须经核准的文本，核准日期与生效日期应当同时填写，或者都不填写（尚待核准）。",
            en="Of a text that needs approval give both the day of approval and the day of effect, "
            "or neither while it waits for approval.",
        )
    if not regulation.needs_approval and past.approved_on is not None:
        raise HistoryUntimely(
            zh="该文本不须核准，请不要填写核准日期；如须核准，请先在设置中更改。",
            en="This text needs no approval, so leave its day empty; or change the settings first.",
        )
