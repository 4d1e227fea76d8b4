"""What is owed and paid."""

from dues.models.banking import (
    BankAccount,
    LineLayout,
    PayerAccount,
    Payment,
    Receipt,
    Statement,
    StatementLine,
)
from dues.models.billing import (
    Charge,
    CreditNote,
    DuesRun,
    Instalment,
    Invoice,
    VoteSuspension,
)
from dues.models.ledger import Account, Closing, Entry
from dues.models.publishing import AnnualStatement
from dues.models.reminding import CallNote, Reminder, ReminderLevel
from dues.models.schedules import DuesSchedule, Tier, Waiver

__all__ = [
    "Account",
    "AnnualStatement",
    "BankAccount",
    "CallNote",
    "Charge",
    "Closing",
    "CreditNote",
    "DuesRun",
    "DuesSchedule",
    "Entry",
    "Instalment",
    "Invoice",
    "LineLayout",
    "PayerAccount",
    "Payment",
    "Receipt",
    "Reminder",
    "ReminderLevel",
    "Statement",
    "StatementLine",
    "Tier",
    "VoteSuspension",
    "Waiver",
]
