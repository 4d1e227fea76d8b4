"""The one maker of PDF: a template of ours, its style sheets, the faces of a fresh Debian.

Nothing is fetched from anywhere but the project's own static files, and no clock is asked: the same
template, context and programs give the same bytes.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pydyf
import weasyprint
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from records.checks import FACES, FONT_PACKAGE, missing_faces
from records.domain.pdf_costs import PlainHTML, nothing_collected, write_once
from records.errors import FontsMissing, PaperIncomplete
from records.fields import PAPER_LANGUAGES

SCHEME = "paper:///"
DRAWING = "data:image/png;base64,"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
"""From the key of a translated text to the language of the interface."""
# Chinese sets no space after its punctuation; templates put one between two sentences.
AFTER_CHINESE = re.compile(r"(?<=[，。；：、？！）》”])[ \n]+(?=[^\s<])")
# Tagged for screen readers, and PDF/A so that an archive takes it and it can carry its facts.
VARIANT = "pdf/a-3a"
# A tag belongs to one page, and copies share what is on theirs.
VARIANT_OF_COPIES = "pdf/a-3u"
PROFILE = "screen"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file inside the PDF, such as the facts it was made from."""

    name: str
    content: bytes
    described: str = ""


class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint is published without types
    """Serves ``paper:///name`` from the static files, and drawings that the paper itself holds;
    anything else ends the making."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(DRAWING):
            return URLFetcherResponse(
                url, b64decode(url.removeprefix(DRAWING)), {"Content-Type": "image/png"}
            )
        kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
        return URLFetcherResponse(url, own_file(url), {"Content-Type": kind})


def own_file(url: str) -> bytes:
    """What ``paper:///name`` names; anything else ends the making."""
    path = finders.find(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
    if path is None:
        raise FatalURLFetchingError(f"a paper asks for {url}, which is no file of ours")
    return Path(str(path)).read_bytes()


def make_pdf(
    *,
    template: str,
    context: Mapping[str, Any],
    language: str,
    zone: ZoneInfo,
    dated: datetime | None = None,
    enclosed: Sequence[Enclosed] = (),
    copies: int = 1,
) -> bytes:
    """The PDF of ``template`` in ``language``; instants are shown in ``zone``.

    It is set in zh or en, and in de or fr where there are words for it, as minutes have.

    ``dated`` is the instant on record that the file gives as its own; ``enclosed`` lie in it in
    this order; ``copies`` repeats all pages.
    Raises :class:`FontsMissing`, and :class:`PaperIncomplete` where a file that the template names
    is not there.
    """
    if missing_faces():
        raise FontsMissing(faces=", ".join(missing_faces()), package=FONT_PACKAGE)
    source = rendered(template, context, language, zone)
    instant = (dated or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC)
    options: dict[str, Any] = {
        "pdf_variant": VARIANT if copies == 1 else VARIANT_OF_COPIES,
        "pdf_identifier": hashlib.sha256(source.encode()).digest()[:16],
        "output_intent": PROFILE,
        "font_config": FontConfiguration(),
    }
    if enclosed:
        options["attachments"] = [_attachment(one, instant) for one in enclosed]
    with nothing_collected():
        try:
            html = PlainHTML(string=source, base_url=SCHEME, url_fetcher=OwnFiles())
            document = html.render(**options)
        except FatalURLFetchingError as error:
            raise PaperIncomplete(f"{template}: {error}") from error
        document.color_profiles[PROFILE] = screen_colours()
        stamp = instant.strftime("%Y-%m-%dT%H:%M:%SZ")
        document.metadata.created = document.metadata.modified = stamp
        del options["font_config"]
        made: bytes = document.write_pdf(finisher=partial(_finish, copies=copies), **options)
    return made


def screen_colours() -> ColorProfile:
    """WeasyPrint's own sRGB profile; it would leave the file open where it reads it itself."""
    content = (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return ColorProfile(
        BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )


def _finish(_document: Any, pdf: Any, *, copies: int) -> None:
    _repeat(pdf, copies)
    if "AF" in pdf.catalog:
        # WeasyPrint lists each enclosed file twice.
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    write_once(pdf)


def _repeat(pdf: Any, copies: int) -> None:
    """Further pages that draw what the first ones do; setting each anew would take minutes."""
    numbers = pdf.pages["Kids"][::3]
    originals = [pdf.objects[number] for number in numbers]
    for _copy in range(copies - 1):
        for page in originals:
            pdf.add_page(pydyf.Dictionary(dict(page)))


def rendered(template: str, context: Mapping[str, Any], language: str, zone: ZoneInfo) -> str:
    with translation.override(PAPER_LANGUAGES[language]), timezone.override(zone):
        told = {
            **context,
            "language": language,
            "tag": "zh-Hans" if language == "zh" else language,
            "faces": FACES,
            "maker": maker(),
        }
        source = str(render_to_string(template, told))
    return AFTER_CHINESE.sub("", source) if language == "zh" else source


def _attachment(enclosed: Enclosed, instant: datetime) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=enclosed.content,
        name=enclosed.name,
        description=enclosed.described,
        created=instant,
        modified=instant,
        relationship="Data",
    )


def maker() -> str:
    """The program that sets the pages, for the colophon."""
    return f"WeasyPrint {weasyprint.__version__}"


def width(part: int, whole: int) -> str:
    """A share as a length in percent, to two decimals and never above 100."""
    if not whole:
        return "0.00"
    hundredths = min(part, whole) * 10000 // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}"
