"""Tables of ballot boxes."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from elections.enums import ElectionState
from elections.models import Election

TONES = {
    ElectionState.DRAFT: "later",
    ElectionState.READY: "later",
    ElectionState.OPEN: "wait",
    ElectionState.CLOSED: "wait",
    ElectionState.COUNTED: "wait",
    ElectionState.PUBLISHED: "ok",
    ElectionState.ANNULLED: "bad",
}


class ElectionTable(tables.Table):
    """Every box, with what it is waiting for."""

    title = tables.Column(_("ballot box"), linkify=("elections:board", {"pk": tables.A("pk")}))
    channel = tables.Column(_("way of voting"))
    round = tables.Column(_("round"))
    state = tables.Column(_("state"))
    opened_at = tables.DateTimeColumn(verbose_name=_("box opened"))
    closed_at = tables.DateTimeColumn(verbose_name=_("box closed"))

    class Meta:
        model = Election
        fields = ("title", "channel", "round", "state", "opened_at", "closed_at")
        order_by = "-opened_at"

    def render_state(self, record: Election) -> str:
        tone = TONES[ElectionState(record.state)]
        return format_html('<span class="chip {}">{}</span>', tone, record.get_state_display())
