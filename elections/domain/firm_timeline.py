"""Of a firm's life: the rolls it stood on. Nothing of what anybody voted is known here."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from elections.models import RollEntry
from members.domain.firms.timeline import Event, joined
from members.models import Firm


def rolls(firm: Firm) -> Iterator[Event]:
    """On the record date of each roll: whether the firm's vote was entitled, and if not, why."""
    entries = RollEntry.objects.filter(firm=firm).select_related("roll__body", "person")
    for entry in entries.order_by("roll__record_on", "roll__frozen_at", "position"):
        title = (
            _("On the roll of the %(body)s, entitled")
            if entry.entitled
            else _("On the roll of the %(body)s, not entitled")
        )
        detail = joined(entry.person, entry.reason, entry.citation)
        tone = "ok" if entry.entitled else "wait"
        body = {"body": entry.roll.body}
        yield Event(entry.roll.record_on, "election", title % body, detail, tone=tone)
