"""What waits for the secretariat on a day, each with the page that settles it.

Apps that stand above tell what waits with them by adding to :data:`PROVIDERS` when they are ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bylaws.domain.notice import local_date
from members.domain.asking import change_requests
from members.domain.cases.succession import SEATS
from members.domain.cases.vacancies import Vacancy, vacancies_on
from members.domain.days import zone
from members.enums import (
    ApplicationState,
    ProceedingKind,
    ProceedingState,
    RequestState,
    StandingStatus,
)
from members.models import (
    Application,
    ChangeRequest,
    Contact,
    Firm,
    Mandate,
    Proceeding,
    Representative,
    Standing,
    Succession,
)
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: ``title`` says it, ``detail`` of whom, ``citation`` by which rule, ``url``
    opens its page, ``since`` is the day from which it waits; ``tone`` is the chip's. ``group`` is
    the heading under which it stands."""

    title: str
    detail: str = ""
    citation: str = ""
    url: str = ""
    since: date | None = None
    tone: str = "wait"
    group: str = ""


Provider = Callable[[date], Iterable[Task]]

PROVIDERS: list[Provider] = []


def tasks_on(day: date) -> list[Task]:
    """Everything that waits, group by group: in the register, then what other apps add."""
    return [
        *_applications(day),
        *_proceedings(day),
        *_seats(day),
        *_gaps(day),
        *_requests(),
        *(task for tell in PROVIDERS for task in tell(day)),
    ]


def _applications(day: date) -> Iterator[Task]:
    waiting = Application.objects.filter(
        state__in=[
            ApplicationState.SUBMITTED,
            ApplicationState.INCOMPLETE,
            ApplicationState.NOTICE,
            ApplicationState.READY,
        ]
    )
    place = zone()
    for row in waiting.order_by("submitted_at"):
        title, tone = _told_of(row, day)
        yield Task(
            title=title,
            detail=f"{row.number} {row.name}",
            url=reverse("members:application", args=[row.pk]),
            since=local_date(row.submitted_at, place),
            tone=tone,
            group=_("Applications"),
        )


def _told_of(row: Application, day: date) -> tuple[str, str]:
    if row.state == ApplicationState.SUBMITTED:
        return _("Check the papers"), "wait"
    if row.state == ApplicationState.INCOMPLETE:
        return _("Papers are missing: the firm was asked"), "later"
    if row.state == ApplicationState.READY:
        return _("Ready for the council"), "wait"
    if row.notice_until is not None and row.notice_until < day:
        return _("Close the public notice: its time is over"), "wait"
    until = date_format(row.notice_until) if row.notice_until else ""
    return _("Public notice until %(day)s") % {"day": until}, "later"


def _proceedings(day: date) -> Iterator[Task]:
    opened = Proceeding.objects.exclude(
        state__in=[ProceedingState.DECIDED, ProceedingState.DISMISSED]
    ).select_related("membership__firm")
    place = zone()
    for row in opened.order_by("opened_at"):
        title, tone = _told_of_case(row, day)
        yield Task(
            title=title,
            detail=f"{row.get_kind_display()} · {row.membership.firm}",
            citation=str(row.citation),
            url=reverse("members:proceeding", args=[row.pk]),
            since=local_date(row.opened_at, place),
            tone=tone,
            group=_("Proceedings"),
        )


def _told_of_case(row: Proceeding, day: date) -> tuple[str, str]:
    if row.state == ProceedingState.HEARD:
        return _("Heard: put it before the council"), "wait"
    if row.state == ProceedingState.OPENED:
        if row.kind == ProceedingKind.EXPULSION:
            return _("Send the charge"), "wait"
        return _("Opened: charge the firm, or decide"), "wait"
    if row.respond_by is not None and row.respond_by < day:
        return _("The time to answer is over: note what the firm said"), "bad"
    until = date_format(row.respond_by) if row.respond_by else ""
    return _("The firm may answer until %(day)s") % {"day": until}, "later"


