"""Notices and what became of them, objections to the roll, authorities to vote."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.enums import (
    DeliveryChannel,
    DeliveryState,
    NoticeKind,
    ObjectionOutcome,
    ProxyEnd,
    ProxyState,
)
from assemblies.models.meetings import Assembly
from elections.models import Roll, RollEntry
from members.models import Person
from records.fields import TranslatedField
from records.models import Document, Entity


class Notice(Entity):
    """A convocation as sent: its text and the agenda of that moment never change."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(
        max_length=15, choices=NoticeKind.choices, default=NoticeKind.CONVOCATION
    )
    # What a correction corrects; the corrected notice stays as it was sent.
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    subject = TranslatedField(_("subject"))
    text = TranslatedField(_("text"), rows=8)
    agenda = models.JSONField(default=list)
    sent_on = models.DateField(_("sent on"))
    sent_at = models.DateTimeField()
    days_ahead = models.PositiveSmallIntegerField()
    days_required = models.PositiveSmallIntegerField()
    citation = TranslatedField(blank=True)

    class Meta:
        ordering = ["assembly", "sent_at"]


class MeetingPaper(Entity):
    """A file for those who are convened: chosen by the secretariat, of an item or of the meeting as
    such, or the handbook of one ``language``, which ``key`` names. Another handbook takes the place
    of the one before; what went with a notice stays with the notice."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="papers")
    item = models.ForeignKey(
        "assemblies.AgendaItem",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="papers",
    )
    key = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, blank=True)
    title = TranslatedField(_("title"))
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["assembly", "position", "added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "key", "language"],
                condition=~models.Q(key=""),
                name="made_paper_once",
            ),
            models.UniqueConstraint(
                fields=["assembly", "document"],
                condition=models.Q(key=""),
                name="file_once_per_meeting",
            ),
        ]


class NoticeAttachment(models.Model):
    """A paper that goes with a notice, in the order of the list at its end."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    title = TranslatedField(_("title"))
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["notice", "position"]
        constraints = [models.UniqueConstraint(fields=["notice", "document"], name="attached_once")]


class Delivery(models.Model):
    """What became of a notice for one entry of the roll."""

    # Names the mail in its Message-ID, so that a report of non-delivery finds its row.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT)
    channel = models.CharField(max_length=10, choices=DeliveryChannel.choices)
    address = models.CharField(max_length=254)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "entry", "channel"], name="delivered_once_per_channel"
            )
        ]


class Objection(Entity):
    """What somebody objects, in their words, and what was decided on it with reasons."""

    raised_by = models.CharField(_("raised by"), max_length=200)
    text = models.TextField(_("objection"), max_length=2000)
    raised_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10, choices=ObjectionOutcome.choices, default=ObjectionOutcome.OPEN
    )
    reasons = models.TextField(_("reasons"), blank=True, max_length=2000)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class RollObjection(Objection):
    """An objection to the roll, and what became of an appeal."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="roll_objections")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="objections")
    entry = models.ForeignKey(
        RollEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="objections"
    )
    appeal = models.TextField(_("appeal"), blank=True, max_length=2000)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_outcome = models.CharField(max_length=10, choices=ObjectionOutcome.choices, blank=True)
    appeal_reasons = models.TextField(blank=True, max_length=2000)
    appeal_decided_by = models.CharField(max_length=200, blank=True)
    appeal_decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["assembly", "raised_at"]


class Proxy(Entity):
    """A written authority to vote for an entry of the roll (委托书). ``holder_entry`` is the
    holder's own place on the roll, where they have one."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="proxies")
    principal = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="proxies_given")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proxies_held")
    holder_entry = models.ForeignKey(
        RollEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="proxies_held"
    )
    scope = models.CharField(
        _("what it is for, where not for everything"), max_length=300, blank=True
    )
    state = models.CharField(max_length=10, choices=ProxyState.choices, default=ProxyState.DRAFT)
    signed_copy = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lodged_at = models.DateTimeField(_("lodged"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    ended_by = models.CharField(max_length=15, choices=ProxyEnd.choices, blank=True)
    revocation = models.CharField(_("why it was revoked"), max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "proxies"
        ordering = ["assembly", "principal__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "principal"],
                condition=~models.Q(state="revoked"),
                name="one_proxy_stands_per_principal",
            )
        ]
