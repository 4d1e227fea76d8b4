"""Reminders: their levels as dated data, who got which, and who was called."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models import Firm, Letter
from records.fields import TranslatedField
from records.models import Entity


class ReminderLevel(Entity):
    """A step of reminding from a day on; a level that changes is another row."""

    position = models.PositiveSmallIntegerField(_("level"))
    effective_on = models.DateField(_("effective on"))
    days_after = models.PositiveSmallIntegerField(_("days after the due day"))
    title = TranslatedField(_("title"))
    subject = TranslatedField(_("subject"))
    body = TranslatedField(_("text"), rows=8)
    by_phone = models.BooleanField(_("the firm is called as well"), default=False)
    source = TranslatedField(_("where it is written"), blank=True)

    class Meta:
        ordering = ["position", "-effective_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["position", "effective_on"], name="reminder_level_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Reminder(Entity):
    """That a firm was reminded. ``claims``: invoice, amount left and due day, as they were then."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="reminders")
    level = models.ForeignKey(ReminderLevel, on_delete=models.PROTECT, related_name="reminders")
    reminded_on = models.DateField(_("reminded on"))
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2)
    claims = models.JSONField(default=list)
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="reminders"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-reminded_on", "firm"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "level", "reminded_on"], name="reminded_once_a_day"
            )
        ]


class CallNote(Entity):
    """What came of a telephone call about dues, and when to call again."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="call_notes")
    called_at = models.DateTimeField(_("called"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    spoke_to = models.CharField(_("spoke to"), max_length=100, blank=True)
    note = models.TextField(_("what was said"))
    promised_on = models.DateField(_("payment promised for"), null=True, blank=True)
    call_again_on = models.DateField(_("call again on"), null=True, blank=True)

    class Meta:
        ordering = ["-called_at"]
