"""What enters a box.

Casting is the one act that is not logged with who and when: no row here joins a voter to a ballot's
position or hour. See ``docs/explanation/ballots.md``.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from elections.models.boxes import Election, RollEntry
from members.models import Person
from records.models import Entity


class Credential(models.Model):
    """The public half of a voting code in one election; whose it is, is not recorded, but how many
    votes that member has."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="credentials")
    public = models.CharField(max_length=64)
    weight = models.PositiveIntegerField(default=1, help_text=_("How many votes its ballot is."))
    is_void = models.BooleanField(
        default=False, help_text=_("Its slip came back after the opening: it casts nothing more.")
    )

    class Meta:
        ordering = ["election", "public"]
        constraints = [
            models.UniqueConstraint(fields=["election", "public"], name="credential_once")
        ]


class Participation(Entity):
    """Whether a vote was cast for an entry of the roll: never when, never which ballot.

    All rows are made at the opening, so that their order tells nothing.
    """

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="participations")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="participations")
    admitted = models.BooleanField(
        default=True, help_text=_("May vote now; false once they left the hall unvoted.")
    )
    # Who votes for the entry by written authority; empty where its own person does.
    holder = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cast = models.BooleanField(default=False)
    on_paper = models.BooleanField(
        default=False, help_text=_("Has a ballot on paper where others vote electronically.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "entry"], name="participation_once")
        ]


class Binding(models.Model):
    """That one entry uses one credential, as a keyed hash.

    The key lies with the election's server key and is destroyed with it: afterwards, and in any
    backup, the hash says nothing. Without it a bought code would give a second vote.
    """

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="bindings")
    token = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "token"], name="binding_once")]


class Ballot(Entity):
    """An accepted ballot, in the order of acceptance. No time and no address are kept beside it."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="ballots")
    position = models.PositiveIntegerField()
    tracker = models.CharField(max_length=64)
    credential = models.CharField(max_length=64)
    commitment = models.CharField(max_length=43, blank=True, db_index=True)
    raw = models.TextField()
    supplement = models.TextField(blank=True)

    class Meta:
        ordering = ["election", "position"]
        constraints = [
            models.UniqueConstraint(fields=["election", "position"], name="ballot_position_once"),
            models.UniqueConstraint(fields=["election", "tracker"], name="ballot_tracker_once"),
        ]


class ReceivedBallot(Entity):
    """A ballot kept for good, whose proofs are yet to be checked; accepted, it becomes a
    :class:`Ballot`. Refused, it stays with its ``refusal`` until the box is sealed."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="received")
    position = models.PositiveIntegerField()
    tracker = models.CharField(max_length=64)
    credential = models.CharField(max_length=64)
    commitment = models.CharField(max_length=43, blank=True, db_index=True)
    raw = models.TextField()
    supplement = models.TextField(blank=True)
    refusal = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["election", "position"]
        constraints = [
            models.UniqueConstraint(fields=["election", "position"], name="received_position_once"),
            models.UniqueConstraint(fields=["election", "tracker"], name="received_tracker_once"),
        ]


class OpenedBallot(models.Model):
    """A ballot that a booth has opened for its voter to be checked, by the hash that it showed
    before. It was not signed, and a signed one with this hash is refused."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="opened_ballots")
    commitment = models.CharField(max_length=43)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "commitment"], name="opened_once")
        ]


class CiphertextSeen(models.Model):
    """Digest of each ciphertext in the box, so that a copied one is refused."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "digest"], name="ciphertext_once")
        ]
