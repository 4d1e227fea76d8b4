"""测算表: what a dues standard would bring, as an annex for those who vote on it."""

from __future__ import annotations

from datetime import date, datetime

from bylaws.models import Association
from dues.domain.comparing import compare_schedules
from dues.domain.schedule_dates import schedule_before
from dues.models import DuesSchedule
from members.domain.days import zone
from records.domain.pdf import make_pdf


def comparison_paper(*, new: DuesSchedule, day: date, language: str, at: datetime) -> bytes:
    """Members, old and new sums by class, on the register of ``day``."""
    old = schedule_before(new)
    context = {
        "association": Association.objects.get(),
        "old": old,
        "new": new,
        "told": compare_schedules(old=old, new=new, day=day),
        "currency": new.currency,
    }
    return make_pdf(
        template="print/dues_comparison.html",
        context=context,
        language=language,
        zone=zone(),
        dated=at,
    )
