"""What makes a copy a certified one: the days and decisions, the digests, a place to sign and to
seal."""

from collections.abc import Iterator

from bylaws.domain.formats.docx_elements import Element, said, table
from bylaws.domain.formats.papers import CertifiedPaper, Dated, dated, labelled, say

SEAL_ROOM = 2400
"""Twentieths of a point: the round seal of an association measures 42 mm."""
SIGNING_LINE = "_" * 24


def facts(paper: CertifiedPaper) -> Iterator[tuple[str, Dated | None]]:
    """The three days of a version: adopted, approved, in force."""
    yield "adopted", paper.adopted
    yield "approved", paper.approved
    yield "effective", paper.effective


def certificate(paper: CertifiedPaper, width: int) -> list[Element]:
    """`width` of the type area in twentieths of a point."""
    lang = paper.text.lang
    rows = [(say("version", lang), paper.text.label)]
    rows += [(say(word, lang), dated(fact, lang)) for word, fact in facts(paper)]
    rows += [(say("digest", lang), paper.digest), (say("chain", lang), paper.chain)]
    widths = [width * 28 // 100, width * 72 // 100]
    cells = [[[said("PaperFact", label)], [said("PaperFact", told)]] for label, told in rows]
    return [
        said("PaperHead", say("certificate", lang)),
        said("PaperCertified", say("certified", lang)),
        table(widths, cells),
        said("PaperCertified", ""),
        _signing(paper, width),
    ]


def _signing(paper: CertifiedPaper, width: int) -> Element:
    lang = paper.text.lang
    signed = [labelled("representative", "", lang), "", SIGNING_LINE]
    sealed = [paper.text.association, say("day", lang), say("seal", lang)]
    cells = [[said("PaperCertified", line) for line in side] for side in (signed, sealed)]
    return table([width // 2, width // 2], [cells], style="", height=SEAL_ROOM)
