"""What was decided, what became of it, and how it was made public."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.enums import ProgressState, PublicationChannel
from assemblies.models.agenda import AgendaItem, Motion
from assemblies.models.meetings import Assembly
from members.models import Person, Term
from records.fields import TranslatedField
from records.models import Decision, Document, Entity


class Resolution(Entity):
    """What was decided on a motion, with the verdict as it was judged then."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="resolutions")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=20)
    sentence = TranslatedField(_("verdict"))
    citation = TranslatedField(_("citation"), blank=True)
    figures = models.JSONField(default=dict)
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="resolution"
    )
    resolved_at = models.DateTimeField()
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions_owned"
    )
    due_on = models.DateField(_("to be carried out by"), null=True, blank=True)
    progress = models.CharField(
        max_length=15, choices=ProgressState.choices, default=ProgressState.OPEN
    )
    annulled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="resolution_number_once"),
            models.UniqueConstraint(
                fields=["motion"],
                condition=models.Q(annulled_at__isnull=True),
                name="one_resolution_stands_per_motion",
            ),
        ]

    @property
    def label(self) -> str:
        return f"{self.year}-{self.number}"


class Goal(Entity):
    """What a term set out to do, with owner and date; ``source`` says where it was stated."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="goals")
    position = models.PositiveSmallIntegerField()
    title = TranslatedField(_("goal"), rows=2)
    source = TranslatedField(_("where it was stated"), blank=True)
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="goals"
    )
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="goals_owned"
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    progress = models.CharField(
        max_length=15, choices=ProgressState.choices, default=ProgressState.OPEN
    )

    class Meta:
        ordering = ["term", "position"]
        constraints = [
            models.UniqueConstraint(fields=["term", "position"], name="goal_position_once")
        ]

    def __str__(self) -> str:
        return str(self.title)


class ProgressNote(Entity):
    """What was done about a resolution or a goal, and where it stands since."""

    resolution = models.ForeignKey(
        Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    goal = models.ForeignKey(
        Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    progress = models.CharField(max_length=15, choices=ProgressState.choices)
    text = models.TextField(_("what was done"), max_length=2000)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["noted_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resolution__isnull=False, goal__isnull=True)
                | models.Q(resolution__isnull=True, goal__isnull=False),
                name="note_of_one_thing",
            )
        ]


class Publication(Entity):
    """That a resolution or the minutes were made public to the members, with the proof of it."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="publications")
    resolution = models.ForeignKey(
        Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="publications"
    )
    minutes = models.ForeignKey(
        "assemblies.Minutes",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="publications",
    )
    channel = models.CharField(max_length=15, choices=PublicationChannel.choices)
    published_on = models.DateField(_("published on"))
    due_on = models.DateField(_("due by"), null=True, blank=True)
    citation = TranslatedField(_("citation"), blank=True)
    recipients = models.PositiveIntegerField(_("reached"), default=0)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proof = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["assembly", "published_on"]
