"""References written anew with the numbers that their targets bear now (相应调整).

What still is right stays as it is, to the character; so a text is changed by this only where a
number in it would otherwise be false.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from bylaws.domain.numerals import to_chinese
from bylaws.domain.text.bindings import Bound, aim_relative
from bylaws.domain.text.numbering import SCHEMES, Number, to_letters
from bylaws.domain.text.provisions import Place
from bylaws.domain.text.reference_tokens import LEVELS, Token
from bylaws.enums import ProvisionKind, ReferenceForm, Scheme

KIND = ProvisionKind
WORDS = {kind: word for word, kind in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A provision's text with the numbers of the new text; `spans` of it were changed for that.

    `lost`: tokens whose target is gone, or whose relation cannot be put in words (前两款).
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()
    lost: tuple[Bound, ...] = ()


def rewrite(
    text: str,
    references: Sequence[Bound],
    *,
    here: Place,
    where: Mapping[UUID, Place],
    first_listed: Mapping[tuple[int, int], int],
) -> Rewritten:
    """Write `text` with the numbers that its references' targets bear now.

    `here`: where the text stands; `where`: where each provision stands; `first_listed`: of each
    article, by number and sub-number, the first paragraph that has items.
    """
    written, spans, lost, at = "", [], [], 0
    for reference in references:
        token = reference.token
        place = where.get(reference.target)
        literal = None
        if place is not None:
            literal = _literal(text[token.start : token.end], reference, place, here, first_listed)
        if literal is None:
            lost.append(reference)
            continue
        written += text[at : token.start]
        if literal != text[token.start : token.end]:
            spans.append((len(written), len(written) + len(literal)))
        written += literal
        at = token.end
    return Rewritten(written + text[at:], tuple(spans), tuple(lost))


def _literal(
    written: str,
    reference: Bound,
    target: Place,
    here: Place,
    first_listed: Mapping[tuple[int, int], int],
) -> str | None:
    token = reference.token
    if token.form is ReferenceForm.RELATIVE:
        return _relative(written, token, target, here)
    number = _component(token.level, target)
    if not number.main:
        return None
    literal = written if number == token.number else _numbered(written, token, number, target)
    if reference.implied_paragraph and target.item:
        usual = first_listed.get((target.article, target.sub), 1)
        if target.paragraph != usual and target.scheme is Scheme.ZH:
            if token.form is ReferenceForm.LISTED:
                return None
            literal = f"第{to_chinese(target.paragraph)}款{literal}"
    return literal


def _relative(written: str, token: Token, target: Place, here: Place) -> str | None:
    """前款 while it still is the one before; else the place by its number."""
    if _aim_matches(token, target, here):
        return written
    if token.back > 1 or token.level in (KIND.CHAPTER, KIND.SECTION):
        return None
    same = (target.article, target.sub) == (here.article, here.sub)
    if token.level is KIND.ARTICLE:
        return replace(target, kind=KIND.ARTICLE).mark
    article = "本条" if same else replace(target, kind=KIND.ARTICLE).mark
    place = f"{article}第{to_chinese(target.paragraph)}款"
    return place + (f"第{to_chinese(target.item)}项" if token.level is KIND.ITEM else "")


def _aim_matches(token: Token, target: Place, here: Place) -> bool:
    aimed = aim_relative(token, here)
    if aimed is None:
        return False
    if token.level is KIND.CHAPTER:
        return aimed.chapter == target.chapter
    if token.level is KIND.SECTION:
        return (aimed.chapter, aimed.section) == (target.chapter, target.section)
    seen = (aimed.article, aimed.sub), aimed.paragraph, aimed.item
    real = (target.article, target.sub), target.paragraph, target.item
    depth = {KIND.ARTICLE: 1, KIND.PARAGRAPH: 2, KIND.ITEM: 3}[token.level]
    return seen[:depth] == real[:depth]


def _component(level: ProvisionKind, target: Place) -> Number:
    sub = target.sub if level is KIND.ARTICLE else 0
    return Number(getattr(target, level.value), sub)


def _numbered(written: str, token: Token, number: Number, target: Place) -> str:
    """The number in the style in which it was written: Chinese or Arabic, bracketed or not."""
    scheme = target.scheme
    if scheme is not Scheme.ZH:
        return _plain_numbered(written, token, number, scheme)
    arabic = any(sign.isdecimal() for sign in written)
    main = str(number.main) if arabic else to_chinese(number.main)
    inner = f"（{main}）" if "（" in written or "(" in written else main
    under = f"之{to_chinese(number.sub)}" if number.sub else ""
    if token.form is ReferenceForm.LISTED:
        return inner + under
    return f"第{inner}{WORDS[token.level]}{under}"


def _plain_numbered(written: str, token: Token, number: Number, scheme: Scheme) -> str:
    if token.level is KIND.ITEM:
        return re.sub(r"[a-z](?=\)?$)", to_letters(number.main), written)
    mark = SCHEMES[scheme].mark(KIND.ARTICLE, number).split(" ", 1)[1]
    digits = mark if token.level is KIND.ARTICLE else str(number.main)
    return re.sub(r"\d+(-\d+|[A-Za-z])?$", digits, written)
