"""What setting long papers would cost in vain. Nothing here changes a byte of what is written.

Of the six thousand cells of a list of five hundred members, WeasyPrint would keep five sets of
styles each for footnotes that no paper has, look for garbage all the while, and write each of the
forty thousand objects of the file twice.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import Any

import pydyf
import weasyprint

_RIGHT_TO_LEFT_AND_NOTES = ("[dir", "::footnote-", "::note-")
_AT_WORK = threading.Lock()
_at_work = 0
_was_on = True


class PlainHTML(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint is published without types
    """A source without footnotes, notes in the margin or elements with a ``dir`` of their own."""

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return [_plain_sheet()]


@cache
def _plain_sheet() -> weasyprint.CSS:
    """WeasyPrint's own style sheet, less its rules that every single element would be kept for."""
    whole = (resources.files("weasyprint.css") / "html5_ua.css").read_text(encoding="utf-8")
    kept = [line for line in whole.splitlines() if not line.startswith(_RIGHT_TO_LEFT_AND_NOTES)]
    return weasyprint.CSS(string="\n".join(kept).replace("\n::marker", "\nli::marker"))


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Of the hundred thousands of boxes of a layout none is garbage before its end; looking for
    some all the while takes a quarter of the time.

    Several threads may set pages at once: the last one leaves it as the first one found it.
    """
    global _at_work, _was_on
    with _AT_WORK:
        if _at_work == 0:
            _was_on = gc.isenabled()
            gc.disable()
        _at_work += 1
    try:
        yield
    finally:
        with _AT_WORK:
            _at_work -= 1
            if _at_work == 0 and _was_on:
                gc.enable()


class _Written(pydyf.Object):  # type: ignore[misc]  # published without types
    """An object whose bytes are made: they are asked for twice, for the file and its identifier."""

    def __init__(self, made: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = made.number, made.generation, made.free
        self._data: bytes = made.data
        self._compressible: bool = made.compressible

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return self._compressible


def write_once(pdf: Any) -> None:
    """Make the bytes of every object of ``pdf``, a finished :class:`pydyf.PDF`, once."""
    pdf.objects[:] = [one if one.free == "f" else _Written(one) for one in pdf.objects]
