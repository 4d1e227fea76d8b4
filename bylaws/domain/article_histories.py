"""What became of each article from version to version.

An article changed where its words did. That it names another one by a new number is no change of
what it says: there the identity is compared that the number stands for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from uuid import UUID

from bylaws.domain import stored
from bylaws.domain.redlines import conforming_spans
from bylaws.domain.stored import Named
from bylaws.domain.text.provisions import Provision, places, subtree
from bylaws.domain.text.redline import Line, redline
from bylaws.enums import ChangeKind, ProvisionKind, Scheme
from bylaws.models import Version

ALONE = frozenset({ProvisionKind.PREAMBLE, ProvisionKind.CHAPTER, ProvisionKind.SECTION})
"""What has no history beyond its own line."""


@dataclass(frozen=True, slots=True)
class Change:
    """A version that added or amended an article."""

    version: Version
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that a version took out; ``number`` is the last that it had."""

    id: UUID
    number: str
    version: Version


@dataclass(frozen=True, slots=True)
class Stage:
    """An article as ``version`` left it, with its number there.

    ``lines`` are a redline against the stage before; for the first stage, and where the article was
    ``is_repealed``, they are the words as they were. ``is_conforming``: only numbers followed.
    """

    version: Version
    number: str
    lines: tuple[Line, ...]
    is_first: bool = False
    is_repealed: bool = False
    is_conforming: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """Of the article, or the one line, that a provision stands in: its stages, the latest first.

    ``number`` is the provision's own, in the text in force or the last that it had. ``gone``: the
    version that took the provision out, ``article_gone``: the one that took out all of it; None
    while it is there.
    """

    id: UUID
    number: str
    stages: tuple[Stage, ...]
    gone: Version | None = None
    article_gone: Version | None = None


