"""Who may do what with the register, and the one way views ask."""

from __future__ import annotations

from typing import Any

from members.enums import Role
from records.permissions import require

__all__ = [
    "can_read_register",
    "has_role",
    "is_auditor",
    "is_logged_in",
    "is_secretariat",
    "require",
]


def has_role(user: Any, role: Role) -> bool:
    """Whether the log-in holds a standing role."""
    return bool(user.is_authenticated) and user.roles.filter(role=role).exists()


def is_secretariat(user: Any, **_resolved: Any) -> bool:
    return has_role(user, Role.SECRETARIAT)


def is_auditor(user: Any, **_resolved: Any) -> bool:
    return has_role(user, Role.AUDITOR)


def can_read_register(user: Any, **_resolved: Any) -> bool:
    return is_secretariat(user) or is_auditor(user)


def is_logged_in(user: Any, **_resolved: Any) -> bool:
    return bool(user.is_authenticated)
