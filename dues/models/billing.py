"""What is owed: charges of a run, the invoices that ask for them, and what is agreed of them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from dues.enums import InvoiceKind, RunState
from dues.models.schedules import DuesSchedule, Tier
from members.models import Firm, Membership
from records.fields import TranslatedField
from records.models import DatedFact, Decision, Document, Entity


class DuesRun(Entity):
    """The dues of a period computed for the whole register, and written."""

    schedule = models.ForeignKey(DuesSchedule, on_delete=models.PROTECT, related_name="runs")
    from_on = models.DateField(_("period from"))
    until_on = models.DateField(_("until"))
    issued_on = models.DateField(_("issued on"))
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    # Counts and sums as they were written: see dues.domain.running.Totals.
    totals = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    # The files for the printer: from the place of a hundred invoices to the document's id.
    papers = models.JSONField(null=True, blank=True)
    started_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.from_on} – {self.until_on}"


class Invoice(Entity):
    """A notice of dues 缴费通知: what a firm is asked to pay, until when, and its reference.

    What is left of it is the sum of the entries that name it, never a column.
    """

    number = models.CharField(_("number"), max_length=30, unique=True)
    reference = models.CharField(
        _("payment reference"),
        max_length=25,
        unique=True,
        help_text=_("With check digits (ISO 11649)."),
    )
    kind = models.CharField(max_length=10, choices=InvoiceKind.choices, default=InvoiceKind.DUES)
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="invoices")
    run = models.ForeignKey(
        DuesRun, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices"
    )
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("due on"))
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-issued_on", "number"]
        indexes = [
            models.Index(fields=["due_on"], name="invoice_due"),
            models.Index("issued_on", Length("number"), "number", name="invoice_in_order"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="invoice_positive")
        ]

    def __str__(self) -> str:
        return self.number


class Charge(models.Model):
    """The dues of a member for a time ``[from_on, until_on)``, as a schedule set them.

    Never changed: one that turned out wrong is superseded, its entry reversed. That nobody is
    charged twice for a day is a rule of the database (no two that stand may overlap).
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="charges")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="charges")
    schedule = models.ForeignKey(DuesSchedule, on_delete=models.PROTECT, related_name="charges")
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="charges")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    # The part of the tier's amount, such as {"days": 92, "of": 365, "waived": [1, 2]}.
    share = models.JSONField(default=dict)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["membership", "from_on"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="charge_not_negative"),
            models.CheckConstraint(
                condition=models.Q(until_on__gt=models.F("from_on")), name="charge_for_some_days"
            ),
        ]


class CreditNote(Entity):
    """A paper that takes back an invoice or a part of it; its entries are reversals."""

    number = models.CharField(_("number"), max_length=30, unique=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    issued_on = models.DateField(_("issued on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = TranslatedField(_("reason"))
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-issued_on", "number"]

    def __str__(self) -> str:
        return self.number


class Instalment(models.Model):
    """A part of an invoice with a day of its own, as agreed; together they are the invoice."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="instalments")
    due_on = models.DateField(_("due on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    agreed_at = models.DateTimeField()
    # Another agreement took its place: what was in arrears before that stays so.
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invoice", "due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "due_on"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_instalment_a_day",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="instalment_positive"),
        ]


class VoteSuspension(DatedFact):
    """That a decision suspends a member's vote for arrears, from a day until another."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="vote_suspensions"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT)

    class Meta:
        ordering = ["membership", "from_on"]
