"""Which firms a mailing goes to, and how they were chosen, so that it can be said later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from members.errors import NumbersUnknown
from members.models import Firm, Membership

_BETWEEN = re.compile(r"[\s,;，；、]+")
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Selection:
    """``told`` is kept with the mailing: ``by`` (filter, ticked, numbers), ``firms`` and more."""

    firms: Sequence[Firm]
    told: dict[str, Any]


def by_filter(firms: Iterable[Firm], *, filters: Mapping[str, str]) -> Selection:
    """All firms that a list shows under ``filters``."""
    found = _standing_alone(firms)
    return Selection(found, {"by": "filter", "filter": dict(filters), "firms": len(found)})


def by_ticks(firms: Iterable[Firm], *, ticked: Iterable[str]) -> Selection:
    """Those of ``firms`` whose keys were ticked; what is no key is left out."""
    keys = {key for key in map(_key, ticked) if key is not None}
    found = [firm for firm in _standing_alone(firms) if firm.pk in keys]
    return Selection(found, {"by": "ticked", "firms": len(found)})


def by_numbers(text: str) -> Selection:
    """The firms with the member numbers in ``text``, in that order, whatever stands between them.

    A number that goes on as another firm's means that firm. Raises NumbersUnknown.
    """
    numbers = [number for number in dict.fromkeys(_BETWEEN.split(text)) if number]
    found = {
        row.number: row.firm.merged_into or row.firm
        for row in Membership.objects.filter(number__in=numbers).select_related("firm__merged_into")
    }
    unknown = [number for number in numbers if number not in found]
    if unknown:
        more = "" if len(unknown) <= _NAMED else " …"
        raise NumbersUnknown(numbers=", ".join(unknown[:_NAMED]) + more)
    firms = list({firm.pk: firm for firm in (found[number] for number in numbers)}.values())
    return Selection(firms, {"by": "numbers", "firms": len(firms)})


def _standing_alone(firms: Iterable[Firm]) -> list[Firm]:
    return [firm for firm in firms if firm.merged_into_id is None]


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
