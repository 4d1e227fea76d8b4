"""An amendment whose base moved on: carried to the new version, or refused; never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bylaws.domain import stored
from bylaws.domain.amendments import amending
from bylaws.domain.amendments.editing import one_line
from bylaws.domain.text import bindings
from bylaws.domain.text.bindings import Bound
from bylaws.domain.text.changes import Change, Insert, Move, Repeal, Replace, Substitute
from bylaws.domain.text.merge import INSIDE, merge
from bylaws.domain.text.provisions import Provision, places, subtree
from bylaws.domain.text.renumber import Numbers, bind_inserted, bind_replaced
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import Collision, RebaseCollides
from bylaws.models import Amendment, Version
from bylaws.models import Change as ChangeRow


@dataclass(frozen=True, slots=True)
class _Bases:
    """The base as it was and as it is now, by identity."""

    old: Mapping[UUID, Provision]
    new: Mapping[UUID, Provision]
    order: Sequence[Provision]
    numbers: Mapping[UUID, str]
    named: Mapping[UUID, tuple[Bound, ...]]
    """What the old base's provisions name."""
    as_now: Numbers
    scheme: Scheme
    own_names: Sequence[str]

    def renumbered(self, change: Replace) -> tuple[str | None, str | None]:
        """The provision's old text, and the one wanted, with the numbers of the new base: only so
        can they be merged with its new text. None where one names what is not there."""
        identity = change.provision.identity
        old = self.old[identity].text if identity in self.old else ""
        return (
            self.as_now.write(old, self.named.get(identity, ()), identity),
            self.as_now.write(change.provision.text, change.references or (), identity),
        )

    def moving_now(self, ids: tuple[UUID, ...]) -> tuple[UUID, ...]:
        """What moves of the new base where `ids` did of the old one: of a provision that moved with
        all that stood in it, whatever stands in it now."""
        if ids != _whole(tuple(self.old.values()), ids[0]):
            return ids
        return _whole(self.order, ids[0]) or ids

    def behind(self, after: UUID | None, first: Provision | UUID) -> UUID | None:
        """The anchor of what begins with `first`: an article or a heading that stood behind a whole
        article does so still, where that has got more items, or its items stand otherwise."""
        kind = first.kind if isinstance(first, Provision) else self.old[first].kind
        if after not in self.old or after not in self.new or kind in INSIDE:
            return after
        before = tuple(self.old.values())
        place = [p.id for p in before].index(after)
        if place + 1 < len(before) and before[place + 1].kind in INSIDE:
            return after  # It parted an article, as a chapter put between two paragraphs does.
        while place and before[place].kind in INSIDE:
            place -= 1
        holder = before[place].identity
        return _whole(self.order, holder)[-1] if self._is_article(holder) else after

    def _is_article(self, holder: UUID) -> bool:
        there = holder in self.new
        return there and self.new[holder].kind is ProvisionKind.ARTICLE


def _whole(provisions: Sequence[Provision], identity: UUID) -> tuple[UUID, ...]:
    """A provision and all that stands in it; empty where it is not there."""
    place = next((i for i, p in enumerate(provisions) if p.id == identity), None)
    if place is None:
        return ()
    return tuple(provisions[i].identity for i in subtree(provisions, place))


@transaction.atomic
def rebase_amendment(
    *,
    amendment: Amendment,
    onto: Version,
    by: Any,
    at: datetime,
    resolved: Mapping[str, str] | None = None,
) -> Amendment:
    """Base the amendment on ``onto``, another version of the same text.

    What the new version left alone is carried over; texts changed on both sides are merged where
    their edits stand apart. ``resolved`` says by a change's key what shall stand where they do not:
    the text itself, or nothing to drop the change. Raises ``RebaseCollides`` with everything that
    is not resolved; then nothing is changed.
    """
    amendment = amending.lock(amendment, revision=amendment.revision)
    if amendment.base_id == onto.pk:
        return amendment
    bases = _bases(amendment.base, onto)
    rows = list(amendment.changes.all())
    carried, collisions = _carry(rows, bases, resolved or {})
    if collisions:
        raise RebaseCollides(collisions)
    amendment.base, amendment.base_digest, amendment.draft = onto, onto.digest, None
    amendment.save(update_fields=["base", "base_digest", "draft"])
    _rewrite(amendment, rows, carried)
    amending.preview(amendment)
    return amending.saved(amendment, "amendment_rebased", {"base": str(onto.pk)}, by, at)


