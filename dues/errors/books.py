"""What the books refuse."""

from django.utils.translation import gettext_lazy as _

from dues.errors.base import DuesError


class BooksNotOpen(DuesError):
    code = "books_not_open"
    message = _("No account is set up for: %(role)s. Open the books first.")


class BooksClosed(DuesError):
    code = "books_closed"
    message = _(
        "The books are closed until the day before %(until)s; nothing can be booked on %(day)s."
    )


class BooksAltered(DuesError):
    code = "books_altered"
    message = _(
        "The books are not as they were written: batch %(batch)s, entries %(first)s to %(last)s."
    )


class EntryReversed(DuesError):
    code = "entry_reversed"
    message = _("This entry was taken back already, or takes back another.")


class NothingToTakeBack(DuesError):
    code = "nothing_to_take_back"
    message = _("Nothing of this invoice is left to take back.")


class BeforeTheInvoice(DuesError):
    code = "before_the_invoice"
    message = _("%(invoice)s was issued on %(day)s. Choose that day or a later one.")


class NothingLeft(DuesError):
    code = "nothing_left"
    message = _("Of %(invoice)s only %(left)s is open; %(amount)s is more than that.")


class PaymentSpent(DuesError):
    code = "payment_spent"
    message = _("Of this payment only %(left)s is not assigned; %(amount)s is more than that.")


class AmountNotPositive(DuesError):
    code = "amount_not_positive"
    message = _("The amount must be more than nothing.")


class AdvanceTooSmall(DuesError):
    code = "advance_too_small"
    message = _("The firm has %(left)s to its credit; %(amount)s is more than that.")


class OtherCurrency(DuesError):
    code = "other_currency"
    message = _("The invoice is in %(invoice)s and the payment in %(payment)s.")


class DecisionMissing(DuesError):
    code = "decision_missing"
    message = _("Name the decision: the body that decided, the day, and its number or reference.")


class InstalmentsDiffer(DuesError):
    code = "instalments_differ"
    message = _("The instalments add up to %(sum)s; %(left)s is open of the invoice.")


class ClosingTooLate(DuesError):
    code = "closing_too_late"
    message = _("The books cannot be closed for days that are not over: %(day)s.")


class YearNotOver(DuesError):
    code = "year_not_over"
    message = _("The year %(year)s is not over; it is told to the members after its end.")


class AccountNumberTaken(DuesError):
    code = "account_number_taken"
    message = _("The account %(code)s is there already (%(name)s). Choose another number.")


class BankAccountTaken(DuesError):
    code = "bank_account_taken"
    message = _("The bank account %(number)s is entered already. Edit that one.")


class NoBankLedger(DuesError):
    code = "no_bank_ledger"
    message = _("The account of the ledger must be one of bank deposits.")


class BankAccountInOtherCurrency(DuesError):
    code = "bank_account_in_other_currency"
    message = _(
        "The account is in %(found)s and the books are kept in %(wanted)s. Enter an account in the "
        "currency of the books."
    )
