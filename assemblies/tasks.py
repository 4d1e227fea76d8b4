"""Celery's side of the meetings: only fetch and call."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from assemblies.domain.planning.reminders import ask_for_reminders


@shared_task(ignore_result=True)
def remind_of_steps() -> None:
    """Promise the reminders of the hour; the sweep of the jobs sends them."""
    ask_for_reminders(at=timezone.now())
