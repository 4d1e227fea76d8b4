"""The texts and the rules, by date; and whose texts they are."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from bylaws.choices import (
    AmendmentState,
    ChangeAct,
    NumberingScheme,
    ProvisionKind,
    RegulationKind,
    VoteOutcome,
)
from records.fields import TranslatedField
from records.models import Decision, Entity


class Association(models.Model):
    """The one association of this installation. What others hold as settings is data here."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    name = TranslatedField(_("name"))
    short_name = TranslatedField(_("short name"), blank=True)
    seat = TranslatedField(_("seat"), blank=True)
    profile = models.CharField(_("rule profile"), max_length=10, default="cn")
    time_zone = models.CharField(_("time zone"), max_length=50, default="Asia/Shanghai")
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    languages = models.JSONField(_("languages"), default=list)
    registration_authority = TranslatedField(_("registration authority"), blank=True)
    supervising_unit = TranslatedField(_("competent supervising unit"), blank=True)
    # e.g. {"minutes": "晋汽协纪〔{year}〕{number}号", "resolution": "{year}-{number}"}
    number_formats = models.JSONField(_("number formats"), default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="one_association_only")
        ]

    def __str__(self) -> str:
        return str(self.name)


class Regulation(Entity):
    """Bylaws, financial rules, dues measures …: the work whose versions are dated."""

    kind = models.CharField(_("kind"), max_length=20, choices=RegulationKind.choices)
    title = TranslatedField(_("title"))
    numbering = models.CharField(
        _("numbering"),
        max_length=5,
        choices=NumberingScheme.choices,
        default=NumberingScheme.ZH,
    )
    frozen_numbers = models.BooleanField(
        _("numbers are frozen"),
        default=False,
        help_text=_("What is put in is numbered 第五条之一, what is repealed keeps its number."),
    )
    matter = models.CharField(
        _("matter of the vote"),
        max_length=30,
        default="ordinary",
        help_text=_("The rulebook's key: which majority adopts it."),
    )
    needs_approval = models.BooleanField(_("needs the registrar's approval"), default=False)
    is_public = models.BooleanField(_("published"), default=False)

    class Meta:
        ordering = ["kind"]

    def __str__(self) -> str:
        return str(self.title)


class Version(Entity):
    """An immutable text. Adopted, approved and effective are three different days.

    ``chain`` commits to the text, to what its provisions are and to the chain of the version it
    amends (``previous``), so that no ancestor can be changed unnoticed
    (:mod:`bylaws.domain.chain`). The database refuses to change any of it.
    """

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="versions")
    label = TranslatedField(_("label"))
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    adoption = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="adopted_versions"
    )
    approval = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="approved_versions"
    )
    effective_on = models.DateField(_("effective on"), null=True, blank=True)
    summary = TranslatedField(_("summary"), blank=True)
    numbering = models.CharField(
        max_length=5, choices=NumberingScheme.choices, default=NumberingScheme.ZH
    )
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the text."))
    previous = models.CharField(max_length=64, blank=True)
    chain = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["regulation", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.regulation} {self.label}"


class Provision(models.Model):
    """One provision of a version. Its number follows from its place and is never stored."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="provisions")
    position = models.PositiveIntegerField()
    permanent_id = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(max_length=12, choices=ProvisionKind.choices)
    text = models.TextField(blank=True)
    is_sub = models.BooleanField(default=False)
    is_repealed = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="provision_once_per_position"
            ),
            models.UniqueConstraint(
                fields=["version", "permanent_id"], name="provision_once_per_version"
            ),
        ]


class Reference(models.Model):
    """A place of a text that a provision names, at ``start``..``end`` of its text.

    ``target`` is a permanent identity in the same text or in ``other``, another regulation; null
    where nothing bears the number, or where a text is named that is not kept here (``named``).
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="references")
    provision = models.UUIDField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    target = models.UUIDField(null=True, blank=True)
    other = models.ForeignKey(Regulation, null=True, blank=True, on_delete=models.PROTECT)
    named = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["version", "id"]
        indexes = [models.Index(fields=["version", "target"], name="reference_by_target")]


class Parameter(models.Model):
    """A rule that a version's text states: in which provision, and in which words of it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="parameters")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    provision = models.UUIDField()
    quote = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["version", "key"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="parameter_once_per_version")
        ]


class Amendment(Entity):
    """A proposal to change a text: its base, its changes, and what became of it.

    ``revision`` grows with every edit; whoever saves says which one they saw, so that of two
    editors the second is told; ``edited`` notes at which one each provision was last touched.
    ``parameters``: the rules that the amended text states otherwise than its base, ``{"key": …,
    "value": …, "provision": …, "quote": …}``, a null value for one that it states no more.
    ``draft`` is the text as submitted, ``result`` the version that its adoption wrote.
    """

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="amendments")
    base = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="amendments")
    base_digest = models.CharField(max_length=64)
    title = TranslatedField(_("title"))
    label = TranslatedField(
        _("name of the new version"), help_text=_("How citations name it, e.g. “2026”.")
    )
    proposer = models.CharField(_("proposed by"), max_length=200)
    reason = TranslatedField(_("reasons"), blank=True, rows=4)
    state = models.CharField(
        max_length=12, choices=AmendmentState.choices, default=AmendmentState.DRAFT
    )
    revision = models.PositiveIntegerField(default=0)
    edited = models.JSONField(default=dict)
    parameters = models.JSONField(default=list)
    comments_until = models.DateField(_("comments until"), null=True, blank=True)
    draft = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="drafted_by"
    )
    result = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="amended_by"
    )
    obsolete_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="displaces"
    )
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.title)


class Change(Entity):
    """One change of an amendment.

    ``target``: the provision that is changed, or after which something stands (null: at the very
    beginning, or throughout). ``payload`` as :mod:`bylaws.domain.stored_changes` writes it.
    ``base_digest`` is of the texts that it knew. ``unit``: what is voted on together.
    """

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10, choices=ChangeAct.choices)
    target = models.UUIDField(null=True, blank=True)
    payload = models.JSONField(default=dict)
    base_digest = models.CharField(max_length=64, blank=True)
    reason = TranslatedField(_("reason"), blank=True, rows=2)
    unit = models.PositiveSmallIntegerField(_("voted on with"), default=1)
    outcome = models.CharField(max_length=10, choices=VoteOutcome.choices, blank=True)

    class Meta:
        ordering = ["amendment", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "position"],
                name="change_position_once",
            )
        ]


class Comment(Entity):
    """What someone said of a provision, or of a whole amendment, while it was open to comments."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="comments")
    provision = models.UUIDField(null=True, blank=True)
    author = models.CharField(max_length=40, help_text=_("An opaque id."))
    author_name = models.CharField(max_length=200)
    text = models.TextField(_("comment"))
    made_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["amendment", "made_at"]


class RegistrarConsent(models.Model):
    """The registrar's written consent to what the profile otherwise refuses."""

    subject = models.CharField(max_length=40)
    reference = models.CharField(max_length=100)
    given_on = models.DateField()
    recorded_at = models.DateTimeField()
