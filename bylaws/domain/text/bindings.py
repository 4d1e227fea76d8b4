"""What the references of a text name, kept by permanent identity and written with today's number.

A reference such as 第二十五条第一款第三项 is three tokens and one thing named: the item. Each token
is bound to the item, and shows its article, its paragraph, its number; so when the item moves, all
three follow. What the tokens name is said by index here and by identity in `Bound`, which outlives
the text it was read from.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from bylaws.domain.text.provisions import RANK, Place, Provision, places
from bylaws.domain.text.reference_tokens import Token, tokens
from bylaws.enums import ProvisionKind, ReferenceForm, Scheme

KIND = ProvisionKind
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A token of the provision at `index` and what it names.

    `target` is an index into the same text; None where nothing bears the number (dangling), where
    the article it belongs to is not said (`lacks_context`), and where another text is named.
    `implied_paragraph`: an item named without its paragraph, which then is the first with items.
    """

    index: int
    token: Token
    target: int | None
    lacks_context: bool = False
    implied_paragraph: bool = False

    @property
    def is_dangling(self) -> bool:
        return self.target is None and not self.lacks_context and not self.token.text_named


@dataclass(frozen=True, slots=True)
class Bound:
    """A token whose target is known by identity, at `start`..`end` of its provision's text."""

    token: Token
    target: UUID
    implied_paragraph: bool = False


def find(
    provisions: Sequence[Provision],
    scheme: Scheme = Scheme.ZH,
    own_names: Sequence[str] = (),
) -> tuple[Found, ...]:
    """Every reference of a text, in order; `own_names`: what it calls itself (章程)."""
    return Reader(provisions, scheme, own_names).find()


class Reader:
    """Reads references to the places of one text, whose index is made once."""

    def __init__(
        self, provisions: Sequence[Provision], scheme: Scheme, own_names: Sequence[str] = ()
    ) -> None:
        self.provisions, self.scheme, self.own_names = provisions, scheme, own_names
        self.located = places(provisions, scheme)
        self._index = _Index(provisions, self.located)

    def find(self) -> tuple[Found, ...]:
        """Every reference that the text itself holds, in order."""
        found: list[Found] = []
        for position, (provision, here) in enumerate(
            zip(self.provisions, self.located, strict=True)
        ):
            read = tokens(provision.text, self.scheme, self.own_names)
            found += _resolve(position, provision.text, read, here, self._index)
        return tuple(found)

    def find_in(self, text: str) -> tuple[Found, ...]:
        """What a text that stands nowhere yet names in this one; `index` is -1."""
        nowhere = Place(KIND.PREAMBLE, scheme=self.scheme)
        read = tokens(text, self.scheme, self.own_names)
        return tuple(_resolve(-1, text, read, nowhere, self._index))


def bound(found: Iterable[Found], provisions: Sequence[Provision]) -> dict[UUID, tuple[Bound, ...]]:
    """By the identity of the provision that holds them; what names nothing is left out."""
    kept: dict[UUID, list[Bound]] = {}
    for one in found:
        holder = provisions[one.index].id
        target = None if one.target is None else provisions[one.target].id
        if holder is not None and target is not None:
            kept.setdefault(holder, []).append(Bound(one.token, target, one.implied_paragraph))
    return {holder: tuple(references) for holder, references in kept.items()}


def first_listed_paragraphs(located: Sequence[Place]) -> dict[tuple[int, int], int]:
    """Of each article the first paragraph that has items: what 第X条第三项 means."""
    first: dict[tuple[int, int], int] = {}
    for place in located:
        if place.kind is KIND.ITEM:
            first.setdefault((place.article, place.sub), place.paragraph)
    return first


class _Index:
    """Finds a provision by its place."""

    def __init__(self, provisions: Sequence[Provision], located: Sequence[Place]) -> None:
        self.located = located
        self.first_listed = first_listed_paragraphs(located)
        self._by_key = {
            _key(place): index
            for index, place in enumerate(located)
            if place.kind is not KIND.PREAMBLE
        }
        self._repealed = {i for i, p in enumerate(provisions) if p.is_repealed}
        self._powers = _powers(provisions, located)

    def at(self, place: Place) -> int | None:
        found = self._by_key.get(_key(place))
        return None if found in self._repealed else found

    def powers_named(self, before: str) -> Place | None:
        """The article that lists the powers of the body which `before` ends with naming."""
        named = [name for name in self._powers if before.endswith(name)]
        return self._powers[max(named, key=len)] if named else None


POWERS = re.compile(r"(.{2,12}?)(?:的职权是|的职责是|行使下列职权|履行下列职责)[：:]?")


def _powers(provisions: Sequence[Provision], located: Sequence[Place]) -> dict[str, Place]:
    """By the body that an article empowers, that article: 理事会第一、三项的职权 has no number."""
    found: dict[str, Place] = {}
    for provision, place in zip(provisions, located, strict=True):
        named = POWERS.fullmatch(provision.text) if place.kind is KIND.ARTICLE else None
        if named:
            found.setdefault(named[1], Place(KIND.ARTICLE, article=place.article, sub=place.sub))
    return found


