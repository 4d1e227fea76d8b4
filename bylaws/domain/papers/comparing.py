"""Two texts of which one amends the other, with the reasons that were given for each change: what
the redline and the comparison table (修订对照表) on paper are made of.

The second text is a version, or what an amendment would make of its base before anyone voted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from bylaws.domain import stored
from bylaws.domain.amendments import amending
from bylaws.domain.formats.papers import ComparisonRow, say
from bylaws.domain.redlines import conforming_spans
from bylaws.domain.text.changes import Change as TextChange
from bylaws.domain.text.changes import Insert, Replace, Substitute
from bylaws.domain.text.pieces import Span
from bylaws.domain.text.provisions import Provision
from bylaws.domain.text.redline import Block, Line, redline
from bylaws.enums import ChangeKind, Op, ProvisionKind, Scheme
from bylaws.errors import Lang
from bylaws.models import Amendment, Regulation, Version
from bylaws.models import Change as ChangeRow
from records.fields import Translated

LONG = 500
"""Characters of both texts together beyond which a row of a printed table may break."""
UNLISTED = frozenset({None, ChangeKind.RENUMBERED})
MARKED = frozenset({ProvisionKind.ITEM, ProvisionKind.SUBITEM})


@dataclass(frozen=True)
class Comparison:
    """``at``: when the second text was put on record; ``proposer`` may be empty."""

    regulation: Regulation
    old: tuple[Provision, ...]
    new: tuple[Provision, ...]
    scheme: Scheme
    old_label: Translated
    new_label: Translated
    conforming: tuple[Span, ...]
    reasons: tuple[Reason, ...]
    at: datetime
    proposer: str = ""

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return redline(self.old, self.new, self.scheme, conforming=self.conforming)

    def rows(self, lang: Lang) -> list[Row]:
        """The changed articles and headings, those that only follow the numbers among them."""
        changed = [b for b in self.blocks if b.lines and b.kind not in UNLISTED]
        return [Row(block, self._why(block, lang)) for block in changed]

    def _why(self, block: Block, lang: Lang) -> str:
        ids = {self.old[line.old_index].id for line in block.lines if line.old_index is not None}
        ids |= {self.new[line.new_index].id for line in block.lines if line.new_index is not None}
        given = [one.words.text(lang) for one in self.reasons if one.ids & ids and one.words]
        if not given and block.is_conforming:
            return say("conforming", lang)
        if not given and block.kind is ChangeKind.MOVED:
            return say("moved", lang)
        return "\n".join(dict.fromkeys(given))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the provisions ``ids`` are changed."""

    ids: frozenset[UUID | None]
    words: Translated


@dataclass(frozen=True, slots=True)
class Row:
    """A changed article as the table shows it."""

    block: Block
    reason: str

    @property
    def old_lines(self) -> list[Line]:
        return [line for line in self.block.lines if line.old_index is not None]

    @property
    def new_lines(self) -> list[Line]:
        return [line for line in self.block.lines if line.new_index is not None]

    @property
    def is_long(self) -> bool:
        return sum(len(run.text) for line in self.block.lines for run in line.runs) > LONG

    def plain(self) -> ComparisonRow:
        return ComparisonRow(
            old_number=self.block.old_number,
            new_number=self.block.new_number,
            old_text="\n".join(_said(line, Op.INSERT) for line in self.old_lines),
            new_text="\n".join(_said(line, Op.DELETE) for line in self.new_lines),
            reason=self.reason,
        )


def _said(line: Line, without: Op) -> str:
    mark = ""
    if line.kind in MARKED:
        mark = line.old_mark if without is Op.INSERT else line.new_mark
    return mark + "".join(run.text for run in line.runs if run.op is not without)


def of_version(version: Version) -> Comparison | None:
    """A version against the one that it amends; None for a first version."""
    base = version.base
    if base is None:
        return None
    amendment = Amendment.objects.filter(Q(result=version) | Q(draft=version)).first()
    old, new = stored.provisions_of(base), stored.provisions_of(version)
    spans = conforming_spans(old, new, base.references.all(), version.references.all())
    return Comparison(
        regulation=version.regulation,
        old=old,
        new=new,
        scheme=Scheme(version.numbering),
        old_label=base.label,
        new_label=version.label,
        conforming=tuple(spans),
        reasons=_reasons(old, amendment.changes.all() if amendment else ()),
        at=version.recorded_at,
        proposer=amendment.proposer if amendment else "",
    )


def of_amendment(amendment: Amendment) -> Comparison:
    """The base against what the amendment, as it stands, would make of it."""
    old = stored.provisions_of(amendment.base)
    applied = amending.preview(amendment)
    return Comparison(
        regulation=amendment.regulation,
        old=old,
        new=applied.provisions,
        scheme=Scheme(amendment.base.numbering),
        old_label=amendment.base.label,
        new_label=amendment.label,
        conforming=tuple(_spans(applied.provisions, applied.spans)),
        reasons=_reasons(old, amendment.changes.all()),
        at=amendment.submitted_at or amendment.created_at,
        proposer=amendment.proposer,
    )


def _spans(
    provisions: Sequence[Provision], spans: dict[UUID, tuple[tuple[int, int], ...]]
) -> Iterable[Span]:
    for index, provision in enumerate(provisions):
        for start, end in spans.get(provision.identity, ()):
            yield index, start, end


def _reasons(base: Collection[Provision], rows: Iterable[ChangeRow]) -> tuple[Reason, ...]:
    return tuple(
        Reason(frozenset(_touched(base, stored.change_of(row))), row.reason)
        for row in rows
        if row.reason
    )


def _touched(base: Collection[Provision], change: TextChange) -> Iterable[UUID | None]:
    if isinstance(change, Substitute):
        return (provision.id for provision in base if change.find in provision.text)
    if isinstance(change, Replace):
        return (change.provision.id,)
    if isinstance(change, Insert):
        return (provision.id for provision in change.provisions)
    return change.ids
