"""The redline between two stored versions, with what only follows from renumbering set apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from bylaws.domain import stored
from bylaws.domain.stored import Named
from bylaws.domain.text.pieces import Span, shape
from bylaws.domain.text.provisions import Provision
from bylaws.domain.text.redline import Block, redline
from bylaws.enums import Scheme
from bylaws.models import Reference, Version


def redline_between(old: Version, new: Version) -> tuple[Block, ...]:
    """What changed from one version to the other, with the marks of the new one's scheme."""
    before, after = stored.provisions_of(old), stored.provisions_of(new)
    conforming = tuple(conforming_spans(before, after, old.references.all(), new.references.all()))
    return redline(before, after, Scheme(new.numbering), conforming=conforming)


def conforming_spans(
    before: Iterable[Provision],
    after: Iterable[Provision],
    old: Iterable[Reference | Named],
    new: Iterable[Reference | Named],
) -> Iterator[Span]:
    """Where a provision still names what it named, in the same words but with another number.

    The references of provisions that stand in the texts given.
    """
    texts = {provision.id: provision.text for provision in before}
    named: dict[tuple[UUID, UUID], set[str]] = {}
    for row in old:
        if row.target:
            words = texts[row.provision][row.start : row.end]
            named.setdefault((row.provision, row.target), set()).add(words)
    index = {provision.id: (i, provision.text) for i, provision in enumerate(after)}
    for row in new:
        was = named.get((row.provision, row.target), set()) if row.target else set()
        place, text = index[row.provision]
        words = text[row.start : row.end]
        if words not in was and shape(words) in {shape(one) for one in was}:
            yield place, row.start, row.end