def _key(place: Place) -> Key:
    if not place.article:
        return ("heading", place.chapter, place.section)
    paragraph = place.paragraph or 1
    return ("inside", place.article, place.sub, paragraph, place.item, place.subitem)


def _resolve(
    position: int, text: str, read: Sequence[Token], here: Place, index: _Index
) -> Iterator[Found]:
    for _chain, chained in groupby(read, key=lambda token: token.chain):
        yield from _deepest(list(_aimed(position, text, list(chained), here, index)))


def _aimed(
    position: int, text: str, chained: Sequence[Token], here: Place, index: _Index
) -> Iterator[Found]:
    aim: Place | None = None
    if chained[0].level is KIND.ITEM and chained[0].form is not ReferenceForm.RELATIVE:
        aim = index.powers_named(text[: _begin(chained[0])])
    before: Found | None = None
    for token in chained:
        aim, implied = _aim(token, aim, here, index)
        target = None if aim is None or token.text_named else index.at(aim)
        lacks_context = aim is None and not token.text_named
        if token.is_joined and before is not None and before.target is None:
            # What would be inside of nothing is nothing, whatever its own number.
            target, lacks_context, aim = None, before.lacks_context, None
        before = Found(position, token, target, lacks_context, implied)
        yield before


def _begin(token: Token) -> int:
    """Where the words of a token begin: a bare number of a list stands after its 第."""
    return token.start - (token.form is ReferenceForm.LISTED)


def _deepest(aimed: list[Found]) -> list[Found]:
    """第二十五条 before 第三项 names the item too, where the item is there."""
    for place in range(len(aimed) - 2, -1, -1):
        mine, following = aimed[place], aimed[place + 1]
        deeper = (
            RANK[following.token.level] > RANK[mine.token.level]
            and following.token.form is not ReferenceForm.RELATIVE
        )
        if following.token.is_joined and deeper and following.target is not None:
            aimed[place] = replace(mine, target=following.target)
    return aimed


def _aim(token: Token, aim: Place | None, here: Place, index: _Index) -> tuple[Place | None, bool]:
    """Where a token looks, given where the one before it in its chain looked; and whether the
    paragraph of an item was left unsaid."""
    if token.form is ReferenceForm.RELATIVE:
        return aim_relative(token, here), False
    assert token.number is not None  # only relative words have none
    main, sub = token.number
    if token.level is KIND.CHAPTER:
        return Place(token.level, chapter=main), False
    if token.level is KIND.SECTION:
        chapter = aim.chapter if aim and aim.chapter else here.chapter
        return Place(token.level, chapter=chapter, section=main), False
    if token.level is KIND.ARTICLE:
        return Place(token.level, article=main, sub=sub), False
    base = aim if aim is not None and aim.article else None
    if token.level is KIND.PARAGRAPH:
        article = base or here
        if not article.article:
            return None, False
        return _inside(token.level, article, paragraph=main), False
    if token.level is KIND.SUBITEM:
        item = base or here
        if not item.item:
            return None, False
        return _inside(token.level, item, item.paragraph, item.item, main), False
    return _aim_item(token, base, here, index, main)


def _aim_item(
    token: Token, base: Place | None, here: Place, index: _Index, main: int
) -> tuple[Place | None, bool]:
    if base is not None:
        implied = base.kind is KIND.ARTICLE or base.paragraph == 0
        first = index.first_listed.get((base.article, base.sub), 1)
        return _inside(token.level, base, first if implied else base.paragraph, main), implied
    # 第一项 by itself is an item of this very paragraph; elsewhere one cannot know of which.
    own = _inside(token.level, here, here.paragraph, main)
    return (own, False) if here.article and index.at(own) is not None else (None, False)


def _inside(
    kind: ProvisionKind, article: Place, paragraph: int = 0, item: int = 0, subitem: int = 0
) -> Place:
    return Place(
        kind,
        article=article.article,
        sub=article.sub,
        paragraph=paragraph,
        item=item,
        subitem=subitem,
    )


def aim_relative(token: Token, here: Place) -> Place | None:
    level, back = token.level, token.back
    if level is KIND.CHAPTER:
        return Place(level, chapter=here.chapter - back) if here.chapter > back else None
    if level is KIND.SECTION:
        in_chapter = here.section > back
        return Place(level, here.chapter, here.section - back) if in_chapter else None
    if not here.article:
        return None
    if level is KIND.ARTICLE:
        if not back:
            return Place(level, article=here.article, sub=here.sub)
        known = not here.sub and here.article > back
        return Place(level, article=here.article - back) if known else None
    if level is KIND.PARAGRAPH:
        return _inside(level, here, here.paragraph - back) if here.paragraph > back else None
    return _inside(level, here, here.paragraph, here.item - back) if here.item > back else None
