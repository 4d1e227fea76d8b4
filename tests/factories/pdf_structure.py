"""Whether a PDF is built as it claims: PDF/A-3 (ISO 19005-3), tagged, readable by any reader.

A validator of the standard checks more; here is what our own making could get wrong.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Pdf

MARKED = re.compile(rb"/MCID (\d+)")
EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
ACTIVE = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm")
RELATIONS = ("/Data", "/Source", "/Supplement", "/Alternative")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of itself: level ``A`` is tagged, ``U`` is not; an empty one claims no
    PDF/A, since it binds in pages that somebody else made."""

    level: str


def faults_of(content: bytes, claim: Claim) -> list[str]:
    """What is wrong, each in a few words; nothing where all is well."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [*_of_document(pdf), *_of_fonts(pdf), *_of_claim(pdf, claim)]
        if claim.level:
            found += [*_of_colours(pdf), *_of_enclosed(pdf)]
        if claim.level == "U":
            return found + list(_of_no_tags(pdf))
        return found + list(_of_tags(pdf, every_page=claim.level == "A"))


def font_faults_of(content: bytes) -> list[str]:
    """Faces that are not inside, say no letters, or lack a glyph that a page names."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return list(_of_fonts(pdf))


def _of_document(pdf: Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "encrypted"
    if len(pdf.pages) == 0:
        yield "no page"
    if not str(pdf.Root.get("/Lang", "")):
        yield "no language"
    with pdf.open_metadata() as about:
        if not about.get("dc:title") and not str(pdf.docinfo.get("/Title", "")):
            yield "no title"
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root:
        yield "acts when it is opened"
    for thing in _things(pdf):
        if str(thing.get("/S", "")) in ACTIVE or "/JS" in thing:
            yield f"active content: {thing.get('/S')}"


def _things(pdf: Pdf) -> Iterator[Any]:
    return (thing for thing in pdf.objects if isinstance(thing, Dictionary))


def _of_claim(pdf: Pdf, claim: Claim) -> Iterator[str]:
    with pdf.open_metadata() as about:
        said = about.pdfa_status
    if said != (f"3{claim.level}" if claim.level else ""):
        yield f"claims PDF/A {said or 'nothing'}"


def _of_colours(pdf: Pdf) -> Iterator[str]:
    intents = list(pdf.Root.get("/OutputIntents", []))
    if [str(one.S) for one in intents] != ["/GTS_PDFA1"]:
        yield "no output intent"
    elif int(intents[0].DestOutputProfile.N) != 3 or not intents[0].DestOutputProfile.read_bytes():
        yield "an output intent without a profile of RGB"


def _of_fonts(pdf: Pdf) -> Iterator[str]:
    for font in _things(pdf):
        if font.get("/Type") != Name.Font:
            continue
        if font.get("/Subtype") == Name.Type0:
            if "/ToUnicode" not in font:
                yield f"{font.BaseFont} says no letters"
            continue
        program = [font.FontDescriptor[key] for key in EMBEDDED if key in font.FontDescriptor]
        if len(program) != 1:
            yield f"{font.BaseFont} is not embedded"
        elif font.get("/Subtype") == Name.CIDFontType0 and (lost := _lost(font, program[0])):
            yield f"{font.BaseFont} lacks {len(lost)} glyphs that the pages name"


def _lost(font: Any, program: Any) -> set[int]:
    """CIDs with a width that no glyph of the face has (ISO 32000-1, 9.7.4.2)."""
    used, first = set(), 0
    for part in font.W:
        if isinstance(part, pikepdf.Array):
            used |= set(range(first, first + len(part)))
        else:
            first = int(part)
    with TTFont(io.BytesIO(program.read_bytes())) as face:
        names = face["CFF "].cff.topDictIndex[0].charset
        held = {0, *(int(name.removeprefix("cid")) for name in names if name.startswith("cid"))}
    return used - held


def _of_tags(pdf: Pdf, *, every_page: bool) -> Iterator[str]:
    if not pdf.Root.get("/MarkInfo", {}).get("/Marked", False):
        yield "not marked as tagged"
    if not pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "shows its file name instead of its title"
    if "/StructTreeRoot" not in pdf.Root:
        yield "no structure"
        return
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    seen = set()
    for number, page in enumerate(pdf.pages, start=1):
        place = int(page.get("/StructParents", -1))
        if place == -1 and not every_page:
            continue
        if place not in parents or place in seen:
            yield f"page {number} has no structure of its own"
            continue
        seen.add(place)
        page.contents_coalesce()
        marks = [int(mark) for mark in MARKED.findall(page.Contents.read_bytes())]
        if len(parents[place]) != len(set(marks)):
            yield f"page {number} marks {len(set(marks))} parts and tells {len(parents[place])}"


def _of_no_tags(pdf: Pdf) -> Iterator[str]:
    """What is not tagged must not point into a structure that is not there, or another's."""
    if "/StructTreeRoot" in pdf.Root or "/MarkInfo" in pdf.Root:
        yield "half a structure"
    for number, page in enumerate(pdf.pages, start=1):
        if "/StructParents" in page:
            yield f"page {number} points to a structure that is not there"


def _of_enclosed(pdf: Pdf) -> Iterator[str]:
    held = {one.objgen for one in _enclosed(pdf)}
    related = [one.objgen for one in pdf.Root.get("/AF", [])]
    if held != set(related):
        yield "what is enclosed is not what belongs to the document"
    if len(related) != len(set(related)):
        yield "an enclosed file is listed twice"
    for file in _enclosed(pdf):
        if str(file.get("/AFRelationship", "")) not in RELATIONS:
            yield f"{file.UF} stands in no relation"
        if not str(file.get("/UF", "")) or "/Subtype" not in file.EF.F:
            yield "an enclosed file without name or kind"


def _enclosed(pdf: Pdf) -> list[Any]:
    names = pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles", Dictionary())
    return list(names.get("/Names", []))[1::2]
