"""Texts as Markdown: chapters #, sections ##, article numbers bold, items as lists.

Numbers are literal, so that the file reads the same wherever it is shown. Words that would be read
as a number or a list begin with a character reference (&#19968;), which CommonMark shows as the
sign itself.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bylaws.domain.formats.dirty_findings import Finding, Reading, found
from bylaws.domain.formats.dirty_lines import INVISIBLE, Line, source_lines
from bylaws.domain.formats.dirty_marks import read_mark
from bylaws.domain.formats.plain import assemble
from bylaws.domain.text.numbering import REPEALED, SCHEMES, Number
from bylaws.domain.text.provisions import Provision, places
from bylaws.enums import ProvisionKind, Scheme

KIND = ProvisionKind
SPECIAL = re.compile(r"[\\`*_\[\]<>~&|]|#$")
"""Signs that Markdown may take for markup wherever they stand; the last one would end a heading."""
BLOCK_START = re.compile(r"[-+#=]|\d+[.)](?:\s|$)")
"""Beginnings that Markdown takes for a list, a heading or a rule."""
BEFORE = {
    KIND.CHAPTER: ("# {mark} ", False),
    KIND.SECTION: ("## {mark} ", False),
    KIND.ARTICLE: ("**{mark}** ", False),
    KIND.ITEM: ("- {mark}{gap}", True),
    KIND.SUBITEM: ("  - {mark} ", True),
}
"""What stands before a text, and whether the next one of a list follows without a blank line. A
subitem has its space in every scheme: 1.5 would be no number."""


def write_markdown(provisions: Sequence[Provision], scheme: Scheme) -> str:
    """The text in Markdown, with a final line break."""
    written = ""
    in_list = False
    for provision, place in zip(provisions, places(provisions, scheme), strict=True):
        pattern, is_listed = BEFORE.get(provision.kind, ("", False))
        gap = "" if scheme is Scheme.ZH else " "
        before = pattern.format(mark=_mark(place.mark, provision.kind), gap=gap)
        words = REPEALED[scheme] if provision.is_repealed else provision.text
        line = before + _told(words, place.mark if before else "", scheme)
        written += ("" if not written else "\n" if in_list and is_listed else "\n\n") + line
        in_list = is_listed
    return written + "\n"


def _mark(mark: str, kind: ProvisionKind) -> str:
    """A subitem's 1. would begin a list of Markdown's own within the list."""
    return mark.replace(".", "\\.") if kind is KIND.SUBITEM else mark


def _escaped(words: str) -> str:
    return SPECIAL.sub(lambda sign: f"\\{sign[0]}", words)


def _told(words: str, mark: str, scheme: Scheme) -> str:
    """Words that no reader takes for a number, a list or a heading; or behind ``mark``, for more of
    it (of § 1, whose words are "b")."""
    if mark:
        read = read_mark(f"{mark} {words}", scheme, is_certain=True)
        is_taken = bool(words) and read is not None and read.text != words
    else:
        is_taken = bool(BLOCK_START.match(words) or read_mark(words, scheme))
    return f"&#{ord(words[0])};{_escaped(words[1:])}" if is_taken else _escaped(words)


def read_markdown(text: str, scheme: Scheme, *, renumber: bool = False) -> Reading:
    """Read Markdown, ours or another's: paragraphs over several lines, lists with * or numbers of
    their own, bullets without number; see `read_plain` for the rest.

    Raises TextUnreadable where no article can be made out.
    """
    findings: list[Finding] = []
    lines = [line for block in _blocks(text, findings) if (line := _line(block, scheme)).text]
    lines = _numbered(lines, scheme, findings)
    return assemble((line.line for line in lines), scheme, renumber=renumber, findings=findings)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item; `bullet` is its indent, None outside of a list."""

    row: int
    text: str
    bullet: int | None = None
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Bulleted:
    """A line, and the indent of its bullet where it is a list item."""

    line: Line
    bullet: int | None

    @property
    def text(self) -> str:
        return self.line.text


