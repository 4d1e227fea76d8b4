"""The agenda, what is put to the vote, and how it was voted by hand and by name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.enums import Choice, ItemKind, ItemState, Method, StatementKind
from assemblies.models.meetings import Assembly
from bylaws.models import Amendment, Version
from dues.models import DuesSchedule
from elections.models import Election, RollEntry
from members.models import Application, Person, Proceeding
from records.fields import TranslatedField
from records.models import Entity


class AgendaItem(Entity):
    """A point of the agenda; ``matter`` is the rulebook's key for what is at stake."""

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = TranslatedField(_("title"))
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    matter = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.PENDING)
    note = TranslatedField(_("note"), blank=True)
    speaker = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # After the notice was sent: allowed only where the rules let such a subject be resolved.
    added_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["assembly", "position"]
        constraints = [
            models.UniqueConstraint(fields=["assembly", "position"], name="item_position_once"),
            models.UniqueConstraint(
                fields=["assembly"], condition=models.Q(state="current"), name="one_item_is_now"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Motion(Entity):
    """A text put to the vote under an item. ``election`` is its ballot box when it is secret; an
    election's item has a motion too, whose box elects. Repeated boxes hang on the box itself.

    ``amendment``: the proposal that is voted on, as a whole, or of it the changes of one ``unit``,
    as it stood at its ``revision``.
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="motion")
    text = TranslatedField(_("text"), rows=4)
    method = models.CharField(max_length=15, choices=Method.choices)
    election = models.OneToOneField(
        Election, null=True, blank=True, on_delete=models.PROTECT, related_name="motion"
    )
    version = models.ForeignKey(Version, null=True, blank=True, on_delete=models.PROTECT)
    schedule = models.ForeignKey(DuesSchedule, null=True, blank=True, on_delete=models.PROTECT)
    amendment = models.ForeignKey(
        Amendment, null=True, blank=True, on_delete=models.PROTECT, related_name="motions"
    )
    # Who is admitted, suspended or expelled where the motion passes.
    applications = models.ManyToManyField(Application, blank=True, related_name="motions")
    proceedings = models.ManyToManyField(Proceeding, blank=True, related_name="motions")
    unit = models.PositiveSmallIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(null=True, blank=True)
    # A show of hands, as counted and entered; written consents are of members who are absent.
    present = models.PositiveIntegerField(null=True, blank=True)
    votes_for = models.PositiveIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(_("against"), null=True, blank=True)
    abstentions = models.PositiveIntegerField(_("abstain"), null=True, blank=True)
    written_consents = models.PositiveIntegerField(_("consenting in writing"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) | models.Q(amendment__isnull=False),
                name="unit_of_an_amendment",
            )
        ]


class HandsCount(Entity):
    """A show of hands as one person counted it, where two count, each on their own."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="hands_counts")
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    votes_for = models.PositiveIntegerField(_("for"))
    votes_against = models.PositiveIntegerField(_("against"))
    abstentions = models.PositiveIntegerField(_("abstain"))
    written_consents = models.PositiveIntegerField(_("consenting in writing"), default=0)
    entered_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["motion", "entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "counted_by"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_count_stands_per_person",
            )
        ]


class RollCallVote(models.Model):
    """How one entry of the roll answered when it was called; until the resolution it may be
    corrected, and the log keeps what stood before."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="roll_call")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["motion", "entry__position"]
        constraints = [models.UniqueConstraint(fields=["motion", "entry"], name="called_once")]


class Recusal(Entity):
    """An entry of the roll that has no vote on one item, since it is concerned itself."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recusals")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField(_("reason"), max_length=300)
    citation = TranslatedField(_("citation"), blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "entry"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="recused_once_per_item",
            )
        ]


class Statement(Entity):
    """What a participant wants on record, in their words: an objection, a declaration."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="statements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statements")
    entry = models.ForeignKey(RollEntry, null=True, blank=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=15, choices=StatementKind.choices)
    text = models.TextField(_("in their words"), max_length=2000)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "made_at"]
