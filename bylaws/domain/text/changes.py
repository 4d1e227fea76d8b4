"""An amendment's changes, and what a text becomes by them.

Changes name provisions by permanent identity, never by number, so that they can be voted on one by
one, in any selection, and still mean the same. Numbers that other provisions state are written anew
(相应调整): nobody has to move for them, and none can be forgotten.
"""

import hashlib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from uuid import UUID

from bylaws.domain.text import bindings
from bylaws.domain.text.bindings import Bound
from bylaws.domain.text.provisions import RANK, Provision, places
from bylaws.domain.text.reference_tokens import tokens
from bylaws.domain.text.rewriting import Rewritten, rewrite
from bylaws.enums import ProvisionKind, ReferenceForm, Scheme
from bylaws.errors import ChangeUnfounded

References = tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Replace:
    """Another text for a provision (`provision.id`); of a heading, another title.

    `references`: what its references name; None where the text is written by hand: then what also
    stood in the old text keeps its target, and what is new names places of the base.
    """

    provision: Provision
    references: References | None = None


@dataclass(frozen=True, slots=True)
class Insert:
    """New provisions, with their identities, after `after` (None: at the very beginning).

    `references` by the identity of the new provision; as in `Replace`.
    """

    provisions: tuple[Provision, ...]
    after: UUID | None
    references: tuple[tuple[UUID, References], ...] | None = None


@dataclass(frozen=True, slots=True)
class Repeal:
    """`keep_number`: the first keeps its number with a note (frozen numbering)."""

    ids: tuple[UUID, ...]
    keep_number: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """Provisions that stay as they are and stand after `after` (None: at the beginning)."""

    ids: tuple[UUID, ...]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Substitute:
    """`find` becomes `put` wherever the base has it."""

    find: str
    put: str


Change = Replace | Insert | Repeal | Move | Substitute


@dataclass(frozen=True, slots=True)
class Conforming:
    """A provision that no change names and that still reads otherwise, because of numbers."""

    id: UUID
    old_text: str
    new_text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """A reference of provision `id` whose target is gone: someone has to say what it shall name."""

    id: UUID
    written: str


@dataclass(frozen=True, slots=True)
class Applied:
    """The text as amended. `spans`: of each provision what conforming changes wrote anew."""

    provisions: tuple[Provision, ...]
    conforming: tuple[Conforming, ...] = ()
    lost: tuple[Lost, ...] = ()
    spans: dict[UUID, tuple[tuple[int, int], ...]] = field(default_factory=dict)


