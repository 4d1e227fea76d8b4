"""What follows an act of this app once it is on record."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from members.models import Mailing
from members.signals import mailing_released
from records.models import Job
from records.tasks import run_job


@receiver(mailing_released, sender=Mailing)
def hurry_sending(sender: type[Mailing], *, job: Job, **_others: Any) -> None:
    """Hand the promise to the broker once it is committed; lost there, the sweep finds it."""
    transaction.on_commit(lambda: run_job.delay(str(job.pk)))
