"""The paper letters of a mailing as one PDF, each beginning on a page of its own.

The address stands where a window envelope shows it: 20 mm from the left, 45 mm from the top, as in
DIN 5008, form B; the sheet is folded at 105 mm and 210 mm.
"""

from __future__ import annotations

from dataclasses import dataclass

from bylaws.models import Association
from members.domain.days import zone
from members.enums import Channel
from members.models import Letter, Mailing
from records.domain.pdf import make_pdf

LETTERS_PER_FILE = 200


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a mailing's paper letters: ``number`` from 1, the first and last of them."""

    number: int
    first: int
    last: int


def parts_of(papers: int) -> list[Part]:
    """Into which files so many letters are divided: one file of thousands would take minutes."""
    starts = range(0, papers, LETTERS_PER_FILE)
    return [
        Part(number, start + 1, min(start + LETTERS_PER_FILE, papers))
        for number, start in enumerate(starts, start=1)
    ]


def papers_of(mailing: Mailing) -> list[Letter]:
    """Paper letters in the order of their addresses, as they are put into envelopes and bags."""
    letters = mailing.letters.filter(channel=Channel.LETTER).exclude(address="")
    found = letters.select_related("firm__membership", "person", "attachment")
    return sorted(found, key=lambda letter: (letter.address, _number(letter), str(letter.pk)))


def _number(letter: Letter) -> str:
    membership = getattr(letter.firm, "membership", None)
    return membership.number if membership else ""


def letters_pdf(*, mailing: Mailing, language: str, part: int = 1) -> bytes:
    """The letters of one part in ``language`` (zh, en)."""
    start = (part - 1) * LETTERS_PER_FILE
    letters = papers_of(mailing)[start : start + LETTERS_PER_FILE]
    association = Association.objects.first()
    name = association.name.text(language) if association else ""
    dated = mailing.released_at or mailing.created_at
    context = {
        "letters": [_printed(letter, language, name) for letter in letters],
        "title": mailing.title,
        "association": name,
        "seat": association.seat.text(language) if association else "",
        "dated": dated,
    }
    return make_pdf(
        template="print/letters.html",
        context=context,
        language=language,
        zone=zone(),
        dated=dated,
    )


def _printed(letter: Letter, language: str, association: str) -> dict[str, object]:
    name = letter.person.name.text(language) if letter.person else letter.addressee
    lines, closing = _parted(letter.body.text(language), association)
    return {
        "firm": letter.firm.name.text(language),
        "name": name,
        "address": letter.address.splitlines(),
        "number": _number(letter),
        "subject": letter.subject.text(language),
        "lines": lines,
        "closing": closing,
        "enclosed": letter.attachment.name if letter.attachment else "",
    }


def _parted(body: str, association: str) -> tuple[list[str], list[str]]:
    """The text, and the lines at its end that sign it: from the association's name on."""
    lines = [line.strip() for line in body.splitlines()]
    if association and association in lines[-4:]:
        start = len(lines) - 1 - lines[::-1].index(association)
        return _trimmed(lines[:start]), [line for line in lines[start:] if line]
    return _trimmed(lines), []


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines
