"""What must be there before a meeting is convened and before it is opened, and who sees to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assemblies.enums import Function, ItemKind, Method
from assemblies.models import Assembly
from elections.domain.readiness import missing_before_opening
from elections.enums import BEFORE_OPENING
from elections.models import Election


@dataclass(frozen=True, slots=True)
class Check:
    """``what`` is a sentence; ``done`` whether it is so already."""

    code: str
    what: str
    done: bool


def checks(assembly: Assembly) -> list[Check]:
    """Every check of the preparation, in the order in which one sees to them."""
    items = list(assembly.items.select_related("motion__election"))
    secret = [
        item.motion
        for item in items
        if hasattr(item, "motion") and item.motion.method == Method.SECRET
    ]
    functions = set(assembly.appointments.values_list("function", flat=True))
    found = [
        Check("roll", _("The roll is frozen"), assembly.roll_id is not None),
        Check("agenda", _("The agenda has items"), bool(items)),
        Check(
            "texts",
            _("Every item that is voted on has its text"),
            bool(items) and all(i.kind == ItemKind.REPORT or hasattr(i, "motion") for i in items),
        ),
        Check("chair", _("A chair is appointed"), Function.CHAIR in functions),
        Check("recorder", _("A recorder is appointed"), Function.RECORDER in functions),
    ]
    if secret:
        found += [
            Check(
                "scrutineers",
                _("A chief scrutineer and a scrutineer are appointed"),
                {Function.CHIEF_SCRUTINEER, Function.SCRUTINEER} <= functions,
            ),
            Check(
                "boxes",
                _("Every secret vote has its ballot box"),
                all(motion.election_id for motion in secret),
            ),
            Check("keys", _("Keys and voting codes are ready"), not missing_keys(assembly)),
        ]
    return found


def missing_keys(assembly: Assembly) -> list[str]:
    """What the unopened boxes still lack, each sentence once, with who must do it."""
    boxes = Election.objects.filter(
        motion__item__assembly=assembly, state__in=BEFORE_OPENING
    ).select_related("ceremony__authority")
    told = [str(missing) for box in boxes for missing in missing_before_opening(box)]
    return list(dict.fromkeys(told))
