"""What assigning money that came in refuses, and receipts for it."""

from django.utils.translation import gettext_lazy as _

from dues.errors.base import DuesError


class StatementOfAnotherAccount(DuesError):
    code = "statement_of_another_account"
    message = _(
        "The file is of the account %(found)s, not of %(wanted)s. Choose that account, or read "
        "another file."
    )


class StatementInOtherCurrency(DuesError):
    code = "statement_in_other_currency"
    message = _(
        "The file is in %(found)s and the account in %(wanted)s. Choose the account in %(found)s."
    )


class StatementReadOtherwise(DuesError):
    code = "statement_read_otherwise"
    message = _(
        "Movements of this file are there already from a file of another kind (%(name)s): "
        "%(count)s, the last on %(day)s. Export the file from the day after, or in the same kind."
    )


class LineSettled(DuesError):
    code = "line_settled"
    message = _("This movement is dealt with already. Undo that first.")


class NotAnAccountForThis(DuesError):
    code = "not_an_account_for_this"
    message = _("%(account)s is no account for this. Choose one of other income or expense.")


class ReasonMissing(DuesError):
    code = "reason_missing"
    message = _("Say why; the books keep the reason.")


class RefundDiffers(DuesError):
    code = "refund_differs"
    message = _("The refund is %(refund)s and the movement %(line)s. Choose the one that fits.")


class ProposalOutdated(DuesError):
    code = "proposal_outdated"
    message = _(
        "This proposal no longer fits: something was assigned since. Look again at what is open."
    )


class ReceiptForMore(DuesError):
    code = "receipt_for_more"
    message = _(
        "Of this payment %(left)s has settled dues and has no receipt; %(amount)s is more than "
        "that. A receipt is for dues only."
    )


class ReceiptNumberTaken(DuesError):
    code = "receipt_number_taken"
    message = _("The receipt %(record_code)s %(number)s is on record already, for %(firm)s.")


class ReceiptNumberMissing(DuesError):
    code = "receipt_number_missing"
    message = _("Enter the receipt's number as the platform gave it.")


class ReceiptsUnreadable(DuesError):
    code = "receipts_unreadable"
    message = _(
        "The file %(name)s has no column for: %(columns)s. Read back the file that was exported "
        "here, with the platform's numbers filled in."
    )


class ReceiptRowUnclear(DuesError):
    """A row of a file of receipts; the message says what is unclear of it."""

    code = "receipt_row_unclear"
