"""The draft of the bylaws as what it is: an amendment of those in force, with its reasons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from assemblies.domain.planning.drafting import Wording
from bylaws.domain import stored
from bylaws.domain.amendments import amending
from bylaws.domain.amendments.adoption import submit_amendment
from bylaws.domain.amendments.editing import explain_change
from bylaws.domain.stating import state_rule
from bylaws.domain.text.derive import identify
from bylaws.domain.text.provisions import parse, places
from bylaws.models import Amendment, Version
from desk.domain.example.data import both, read_json, read_text


def load_amendment(*, base: Version, day: date, by: Any, at: datetime) -> Amendment:
    """Derived from the whole new text, explained change by change, its rules restated where they
    differ, and submitted to the vote."""
    told = read_json("texts/amendment.json")
    label = {language: text.format(year=day.year) for language, text in told["label"].items()}
    amendment = amending.open_amendment(
        base=base,
        title=both(told["title"]),
        label=both(label),
        proposer=told["proposer"],
        reason=both(told["reason"]),
        by=by,
        at=at,
    )
    new = identify(stored.provisions_of(base), parse(read_text("texts/bylaws-v2.txt")))
    amendment = amending.derive_amendment(
        amendment=amendment, provisions=new, revision=amendment.revision, by=by, at=at
    )
    amendment = _explain(amendment, told["changes"], by=by, at=at)
    amendment = _restate(amendment, by=by, at=at)
    amendment = submit_amendment(amendment=amendment, by=by, at=at)
    assert amendment.draft is not None  # what submitting makes
    amendment.draft.summary = both(read_json("texts/en.json")["bylaws-v2.txt"]["summary"])
    amendment.draft.save(update_fields=["summary"])
    return amendment


def _explain(amendment: Amendment, rows: list[Any], *, by: Any, at: datetime) -> Amendment:
    """The reasons stand under the act that they are for, as the agenda words it."""
    wording = Wording(amendment)
    reasons = {row["act"]: both(row["reason"]) for row in rows}
    for change in list(amendment.changes.all()):
        reason = reasons.get(wording.tell(stored.change_of(change)).act.zh)
        if reason is not None:
            change.amendment = amendment
            amendment = explain_change(
                change=change,
                reason=reason,
                unit=change.unit,
                revision=amendment.revision,
                by=by,
                at=at,
            )
    return amendment


def _restate(amendment: Amendment, *, by: Any, at: datetime) -> Amendment:
    kept = amending.preview(amendment).provisions
    where = {place.reference: row.identity for row, place in zip(kept, places(kept), strict=True)}
    for row in read_json("texts/parameters.json"):
        if row["version"] == "v2":
            amendment = state_rule(
                amendment=amendment,
                key=row["key"],
                value=row["value"],
                provision=where[row["article"]],
                quote=row["quote"],
                revision=amendment.revision,
                by=by,
                at=at,
            )
    return amendment
