"""A provision as one paragraph of a Word file: its number as text, and its words.

Numbers are not left to the word processor: a decided text is quoted by them, and automatic ones
change with whatever is put in before.
"""

from collections.abc import Iterator, Sequence

from bylaws.domain.formats.docx_elements import Element, paragraph, run
from bylaws.domain.text.numbering import HEADED, REPEALED
from bylaws.domain.text.provisions import Provision, gap, places
from bylaws.enums import ProvisionKind, Scheme

STYLES = {
    ProvisionKind.PREAMBLE: "Preamble",
    ProvisionKind.CHAPTER: "Heading1",
    ProvisionKind.SECTION: "Heading2",
    ProvisionKind.ARTICLE: "Article",
    ProvisionKind.PARAGRAPH: "Clause",
    ProvisionKind.ITEM: "Item",
    ProvisionKind.SUBITEM: "Subitem",
}


def text_paragraphs(
    provisions: Sequence[Provision], scheme: Scheme, *, title: str
) -> Iterator[Element]:
    """The whole text; a first line that is the title looks like one."""
    for index, (each, place) in enumerate(zip(provisions, places(provisions, scheme), strict=True)):
        words = REPEALED[scheme] if each.is_repealed else each.text
        pieces = [
            (place.mark, number_style(each.kind)),
            *gap_after(place.mark, each.kind, scheme, words),
            (words, ""),
        ]
        style = "Title" if index == 0 and begins_with(provisions, title) else STYLES[each.kind]
        yield paragraph(style, [run(text, kind) for text, kind in pieces if text])


def begins_with(provisions: Sequence[Provision], title: str) -> bool:
    """Whether the text bears its title itself."""
    first = provisions[0] if provisions else None
    return first is not None and first.kind is ProvisionKind.PREAMBLE and first.text == title


def number_style(kind: ProvisionKind) -> str:
    return "ArticleNumber" if kind is ProvisionKind.ARTICLE else ""


def gap_after(mark: str, kind: ProvisionKind, scheme: Scheme, words: str) -> list[tuple[str, str]]:
    """The space after a number and its style, as `render` puts it before these words."""
    if not mark or not gap(kind, scheme, words):
        return []
    return [(" ", "Gap" if scheme is Scheme.ZH and kind in HEADED else "")]
