"""Papers to run a meeting by: the chair's script (主持词), and the sheets on which tellers count.

Printed from the agenda before the meeting, with blanks where a figure is known only in the hall;
once people are in, the numbers that the thresholds ask of those present stand beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assemblies.domain.days import zone
from assemblies.domain.governing import rule_for_meeting
from assemblies.domain.planning.ballot_marks import marks_of
from assemblies.domain.sitting.calculator import Calculator, calculator
from assemblies.domain.sitting.hands import stated_for
from assemblies.domain.writing.minutes_facts.presence import officers_of
from assemblies.enums import Choice, Function, ItemKind, Method
from assemblies.models import AgendaItem, Assembly, Motion
from bylaws.domain.thresholds import UNIT_ZH
from bylaws.models import Association
from elections.domain.alphabet import read_alphabet
from elections.enums import ContestKind
from elections.models import Contest
from records.domain.pdf import make_pdf

TELLERS = (
    Function.CHIEF_SCRUTINEER,
    Function.SCRUTINEER,
    Function.COUNTER,
    Function.VOTE_CALLER,
)
ROWS = 12
"""Lines of an issue sheet: batches of ballots handed out, which one hall seldom exceeds."""
STROKES = 20
"""Characters 正 printed faint for each candidate, of five votes each: as many as fit a line."""


@dataclass(frozen=True, slots=True)
class ScriptItem:
    """A point of the agenda as the chair leads through it. ``contests`` are those of its box."""

    item: AgendaItem
    motion: Motion | None
    calc: Calculator | None
    contests: tuple[Contest, ...]

    @property
    def told(self) -> list[str]:
        """How the papers of its box are marked, or would be."""
        box = self.motion.election if self.motion is not None else None
        kept = box.alphabet if box is not None else marks_of(self.item.assembly)
        kinds = [contest.kind for contest in self.contests] or [ContestKind.MOTION]
        return read_alphabet(kept).told_for(kinds)

    @property
    def is_election(self) -> bool:
        return self.item.kind == ItemKind.ELECTION

    @property
    def is_secret(self) -> bool:
        return self.motion is not None and self.motion.method == Method.SECRET

    @property
    def is_by_name(self) -> bool:
        return self.motion is not None and self.motion.method == Method.ROLL_CALL


def chair_script(*, assembly: Assembly, language: str) -> bytes:
    """主持词: opening, each item with its text, its way of voting and its formula, closing."""
    calc = calculator(assembly) if assembly.roll_id else None
    context = {
        "calc": calc,
        "unit": UNIT_ZH[rule_for_meeting(assembly).unit],
        "items": [_script_item(item) for item in _items(assembly)],
        "officers": {row.function: row.names for row in officers_of(assembly)},
    }
    return _print("print/script.html", context, language, assembly)


def hands_sheet(*, assembly: Assembly, language: str) -> bytes:
    """举手表决计票单: one teller's own count of every vote by show of hands or by name."""
    motions = [
        row
        for row in map(_script_item, _items(assembly))
        if row.motion is not None and not row.is_secret
    ]
    rows = [
        {"item": row.item, "motion": row.motion, "calc": row.calc, "stated": stated_for(row.motion)}
        for row in motions
        if row.motion is not None
    ]
    return _print("print/hands_sheet.html", {"rows": rows}, language, assembly)


def issue_sheet(*, assembly: Assembly, language: str) -> bytes:
    """选票发放、收回登记单: a page for each box, signed by who handed out and took back."""
    context = {"items": _secret(assembly), "lines": range(ROWS)}
    return _print("print/issue_sheet.html", context, language, assembly)


def tally_sheet(*, assembly: Assembly, language: str) -> bytes:
    """画票单: a page for each question of a box, a line of strokes for each candidate."""
    context = {
        "items": _secret(assembly),
        "strokes": range(STROKES),
        # Whoever is neither for nor against abstains: that line is reckoned, not tallied.
        "ways": (Choice.FOR.label, Choice.AGAINST.label),
    }
    return _print("print/tally_sheet.html", context, language, assembly)


def _items(assembly: Assembly) -> list[AgendaItem]:
    items = assembly.items.select_related("motion__election", "speaker")
    return list(items.order_by("position"))


def _secret(assembly: Assembly) -> list[ScriptItem]:
    return [row for row in map(_script_item, _items(assembly)) if row.is_secret]


def _script_item(item: AgendaItem) -> ScriptItem:
    motion: Motion | None = getattr(item, "motion", None)
    box = motion.election if motion else None
    return ScriptItem(
        item=item,
        motion=motion,
        calc=calculator(item.assembly, item) if motion is not None else None,
        contests=tuple(box.contests.prefetch_related("candidates").order_by("position"))
        if box
        else (),
    )


def _print(template: str, context: dict[str, Any], language: str, assembly: Assembly) -> bytes:
    told = {
        **context,
        "assembly": assembly,
        "association": Association.objects.get().name,
        "tellers": [row for row in officers_of(assembly) if row.function in TELLERS],
    }
    return make_pdf(
        template=template,
        context=told,
        language=language,
        zone=zone(),
        dated=assembly.starts_at,
    )
