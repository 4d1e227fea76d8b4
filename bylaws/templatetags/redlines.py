"""What templates need to show a redline."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from bylaws.domain.text import folding
from bylaws.domain.text.redline import Block

register = template.Library()


@register.filter
def folded(blocks: Sequence[Block]) -> tuple[folding.Shown | folding.Fold, ...]:
    return folding.folded(blocks)
