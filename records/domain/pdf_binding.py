"""Several PDFs in one: pages of our own keep their structure, those of others their look alone.

A page's tags hang on a number that is the file's own (ISO 32000-1, 14.7.4.4): bound as it is, it
would be read out as another page. And what others made may be anything, so a file that holds such
pages claims to be no PDF/A, and whatever acts by itself is taken off them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Name, Pdf

HARMLESS = (Name.GoTo, Name.URI)
"""What a link on a page of others may do."""
CLAIM = ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev")


@dataclass(frozen=True, slots=True)
class Part:
    """A file to be bound in; ``is_ours``: the maker of PDFs made it, tagged."""

    content: bytes
    is_ours: bool = True


def bind(parts: Sequence[Part]) -> bytes:
    """All pages of ``parts``, the first of which is ours and gives title and language.

    The same parts give the same bytes. Raises :class:`pikepdf.PdfError` where a part of others
    cannot be read.
    """
    with pikepdf.open(BytesIO(parts[0].content)) as book:
        for part in parts[1:]:
            with pikepdf.open(BytesIO(part.content)) as paper:
                begins = len(book.pages)
                book.pages.extend(paper.pages)
                if part.is_ours:
                    _hang_in(book, paper, begins)
                else:
                    _calm(book, begins)
        if not all(part.is_ours for part in parts):
            with book.open_metadata(set_pikepdf_as_editor=False) as about:
                for key in CLAIM:
                    about.pop(key, None)
        out = BytesIO()
        book.save(out, deterministic_id=True)
    return out.getvalue()


def _hang_in(book: Pdf, paper: Pdf, begins: int) -> None:
    """Put the structure of ``paper`` behind that of ``book``, whose pages from ``begins`` on are
    the same pages."""
    root = book.Root.StructTreeRoot
    numbers = root.ParentTree.Nums
    free = 1 + int(numbers[-2])
    theirs = list(paper.Root.StructTreeRoot.ParentTree.Nums)
    told = dict(zip(map(int, theirs[::2]), theirs[1::2], strict=True))
    for offset, page in enumerate(paper.pages):
        numbers.append(free + offset)
        numbers.append(_copied(book, told[int(page.StructParents)]))
        book.pages[begins + offset].obj.StructParents = free + offset
    for element in paper.Root.StructTreeRoot.K:
        copied = _copied(book, element)
        copied.P = root
        root.K.append(copied)


def _copied(book: Pdf, thing: Any) -> Any:
    """``thing`` of another file in ``book``: what was copied before is not copied again."""
    if thing.is_indirect:
        return book.copy_foreign(thing)
    return Array([_copied(book, one) for one in thing])


def _calm(book: Pdf, begins: int) -> None:
    """Take off what points into a structure that stayed behind, and what acts by itself."""
    for number in range(begins, len(book.pages)):
        page = book.pages[number]
        for key in ("/StructParents", "/AA"):
            if key in page.obj:
                del page.obj[key]
        for mark in page.obj.get("/Annots", Array()):
            if "/StructParent" in mark:
                del mark["/StructParent"]
            if "/AA" in mark:
                del mark["/AA"]
            if "/A" in mark and mark.A.get("/S") not in HARMLESS:
                del mark["/A"]
