"""The secretariat's overview: every figure opens its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from assemblies.enums import Phase
from assemblies.models import Assembly, Resolution
from bylaws.domain import versions
from bylaws.models import Regulation
from dues.domain import schedules
from dues.models import DuesSchedule
from members.domain import listing
from members.domain.tasks import Task, tasks_on
from members.models import MemberClass, Term


@dataclass(slots=True)
class Overview:
    """What the first page shows on ``day``."""

    day: date
    firms_total: int
    by_status: list[tuple[str, int]]
    by_class: list[tuple[MemberClass, int]]
    meetings: list[Assembly]
    resolutions: list[Resolution]
    schedule: DuesSchedule | None
    texts: list[tuple[Regulation, Any]]
    terms: list[Term]
    tasks: list[Task]


def overview(*, day: date) -> Overview:
    """Figures of the register, meetings under way, texts and dues in force on ``day``."""
    by_status, active = listing.numbers_on(day)
    return Overview(
        day=day,
        firms_total=sum(by_status.values()),
        by_status=sorted((status, number) for status, number in by_status.items() if number),
        by_class=[(item, active[item.pk]) for item in MemberClass.objects.all()],
        meetings=list(
            Assembly.objects.exclude(phase=Phase.FILE).select_related("body").order_by("starts_at")
        ),
        resolutions=list(
            Resolution.objects.filter(annulled_at__isnull=True)
            .select_related("motion__item")
            .order_by("-year", "-number")[:8]
        ),
        schedule=schedules.schedule_on(day),
        texts=[
            (regulation, versions.version_on(regulation=regulation, day=day))
            for regulation in Regulation.objects.exclude(kind="report")
        ],
        tasks=tasks_on(day),
        terms=list(Term.objects.select_related("body").order_by("body__kind", "-number")),
    )
