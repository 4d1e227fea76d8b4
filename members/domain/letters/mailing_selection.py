"""Which firms a mailing goes to, and how they were chosen, so that it can be said later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from members.errors import NumbersUnknown
from members.models import Firm, Membership

_BETWEEN = re.compile(r"[\s,;，；、]+")
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Selection:
    """``told`` is kept with the mailing: ``by`` (filter, ticked, numbers), ``firms`` and more."""

    keys: Sequence[UUID]
    told: dict[str, Any]

    def firms(self, limit: int | None = None) -> list[Firm]:
        """The firms chosen, or the first of them, in the order of their keys."""
        wanted = self.keys[:limit]
        found = Firm.objects.select_related("membership").in_bulk(list(wanted))
        return [found[key] for key in wanted]


def by_filter(members: QuerySet[Membership], *, filters: Mapping[str, str]) -> Selection:
    """All firms that a list shows under ``filters``."""
    keys = list(members.values_list("firm", flat=True))
    return Selection(keys, {"by": "filter", "filter": dict(filters), "firms": len(keys)})


def by_ticks(firms: QuerySet[Firm], *, ticked: Iterable[str]) -> Selection:
    """Those of ``firms`` whose keys were ticked; what is no key is left out."""
    wanted = [key for key in map(_key, ticked) if key is not None]
    keys = list(firms.filter(pk__in=wanted).values_list("pk", flat=True))
    return Selection(keys, {"by": "ticked", "firms": len(keys)})


def by_numbers(text: str) -> Selection:
    """The firms with the member numbers in ``text``, in that order, whatever stands between them.

    A number that goes on as another firm's means that firm. Raises NumbersUnknown.
    """
    numbers = [number for number in dict.fromkeys(_BETWEEN.split(text)) if number]
    found = {
        row.number: row.firm.merged_into_id or row.firm_id
        for row in Membership.objects.filter(number__in=numbers).select_related("firm")
    }
    unknown = [number for number in numbers if number not in found]
    if unknown:
        more = "" if len(unknown) <= _NAMED else " …"
        raise NumbersUnknown(numbers=", ".join(unknown[:_NAMED]) + more)
    keys = list(dict.fromkeys(found[number] for number in numbers))
    return Selection(keys, {"by": "numbers", "firms": len(keys)})


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
