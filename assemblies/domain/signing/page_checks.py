"""Printed pages against the same pages set again from the facts."""

from __future__ import annotations

import pypdfium2
from django.utils.translation import gettext as _

from assemblies.domain.signing.checks import Check
from records.domain.pdf import maker

# Line-end hyphens come out as one of these.
HYPHENS = "\ufffe\x02"


def pages_check(content: bytes, again: bytes, made_with: str) -> Check:
    """``again`` is what the facts give now; ``made_with`` names the program that set the file."""
    subject = _("Printed pages")
    if content.startswith(again):
        return Check("pages", subject, True, _("set again from the facts: the same, byte for byte"))
    printed, given = _words(content), _words(again)
    if len(printed) != len(given):
        told = _("%(printed)s pages, the facts give %(given)s")
        told %= {"printed": len(printed), "given": len(given)}
    else:
        pairs = enumerate(zip(printed, given, strict=True), start=1)
        differ = [str(number) for number, (one, other) in pairs if one != other]
        if not differ:
            return Check("pages", subject, True, _("set again from the facts: the same words"))
        told = _("the facts give other words on pages %(pages)s") % {"pages": ", ".join(differ)}
    if made_with != maker():
        told += "; " + _("they were set by %(then)s, here by %(now)s") % {
            "then": made_with,
            "now": maker(),
        }
    return Check("pages", subject, False, told)


def _words(content: bytes) -> list[str]:
    """The words of each page without any space, since lines and cells break anywhere."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return ["".join(page.translate(dict.fromkeys(map(ord, HYPHENS))).split()) for page in pages]
