"""Who may open the pages of a firm's own people: whoever acts for it on the day, nobody else.

The secretariat and the auditor have the register's pages of a firm.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from members.models import Representative


def _acting(user: Any) -> QuerySet[Representative]:
    """Asked on each request, so that access ends on the day from which somebody acts no more."""
    return Representative.objects.filter(
        Representative.holds_on(timezone.localdate()),
        person=user.person_id,
        firm__merged_into__isnull=True,
    )


def represents(user: Any, *, pk: Any, **_resolved: Any) -> bool:
    """``pk`` is the firm's key in the address."""
    if getattr(user, "person_id", None) is None:
        return False
    return _acting(user).filter(firm=pk).exists()


def represents_a_member(user: Any, **_resolved: Any) -> bool:
    """Any firm at all: for what is published to the members."""
    return getattr(user, "person_id", None) is not None and _acting(user).exists()
