"""What became of anonymous slips.

No row here joins a slip to whoever drew it: :class:`SlipIssue` knows the voter and no code,
:class:`Slip` a code and no voter, and it keeps no time.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from elections.enums import SlipOutReason
from elections.models.boxes import Ceremony, RollEntry
from records.models import Entity


class SlipIssue(Entity):
    """That slips were drawn for an entry of the roll, one for each of its votes, and came back:
    never which ones."""

    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="slip_issues")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="slip_issues")
    number = models.PositiveIntegerField(default=1, help_text=_("How many: one for each vote."))
    issued_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)
    exchanged = models.BooleanField(
        default=False, help_text=_("It came back for a ballot on paper.")
    )

    class Meta:
        ordering = ["ceremony", "issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "entry"],
                condition=models.Q(returned_at__isnull=True),
                name="one_slip_at_a_time",
            )
        ]


class Slip(models.Model):
    """A slip that was printed. ``public`` names it by a key that no ballot box uses, so that
    nothing here tells which of a box's credentials is its own."""

    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="slips")
    public = models.CharField(max_length=64)
    out = models.CharField(
        max_length=10,
        choices=SlipOutReason.choices,
        blank=True,
        help_text=_("Why it votes no more; empty while it may."),
    )

    class Meta:
        ordering = ["ceremony", "public"]
        constraints = [models.UniqueConstraint(fields=["ceremony", "public"], name="slip_once")]
