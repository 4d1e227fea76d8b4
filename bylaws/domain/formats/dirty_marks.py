"""Numbers as people write them: 第25条：, 第 三 条, (一), 一、, 1、, （1）, ①, Art. IV, § 5 a.

Wider than the numbering of a scheme, which knows one way to write each.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bylaws.domain.numerals import DIGITS, LARGEST, from_chinese
from bylaws.domain.text.numbering import (
    HEADED,
    NUMERAL,
    SCHEMES,
    Number,
    from_letters,
    from_numeral,
)
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import TextUnreadable

KIND = ProvisionKind


class Style(StrEnum):
    """How the marks of one list look; full and half brackets are one style."""

    BRACKETED = "（一）"
    COMMA = "一、"
    ROUND = "（1）"
    DOTTED = "1."
    CIRCLED = "①"
    LETTER = "(a)"
    ROMAN = "(i)"


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the start of a line and the text after it.

    `kind` is ITEM for every mark of a list, whose level its neighbours decide. `number` is None
    for a heading or article whose number was lost (第  条). `readings` are what the mark of a list
    may mean: (i) is a letter or a Roman numeral. `is_exact`: written as the scheme writes it.
    `is_glued`: nothing stands between number and text. `written` has the stop after the number.
    """

    kind: ProvisionKind
    written: str
    text: str
    number: Number | None = None
    readings: tuple[tuple[Style, int], ...] = ()
    is_exact: bool = False
    is_glued: bool = False


LONGEST = 8
"""Signs of a number: 九千九百九十九 has seven; longer runs of digits are none."""
ZEROS = str.maketrans("〇○Ｏ", "零零零")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

AFTER = r"(?P<gap>\s*[：:]\s*|[．.。]\s*|、(?!\s*第)\s*|\s+|$)?"
CHINESE = re.compile(
    rf"(?P<written>第(?P<number>[\s_＿]{{0,12}}|(?:{NUMERAL[:-1]}|[\d〇○Ｏ\s]){{1,24}})"
    rf"(?P<word>[章节条])(?:\s*之\s*(?P<sub>{NUMERAL}|\d+))?){AFTER}(?P<text>.*)"
)
REFERS = re.compile(
    r"规定|所[列述称指定规]|的|之|[款项]|[、，,。；;]|第|或|中[的所规]|以[外下上]|除外"
    rf"|(?:和|及|以及|与|至|到)[第本前]|[（(](?:{NUMERAL}|\d+)[）)]"
)
"""What follows a reference at the start of a line: 第二条规定的事项."""

PLAIN_WORDS: Mapping[Scheme, Mapping[ProvisionKind, str]] = {
    Scheme.EN: {
        KIND.CHAPTER: r"chapter|chap\.",
        KIND.SECTION: r"section|sec\.",
        KIND.ARTICLE: r"article|art\.",
    },
    Scheme.DE: {
        KIND.CHAPTER: r"kapitel|kap\.",
        KIND.SECTION: r"abschnitt|abschn\.",
        KIND.ARTICLE: r"§|artikel|art\.|paragraph",
    },
    Scheme.FR: {
        KIND.CHAPTER: r"chapitre|chap\.",
        KIND.SECTION: r"section|sect\.",
        KIND.ARTICLE: r"article|art\.",
    },
}
PLAIN_SUBS: Mapping[Scheme, str] = {
    Scheme.EN: r"[A-Z](?![A-Za-z])",
    Scheme.DE: r"\s?[a-z](?![A-Za-z.])",
    Scheme.FR: r"-\d{1,3}(?!\d)|\s(?:bis|ter|quater)\b",
}
LATIN_SUBS = {"bis": 1, "ter": 2, "quater": 3}
PLAIN_REFERS = re.compile(
    r"Abs\b|Absatz\b|Satz\b|Nr\b|Buchst\b|gilt\b|und §|paragraph\b|para\b|of th|applies\b"
    r"|and\b|or\b|to\b|is\b|shall\b|alinéa\b|et\b|du\b|des?\b|est\b"
)

LISTS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (Style.BRACKETED, re.compile(rf"([（(]\s*({NUMERAL})\s*[）)])[、.．]?\s*(.*)")),
    (Style.COMMA, re.compile(rf"(({NUMERAL})\s*[、.．])\s*(.*)")),
    (Style.ROUND, re.compile(r"([（(]?\s*(\d{1,2})\s*[）)])[、.．]?\s*(.*)")),
    (Style.DOTTED, re.compile(r"((\d{1,2})\s*(?:[.．](?!\d)|、))\s*(.*)")),
    (Style.CIRCLED, re.compile(rf"(([{CIRCLES}]))\s*(.*)")),
)
PLAIN_LISTS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (Style.LETTER, re.compile(r"(\(?([a-z]{1,2})\))\s*(.*)")),
    (Style.LETTER, re.compile(r"(([a-z])\.)\s+(.*)")),
    (Style.ROMAN, re.compile(r"(\(?([ivx]{1,8})\))\s*(.*)")),
)


def read_mark(line: str, scheme: Scheme, *, is_certain: bool = False) -> Mark | None:
    """The number that a stripped line begins with; None for a line of mere words.

    `is_certain`: the line is set off as an article, so its number is no reference whatever follows.
    """
    return _headed(line, scheme, is_certain) or _listed(line, scheme)


