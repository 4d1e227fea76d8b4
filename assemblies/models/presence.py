"""Who is in the hall or takes part remotely, and whether they suffice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.models.agenda import AgendaItem
from assemblies.models.convening import Proxy
from assemblies.models.meetings import Assembly
from elections.models import RollEntry
from records.fields import TranslatedField


class Attendance(models.Model):
    """One stay: in, and out if they left. Nobody is in twice at a time."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="attendances")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="attendances")
    # Not in person but through the holder of this authority.
    proxy = models.ForeignKey(
        Proxy, null=True, blank=True, on_delete=models.PROTECT, related_name="stays"
    )
    # Not in the hall; of a stay by proxy, its holder is not.
    remote = models.BooleanField(_("takes part remotely"), default=False)
    desk = models.CharField(_("desk"), max_length=40, blank=True)
    in_at = models.DateTimeField(_("in"))
    out_at = models.DateTimeField(_("out"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta:
        ordering = ["assembly", "in_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "entry"],
                condition=models.Q(out_at__isnull=True),
                name="in_the_hall_once",
            ),
            models.CheckConstraint(
                condition=models.Q(out_at__isnull=True) | models.Q(out_at__gte=models.F("in_at")),
                name="out_after_in",
            ),
        ]


class Excuse(models.Model):
    """An entry of the roll that excused itself beforehand."""

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="excuses")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assembly", "entry"], name="excused_once")]


class QuorumCheck(models.Model):
    """The quorum as stated at an instant: at the opening, and again before each vote.

    ``present`` is what counts towards the quorum; ``voters`` who may vote now, of them
    ``represented`` by proxy and ``remote`` themselves without being in the hall, and ``votes`` how
    many votes they have; ``recused`` are present without a vote on the item.
    """

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="quorum_checks")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    entitled = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    represented = models.PositiveIntegerField(default=0)
    remote = models.PositiveIntegerField(default=0)
    # Who took part remotely where the rule wants everybody in the hall, and their votes, with
    # those of whom they represent: they count for nothing in all the figures above.
    shut_out = models.PositiveIntegerField(default=0)
    shut_out_votes = models.PositiveIntegerField(default=0)
    recused = models.PositiveIntegerField(default=0)
    voters = models.PositiveIntegerField(default=0)
    votes = models.PositiveIntegerField(default=0)
    required = models.PositiveIntegerField()
    met = models.BooleanField()
    citation = TranslatedField(blank=True)

    class Meta:
        ordering = ["assembly", "at"]
