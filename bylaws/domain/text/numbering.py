"""How numbers are written and read: 第二十五条 and （一）, or Article 25 and (a).

A sub-number is what an article gets that was put in without moving the others: 第五条之一,
Article 5A, § 5a, Article 5-1.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bylaws.domain.numerals import DIGITS, UNITS, from_chinese, to_chinese
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import TextUnreadable

KIND = ProvisionKind
NUMERAL = f"[{DIGITS}{''.join(unit for _, unit in UNITS)}]+"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
HEADED = (KIND.CHAPTER, KIND.SECTION, KIND.ARTICLE)
"""What begins with its number and a space."""


class Number(NamedTuple):
    """A number as it is counted; `sub` is 0 but for an article put in under the one before."""

    main: int
    sub: int = 0


class Numbering(ABC):
    """The marks of one scheme: `mark` writes them, `read_mark` takes one off a line."""

    def __init__(self, words: Mapping[ProvisionKind, str]) -> None:
        self.words = words
        self._patterns = {kind: re.compile(self._pattern(kind)) for kind in self._kinds()}

    @staticmethod
    def _kinds() -> tuple[ProvisionKind, ...]:
        return (*HEADED, KIND.ITEM, KIND.SUBITEM)

    @abstractmethod
    def mark(self, kind: ProvisionKind, number: Number) -> str:
        """What is printed before the text; empty for a paragraph and a preamble."""

    @abstractmethod
    def _pattern(self, kind: ProvisionKind) -> str:
        """The expression that a whole line with a number fulfils: the mark, then the text."""

    def read_mark(self, line: str) -> tuple[ProvisionKind, str, str] | None:
        """Kind, mark and text of a line that begins with a number; None for any other."""
        for kind, pattern in self._patterns.items():
            if found := pattern.fullmatch(line):
                return kind, found[1], found[2]
        return None


class ChineseNumbering(Numbering):
    """第一章, 第一节, 第一条（之一）, （一）, 1."""

    def mark(self, kind: ProvisionKind, number: Number) -> str:
        if kind is KIND.ITEM:
            return f"（{to_chinese(number.main)}）"
        if kind is KIND.SUBITEM:
            return f"{number.main}."
        if kind not in self.words:
            return ""
        under = f"之{to_chinese(number.sub)}" if number.sub else ""
        return f"第{to_chinese(number.main)}{self.words[kind]}{under}"

    def _pattern(self, kind: ProvisionKind) -> str:
        if kind is KIND.ITEM:
            return rf"(（{NUMERAL}）)\s*(.+)"
        if kind is KIND.SUBITEM:
            return r"(\d+\.)(?!\d)\s*(.+)"
        under = f"(?:之{NUMERAL})?" if kind is KIND.ARTICLE else ""
        return rf"(第{NUMERAL}{self.words[kind]}{under})\s+(.+)"


@dataclass(frozen=True, slots=True)
class SubStyle:
    """How a sub-number is written after the number: 5A, 5a or 5-1."""

    pattern: str
    first: str

    def written(self, sub: int) -> str:
        if self.first == "-1":
            return f"-{sub}"
        letter = to_letters(sub)
        return letter.upper() if self.first == "A" else letter


class PlainNumbering(Numbering):
    """Chapter 1, Section 1, Article 1, (a), 1."""

    def __init__(self, words: Mapping[ProvisionKind, str], sub_style: SubStyle) -> None:
        self.sub_style = sub_style
        super().__init__(words)

    def mark(self, kind: ProvisionKind, number: Number) -> str:
        if kind is KIND.ITEM:
            return f"({to_letters(number.main)})"
        if kind is KIND.SUBITEM:
            return f"{number.main}."
        if kind not in self.words:
            return ""
        under = self.sub_style.written(number.sub) if number.sub else ""
        return f"{self.words[kind]} {number.main}{under}"

    def _pattern(self, kind: ProvisionKind) -> str:
        if kind is KIND.ITEM:
            return r"(\([a-z]+\))\s*(.+)"
        if kind is KIND.SUBITEM:
            return r"(\d+\.)(?!\d)\s*(.+)"
        under = f"(?:{self.sub_style.pattern})?" if kind is KIND.ARTICLE else ""
        return rf"({re.escape(self.words[kind])} \d+{under})\s+(.+)"


def to_letters(number: int) -> str:
    """a for 1, z for 26, aa for 27."""
    written = ""
    while number:
        number, rest = divmod(number - 1, len(LETTERS))
        written = LETTERS[rest] + written
    return written


def from_letters(text: str) -> int:
    """The number of letters that `to_letters` writes."""
    number = 0
    for letter in text.lower():
        number = number * len(LETTERS) + LETTERS.index(letter) + 1
    return number


def from_numeral(text: str) -> int:
    """25 for 二十五, 25 or ２５; TextUnreadable for what is no numeral."""
    if text.isdecimal():
        return int(text)
    return from_chinese(text)


REPEALED: Mapping[Scheme, str] = {
    Scheme.ZH: "（删除）",
    Scheme.EN: "(repealed)",
    Scheme.DE: "(aufgehoben)",
    Scheme.FR: "(abrogé)",
}
"""What stands in the place of a provision that was repealed and kept its number."""

SCHEMES: Mapping[Scheme, Numbering] = {
    Scheme.ZH: ChineseNumbering({KIND.CHAPTER: "章", KIND.SECTION: "节", KIND.ARTICLE: "条"}),
    Scheme.EN: PlainNumbering(
        {KIND.CHAPTER: "Chapter", KIND.SECTION: "Section", KIND.ARTICLE: "Article"},
        SubStyle("[A-Z]", "A"),
    ),
    Scheme.DE: PlainNumbering(
        {KIND.CHAPTER: "Kapitel", KIND.SECTION: "Abschnitt", KIND.ARTICLE: "§"},
        SubStyle("[a-z]", "a"),
    ),
    Scheme.FR: PlainNumbering(
        {KIND.CHAPTER: "Chapitre", KIND.SECTION: "Section", KIND.ARTICLE: "Article"},
        SubStyle(r"-\d+", "-1"),
    ),
}


def in_order(row: int, expected: str, mark: str, line: str) -> None:
    """TextUnreadable, naming the line, where a number is not the next one."""
    if expected == mark:
        return
    raise TextUnreadable(
        zh=f"第{row}行编号有误：应为“{expected}”，实为“{mark}”：{line[:20]}",
        en=f"Line {row}: the number should be “{expected}” and is “{mark}”: {line[:20]}",
    )
