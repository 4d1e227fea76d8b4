"""A whole text from outside: weighed beside the text on record, then kept or proposed.

Nothing is written before somebody saw what the reader made of it, and how it differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from bylaws.domain import in_force, redlines, stating, stored
from bylaws.domain.amendments import amending
from bylaws.domain.formats.dirty_findings import Finding, Reading
from bylaws.domain.formats.markdown import read_markdown
from bylaws.domain.formats.plain import read_plain
from bylaws.domain.stating import Mismatch
from bylaws.domain.text import bindings, derive
from bylaws.domain.text.lint import Lint, lint
from bylaws.domain.text.pieces import Span
from bylaws.domain.text.provisions import Provision
from bylaws.domain.text.redline import Block, Tally, redline, tally
from bylaws.domain.text.stale import Stale, stale
from bylaws.enums import Scheme, Severity
from bylaws.errors import NothingChanged, TextUnreadable
from bylaws.models import Amendment, Reference, Regulation, Version
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class Weighed:
    """A text as read, with the identities of what it continues in ``base``, and what to look at
    before it is kept. ``blocks`` redline it against ``base``; without one all of it is new."""

    reading: Reading
    base: Version | None
    provisions: tuple[Provision, ...]
    blocks: tuple[Block, ...]
    lint: tuple[Lint, ...]
    stale: tuple[Stale, ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def blocking(self) -> list[Finding]:
        return [f for f in self.reading.findings if f.severity is Severity.BLOCK]

    @property
    def notes(self) -> list[Finding]:
        """What was repaired; what wants a look comes first."""
        rest = [f for f in self.reading.findings if f.severity is not Severity.BLOCK]
        return sorted(rest, key=lambda f: (f.severity is not Severity.WARN, f.row))

    @property
    def tally(self) -> Tally:
        return tally(self.blocks)


def weigh(
    *,
    regulation: Regulation,
    text: str,
    base: Version | None,
    is_markdown: bool = False,
    renumber: bool = False,
) -> Weighed:
    """Read ``text`` and lay it beside ``base``. Raises ``TextUnreadable`` where nothing stands in
    it, or no article can be made out."""
    if not text.strip():
        raise TextUnreadable(
            zh="没有文字。请粘贴全文，或者选择文件。",
            en="There is no text. Paste the whole text, or choose a file.",
        )
    scheme, names = Scheme(regulation.numbering), stored.own_names(regulation)
    reader = read_markdown if is_markdown else read_plain
    reading = reader(text, scheme, renumber=renumber)
    before = stored.provisions_of(base) if base else ()
    new = derive.identify(before, reading.provisions, scheme)
    return Weighed(
        reading=reading,
        base=base,
        provisions=new,
        blocks=redline(before, new, scheme, conforming=_conforming(before, new, scheme, names)),
        lint=lint(new, scheme, names),
        stale=stale(before, new, scheme, names) if base else (),
        mismatches=tuple(_mismatches(base, new, scheme)),
    )


def _conforming(
    before: Sequence[Provision], after: Sequence[Provision], scheme: Scheme, names: Sequence[str]
) -> tuple[Span, ...]:
    old, new = (_references(text, scheme, names) for text in (before, after))
    return tuple(redlines.conforming_spans(before, after, old, new))


def _references(
    provisions: Sequence[Provision], scheme: Scheme, names: Sequence[str]
) -> list[Reference]:
    """What a text names, as rows that are not kept."""
    return [
        Reference(
            provision=provisions[one.index].identity,
            start=one.token.start,
            end=one.token.end,
            target=None if one.target is None else provisions[one.target].identity,
        )
        for one in bindings.find(provisions, scheme, names)
    ]


def _mismatches(
    base: Version | None, new: Sequence[Provision], scheme: Scheme
) -> Sequence[Mismatch]:
    if base is None:
        return ()
    rules = in_force.parameters_of(base)
    return stating.mismatches(rules, new, scheme, stored.provisions_of(base))


@transaction.atomic
def propose_text(
    *,
    weighed: Weighed,
    title: Translated,
    label: Translated,
    proposer: str,
    by: Any,
    at: datetime,
    reason: Translated | None = None,
) -> Amendment:
    """Make the difference between the base and a whole new text an amendment.

    Raises ``NothingChanged`` where there is none, or nothing to amend; then nothing is written.
    """
    if weighed.base is None:
        raise NothingChanged(
            zh="还没有可以修改的版本。", en="There is no version yet that could be amended."
        )
    amendment = amending.open_amendment(
        base=weighed.base,
        title=title,
        label=label,
        proposer=proposer,
        reason=reason,
        by=by,
        at=at,
    )
    return amending.derive_amendment(
        amendment=amendment,
        provisions=weighed.provisions,
        revision=amendment.revision,
        by=by,
        at=at,
    )
