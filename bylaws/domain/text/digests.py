"""What a version commits to, so that whoever holds the text can check it without the database."""

import hashlib
import json
from collections.abc import Sequence
from uuid import UUID

from bylaws.domain.text.provisions import Provision, render
from bylaws.enums import Scheme


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
