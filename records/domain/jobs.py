"""Work apart from requests. The row is the promise, the broker only hurries it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from records.enums import JobState
from records.models import Job

# A job enqueued this long ago and still waiting lost its message or its worker.
RESEND_AFTER = timedelta(minutes=2)
MAX_ATTEMPTS = 5

# Filled by each app's ``AppConfig.ready``: name of the job → the act that does it.
HANDLERS: dict[str, Callable[..., None]] = {}


def request_job(*, task: str, key: str, arguments: dict[str, Any], at: datetime) -> Job:
    """Promise that the act registered as ``task`` will run; the same ``key`` promises once."""
    job, _created = Job.objects.get_or_create(
        key=key, defaults={"task": task, "arguments": arguments, "created_at": at}
    )
    return job


def jobs_to_enqueue(*, at: datetime) -> list[Job]:
    """Waiting jobs never sent, or sent so long ago that the message must be lost."""
    waiting = Job.objects.filter(state=JobState.WAITING, attempts__lt=MAX_ATTEMPTS)
    never = waiting.filter(enqueued_at__isnull=True)
    return list(never | waiting.filter(enqueued_at__lt=at - RESEND_AFTER))


def run_job(*, job_id: str, at: datetime) -> None:
    """Do a waiting job once. A failure is noted on the row and tried again by the sweep."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job_id)
        if job.state != JobState.WAITING:
            return
        job.attempts += 1
        job.save(update_fields=["attempts"])
    try:
        HANDLERS[job.task](at=at, **job.arguments)
    except Exception as error:
        job.error = f"{type(error).__name__}: {error}"
        if job.attempts >= MAX_ATTEMPTS:
            job.state = JobState.FAILED
        job.save(update_fields=["error", "state"])
        raise
    job.state, job.finished_at, job.error = JobState.DONE, at, ""
    job.save(update_fields=["state", "finished_at", "error"])
