"""The organs of the association, their terms, and who sits in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.enums import BodyKind, Office
from members.models.firms import Firm
from members.models.people import Person
from records.fields import TranslatedField
from records.models import DatedFact, Decision, Document, Entity


class Body(Entity):
    """An organ of the association."""

    kind = models.CharField(max_length=20, choices=BodyKind.choices, unique=True)
    name = TranslatedField(_("name"))

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return str(self.name)


class Term(Entity):
    """The n-th council, supervisory board or assembly, from a day until another."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body", "number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="term_once_per_body")
        ]


class Mandate(DatedFact):
    """A person's seat or office in a body for a term, created by the act of a resolution."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates"
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="mandates")
    office = models.CharField(max_length=20, choices=Office.choices)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["term", "office", "from_on"]


class Delegation(models.Model):
    """Which constituency elected a delegate for a term: it outlasts the rows of their mandate,
    which are superseded when it ends."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="delegations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    constituency = models.CharField(_("constituency"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "person"], name="elected_by_one_constituency")
        ]


class Succession(Entity):
    """That a seat held for a firm passed to its next representative, until that was filed.

    The two mandates are facts; this says that one followed the other, by which rule and letter, and
    when the council took note of it.
    """

    former = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    successor = models.OneToOneField(Mandate, on_delete=models.PROTECT, related_name="succession")
    citation = TranslatedField(_("rule"), blank=True)
    letter = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("letter of appointment"),
    )
    passed_at = models.DateTimeField()
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    filed_with = models.CharField(_("decision or paper"), max_length=200, blank=True)

    class Meta:
        ordering = ["-passed_at"]
