"""Notice, agenda, attendance, quorum, motions, resolutions, minutes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.enums import (
    DeliveryChannel,
    DeliveryState,
    Function,
    ItemKind,
    ItemState,
    Method,
    MinutesState,
    Phase,
)
from bylaws.models import Amendment, Version
from dues.models import DuesSchedule
from elections.models import Ceremony, Election, Roll, RollEntry
from members.models import Application, Body, Person, Proceeding, Term
from records.fields import TranslatedField
from records.models import Decision, Document, Entity


class Assembly(Entity):
    """One meeting of a body. A follow-up meeting on the same day names its ``parent``."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assemblies")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="assemblies")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    title = TranslatedField(_("title"))
    place = TranslatedField(_("place"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    re_election = models.BooleanField(_("re-election of the whole body"), default=False)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.PREPARE)
    roll = models.ForeignKey(
        Roll, null=True, blank=True, on_delete=models.PROTECT, related_name="assemblies"
    )
    ceremony = models.ForeignKey(
        Ceremony, null=True, blank=True, on_delete=models.PROTECT, related_name="assemblies"
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    number = models.CharField(_("number of the minutes"), max_length=60, blank=True)

    class Meta:
        verbose_name_plural = "assemblies"
        ordering = ["-starts_at"]

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


class AgendaItem(Entity):
    """A point of the agenda; ``matter`` is the rulebook's key for what is at stake."""

    assembly = models.ForeignKey(Assembly, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = TranslatedField(_("title"))
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    matter = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.PENDING)
    note = TranslatedField(_("note"), blank=True)

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


class Notice(Entity):
    """A convocation as sent: its text and the agenda of that moment never change."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="notices")
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


class Delivery(models.Model):
    """What became of a notice for one entry of the roll."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT)
    channel = models.CharField(max_length=10, choices=DeliveryChannel.choices)
    address = models.CharField(max_length=254)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "entry", "channel"], name="delivered_once_per_channel"
            )
        ]


class Attendance(models.Model):
    """One stay in the hall: in, and out if they left. Nobody is in twice at a time."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="attendances")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="attendances")
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
    """The quorum as stated at an instant: at the opening, and again before each vote."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="quorum_checks")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    entitled = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    required = models.PositiveIntegerField()
    met = models.BooleanField()
    citation = TranslatedField(blank=True)

    class Meta:
        ordering = ["assembly", "at"]


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


class Minutes(Entity):
    """A version of the minutes in one language, with the facts it was made from."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    state = models.CharField(
        max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT
    )
    facts = models.JSONField(default=dict)
    facts_digest = models.CharField(max_length=64)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    signed_copy = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "minutes"
        ordering = ["assembly", "-version", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "version", "language"], name="minutes_once_per_version"
            )
        ]
