"""Which annexes the minutes have, in which order, and who signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from elections.enums import ElectionState
from records.domain.pdf import width
from records.fields import Translated

# More places than these are set closer, and may run over a page.
FEW = 9
SIGNING_ORDER = ("chair", "recorder", "chief_scrutineer", "scrutineer", "supervisor")


def meetings_of(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The meeting and those that followed it, in the order of the paper."""
    return [facts["meeting"], *facts["follow_ups"]]


def annexes_of(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """``number``, ``kind`` and what each is about: a meeting, an item, or all boxes."""
    meetings = meetings_of(facts)
    found: list[dict[str, Any]] = [{"kind": "attendance", "meeting": one} for one in meetings]
    items = [item for one in meetings for item in one["items"]]
    found += [
        {"kind": "changes", "item": item}
        for item in items
        if item["version"] and item["version"]["changes"]
    ]
    sheets = sheets_of(facts)
    if sheets:
        found.append({"kind": "sheets", "sheets": sheets})
    found.append({"kind": "prints", "boxes": [sheet["box"] for sheet in sheets]})
    for number, annex in enumerate(found, start=1):
        annex["number"] = number
    return found


def sheets_of(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Each box that was opened, with its item and meeting; annulled rounds come first."""
    return [
        {"meeting": meeting, "item": item, "box": box}
        for meeting in meetings_of(facts)
        for item in meeting["items"]
        for box in item["boxes"]
        if box["state"] != ElectionState.ANNULLED or box["opened_at"]
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """A place to sign. ``function`` is empty for who signs as a member who attended; ``person`` is
    the person's key, ``meeting`` the meeting's."""

    function: str
    person: str
    name: Translated
    meeting: str


def places_to_sign(facts: dict[str, Any]) -> list[Place]:
    """Every place of the minutes whose ``facts`` these are, in the order of the paper; the meetings
    that followed come after the first. Somebody with two functions has two places."""
    return [place for meeting in meetings_of(facts) for place in signatures_of(meeting)]


def signatures_of(meeting: dict[str, Any]) -> list[Place]:
    """The places of one meeting, by the rules that its facts name."""
    rule = meeting.get("signing") or {"functions": SIGNING_ORDER, "attending": False}
    found = [place for place in functions_of(meeting) if place.function in rule["functions"]]
    if not rule["attending"]:
        return found
    signed = {place.person for place in found}
    return found + [
        Place("", row["person_id"], Translated(row["person"]), meeting["id"])
        for row in meeting["attendance"]["rows"]
        if row["state"] == "attended" and row["person_id"] not in signed
    ]


def functions_of(meeting: dict[str, Any]) -> list[Place]:
    """The places of those who may sign by their function, in its order."""
    return [
        Place(function, person, Translated(name), meeting.get("id", ""))
        for function in SIGNING_ORDER
        for officer in meeting["officers"]
        if officer["function"] == function
        for name, person in zip(officer["names"], _keys(officer), strict=True)
    ]


def _keys(officer: dict[str, Any]) -> list[str]:
    # Facts of an earlier version of the program have no keys.
    return officer.get("people") or [""] * len(officer["names"])


def in_rows(places: Sequence[Any], width: int = 3) -> list[list[Any]]:
    """Places in rows of ``width``, the last one filled up with None."""
    padded = [*places, *([None] * (-len(places) % width))]
    return [padded[at : at + width] for at in range(0, len(padded), width)]


SHEET_FUNCTIONS = ("chief_scrutineer", "scrutineer", "counter", "vote_caller")
HEAD_FUNCTIONS = (
    "chair",
    "recorder",
    "chief_scrutineer",
    "scrutineer",
    "counter",
    "vote_caller",
    "supervisor",
    "guest",
)


def context_of(facts: dict[str, Any]) -> dict[str, Any]:
    """What the template of the minutes needs beside the facts themselves, which are read back."""
    meetings, annexes = meetings_of(facts), annexes_of(facts)
    sections = _sections(facts)
    for offset, meeting in enumerate(facts["follow_ups"], start=1):
        meeting["section"] = sections["items"] + offset
        # The attendance lists are the first annexes, one a meeting.
        meeting["annex"] = 1 + offset
    for meeting in meetings:
        lay_out_quorum(meeting)
    items = [item for meeting in meetings for item in meeting["items"]]
    facts["unsettled"] = sum(item["state"] != "done" for item in items)
    return {
        "facts": facts,
        "meetings": meetings,
        "annexes": annexes,
        "sections": sections,
        "officers": head_officers(facts["meeting"]),
        "contests": threshold_lines(box for item in items for box in item["boxes"]),
        "signing": [_signing(meeting) for meeting in meetings],
        "sheet_functions": SHEET_FUNCTIONS,
        "sealed": any(box["fingerprint"] for item in items for box in item["boxes"]),
    }


def _signing(meeting: dict[str, Any]) -> dict[str, Any]:
    places = signatures_of(meeting)
    many = len(places) > FEW
    return {"meeting": meeting, "many": many, "rows": in_rows(places, width=5 if many else 3)}


def lay_out_quorum(meeting: dict[str, Any]) -> None:
    """Add to a meeting which columns its statements of the quorum need, and what they cite."""
    checks = meeting["quorum"]
    meeting["quorum_sources"] = _once(check["citation"] for check in checks)
    meeting["counts_remote"] = any(check.get("remote") for check in checks)
    meeting["counts_votes"] = any(
        check.get("represented")
        or check.get("recused")
        or check.get("votes") != check.get("voters", check.get("votes"))
        for check in checks
    )


def _once(texts: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for text in texts:
        if text not in found:
            found.append(text)
    return found


def _sections(facts: dict[str, Any]) -> dict[str, int]:
    """The numbers of the first headings; there is one less where no notice was sent."""
    first = 1 if facts["meeting"]["convocation"] else 0
    return {"convocation": 1, "attendance": first + 1, "items": first + 2}


def head_officers(meeting: dict[str, Any]) -> list[list[Any]]:
    """Who served, two functions a line."""
    by_function = {officer["function"]: officer for officer in meeting["officers"]}
    named = [by_function[function] for function in HEAD_FUNCTIONS if function in by_function]
    return in_rows(named, width=2)


def threshold_lines(boxes: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Where the line of each contest's bars begins and ends, in percent of those present."""
    return [
        {
            "key": contest["id"][:8],
            "at": width(contest["required"], contest["present"]),
            "until": width(
                contest["required"] * 100 + contest["present"], contest["present"] * 100
            ),
        }
        for box in boxes
        for contest in box["contests"]
        if contest["required"] and contest["present"]
    ]
