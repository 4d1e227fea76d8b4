"""From a draft to a version: submitted to the vote, adopted in whole or in part, or rejected."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from bylaws.choices import AmendmentState, VoteOutcome
from bylaws.domain import recording, stating, versions
from bylaws.domain.amendments import amending
from bylaws.domain.text.changes import Applied, Lost
from bylaws.errors import AdoptionRefused, NothingChanged
from bylaws.models import Amendment, Regulation, Version
from records.models import Decision


@transaction.atomic
def submit_amendment(*, amendment: Amendment, by: Any, at: datetime) -> Amendment:
    """Fix the amendment for the vote, and keep the text that it makes as a draft version.

    Raises ``NothingChanged`` for an amendment without changes, ``AdoptionRefused`` where its base
    moved on or a reference would name nothing, ``AmendmentFixed`` where it is not drafted any more.
    Submitting again changes nothing.
    """
    amendment = _locked(amendment)
    if amendment.state == AmendmentState.SUBMITTED:
        return amendment
    amending.check_transition(amendment, AmendmentState.SUBMITTED)
    if not amendment.changes.exists():
        raise NothingChanged(zh="修正案还没有任何修改。", en="The amendment has no changes yet.")
    amendment.draft = _write(amendment, None, by, at)
    amendment.state = AmendmentState.SUBMITTED
    amendment.submitted_at = at
    amendment.save(update_fields=["draft", "state", "submitted_at"])
    payload = {"draft": str(amendment.draft.pk), "digest": amendment.draft.digest}
    amending.log_event(amendment, "amendment_submitted", payload, by, at)
    return amendment


@transaction.atomic
def adopt_amendment(
    *,
    amendment: Amendment,
    decision: Decision,
    by: Any,
    at: datetime,
    units: Collection[int] | None = None,
) -> Version:
    """Write the version that ``decision`` adopted: of all changes, or of those of ``units``.

    The decision exists only where the vote reached its threshold. Raises ``AdoptionRefused`` where
    no unit passed, the base moved on, or what is left would name a provision that is not there;
    then nothing is written. Adopting again gives the version that stands.
    """
    amendment = _locked(amendment)
    if amendment.result is not None:
        return amendment.result
    amending.check_transition(amendment, AmendmentState.ADOPTED)
    if units is not None and not amendment.changes.filter(unit__in=units).exists():
        raise AdoptionRefused(
            zh="没有任何一项修改获得通过。", en="None of the changes was adopted."
        )
    version = _write(amendment, units, by, at)
    versions.adopt_version(version=version, decision=decision, by=by, at=at)
    _note_outcomes(amendment, units)
    amendment.result, amendment.state = version, AmendmentState.ADOPTED
    amendment.save(update_fields=["result", "state"])
    payload = {"version": str(version.pk), "decision": str(decision.pk)}
    amending.log_event(amendment, "amendment_adopted", payload, by, at)
    version.refresh_from_db()
    return version


@transaction.atomic
def reject_amendment(*, amendment: Amendment, by: Any, at: datetime) -> Amendment:
    """Put on record that the vote did not carry it."""
    amendment = _locked(amendment)
    if amendment.state == AmendmentState.REJECTED:
        return amendment
    amending.check_transition(amendment, AmendmentState.REJECTED)
    amendment.changes.update(outcome=VoteOutcome.REJECTED)
    amendment.state = AmendmentState.REJECTED
    amendment.save(update_fields=["state"])
    amending.log_event(amendment, "amendment_rejected", {}, by, at)
    return amendment


def latest_adopted(regulation: Regulation) -> Version | None:
    """The text that an amendment has to start from: the one adopted last, in force or not yet."""
    adopted = regulation.versions.filter(adoption__isnull=False)
    return adopted.order_by("-adoption__decided_on", "-recorded_at").first()


def has_moved_on(amendment: Amendment) -> bool:
    """Whether another version was adopted since the amendment was begun."""
    latest = latest_adopted(amendment.regulation)
    return latest is not None and latest.pk != amendment.base_id


def _locked(amendment: Amendment) -> Amendment:
    # Of two amendments of one text adopted at once, the second has to see the version of the first.
    Regulation.objects.select_for_update().get(pk=amendment.regulation_id)
    return amending.locked(amendment)


def _write(amendment: Amendment, units: Collection[int] | None, by: Any, at: datetime) -> Version:
    if has_moved_on(amendment) or not amending.rests_on_base(amendment):
        raise AdoptionRefused(
            zh="该文本在修正案起草之后已有新的版本通过。请先将修正案改以最新版本为底本。",
            en="A newer version of the text was adopted since the amendment was drafted. "
            "Base the amendment on it first.",
        )
    applied = amending.preview(amendment, None if units is None else sorted(units))
    _check_references(applied)
    return recording.record_version(
        regulation=amendment.regulation,
        provisions=applied.provisions,
        label=amendment.label,
        base=amendment.base,
        parameters=stating.carried(amendment, applied.provisions),
        summary=amendment.title,
        by=by,
        at=at,
    )


def _check_references(applied: Applied) -> None:
    if not applied.lost:
        return
    told = [_told(applied, lost) for lost in applied.lost]
    raise AdoptionRefused(
        zh=f"下列引用所指的条款已不存在，请先改正：{'；'.join(told)}。",
        en=f"These references would name what is not there any more; mend them first: "
        f"{'; '.join(told)}.",
    )


def _told(applied: Applied, lost: Lost) -> str:
    text = next((p.text for p in applied.provisions if p.id == lost.id), "")
    return f"“{lost.written}”（{text[:16]}…）"


def _note_outcomes(amendment: Amendment, units: Collection[int] | None) -> None:
    if units is None:
        amendment.changes.update(outcome=VoteOutcome.ADOPTED)
        return
    amendment.changes.filter(unit__in=units).update(outcome=VoteOutcome.ADOPTED)
    amendment.changes.exclude(unit__in=units).update(outcome=VoteOutcome.REJECTED)
