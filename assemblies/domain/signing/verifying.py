"""Checking a file of minutes from the file alone: no row of any database is read.

What the figures, the evidence and the pages say of each other is checked whether the file is signed
or not. That the whole is the association's, only a signature under a root says whose fingerprint
the reader has compared.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable
from io import BytesIO
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.misc import PdfError

from assemblies.domain.signing.checks import Check
from assemblies.domain.signing.dues_evidence import dues_checks
from assemblies.domain.signing.enclosed_checks import (
    archive_checks,
    attendance_check,
    manifest_check,
    text_checks,
)
from assemblies.domain.signing.evidence import (
    FACTS,
    FORMER,
    MANIFEST,
    MANIFEST_DESCRIBED,
    SCHEMA,
)
from assemblies.domain.signing.excerpt_checks import excerpt_checks
from assemblies.domain.signing.figure_checks import figure_checks
from assemblies.domain.signing.log_evidence import log_checks
from assemblies.domain.signing.page_checks import pages_check
from assemblies.domain.signing.signature_checks import signature_checks
from assemblies.domain.writing.excerpts import FACTS as EXCERPT
from assemblies.domain.writing.minutes import print_minutes
from assemblies.domain.writing.minutes_facts.written import digest_of
from assemblies.enums import MinutesState
from records.domain.pdf import Enclosed
from records.errors import FontsMissing
from records.fields import PAPER_LANGUAGES

MOST = 64 * 2**20
"""Bytes of one enclosed file, unpacked."""


def verify_minutes(
    content: bytes,
    *,
    accepted: Collection[str] = (),
    lists: Iterable[bytes] = (),
    jobs: int = 1,
    pages: bool = True,
    minutes: bytes | None = None,
) -> list[Check]:
    """Every check of the file, in order; the first one that leaves nothing to check is the last.

    Of an extract what it contains is checked, and with ``minutes``, the whole ones that it was
    taken from, that it says what they say. ``accepted`` are fingerprints of roots (SHA-256,
    hexadecimal) under which every signature must be; ``lists`` revocation lists that came later
    than the file; without ``pages`` the printed ones are left out. Raises FontsMissing where this
    machine cannot set the pages again.
    """
    whole = _whole(content)
    if not whole.holds:
        return [whole]
    try:
        files = _enclosed(content)
        theirs = None
        if minutes is not None:
            theirs = _enclosed(minutes) if _whole(minutes).holds else {}
    except (pikepdf.PdfError, zlib.error, ValueError) as error:
        told = _("its data cannot be read: %(error)s") % {"error": error}
        return [Check("file", _("The file itself"), False, told)]
    if EXCERPT in files:
        checks = [whole, *_signatures(content, files, accepted, lists)]
        return [*checks, *excerpt_checks(content, files, theirs, pages=pages)]
    if FACTS not in files or MANIFEST not in files:
        told = _("these are no final minutes: the facts or the manifest are not in it")
        return [Check("file", _("The file itself"), False, told)]
    try:
        facts, manifest = json.loads(files[FACTS]), json.loads(files[MANIFEST])
        checks = [whole, manifest_check(files, manifest)]
        checks += _signatures(content, files, accepted, lists)
        checks += figure_checks(facts)
        checks += [attendance_check(files, facts), *text_checks(files, facts)]
        if manifest["schema"] != FORMER:
            checks += [*dues_checks(files, facts), *log_checks(files, facts)]
        checks += archive_checks(files, facts, jobs=jobs)
        return [*checks, _pages(content, facts, manifest, files)] if pages else checks
    except FontsMissing:
        raise
    # Whatever lies in the file may have any shape: what cannot be read is refused, never a crash.
    except Exception as error:
        told = _("its data cannot be read: %(error)s") % {
            "error": f"{type(error).__name__}: {error}"
        }
        return [Check("file", _("The file itself"), False, told)]


def _whole(content: bytes) -> Check:
    subject = _("The file itself")
    if not content.startswith(b"%PDF-"):
        return Check("file", subject, False, _("it is no PDF"))
    if not content.rstrip(b"\r\n").endswith(b"%%EOF"):
        return Check("file", subject, False, _("it was cut off, or something was added at its end"))
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PdfError as error:
        return Check("file", subject, False, _("it cannot be read: %(error)s") % {"error": error})
    return Check("file", subject, True, _("a whole PDF, %(pages)s pages") % {"pages": pages})


def _enclosed(content: bytes) -> dict[str, bytes]:
    """Raises ValueError for a file that unpacks to more than any minutes hold."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return {name: _unpacked(one.get_file().obj) for name, one in pdf.attachments.items()}


def _unpacked(stream: pikepdf.Object) -> bytes:
    """The reader itself would go on unpacking for as long as there is memory."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    if filters is None:
        return raw
    names = [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names != ["/FlateDecode"] or "/DecodeParms" in stream:
        raise ValueError(", ".join(names))
    inflating = zlib.decompressobj()
    found = inflating.decompress(raw, MOST)
    if inflating.unconsumed_tail:
        raise ValueError(_("an enclosed file is larger than %(mb)s MB") % {"mb": MOST // 2**20})
    return found


def _signatures(
    content: bytes,
    files: dict[str, bytes],
    accepted: Collection[str],
    lists: Iterable[bytes],
) -> list[Check]:
    try:
        return signature_checks(content, files, accepted=accepted, lists=lists)
    except (PdfError, ValueError) as error:
        told = _("they cannot be read: %(error)s") % {"error": error}
        return [Check("signature", _("Signatures"), False, told)]


def _pages(
    content: bytes, facts: dict[str, Any], manifest: dict[str, Any], files: dict[str, bytes]
) -> Check:
    """The pages are set again from the facts: the same bytes, or at least the same words."""
    subject = _("Printed pages")
    language = manifest["language"]
    if manifest["schema"] not in (SCHEMA, FORMER) or language not in PAPER_LANGUAGES:
        return Check("pages", subject, False, _("the manifest is of another form"))
    enclosed = [
        Enclosed(one["name"], files[one["name"]], one["described"])
        for one in manifest["files"]
        if one["name"] in files
    ]
    again = print_minutes(
        facts,
        language=language,
        digest=digest_of(facts),
        version=manifest["version"],
        state=MinutesState.FINAL,
        evidence=[*enclosed, Enclosed(MANIFEST, files[MANIFEST], MANIFEST_DESCRIBED)],
    )
    return pages_check(content, again, manifest["maker"])
