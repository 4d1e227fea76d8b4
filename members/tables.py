"""Lists of the register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _
from django_tables2.data import TableQuerysetData

from members.domain import listing
from members.domain.asking import change_requests
from members.domain.listing import by_class
from members.enums import (
    ApplicationKind,
    ApplicationState,
    ImportState,
    ProceedingState,
    RequestState,
    Role,
    StandingStatus,
)
from members.models import (
    Application,
    Certificate,
    ChangeRequest,
    Firm,
    ImportBatch,
    Membership,
    Person,
    Proceeding,
    User,
)
from records.fields import Translated

NOTHING = "—"
# Left out on a phone, where each row is a card.
WIDE_ONLY = {"td": {"class": "wide-only"}}
NUMBER = {"th": {"class": "n"}, "td": {"class": "n"}}
STATUS_TONES = {StandingStatus.ACTIVE: "ok", StandingStatus.SUSPENDED: "wait"}
IMPORT_TONES = {ImportState.STAGED: "wait", ImportState.APPLIED: "ok"}


def chip(text: object, tone: str) -> SafeString:
    return format_html('<span class="chip {}">{}</span>', tone, text)


class FirmRows(TableQuerysetData):
    """A page's keys first, then what each of its rows shows: annotating all takes seconds.

    ``data`` of ``listing.memberships_on``, ``whole`` of ``listing.firms_on``.
    """

    def __init__(self, data: QuerySet[Membership], *, whole: QuerySet[Firm]) -> None:
        super().__init__(data)
        self.whole = whole

    def __len__(self) -> int:
        return listing.number_of(self.data)

    def __iter__(self) -> Iterator[Firm]:
        return iter(self[:])

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, slice):
            return self[key : key + 1][0]
        keys = list(self.data.values_list("firm", flat=True)[key])
        rows = self.whole.in_bulk(keys)
        return [rows[each] for each in keys]


class FirmTable(tables.Table):
    name = tables.Column(verbose_name=_("Firm"), order_by="firm__name__zh")
    number = tables.Column(verbose_name=_("Number"))
    class_name = tables.Column(verbose_name=_("Class"))
    trade = tables.Column(verbose_name=_("Trade"), order_by="firm__trade", attrs=WIDE_ONLY)
    district = tables.Column(
        verbose_name=_("District"), order_by="firm__district__zh", attrs=WIDE_ONLY
    )
    representative_name = tables.Column(
        verbose_name=_("Voting representative"), order_by="representative_name"
    )
    status = tables.Column(verbose_name=_("Standing"))
    pick = tables.Column(verbose_name=_("Choose"), empty_values=(), orderable=False)

    class Meta:
        empty_text = _("No firm matches. Change the search, or show all.")

    def render_pick(self, record: Firm) -> SafeString:
        return format_html(
            '<input type="checkbox" name="firm" value="{}" aria-label="{}">', record.pk, record.name
        )

    def render_name(self, record: Firm) -> SafeString:
        return format_html(
            '<a href="{}">{}</a><small class="mono">{}</small>',
            reverse("members:firm", args=[record.pk]),
            record.name,
            record.registration_code,
        )

    def order_class_name(
        self, queryset: QuerySet[Membership], is_descending: bool
    ) -> tuple[QuerySet[Membership], bool]:
        return by_class(queryset, day=localdate(), downwards=is_descending), True

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


def listed_imports() -> QuerySet[ImportBatch]:
    """Files by the day they were read, without their rows: those of a year fill the memory."""
    return (
        ImportBatch.objects.select_related("document")
        .defer("rows", "faults", "effects")
        .annotate(counts=KeyTransform("counts", "effects"))
        .order_by("-staged_at")
    )


class ImportTable(tables.Table):
    document = tables.Column(verbose_name=_("Name of the file"), orderable=False)
    staged_at = tables.Column(verbose_name=_("Read on"))
    rows = tables.Column(
        verbose_name=_("Rows"), accessor="counts__rows", orderable=False, attrs=NUMBER
    )
    faults = tables.Column(
        verbose_name=_("Faults"), accessor="counts__faults", orderable=False, attrs=NUMBER
    )
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


APPLICATION_TONES = {
    ApplicationState.SUBMITTED: "wait",
    ApplicationState.INCOMPLETE: "wait",
    ApplicationState.NOTICE: "wait",
    ApplicationState.READY: "wait",
    ApplicationState.ADMITTED: "ok",
    ApplicationState.REJECTED: "bad",
}


class ApplicationTable(tables.Table):
    name = tables.Column(verbose_name=_("Firm"), order_by="name__zh")
    number = tables.Column(verbose_name=_("Application"))
    member_class = tables.Column(verbose_name=_("Class"), order_by="member_class__rank")
    submitted_at = tables.Column(verbose_name=_("Submitted"))
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        model = Application
        fields: list[str] = []
        empty_text = _("No application matches.")

    def render_name(self, record: Application) -> SafeString:
        return format_html(
            '<a href="{}">{}</a><small class="mono">{}</small>',
            reverse("members:application", args=[record.pk]),
            record.name,
            record.registration_code,
        )

    def render_number(self, record: Application) -> SafeString:
        again = record.kind == ApplicationKind.READMISSION
        mark = chip(ApplicationKind.READMISSION.label, "later") if again else ""
        return format_html("{} {}", record.number, mark)

    def render_submitted_at(self, record: Application) -> str:
        return date_format(localtime(record.submitted_at), "SHORT_DATETIME_FORMAT")

    def render_state(self, record: Application) -> SafeString:
        state = ApplicationState(record.state)
        return chip(state.label, APPLICATION_TONES.get(state, "later"))


class CertificateTable(tables.Table):
    number = tables.Column(verbose_name=_("Certificate"))
    membership = tables.Column(verbose_name=_("Firm"), order_by="membership__number")
    issued_on = tables.Column(verbose_name=_("Issued on"))
    valid_until = tables.Column(verbose_name=_("Valid until"))
    revoked_on = tables.Column(verbose_name=_("State"), empty_values=())
    paper = tables.Column(verbose_name="", orderable=False, empty_values=())

    class Meta:
        model = Certificate
        fields: list[str] = []
        empty_text = _("No certificate has been issued yet. A firm's page leads to it.")

    def __init__(self, *args: Any, may_write: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_write = may_write

    def render_membership(self, record: Certificate) -> SafeString:
        url = reverse("members:firm", args=[record.membership.firm_id])
        return format_html('<a href="{}">{}</a>', url, record.membership)

    def render_revoked_on(self, record: Certificate) -> SafeString:
        if record.revoked_on is None:
            return chip(_("stands"), "ok")
        told = _("revoked on %(day)s") % {"day": date_format(record.revoked_on)}
        return format_html("{}<small>{}</small>", chip(told, "later"), record.revoked_because)

    def render_paper(self, record: Certificate) -> SafeString:
        links = [(reverse("members:certificate_pdf", args=[record.pk]), "PDF")]
        if record.revoked_on is None and self.may_write:
            links.append(
                (reverse("members:certificate_revoke", args=[record.pk]), str(_("Revoke")))
            )
        return format_html_join(" ", '<a href="{}">{}</a>', links)


PROCEEDING_TONES = {
    ProceedingState.OPENED: "wait",
    ProceedingState.CHARGED: "wait",
    ProceedingState.HEARD: "wait",
    ProceedingState.DECIDED: "ok",
    ProceedingState.DISMISSED: "later",
}


class ProceedingTable(tables.Table):
    membership = tables.Column(verbose_name=_("Firm"), order_by="membership__number")
    kind = tables.Column(verbose_name=_("Measure"))
    opened_at = tables.Column(verbose_name=_("Opened"))
    respond_by = tables.Column(verbose_name=_("Answer until"))
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        model = Proceeding
        fields: list[str] = []
        empty_text = _("No case was opened against a member.")

    def render_membership(self, record: Proceeding) -> SafeString:
        return format_html(
            '<a href="{}">{}</a><small>{}</small>',
            reverse("members:proceeding", args=[record.pk]),
            record.membership.firm,
            record.membership.number,
        )

    def render_opened_at(self, value: Any) -> str:
        return date_format(localtime(value))

    def render_respond_by(self, value: Any) -> str:
        return date_format(value)

    def render_state(self, record: Proceeding) -> SafeString:
        state = ProceedingState(record.state)
        return chip(state.label, PROCEEDING_TONES[state])


REQUEST_TONES = {
    RequestState.OPEN: "wait",
    RequestState.APPROVED: "ok",
    RequestState.REFUSED: "bad",
    RequestState.WITHDRAWN: "later",
}


class ChangeRequestTable(tables.Table):
    firm = tables.Column(verbose_name=_("Firm"), order_by="firm__membership__number")
    wanted = tables.Column(verbose_name=_("Asked for"), orderable=False)
    requested_at = tables.Column(verbose_name=_("Asked on"))
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        model = ChangeRequest
        fields: list[str] = []
        empty_text = _("No firm has asked for anything. Requests come from the firms' own pages.")

    def render_firm(self, record: ChangeRequest) -> SafeString:
        return format_html(
            '<a href="{}">{}</a><small>{}</small>',
            reverse("members:change_request", args=[record.pk]),
            record.firm,
            record.firm.membership.number,
        )

    def render_wanted(self, record: ChangeRequest) -> str:
        return change_requests.asked_for(record)

    def render_requested_at(self, value: Any) -> str:
        return date_format(localtime(value))

    def render_state(self, record: ChangeRequest) -> SafeString:
        state = RequestState(record.state)
        return chip(state.label, REQUEST_TONES[state])
