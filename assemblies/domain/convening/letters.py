"""The letters of a notice that still wait to be posted, as one PDF, each with its enclosures."""

from __future__ import annotations

from assemblies.domain.days import zone
from assemblies.enums import DeliveryChannel, DeliveryState
from assemblies.models import Delivery, Notice
from bylaws.models import Association
from records.domain import documents
from records.domain.media_types import PDF
from records.domain.pdf import make_pdf
from records.domain.pdf_binding import Part, bind


def waiting_letters(notice: Notice) -> list[Delivery]:
    """In the order of their addresses, as they are put into envelopes; those without an address
    cannot be posted and are left out."""
    rows = notice.deliveries.filter(
        channel=DeliveryChannel.LETTER, state=DeliveryState.WAITING
    ).exclude(address="")
    found = rows.select_related("entry__firm__membership", "entry__person")
    return sorted(found, key=lambda row: (row.address, row.entry.position))


def letters_pdf(*, notice: Notice, language: str) -> bytes:
    """Every waiting letter with the enclosures that are PDF printed behind it; of the others the
    list at the end of the text says that they are enclosed. At least one letter has to wait.

    The address stands where a window envelope shows it (DIN 5008, form B).
    """
    association = Association.objects.get()
    name = association.name.text(language)
    enclosed = [
        Part(documents.read(row.document), is_ours=False)
        for row in notice.attachments.select_related("document")
        if row.document.media_type == PDF
    ]
    parts: list[Part] = []
    for delivery in waiting_letters(notice):
        context = {
            "letters": [_printed(delivery, language, name)],
            "title": notice.subject,
            "association": name,
            "seat": association.seat.text(language),
            "dated": notice.sent_at,
        }
        letter = make_pdf(
            template="print/letters.html",
            context=context,
            language=language,
            zone=zone(),
            dated=notice.sent_at,
        )
        parts += [Part(letter), *enclosed]
    return bind(parts)


def _printed(delivery: Delivery, language: str, association: str) -> dict[str, object]:
    entry, notice = delivery.entry, delivery.notice
    firm, person = entry.firm, entry.person
    membership = getattr(firm, "membership", None)
    return {
        "firm": firm.name.text(language) if firm else "",
        "name": person.name.text(language) if person else "",
        "address": delivery.address.splitlines(),
        "number": membership.number if membership else "",
        "subject": notice.subject.text(language),
        "lines": _unsigned(notice.text.text(language), association),
        "closing": [],
        "enclosed": "",
    }


def _unsigned(text: str, association: str) -> list[str]:
    """The lines of the text without the name under it: the paper signs by itself. A list of what is
    enclosed may stand behind that name."""
    lines = [line.strip() for line in text.splitlines()]
    places = [number for number, line in enumerate(lines) if line == association]
    if places:
        del lines[places[-1]]
    while lines and not lines[-1]:
        lines.pop()
    return lines
