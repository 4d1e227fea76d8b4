"""Lists with columns that sort."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assemblies.domain.carrying.progress import is_overdue
from assemblies.domain.days import local_day
from assemblies.domain.planning.agenda import KIND_OF_OUTCOME, outcome_label
from assemblies.enums import DeliveryState, ItemKind, ProgressState
from assemblies.models import Assembly, Delivery, Resolution
from bylaws.enums import Outcome
from elections.models import RollEntry

RIGHT = {"th": {"class": "n"}, "td": {"class": "n"}}
TONES: dict[str, str] = {
    ProgressState.OPEN: "later",
    ProgressState.UNDER_WAY: "wait",
    ProgressState.CARRIED_OUT: "ok",
    ProgressState.DROPPED: "later",
}


class AssemblyTable(tables.Table):
    title = tables.Column(verbose_name=_("Meeting"), orderable=False)
    body = tables.Column(verbose_name=_("Body"), orderable=False)
    starts_at = tables.DateTimeColumn(verbose_name=_("Starts"))
    phase = tables.Column(verbose_name=_("Phase"))

    class Meta:
        model = Assembly
        fields = ("title", "body", "starts_at", "phase")
        attrs = {"class": "stack"}
        empty_text = _("No meeting is planned yet.")

    def render_phase(self, record: Assembly) -> str:
        return str(_("cancelled") if record.is_cancelled else record.get_phase_display())

    def render_title(self, record: Assembly) -> str:
        address = reverse("assemblies:assembly", args=[record.pk])
        return format_html('<a href="{}">{}</a><small>{}</small>', address, record, record.place)


class RollTable(tables.Table):
    firm = tables.Column(verbose_name=_("Firm"), orderable=False, empty_values=())
    code = tables.Column(accessor="firm__registration_code", verbose_name=_("Credit code"))
    person = tables.Column(verbose_name=_("Representative"), orderable=False)
    entitled = tables.Column(verbose_name=pgettext_lazy("right to vote", "Vote"))
    weight = tables.Column(verbose_name=pgettext_lazy("how many", "Votes"), attrs=RIGHT)
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)

    class Meta:
        model = RollEntry
        fields = ("position", "firm", "code", "person", "entitled", "weight", "reason")
        sequence = ("firm", "code", "person", "entitled", "weight", "reason", "position")
        attrs = {"class": "stack"}
        empty_text = _("Nobody matches.")

    position = tables.Column(verbose_name=_("No."), attrs=RIGHT)

    def render_firm(self, record: RollEntry) -> str:
        if record.firm is None:
            return str(record.person)
        return format_html("{}<small>{}</small>", record.firm, record.firm.membership.number)

    def render_person(self, record: RollEntry) -> str:
        return format_html("{}<small>{}</small>", record.person, record.post)

    def render_entitled(self, record: RollEntry) -> str:
        if record.entitled:
            return format_html('<span class="chip">{}</span>', _("entitled"))
        return format_html('<span class="chip later">{}</span>', _("without a vote"))

    def render_weight(self, record: RollEntry) -> str:
        return str(record.weight) if record.entitled else "–"

    def render_reason(self, record: RollEntry) -> str:
        return format_html('{}<small class="cite">{}</small>', record.reason, record.citation or "")


class DeliveryTable(tables.Table):
    entry = tables.Column(verbose_name=_("Recipient"), orderable=False)
    channel = tables.Column(verbose_name=_("Way"))
    address = tables.Column(verbose_name=_("Address"))
    state = tables.Column(verbose_name=_("State"))
    sent_at = tables.DateTimeColumn(verbose_name=_("Sent"))

    class Meta:
        model = Delivery
        fields = ("entry", "channel", "address", "state", "sent_at")
        attrs = {"class": "stack"}

    def render_entry(self, record: Delivery) -> str:
        return format_html(
            "{}<small>{}</small>", record.entry.firm or "", record.entry.person or ""
        )

    def render_state(self, record: Delivery) -> str:
        kind = {DeliveryState.SENT: "", DeliveryState.WAITING: "wait"}.get(
            DeliveryState(record.state), "bad"
        )
        return format_html(
            '<span class="chip {}">{}</span><small>{}</small>',
            kind,
            record.get_state_display(),
            record.detail,
        )


class ResolutionTable(tables.Table):
    title = tables.Column(accessor="motion__item__title", verbose_name=_("Motion"), orderable=False)
    number = tables.Column(verbose_name=_("No."), order_by=("year", "number"))
    resolved_at = tables.DateTimeColumn(verbose_name=_("Resolved"))
    outcome = tables.Column(verbose_name=_("Verdict"))
    progress = tables.Column(verbose_name=_("Carried out"), order_by=("due_on", "progress"))

    class Meta:
        model = Resolution
        fields = ("title", "number", "resolved_at", "outcome", "progress")
        attrs = {"class": "stack"}
        empty_text = _("Nothing was resolved yet.")

    def render_title(self, record: Resolution) -> str:
        item, address = record.motion.item, reverse("assemblies:resolution", args=[record.pk])
        return format_html('<a href="{}">{}</a><small>{}</small>', address, item, item.assembly)

    def render_number(self, record: Resolution) -> str:
        reference = record.decision.reference if record.decision else ""
        return format_html("{}<small>{}</small>", record.label, reference)

    def render_outcome(self, value: Any, record: Resolution) -> str:
        election = record.motion.item.kind == ItemKind.ELECTION
        return format_html(
            '<span class="chip {}">{}</span><small>{}</small>',
            KIND_OF_OUTCOME[Outcome(value)],
            outcome_label(value, election=election),
            record.sentence,
        )

    def render_progress(self, record: Resolution) -> str:
        """Nothing is carried out of what failed or was annulled."""
        if record.outcome != Outcome.PASSED or record.annulled_at is not None:
            return "–"
        kind = "bad" if is_overdue(record, local_day(timezone.now())) else TONES[record.progress]
        due = date_format(record.due_on) if record.due_on else ""
        return format_html(
            '<span class="chip {}">{}</span><small>{} {}</small>',
            kind,
            record.get_progress_display(),
            record.owner or "",
            due,
        )
