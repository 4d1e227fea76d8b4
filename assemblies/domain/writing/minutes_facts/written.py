"""Facts as JSON and back: what a version of the minutes keeps, and is printed from again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from assemblies.domain.writing.minutes_facts.shapes import ItemFacts, MeetingFacts, MinutesFacts
from records.fields import PAPER_LANGUAGES, Translated


def as_data(facts: MinutesFacts | MeetingFacts | ItemFacts) -> dict[str, Any]:
    """Plain JSON data: instants and days as ISO strings."""
    written: dict[str, Any] = json.loads(json.dumps(asdict(facts), cls=DjangoJSONEncoder))
    return written


def canonical(data: dict[str, Any]) -> bytes:
    """The bytes that the digest is of."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(data: dict[str, Any]) -> str:
    """SHA-256 of the facts: equal facts, equal minutes."""
    return hashlib.sha256(canonical(data)).hexdigest()


def read_back(data: Any) -> Any:
    """The same data with its texts in several languages showing themselves in the active one."""
    if isinstance(data, list):
        return [read_back(one) for one in data]
    if not isinstance(data, dict):
        return data
    if not data or data.keys() <= PAPER_LANGUAGES.keys():
        return Translated(data)
    return {key: read_back(value) for key, value in data.items()}
