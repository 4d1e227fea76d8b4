"""Closed lists of the dues."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ScheduleState(TextChoices):
    DRAFT = "draft", _("draft")
    ADOPTED = "adopted", _("adopted")


class ProRata(TextChoices):
    """How much of a period's amount is owed by who was a member for a part of it."""

    FULL = "full", _("the whole amount")
    DAYS = "days", _("by days")
    MONTHS = "months", _("by months begun")
    HALVES = "halves", _("half when joining in the second half")


class TierBasis(TextChoices):
    """What a tier goes by."""

    CLASS = "class", _("member class")
    OFFICE = "office", _("office held for the firm")
    SIZE = "size", _("size of the firm")


class AccountRole(TextChoices):
    """What an account of the ledger is for; its number and name are the association's own."""

    BANK = "bank", _("bank deposits")
    CASH = "cash", _("cash")
    RECEIVABLE = "receivable", _("dues receivable")
    ADVANCE = "advance", _("advance payments of members")
    UNASSIGNED = "unassigned", _("payments not assigned yet")
    INCOME = "income", _("income from dues")
    WRITE_OFF = "write_off", _("dues written off")
    OPENING = "opening", _("opening balances")
    EXPENSE = "expense", _("expense")
    OTHER_INCOME = "other_income", _("other income")


class AccountKind(TextChoices):
    """On which side of the accounts: only income and expense make up the year's result."""

    ASSET = "asset", _("asset")
    LIABILITY = "liability", _("liability")
    NET_ASSETS = "net_assets", _("net assets")
    INCOME = "income", _("income")
    EXPENSE = "expense", _("expense")


class EntryKind(TextChoices):
    CHARGE = "charge", _("dues charged")
    OPENING = "opening", _("opening balance")
    PAYMENT = "payment", _("payment received")
    ALLOCATION = "allocation", _("payment set against an invoice")
    ADVANCE = "advance", _("kept as an advance payment")
    REFUND = "refund", _("refund")
    WRITE_OFF = "write_off", _("written off")
    EXPENSE = "expense", _("expense")
    OTHER_INCOME = "other_income", _("other income")
    REVERSAL = "reversal", _("reversal")


class InvoiceKind(TextChoices):
    DUES = "dues", _("dues")
    OPENING = "opening", _("opening balance")


class InvoiceState(TextChoices):
    """What the books say of an invoice on a day; no column holds it."""

    OPEN = "open", pgettext_lazy("invoice", "open")
    OVERDUE = "overdue", _("overdue")
    PAID = "paid", pgettext_lazy("invoice", "settled")
    CREDITED = "credited", _("credited")


class RunState(TextChoices):
    WAITING = "waiting", _("waiting")
    WRITTEN = "written", _("written")


class LineState(TextChoices):
    """A line of a bank statement."""

    OPEN = "open", _("to be assigned")
    ASSIGNED = "assigned", _("assigned")
    BOOKED = "booked", _("booked otherwise")
    IGNORED = "ignored", _("set aside")


class PaymentMethod(TextChoices):
    TRANSFER = "transfer", _("bank transfer")
    CASH = "cash", _("cash")
    OTHER = "other", _("other")


class PaymentState(TextChoices):
    """What has become of money that came in; no column holds it."""

    WAITING = "waiting", _("to be assigned")
    ASSIGNED = "assigned", _("assigned")
    BOOKED = "booked", _("booked otherwise")
    ASIDE = "aside", _("set aside")


class ReceiptState(TextChoices):
    """A dues receipt 会费票据, which the finance authority's platform issues."""

    TO_ISSUE = "to_issue", _("to be issued")
    ISSUED = "issued", pgettext_lazy("receipt", "issued")
    VOIDED = "voided", _("voided")
