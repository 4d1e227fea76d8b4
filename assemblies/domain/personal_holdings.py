"""What meetings keep of persons, what of it goes, and what a person still has to do at one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assemblies.models import (
    Appointment,
    Attendance,
    Delivery,
    Excerpt,
    Excuse,
    HandoverItem,
    Minutes,
    Nomination,
    NominationSupport,
)
from members.domain.personal.personal_data import Holding, Row
from members.domain.personal.traces import Traces
from members.models import Person

MEETING = ("meeting", gettext_lazy("Meeting"))


def _functions(person: Person) -> Iterator[Row]:
    found = Appointment.objects.filter(person=person).select_related("assembly")
    for row in found.order_by("assembly__starts_at", "pk"):
        yield (row.assembly.title, row.get_function_display())


def _attendance(person: Person) -> Iterator[Row]:
    found = Attendance.objects.filter(entry__person=person).select_related("assembly")
    for row in found.order_by("in_at"):
        yield (row.assembly.title, row.in_at, row.out_at, _("remotely") if row.remote else "")


def _notices(person: Person) -> Iterator[Row]:
    found = Delivery.objects.filter(entry__person=person).select_related("notice__assembly")
    for row in found.order_by("notice__sent_at", "pk"):
        yield (row.notice.assembly.title, row.address, row.get_state_display(), row.sent_at)


def _excuses(person: Person) -> Iterator[Row]:
    found = Excuse.objects.filter(entry__person=person).select_related("assembly")
    for row in found.order_by("assembly__starts_at", "pk"):
        yield (row.assembly.title, row.reason)


def _minutes(person: Person) -> Iterator[Row]:
    """Of meetings on whose roll the person stood, or at which they had a function."""
    on_roll = Minutes.objects.filter(assembly__roll__entries__person=person)
    serving = Minutes.objects.filter(assembly__appointments__person=person)
    for row in (on_roll | serving).distinct().select_related("assembly").order_by("made_at", "pk"):
        yield (row.assembly.title, row.version, row.language, row.made_at)


def _handovers(person: Person) -> Iterator[Row]:
    """Lines that the person gave or took, and protocols that they witnessed."""
    mine = Q(given_by=person) | Q(taken_by=person) | Q(handover__witness=person)
    found = HandoverItem.objects.filter(mine).select_related("handover__term__body")
    for row in found.order_by("handover__begun_at", "position"):
        yield (row.handover.term.body.name, row.what, row.handed_on)


def _extracts(person: Person) -> Iterator[Row]:
    found = Excerpt.objects.filter(certifier=person).select_related("minutes__assembly")
    for row in found.order_by("made_at", "pk"):
        yield (row.minutes.assembly.title, row.number, row.made_at)


def _nominations(person: Person) -> Iterator[Row]:
    found = Nomination.objects.filter(person=person).select_related("call__item__assembly")
    for row in found.order_by("nominated_at", "pk"):
        meeting = row.call.item.assembly.title
        yield (meeting, row.get_office_display(), row.get_way_display(), row.declared_on)


def _supports(person: Person) -> Iterator[Row]:
    found = NominationSupport.objects.filter(person=person).select_related(
        "nomination__call__item__assembly", "firm"
    )
    for row in found.order_by("supported_at", "pk"):
        yield (row.nomination.call.item.assembly.title, row.firm.name, row.supported_at)


HOLDINGS = (
    Holding(
        "functions",
        gettext_lazy("Functions at meetings"),
        gettext_lazy("To know who chaired, recorded, counted and supervised."),
        (MEETING, ("function", gettext_lazy("Function"))),
        _functions,
        gettext_lazy("The meeting rests on who performed these; the rows show the neutral name."),
    ),
    Holding(
        "attendance",
        gettext_lazy("Attendance"),
        gettext_lazy("To state the quorum and to admit to the vote."),
        (
            MEETING,
            ("in_at", gettext_lazy("In")),
            ("out_at", gettext_lazy("Out")),
            ("where", pgettext_lazy("attendance", "Where")),
        ),
        _attendance,
        gettext_lazy("The quorum of each resolution rests on it; the rows show the neutral name."),
    ),
    Holding(
        "notices",
        gettext_lazy("Notices of meetings"),
        gettext_lazy("To convene, and to prove that everybody was convened in time."),
        (
            MEETING,
            ("address", gettext_lazy("Address")),
            ("state", gettext_lazy("State")),
            ("sent_at", gettext_lazy("Sent")),
        ),
        _notices,
        gettext_lazy("That and when it was sent stays; the address goes."),
    ),
    Holding(
        "excuses",
        gettext_lazy("Excuses"),
        gettext_lazy("To tell who is excused from who is absent."),
        (MEETING, ("reason", gettext_lazy("Reason"))),
        _excuses,
        gettext_lazy("That somebody was excused stays; the reason goes."),
    ),
    Holding(
        "nominations",
        gettext_lazy("Nominations"),
        gettext_lazy("To examine who may stand, and to announce it for objections."),
        (
            MEETING,
            ("office", gettext_lazy("Office")),
            ("way", gettext_lazy("Nominated")),
            ("declared_on", gettext_lazy("Declared on")),
        ),
        _nominations,
        gettext_lazy("That somebody was nominated stays; what they declared of themselves goes."),
    ),
    Holding(
        "nominators",
        gettext_lazy("Nominations made for a firm"),
        gettext_lazy("To know who said that a firm nominates."),
        (
            MEETING,
            ("firm", gettext_lazy("Firm")),
            ("supported_at", gettext_lazy("Nominated at")),
        ),
        _supports,
        gettext_lazy("The firm's nomination stays; the rows show the neutral name."),
    ),
    Holding(
        "minutes",
        gettext_lazy("Minutes and their annexes"),
        gettext_lazy("To prove what was decided, and how."),
        (
            MEETING,
            ("version", gettext_lazy("Version")),
            ("language", gettext_lazy("Language")),
            ("made_at", gettext_lazy("Made")),
        ),
        _minutes,
        gettext_lazy("Signed minutes are sealed by their digest; they name who took part."),
    ),
    Holding(
        "handovers",
        gettext_lazy("Handovers between terms"),
        gettext_lazy("To prove what was handed over, by whom and to whom."),
        (
            ("body", gettext_lazy("Body")),
            ("what", gettext_lazy("What")),
            ("handed_on", gettext_lazy("Handed over on")),
        ),
        _handovers,
        gettext_lazy("The protocol is signed by those whom it names; it stays as it was signed."),
    ),
    Holding(
        "extracts",
        gettext_lazy("Extracts of minutes certified"),
        gettext_lazy("To know who certified an extract that went out."),
        (
            MEETING,
            ("number", gettext_lazy("Number")),
            ("made_at", gettext_lazy("Made")),
        ),
        _extracts,
        gettext_lazy("An extract names who certified it; its addressee has it."),
    ),
)


def erase(traces: Traces) -> int:
    """Addresses of notices, reasons of excuses, what a nominee declared."""
    mine = {"entry__person": traces.person}
    addresses = Delivery.objects.filter(**mine).exclude(address="")
    reasons = Excuse.objects.filter(**mine).exclude(reason="")
    declared = Nomination.objects.filter(person=traces.person, declared_on__isnull=False)
    told = {"introduction": "", "public_service": "", "elsewhere": "", "represents_elsewhere": ""}
    return (
        addresses.update(address="", detail="")
        + reasons.update(reason="")
        + declared.update(**told, financial_staff=False, terms_before=None, findings=[])
    )


def obstacles(person: Person, _day: date) -> list[str]:
    """Functions at meetings that are not closed, and nominations under them."""
    found = Appointment.objects.filter(person=person, assembly__closed_at__isnull=True)
    functions = [
        _("is %(function)s of “%(meeting)s”")
        % {"function": row.get_function_display(), "meeting": row.assembly}
        for row in found.select_related("assembly").order_by("assembly__starts_at", "pk")
    ]
    nominated = Nomination.objects.filter(
        person=person, withdrawn_at__isnull=True, call__item__assembly__closed_at__isnull=True
    )
    return functions + [
        _("is nominated under “%(item)s”") % {"item": row.call}
        for row in nominated.select_related("call__item").order_by("nominated_at", "pk")
    ]
