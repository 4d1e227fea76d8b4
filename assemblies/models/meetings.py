"""A meeting, the way to it, and who serves at it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.enums import Answer, Authority, Function, Phase, StepState
from elections.models import Ceremony, Roll
from members.models import Body, Person, Term
from records.fields import TranslatedField
from records.models import Document, Entity


class Assembly(Entity):
    """One meeting of a body. A follow-up meeting on the same day names its ``parent``."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assemblies")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="assemblies")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    title = TranslatedField(_("title"))
    place = TranslatedField(_("place"), blank=True)
    # How somebody takes part who does not come; empty where everybody has to come.
    remote_access = TranslatedField(_("how to take part remotely"), blank=True, rows=3)
    starts_at = models.DateTimeField(_("starts"))
    re_election = models.BooleanField(_("re-election of the whole body"), default=False)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.PREPARE)
    # Called again since that meeting had no quorum; some texts then ask for a lower one.
    second_call_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="second_calls"
    )
    by_delegates = models.BooleanField(_("delegates meet for the members"), default=False)
    two_counts = models.BooleanField(
        _("two people enter each show of hands, each on their own"), default=False
    )
    # The marks of ballots on paper as the election method has them; empty for ○ in a column.
    alphabet = models.JSONField(default=dict, blank=True)
    # Whose screen runs the meeting; another one takes it over by a press of their own.
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    operator_since = models.DateTimeField(null=True, blank=True)
    roll = models.ForeignKey(
        Roll, null=True, blank=True, on_delete=models.PROTECT, related_name="assemblies"
    )
    ceremony = models.ForeignKey(
        Ceremony, null=True, blank=True, on_delete=models.PROTECT, related_name="assemblies"
    )
    # What the meeting resolved on those who hold the keys of its electronic ballots.
    key_holders_by = models.ForeignKey(
        "assemblies.Resolution",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    number = models.CharField(_("number of the minutes"), max_length=60, blank=True)

    class Meta:
        verbose_name_plural = "assemblies"
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_hybrid(self) -> bool:
        """Whether somebody may take part without coming."""
        return bool(str(self.remote_access))

    @property
    def is_cancelled(self) -> bool:
        """Whether notice was given that it is not held: it ended without having been opened."""
        return self.closed_at is not None and self.opened_at is None


class Adjournment(Entity):
    """An interruption: from when, until when it was announced, and when it went on."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="adjournments")
    from_at = models.DateTimeField(_("adjourned"))
    until_at = models.DateTimeField(_("to be resumed"), null=True, blank=True)
    resumed_at = models.DateTimeField(_("resumed"), null=True, blank=True)
    reason = TranslatedField(_("reason"), blank=True)

    class Meta:
        ordering = ["assembly", "from_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly"],
                condition=models.Q(resumed_at__isnull=True),
                name="adjourned_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(resumed_at__isnull=True)
                | models.Q(resumed_at__gte=models.F("from_at")),
                name="resumed_after_adjourned",
            ),
        ]


class PlanStep(Entity):
    """A step on the way to a meeting, with its last day, its rule and who sees to it.

    ``answer_from`` names the authority whose answer the step waits for; ``answer`` is what came.
    """

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = TranslatedField(_("step"))
    detail = TranslatedField(_("what it needs"), blank=True, rows=3)
    due_on = models.DateField(_("by"))
    citation = TranslatedField(_("citation"), blank=True)
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_steps"
    )
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    answer_from = models.CharField(max_length=20, choices=Authority.choices, blank=True)
    answer = models.CharField(max_length=20, choices=Answer.choices, blank=True)
    answer_reference = models.CharField(_("reference of the answer"), max_length=100, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["assembly", "due_on", "position"]
        constraints = [models.UniqueConstraint(fields=["assembly", "key"], name="plan_step_once")]

    def __str__(self) -> str:
        return str(self.title)


class Appointment(models.Model):
    """A person's function at one assembly."""

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    function = models.CharField(max_length=20, choices=Function.choices)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["assembly", "function", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "person", "function"], name="appointed_once"
            )
        ]


class Clearance(Entity):
    """That an authority, or who examines for it, has no objection to a candidate for an office."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="clearances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="clearances")
    cleared_by = TranslatedField(_("cleared by"))
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    cleared_on = models.DateField(_("cleared on"))
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["assembly", "cleared_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "person"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="cleared_once",
            )
        ]