STARTS = re.compile(r"(?P<indent>\s*)(?P<sign>#{1,6}\s|[-*+]\s|\d+[.)]\s|\*\*|__|>)")
RULE = re.compile(r"\s*(?:[-*_]\s*){3,}|\s*=+\s*|\s*-+\s*")
HEADING = re.compile(r"#{1,6}\s+(.*)")
LIST_ITEM = re.compile(r"[-*+]\s+(.*)")


def _blocks(text: str, findings: list[Finding]) -> Iterator[Block]:
    """The blocks of a Markdown text; what is wrapped over several lines is one."""
    opened: Block | None = None
    wrapped: list[str] = []
    for row, raw in enumerate(source_lines(text), start=1):
        line = INVISIBLE.sub("", raw)
        if line != raw:
            findings.append(found(row, "invisible"))
        is_gap = not line.strip() or RULE.fullmatch(line)
        if opened and (is_gap or STARTS.match(line)):
            yield replace(opened, text=_joined([opened.text, *wrapped]))
            opened, wrapped = None, []
        if not is_gap and opened:
            wrapped.append(line.strip())
        elif not is_gap:
            opened = _opened(row, line)
    if opened:
        yield replace(opened, text=_joined([opened.text, *wrapped]))


def _opened(row: int, line: str) -> Block:
    stripped = line.strip()
    if item := LIST_ITEM.fullmatch(stripped):
        return Block(row, item[1], len(line) - len(line.lstrip()))
    if heading := HEADING.fullmatch(stripped):
        words = heading[1].rstrip("#")
        text = words.rstrip() if words.endswith(" ") else heading[1]
        return Block(row, text, is_heading=True)
    return Block(row, stripped.removeprefix(">").strip())


def _joined(lines: Sequence[str]) -> str:
    """Wrapped lines: a space between Latin words, none between Chinese signs."""
    joined = []
    for before, after in pairwise([*lines, ""]):
        is_latin = before[-1:].isascii() and after[:1].isascii()
        joined.append(before + (" " if after and is_latin else ""))
    return "".join(joined)


BOLD = re.compile(r"(?<!\\)(\*\*|__)(?!\s)((?:\\.|[^*_\\])+)(?<!\s)\1")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|(&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});)")
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


def _line(block: Block, scheme: Scheme) -> Bulleted:
    """A block without markup; one that begins with a character reference is words, and so is what
    begins with one behind a bold number."""
    bare = BOLD.sub(r"\2", block.text)
    text = ESCAPE.sub(_unescaped, bare)
    is_words = bool(REFERENCE.match(bare)) and block.bullet is None
    bold = BOLD.match(block.text)
    is_apart = bold is not None and REFERENCE.match(block.text[bold.end() :].lstrip())
    head = ESCAPE.sub(_unescaped, bold[2]) if bold is not None and is_apart else ""
    is_set_off = bold is not None or block.is_heading
    return Bulleted(Line(block.row, text, is_words, is_set_off, head), block.bullet)


def _unescaped(match: re.Match[str]) -> str:
    return match[1] or html.unescape(match[2])


def _numbered(lines: list[Bulleted], scheme: Scheme, findings: list[Finding]) -> list[Bulleted]:
    """Bullets without a number get the next one of their list."""
    numbered: list[Bulleted] = []
    counts: dict[int, int] = {}
    for line in lines:
        counts = _deeper_closed(counts, line.bullet)
        if line.bullet is not None and not read_mark(line.text, scheme):
            counts[line.bullet] = counts.get(line.bullet, 0) + 1
            kind = KIND.ITEM if len(counts) == 1 else KIND.SUBITEM
            mark = SCHEMES[scheme].mark(kind, Number(counts[line.bullet]))
            findings.append(found(line.line.row, "bullet", mark=mark))
            line = replace(line, line=replace(line.line, text=f"{mark} {line.text}"))
        elif line.bullet is not None:
            counts[line.bullet] = counts.get(line.bullet, 0) + 1
        numbered.append(line)
    return numbered


def _deeper_closed(counts: dict[int, int], bullet: int | None) -> dict[int, int]:
    if bullet is None:
        return {}
    return {indent: count for indent, count in counts.items() if indent <= bullet}
