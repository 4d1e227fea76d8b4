"""A text written with the numbers of one version, as it reads with those of another.

Texts can be compared and merged only where they call the same article by the same number.
"""

from collections.abc import Sequence
from uuid import UUID

from bylaws.domain.text import bindings
from bylaws.domain.text.bindings import Bound
from bylaws.domain.text.changes import Insert, Replace
from bylaws.domain.text.provisions import Place, Provision, places
from bylaws.domain.text.rewriting import rewrite
from bylaws.enums import ProvisionKind, Scheme


class Numbers:
    """The numbers of one text, for texts that were written with others."""

    def __init__(self, provisions: Sequence[Provision], scheme: Scheme) -> None:
        located = places(provisions, scheme)
        self._where = {
            p.identity: place
            for p, place in zip(provisions, located, strict=True)
            if not p.is_repealed
        }
        self._first_listed = bindings.first_listed_paragraphs(located)
        self._nowhere = Place(ProvisionKind.PREAMBLE, scheme=scheme)

    def write(self, text: str, references: Sequence[Bound], provision: UUID) -> str | None:
        """The text of a provision with these numbers; None where one of its references names what
        this text has not."""
        done = rewrite(
            text,
            references,
            here=self._where.get(provision, self._nowhere),
            where=self._where,
            first_listed=self._first_listed,
        )
        return None if done.lost else done.text


def bind_replaced(
    change: Replace, base: Sequence[Provision], scheme: Scheme, names: Sequence[str]
) -> Replace:
    """The change with what its references name said by identity; one that was written by hand
    means the numbers of ``base``."""
    if change.references is not None:
        return change
    return Replace(change.provision, _named(change.provision, base, scheme, names))


def bind_inserted(
    change: Insert, base: Sequence[Provision], scheme: Scheme, names: Sequence[str]
) -> Insert:
    """As `bind_replaced`."""
    if change.references is not None:
        return change
    named = tuple((p.identity, _named(p, base, scheme, names)) for p in change.provisions)
    return Insert(change.provisions, change.after, named)


def _named(
    provision: Provision, base: Sequence[Provision], scheme: Scheme, names: Sequence[str]
) -> tuple[Bound, ...]:
    """What a text names by the numbers of the base, seen from its own place there if it has one."""
    place = next((i for i, p in enumerate(base) if p.id == provision.id), None)
    if place is None:
        found = bindings.Reader(base, scheme, names).find_in(provision.text)
    else:
        inside = (*base[:place], provision, *base[place + 1 :])
        found = tuple(f for f in bindings.find(inside, scheme, names) if f.index == place)
    return tuple(
        Bound(one.token, base[one.target].identity, one.implied_paragraph)
        for one in found
        if one.target is not None
    )
