"""Firms, and what is kept of them besides their membership."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from members.enums import ContactPurpose, FirmDocumentKind, FirmSize, RequestState, Trade
from records.fields import TranslatedField, searchable
from records.models import Document, Entity


class Tag(models.Model):
    """A word of the secretariat's own by which firms are found together."""

    name = models.CharField(_("tag"), max_length=40, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Firm(Entity):
    """A member company."""

    name = TranslatedField(_("name"))
    registration_code = models.CharField(
        _("unified social credit code"), max_length=18, unique=True
    )
    trade = models.CharField(_("trade"), max_length=20, choices=Trade.choices)
    size = models.CharField(_("size"), max_length=20, blank=True)
    district = TranslatedField(_("district"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postal_address = models.CharField(
        _("postal address"),
        max_length=200,
        blank=True,
        help_text=_("Only where letters go elsewhere."),
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=100, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="firms", verbose_name=_("tags"))
    # Another entry of the same firm, under which it goes on: see Merge.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates"
    )

    # Written by the database itself, so that it cannot differ from what it is made of.
    found_by = models.GeneratedField(
        expression=searchable(
            KT("name__zh"), KT("name__en"), "registration_code", "legal_representative"
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["registration_code"]
        # The few that every list of the register leaves out.
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(merged_into__isnull=False),
                name="firm_goes_on_elsewhere",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def size_label(self) -> str:
        """The size in the reader's language; a word that is none of the list shows itself."""
        return str(FirmSize(self.size).label) if self.size in FirmSize.values else self.size


class Contact(Entity):
    """Whom to write to at a firm for a purpose; not who acts or votes for it."""

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="contacts")
    purpose = models.CharField(_("purpose"), max_length=20, choices=ContactPurpose.choices)
    name = models.CharField(_("name"), max_length=100)
    post = models.CharField(_("post"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        ordering = ["firm", "purpose", "name"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "purpose", "name"], name="contact_once")
        ]

    def __str__(self) -> str:
        return self.name


class FirmDocument(Entity):
    """A paper kept with a firm: licence, application, letter of appointment …"""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=20, choices=FirmDocumentKind.choices)
    title = models.CharField(_("title"), max_length=200)
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["firm", "-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "document", "kind"], name="document_once_per_firm"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Merge(Entity):
    """Two entries of one firm taken as one: ``dropped`` goes on as ``kept``.

    Nothing is moved; ``effects`` names what was copied to ``kept``, so that it can be undone. A
    pair that was looked at and found to be two firms has ``distinct``.
    """

    kept = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="merges")
    dropped = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="+")
    distinct = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), blank=True)
    effects = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dropped"],
                condition=models.Q(undone_at__isnull=True, distinct=False),
                name="firm_merged_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("dropped")), name="merge_of_two_firms"
            ),
        ]


class ChangeRequest(Entity):
    """What a firm asks to have changed in the register, until the secretariat has decided.

    ``wanted`` and ``before`` are fields of the firm by name.
    """

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="change_requests")
    wanted = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    note = models.TextField(_("note"), blank=True)
    evidence = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        ordering = ["-requested_at"]