@dataclass(slots=True)
class Texts:
    """Versions of one text in their order, fetched at once: two queries for any number."""

    versions: Sequence[Version]
    provisions: Mapping[UUID, tuple[Provision, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.provisions = stored.texts_of(self.versions)

    def named(self, within: Collection[UUID]) -> dict[UUID, dict[UUID, list[Named]]]:
        """What the provisions asked for name, by version and by provision."""
        found: dict[UUID, dict[UUID, list[Named]]] = {}
        for version, rows in stored.named_in(self.versions).items():
            of_version = found.setdefault(version, {})
            for row in rows:
                if row.provision in within:
                    of_version.setdefault(row.provision, []).append(row)
        return found


Rows = list[Provision]
Pair = tuple[Version, Version]


def changes_by_article(texts: Texts) -> tuple[dict[UUID, list[Change]], list[Gone]]:
    """Of each article the versions that added it after the first one or amended it, and what was
    taken out and did not come back."""
    articles = {version.pk: _articles(texts.provisions[version.pk]) for version in texts.versions}
    found: dict[UUID, list[Change]] = {}
    gone: dict[UUID, Pair] = {}
    differing: list[tuple[UUID, Pair]] = []
    for old, new in pairwise(texts.versions):
        before, after = articles[old.pk], articles[new.pk]
        for identity, rows in after.items():
            if identity not in before:
                found.setdefault(identity, []).append(Change(new, ChangeKind.ADDED))
            elif not _same(before[identity], rows):
                differing.append((identity, (old, new)))
        gone = {i: pair for i, pair in gone.items() if i not in after}
        gone |= {i: (old, new) for i in before if i not in after}
    for identity, (old, new) in _of_substance(texts, articles, differing):
        kind = _kind(articles[old.pk][identity][0], articles[new.pk][identity][0])
        found.setdefault(identity, []).append(Change(new, kind))
    order = {version: place for place, version in enumerate(texts.versions)}
    for changes in found.values():
        changes.sort(key=lambda change: order[change.version])
    return found, [_gone(texts, *each) for each in gone.items()]


def _kind(old: Provision, new: Provision) -> ChangeKind:
    is_repealed = new.is_repealed and not old.is_repealed
    return ChangeKind.REPEALED if is_repealed else ChangeKind.AMENDED


def _articles(provisions: Sequence[Provision]) -> dict[UUID, Rows]:
    """Each article with what stands in it."""
    found: dict[UUID, Rows] = {}
    rows: Rows | None = None
    for provision in provisions:
        if provision.kind in ALONE:
            rows = None
        elif provision.kind is ProvisionKind.ARTICLE:
            rows = found[provision.identity] = []
        if rows is not None:
            rows.append(provision)
    return found


def _of_substance(
    texts: Texts,
    articles: Mapping[UUID, Mapping[UUID, Rows]],
    differing: Sequence[tuple[UUID, Pair]],
) -> Iterator[tuple[UUID, Pair]]:
    """Those that still differ with the identity of what they name in the place of its number."""
    within = {
        row.identity
        for identity, pair in differing
        for version in pair
        for row in articles[version.pk][identity]
    }
    named = texts.named(within) if within else {}
    for identity, pair in differing:
        old, new = (
            [
                _by_identity(row, named[v.pk].get(row.identity, ()))
                for row in articles[v.pk][identity]
            ]
            for v in pair
        )
        if old != new:
            yield identity, pair


def _gone(texts: Texts, identity: UUID, between: tuple[Version, Version]) -> Gone:
    old, new = between
    return Gone(identity, _numbers(texts.provisions[old.pk], old)[identity], new)


def _numbers(provisions: Sequence[Provision], version: Version) -> dict[UUID, str]:
    """How each provision is cited, an article by its number alone."""
    located = places(provisions, Scheme(version.numbering))
    return {p.identity: place.reference for p, place in zip(provisions, located, strict=True)}


def _by_identity(provision: Provision, named: Iterable[Named]) -> tuple[str, bool]:
    words = provision.text
    for row in sorted(named, key=lambda row: -row.start):
        words = f"{words[: row.start]}{{{row.target}}}{words[row.end :]}"
    return words, provision.is_repealed


def history_of(texts: Texts, identity: UUID, *, today: Version | None) -> History | None:
    """None for a provision that none of the versions has; ``today`` is the one in force."""
    bearing = [v for v in texts.versions if _find(texts.provisions[v.pk], identity) is not None]
    if not bearing:
        return None
    last = texts.provisions[bearing[-1].pk]
    article = _article_of(last, identity)
    stages = _stages(texts, article)
    numbering = today if today in bearing else bearing[-1]
    assert numbering is not None  # either is one that has it
    return History(
        id=article,
        number=_numbers(texts.provisions[numbering.pk], numbering)[identity],
        stages=tuple(reversed(stages)),
        gone=_after(texts.versions, bearing[-1]),
        article_gone=_article_gone(texts, article),
    )


def _article_gone(texts: Texts, article: UUID) -> Version | None:
    """The version that took the article out, or left nothing but its number."""
    standing = None
    for version in texts.versions:
        place = _find(texts.provisions[version.pk], article)
        if place is not None and not texts.provisions[version.pk][place].is_repealed:
            standing = version
    return None if standing is None else _after(texts.versions, standing)


def _after(versions: Sequence[Version], version: Version) -> Version | None:
    return next((new for old, new in pairwise(versions) if old == version), None)


def _find(provisions: Sequence[Provision], identity: UUID) -> int | None:
    return next((i for i, p in enumerate(provisions) if p.id == identity), None)


def _article_of(provisions: Sequence[Provision], identity: UUID) -> UUID:
    place = _find(provisions, identity)
    assert place is not None  # asked only where it stands
    while provisions[place].kind not in (*ALONE, ProvisionKind.ARTICLE):
        place -= 1
    return provisions[place].identity


def _stages(texts: Texts, article: UUID) -> list[Stage]:
    """The first wording, then each that differs from the one before."""
    wordings: list[tuple[Version, tuple[Provision, ...]]] = []
    for version in texts.versions:
        words = _words(texts.provisions[version.pk], article)
        if words and not (wordings and _same(wordings[-1][1], words)):
            wordings.append((version, words))
    named = texts.named({row.identity for _, words in wordings for row in words})
    return [
        _stage(texts, named, before, wording)
        for before, wording in pairwise((None, *wordings))
        if wording
    ]


def _words(provisions: Sequence[Provision], article: UUID) -> tuple[Provision, ...]:
    place = _find(provisions, article)
    if place is None:
        return ()
    if provisions[place].kind in ALONE:
        return (provisions[place],)
    inside = subtree(provisions, place)
    return tuple(provisions[inside.start : inside.stop])


def _same(old: Sequence[Provision], new: Sequence[Provision]) -> bool:
    """To the letter and in the same provisions; equality of provisions leaves identity out."""
    return [(p.id, p.text, p.is_repealed) for p in old] == [
        (p.id, p.text, p.is_repealed) for p in new
    ]


def _stage(
    texts: Texts,
    named: Mapping[UUID, Mapping[UUID, list[Named]]],
    before: tuple[Version, tuple[Provision, ...]] | None,
    wording: tuple[Version, tuple[Provision, ...]],
) -> Stage:
    version, words = wording
    scheme = Scheme(version.numbering)
    number = _numbers(texts.provisions[version.pk], version)[words[0].identity]
    if before is None:
        lines = [line for block in redline(words, words, scheme) for line in block.lines]
        return Stage(version, number, tuple(lines), is_first=True)
    old, new = (list(chain.from_iterable(named[v.pk].values())) for v in (before[0], version))
    spans = conforming_spans(before[1], words, old, new)
    blocks = redline(before[1], words, scheme, conforming=tuple(spans))
    lines = [line for block in blocks for line in block.lines]
    return Stage(
        version,
        number,
        tuple(lines),
        is_repealed=words[0].is_repealed,
        is_conforming=all(line.is_conforming for line in lines),
    )
