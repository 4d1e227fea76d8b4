"""Minutes, their free texts, their readers and their signatures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.enums import MinutesState, Section, SignatureKind
from assemblies.models.agenda import AgendaItem
from assemblies.models.meetings import Assembly
from members.models import Person
from records.fields import TranslatedField
from records.models import Document, Entity


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
    # The PDF with its electronic signatures; each further one adds to the file.
    sealed = models.ForeignKey(
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


class Excerpt(Entity):
    """Some items of final minutes on a paper of their own, for an addressee.

    ``facts`` are what the paper is printed from, narrowed from those of the minutes; ``digest`` is
    theirs and stands on the paper.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="excerpts")
    number = models.PositiveSmallIntegerField()
    addressee = models.CharField(_("addressee"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=300)
    certifier = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["minutes", "number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="excerpt_number_once")
        ]


class FreeText(Entity):
    """Words of the minutes beside the facts: discussion, remarks. Each saving is a row; the last
    of a place stands."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="free_texts")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="free_texts"
    )
    section = models.CharField(max_length=15, choices=Section.choices)
    revision = models.PositiveIntegerField()
    text = TranslatedField(_("text"), blank=True, rows=8)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["assembly", "section", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "section", "revision"], name="free_text_of_item_once"
            ),
            models.UniqueConstraint(
                fields=["assembly", "section", "revision"],
                condition=models.Q(item__isnull=True),
                name="free_text_of_meeting_once",
            ),
        ]


class ReadingRemark(Entity):
    """What a reader of the draft minutes remarked, and what was answered."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="remarks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT)
    text = models.TextField(_("remark"), max_length=2000)
    made_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True, max_length=2000)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["minutes", "made_at"]


class SigningAuthority(Entity):
    """The association's own authority for signatures: its certificate, and its key, enciphered.

    No licensed certification: whoever trusts it compares its fingerprint with the one on paper.
    """

    certificate = models.TextField()
    sealed_key = models.TextField(editable=False)
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "signing authorities"
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="one_authority_issues",
            )
        ]


class SigningCertificate(Entity):
    """A certificate of the association's authority for one person, revoked or not."""

    authority = models.ForeignKey(
        SigningAuthority, on_delete=models.PROTECT, related_name="certificates"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates_held")
    serial = models.CharField(max_length=48, unique=True)
    certificate = models.TextField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation = models.CharField(_("why it was revoked"), max_length=300, blank=True)

    class Meta:
        ordering = ["-issued_at"]


class Signature(Entity):
    """That a person signed the minutes in a function: in the file, or in ink on paper."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    function = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=SignatureKind.choices)
    certificate = models.ForeignKey(
        SigningCertificate, null=True, blank=True, on_delete=models.PROTECT
    )
    # What somebody else's certificate says of itself.
    subject = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["minutes", "signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "person", "function"], name="signed_once")
        ]
