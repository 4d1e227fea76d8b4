"""What the association must be able to prove later."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.enums import DecisionKind, JobState, MailState
from records.fields import TranslatedField


class Entity(models.Model):
    """Anything with a public address: its key tells nothing of order or number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class DatedFact(models.Model):
    """True from ``from_on`` until the day before ``until_on`` (null: still true).

    Never edited: a row that turned out otherwise gets ``superseded_at`` and others take its place.
    The migration of each such table forbids overlaps of what is not superseded
    (:mod:`records.exclusion`).
    """

    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    source = models.TextField(_("source"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def holds_on(cls, day: object, prefix: str = "") -> Q:
        """The condition that picks the facts which hold on ``day``."""
        return Q(
            Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": day}),
            **{f"{prefix}from_on__lte": day, f"{prefix}superseded_at__isnull": True},
        )


class Stream(models.Model):
    """One hash chain of the log. Its row holds the head and is what writers lock."""

    name = models.CharField(max_length=120, unique=True)
    head = models.CharField(max_length=64, blank=True)
    length = models.PositiveIntegerField(default=0)


class LogEntry(models.Model):
    """A link of a chain: a salted commitment to a payload that may later be erased.

    ``digest`` = SHA-256 of ``previous``, position, instant, event, actor and ``commitment``;
    ``commitment`` = SHA-256 of salt and payload. Without salt and payload the chain still verifies.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    actor = models.CharField(max_length=40, blank=True, help_text=_("An opaque id, never a name."))
    salt = models.CharField(max_length=64, blank=True)
    payload = models.JSONField(null=True)
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["stream", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "position"], name="log_entry_one_per_position"
            ),
            models.UniqueConstraint(fields=["stream", "previous"], name="log_chain_never_forks"),
        ]


class Document(Entity):
    """Bytes that never change, found by their SHA-256; a new version is a new document."""

    digest = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField()


class Decision(Entity):
    """That something was decided: when, by which body, with what evidence.

    Bylaws versions, dues schedules and mandates refer to it; a resolution of an assembly points at
    it from above.
    """

    kind = models.CharField(max_length=30, choices=DecisionKind.choices)
    title = TranslatedField(_("title"))
    decided_on = models.DateField(_("decided on"))
    body_name = TranslatedField(_("decided by"))
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    evidence = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.title)


class OutgoingMail(Entity):
    """A mail waiting in, or sent from, the outbox."""

    to = models.JSONField(default=list)
    subject = models.TextField()
    body = models.TextField()
    sender = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.KEPT)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]


class Job(Entity):
    """Work to be done apart from a request. The row is the promise; the broker only hurries it:
    a message lost with its worker is sent again by the sweep."""

    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True, help_text=_("Same key, same job."))
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    enqueued_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)


class NumberSeries(models.Model):
    """The last number drawn of a series; its row is locked while one is drawn."""

    key = models.CharField(max_length=40, unique=True)
    last = models.PositiveIntegerField(default=0)
