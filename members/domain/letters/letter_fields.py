"""The ``{fields}`` of a letter, and what takes their place.

Not ``str.format``: a template is typed by people, and ``{firm.objects}`` or ``{0!r}`` would reach
into the program. A field is a plain name; ``{{`` and ``}}`` stand for the braces themselves. What
was filled in is not read again, so a firm that is called ``{number}`` keeps its name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.enums import LetterPurpose
from members.errors import BraceUnpaired, FieldUnknown
from records.fields import Translated

_PIECE = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]{0,39})\}|[{}]")

STANDARD: dict[str, str | Promise] = {
    "firm": _("name of the firm"),
    "number": _("member number"),
    "salutation": _("salutation of whoever the letter goes to"),
    "representative": _("voting representative"),
    "class": _("member class"),
    "joined_on": _("day on which the firm joined"),
    "association": _("name of the association"),
    "day": _("day of the letter"),
}
"""Known in every letter."""

FURTHER: dict[str, dict[str, str | Promise]] = {
    LetterPurpose.REMINDER: {
        "amount": _("amount that is due"),
        "due_on": _("day on which it is due"),
        "reference": _("what to write on the transfer"),
        "arrears": _("all that is owed"),
        "since": _("since when the oldest part is overdue"),
        "claims": _("each notice of dues that is overdue, line by line"),
        "bank": _("the account to pay to"),
        "level": _("name of the reminder's level"),
        "consequence": _("what the rules in force attach to arrears"),
    },
    LetterPurpose.ADMISSION: {
        "decision": _("the decision and its number"),
        "certificate": _("number of the certificate"),
    },
    LetterPurpose.STANDING: {
        "standing": _("the new standing"),
        "from_on": _("day from which it holds"),
        "ground": _("the ground"),
        "rule": _("the rule it rests on"),
        "decision": _("the decision and its number"),
        "respond_by": _("last day for an answer"),
        "kind": _("what the proceeding may lead to"),
        "hearing": _("where and when the firm is heard"),
        "ended": _("seats and representations that ended with the membership"),
    },
    LetterPurpose.SEAT: {
        "person": _("who held the seat"),
        "office": _("the seat or office"),
        "body": _("the body"),
        "until_on": _("day on which it ended"),
        "ground": _("the ground"),
        "successor": _("to whom the seat passed"),
        "rule": _("the rule it rests on"),
    },
}
"""Known besides where the act that writes such letters gives them, by purpose."""


def known_for(purpose: str) -> dict[str, str | Promise]:
    """The fields that a template for ``purpose`` may use, with what each of them says."""
    return {**STANDARD, **FURTHER.get(purpose, {})}


def check_text(text: str, *, known: Collection[str]) -> None:
    """Raises FieldUnknown, BraceUnpaired."""
    fill(text, values=dict.fromkeys(known, ""), language="")


def fill(text: str, *, values: Mapping[str, Translated | str], language: str) -> str:
    """``text`` with each field replaced by its value in ``language``.

    Raises FieldUnknown, BraceUnpaired.
    """

    def replaced(piece: re.Match[str]) -> str:
        name = piece[1]
        if piece[0] in ("{{", "}}"):
            return piece[0][0]
        if name is None:
            near = text[max(0, piece.start() - 12) : piece.end() + 12].strip()
            raise BraceUnpaired(near=near)
        if name not in values:
            raise FieldUnknown(name=f"{{{name}}}", known=braced(values))
        value = values[name]
        return value.text(language) if isinstance(value, Translated) else str(value)

    return _PIECE.sub(replaced, text)


def braced(names: Collection[str]) -> str:
    """``{amount}, {day}, {firm}``: how a sentence lists fields."""
    return ", ".join(f"{{{name}}}" for name in sorted(names))