def _seats(day: date) -> Iterator[Task]:
    group = _("Seats and offices")
    passed = Succession.objects.filter(filed_on__isnull=True).select_related(
        "former__person", "successor__person", "successor__term__body", "successor__firm"
    )
    for row in passed:
        names = {"former": row.former.person, "successor": row.successor.person}
        yield Task(
            title=_("File with the council that a seat passed"),
            detail=_("From %(former)s to %(successor)s.") % names + f" {row.successor.firm}",
            citation=str(row.citation),
            url=reverse("members:succession_file", args=[row.pk]),
            since=row.successor.from_on,
            group=group,
        )
    for vacancy in vacancies_on(day):
        yield _vacant(vacancy, group)
    for mandate in offices_without_firm(day):
        yield Task(
            title=_("Holds an office and no longer represents the firm"),
            detail=f"{mandate.person} · {mandate.get_office_display()} · {mandate.firm}",
            url=reverse("members:mandate_end", args=[mandate.pk]),
            group=group,
        )


def _vacant(vacancy: Vacancy, group: str) -> Task:
    names = "、".join(str(row.person) for row in vacancy.left)
    figures = {"held": vacancy.held, "seats": vacancy.seats, "body": vacancy.term.body}
    title = ngettext(
        "%(body)s: %(vacant)s seat is vacant",
        "%(body)s: %(vacant)s seats are vacant",
        vacancy.vacant,
    )
    told = _("%(held)s of %(seats)s are held.") % figures
    return Task(
        title=title % {**figures, "vacant": vacancy.vacant},
        detail=_("%(told)s Last held by: %(names)s") % {"told": told, "names": names}
        if names
        else told,
        citation=str(vacancy.ruling.citation) if vacancy.ruling else "",
        url=reverse("members:bodies"),
        since=max((row.until_on for row in vacancy.left if row.until_on), default=None),
        tone="later",
        group=group,
    )


def offices_without_firm(day: date) -> list[Mandate]:
    """Offices held for a firm by someone who does not act for it any more."""
    acts = Representative.objects.filter(
        Representative.holds_on(day), firm=OuterRef("firm"), person=OuterRef("person")
    )
    held = Mandate.objects.filter(Mandate.holds_on(day), ~Exists(acts), firm__isnull=False)
    return list(held.exclude(office__in=SEATS).select_related("person", "firm", "term__body"))


GAPS = ("representative", "address")


def firms_lacking(gap: str, day: date) -> QuerySet[Firm]:
    """Members that nobody votes for (``representative``), or that no letter and no mail reaches
    (``address``), by number."""
    current = Standing.objects.filter(
        Standing.holds_on(day),
        membership__firm=OuterRef("pk"),
        status__in=[StandingStatus.ACTIVE, StandingStatus.SUSPENDED],
    )
    voting = Representative.objects.filter(
        Representative.holds_on(day), firm=OuterRef("pk"), votes=True
    )
    firms = Firm.objects.filter(Exists(current), merged_into__isnull=True)
    if gap == "representative":
        firms = firms.filter(~Exists(voting))
    else:
        written = Contact.objects.filter(firm=OuterRef("pk")).exclude(email="")
        nowhere = Q(address="", postal_address="", email="")
        firms = firms.filter(nowhere, ~Exists(written), ~Exists(voting.exclude(person__email="")))
    return firms.select_related("membership").order_by("membership__number")


def _gaps(day: date) -> Iterator[Task]:
    for gap in GAPS:
        firms = firms_lacking(gap, day)
        count = firms.count()
        if count:
            yield Task(
                title=_told_gap(gap, count),
                detail=_named([firm.name for firm in firms[:3]], count),
                url=reverse("members:gaps", args=[gap]),
                group=_("Register"),
            )


def _requests() -> Iterator[Task]:
    """What firms ask for; an appointment from when its signed letter is there."""
    opened = ChangeRequest.objects.filter(state=RequestState.OPEN).select_related("firm")
    place = zone()
    for row in opened.order_by("requested_at"):
        names = change_requests.is_appointment(row)
        if names and row.evidence_id is None:
            continue
        yield Task(
            title=_("Check a letter of appointment") if names else _("Answer a request"),
            detail=f"{row.firm} · {change_requests.asked_for(row)}",
            url=reverse("members:change_request", args=[row.pk]),
            since=local_date(row.requested_at, place),
            group=_("Requests of firms"),
        )


def _told_gap(gap: str, count: int) -> str:
    if gap == "representative":
        told = ngettext(
            "%(n)s member has no voting representative",
            "%(n)s members have no voting representative",
            count,
        )
    else:
        told = ngettext(
            "%(n)s member has no address at all", "%(n)s members have no address at all", count
        )
    return told % {"n": count}


def _named(names: list[Translated], count: int) -> str:
    shown = "、".join(str(name) for name in names)
    return f"{shown} …" if count > len(names) else shown
