"""What a motion on an amendment would change, as those see it who vote on it.

Before the vote and after it the same: the base beside the text with the changes that the motion is
about. The vote on the text as a whole has the units that were carried, and those still to be voted
on before they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assemblies.models import Motion
from bylaws.domain import stored
from bylaws.domain.amendments import amending
from bylaws.domain.amendments.adoption import has_moved_on
from bylaws.domain.text.changes import Applied
from bylaws.domain.text.pieces import Span
from bylaws.domain.text.redline import Block, redline
from bylaws.enums import ChangeKind, Op, Outcome, Scheme
from bylaws.models import Amendment, Change
from records.fields import Translated

QUIET = frozenset({None, ChangeKind.RENUMBERED})


@dataclass(frozen=True, slots=True)
class Proposal:
    """``blocks`` are the whole redline, ``changed`` those of substance, ``gist`` the same without
    the items and paragraphs in them that nothing happened to; ``conforming`` the new numbers of
    articles that are written anew only because others moved (相应调整).

    ``result`` is the text if adopted: the changed articles of a unit, else every article.
    ``lost``: references that would name nothing, as they are written. ``dropped``: the units that
    were voted down. ``text_language`` is that of the law's words.
    """

    amendment: Amendment
    unit: int | None
    is_closing: bool
    reasons: tuple[Translated, ...]
    blocks: tuple[Block, ...]
    changed: tuple[Block, ...]
    gist: tuple[Block, ...]
    result: tuple[Block, ...]
    conforming: tuple[str, ...]
    lost: tuple[str, ...]
    dropped: tuple[int, ...]
    has_moved_on: bool
    text_language: str


def proposal_of(motion: Motion | None) -> Proposal | None:
    """None for a motion on something else."""
    if motion is None or motion.amendment is None:
        return None
    amendment = motion.amendment
    votes = unit_votes(motion)
    is_closing = motion.unit is None and bool(votes)
    units = _units(motion, votes)
    applied = amending.preview(amendment, units)
    blocks = redline(
        stored.provisions_of(amendment.base),
        applied.provisions,
        Scheme(amendment.base.numbering),
        conforming=tuple(_spans(applied)),
    )
    changed = tuple(block for block in blocks if _is_substance(block))
    return Proposal(
        amendment=amendment,
        unit=motion.unit,
        is_closing=is_closing,
        reasons=_reasons(amendment, motion.unit),
        blocks=blocks,
        changed=changed,
        gist=tuple(_gist(block) for block in changed),
        result=tuple(b for b in (blocks if motion.unit is None else changed) if _stands(b)),
        conforming=tuple(b.new_number for b in blocks if b.is_conforming),
        lost=tuple(one.written for one in applied.lost),
        dropped=tuple(unit for unit, outcome in votes.items() if _is_down(outcome))
        if is_closing
        else (),
        has_moved_on=amendment.result_id is None and has_moved_on(amendment),
        text_language=_language(amendment),
    )


def unit_votes(motion: Motion) -> dict[int, str]:
    """The units of the motion's amendment on the same agenda, with the outcome of each vote, empty
    where it was not resolved; without any the amendment is voted en bloc."""
    rows = Motion.objects.filter(
        amendment=motion.amendment_id,
        unit__isnull=False,
        item__assembly=motion.item.assembly_id,
    ).prefetch_related("resolutions")
    found = {}
    for row in rows.order_by("unit"):
        standing = [r.outcome for r in row.resolutions.all() if r.annulled_at is None]
        found[row.unit or 0] = standing[0] if standing else ""
    return found


def _units(motion: Motion, votes: dict[int, str]) -> list[int] | None:
    if motion.unit is not None:
        return [motion.unit]
    if not votes:
        return None
    return [unit for unit, outcome in votes.items() if not _is_down(outcome)]


def _is_down(outcome: str) -> bool:
    return outcome not in ("", Outcome.PASSED)


def _reasons(amendment: Amendment, unit: int | None) -> tuple[Translated, ...]:
    """Of a unit the reasons of its changes; of the whole that of the amendment."""
    if unit is None:
        return (amendment.reason,) if amendment.reason else ()
    rows: list[Change] = [row for row in amendment.changes.all() if row.unit == unit]
    told: list[Translated] = []
    for row in rows:
        if row.reason and row.reason not in told:
            told.append(row.reason)
    return tuple(told)


def _spans(applied: Applied) -> Iterator[Span]:
    """What conforming changes wrote anew, by the place of the provision in the new text."""
    for index, provision in enumerate(applied.provisions):
        for start, end in applied.spans.get(provision.identity, ()):
            yield index, start, end


def _is_substance(block: Block) -> bool:
    return block.kind not in QUIET and not block.is_conforming


def _gist(block: Block) -> Block:
    """What changed in a block, under the words that it begins with."""
    kept = tuple(
        line for place, line in enumerate(block.lines) if place == 0 or not line.is_conforming
    )
    return replace(block, lines=kept)


def _stands(block: Block) -> bool:
    """Whether something of it is in the new text."""
    return any(line.op is not Op.DELETE for line in block.lines)


def _language(amendment: Amendment) -> str:
    scheme = amendment.base.numbering
    return "zh-Hans" if scheme == Scheme.ZH else scheme
