"""Single papers of a meeting: result sheets, attendance list, ballot reports, resolutions."""

from __future__ import annotations

from typing import Any

from assemblies.domain.days import local_day, zone
from assemblies.domain.writing.minutes_facts import as_data, meeting_of, read_back
from assemblies.domain.writing.minutes_facts.items import item_of
from assemblies.domain.writing.minutes_facts.presence import officers_of
from assemblies.domain.writing.minutes_layout import SHEET_FUNCTIONS, functions_of, in_rows
from assemblies.domain.writing.word.writing import write_word
from assemblies.errors import ResultNotPublished
from assemblies.models import Assembly, Motion, Resolution
from bylaws.models import Association
from elections.domain.rounds import later_round
from elections.domain.weights import entitled_votes
from elections.enums import ElectionState
from elections.models import Election
from records.domain.pdf import make_pdf

TOLD = (ElectionState.PUBLISHED, ElectionState.ANNULLED)
"""A result is withheld until it is published; an annulled round is told as annulled."""
SIGN_RESOLUTIONS = ("chair", "recorder", "chief_scrutineer")
REPORTS = ("issued", "returned")


def motion_of_box(election: Election) -> Motion | None:
    """The motion that a box, or a later round of it, belongs to."""
    standing: Election | None = election
    while standing is not None:
        motion = Motion.objects.filter(election=standing).first()
        if motion is not None:
            return motion
        standing = later_round(standing)
    return None


def result_sheet(*, election: Election, language: str, as_word: bool = False) -> bytes:
    """选举结果报告单: every figure with the equalities, and places to sign.

    Raises ResultNotPublished.
    """
    if election.state not in TOLD:
        raise ResultNotPublished(item=str(election.title))
    return _box_paper("print/result_sheet.html", election, language, as_word=as_word)


def box_report(*, election: Election, kind: str, language: str) -> bytes:
    """The report on ballots issued, or on ballots returned (``kind``), of one box.

    Raises ResultNotPublished: how many came back is part of the result.
    """
    if election.state not in TOLD:
        raise ResultNotPublished(item=str(election.title))
    return _box_paper("print/box_report.html", election, language, report=kind)


def _box_paper(
    template: str, election: Election, language: str, *, as_word: bool = False, **more: Any
) -> bytes:
    motion = motion_of_box(election)
    assert motion is not None  # every box of a meeting belongs to a motion
    assembly = motion.item.assembly
    meeting, item = _outline(assembly), read_back(as_data(item_of(motion.item)))
    box = next(row for row in item["boxes"] if row["id"] == str(election.pk))
    context = {"meeting": meeting, "item": item, "box": box, **more}
    return _print(template, context, language, assembly, as_word=as_word)


def _outline(assembly: Assembly) -> dict[str, Any]:
    """What a paper about one item says of its meeting."""
    roll = assembly.roll
    entitled = roll.entries.filter(entitled=True).count() if roll else 0
    return {
        "title": assembly.title,
        "starts_at": assembly.starts_at.isoformat(),
        "officers": [
            {"function": officer.function, "names": officer.names, "people": officer.people}
            for officer in officers_of(assembly)
        ],
        "attendance": {
            "entitled": entitled,
            "votes": entitled_votes(roll) if roll and roll.is_weighted else None,
            "weighed_by": roll.weighed_by if roll else "",
            "weights_citation": roll.weights_citation if roll else "",
        },
    }


def attendance_list(
    *, assembly: Assembly, language: str, blank: bool, as_word: bool = False
) -> bytes:
    """签到表: to be signed (``blank``: nothing but the roll), or as it came out."""
    meeting = read_back(as_data(meeting_of(assembly)))
    context = {"meeting": meeting, "blank": blank}
    return _print("print/attendance_list.html", context, language, assembly, as_word=as_word)


def resolution_paper(*, resolution: Resolution, language: str, as_word: bool = False) -> bytes:
    """决议, one for each matter."""
    assembly = resolution.motion.item.assembly
    meeting, item = _outline(assembly), read_back(as_data(item_of(resolution.motion.item)))
    context = {
        "meeting": meeting,
        "item": item,
        "rows": in_rows(
            [place for place in functions_of(meeting) if place.function in SIGN_RESOLUTIONS]
        ),
    }
    return _print("print/resolution.html", context, language, assembly, as_word=as_word)


def _print(
    template: str,
    context: dict[str, Any],
    language: str,
    assembly: Assembly,
    *,
    as_word: bool = False,
) -> bytes:
    told = {
        **context,
        "association": Association.objects.get().name,
        "sheet_functions": SHEET_FUNCTIONS,
    }
    at = assembly.closed_at or assembly.starts_at
    if as_word:
        return write_word(
            template=template, context=told, language=language, zone=zone(), on=local_day(at)
        )
    return make_pdf(template=template, context=told, language=language, zone=zone(), dated=at)
