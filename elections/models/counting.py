"""What comes out of a box: shares of the decryption, and the counts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from elections.enums import Channel
from elections.models.boxes import Candidate, Contest, Election, Trustee
from members.models import Person
from records.models import Entity


class PartialDecryption(models.Model):
    """A trustee's share of the decryption; ``trustee`` is null for the server's key."""

    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, related_name="partial_decryptions"
    )
    trustee = models.ForeignKey(Trustee, null=True, blank=True, on_delete=models.PROTECT)
    owner = models.PositiveSmallIntegerField(help_text=_("1 is the server, then the trustees."))
    raw = models.TextField()
    is_odd = models.BooleanField(
        default=False, help_text=_("Its proofs hold, and yet nothing decodes with it.")
    )
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["election", "owner"]
        constraints = [
            models.UniqueConstraint(fields=["election", "owner"], name="decryption_once_per_owner")
        ]


class Count(Entity):
    """One count of one contest through one channel; on paper, each teller's own."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="counts")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    teller = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    issued = models.PositiveIntegerField(_("issued"))
    returned = models.PositiveIntegerField(_("returned"))
    valid = models.PositiveIntegerField(_("valid"))
    invalid = models.PositiveIntegerField(_("invalid"))
    blank = models.PositiveIntegerField(
        _("blank"), default=0, help_text=_("Of the valid ones, those that vote for none at all.")
    )
    void_reasons = models.JSONField(
        default=dict, blank=True, help_text=_("Of the invalid ones, how many for which reason.")
    )
    accepted = models.BooleanField(default=False, help_text=_("It stands in the result."))
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["contest", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "channel"],
                condition=models.Q(accepted=True, superseded_at__isnull=True),
                name="one_count_stands_per_channel",
            )
        ]


class CountLine(models.Model):
    """A candidate's figures in a count. Whoever voted blank abstained on every line."""

    count = models.ForeignKey(Count, on_delete=models.CASCADE, related_name="lines")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="lines")
    votes_for = models.PositiveIntegerField(_("for"))
    votes_against = models.PositiveIntegerField(_("against"))
    abstentions = models.PositiveIntegerField(_("abstain"))
    partly_invalid = models.PositiveIntegerField(_("partly invalid"), default=0)

    class Meta:
        ordering = ["count", "candidate__position"]
        constraints = [
            models.UniqueConstraint(fields=["count", "candidate"], name="line_once_per_candidate")
        ]
