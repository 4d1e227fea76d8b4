"""Plain texts as they are, not as a scheme would have them, read into provisions.

What the strict reader of `bylaws.domain.text` refuses is repaired here where the meaning is plain,
and every repair is told. What only the association can know (第四十七条 twice: which is which?) is
a finding that blocks, unless the caller lets the order decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bylaws.domain.formats.dirty_findings import Finding, Reading, found
from bylaws.domain.formats.dirty_lines import (
    RAGGED,
    Line,
    clean_lines,
    columns,
    page_width,
    split_inline,
    without_contents,
)
from bylaws.domain.formats.dirty_lists import Lists
from bylaws.domain.formats.dirty_marks import Mark, guess_scheme, read_mark
from bylaws.domain.formats.dirty_numbers import Sourced, check_numbers
from bylaws.domain.text.numbering import HEADED, REPEALED, SCHEMES, Number
from bylaws.domain.text.provisions import Provision
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import TextUnreadable

__all__ = ["Finding", "Reading", "assemble", "guess_scheme", "read_plain"]

KIND = ProvisionKind
REPEALED_WORDS = {
    Scheme.ZH: ("删除", "已删除", "废止", "已废止"),
    Scheme.EN: ("repealed", "deleted"),
    Scheme.DE: ("aufgehoben", "weggefallen", "entfallen"),
    Scheme.FR: ("abrogé", "abrogée", "supprimé"),
}
STOPS = tuple('。；：！？…”’）》】.;:!?")]')
"""What ends a sentence, or an item."""
BRACKETS = "（）()[]【】〔〕"


def read_plain(text: str, scheme: Scheme, *, renumber: bool = False) -> Reading:
    """Read a text however it is numbered and broken; see `Reading`.

    `renumber`: numbers follow from the order, and a finding tells what the source bore. Raises
    TextUnreadable where no article can be made out.
    """
    lines, cleaned = clean_lines(text)
    lines, skipped = without_contents(lines, scheme)
    width = page_width(lines)
    lines, split = split_inline(lines, scheme)
    told = [*cleaned, *skipped, *split]
    return assemble(lines, scheme, renumber=renumber, findings=told, width=width)


def assemble(
    lines: Iterable[Line],
    scheme: Scheme,
    *,
    renumber: bool = False,
    findings: Sequence[Finding] = (),
    width: int = 0,
) -> Reading:
    """The reading of lines that are clean; `findings` of their cleaning stand among its own, by
    line. Sentences that break at the `width` of a page go on; 0 where lines break nowhere."""
    assembly = _Assembly(scheme, width)
    for line in lines:
        assembly.take(line)
    assembly.close()
    sourced = assembly.sourced
    if not any(row.provision.kind is KIND.ARTICLE for row in sourced):
        raise TextUnreadable(
            zh="没有找到任何一条。正文应当分条，例如“第一条 ……”。",
            en="No article was found. The text should be divided into articles, such as "
            f"“{SCHEMES[scheme].mark(KIND.ARTICLE, Number(1))} …”.",
        )
    numbers = check_numbers(sourced, scheme, renumber=renumber)
    told = sorted([*findings, *assembly.findings, *numbers], key=lambda finding: finding.row)
    return Reading(
        tuple(row.provision for row in sourced),
        tuple(told),
        tuple(row.written for row in sourced),
    )


class _Assembly:
    """Takes line after line and keeps the provisions so far."""

    def __init__(self, scheme: Scheme, width: int) -> None:
        self.scheme = scheme
        self.width = width
        self.sourced: list[Sourced] = []
        self.findings: list[Finding] = []
        self.lists = Lists()
        self.has_begun = self.in_article = False
        self.line_before = ""

    def take(self, line: Line) -> None:
        mark = None if line.is_words else self._mark_of(line)
        if self._goes_on(line, mark):
            self._continue(line)
        else:
            self._take(line, mark)
        self.line_before = line.text

    def _mark_of(self, line: Line) -> Mark | None:
        if not line.head:
            return read_mark(line.text, self.scheme, is_certain=line.is_set_off)
        mark = read_mark(line.head, self.scheme, is_certain=True)
        words = line.text.removeprefix(line.head).strip()
        return replace(mark, text=words) if mark else None

    def _take(self, line: Line, mark: Mark | None) -> None:
        if mark and mark.kind in HEADED:
            self._take_headed(line, mark)
        elif mark and self.in_article:
            self._take_listed(line, mark)
        elif self._waits_for_text() and not mark:
            self._join(line)
        else:
            self._take_words(line)

    def close(self) -> None:
        """Tell of a number that waits for a text that never came."""
        if self._waits_for_text():
            last = self.sourced[-1]
            self.findings.append(found(last.row, "empty", written=last.written))

    def _goes_on(self, line: Line, mark: Mark | None) -> bool:
        """The line continues a sentence that the width of a page broke. After a full line that
        ends with a stop nobody can tell."""
        if not self.width or not self.in_article or (mark and not _may_be_words(mark)):
            return False
        before = self.line_before
        is_full = columns(before) >= self.width - RAGGED
        if is_full and not mark and before.endswith(STOPS):
            self.findings.append(found(line.row, "unsure"))
        return is_full and not before.endswith(STOPS)

    def _continue(self, line: Line) -> None:
        last = self.sourced.pop()
        before = last.provision.text
        gap = " " if _are_words(self.scheme, before[-1:] + line.text[0]) else ""
        provision = replace(last.provision, text=f"{before}{gap}{line.text}")
        self.sourced.append(replace(last, provision=provision))
        self.findings.append(found(line.row, "wrapped"))

    def _waits_for_text(self) -> bool:
        if not self.sourced:
            return False
        last = self.sourced[-1].provision
        return not last.text and not last.is_repealed

    def _join(self, line: Line) -> None:
        last = self.sourced.pop()
        self.findings.append(found(line.row, "joined", written=last.written))
        kind, is_sub = last.provision.kind, last.provision.is_sub
        self._add(line.row, kind, line.text, last.written, last.number, is_sub=is_sub)

    def _take_words(self, line: Line) -> None:
        if not self.has_begun:
            self._add(line.row, KIND.PREAMBLE, line.text)
        elif self.in_article:
            self.lists = Lists()
            self._add(line.row, KIND.PARAGRAPH, line.text)
        else:
            self._open(KIND.ARTICLE)
            self._add(line.row, KIND.ARTICLE, line.text)

    def _take_headed(self, line: Line, mark: Mark) -> None:
        self.close()
        is_sub = bool(mark.number and mark.number.sub) and self._has_article()
        self._open(mark.kind)
        self._add(line.row, mark.kind, mark.text, mark.written, mark.number, is_sub=is_sub)
        if mark.is_glued and mark.text:
            code = "glued" if mark.kind is KIND.ARTICLE else "spaced"
            self.findings.append(found(line.row, code, written=mark.written))
        if not mark.is_exact and mark.number:
            self._tell_rewritten(line.row, mark.kind, mark.written, mark.number)

    def _take_listed(self, line: Line, mark: Mark) -> None:
        self.close()
        level = self.lists.place(mark)
        if level.kind is None:
            self._join_to_last(line, mark)
            return
        number = Number(level.number)
        self._add(line.row, level.kind, mark.text, mark.written, number)
        if level.is_mixed:
            exact = SCHEMES[self.scheme].mark(level.kind, number)
            self.findings.append(found(line.row, "mixed", written=mark.written, mark=exact))
        else:
            self._tell_rewritten(line.row, level.kind, mark.written, number)

    def _join_to_last(self, line: Line, mark: Mark) -> None:
        last = self.sourced.pop()
        text = last.provision.text + line.text
        self._add(last.row, last.provision.kind, text, last.written, last.number)
        self.findings.append(found(line.row, "too_deep", written=mark.written))

    def _tell_rewritten(self, row: int, kind: ProvisionKind, written: str, number: Number) -> None:
        exact = SCHEMES[self.scheme].mark(kind, number)
        if written != exact:
            self.findings.append(found(row, "rewritten", written=written, mark=exact))

    def _open(self, kind: ProvisionKind) -> None:
        self.has_begun = True
        self.in_article = kind is KIND.ARTICLE
        self.lists = Lists()

    def _has_article(self) -> bool:
        return any(row.provision.kind is KIND.ARTICLE for row in self.sourced)

    def _add(
        self,
        row: int,
        kind: ProvisionKind,
        text: str,
        written: str = "",
        number: Number | None = None,
        *,
        is_sub: bool = False,
    ) -> None:
        is_repealed = kind in HEADED and bool(written) and self._says_repealed(text)
        words = "" if is_repealed else text
        provision = Provision(kind, words, is_sub=is_sub, is_repealed=is_repealed)
        self.sourced.append(Sourced(provision, row, written, number))

    def _says_repealed(self, text: str) -> bool:
        if text == REPEALED[self.scheme]:
            return True
        bare = text.strip(BRACKETS + " 。.").lower()
        return text[:1] in tuple(BRACKETS) and bare in REPEALED_WORDS[self.scheme]


def _may_be_words(mark: Mark) -> bool:
    """A number that broken lines may begin with: 依照本章程|第二条的规定, 第一、|三、五项."""
    return mark.is_glued or (mark.kind is KIND.ITEM and mark.written[0] not in BRACKETS)


def _are_words(scheme: Scheme, signs: str) -> bool:
    """Between the signs on both sides of a broken line stood a space. In Chinese, figures such as
    1/3 break without one."""
    return signs.isascii() and (scheme is not Scheme.ZH or signs.isalpha())
