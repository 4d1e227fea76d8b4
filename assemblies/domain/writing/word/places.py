"""The places of free texts by their names in a page, ``discussion.<key>``, and in a Word file.

A bookmark's name has no more than forty signs, letters, digits and underlines alone.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import override

from assemblies.enums import Section
from records.domain.pdf import LANGUAGES

LETTERS = {section: section[0].upper() for section in Section.values}
SECTIONS = {letter: section for section, letter in LETTERS.items()}


def bookmark_of(place: str) -> str:
    section, key = place.split(".", 1)
    return f"{LETTERS[section]}_{UUID(key).hex}"


def place_of(bookmark: str) -> str:
    """Empty for a bookmark that is none of ours."""
    letter, _, key = bookmark.partition("_")
    try:
        return f"{SECTIONS[letter]}.{UUID(hex=key)}"
    except (KeyError, ValueError):
        return ""


def placeholder_of(place: str, language: str) -> str:
    """What stands where nothing was written."""
    section = place.split(".", 1)[0]
    with override(LANGUAGES[language]):
        return f"[{Section(section).label}]"
