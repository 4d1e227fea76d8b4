"""Celery's side of the ballot boxes: only fetch and call."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from elections.domain.closing import seal_when_checked
from elections.domain.intake import boxes_to_check, check_received
from elections.models import Election


@shared_task(ignore_result=True)
def check_box(election_id: str) -> None:
    """Check the ballots that wait in a box; a closed one is sealed after its last."""
    election = Election.objects.get(pk=election_id)
    check_received(election=election)
    seal_when_checked(election=election, at=timezone.now())


@shared_task(ignore_result=True)
def sweep_boxes() -> None:
    """Every box whose check was never begun, or was lost with its process."""
    for key in boxes_to_check().values_list("pk", flat=True):
        check_box.delay(str(key))
