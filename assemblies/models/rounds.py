"""What was decided on seats that a ballot left open."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.enums import SeatDecisionWay
from assemblies.models.agenda import Motion
from elections.models import Contest
from records.fields import TranslatedField
from records.models import Entity


class SeatDecision(Entity):
    """How ``seats`` of a question were settled after its ballot: by another ballot, by seniority,
    by lot, or left vacant. ``citation`` is what prescribes it, or what leaves it open; where no
    text prescribes it ``decided`` has the meeting's own words.

    Of a lot the list is committed first (``committed_at``) and the seed is entered afterwards. Of
    ``tied`` every row has ``candidate``, ``name`` and what the order rests on.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="seat_decisions")
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="seat_decisions")
    way = models.CharField(max_length=20, choices=SeatDecisionWay.choices)
    seats = models.PositiveSmallIntegerField(_("seats"))
    citation = TranslatedField(_("citation"), blank=True)
    decided = models.TextField(_("decided by the meeting"), max_length=500, blank=True)
    tied = models.JSONField(default=list)
    chosen = models.JSONField(default=list)
    seed_begins = models.CharField(max_length=80, blank=True)
    seed = models.CharField(max_length=200, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["motion", "committed_at", "decided_at"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "way"], name="seats_settled_once_a_way")
        ]
