"""What follows an act of this app once it is on record."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from assemblies.domain.writing.papers import motion_of_box
from assemblies.models import Notice, Resolution
from assemblies.signals import notice_convened
from elections.domain.results import Verdict
from elections.models import Election
from elections.signals import verdict_asked
from records.models import Job
from records.tasks import run_job


@receiver(notice_convened, sender=Notice)
def hurry_delivery(sender: type[Notice], *, job: Job, **_others: Any) -> None:
    """Hand the promise to the broker once it is committed; lost there, the sweep finds it."""
    transaction.on_commit(lambda: run_job.delay(str(job.pk)))


@receiver(verdict_asked, sender=Election)
def tell_verdict(sender: type[Election], *, election: Election, **_others: Any) -> Verdict | None:
    """What was resolved on a box, for its public board."""
    motion = motion_of_box(election)
    resolution = (
        Resolution.objects.filter(motion=motion, annulled_at__isnull=True).first()
        if motion is not None
        else None
    )
    if resolution is None:
        return None
    return Verdict(resolution.outcome, resolution.sentence, resolution.citation)
