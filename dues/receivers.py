"""What follows an act of this app once it is on record."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from dues.domain.collecting.reminder_print import require_statements
from dues.signals import work_requested
from members.models import Mailing
from members.signals import mailing_released
from records.models import Job
from records.tasks import run_job


@receiver(work_requested)
def hurry_work(sender: Any, *, job: Job, **_others: Any) -> None:
    """Hand the promise to the broker once it is committed; lost there, the sweep finds it."""
    transaction.on_commit(lambda: run_job.delay(str(job.pk)))


@receiver(mailing_released)
def hold_reminders_without_statement(sender: Any, *, mailing: Mailing, **_others: Any) -> None:
    """A mailing whose statements are still being made is not released: the refusal undoes it."""
    require_statements(mailing)