def _headed(line: str, scheme: Scheme, is_certain: bool = False) -> Mark | None:
    """The strict reading, unless the loose one takes more to the number: § 1 a, Article 2 - ."""
    is_chinese = scheme is Scheme.ZH
    loose = _chinese(line, is_certain) if is_chinese else _plain(line, scheme, is_certain)
    strict = SCHEMES[scheme].read_mark(line)
    if not loose or not strict or strict[0] not in HEADED:
        return loose
    kind, written, text = strict
    if len(loose.written) > len(written):
        return loose
    return Mark(kind, written, text, loose.number, is_exact=True)


def _chinese(line: str, is_certain: bool) -> Mark | None:
    match = CHINESE.fullmatch(line)
    if not match:
        return None
    kind = {"章": KIND.CHAPTER, "节": KIND.SECTION, "条": KIND.ARTICLE}[match["word"]]
    text, is_glued = match["text"], match["gap"] is None
    if (
        is_glued
        and not is_certain
        and (REFERS.match(text) or (kind is not KIND.ARTICLE and text.endswith("。")))
    ):
        return None
    number = None
    if digits := match["number"].strip(" _＿\t\u3000"):
        main, sub = loose_number(digits), loose_number(match["sub"] or "零")
        if main is None or sub is None:
            return None
        number = Number(main, sub)
    written = match["written"] + (match["gap"] or "").strip()
    return Mark(kind, written, text, number, is_glued=is_glued)


def _plain(line: str, scheme: Scheme, is_certain: bool) -> Mark | None:
    for kind, words in PLAIN_WORDS[scheme].items():
        under = PLAIN_SUBS[scheme] if kind is KIND.ARTICLE else r"(?!)"
        first = r"|(?i:premier|première)" if scheme is Scheme.FR else ""
        pattern = (
            rf"(?P<written>(?i:{words})\s*(?P<number>\d{{1,5}}|[IVXLC]{{1,12}}\b{first})"
            rf"(?:er\b|re\b)?(?P<sub>{under})?)(?P<gap>\s*[.:–—-]\s*|\s+|$)(?P<text>.*)"
        )
        match = re.fullmatch(pattern, line)
        if match and (is_certain or not PLAIN_REFERS.match(match["text"])):
            number = _plain_number(match["number"], match["sub"])
            written = match["written"] + match["gap"].strip()
            return Mark(kind, written, match["text"], number) if number else None
    return None


def _plain_number(written: str, sub: str | None) -> Number | None:
    if written.lower() in ("premier", "première"):
        main = 1
    else:
        main = int(written) if written.isdecimal() else _from_roman(written)
    under = (sub or "").strip(" -")
    if under.isdecimal():
        return Number(main, int(under)) if main <= LARGEST else None
    value = LATIN_SUBS.get(under) or (from_letters(under) if under else 0)
    return Number(main, value) if main <= LARGEST else None


def _listed(line: str, scheme: Scheme) -> Mark | None:
    readings: list[tuple[Style, int]] = []
    written = text = ""
    for style, pattern in LISTS if scheme is Scheme.ZH else (*PLAIN_LISTS, *LISTS):
        match = pattern.fullmatch(line)
        value = _list_value(style, match[2]) if match else None
        if match and value is not None:
            readings.append((style, value))
            written, text = match[1], match[3]
    return Mark(KIND.ITEM, written, text, readings=tuple(readings)) if readings else None


def _list_value(style: Style, written: str) -> int | None:
    if style is Style.CIRCLED:
        return CIRCLES.index(written) + 1
    if style is Style.LETTER:
        return from_letters(written)
    if style is Style.ROMAN:
        return _from_roman(written)
    return loose_number(written)


def loose_number(written: str) -> int | None:
    """25 for 二十五, 二五, 25 and ２５, with blanks or 〇 in it; None for what is no number."""
    bare = re.sub(r"\s", "", written).translate(ZEROS)
    if len(bare) > LONGEST:
        return None
    try:
        number = from_numeral(bare)
    except TextUnreadable:
        if not bare or not set(bare) <= set(DIGITS):
            return _loose_units(bare)
        number = int("".join(str(DIGITS.index(sign)) for sign in bare))
    return number if number <= LARGEST else None


def _loose_units(bare: str) -> int | None:
    """一十一 and 一百十一 leave out or add a one that `to_chinese` would not."""
    for wrong, right in (("一十", "十"), ("百十", "百一十")):
        if wrong in bare:
            try:
                return from_chinese(bare.replace(wrong, right, 1))
            except TextUnreadable:
                continue
    return None


def _from_roman(written: str) -> int:
    values = [ROMAN_VALUES[sign] for sign in written.lower()]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def guess_scheme(text: str) -> Scheme:
    """The scheme that most lines of a text are numbered in.

    Without any number, and between English and French, which share words, the writing decides.
    """
    lines = [line.strip() for line in text.splitlines()]
    scores = {scheme: sum(_headed(line, scheme) is not None for line in lines) for scheme in Scheme}
    best = max(scores.values())
    candidates = [scheme for scheme in Scheme if scores[scheme] == best]
    if len(candidates) == 1:
        return candidates[0]
    return max(candidates, key=lambda scheme: len(WRITING[scheme].findall(text)))


WRITING: Mapping[Scheme, re.Pattern[str]] = {
    Scheme.ZH: re.compile(r"[\u4e00-\u9fff]"),
    Scheme.EN: re.compile(r"\b(?:the|of|and|shall|is|by)\b", re.IGNORECASE),
    Scheme.DE: re.compile(r"\b(?:der|die|das|und|ist|den|des)\b", re.IGNORECASE),
    Scheme.FR: re.compile(r"\b(?:le|la|les|est|des|du|et|une?)\b", re.IGNORECASE),
}