def digest_of(texts: Iterable[str]) -> str:
    """SHA-256 of texts, one a line: what a change knew of its base."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def apply(
    base: Sequence[Provision],
    changes: Sequence[Change],
    scheme: Scheme = Scheme.ZH,
    own_names: Sequence[str] = (),
    *,
    among: Sequence[Change] = (),
) -> Applied:
    """The base as changed; every provision of `base` has its identity.

    Substitutions come first, then what is replaced, repealed, moved and inserted, in that order
    whatever the order of `changes`. `among`: all changes of the amendment where only some are
    applied; they tell what stood before a place that did not come about. Raises ChangeUnfounded
    for a provision that is not there.
    """
    draft = _Draft(base, scheme, own_names)
    for kind in (Substitute, Replace, Repeal, Move, Insert):
        for change in changes:
            if isinstance(change, kind):
                draft.take(change)
    draft.settle(changes, among or changes)
    return draft.finished()


class _Draft:
    """A text in the course of being changed."""

    def __init__(self, base: Sequence[Provision], scheme: Scheme, own_names: Sequence[str]) -> None:
        self.scheme, self.own_names = scheme, own_names
        self.base = base
        self.texts: dict[UUID, Provision] = {}
        for provision in base:
            self.texts[provision.identity] = provision
        self.order: list[UUID] = list(self.texts)
        self.known = frozenset(self.order)
        self.reader = bindings.Reader(base, scheme, own_names)
        self.references = bindings.bound(self.reader.find(), base)
        self.changed: set[UUID] = set()

    def take(self, change: Change) -> None:
        if isinstance(change, Substitute):
            self._substitute(change)
        elif isinstance(change, Replace):
            self._replace(change)
        elif isinstance(change, Repeal):
            self._repeal(change)
        elif isinstance(change, Move):
            # What stands in it may be repealed by itself; it itself may not.
            self._check_base(change.ids)
            self._check(change.ids[:1])
        else:
            self._add(change)

    def _check_base(self, ids: Iterable[UUID]) -> None:
        self._check(ids, self.known)

    def _check(self, ids: Iterable[UUID], there: Container[UUID] | None = None) -> None:
        if any(identity not in (self.texts if there is None else there) for identity in ids):
            raise ChangeUnfounded(
                zh="修改所指的条款在原文中不存在（或已删除），请重新核对修正案的底本。",
                en="A change names a provision that its base does not hold (or that was repealed). "
                "Check the amendment against its base.",
            )

    def _substitute(self, change: Substitute) -> None:
        for identity, provision in self.texts.items():
            if change.find and change.find in provision.text:
                self._write(identity, provision.text.replace(change.find, change.put))

    def _replace(self, change: Replace) -> None:
        identity = change.provision.identity
        self._check([identity])
        if change.references is None:
            self._write(identity, change.provision.text)
        else:
            self.references[identity] = change.references
        self.texts[identity] = change.provision
        self.changed.add(identity)

    def _write(self, identity: UUID, text: str) -> None:
        """Put a text by hand; references that also stood in the old one keep their targets."""
        old = self.texts[identity]
        kept = self.references.get(identity, ())
        self.references[identity] = self._carried(old.text, kept, text)
        self.texts[identity] = replace(old, text=text)
        self.changed.add(identity)

    def _carried(self, old: str, references: References, new: str) -> References:
        before = [old[r.token.start : r.token.end] for r in references]
        read = tokens(new, self.scheme, self.own_names)
        after = [new[token.start : token.end] for token in read]
        carried: dict[int, Bound] = {}
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for block in matcher.get_matching_blocks():
            for step in range(block.size):
                known = references[block.a + step]
                carried[block.b + step] = replace(known, token=read[block.b + step])
        fresh = self._named_by(new)
        return tuple(
            carried.get(place) or fresh[place]
            for place in range(len(read))
            if place in carried or place in fresh
        )

    def _named_by(self, text: str) -> dict[int, Bound]:
        """What someone who writes a new text calls by the numbers of the base, by the token's
        place in the text; relative words, which need no number, are left out."""
        named: dict[int, Bound] = {}
        for place, one in enumerate(self.reader.find_in(text)):
            if one.target is None or one.token.form is ReferenceForm.RELATIVE:
                continue
            target = self.base[one.target].identity
            named[place] = Bound(one.token, target, one.implied_paragraph)
        return named

    def _repeal(self, change: Repeal) -> None:
        self._check_base(change.ids)
        for place, identity in enumerate(change.ids):
            if identity not in self.texts:
                continue  # Another change repeals it too, as an item of an article that goes.
            if change.keep_number and place == 0:
                self.texts[identity] = replace(self.texts[identity], text="", is_repealed=True)
                self.references.pop(identity, None)
                self.changed.add(identity)
            else:
                del self.texts[identity]
                self.order.remove(identity)

    def _add(self, change: Insert) -> None:
        given = dict(change.references) if change.references is not None else None
        for provision in change.provisions:
            if provision.id in self.texts:
                raise ChangeUnfounded(
                    zh="新增的条款已在文本中。", en="A provision to be inserted is there already."
                )
            self.texts[provision.identity] = provision
            self.changed.add(provision.identity)
            if given is not None:
                self.references[provision.identity] = given.get(provision.identity, ())
            else:
                named = self._named_by(provision.text)
                self.references[provision.identity] = tuple(named.values())

    def settle(self, changes: Sequence[Change], among: Sequence[Change]) -> None:
        """Put what moves and what is new in its place, in the order of the changes; but what
        stands in a provision that moves comes after that provision."""
        moving = {i for c in changes if isinstance(c, Move) for i in c.ids if i in self.texts}
        self.order = [identity for identity in self.order if identity not in moving]
        anchors = _Anchors(self.base, among)
        placed: set[UUID] = set()
        waiting = [change for change in changes if isinstance(change, (Move, Insert))]
        while waiting:
            later = []
            for change in waiting:
                if self._waits(change, anchors, moving - placed):
                    later.append(change)
                else:
                    self._place(change, anchors, placed)
            if len(later) == len(waiting):
                # What stands in each other has no place, and the anchors say so.
                for change in later:
                    self._place(change, anchors, placed)
                later = []
            waiting = later

    def _waits(
        self, change: Move | Insert, anchors: "_Anchors", pending: Container[UUID | None]
    ) -> bool:
        """Whether it comes to stand in a provision that is still to be moved."""
        holder = anchors.holder(change.after, self._kind(change))
        return change.after not in self.order and holder in pending

    def _kind(self, change: Move | Insert) -> ProvisionKind:
        first = change.ids[0] if isinstance(change, Move) else change.provisions[0].identity
        return self.texts[first].kind

    def _place(self, change: Move | Insert, anchors: "_Anchors", placed: set[UUID]) -> None:
        if isinstance(change, Move):
            ids = [identity for identity in change.ids if identity in self.texts]
        else:
            ids = [provision.identity for provision in change.provisions]
        where = anchors.position(change.after, self.order, self._kind(change))
        where = self._behind_siblings(where, ids, placed)
        self.order[where:where] = ids
        placed.update(ids)

    def _behind_siblings(self, where: int, ids: Sequence[UUID], placed: set[UUID]) -> int:
        """Of two things put after the same provision the later one comes second; and an article
        never comes between another and the items that were just added to it."""
        rank = RANK[self.texts[ids[0]].kind]
        while where < len(self.order):
            following = self.order[where]
            if following not in placed or RANK[self.texts[following].kind] < rank:
                break
            where += 1
        return where

    def finished(self) -> Applied:
        provisions = [self.texts[identity] for identity in self.order]
        located = places(provisions, self.scheme)
        where = dict(zip(self.order, located, strict=True))
        first = bindings.first_listed_paragraphs(located)
        gone = {p.id for p in provisions if p.is_repealed}
        known = {identity: place for identity, place in where.items() if identity not in gone}
        finished: list[Provision] = []
        conforming, lost, spans = [], [], {}
        for identity, provision in zip(self.order, provisions, strict=True):
            done = rewrite(
                provision.text,
                self.references.get(identity, ()),
                here=where[identity],
                where=known,
                first_listed=first,
            )
            finished.append(replace(provision, text=done.text))
            lost += [_lost(identity, provision.text, bound) for bound in done.lost]
            if done.spans:
                spans[identity] = done.spans
                if identity not in self.changed:
                    conforming.append(_conforming(identity, provision.text, done))
        return Applied(tuple(finished), tuple(conforming), tuple(lost), spans)


def _lost(identity: UUID, text: str, bound: Bound) -> Lost:
    return Lost(identity, text[bound.token.start : bound.token.end])


def _conforming(identity: UUID, old: str, done: Rewritten) -> Conforming:
    return Conforming(identity, old, done.text, done.spans)


class _Anchors:
    """Where to put what comes after a provision that may itself be gone, moved or not adopted."""

    def __init__(self, base: Sequence[Provision], changes: Sequence[Change]) -> None:
        self.before: dict[UUID, UUID | None] = {}
        self.kinds: dict[UUID, ProvisionKind] = {}
        self._follow(None, base)
        for change in changes:
            if isinstance(change, Insert):
                self._follow(change.after, change.provisions)

    def _follow(self, previous: UUID | None, provisions: Iterable[Provision]) -> None:
        for provision in provisions:
            self.before[provision.identity] = previous
            self.kinds[provision.identity] = provision.kind
            previous = provision.identity

    def position(self, after: UUID | None, order: Sequence[UUID], kind: ProvisionKind) -> int:
        """The index at which to insert: behind the anchor, or behind what stood before it. What
        stands in a provision that is not there does not come to stand in the one before."""
        seen: set[UUID] = set()
        while after is not None and after not in order:
            if self._holds(after, kind):
                raise ChangeUnfounded(
                    zh="一项修改所在的条款由另一项修改新增或者删去，不能单独成立。"
                    "请将这两项修改列为同一表决单元，一并表决。",
                    en="A change stands in a provision that another change brings or strikes, so "
                    "it cannot stand alone. Put both in one unit, to be voted on together.",
                )
            if after in seen or after not in self.before:
                raise ChangeUnfounded(
                    zh="修改所依附的条款不存在，无法确定新增或移动的位置。",
                    en="The provision after which a change is to stand is not there.",
                )
            seen.add(after)
            after = self.before[after]
        return 0 if after is None else order.index(after) + 1

    def holder(self, after: UUID | None, kind: ProvisionKind) -> UUID | None:
        """The provision in which what is of `kind` and stands behind `after` would stand."""
        seen: set[UUID | None] = set()
        while after is not None and after not in seen and not self._holds(after, kind):
            seen.add(after)
            after = self.before.get(after)
        return after if after not in seen else None

    def _holds(self, anchor: UUID, kind: ProvisionKind) -> bool:
        """Whether what is of `kind` would stand in the anchor, and so in an article at most."""
        known = self.kinds.get(anchor)
        inner = RANK[kind] > RANK[ProvisionKind.ARTICLE]
        return inner and known is not None and RANK[known] < RANK[kind]
