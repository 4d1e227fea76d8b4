"""What everyone may read: adopted versions of published texts, and nothing of a draft."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from bylaws.domain.effective import in_force_among, version_on
from bylaws.domain.versions import Status, status_beside
from bylaws.models import Regulation, Version


def adopted_versions() -> QuerySet[Version]:
    """Adopted ones in the order of their adoption, with what a timeline says of them."""
    adopted = Version.objects.filter(adoption__isnull=False)
    return adopted.select_related("adoption", "approval", "base").order_by(
        "adoption__decided_on", "recorded_at"
    )


@dataclass(frozen=True, slots=True)
class Published:
    """A text that everyone may read, with its adopted versions, of which there is at least one."""

    regulation: Regulation
    versions: list[Version]


def published(pk: UUID | None = None) -> list[Published]:
    """All that the association publishes and that was ever adopted, or the one of that key."""
    known = Regulation.objects.filter(is_public=True, versions__adoption__isnull=False).distinct()
    if pk is not None:
        known = known.filter(pk=pk)
    rows = known.prefetch_related(Prefetch("versions", adopted_versions()))
    return [Published(row, list(row.versions.all())) for row in rows]


@dataclass(frozen=True, slots=True)
class Entry:
    """A version on the timeline; ``previous`` is the one adopted before it."""

    version: Version
    status: Status
    previous: Version | None


def timeline(versions: Sequence[Version], day: date) -> list[Entry]:
    """The latest first, each as it stands on ``day``."""
    current = in_force_among(versions, day)
    pairs = pairwise((None, *versions))
    entries = [Entry(new, status_beside(new, current, day), old) for old, new in pairs if new]
    return entries[::-1]


def awaited(versions: Sequence[Version], day: date) -> list[Version]:
    """Adopted by ``day`` after the text that was in force then: still to be approved, or of a
    later day."""
    current = in_force_among(versions, day)
    later = versions[versions.index(current) + 1 :] if current else versions
    return [v for v in later if v.adoption is not None and v.adoption.decided_on <= day]


def beside(version: Version | None, day: date) -> list[object]:
    """What a page shows on ``day`` beside a version's words: the rules marked in them, and the
    texts of others that they name, where those are published."""
    if version is None:
        return []
    facts: list[object] = list(version.parameters.values_list("key", "value", "provision", "quote"))
    named = Regulation.objects.filter(pk__in=version.references.values("other"))
    for other in named.order_by("pk"):
        text = version_on(regulation=other, day=day)
        facts.append((other.pk, other.is_public, text and text.chain))
    return facts


def mark_of(regulation: Regulation, versions: Sequence[Version], *told: object) -> str:
    """What changes when anything does that a public page of a text shows, ``told`` included: the
    chain commits to the words, the days and decisions are named beside it."""
    facts = [regulation.pk, sorted(regulation.title.items()), *told]
    for version in versions:
        facts += [version.chain, sorted(version.label.items()), version.effective_on]
        for decision in (version.adoption, version.approval):
            facts += [decision and (decision.decided_on, decision.reference, decision.body_name)]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
