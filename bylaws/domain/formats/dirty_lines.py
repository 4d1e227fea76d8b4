"""Lines as they come out of word processors, mails and scans, freed of what is no text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bylaws.domain.formats.decoding import MAX_BYTES
from bylaws.domain.formats.dirty_findings import Finding, found
from bylaws.domain.formats.dirty_marks import Style, read_mark
from bylaws.domain.text.numbering import HEADED
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import FileTooLarge


@dataclass(frozen=True, slots=True)
class Line:
    """A line without indent and break; `row` counts from 1 in the source. `is_words`: it bears no
    number, whatever its first signs look like; `is_set_off`: it does, whatever follows; `head`: the
    number, where it is set off from words that would be read with it."""

    row: int
    text: str
    is_words: bool = False
    is_set_off: bool = False
    head: str = ""


Lines = list[Line]
Cleaned = tuple[Lines, list[Finding]]

INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
"""Control characters, soft hyphens, zero-width signs and marks of direction."""
BOLD = re.compile(
    r"\*\*(?P<stars>[^\s*](?:[^*]*[^\s*])?)\*\*|(?<!_)__(?P<lines>[^\s_](?:[^_]*[^\s_])?)__(?!_)"
)
"""Not the blanks of a form, which are longer runs of underscores."""
PAGE_NUMBER = re.compile(
    r"[-—–―－~·•]+\s*\d{1,4}\s*[-—–―－~·•]+"
    r"|第\s*\d{1,4}\s*页(?:\s*[/／，,]?\s*共\s*\d{1,4}\s*页)?"
    r"|(?:Page|Seite|S\.|p\.)\s*\d{1,4}(?:\s*(?:of|von|sur|/)\s*\d{1,4})?"
)
BARE_NUMBER = re.compile(r"\d{1,4}")
TITLE_OF_CONTENTS = re.compile(
    r"目\s*[录錄次]|(?:table of )?contents|inhalt(?:sverzeichnis)?|sommaire|table des matières",
    re.IGNORECASE,
)
LEADERS = re.compile(r"(?:[.．…·‥。_-]{3,}|…|\t)\s*[-—]?\s*\d{1,4}\s*[-—]?$")
"""An entry of a table of contents: dots, then the page."""
ENTRY_END = 60
"""Leaders are sought in so many last signs of a line."""
MAX_LINES = 20_000
"""Numbers end at 9,999, and no text of an association has half as many lines."""


def source_lines(text: str) -> list[str]:
    """The lines of a source, with its blank ones; FileTooLarge beyond the limits."""
    lines = text.splitlines()
    if len(lines) > MAX_LINES or len(text) > MAX_BYTES:
        raise FileTooLarge(
            zh=f"文本过长：{len(lines):,}行，{len(text):,}字。",
            en=f"The text is too long: {len(lines):,} lines, {len(text):,} signs.",
        )
    return lines


def clean_lines(text: str) -> Cleaned:
    """The lines that hold text, stripped, and what was removed from them."""
    lines: Lines = []
    findings: list[Finding] = []
    for row, raw in enumerate(source_lines(text), start=1):
        seen = INVISIBLE.sub("", raw)
        if seen != raw:
            findings.append(found(row, "invisible"))
        plain = BOLD.sub(lambda bold: bold["stars"] or bold["lines"], seen)
        if plain != seen:
            findings.append(found(row, "bold"))
        if stripped := plain.strip():
            lines.append(Line(row, stripped))
    return _without_page_numbers(lines, findings)


RAGGED = 12
"""Columns by which a line may fall short of the page's width: a long word, a stop, an indent."""
WIDTHS = range(40, 121)
"""Columns of a page; a paragraph on one line is wider, a text of captions narrower."""
FULL_LINES = 3
"""So many lines as wide as the page show that lines break at its width."""


