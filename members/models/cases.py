"""Cases that a body decides: who is to be admitted, who is to be suspended or expelled."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.enums import (
    ApplicationEvent,
    ApplicationKind,
    ApplicationState,
    ProceedingEvent,
    ProceedingKind,
    ProceedingState,
)
from members.models.firms import Firm
from members.models.memberships import MemberClass, Membership
from records.fields import TranslatedField
from records.models import Decision, Document, Entity


class Application(Entity):
    """An application for admission, kept as submitted: ``submitted`` never changes.

    ``submitted`` holds the fields of the form by name; ``digest`` is the SHA-256 of its canonical
    JSON. ``firm`` is what it became, or the firm that asks to be a member again.
    """

    number = models.CharField(_("number"), max_length=30, unique=True)
    kind = models.CharField(
        max_length=12, choices=ApplicationKind.choices, default=ApplicationKind.ADMISSION
    )
    registration_code = models.CharField(_("unified social credit code"), max_length=18)
    name = TranslatedField(_("name"))
    member_class = models.ForeignKey(
        MemberClass, on_delete=models.PROTECT, verbose_name=_("member class")
    )
    submitted = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty where the firm filled in the public form."),
    )
    contact_email = models.EmailField(_("e-mail"), blank=True)
    state = models.CharField(
        max_length=12, choices=ApplicationState.choices, default=ApplicationState.SUBMITTED
    )
    notice_from = models.DateField(_("public notice from"), null=True, blank=True)
    notice_until = models.DateField(_("public notice until"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )

    class Meta:
        ordering = ["-submitted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration_code"],
                condition=models.Q(state__in=["submitted", "incomplete", "notice", "ready"]),
                name="one_open_application_per_code",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="admitted")
                | models.Q(decision__isnull=False, firm__isnull=False),
                name="admitted_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class ApplicationDocument(Entity):
    """A paper that came with an application or after it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["application", "added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "document"], name="document_once_per_application"
            )
        ]


class ApplicationStep(models.Model):
    """What happened to an application: never changed, one row each."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    event = models.CharField(max_length=20, choices=ApplicationEvent.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["application", "at", "pk"]


class Proceeding(Entity):
    """A case against a member: charge, hearing, decision.

    ``ground`` is what it is charged with, ``citation`` the rule that it rests on.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="proceedings")
    kind = models.CharField(_("kind"), max_length=12, choices=ProceedingKind.choices)
    ground = TranslatedField(_("ground"), rows=3)
    citation = TranslatedField(_("rule"), blank=True)
    state = models.CharField(
        max_length=12, choices=ProceedingState.choices, default=ProceedingState.OPENED
    )
    opened_at = models.DateTimeField()
    respond_by = models.DateField(_("answer until"), null=True, blank=True)
    effective_on = models.DateField(_("effective on"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="proceedings"
    )

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "kind"],
                condition=models.Q(state__in=["opened", "charged", "heard"]),
                name="one_open_proceeding_per_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="decided") | models.Q(decision__isnull=False),
                name="decided_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.membership}"


class ProceedingStep(models.Model):
    """What happened in a proceeding: never changed, one row each."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="steps")
    event = models.CharField(max_length=20, choices=ProceedingEvent.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["proceeding", "at", "pk"]
