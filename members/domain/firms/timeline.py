"""A firm's life in one list: what the register knows of it, and what other apps add.

Apps that stand above tell what they know by adding to :data:`PROVIDERS` when they are ready.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from members.models import Firm, Merge


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: ``kind`` groups it (standing, dues, seat …), ``title`` says it.

    ``day`` is the local day; ``detail`` is the reason, source or amount; ``url`` opens its page;
    ``tone`` is the chip's (``ok``, ``wait``, ``bad``, ``later``).
    """

    day: date
    kind: str
    title: str
    detail: str = ""
    url: str = ""
    tone: str = ""

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(KINDS.get(self.kind, self.kind))


Provider = Callable[[Firm], Iterable[Event]]

PROVIDERS: list[Provider] = []

# In the order in which they are offered; an app that tells of another kind adds its name.
KINDS: dict[str, str | Promise] = {
    "standing": gettext_lazy("standing"),
    "class": gettext_lazy("class"),
    "person": gettext_lazy("representatives"),
    "seat": gettext_lazy("seats and offices"),
    "dues": gettext_lazy("dues"),
    "meeting": gettext_lazy("meetings"),
    "election": gettext_lazy("rolls"),
    "application": gettext_lazy("applications"),
    "proceeding": gettext_lazy("proceedings"),
    "certificate": gettext_lazy("certificates"),
    "letter": gettext_lazy("letters"),
    "paper": pgettext_lazy("kept with a firm", "papers"),
    "request": gettext_lazy("requests for changes"),
    "merge": gettext_lazy("duplicates"),
}


def events_of(firm: Firm) -> list[Event]:
    """Everything that any app knows of ``firm``, latest first.

    Of an entry that goes on as ``firm`` too, with the number under which it was recorded.
    """
    found = [event for provide in PROVIDERS for event in provide(firm)]
    for other in entries_taken(firm):
        told = [event for provide in PROVIDERS for event in provide(other)]
        under = _("recorded under %(number)s") % {"number": other.membership.number}
        # That it goes on as this firm is told by the firm itself.
        found += [
            replace(event, detail=joined(event.detail, under))
            for event in told
            if event.kind != "merge"
        ]
    return sorted(found, key=lambda event: event.day, reverse=True)


def entries_taken(firm: Firm) -> list[Firm]:
    """The entries that go on as ``firm``."""
    return list(firm.duplicates.select_related("membership").order_by("membership__number"))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event that a firm has, and how often."""

    key: str
    label: str
    number: int


def kinds_of(events: Sequence[Event]) -> list[Kind]:
    """The kinds among ``events``, in the order of :data:`KINDS`."""
    numbers = Counter(event.kind for event in events)
    known = [key for key in KINDS if key in numbers]
    others = sorted(key for key in numbers if key not in KINDS)
    return [Kind(key, str(KINDS.get(key, key)), numbers[key]) for key in known + others]


def joined(*parts: object) -> str:
    """What there is of ``parts``, in one line."""
    return " · ".join(str(part) for part in parts if part)


def merges_of(firm: Firm) -> list[Merge]:
    """What was taken as ``firm`` and is still, latest first."""
    standing = firm.merges.filter(distinct=False, undone_at__isnull=True)
    return list(standing.select_related("dropped__membership").order_by("-merged_at"))