def _bases(old: Version, new: Version) -> _Bases:
    before, after = stored.provisions_of(old), stored.provisions_of(new)
    numbers: dict[UUID, str] = {}
    for version, kept in ((old, before), (new, after)):
        located = places(kept, Scheme(version.numbering))
        numbers |= {p.identity: at.reference for p, at in zip(kept, located, strict=True)}
    scheme, names = Scheme(old.numbering), stored.own_names(old.regulation)
    return _Bases(
        old={p.identity: p for p in before},
        new={p.identity: p for p in after},
        order=after,
        numbers=numbers,
        named=bindings.bound(bindings.find(before, scheme, names), before),
        as_now=Numbers(after, Scheme(new.numbering)),
        scheme=scheme,
        own_names=names,
    )


def _carry(
    rows: Sequence[ChangeRow], bases: _Bases, resolved: Mapping[str, str]
) -> tuple[dict[UUID, Change | None], list[Collision]]:
    """By the row's key its change on the new base (None: dropped); and what collides."""
    carried: dict[UUID, Change | None] = {}
    collisions: list[Collision] = []
    known = set(bases.new)
    for row in rows:
        change = _bound(stored.change_of(row), bases)
        found = _carried(change, bases, known)
        if found is None and str(row.pk) in resolved:
            found = _resolved(change, resolved[str(row.pk)], bases)
            carried[row.pk] = found
        elif found is None:
            collisions.append(_collision(row, change, bases))
        else:
            carried[row.pk] = found
        if isinstance(found, Insert):
            known |= {p.identity for p in found.provisions}
    return carried, collisions


def _bound(change: Change, bases: _Bases) -> Change:
    """With what it names said by identity, since its numbers are about to mean other articles."""
    before = tuple(bases.old.values())
    if isinstance(change, Replace):
        return bind_replaced(change, before, bases.scheme, bases.own_names)
    if isinstance(change, Insert):
        return bind_inserted(change, before, bases.scheme, bases.own_names)
    return change


def _carried(change: Change, bases: _Bases, known: set[UUID]) -> Change | None:
    """The change on the new base; None where it cannot be carried by rule."""
    if isinstance(change, Replace):
        return _replaced(change, bases)
    if isinstance(change, Repeal):
        return change if _is_untouched(change.ids, bases) else None
    if isinstance(change, Move):
        ids = bases.moving_now(change.ids)
        there = all(i in bases.new for i in ids)
        is_placed = change.after is None or change.after in known
        return Move(ids, bases.behind(change.after, ids[0])) if there and is_placed else None
    if isinstance(change, Insert):
        if change.after is not None and change.after not in known:
            return None
        return replace(change, after=bases.behind(change.after, change.provisions[0]))
    return change if any(change.find in p.text for p in bases.order) else None


def _replaced(change: Replace, bases: _Bases) -> Replace | None:
    identity = change.provision.identity
    old, new = bases.old.get(identity), bases.new.get(identity)
    if old is None or new is None or new.is_repealed:
        return None
    if old.text == new.text:
        return change
    before, wanted = bases.renumbered(change)
    if before is None or wanted is None:
        return None
    merged = merge(before, wanted, new.text)
    return None if merged is None else Replace(replace(new, text=merged))


def _is_untouched(ids: Sequence[UUID], bases: _Bases) -> bool:
    """Whether what is to go stands as it stood, with nothing new in it."""
    return _whole(bases.order, ids[0]) == ids and all(bases.old[i] == bases.new[i] for i in ids)


def _resolved(change: Change, text: str, bases: _Bases) -> Change | None:
    """What somebody decided: a text for the provision, or to drop the change."""
    if not one_line(text) or not isinstance(change, Replace):
        return None
    new = bases.new.get(change.provision.identity)
    return None if new is None else Replace(replace(new, text=one_line(text), is_repealed=False))


def _collision(row: ChangeRow, change: Change, bases: _Bases) -> Collision:
    identity = stored.target_of(change)
    old = bases.old.get(identity) if identity else None
    new = bases.new.get(identity) if identity else None
    before = old.text if old else ""
    if isinstance(change, Replace):
        renumbered = bases.renumbered(change)
        before, wanted = renumbered[0] or before, renumbered[1] or change.provision.text
    elif isinstance(change, Insert):
        wanted = "\n".join(p.text for p in change.provisions)
    else:
        wanted = f"{change.find} → {change.put}" if isinstance(change, Substitute) else ""
    return Collision(
        id=str(row.pk),
        number=bases.numbers.get(identity, "") if identity else "",
        old=before,
        new=new.text if new else "",
        wanted=wanted,
    )


def _rewrite(
    amendment: Amendment, rows: Sequence[ChangeRow], carried: Mapping[UUID, Change | None]
) -> None:
    for row in rows:
        change = carried[row.pk]
        if change is None:
            row.delete()
            continue
        row.target, row.payload = stored.target_of(change), stored.payload_of(change)
        row.base_digest = amending.known_of_base(amendment, change)
        row.save(update_fields=["target", "payload", "base_digest"])
