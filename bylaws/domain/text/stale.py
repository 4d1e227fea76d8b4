"""References that were not updated: their number stayed and the article it names is another one.

Whoever types a new text by hand forgets them. The old text tells what was meant.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bylaws.domain.text import bindings
from bylaws.domain.text.bindings import Found
from bylaws.domain.text.provisions import Provision, citations
from bylaws.enums import ReferenceForm, Scheme

BEGINNING = 16
"""Characters by which a provision is recognized."""


@dataclass(frozen=True, slots=True)
class Stale:
    """`place` cites the provision of the new text that says `written`; `meant` is what that named
    in the old text, `now` what it names in the new one, each as it begins. `meant_number`: where
    what was meant stands now; empty where it is gone."""

    id: UUID
    index: int
    place: str
    written: str
    meant: str
    meant_number: str
    now: str


def stale(
    old: Sequence[Provision],
    new: Sequence[Provision],
    scheme: Scheme = Scheme.ZH,
    own_names: Sequence[str] = (),
) -> tuple[Stale, ...]:
    """Every one, in the order of the new text; both texts have identities."""
    return tuple(_found(old, new, scheme, own_names))


def _found(
    old: Sequence[Provision], new: Sequence[Provision], scheme: Scheme, own_names: Sequence[str]
) -> Iterator[Stale]:
    before = _named(bindings.find(old, scheme, own_names), old)
    texts = {p.identity: p.text for p in old}
    cited = citations(new, scheme)
    where = {p.identity: cited[index] for index, p in enumerate(new)}
    seen: dict[tuple[UUID, str], int] = {}
    for one in bindings.find(new, scheme, own_names):
        holder = new[one.index]
        if one.target is None or one.token.form is ReferenceForm.RELATIVE:
            continue
        words = holder.text[one.token.start : one.token.end]
        turn = seen.get((holder.identity, words), 0)
        seen[holder.identity, words] = turn + 1
        meant = before.get((holder.identity, words), ())[turn : turn + 1]
        target = new[one.target]
        if not meant or meant[0] == target.identity:
            continue
        yield Stale(
            id=holder.identity,
            index=one.index,
            place=cited[one.index],
            written=words,
            meant=texts[meant[0]][:BEGINNING],
            meant_number=where.get(meant[0], ""),
            now=target.text[:BEGINNING],
        )


def _named(
    found: Sequence[Found], provisions: Sequence[Provision]
) -> Mapping[tuple[UUID, str], list[UUID]]:
    """By provision and words, what those words named in it, first to last."""
    named: dict[tuple[UUID, str], list[UUID]] = {}
    for one in found:
        if one.target is not None:
            holder = provisions[one.index]
            words = holder.text[one.token.start : one.token.end]
            named.setdefault((holder.identity, words), []).append(provisions[one.target].identity)
    return named
