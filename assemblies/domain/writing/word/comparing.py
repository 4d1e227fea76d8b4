"""What somebody changed in a Word file of the minutes, against the record as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from assemblies.domain.days import local_day, zone
from assemblies.domain.writing.free_texts import NUMBER
from assemblies.domain.writing.minutes import paper_context
from assemblies.domain.writing.minutes_facts import as_data, build_facts, digest_of
from assemblies.domain.writing.standing_texts import rows_of
from assemblies.domain.writing.word.places import place_of, placeholder_of
from assemblies.domain.writing.word.writing import write_word
from assemblies.enums import Section
from assemblies.errors import WordFileUnread
from assemblies.models import AgendaItem, Assembly
from bylaws.domain.formats.docx_package import Element, Package, value, w
from bylaws.domain.formats.docx_tracked import TrackedChanges, settle
from bylaws.errors import BylawsError, Lang
from records.fields import Translated

HEADINGS = ("Title", "Heading1", "Heading2")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a row of a table with its cells parted by strokes, under its heading."""

    text: str
    under: str


@dataclass(frozen=True, slots=True)
class Difference:
    """``old`` is the record's line, ``new`` the file's; one of them is empty where a line came or
    went. ``is_figure``: their numbers differ."""

    under: str
    old: str
    new: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class TextChange:
    """A free text that the file has otherwise. ``revision`` is the one that stands."""

    section: str
    item: AgendaItem | None
    meeting: UUID
    old: str
    new: str
    revision: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """``differences`` has those of figures first, each kind in the order of the paper."""

    differences: list[Difference]
    texts: list[TextChange]


def minutes_word(*, assembly: Assembly, language: str) -> bytes:
    """The minutes as the record stands, as a Word file to edit."""
    data = as_data(build_facts(assembly))
    context = paper_context(data, digest=digest_of(data), version=0, state="draft")
    day = local_day(assembly.closed_at or assembly.starts_at)
    return write_word(
        template="print/minutes.html",
        context={**context, "is_draft": False},
        language=language,
        zone=zone(),
        on=day,
    )


def compare_word(*, assembly: Assembly, language: str, content: bytes) -> Comparison:
    """Tracked changes in the file count as accepted. Raises WordFileUnread."""
    sent = read_word(content)
    ours = read_word(minutes_word(assembly=assembly, language=language))
    found = list(_differences(ours.lines, sent.lines))
    return Comparison(
        differences=sorted(found, key=lambda one: not one.is_figure),
        texts=list(_texts(assembly, language, ours, sent)),
    )


@dataclass(slots=True)
class WordLines:
    """The lines of a file, and its free texts by their places."""

    lines: list[Line]
    texts: dict[str, list[str]]


def read_word(content: bytes) -> WordLines:
    """Raises WordFileUnread in the words of what refused the file."""
    try:
        body = Package(content).document().find(w("body"))
        settle(body, TrackedChanges.ACCEPT)
    except BylawsError as error:
        lang: Lang = "zh" if (get_language() or "").startswith("zh") else "en"
        raise WordFileUnread(error.render(lang)) from error
    read = WordLines([], {})
    _Reader(read).take(body)
    return read


class _Reader:
    def __init__(self, read: WordLines) -> None:
        self.read, self.under, self.place = read, "", ""

    def take(self, parent: Element) -> None:
        for child in parent:
            if child.tag == w("p"):
                self._paragraph(child)
            elif child.tag == w("tbl"):
                self._table(child)
            elif child.tag == w("sdt") and (content := child.find(w("sdtContent"))) is not None:
                self.take(content)

    def _paragraph(self, node: Element) -> None:
        style, text = value(node.find(w("pPr")), "pStyle") or "", _text(node)
        if style == "FreeText":
            self.place = self._bookmarked(node) or self.place
            if self.place:
                self.read.texts.setdefault(self.place, []).append(text)
                return
        self.place = ""
        if style in HEADINGS and text:
            self.under = text
        if text:
            self.read.lines.append(Line(text, self.under))

    def _bookmarked(self, node: Element) -> str:
        names = (one.get(w("name")) or "" for one in node.iter(w("bookmarkStart")))
        return next((place for name in names if (place := place_of(name))), "")

    def _table(self, node: Element) -> None:
        self.place = ""
        for row in node.iter(w("tr")):
            cells = [
                " ".join(filter(None, (_text(one) for one in cell.iter(w("p")))))
                for cell in row.findall(w("tc"))
            ]
            if any(cells):
                self.read.lines.append(Line(" | ".join(cells), self.under))


def _text(node: Element) -> str:
    words: list[str] = []
    for one in node.iter(w("t"), w("tab"), w("br"), w("cr")):
        words.append(one.text or "" if one.tag == w("t") else " ")
    return " ".join("".join(words).split())


def _differences(ours: list[Line], theirs: list[Line]) -> Iterator[Difference]:
    old, new = [one.text for one in ours], [one.text for one in theirs]
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        for at in range(max(b - a, d - c)):
            was = ours[a + at] if a + at < b else Line("", "")
            now = theirs[c + at] if c + at < d else Line("", "")
            yield _difference(was.under or now.under, was.text, now.text)


def _difference(under: str, old: str, new: str) -> Difference:
    return Difference(under, old, new, NUMBER.findall(old) != NUMBER.findall(new))


def _texts(
    assembly: Assembly, language: str, ours: WordLines, sent: WordLines
) -> Iterator[TextChange]:
    """A place that the file lost says nothing of what should stand there."""
    meetings = {one.pk: one for one in (assembly, *assembly.follow_ups.all())}
    items = {
        str(item.pk): item for item in AgendaItem.objects.filter(assembly__in=meetings.values())
    }
    standing = {key: rows_of(meeting) for key, meeting in meetings.items()}
    for place, lines in ours.texts.items():
        if place not in sent.texts:
            continue
        section, key = place.split(".", 1)
        old, new = (_said(one, place, language) for one in (lines, sent.texts[place]))
        if old == new:
            continue
        item = items.get(key)
        meeting = item.assembly_id if item else UUID(key)
        row = standing[meeting].get((item.pk if item else None, Section(section)))
        yield TextChange(section, item, meeting, old, new, row.revision if row else 0)


def _said(lines: list[str], place: str, language: str) -> str:
    kept = [line for line in lines if line != placeholder_of(place, language)]
    return "\n".join(kept).strip()


def merged(standing: Translated | None, language: str, text: str) -> Translated:
    """A text with its wording in one language replaced."""
    kept: dict[str, Any] = {**(standing or {}), language: text}
    return Translated(kept)
