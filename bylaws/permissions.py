"""Who may work on texts. Roles are kept above, in `members`; here they are asked by name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from bylaws.choices import AmendmentState
from bylaws.models import Amendment, Version
from records.permissions import require

__all__ = [
    "can_comment",
    "can_read_amendment",
    "can_read_drafts",
    "can_read_version",
    "is_logged_in",
    "is_secretariat",
    "require",
]

PRIVATE = (AmendmentState.DRAFT, AmendmentState.WITHDRAWN, AmendmentState.OBSOLETE)
"""What only those read who work on it; the rest was shown to the members."""


def is_secretariat(user: Any, **_resolved: Any) -> bool:
    return bool(user.is_authenticated) and user.roles.filter(role="secretariat").exists()


def is_logged_in(user: Any, **_resolved: Any) -> bool:
    return bool(user.is_authenticated)


def can_read_drafts(user: Any, **_resolved: Any) -> bool:
    """Secretariat and auditors see an amendment from its first draft on; everyone who is logged in
    sees it once it is open to comments."""
    if not user.is_authenticated:
        return False
    return user.roles.filter(role__in=["secretariat", "auditor"]).exists()


def can_read_version(user: Any, pk: UUID, **_resolved: Any) -> bool:
    """Everyone, where it was adopted and its text is published."""
    if user.is_authenticated:
        return True
    published = Version.objects.filter(regulation__is_public=True, adoption__isnull=False)
    return published.filter(pk=pk).exists()


def can_read_amendment(user: Any, pk: UUID, **_resolved: Any) -> bool:
    if can_read_drafts(user):
        return True
    if not user.is_authenticated:
        return False
    return Amendment.objects.filter(pk=pk).exclude(state__in=PRIVATE).exists()


def can_comment(user: Any, pk: UUID, **_resolved: Any) -> bool:
    """People who read the amendment and are no auditors, who only watch; an account that stands
    for nobody has nothing to say either."""
    if not user.is_authenticated or user.roles.filter(role="auditor").exists():
        return False
    speaks = user.person_id is not None or is_secretariat(user)
    return speaks and can_read_amendment(user, pk)
