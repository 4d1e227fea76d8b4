"""Celery's side of the jobs: fetch by id, call the domain."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from records.domain import jobs
from records.models import Job


@shared_task(ignore_result=True)
def run_job(job_id: str) -> None:
    jobs.run_job(job_id=job_id, at=timezone.now())


@shared_task(ignore_result=True)
def sweep_jobs() -> None:
    """Send every job whose message was never sent, or was lost."""
    now = timezone.now()
    for job in jobs.jobs_to_enqueue(at=now):
        Job.objects.filter(pk=job.pk).update(enqueued_at=now)
        run_job.delay(str(job.pk))
