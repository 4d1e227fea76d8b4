"""What goes to the authority, to the next term and into the archive."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from assemblies.enums import HandoverKind, PaperState, RecordKind
from assemblies.models.meetings import Assembly
from members.models import Person, Term
from records.fields import TranslatedField
from records.models import Document, Entity


class FilingPaper(Entity):
    """A paper of the pack for the authority: made from the record, or attached by a person."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="filing_papers")
    key = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.OPEN)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    note = models.CharField(_("note"), max_length=300, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["assembly", "key"]
        constraints = [
            models.UniqueConstraint(fields=["assembly", "key"], name="filing_paper_once")
        ]


class RetentionPeriod(Entity):
    """How long one kind of record is kept, decided by whom; ``years`` null is for good."""

    kind = models.CharField(max_length=20, choices=RecordKind.choices)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    source = TranslatedField(_("source"))
    from_on = models.DateField(_("from"))
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "from_on"], name="retention_once_per_day")
        ]


class Handover(Entity):
    """What the officers of one term hand to those of the next, as a protocol that both sign.

    ``number`` 0 is the protocol, 1 and on its supplements: what is concluded never changes.
    ``facts`` are what the papers are printed from once it is concluded.
    """

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="handovers")
    to_term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="takeovers")
    number = models.PositiveSmallIntegerField(default=0)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    witness = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    facts = models.JSONField(default=dict)
    facts_digest = models.CharField(max_length=64, blank=True)
    signed_copy = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "to_term", "number"], name="handover_once")
        ]


class HandoverPaper(Entity):
    """The protocol as it was concluded, in one language."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="papers")
    language = models.CharField(max_length=5)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["handover", "language"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "language"], name="handover_paper_once")
        ]


class HandoverItem(Entity):
    """One thing that changes hands: a seal, an account with its signatories, an archive.

    ``key`` names what the record proposed, so that it is proposed once; empty: put in by a person.
    """

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=15, choices=HandoverKind.choices)
    what = TranslatedField(_("what"))
    given_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handed_on = models.DateField(_("handed over on"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    @property
    def is_settled(self) -> bool:
        """Handed over, or with a word why not."""
        return self.handed_on is not None or bool(self.remark)

    class Meta:
        ordering = ["handover", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "key"],
                condition=~models.Q(key=""),
                name="handover_item_proposed_once",
            )
        ]


class TermPackage(Entity):
    """The records of a term in one file, with the heads of the chains that verify them."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="packages")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
