"""The chain of a text's versions: each commits to its ancestors, and anyone can check it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bylaws.domain import stored
from bylaws.domain.text.provisions import Provision, render
from bylaws.enums import Scheme
from bylaws.models import Regulation, Version


def digest_of_text(provisions: Sequence[Provision], scheme: Scheme) -> str:
    """SHA-256 of the whole text with its numbers, one provision a line, without a final break."""
    return hashlib.sha256(render(provisions, scheme).encode()).hexdigest()


def link(*, previous: str, regulation: UUID, digest: str, provisions: Sequence[Provision]) -> str:
    """What a version commits to: SHA-256 of the compact JSON list of the previous link, the
    regulation, the digest of the text, and of each provision identity, kind and marks."""
    identities = [
        [str(row.id), str(row.kind.value), row.is_sub, row.is_repealed] for row in provisions
    ]
    committed = [previous, str(regulation), digest, identities]
    return hashlib.sha256(
        json.dumps(committed, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


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
        if digest_of_text(provisions, Scheme(version.numbering)) != version.digest:
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
