"""The amendment between two texts: the changes that make the new one of the old one.

Law: `apply(old, derive(old, new)).provisions == new`, to the character and to the identity.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from uuid import UUID, uuid4

from bylaws.domain.text import bindings, compare
from bylaws.domain.text.bindings import Bound
from bylaws.domain.text.changes import (
    Change,
    Insert,
    Move,
    Repeal,
    Replace,
    Substitute,
    apply,
)
from bylaws.domain.text.order import steady
from bylaws.domain.text.provisions import Provision, subtree
from bylaws.domain.text.redline import diff_runs
from bylaws.enums import Op, Scheme

FEWEST = 3
"""Provisions in which a word must be replaced before it is said once for the whole text."""
WORD = 2
"""Characters of a word that can be read by itself."""


def identify(
    old: Sequence[Provision], new: Sequence[Provision], scheme: Scheme = Scheme.ZH
) -> tuple[Provision, ...]:
    """The new text with the identities of what it continues, and new ones for the rest."""
    kept = compare.matching(old, new, scheme)
    return tuple(
        replace(provision, id=old[kept[place]].id if place in kept else uuid4())
        for place, provision in enumerate(new)
    )


def derive(
    old: Sequence[Provision],
    new: Sequence[Provision],
    scheme: Scheme = Scheme.ZH,
    own_names: Sequence[str] = (),
) -> tuple[Change, ...]:
    """The changes, substitutions first, then in the order of the new text; both have identities."""
    found = bindings.bound(bindings.find(new, scheme, own_names), new)
    before = {provision.id: provision for provision in old}
    kept = [provision for provision in new if provision.id in before]
    # What decides the numbers of the others comes first: they are compared as they read then.
    renumbering = [p for p in kept if _is_renumbering(before[p.id], p)]
    changes: list[Change] = [
        *_substitutions(old, new),
        *_repeals(old, new),
        *_placed(old, new, found),
        *(Replace(p, found.get(p.identity, ())) for p in renumbering),
    ]
    reached = {p.id: p for p in apply(old, changes, scheme, own_names).provisions}
    replaced = [
        Replace(provision, found.get(provision.identity, ()))
        for provision in kept
        if reached[provision.id] != provision
    ]
    return _in_reading_order(new, [*changes, *replaced])


def _is_renumbering(old: Provision, new: Provision) -> bool:
    """Whether it comes to bear another kind of number, or bears its own again."""
    return old.is_sub != new.is_sub or (old.is_repealed and not new.is_repealed)


def _repeals(old: Sequence[Provision], new: Sequence[Provision]) -> Iterator[Repeal]:
    """One for each provision that goes, with all that stands in it and goes too."""
    kept = {provision.id: provision for provision in new}
    place = 0
    while place < len(old):
        mine = old[place]
        now = kept.get(mine.id)
        emptied = now is not None and now.is_repealed and not mine.is_repealed
        if now is not None and not emptied:
            place += 1
            continue
        inside = [i for i in subtree(old, place) if i == place or old[i].id not in kept]
        run = _unbroken(inside, place)
        yield Repeal(tuple(old[i].identity for i in run), keep_number=emptied)
        place = run[-1] + 1


def _unbroken(indexes: Sequence[int], start: int) -> list[int]:
    run = [start]
    while run[-1] + 1 in indexes:
        run.append(run[-1] + 1)
    return run


def _placed(
    old: Sequence[Provision],
    new: Sequence[Provision],
    found: Mapping[UUID, tuple[Bound, ...]],
) -> Iterator[Insert | Move]:
    """What is new or stands elsewhere, each with what stands in it, after what comes before it."""
    where = {provision.id: place for place, provision in enumerate(old)}
    common = [p for p in new if p.id in where]
    steadily = {common[i].id for i in steady([where[p.id] for p in common])}
    place = 0
    while place < len(new):
        if new[place].id in steadily:
            place += 1
            continue
        run = _alike(old, new, place, where, steadily)
        after = new[place - 1].id if place else None
        ids = tuple(new[i].identity for i in run)
        if new[place].id in where:
            yield Move(ids, after)
        else:
            references = tuple((one, found.get(one, ())) for one in ids)
            yield Insert(tuple(new[i] for i in run), after, references)
        place = run[-1] + 1


def _alike(
    old: Sequence[Provision],
    new: Sequence[Provision],
    start: int,
    where: Mapping[UUID | None, int],
    steadily: set[UUID | None],
) -> list[int]:
    """A provision and what follows inside it that is new like it, or moved along with it."""
    run = [start]
    for place in list(subtree(new, start))[1:]:
        mine, previous = new[place].id, new[place - 1].id
        if mine in steadily or (mine in where) != (previous in where):
            break
        if mine in where and where[mine] != where[previous] + 1:
            break
        run.append(place)
    return run


def _substitutions(old: Sequence[Provision], new: Sequence[Provision]) -> list[Substitute]:
    """Words that were replaced throughout, where saying so spares single replacements."""
    now = {provision.id: provision.text for provision in new}
    pairs = [(p.text, now[p.id]) for p in old if p.id in now]
    taken: list[Substitute] = []
    for bare in _candidates(pairs):
        find, put = _as_words(*bare, [mine for mine, _theirs in pairs])
        before = sum(mine != theirs for mine, theirs in pairs)
        tried = [(mine.replace(find, put), theirs) for mine, theirs in pairs]
        after = sum(mine != theirs for mine, theirs in tried)
        if after < before and not any(find in theirs for _mine, theirs in pairs):
            taken.append(Substitute(find, put))
            pairs = tried
    return taken


def _as_words(find: str, put: str, texts: Sequence[str]) -> tuple[str, str]:
    """专业委员会 and 分会 for 专业委员 and 分, where 会 always follows: 分 is no word."""
    while min(len(find), len(put)) < WORD:
        behind = {
            text[m.end() : m.end() + 1]
            for text in texts
            for m in re.finditer(re.escape(find), text)
        }
        follower = behind.pop() if len(behind) == 1 else ""
        if not follower.isalpha():
            break
        find, put = find + follower, put + follower
    return find, put


def _candidates(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Replaced words by the number of provisions, shorter ones first: they cover the longer."""
    counted: Counter[tuple[str, str]] = Counter()
    for mine, theirs in pairs:
        if mine != theirs:
            counted.update(set(_replacements(mine, theirs)))
    often = [pair for pair, times in counted.items() if times >= FEWEST]
    return sorted(often, key=lambda pair: (len(pair[0]), pair))


def _replacements(mine: str, theirs: str) -> Iterator[tuple[str, str]]:
    runs = diff_runs(mine, theirs)
    for first, second in pairwise(runs):
        if (first.op, second.op) == (Op.DELETE, Op.INSERT):
            yield first.text, second.text


def _in_reading_order(new: Sequence[Provision], changes: Sequence[Change]) -> tuple[Change, ...]:
    """Substitutions, repeals, then as the new text is read. Placing keeps its own order."""
    where = {provision.id: place for place, provision in enumerate(new)}

    def rank(change: Change) -> tuple[int, int]:
        if isinstance(change, Substitute):
            return 0, 0
        if isinstance(change, Repeal):
            return 1, where.get(change.ids[0], 0) if change.keep_number else 0
        if isinstance(change, Replace):
            return 2, where[change.provision.id]
        first = change.ids[0] if isinstance(change, Move) else change.provisions[0].id
        return 2, where[first]

    return tuple(sorted(changes, key=rank))
