"""The chain of a text's versions: each commits to its ancestors, and anyone can check it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bylaws.domain import stored
from bylaws.domain.text.digests import digest_of_text, link
from bylaws.domain.text.provisions import Provision
from bylaws.enums import Scheme
from bylaws.errors import TextUnreadable
from bylaws.models import Regulation, Version


@dataclass(frozen=True, slots=True)
class Break:
    """A version whose record is not what its chain committed to."""

    version: Version
    is_text: bool
    """The text differs from its digest; otherwise the link does not fit its ancestor."""


def breaks(regulation: Regulation) -> list[Break]:
    """Every version of a text that does not verify; empty is what one wants to see."""
    found: list[Break] = []
    for version in regulation.versions.select_related("base").prefetch_related("provisions"):
        provisions = stored.provisions_of(version)
        if _digest(provisions, Scheme(version.numbering)) != version.digest:
            found.append(Break(version, is_text=True))
            continue
        previous = version.base.chain if version.base else ""
        expected = link(
            previous=previous,
            regulation=regulation.pk,
            digest=version.digest,
            provisions=provisions,
        )
        if (version.previous, version.chain) != (previous, expected):
            found.append(Break(version, is_text=False))
    return found


def _digest(provisions: Sequence[Provision], scheme: Scheme) -> str:
    """Empty for rows that are no text any more, such as an item whose article was taken away."""
    try:
        return digest_of_text(provisions, scheme)
    except TextUnreadable:
        return ""
