"""Texts as PDFs: clean, certified, as a comparison table, as a redline.

The words of the paper's own are those of the Word files (:mod:`bylaws.domain.formats.papers`), so
that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bylaws.domain.formats.docx_certificate import facts
from bylaws.domain.formats.docx_lines import begins_with, gap_after
from bylaws.domain.formats.papers import WORDS, CertifiedPaper, Said, TextPaper, dated
from bylaws.domain.papers.comparing import Comparison
from bylaws.domain.papers.papers_of import comparison_paper, redline_paper, text_language, zone_of
from bylaws.domain.text.numbering import REPEALED
from bylaws.domain.text.provisions import places
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import Lang
from bylaws.models import Association
from records.domain.pdf import make_pdf

OWN_WORDS: Mapping[str, Said] = {
    "page_before": Said("第", "Page "),
    "page_between": Said("页，共", " of "),
    "page_after": Said("页", ""),
    "copy": Said("与原件核对", "Certified copy"),
    "draft": Said("草案，尚未表决通过", "Draft, not adopted"),
    "authentic": Said("", "The wording is authentic in the language of the text."),
    "nothing": Said("条文没有变化。", "No article changed."),
}
"""What only the PDFs say."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One provision with its mark and what parts the two."""

    kind: ProvisionKind
    mark: str
    gap: str
    text: str
    is_title: bool

    @property
    def leads(self) -> bool:
        """Whether it announces what follows and so stays with it."""
        return self.text.endswith(("：", ":"))


def print_text(paper: TextPaper, at: datetime, *, is_draft: bool) -> bytes:
    """The clean text. ``at`` dates the file; a draft says that it is one."""
    context = {**_text(paper), "is_draft": is_draft}
    return _print("print/regulation_text.html", context, paper.lang, at)


def print_certified(paper: CertifiedPaper, at: datetime) -> bytes:
    """The text with its days, their decisions, a place to sign and to seal, and on each page the
    digests that say which text it is."""
    lang = paper.text.lang
    days = [(WORDS[word].in_(lang), dated(fact, lang)) for word, fact in facts(paper)]
    context = {**_text(paper.text), "paper": paper, "days": days}
    return _print("print/regulation_certified.html", context, lang, at)


def print_comparison(comparison: Comparison, lang: Lang) -> bytes:
    """修订对照表: each changed article old, new and why; pages lie on their side."""
    context = {
        "paper": comparison_paper(comparison, lang),
        "rows": comparison.rows(lang),
        "text_language": text_language(comparison.scheme),
    }
    return _print("print/regulation_comparison.html", context, lang, comparison.at)


def print_redline(comparison: Comparison, lang: Lang) -> bytes:
    """The amended text with what was struck and what was put in."""
    context = {
        "paper": redline_paper(comparison, lang),
        "old_label": comparison.old_label.text(lang),
        "blocks": comparison.blocks,
        "text_language": text_language(comparison.scheme),
    }
    return _print("print/regulation_redline.html", context, lang, comparison.at)


def _text(paper: TextPaper) -> dict[str, Any]:
    return {
        "text": paper,
        "lines": list(_lines(paper)),
        "has_title": begins_with(paper.provisions, paper.title),
        "text_language": text_language(paper.scheme),
    }


def _lines(paper: TextPaper) -> Iterator[PrintedLine]:
    has_title = begins_with(paper.provisions, paper.title)
    located = places(paper.provisions, paper.scheme)
    for index, (row, place) in enumerate(zip(paper.provisions, located, strict=True)):
        words = REPEALED[paper.scheme] if row.is_repealed else row.text
        gap = "".join(piece for piece, _ in gap_after(place.mark, row.kind, paper.scheme, words))
        if paper.scheme is Scheme.ZH:
            # As wide as a character, and never wider where a line is spread.
            gap = gap.replace(" ", "\u3000")
        yield PrintedLine(row.kind, place.mark, gap, words, has_title and index == 0)


def _print(template: str, context: Mapping[str, Any], lang: Lang, at: datetime) -> bytes:
    association = Association.objects.get()
    own = {word: said.in_(lang) for word, said in {**WORDS, **OWN_WORDS}.items()}
    return make_pdf(
        template=template,
        context={**context, "say": own, "association": association.name.text(lang)},
        language=lang,
        zone=zone_of(association),
        dated=at,
    )
