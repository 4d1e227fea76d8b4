"""Votes on amendments: what was changed, in the words of the redline, and what followed from it."""

from __future__ import annotations

from assemblies.domain.planning.proposals import Proposal, proposal_of
from assemblies.domain.writing.minutes_facts.shapes import (
    AmendmentFacts,
    BlockFacts,
    LineFacts,
    RunFacts,
)
from assemblies.models import Motion
from bylaws.domain.text.redline import Block, Line


def amendment_of(motion: Motion | None) -> AmendmentFacts | None:
    """The text as a whole is compared in an annex; of a unit the redline stands with its vote."""
    proposal = proposal_of(motion)
    if motion is None or proposal is None:
        return None
    return AmendmentFacts(
        title=proposal.amendment.title,
        proposer=proposal.amendment.proposer,
        way=_way(proposal),
        reasons=list(proposal.reasons),
        redline=[_block(b) for b in proposal.gist if b.lines] if proposal.unit is not None else [],
        conforming=list(proposal.conforming),
        left_out=_left_out(motion, proposal),
    )


def _way(proposal: Proposal) -> str:
    if proposal.unit is not None:
        return "unit"
    return "closing" if proposal.is_closing else "whole"


def _left_out(motion: Motion, proposal: Proposal) -> list[int]:
    rows = Motion.objects.filter(
        amendment=motion.amendment_id,
        unit__in=proposal.dropped,
        item__assembly=motion.item.assembly_id,
    )
    return list(rows.order_by("item__position").values_list("item__position", flat=True))


def _block(block: Block) -> BlockFacts:
    return BlockFacts(
        kind=block.kind.value if block.kind else "",
        old_number=block.old_number,
        new_number=block.new_number,
        is_moved=block.is_moved,
        lines=[_line(line) for line in block.lines],
    )


def _line(line: Line) -> LineFacts:
    return LineFacts(
        kind=line.kind.value,
        op=line.op.value,
        old_mark=line.old_mark,
        new_mark=line.new_mark,
        runs=[RunFacts(run.op.value, run.text, run.is_conforming) for run in line.runs],
    )
