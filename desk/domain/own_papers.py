"""The papers that a firm's people find on its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assemblies.enums import MinutesState, Phase
from assemblies.models import Assembly, Minutes, Notice
from bylaws.domain import versions
from bylaws.models import Regulation, Version
from dues.models import AnnualStatement
from members.domain.admitting.certificates import Checked, checked
from members.enums import FirmDocumentKind
from members.models import Certificate, Firm, FirmDocument, Person

OWN_KINDS = (
    FirmDocumentKind.LICENCE,
    FirmDocumentKind.APPLICATION,
    FirmDocumentKind.APPOINTMENT,
    FirmDocumentKind.WITHDRAWAL,
)
"""What a firm handed in itself; other papers kept with it are the secretariat's."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting to which the person was called for the firm, with what is told of it."""

    assembly: Assembly
    notices: list[Notice]
    minutes: list[Minutes]


def certificates_of(firm: Firm, day: date) -> list[Checked]:
    membership = getattr(firm, "membership", None)
    if membership is None:
        return []
    rows = Certificate.objects.filter(membership=membership).select_related("membership")
    return [checked(row, day) for row in rows.order_by("-issued_at")]


def kept_papers(firm: Firm) -> list[FirmDocument]:
    rows = firm.documents.filter(kind__in=OWN_KINDS)
    return list(rows.select_related("document").order_by("-added_at"))


def meetings_of(firm: Firm, person: Person) -> list[Meeting]:
    """Those whose roll names the person for the firm, once they were convened; the latest first.

    What the person may read of a meeting is the meeting's own rule (assemblies.permissions).
    """
    called = Assembly.objects.filter(roll__entries__person=person, roll__entries__firm=firm)
    rows = called.exclude(phase=Phase.PREPARE).distinct().order_by("-starts_at")
    return [
        Meeting(
            assembly=row,
            notices=list(row.notices.order_by("sent_at")),
            minutes=list(
                row.minutes.filter(document__isnull=False)
                .filter(state__in=(MinutesState.FINAL, MinutesState.SIGNED))
                .order_by("-version", "-language")
            ),
        )
        for row in rows
    ]


def texts_in_force(day: date) -> list[tuple[Regulation, Version]]:
    found = [
        (row, versions.version_on(regulation=row, day=day))
        for row in Regulation.objects.exclude(kind="report")
    ]
    return [(row, version) for row, version in found if version is not None]


def annual_statements() -> list[AnnualStatement]:
    """Of each year the one published last."""
    latest: dict[int, AnnualStatement] = {}
    for row in AnnualStatement.objects.order_by("-year", "-published_at"):
        latest.setdefault(row.year, row)
    return list(latest.values())
