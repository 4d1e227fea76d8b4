"""What the texts in force say of members, with the place; None where they say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bylaws.domain import stored
from bylaws.domain.effective import version_on
from bylaws.domain.in_force import bylaws_of_association, rulebook_on
from bylaws.domain.references import in_english
from bylaws.domain.rules import Citation
from bylaws.domain.text.provisions import citations
from bylaws.enums import Scheme
from bylaws.errors import NoRuleInForce
from bylaws.models import Association
from members.enums import ProceedingKind
from records.fields import Translated

WORDS: Mapping[str, tuple[str, ...]] = {
    ProceedingKind.EXPULSION: ("除名", "expel", "expulsion", "ausschluss", "exclusion"),
    ProceedingKind.SUSPENSION: ("暂停", "suspen", "ruhen"),
    ProceedingKind.LAPSE: ("丧失会员资格", "loss of membership", "lapse"),
}
"""By these the article on a case is found in the bylaws, whatever its number."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The value that governs, and where it stands, in both languages."""

    value: Any
    citation: Translated


def ruling_on(key: str, day: date) -> Ruling | None:
    """What governs the parameter ``key`` on ``day``; None where no text in force states it."""
    if not Association.objects.exists():
        return None
    try:
        answer = rulebook_on(day).answer(key)
    except NoRuleInForce:
        return None
    return Ruling(answer.value, cited(answer.citations))


def cited(places: tuple[Citation, ...]) -> Translated:
    """Citations in one line, in both languages."""
    once = dict.fromkeys(places)
    return Translated(
        zh="；".join(place.render("zh") for place in once),
        en="; ".join(place.render("en") for place in once),
    )


def article_on(kind: str, day: date) -> Translated:
    """The first place in the bylaws in force that speaks of such a case; empty where none does."""
    bylaws = bylaws_of_association()
    version = version_on(regulation=bylaws, day=day) if bylaws else None
    if version is None:
        return Translated()
    kept = stored.provisions_of(version)
    for provision, place in zip(kept, citations(kept, Scheme(version.numbering)), strict=True):
        text = provision.text.lower()
        if not provision.is_repealed and place and any(word in text for word in WORDS[kind]):
            return Translated(
                zh=f"《章程》（{version.label.zh}）{place}",
                en=f"Bylaws ({version.label.en}), {in_english(place)}",
            )
    return Translated()


def in_one_line(text: Translated) -> str:
    """Both languages of a text in a field that has one: what is kept there is read in both."""
    return " / ".join(dict.fromkeys(part for part in (text.zh, text.en) if part))
