"""What came in: bank accounts, their statements line by line, and the payments in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dues.enums import LineState, PaymentMethod, ReceiptState
from members.models import Firm
from records.fields import TranslatedField
from records.models import Document, Entity


class BankAccount(Entity):
    """An account of the association, as invoices tell it."""

    name = TranslatedField(_("account holder"))
    bank = TranslatedField(_("bank"))
    number = models.CharField(_("account number"), max_length=40, unique=True)
    bank_code = models.CharField(
        _("bank code"), max_length=20, blank=True, help_text=_("BIC, or the bank's line number.")
    )
    currency = models.CharField(_("currency"), max_length=3)
    ledger = models.ForeignKey("dues.Account", on_delete=models.PROTECT, related_name="+")
    for_invoices = models.BooleanField(_("named on invoices"), default=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.bank} {self.number}"


class Statement(Entity):
    """A statement file of a bank account, as read."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="statements")
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    name = models.CharField(_("file"), max_length=200)
    layout = models.CharField(_("layout"), max_length=40)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    opening = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    closing = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    lines_read = models.PositiveIntegerField(default=0)
    lines_new = models.PositiveIntegerField(default=0)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.name


class StatementLine(models.Model):
    """A movement on a bank account, once, in however many files it stands.

    ``fingerprint`` is the SHA-256 of all that the bank says of it and of its place among equal
    lines. Positive amounts came in. ``proposals`` are the likely invoices with score and reasons.
    """

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="lines")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    booked_on = models.DateField(_("booked on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    payer = models.CharField(_("payer"), max_length=200, blank=True)
    payer_account = models.CharField(_("payer's account"), max_length=60, blank=True)
    text = models.TextField(_("text"), blank=True)
    bank_reference = models.CharField(_("bank's reference"), max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.OPEN)
    note = models.CharField(_("note"), max_length=200, blank=True)
    proposals = models.JSONField(default=list)
    # What it was booked as, where it is no payment of dues.
    entry = models.ForeignKey(
        "dues.Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )

    class Meta:
        ordering = ["booked_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "fingerprint"], name="line_imported_once")
        ]
        indexes = [models.Index(fields=["state", "booked_on"], name="line_state_day")]


class Payment(Entity):
    """Money that came in, from a bank line or by hand. What it settled are its entries."""

    line = models.OneToOneField(
        StatementLine, null=True, blank=True, on_delete=models.PROTECT, related_name="payment"
    )
    account = models.ForeignKey(
        BankAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="payments"
    )
    method = models.CharField(
        _("way"), max_length=10, choices=PaymentMethod.choices, default=PaymentMethod.TRANSFER
    )
    paid_on = models.DateField(_("paid on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    payer = models.CharField(_("payer"), max_length=200, blank=True)
    payer_account = models.CharField(_("payer's account"), max_length=60, blank=True)
    text = models.TextField(_("text"), blank=True)
    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="payments"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-paid_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_positive")
        ]


class PayerAccount(models.Model):
    """An account from which a firm has paid before: the surest sign the next time."""

    number = models.CharField(max_length=60)
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="payer_accounts")
    learnt_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "firm"], name="payer_account_once")
        ]


class LineLayout(Entity):
    """How the columns of a bank's table of movements are to be read: a profile of the mapping."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    # From our words (booked_on, credit, debit, amount, payer …) to the bank's headings.
    columns = models.JSONField(default=dict)
    date_format = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Receipt(Entity):
    """A dues receipt 会费票据: issued on the finance authority's platform, recorded here.

    For dues only. Record code, number and check code are the platform's. A payment kept in part as
    an advance has a further receipt when that has settled dues as well.
    """

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="receipts")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="receipts")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    state = models.CharField(
        max_length=10, choices=ReceiptState.choices, default=ReceiptState.TO_ISSUE
    )
    record_code = models.CharField(_("record code"), max_length=40, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    check_code = models.CharField(_("check code"), max_length=40, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_code", "number"],
                condition=~models.Q(number=""),
                name="receipt_number_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="issued") | ~models.Q(number=""),
                name="issued_receipt_has_its_number",
            ),
        ]
