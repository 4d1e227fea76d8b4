"""Papers as Word files: the clean text, a certified copy, the comparison table, the redline.

The same paper gives the same bytes. `read_docx` reads the text back out of all but the table.
Raises PaperUnwritable for a text with control characters.
"""

from bylaws.domain.formats.docx_certificate import certificate, facts
from bylaws.domain.formats.docx_comparison import comparison_table
from bylaws.domain.formats.docx_document import (
    Description,
    append,
    blank,
    end,
    packed,
    set_footer,
    type_width,
)
from bylaws.domain.formats.docx_elements import Element, said
from bylaws.domain.formats.docx_lines import begins_with, text_paragraphs
from bylaws.domain.formats.docx_redline import tracked_paragraphs
from bylaws.domain.formats.papers import (
    CertifiedPaper,
    ComparisonPaper,
    RedlinePaper,
    TextPaper,
    dated,
    labelled,
    say,
)


def write_text(paper: TextPaper) -> bytes:
    """The clean text."""
    document = blank(_about(paper))
    append(document, [*_titled(paper, paper.label), end()])
    set_footer(document, paper.lang, [_running(paper)])
    return packed(document)


def write_certified(paper: CertifiedPaper) -> bytes:
    """The text with what makes it checkable: days, decisions, digests, signature and seal."""
    text, lang = paper.text, paper.text.lang
    document = blank(_about(text))
    days = [labelled(word, dated(fact, lang), lang) for word, fact in facts(paper)]
    closing = certificate(paper, type_width(document))
    append(document, [*_titled(text, "\n".join(days)), end(), *closing, end()])
    marks = labelled("digest", paper.digest, lang), labelled("chain", paper.chain, lang)
    set_footer(document, lang, [_running(text), *marks])
    return packed(document)


def write_redline(paper: RedlinePaper) -> bytes:
    """The new text with tracked changes from the old one."""
    text = paper.text
    document = blank(_about(text))
    head = _head(text, say("resolving", text.lang), has_title=_bears_title(text))
    append(document, [*head, *tracked_paragraphs(paper), end()])
    set_footer(document, text.lang, [f"{_running(text)}　{say('redline', text.lang)}"])
    return packed(document)


def write_comparison(paper: ComparisonPaper) -> bytes:
    """The table of changed articles, on pages that lie on their side."""
    lang = paper.lang
    title = paper.title + ("" if lang == "zh" else ": ") + say("comparison", lang)
    about = Description(title, paper.new_label, paper.association, paper.written_on, lang)
    document = blank(about, is_lying=True)
    head = said("PaperTitle", title), said("PaperNote", say("marks", lang))
    append(document, [*head, comparison_table(paper, type_width(document)), end()])
    set_footer(document, lang, [title])
    return packed(document)


def _about(paper: TextPaper) -> Description:
    return Description(paper.title, paper.label, paper.association, paper.written_on, paper.lang)


def _titled(paper: TextPaper, note: str) -> list[Element]:
    """The text under its title, whether or not the text bears that itself."""
    lines = list(text_paragraphs(paper.provisions, paper.scheme, title=paper.title))
    if not _bears_title(paper):
        return [*_head(paper, note), *lines]
    return [lines[0], said("PaperNote", note), *lines[1:]]


def _head(paper: TextPaper, note: str, *, has_title: bool = False) -> list[Element]:
    lines = [said("PaperNote", note)]
    if not has_title:
        lines.insert(0, said("PaperTitle", paper.title))
        if paper.association not in paper.title:
            lines.insert(0, said("PaperAssociation", paper.association))
    return lines


def _bears_title(paper: TextPaper) -> bool:
    return begins_with(paper.provisions, paper.title)


def _running(paper: TextPaper) -> str:
    """What the foot of each page says of the paper."""
    return "　".join(filter(None, (paper.title, paper.label)))
