"""Many papers of one kind, each a file of its own, laid out together.

Set one by one, a page takes a second, most of it for what all have in common: style sheets read
and faces searched. Here both are done once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from records.checks import FONT_PACKAGE, missing_faces
from records.domain import pdf
from records.domain.pdf_costs import PlainHTML, nothing_collected, write_once
from records.domain.small_faces import SmallFace, small_faces
from records.errors import FontsMissing, PaperIncomplete

FACE = pdf.SCHEME + "small-face-"


class _WithFaces(pdf.OwnFiles):
    """Serves the small faces too, and style sheets that name them before the whole ones."""

    def __init__(self, faces: Sequence[SmallFace]) -> None:
        super().__init__()
        self.faces = faces

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(FACE):
            face = self.faces[int(url.removeprefix(FACE))]
            return URLFetcherResponse(url, face.content, {"Content-Type": "font/otf"})
        if not url.endswith(".css"):
            return super().fetch(url, headers)
        sheet = pdf.own_file(url)
        for face in {face.instead_of: face for face in self.faces}.values():
            whole = f'"{face.instead_of}"'
            sheet = sheet.replace(whole.encode(), f'"{face.family}", {whole}'.encode())
        return URLFetcherResponse(url, sheet, {"Content-Type": "text/css"})

    def sheet(self) -> str:
        return "".join(
            f'@font-face {{font-family: "{face.family}"; font-weight: {face.weight}; '
            f"src: url({FACE}{place})}}\n"
            for place, face in enumerate(self.faces)
        )


@dataclass(frozen=True, slots=True)
class Sheaf:
    """``count`` papers of one source, to be laid out together: bytes and texts alone, so that
    another process can do it."""

    template: str
    source: str
    count: int
    stamp: str
    faces: tuple[SmallFace, ...]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Papers whose pages are set and not yet written."""

    document: Any
    papers: list[list[Any]]
    identifier: bytes
    stamp: str


def sheaf_of(
    *,
    template: str,
    context: Mapping[str, Any],
    count: int,
    language: str,
    zone: ZoneInfo,
    dated: datetime,
    faces: Sequence[SmallFace] = (),
) -> Sheaf:
    """``count`` papers of ``template``, of which each begins on a page of its own.

    The element that each begins with has the id ``p0``, ``p1`` …. ``faces`` are those of
    :func:`small_faces`; without them the whole ones are taken. Raises :class:`FontsMissing`.
    """
    if missing_faces():
        raise FontsMissing(faces=", ".join(missing_faces()), package=FONT_PACKAGE)
    return Sheaf(
        template=template,
        source=pdf.rendered(template, context, language, zone),
        count=count,
        stamp=dated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        faces=tuple(faces),
    )


def lay_out(sheaf: Sheaf) -> LaidOut:
    """The pages of ``sheaf``; raises :class:`PaperIncomplete` as ``make_pdf`` does."""
    files, configuration = _WithFaces(sheaf.faces), FontConfiguration()
    html = PlainHTML(string=sheaf.source, base_url=pdf.SCHEME, url_fetcher=files)
    own = weasyprint.CSS(
        string=files.sheet(),
        base_url=pdf.SCHEME,
        url_fetcher=files,
        font_config=configuration,
    )
    try:
        with nothing_collected():
            document = html.render(
                font_config=configuration, stylesheets=[own], pdf_variant=pdf.VARIANT
            )
    except FatalURLFetchingError as error:
        raise PaperIncomplete(f"{sheaf.template}: {error}") from error
    return LaidOut(
        document=document,
        papers=_by_paper(document, sheaf.count),
        identifier=hashlib.sha256(sheaf.source.encode()).digest()[:16],
        stamp=sheaf.stamp,
    )


def _by_paper(document: Any, count: int) -> list[list[Any]]:
    """The pages of each paper."""
    papers: list[list[Any]] = [[] for _paper in range(count)]
    place = 0
    for page in document.pages:
        begun = [int(name[1:]) for name in page.anchors if name[1:].isdigit()]
        place = max([place, *begun])
        papers[place].append(page)
    return papers


def write(laid_out: LaidOut, paper: int) -> bytes:
    """The file of one paper."""
    return _written(laid_out, laid_out.papers[paper], str(paper))


def write_together(parts: Sequence[LaidOut]) -> bytes:
    """All papers of all ``parts`` in one file."""
    pages = [page for part in parts for pages in part.papers for page in pages]
    return _written(parts[0], pages, "all")


def _written(laid_out: LaidOut, pages: Sequence[Any], name: str) -> bytes:
    document = laid_out.document.copy(pages)
    document.color_profiles = {pdf.PROFILE: pdf.screen_colours()}
    document.metadata.created = document.metadata.modified = laid_out.stamp
    identifier = hashlib.sha256(laid_out.identifier + name.encode()).digest()[:16]
    made: bytes = document.write_pdf(
        finisher=lambda _document, file: write_once(file),
        pdf_variant=pdf.VARIANT,
        pdf_identifier=identifier,
        output_intent=pdf.PROFILE,
    )
    return made


__all__ = [
    "LaidOut",
    "Sheaf",
    "SmallFace",
    "lay_out",
    "sheaf_of",
    "small_faces",
    "write",
    "write_together",
]
