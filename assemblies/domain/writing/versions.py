"""What changed from one version of the minutes to another, fact by fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assemblies.domain.writing.minutes_facts import read_back
from assemblies.models import Minutes
from records.fields import Translated

# What follows from the rest, or differs in every version.
UNTOLD = frozenset({"log", "id", "people", "person_id"})


@dataclass(frozen=True, slots=True)
class FactChange:
    """``path`` names the fact (``attendance.excused``); ``item`` is the agenda item it belongs to,
    empty for the meeting itself. ``old`` or ``new`` is empty where the fact came or went."""

    meeting: Translated
    item: Translated
    path: str
    old: str
    new: str
    is_text: bool


def changes_between(old: Minutes, new: Minutes) -> list[FactChange]:
    """Facts and free texts that differ, in the order of the paper."""
    return compare_facts(old.facts, new.facts, new.language)


def compare_facts(old: dict[str, Any], new: dict[str, Any], language: str) -> list[FactChange]:
    """As :func:`changes_between`, of facts as they are kept."""
    before, after = _leaves(old, language), _leaves(new, language)
    found = []
    for place in dict.fromkeys((*after, *before)):
        was, now = before.get(place), after.get(place)
        if was != now:
            meeting, item, path = place
            found.append(
                FactChange(
                    meeting=_title(new, old, meeting),
                    item=_title(new, old, item),
                    path=path,
                    old=was or "",
                    new=now or "",
                    is_text=path in TEXTS,
                )
            )
    return found


TEXTS = ("discussion", "remark", "opening", "closing")
Place = tuple[str, str, str]


def _leaves(facts: dict[str, Any], language: str) -> dict[Place, str]:
    """Every fact as one text, by meeting, item and path."""
    told: dict[Place, str] = {}
    head = {key: value for key, value in facts.items() if key not in ("meeting", "follow_ups")}
    told |= {("", "", path): text for path, text in _walk(head, language)}
    for meeting in (facts.get("meeting"), *facts.get("follow_ups", [])):
        if meeting is None:
            continue
        rest = {key: value for key, value in meeting.items() if key != "items"}
        told |= {(meeting["id"], "", path): text for path, text in _walk(rest, language)}
        for item in meeting["items"]:
            key = item.get("id") or str(item["position"])
            told |= {(meeting["id"], key, path): text for path, text in _walk(item, language)}
    return told


def _walk(data: Any, language: str, path: str = "") -> Iterator[tuple[str, str]]:
    data = read_back(data) if isinstance(data, dict) else data
    if isinstance(data, Translated):
        yield path, data.text(language)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in UNTOLD:
                yield from _walk(value, language, f"{path}.{key}".lstrip("."))
    elif isinstance(data, list):
        for number, value in enumerate(data, start=1):
            yield from _walk(value, language, f"{path}.{_named(value, number)}")
    elif data is not None and data != "":
        yield path, str(data)


def _named(value: Any, number: int) -> str:
    """Rows of a list are told apart by their number in it or by what they carry themselves."""
    if isinstance(value, dict):
        return str(value.get("number") or value.get("position") or number)
    return str(number)


def _title(new: dict[str, Any], old: dict[str, Any], key: str) -> Translated:
    """The title of the meeting or item with this key, whichever version has it."""
    for facts in (new, old):
        for meeting in (facts.get("meeting"), *facts.get("follow_ups", [])):
            if meeting is None:
                continue
            for one in (meeting, *meeting["items"]):
                if key and key in (one.get("id"), str(one.get("position", ""))):
                    return Translated(one["title"])
    return Translated()
