"""The meeting's log in words, for who runs it. Arrivals are left out: the figures tell of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assemblies.domain.locking import stream_of
from assemblies.enums import Phase
from assemblies.models import Assembly
from members.models import User
from records.models import LogEntry

WORDS = {
    "phase_entered": gettext_lazy("phase entered"),
    "quorum_stated": gettext_lazy("quorum stated"),
    "item_set_current": gettext_lazy("item taken up"),
    "item_settled": gettext_lazy("item settled"),
    "hands_counted": gettext_lazy("hands counted"),
    "hands_count_entered": gettext_lazy("one count of the hands entered"),
    "hands_counts_differ": gettext_lazy("the two counts differ"),
    "roll_called": gettext_lazy("roll call summed up"),
    "motion_resolved": gettext_lazy("resolved"),
    "box_prepared": gettext_lazy("ballot prepared"),
    "box_opened": gettext_lazy("ballot opened"),
    "box_closed": gettext_lazy("ballot closed"),
    "box_published": gettext_lazy("result published"),
    "box_annulled": gettext_lazy("ballot annulled"),
    "box_taken_back": gettext_lazy("ballot taken back before it was opened"),
    "round_prepared": gettext_lazy("next round prepared"),
    "seats_settled": gettext_lazy("decided on seats left open"),
    "seat_given": gettext_lazy("seat given that was held back"),
    "lot_committed": gettext_lazy("list and rule of the lot shown"),
    "lot_drawn": gettext_lazy("lot drawn"),
    "closing_announced": gettext_lazy("end of the ballot announced"),
    "meeting_adjourned": gettext_lazy("meeting adjourned"),
    "meeting_resumed": gettext_lazy("meeting resumed"),
    "remote_access_set": gettext_lazy("how to take part remotely changed"),
    "statement_made": gettext_lazy("statement put on record"),
    "operator_began": gettext_lazy("runs the meeting"),
    "operator_took_over": gettext_lazy("took over"),
}
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Line:
    """``who`` is empty where the system acted."""

    at: datetime
    what: str
    detail: str
    who: str


def last_lines(assembly: Assembly) -> list[Line]:
    """What happened last, the newest first."""
    found = LogEntry.objects.filter(stream__name=stream_of(assembly), event__in=WORDS)
    entries = list(found.order_by("-position")[:SHOWN])
    actors = {entry.actor for entry in entries if entry.actor}
    acting = User.objects.filter(pk__in=actors).select_related("person")
    users = {str(user.pk): user for user in acting}
    return [
        Line(
            at=entry.at,
            what=str(WORDS[entry.event]),
            detail=_detail(entry),
            who=str(users.get(entry.actor, "")),
        )
        for entry in entries
    ]


def _detail(entry: LogEntry) -> str:
    told = entry.payload or {}
    if entry.event == "phase_entered":
        return str(Phase(told["to"]).label) if "to" in told else ""
    if entry.event == "quorum_stated":
        return f"{told['present']} / {told['entitled']}"
    if entry.event in ("hands_counted", "roll_called"):
        return f"{told['for']} / {told['against']} / {told['abstain']}"
    if entry.event == "motion_resolved":
        return _("No. %(number)s") % {"number": told["number"]}
    if entry.event in ("item_set_current", "item_settled"):
        return str(told["position"])
    return ""
