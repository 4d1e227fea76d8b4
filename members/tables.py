"""Lists of the register."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from members.enums import ImportState, Role, StandingStatus
from members.models import Firm, ImportBatch, Person, User
from records.fields import Translated

NOTHING = "—"
# Left out on a phone, where each row is a card.
WIDE_ONLY = {"td": {"class": "wide-only"}}
NUMBER = {"th": {"class": "n"}, "td": {"class": "n"}}
STATUS_TONES = {StandingStatus.ACTIVE: "ok", StandingStatus.SUSPENDED: "wait"}
IMPORT_TONES = {ImportState.STAGED: "wait", ImportState.APPLIED: "ok"}


def chip(text: object, tone: str) -> SafeString:
    return format_html('<span class="chip {}">{}</span>', tone, text)


class FirmTable(tables.Table):
    name = tables.Column(verbose_name=_("Firm"), order_by="name__zh")
    number = tables.Column(verbose_name=_("Number"))
    class_name = tables.Column(verbose_name=_("Class"), order_by="class_rank")
    trade = tables.Column(verbose_name=_("Trade"), attrs=WIDE_ONLY)
    district = tables.Column(verbose_name=_("District"), order_by="district__zh", attrs=WIDE_ONLY)
    representative_name = tables.Column(
        verbose_name=_("Voting representative"), order_by="representative_name"
    )
    status = tables.Column(verbose_name=_("Standing"))

    class Meta:
        model = Firm
        fields: list[str] = []
        empty_text = _("No firm matches. Change the search, or show all.")

    def render_name(self, record: Firm) -> SafeString:
        return format_html(
            '<a href="{}">{}</a><small class="mono">{}</small>',
            reverse("members:firm", args=[record.pk]),
            record.name,
            record.registration_code,
        )

    def render_class_name(self, value: Translated) -> str:
        return str(value)

    def render_district(self, value: Translated) -> str:
        return str(value) or NOTHING

    def render_representative_name(self, value: Translated) -> str:
        return str(value)

    def render_status(self, value: str) -> SafeString:
        status = StandingStatus(value)
        return chip(status.label, STATUS_TONES.get(status, "later"))


class PersonTable(tables.Table):
    name = tables.Column(verbose_name=_("Person"), order_by="name__zh")
    firm_name = tables.Column(verbose_name=_("Acts for"))
    post = tables.Column(verbose_name=_("Post"), orderable=False)
    email = tables.Column(verbose_name=_("E-mail"))

    class Meta:
        model = Person
        fields: list[str] = []
        empty_text = _("No person matches. Change the search, or show all.")

    def render_name(self, record: Person) -> SafeString:
        url = reverse("members:person", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, record.name)

    def render_firm_name(self, value: Translated, record: Any) -> SafeString:
        url = reverse("members:firm", args=[record.firm_id])
        return format_html('<a href="{}">{}</a>', url, value)

    def render_post(self, value: Translated) -> str:
        return str(value) or NOTHING


class ImportTable(tables.Table):
    document = tables.Column(verbose_name=_("Register file"), orderable=False)
    staged_at = tables.Column(verbose_name=_("Read on"))
    rows = tables.Column(verbose_name=_("Rows"), orderable=False, attrs=NUMBER)
    faults = tables.Column(verbose_name=_("Faults"), orderable=False, empty_values=(), attrs=NUMBER)
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        model = ImportBatch
        fields: list[str] = []
        empty_text = _("No file has been read yet.")

    def render_document(self, record: ImportBatch) -> SafeString:
        url = reverse("members:import", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, record.document.name)

    def render_staged_at(self, record: ImportBatch) -> str:
        return date_format(localtime(record.staged_at), "SHORT_DATETIME_FORMAT")

    def render_rows(self, record: ImportBatch) -> int:
        return len(record.rows)

    def render_faults(self, record: ImportBatch) -> int:
        return len(record.faults)

    def render_state(self, record: ImportBatch) -> SafeString:
        state = ImportState(record.state)
        return chip(state.label, IMPORT_TONES.get(state, "later"))


class AccountTable(tables.Table):
    person = tables.Column(verbose_name=_("Person"), order_by="person__name__zh", empty_values=())
    email = tables.Column(verbose_name=_("Log-in"))
    roles = tables.Column(verbose_name=_("Standing roles"), orderable=False, empty_values=())
    last_login = tables.Column(verbose_name=_("Last log-in"))
    is_active = tables.Column(verbose_name=_("State"))

    class Meta:
        model = User
        fields: list[str] = []
        empty_text = _("No account matches.")

    def render_person(self, record: User) -> SafeString:
        url = reverse("members:account", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, record)

    def render_roles(self, record: User) -> str:
        held = [str(Role(grant.role).label) for grant in record.roles.all()]
        return ", ".join(held) or NOTHING

    def render_last_login(self, value: Any) -> str:
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")

    def render_is_active(self, value: bool) -> SafeString:
        return chip(_("can log in"), "ok") if value else chip(_("log-in closed"), "later")
