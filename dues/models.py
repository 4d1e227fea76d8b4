"""What is owed and paid."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dues.enums import ScheduleState
from members.models import MemberClass
from records.fields import TranslatedField
from records.models import Decision, Entity


class DuesSchedule(Entity):
    """A dated dues standard. Adopted by a decision; a rate that changes is another schedule."""

    title = TranslatedField(_("title"))
    effective_on = models.DateField(_("effective on"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    currency = models.CharField(max_length=3)
    state = models.CharField(
        max_length=10, choices=ScheduleState.choices, default=ScheduleState.DRAFT
    )
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-effective_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ScheduleState.DRAFT) | models.Q(decision__isnull=False),
                name="dues_schedule_in_use_names_its_decision",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class Tier(models.Model):
    """One definite amount a year for a class of members (no range: 民发〔2014〕166号 ¶3)."""

    schedule = models.ForeignKey(DuesSchedule, on_delete=models.CASCADE, related_name="tiers")
    member_class = models.ForeignKey(MemberClass, on_delete=models.PROTECT)
    amount = models.DecimalField(_("amount a year"), max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["-amount"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "member_class"], name="tier_once_per_class"
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="tier_not_negative"),
        ]