def columns(text: str) -> int:
    """The width of a line where a Chinese sign takes two columns."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def page_width(lines: Lines) -> int:
    """The width at which the lines of a text copied out of a PDF break; 0 for other texts."""
    widths = [columns(line.text) for line in lines]
    widest = max(widths, default=0)
    full = sum(width >= widest - RAGGED for width in widths)
    return widest if widest in WIDTHS and full >= FULL_LINES else 0


def _without_page_numbers(lines: Lines, findings: list[Finding]) -> Cleaned:
    bare = _running_numbers(lines)
    kept: Lines = []
    for line in lines:
        if line.row in bare or PAGE_NUMBER.fullmatch(line.text):
            findings.append(found(line.row, "page_number", written=line.text))
        else:
            kept.append(line)
    return kept, findings


def _running_numbers(lines: Lines) -> set[int]:
    """The rows of bare numbers, if there are several and each is one more than the one before:
    nothing else in a text counts its pages so."""
    numbers = [(line.row, int(line.text)) for line in lines if BARE_NUMBER.fullmatch(line.text)]
    first = numbers[0][1] if numbers else 0
    if len(numbers) < 2 or [n for _, n in numbers] != [*range(first, first + len(numbers))]:
        return set()
    return {row for row, _ in numbers}


def without_contents(lines: Lines, scheme: Scheme) -> Cleaned:
    """Skip a table of contents: entries with page numbers, or headings that come a second time."""
    skipped = {
        line.row
        for line in lines
        if LEADERS.search(line.text[-ENTRY_END:]) and _entry(line, scheme)
    }
    skipped |= set(_first_of_two_rounds(lines, scheme))
    titles = {
        line.row
        for line, following in pairwise(lines)
        if TITLE_OF_CONTENTS.fullmatch(line.text) and following.row in skipped
    }
    skipped |= titles
    if not skipped:
        return lines, []
    finding = found(min(skipped), "contents", end=max(skipped))
    return [line for line in lines if line.row not in skipped], [finding]


def _entry(line: Line, scheme: Scheme) -> bool:
    return bool(read_mark(line.text, scheme)) or line.text.endswith(tuple("0123456789-—"))


def _first_of_two_rounds(lines: Lines, scheme: Scheme) -> Iterator[int]:
    """The rows of headings from the first chapter 1 on, if no article stands before the second
    one. What stands between the last heading and the second round is the text's own title."""
    marks = [(line, read_mark(line.text, scheme)) for line in lines]
    heads = [
        (at, mark) for at, (_, mark) in enumerate(marks) if mark is not None and mark.kind in HEADED
    ]
    begins = [
        at
        for at, mark in heads
        if mark.kind is ProvisionKind.CHAPTER and mark.number and mark.number.main == 1
    ]
    if len(begins) < 2:
        return
    inside = [(at, mark) for at, mark in heads if begins[0] <= at < begins[1]]
    if any(mark.kind is ProvisionKind.ARTICLE for _, mark in inside):
        return
    for at in range(begins[0], inside[-1][0] + 1):
        yield lines[at].row


SPLITS = {
    Style.BRACKETED: re.compile(r"[（(]\s*[零一二三四五六七八九十]+\s*[）)]"),
    Style.ROUND: re.compile(r"[（(]\s*\d{1,2}\s*[）)]"),
    Style.LETTER: re.compile(r"\([a-z]\)"),
}
NEAR = 20
"""So many signs on both sides of a number tell whether it begins an item."""
BEFORE_FIRST = ("：", ":")
BEFORE_NEXT = ("；", ";", "。", "，", ",", "、")


def split_inline(lines: Lines, scheme: Scheme) -> Cleaned:
    """Items that run （一）（二）… within one line, after a colon, get lines of their own."""
    kept: Lines = []
    findings: list[Finding] = []
    for line in lines:
        parts = _parts(line.text, scheme)
        kept += [replace(line, text=part) for part in parts]
        count = len(parts) - (not _begins_list(parts[0], scheme))
        if len(parts) > 1:
            findings.append(found(line.row, "split", count=count))
    return kept, findings


def _begins_list(text: str, scheme: Scheme) -> bool:
    mark = read_mark(text, scheme)
    return mark is not None and mark.kind is ProvisionKind.ITEM


def _parts(text: str, scheme: Scheme) -> list[str]:
    for pattern in SPLITS.values():
        cuts = [match.start() for match in pattern.finditer(text)]
        starts = _run(text, cuts, scheme)
        if len(starts) > 1:
            ends = [*starts[1:], len(text)]
            pieces = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
            return [piece for piece in (text[: starts[0]].strip(), *pieces) if piece]
    return [text]


def _run(text: str, cuts: Sequence[int], scheme: Scheme) -> list[int]:
    """The cuts that begin items: the first after a colon or at the start, each later one after a
    stop, each number one more than the one before. Empty where one does not fit."""
    expected = 1
    for place, cut in enumerate(cuts):
        head = text[max(0, cut - NEAR) : cut].rstrip()
        mark = read_mark(text[cut : cut + NEAR], scheme)
        if not mark or not any(value == expected for _, value in mark.readings):
            return []
        if head and not head.endswith(BEFORE_NEXT if place else BEFORE_FIRST):
            return []
        expected += 1
    return list(cuts)
