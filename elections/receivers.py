"""What follows an act of this app once it is on record."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from elections.models import Election
from elections.signals import ballot_received
from elections.tasks import check_box


@receiver(ballot_received, sender=Election)
def hurry_checking(sender: type[Election], *, election: Election, **_others: Any) -> None:
    """Ask for the check once the ballot is committed; lost there, the sweep finds it."""
    transaction.on_commit(lambda: check_box.delay(str(election.pk)))
