"""What became of each article from version to version.

An article changed where its words did. That it names another one by a new number is no change of
what it says: there the identity is compared that the number stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

from bylaws.domain import stored
from bylaws.domain.redlines import conforming_spans
from bylaws.domain.text.provisions import Provision, places, subtree
from bylaws.domain.text.redline import Line, redline
from bylaws.enums import ChangeKind, ProvisionKind, Scheme
from bylaws.models import Reference, Version

Saying = tuple[tuple[str, bool], ...]
"""The texts of an article with what they name by identity, and whether each is repealed."""
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
    references: dict[UUID, list[Reference]] = field(init=False)

    def __post_init__(self) -> None:
        self.provisions = stored.texts_of(self.versions)
        self.references = {version.pk: [] for version in self.versions}
        rows = Reference.objects.filter(version__in=self.versions)
        for row in rows.only("version_id", "provision", "start", "end", "target"):
            self.references[row.version_id].append(row)


def changes_by_article(texts: Texts) -> tuple[dict[UUID, list[Change]], list[Gone]]:
    """Of each article the versions that added it after the first one or amended it, and what was
    taken out and did not come back."""
    said = {version.pk: _sayings(texts, version) for version in texts.versions}
    found: dict[UUID, list[Change]] = {}
    gone: dict[UUID, tuple[Version, Version]] = {}
    for old, new in pairwise(texts.versions):
        before, after = said[old.pk], said[new.pk]
        for identity, saying in after.items():
            if identity not in before:
                found.setdefault(identity, []).append(Change(new, ChangeKind.ADDED))
            elif before[identity] != saying:
                is_repealed = saying[0][1] and not before[identity][0][1]
                kind = ChangeKind.REPEALED if is_repealed else ChangeKind.AMENDED
                found.setdefault(identity, []).append(Change(new, kind))
        gone = {i: pair for i, pair in gone.items() if i not in after}
        gone |= {i: (old, new) for i in before if i not in after}
    return found, [_gone(texts, *each) for each in gone.items()]


def _gone(texts: Texts, identity: UUID, between: tuple[Version, Version]) -> Gone:
    old, new = between
    return Gone(identity, _numbers(texts.provisions[old.pk], old)[identity], new)


def _numbers(provisions: Sequence[Provision], version: Version) -> dict[UUID, str]:
    """How each provision is cited, an article by its number alone."""
    located = places(provisions, Scheme(version.numbering))
    return {p.identity: place.reference for p, place in zip(provisions, located, strict=True)}


def _sayings(texts: Texts, version: Version) -> dict[UUID, Saying]:
    """What each article says, whatever its numbers."""
    named: dict[UUID, list[Reference]] = {}
    for row in texts.references[version.pk]:
        if row.target:
            named.setdefault(row.provision, []).append(row)
    said: dict[UUID, list[tuple[str, bool]]] = {}
    head: UUID | None = None
    for provision in texts.provisions[version.pk]:
        if provision.kind in ALONE:
            head = None
        elif provision.kind is ProvisionKind.ARTICLE:
            head = provision.identity
        if head is not None:
            words = _by_identity(provision, named.get(provision.identity, ()))
            said.setdefault(head, []).append((words, provision.is_repealed))
    return {identity: tuple(rows) for identity, rows in said.items()}


def _by_identity(provision: Provision, named: Iterable[Reference]) -> str:
    words = provision.text
    for row in sorted(named, key=lambda row: -row.start):
        words = f"{words[: row.start]}{{{row.target}}}{words[row.end :]}"
    return words


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
    stages: list[Stage] = []
    before: tuple[Version, tuple[Provision, ...]] | None = None
    for version in texts.versions:
        words = _words(texts.provisions[version.pk], article)
        if not words or (before is not None and _same(before[1], words)):
            continue
        number = _numbers(texts.provisions[version.pk], version)[article]
        stages.append(_stage(texts, version, number, before, words))
        before = version, words
    return stages


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
    return [(p, p.id) for p in old] == [(p, p.id) for p in new]


def _stage(
    texts: Texts,
    version: Version,
    number: str,
    before: tuple[Version, tuple[Provision, ...]] | None,
    words: tuple[Provision, ...],
) -> Stage:
    scheme = Scheme(version.numbering)
    if before is None:
        lines = [line for block in redline(words, words, scheme) for line in block.lines]
        return Stage(version, number, tuple(lines), is_first=True)
    old = before[1]
    spans = conforming_spans(
        old,
        words,
        _references(texts, before[0], old),
        _references(texts, version, words),
    )
    blocks = redline(old, words, scheme, conforming=tuple(spans))
    lines = [line for block in blocks for line in block.lines]
    return Stage(
        version,
        number,
        tuple(lines),
        is_repealed=words[0].is_repealed,
        is_conforming=all(line.is_conforming for line in lines),
    )


def _references(texts: Texts, version: Version, words: Sequence[Provision]) -> list[Reference]:
    inside = {provision.id for provision in words}
    return [row for row in texts.references[version.pk] if row.provision in inside]
