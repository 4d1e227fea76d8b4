"""How an amendment is called, and the steps that lead it to the vote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from bylaws.choices import TRANSITIONS, AmendmentState
from bylaws.domain.amendments import amending
from bylaws.models import Amendment
from records.fields import Translated

STEPS: Mapping[str, AmendmentState] = {
    "consult": AmendmentState.CONSULTATION,
    "draft": AmendmentState.DRAFT,
    "submit": AmendmentState.SUBMITTED,
    "withdraw": AmendmentState.WITHDRAWN,
}
"""By the word in the page's address; adopting and rejecting belong to the assembly."""


def steps_from(amendment: Amendment) -> set[str]:
    """What the secretariat may do with it now."""
    possible = TRANSITIONS[AmendmentState(amendment.state)]
    return {step for step, state in STEPS.items() if state in possible}


@transaction.atomic
def rename_amendment(
    *,
    amendment: Amendment,
    title: Translated,
    label: Translated,
    proposer: str,
    reason: Translated,
    by: Any,
    at: datetime,
) -> Amendment:
    """Another title, name of the version, proposer or reasons. Raises ``AmendmentFixed`` where it
    is not drafted any more."""
    amendment = amending.lock(amendment, revision=amendment.revision)
    amendment.title, amendment.label = Translated(title), Translated(label)
    amendment.proposer, amendment.reason = proposer, Translated(reason)
    amendment.save(update_fields=["title", "label", "proposer", "reason"])
    payload = {"title": dict(title), "label": dict(label), "proposer": proposer}
    amending.log_event(amendment, "amendment_renamed", payload, by, at)
    return amendment
