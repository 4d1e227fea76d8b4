"""Who may work on texts. Roles are kept above, in `members`; here they are asked by name."""

from __future__ import annotations

from typing import Any

from records.permissions import require

__all__ = ["can_read_drafts", "is_logged_in", "is_secretariat", "require"]


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
