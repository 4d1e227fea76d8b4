"""What a firm is to the association: dated facts, never edited."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.enums import StandingStatus
from members.models.firms import Firm
from members.models.people import Person
from records.fields import TranslatedField
from records.models import DatedFact, Decision, Document, Entity


class MemberClass(models.Model):
    """Ordinary, council, vice-president, president unit: ``rank`` 1 is the highest."""

    key = models.SlugField(unique=True)
    name = TranslatedField(_("name"))
    rank = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["rank"]

    def __str__(self) -> str:
        return str(self.name)


class Membership(Entity):
    """A firm's number; its standing and class are dated facts beside it."""

    firm = models.OneToOneField(Firm, on_delete=models.PROTECT, related_name="membership")
    number = models.CharField(_("member number"), max_length=20, unique=True)
    joined_on = models.DateField(_("joined on"))

    class Meta:
        ordering = ["number"]
        # All that a page of the register needs to know which firms are on it.
        indexes = [
            models.Index(fields=["number", "firm"], name="membership_listed"),
            models.Index(fields=["id", "number", "firm"], name="membership_ranked"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.firm}"


class Standing(DatedFact):
    """What a membership is from a day on, and why."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="standings")
    # In both languages, since the roll and the minutes quote it in both.
    reason = TranslatedField(_("reason"), blank=True)
    status = models.CharField(max_length=20, choices=StandingStatus.choices)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["membership", "from_on"]
        # All that the standing on a day is read from, and counted from.
        indexes = [
            models.Index(
                fields=["membership", "superseded_at", "from_on", "until_on", "status"],
                name="standing_on_a_day",
            ),
        ]


class ClassPeriod(DatedFact):
    """The class of a membership from a day on."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="class_periods"
    )
    member_class = models.ForeignKey(MemberClass, on_delete=models.PROTECT)

    class Meta:
        ordering = ["membership", "from_on"]
        indexes = [
            models.Index(
                fields=["membership", "superseded_at", "from_on", "until_on", "member_class"],
                name="class_on_a_day",
            )
        ]


class Representative(DatedFact):
    """The person who acts for a firm from a day on; of those one votes."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="representatives")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representations")
    post = TranslatedField(_("post"), blank=True)
    votes = models.BooleanField(_("votes"), default=True)
    letter = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("letter of appointment"),
    )

    class Meta:
        ordering = ["firm", "from_on"]


class Certificate(Entity):
    """A membership certificate as issued; ``code`` is what its QR asks this site about."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="certificates"
    )
    number = models.CharField(_("certificate number"), max_length=40, unique=True)
    code = models.CharField(max_length=40, unique=True)
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    issued_at = models.DateTimeField()
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_because = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["membership", "-issued_at"]

    def __str__(self) -> str:
        return self.number
