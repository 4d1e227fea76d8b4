"""Where a text names places: 第二十五条第三项, 第三条至第五条, 前款, Article 5, § 5 Abs. 2.

Tokens only: what is written where. Which provision that is, `bindings` says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bylaws.domain.text.numbering import NUMERAL, Number, from_letters, from_numeral
from bylaws.enums import ProvisionKind, ReferenceForm, Scheme
from bylaws.errors import TextUnreadable

KIND = ProvisionKind
LEVELS = {
    "章": KIND.CHAPTER,
    "节": KIND.SECTION,
    "条": KIND.ARTICLE,
    "款": KIND.PARAGRAPH,
    "项": KIND.ITEM,
    "目": KIND.SUBITEM,
}
# 章程, 条件, 条例, 项目, 目标, 款项, 节约: words that only begin like a level.
NO_LEVEL = r"(?!(?<=章)程|(?<=条)[件例]|(?<=项)目|(?<=目)[标的录]|(?<=款)项|(?<=节)[约日能])"
ONE = rf"(?:{NUMERAL}|\d+|[（(]{NUMERAL}[）)])"
ORDINAL = re.compile(
    rf"第\s*(?P<numbers>{ONE}(?:[、至到和及—–~～－-]{ONE})*)\s*(?P<level>[章节条款项目]){NO_LEVEL}"
    rf"(?P<sub>之{NUMERAL})?"
)
RELATIVE = re.compile(rf"(?P<word>[本前])(?P<count>{NUMERAL}|两)?(?P<level>[章节条款项]){NO_LEVEL}")
CHINESE = re.compile(f"{ORDINAL.pattern}|{RELATIVE.pattern.replace('level', 'seen')}")
CONNECTORS = frozenset({"", "、", "和", "及", "以及", "或", "或者", "与", "至"})
DATED = r"(?:[（(][^（）()]{0,8}年[^（）()]{0,8}[）)])?"
QUOTED = r"《[^《》]{1,60}》"
LAW = (
    "(?:法典|法律|法规|(?<![办方])法|条例|办法|细则|规则|准则|制度|号令"
    "|(?:管理|暂行|若干|试行)规定)"
)
OTHER_TEXT = re.compile(
    rf"((?:{QUOTED}|[原旧其年级版]?(?:本会|协会|本协会)?章程){DATED}|[\u4e00-\u9fff]{{0,20}}?{LAW})"
    # 《…》（以下简称…）, 《…》总则编, 《…》规定的
    r"(?:[（(][^（）()]{1,40}[）)])?(?:[\u4e00-\u9fff]{1,6}编)?(?:规定)?(?:中|里)?的?$"
)
CITING = re.compile(
    ".*(?:依照|依据|根据|按照|遵照|参照|遵守|符合|违反|适用|执行|以及|其他|按|和|与|及|或)"
)
OWN_LAW = re.compile(f"本{LAW}$")
NEARBY = 140
"""Characters before a number in which the name of its text ends."""
SHORTEST = 4
"""Characters by which a part of a title is known as this text's: 选举办法, not 办法."""


@dataclass(frozen=True, slots=True)
class Token:
    """One number, or one relative word, at `start`..`end` of a provision's text.

    `number` as written, None for a relative word, which looks `back` so many steps (0: 本).
    Tokens of one `chain` stand together (第三条第一款、第二款); `is_joined` where nothing stands
    between a token and the one before. `text_named` is the other text's name as printed.
    """

    start: int
    end: int
    level: ProvisionKind
    form: ReferenceForm
    number: Number | None
    back: int
    chain: int
    is_joined: bool
    text_named: str


def tokens(text: str, scheme: Scheme, own_names: Sequence[str] = ()) -> tuple[Token, ...]:
    """Every token of a provision's text, in order.

    `own_names`: what the text calls itself without 本 (章程 in bylaws), so that such a name does
    not send the reader elsewhere.
    """
    found: list[Token] = []
    for match in (CHINESE if scheme is Scheme.ZH else PLAIN[scheme]).finditer(text):
        gap = text[found[-1].end : match.start()] if found else None
        # A bare number of a list ends before its level: 第一、三项.
        gap = gap.lstrip("章节条款项目") if gap is not None and scheme is Scheme.ZH else gap
        continues = gap is not None and _connects(gap, scheme)
        chain = found[-1].chain if continues else (found[-1].chain + 1 if found else 0)
        named = found[-1].text_named if continues else _other_text(text[: match.start()], own_names)
        joined = continues and gap == ""
        read = _chinese(match) if scheme is Scheme.ZH else _plain(match)
        for place, (start, end, level, form, number, back) in enumerate(read):
            found.append(
                Token(start, end, level, form, number, back, chain, joined and place == 0, named)
            )
    return tuple(found)


