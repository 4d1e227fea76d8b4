"""Letters to many firms at once: written from a template, looked at, released by a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.enums import Channel, LetterPurpose, LetterState, MailingState
from members.models.firms import Firm
from members.models.people import Person
from records.fields import TranslatedField
from records.models import Document, Entity


class LetterTemplate(Entity):
    """Subject and text in two languages, with ``{fields}`` that each letter fills in."""

    title = models.CharField(_("title"), max_length=100, unique=True)
    purpose = models.CharField(
        _("purpose"), max_length=12, choices=LetterPurpose.choices, default=LetterPurpose.GENERAL
    )
    subject = TranslatedField(_("subject"))
    body = TranslatedField(_("text"), rows=10)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Mailing(Entity):
    """One letter to a selection of firms. Its text is the template's of the day it was written."""

    title = models.CharField(_("title"), max_length=200)
    purpose = models.CharField(
        max_length=12, choices=LetterPurpose.choices, default=LetterPurpose.GENERAL
    )
    subject = TranslatedField(_("subject"))
    body = TranslatedField(_("text"), rows=10)
    selection = models.JSONField(default=dict, help_text=_("How the firms were chosen."))
    languages = models.JSONField(default=list, help_text=_("In which the letters are written."))
    # Keys of ``Reach`` in the order in which an address is looked for; none: all on paper.
    reach = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, choices=MailingState.choices, default=MailingState.DRAFT
    )
    created_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class Letter(Entity):
    """What one firm gets of a mailing: by mail, or on paper where no address is on record."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="letters")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="letters")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    addressee = models.CharField(_("addressee"), max_length=200, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(_("address"), max_length=254, blank=True)
    subject = TranslatedField()
    body = TranslatedField()
    # What the act that wrote it gave besides the fields that every letter has.
    fields = models.JSONField(default=dict)
    attachment = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(
        max_length=10, choices=LetterState.choices, default=LetterState.WAITING
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        ordering = ["mailing", "firm__membership__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "firm", "channel"], name="letter_once_per_channel"
            )
        ]
