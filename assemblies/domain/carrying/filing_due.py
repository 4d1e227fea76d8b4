"""Which packs wait to be filed, by when and by which text: for the lists of what is to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.carrying.filing import RECEIPT, answered_steps, deadline_of, due_packs
from assemblies.domain.carrying.filing_lists import Pack
from assemblies.domain.days import local_day
from assemblies.enums import Phase
from assemblies.models import Assembly
from members.domain.tasks import Task
from records.fields import Translated

BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Owed:
    """A pack of a meeting that a text gives a last day for, and that nobody has noted as filed."""

    assembly: Assembly
    pack: Pack
    last_day: date
    citation: Translated

    @property
    def url(self) -> str:
        return f"{reverse('assemblies:filing', args=[self.assembly.pk])}#{self.pack.key}"


def owed_by(assembly: Assembly) -> Iterator[Owed]:
    """What is filed before the meeting until it is opened, the rest once it is closed."""
    if assembly.is_cancelled:
        return
    filed = _filed(assembly)
    for pack in due_packs(assembly):
        last, citation = deadline_of(assembly, pack)
        now = assembly.opened_at is None if pack.counted == BEFORE else assembly.closed_at
        if now and last is not None and pack.key not in filed:
            yield Owed(assembly, pack, last, citation)


def _filed(assembly: Assembly) -> set[str]:
    """The packs with a receipt, and those that the authority took as the plan notes."""
    rows = assembly.filing_papers.filter(key__endswith=f".{RECEIPT}").values_list("key", flat=True)
    return {key.removesuffix(f".{RECEIPT}") for key in rows} | set(answered_steps(assembly))


def is_filed(assembly: Assembly, parameter: str) -> bool:
    """Whether the pack that ``parameter`` gives the days for was handed in, for the meeting or for
    the one that it follows."""
    meeting = assembly.parent or assembly
    filed = _filed(meeting)
    return any(pack.key in filed for pack in due_packs(meeting) if pack.deadline == parameter)


def tasks_on(day: date) -> Iterator[Task]:
    """Packs to be filed, the earliest last day first, late ones marked; of a meeting whose papers
    were declared filed nothing waits."""
    meetings = Assembly.objects.filter(parent__isnull=True).exclude(phase=Phase.FILE)
    found = [owed for row in meetings.select_related("body") for owed in owed_by(row)]
    for owed in sorted(found, key=lambda one: (one.last_day, one.pack.key)):
        late = owed.last_day < day
        closed = owed.assembly.closed_at
        due = (_("late, due by %(day)s") if late else _("by %(day)s")) % {
            "day": date_format(owed.last_day)
        }
        yield Task(
            title=_("File with the authority: %(pack)s") % {"pack": owed.pack.title},
            detail=f"{due} · {owed.assembly.title}",
            citation=str(owed.citation),
            url=owed.url,
            since=local_day(closed) if closed else None,
            tone="bad" if late else "wait",
            group=_("Filing and handover"),
        )