Read = tuple[int, int, ProvisionKind, ReferenceForm, Number | None, int]


def _connects(gap: str, scheme: Scheme) -> bool:
    if scheme is Scheme.ZH:
        return gap in CONNECTORS
    return gap.strip() in {"", ",", "and", "or", "to", "und", "oder", "bis", "et", "ou", "à", "–"}


def _other_text(before: str, own_names: Sequence[str]) -> str:
    """The name of the text whose number follows, as printed; empty for this one. A text of another
    year, or the one before this, is another one: its numbers do not change any more."""
    before = before[-NEARBY:]
    named = OTHER_TEXT.search(before)
    if named is None or OWN_LAW.search(named[1]):
        return ""
    name = CITING.sub("", named[1]) or named[1]
    is_own = before[: named.start()].endswith("本") or _is_of(name.strip("《》"), own_names)
    return "" if is_own else name


def _is_of(name: str, own_names: Sequence[str]) -> bool:
    """Whether a name is one of the text's own, in full or as it is called for short."""
    if name in own_names:
        return True
    short = name.removeprefix("本会").removeprefix("本协会")
    long = [own for own in own_names if len(own) >= SHORTEST]
    return len(short) >= SHORTEST and any(
        own.endswith(short) or short.endswith(own) for own in long
    )


def _chinese(match: re.Match[str]) -> Iterator[Read]:
    if match["word"]:
        back = 0 if match["word"] == "本" else _count(match["count"])
        level = LEVELS[match["seen"]]
        yield match.start(), match.end(), level, ReferenceForm.RELATIVE, None, back
        return
    level = LEVELS[match["level"]]
    numbers = list(re.finditer(ONE, match["numbers"]))
    sub = from_numeral(match["sub"][1:]) if match["sub"] else 0
    if len(numbers) == 1:
        number = Number(_number(numbers[0][0]), sub)
        yield match.start(), match.end(), level, ReferenceForm.ORDINAL, number, 0
        return
    offset = match.start("numbers")
    for one in numbers:
        start, end = offset + one.start(), offset + one.end()
        yield start, end, level, ReferenceForm.LISTED, Number(_number(one[0])), 0


def _count(word: str | None) -> int:
    if word is None:
        return 1
    return 2 if word == "两" else _number(word)


def _number(written: str) -> int:
    """0, which no provision bears, for what looks like a numeral and is none (第十十条)."""
    try:
        return from_numeral(written.strip("（()）"))
    except TextUnreadable:
        return 0


AND = r"(?:,|and|or|to|und|oder|bis|et|ou|à|–)"


def _plain_pattern(article: str, paragraph: str, item: str, sub: str) -> re.Pattern[str]:
    one = rf"\d+{sub}"
    return re.compile(
        rf"(?P<article>{article}\s?{one}(?:\s?{AND}\s?{one})*)"
        rf"|(?P<paragraph>{paragraph}\s?\d+)|(?P<item>{item}\s?\(?[a-z]\)?)(?![a-z])"
    )


PLAIN = {
    Scheme.EN: _plain_pattern(r"\bArticles?", r"\bparagraph", r"\bitem", "(?:[A-Z](?![a-z]))?"),
    Scheme.DE: _plain_pattern("§§?", r"\b(?:Abs\.|Absatz)", r"\bBuchst\.", "(?:[a-z](?![a-z]))?"),
    Scheme.FR: _plain_pattern(r"\b[Aa]rticles?", r"\balinéa", r"\bpoint", r"(?:-\d+)?"),
}
NUMBERED = re.compile(r"(\d+)(-\d+|[A-Za-z](?![A-Za-z]))?")


def _plain(match: re.Match[str]) -> Iterator[Read]:
    level = KIND(str(match.lastgroup))
    if level is KIND.ITEM:
        number = Number(from_letters(match[0].rstrip(")")[-1]))
        yield match.start(), match.end(), level, ReferenceForm.ORDINAL, number, 0
        return
    found = list(NUMBERED.finditer(match[0]))
    for one in found:
        number = Number(int(one[1]), _sub(one[2] or ""))
        if len(found) == 1:
            yield match.start(), match.end(), level, ReferenceForm.ORDINAL, number, 0
        else:
            start, end = match.start() + one.start(), match.start() + one.end()
            yield start, end, level, ReferenceForm.LISTED, number, 0


def _sub(written: str) -> int:
    if not written:
        return 0
    return int(written[1:]) if written.startswith("-") else from_letters(written)
