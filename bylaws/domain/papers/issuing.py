"""Papers and files of a text as they are handed out: which there are, what they are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.text import slugify

from bylaws.domain.formats import docx_writer
from bylaws.domain.formats.akn_writer import write_akn
from bylaws.domain.formats.json_format import write_json
from bylaws.domain.formats.markdown import write_markdown
from bylaws.domain.formats.papers import Said
from bylaws.domain.papers import comparing, papers_of, printing
from bylaws.domain.papers.comparing import Comparison
from bylaws.domain.versions import text_of
from bylaws.enums import Scheme
from bylaws.errors import Lang, PaperUnknown
from bylaws.models import Amendment, Regulation, Version
from records.domain.media_types import DOCX, PDF
from records.fields import Translated

MEDIA_TYPES: Mapping[str, str] = {
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": PDF,
    "docx": DOCX,
    "json": "application/json",
    "xml": "application/akn+xml",
}
NAMES: Mapping[str, Said] = {
    "text": Said("", ""),
    "certified": Said("与原件核对", "certified copy"),
    "comparison": Said("修订对照表", "comparison"),
    "redline": Said("修订稿", "redline"),
}
FORMS: Mapping[str, tuple[str, ...]] = {
    "text": ("pdf", "docx", "txt", "md", "json", "xml"),
    "certified": ("pdf", "docx"),
    "comparison": ("pdf", "docx"),
    "redline": ("pdf", "docx"),
}
"""The formats of each paper."""
AMENDING = frozenset({"comparison", "redline"})
"""What shows a base beside the text."""
FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f]')
"""What some file system takes for something else than a name."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A file with its name in ASCII and as people read it."""

    content: bytes
    media_type: str
    ascii_name: str
    name: str


def papers_of_version(version: Version) -> list[str]:
    """The papers that are made of a version: a draft is certified by nobody, and what amends
    nothing is compared with nothing."""
    found = ["text"]
    if version.adoption_id is not None:
        found.append("certified")
    if version.base_id is not None:
        found += ["comparison", "redline"]
    return found


def papers_for_everyone(version: Version) -> list[str]:
    """The papers of a published version that say nothing of a draft: not what compares it with a
    text that nobody adopted."""
    is_told = version.base is not None and version.base.adoption_id is not None
    return [paper for paper in papers_of_version(version) if is_told or paper not in AMENDING]


def issue_version(version: Version, *, paper: str, form: str, lang: Lang) -> Issued:
    """One paper of a version; raises PaperUnknown where there is none of it."""
    if paper not in papers_of_version(version) or form not in FORMS[paper]:
        raise _unknown()
    if paper in ("text", "certified"):
        content = _WRITERS[paper, form](version, lang)
    else:
        comparison = comparing.of_version(version)
        assert comparison is not None  # no paper is offered without a base
        content = _COMPARED[paper, form](comparison, lang)
    return _issued(content, version.regulation, version.label, paper, form, lang)


def issue_amendment(amendment: Amendment, *, paper: str, form: str, lang: Lang) -> Issued:
    """Redline or comparison table of an amendment as it stands, before anyone voted on it; raises
    PaperUnknown for any other."""
    if (paper, form) not in _COMPARED:
        raise _unknown()
    content = _COMPARED[paper, form](comparing.of_amendment(amendment), lang)
    return _issued(content, amendment.regulation, amendment.label, paper, form, lang)


def _unknown() -> PaperUnknown:
    return PaperUnknown(zh="没有这样的文件。", en="There is no such paper of this text.")


def _certified_pdf(version: Version, lang: Lang) -> bytes:
    return printing.print_certified(papers_of.certified_paper(version, lang), version.recorded_at)


def _text_pdf(version: Version, lang: Lang) -> bytes:
    return printing.print_text(
        papers_of.text_paper(version, lang),
        version.recorded_at,
        is_draft=version.adoption_id is None,
    )


def _text_markdown(version: Version, lang: Lang) -> bytes:
    paper = papers_of.text_paper(version, lang)
    return write_markdown(paper.provisions, Scheme(paper.scheme)).encode()


_WRITERS: Mapping[tuple[str, str], Callable[[Version, Lang], bytes]] = {
    ("text", "pdf"): _text_pdf,
    ("text", "docx"): lambda version, lang: docx_writer.write_text(
        papers_of.text_paper(version, lang)
    ),
    ("text", "txt"): lambda version, lang: f"{text_of(version)}\n".encode(),
    ("text", "md"): _text_markdown,
    ("text", "json"): lambda version, lang: write_json(papers_of.json_document(version)).encode(),
    ("text", "xml"): lambda version, lang: write_akn(papers_of.akn_document(version)),
    ("certified", "pdf"): _certified_pdf,
    ("certified", "docx"): lambda version, lang: docx_writer.write_certified(
        papers_of.certified_paper(version, lang)
    ),
}
_COMPARED: Mapping[tuple[str, str], Callable[[Comparison, Lang], bytes]] = {
    ("comparison", "pdf"): printing.print_comparison,
    ("comparison", "docx"): lambda comparison, lang: docx_writer.write_comparison(
        papers_of.comparison_paper(comparison, lang)
    ),
    ("redline", "pdf"): printing.print_redline,
    ("redline", "docx"): lambda comparison, lang: docx_writer.write_redline(
        papers_of.redline_paper(comparison, lang)
    ),
}


def _issued(
    content: bytes,
    regulation: Regulation,
    label: Translated,
    paper: str,
    form: str,
    lang: Lang,
) -> Issued:
    said = NAMES[paper].in_(lang)
    title, version = regulation.title.text(lang), label.text(lang)
    if lang == "zh":
        readable = f"{title}（{version}）{said}"
    else:
        readable = ", ".join(filter(None, [f"{title} ({version})", said]))
    parts = [regulation.kind.replace("_", "-"), slugify(label.en) or "version"]
    parts += [] if paper == "text" else [paper]
    return Issued(
        content,
        MEDIA_TYPES[form],
        f"{'-'.join(parts)}.{lang}.{form}",
        f"{FORBIDDEN.sub('-', readable)}.{form}",
    )
