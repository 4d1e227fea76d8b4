"""The books: one row for each transfer between two accounts, so that they balance by shape."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dues.enums import AccountKind, AccountRole, EntryKind
from dues.models.banking import Payment
from dues.models.billing import Charge, DuesRun, Invoice
from members.models import Firm
from records.fields import TranslatedField
from records.models import Decision


class Account(models.Model):
    """An account of the ledger. ``code`` is its number in the association's chart of accounts."""

    code = models.CharField(_("number"), max_length=20, unique=True)
    name = TranslatedField(_("name"))
    kind = models.CharField(_("kind"), max_length=12, choices=AccountKind.choices)
    role = models.CharField(_("used for"), max_length=12, choices=AccountRole.choices)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["role"],
                condition=~models.Q(role__in=["bank", "expense", "other_income"]),
                name="account_role_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Entry(models.Model):
    """``amount`` goes to ``debit`` from ``credit``: a balance is a sum, and all balances sum to 0.

    Never changed, which the database sees to: what was wrong is reversed by another entry, and one
    that was taken away is found by ``manage.py verify_books``. ``booked_on`` is the day it counts
    from, ``recorded_at`` when it was written.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    booked_on = models.DateField(_("booked on"))
    recorded_at = models.DateTimeField(_("recorded"))
    text = models.CharField(_("text"), max_length=300, blank=True)
    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    invoice = models.ForeignKey(
        Invoice, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    charge = models.ForeignKey(
        Charge, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    payment = models.ForeignKey(
        Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    run = models.ForeignKey(
        DuesRun, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT)
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )

    class Meta:
        ordering = ["booked_on", "pk"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["firm", "booked_on"], name="entry_firm_day"),
            models.Index(fields=["booked_on"], name="entry_day"),
            # All that the balance of an invoice is summed from.
            models.Index(fields=["invoice", "debit", "credit", "amount"], name="entry_balance"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="entry_positive"),
            models.CheckConstraint(
                condition=~models.Q(debit=models.F("credit")), name="entry_between_two_accounts"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EntryKind.WRITE_OFF) | models.Q(decision__isnull=False),
                name="written_off_by_a_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=EntryKind.REVERSAL, reverses__isnull=False)
                | (~models.Q(kind=EntryKind.REVERSAL) & models.Q(reverses__isnull=True)),
                name="reversal_names_what_it_reverses",
            ),
        ]


class Closing(models.Model):
    """The books until the day before ``until_on`` are closed: nothing is booked there any more."""

    until_on = models.DateField(_("closed until"), unique=True)
    closed_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-until_on"]
