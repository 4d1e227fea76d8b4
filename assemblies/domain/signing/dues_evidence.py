"""The adopted dues standards as data in the file of minutes, and the check that they are those the
pages print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assemblies.domain.signing.checks import Check
from assemblies.domain.writing.minutes_layout import meetings_of
from assemblies.models import Motion
from bylaws.enums import Outcome
from dues.models import DuesSchedule
from records.domain.pdf import Enclosed

Data = dict[str, Any]
SCHEMA = "dues-standard/1"
DESCRIBED = "An adopted dues standard"
PRINTED = ("title", "effective_on", "currency")


def dues_name(item: Data) -> str:
    return f"dues-{item['id'][:8]}.json"


def dues_items(facts: Data) -> list[Data]:
    """Every item by which a dues standard was adopted, in the order of the paper."""
    return [
        item
        for meeting in meetings_of(facts)
        for item in meeting["items"]
        if item["dues"] and item["outcome"] == Outcome.PASSED
    ]


def dues_files(meetings: Iterable[UUID], facts: Data) -> list[Enclosed]:
    motions = Motion.objects.filter(item__assembly__in=list(meetings), schedule__isnull=False)
    rows = motions.select_related("schedule").prefetch_related("schedule__tiers__member_class")
    by_item = {str(motion.item_id): motion.schedule for motion in rows}
    found = []
    for item in dues_items(facts):
        schedule = by_item[item["id"]]
        assert schedule is not None  # filtered
        found.append(Enclosed(dues_name(item), _written(schedule), DESCRIBED))
    return found


def dues_checks(files: Mapping[str, bytes], facts: Data) -> list[Check]:
    """Each standard has the title, day, currency and amounts that the minutes print."""
    return [_check(files, item) for item in dues_items(facts)]


def _written(schedule: DuesSchedule) -> bytes:
    """Amounts with their cents, a period; ``key`` is of a class of members, an office or a size."""
    told = {
        "schema": SCHEMA,
        "title": dict(schedule.title),
        "effective_on": schedule.effective_on.isoformat(),
        "currency": schedule.currency,
        "period_months": schedule.period_months,
        "anchor": [schedule.anchor_month, schedule.anchor_day],
        "window_days": schedule.window_days,
        "least_days": schedule.least_days,
        "pro_rata": schedule.pro_rata,
        "highest_only": schedule.highest_only,
        "waived_by": dict(schedule.waived_by),
        "citation": dict(schedule.citation),
        "tiers": [
            {
                "basis": tier.basis,
                "key": tier.key or (tier.member_class.key if tier.member_class else ""),
                "name": dict(tier.name),
                "amount": f"{tier.amount:.2f}",
            }
            for tier in schedule.tiers.all()
        ],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


def _check(files: Mapping[str, bytes], item: Data) -> Check:
    subject, name = _("Dues standard adopted by item %(position)s") % item, dues_name(item)
    if name not in files:
        return Check("dues", subject, False, _("%(name)s is missing") % {"name": name})
    try:
        faults = list(_faults(json.loads(files[name]), item["dues"]))
    except (ValueError, KeyError, TypeError, InvalidOperation):
        return Check("dues", subject, False, _("it cannot be read"))
    told = _("the amounts printed, %(number)s tiers") % {"number": len(item["dues"]["tiers"])}
    return Check("dues", subject, not faults, "; ".join(faults) or told)


def _faults(standard: Data, printed: Data) -> Iterator[str]:
    words = _("%(name)s: %(printed)s is printed, the evidence gives %(given)s")
    for name in PRINTED:
        if printed[name] != standard[name]:
            yield words % {"name": name, "printed": printed[name], "given": standard[name]}
    on_paper = [(tier["member_class"], Decimal(tier["new"])) for tier in printed["tiers"]]
    enclosed = [(tier["name"], Decimal(tier["amount"])) for tier in standard["tiers"]]
    if sorted(map(repr, on_paper)) != sorted(map(repr, _same_form(enclosed))):
        given = ", ".join(str(amount) for _name, amount in enclosed)
        told = ", ".join(str(amount) for _name, amount in on_paper)
        yield words % {"name": _("amounts"), "printed": told, "given": given}


def _same_form(tiers: Iterable[tuple[Any, Decimal]]) -> list[tuple[Any, Decimal]]:
    """Minutes print 1200, the standard says 1200.00."""
    return [
        (name, Decimal(int(amount)) if amount == amount.to_integral_value() else amount)
        for name, amount in tiers
    ]
