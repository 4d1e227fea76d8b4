"""The texts and the rules, by date; and whose texts they are."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from bylaws.choices import ProvisionKind, RegulationKind
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

    kind = models.CharField(max_length=20, choices=RegulationKind.choices)
    title = TranslatedField(_("title"))

    class Meta:
        ordering = ["kind"]

    def __str__(self) -> str:
        return str(self.title)


class Version(Entity):
    """An immutable text. Adopted, approved and effective are three different days."""

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
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the text."))
    previous = models.CharField(max_length=64, blank=True)
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
    text = models.TextField()

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


class Parameter(models.Model):
    """A rule that a version's text states, with the place where it states it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="parameters")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    article = models.CharField(max_length=60)

    class Meta:
        ordering = ["version", "key"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="parameter_once_per_version")
        ]


class RegistrarConsent(models.Model):
    """The registrar's written consent to what the profile otherwise refuses."""

    subject = models.CharField(max_length=40)
    reference = models.CharField(max_length=100)
    given_on = models.DateField()
    recorded_at = models.DateTimeField()
