"""Who may open the pages of a firm's own people: whoever acts for it on the day, nobody else.

The secretariat and the auditor have the register's pages of a firm.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from members.models import Representative


def represents(user: Any, *, pk: Any, **_resolved: Any) -> bool:
    """``pk`` is the firm's key in the address. Asked on each request, so that access ends on the
    day from which somebody acts no more."""
    if getattr(user, "person_id", None) is None:
        return False
    return Representative.objects.filter(
        Representative.holds_on(timezone.localdate()),
        person=user.person_id,
        firm=pk,
        firm__merged_into__isnull=True,
    ).exists()
