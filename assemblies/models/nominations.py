"""Who is put forward for an office: by whom, whether they agree, what was objected, what was
decided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.enums import (
    Consent,
    ListOrder,
    NominationOutcome,
    NominationWay,
    PublicService,
)
from assemblies.models.agenda import AgendaItem
from assemblies.models.convening import Objection
from members.enums import Office
from members.models import Firm, Person
from records.fields import TranslatedField
from records.models import Document, Entity


class NominationCall(Entity):
    """That those who stand under an item are found by nomination: until when, by which ways, and
    since when their list is confirmed. ``supporters``: firms that nominate jointly.
    ``reopened_at``: when a confirmed list was taken back last."""

    item = models.OneToOneField(
        AgendaItem, on_delete=models.PROTECT, related_name="nomination_call"
    )
    until_on = models.DateField(_("nominations until"))
    supporters = models.PositiveSmallIntegerField()
    self_allowed = models.BooleanField()
    citation = TranslatedField(_("citation"), blank=True)
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=200, blank=True)
    order = models.CharField(max_length=10, choices=ListOrder.choices, blank=True)
    seed = models.CharField(
        max_length=200, blank=True, help_text=_("What the lot for the order was drawn from.")
    )
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.CharField(_("why it was reopened"), max_length=300, blank=True)

    class Meta:
        ordering = ["item__position"]

    def __str__(self) -> str:
        return str(self.item)


class Nomination(Entity):
    """Somebody is put forward for an office. What they declare of themselves is theirs to say;
    ``findings`` are the checks as they stood when the list was confirmed. What was withdrawn,
    declined or struck off stays, and another nomination may follow it."""

    call = models.ForeignKey(NominationCall, on_delete=models.PROTECT, related_name="nominations")
    office = models.CharField(_("office"), max_length=20, choices=Office.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="nominations")
    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="nominations"
    )
    post = TranslatedField(_("post"), blank=True)
    way = models.CharField(max_length=10, choices=NominationWay.choices)
    reference = models.CharField(_("resolution or letter"), max_length=200, blank=True)
    nominated_at = models.DateTimeField()
    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)

    consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.ASKED)
    consented_on = models.DateField(_("agreed on"), null=True, blank=True)
    consent_paper = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    declared_on = models.DateField(_("declared on"), null=True, blank=True)
    public_service = models.CharField(
        _("public service"), max_length=10, choices=PublicService.choices, blank=True
    )
    elsewhere = models.CharField(
        _("president or secretary-general of another association"), max_length=300, blank=True
    )
    represents_elsewhere = models.CharField(
        _("legal representative of another association"), max_length=300, blank=True
    )
    financial_staff = models.BooleanField(_("on the association's financial staff"), default=False)
    terms_before = models.PositiveSmallIntegerField(
        _("terms in this office before those on record"), null=True, blank=True
    )

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    outcome = models.CharField(
        max_length=10, choices=NominationOutcome.choices, default=NominationOutcome.OPEN
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    reasons = models.TextField(_("reasons"), blank=True, max_length=2000)
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["call", "office", "position", "nominated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "office", "person"],
                condition=models.Q(withdrawn_at__isnull=True)
                & ~models.Q(consent=Consent.DECLINED)
                & ~models.Q(outcome=NominationOutcome.STRUCK),
                name="nominated_once_for_an_office",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="confirmed") | models.Q(position__isnull=True),
                name="only_confirmed_have_a_place",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class NominationSupport(models.Model):
    """A member firm that nominates jointly, and who said so for it."""

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="supports")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supported_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["nomination", "supported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "firm"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="firm_supports_once",
            )
        ]


class NominationApproval(Entity):
    """That somebody may stand although a rule is not met, where the rule lets that be approved."""

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="approvals")
    topic = models.CharField(max_length=60)
    granted_by = TranslatedField(_("approved by"))
    reference = models.CharField(_("reference"), max_length=100)
    granted_on = models.DateField(_("approved on"))
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["nomination", "granted_on"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "topic"], name="approved_once_per_rule")
        ]


class CandidateNotice(Entity):
    """The public notice 公示 of the nominees, as it was published: whom it names, how long it
    stands, where objections go. Another notice is published for those who come later."""

    call = models.ForeignKey(NominationCall, on_delete=models.PROTECT, related_name="notices")
    from_on = models.DateField(_("published on"))
    until_on = models.DateField(_("objections until"))
    days_required = models.PositiveSmallIntegerField()
    citation = TranslatedField(_("citation"), blank=True)
    objections_to = TranslatedField(_("where objections are taken"))
    nominations = models.ManyToManyField(Nomination, related_name="notices")
    paper_zh = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    paper_en = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["call", "published_at"]


class NominationObjection(Objection):
    """An objection to somebody who is nominated, and what the election committee decided."""

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="objections")
    contact = models.CharField(_("how to reach who objects"), max_length=200, blank=True)

    class Meta:
        ordering = ["nomination", "raised_at"]
